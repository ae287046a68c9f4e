"""The words to show while there is nothing to read."""

from __future__ import annotations

OPENING = "Opening the library …"

SAMPLES_NOTE = "Sample pages, written for trying the reader. Your own: peacereader add FOLDER"

NO_ARTICLE = "No article matches."

EMPTY_LIBRARY = [
    "This library has no articles yet.",
    "",
    "Leave with q and type",
    "peacereader add FOLDER",
    "to clean and index a folder",
    "of scraped pages.",
]
