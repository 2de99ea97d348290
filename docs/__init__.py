"""The written documents and the program that generates some of them."""
