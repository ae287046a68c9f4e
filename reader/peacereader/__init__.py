"""The command line and the Textual interface of peacereader."""

__version__ = "0.1.0"

DAY = "2026-11-28"
"""The day of this version, for the manual page."""
