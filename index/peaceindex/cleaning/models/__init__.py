"""The models of the cleaner and their data files."""
