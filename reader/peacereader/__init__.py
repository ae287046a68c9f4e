"""The command line and the Textual interface of peacereader."""

__version__ = "0.1.0"
