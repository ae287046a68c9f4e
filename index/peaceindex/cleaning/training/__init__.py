"""Training of the cleaner's models. Nothing here is imported at run time; `pip install .[train]` brings what it needs."""
