"""Training of the cleaner's models. Nothing here is imported at run time; the extra `train` brings what it needs."""
