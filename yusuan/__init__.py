"""Command line of the warehouse."""
