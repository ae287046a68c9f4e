"""The reader's screens. They combine widgets and answer their messages."""
