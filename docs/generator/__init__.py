"""What `docs/generate.py` writes: the data dictionary, its notes in the database and the entity diagram."""
