"""Measurements and endurance runs; no part of the program."""
