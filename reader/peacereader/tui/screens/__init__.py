"""The reader's screens: they put widgets together and answer their messages."""
