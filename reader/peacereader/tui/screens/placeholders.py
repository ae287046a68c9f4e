"""The words to show while there is nothing to read."""

from __future__ import annotations

OPENING = "Opening the library …"

SAMPLES_NOTE = "Sample pages, written for trying the reader. a adds your own"

NO_ARTICLE = "No article matches."

EMPTY_LIBRARY = [
    "This library has no articles yet.",
    "",
    "In the reading room, a adds",
    "a file or a folder of scraped",
    "pages. In a shell, it is",
    "peacereader add FOLDER",
]
