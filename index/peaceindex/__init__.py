"""What lies behind the reader: cleaning, storing and searching articles.

The public face is `Library` with the frozen dataclasses of `article`,
`passage` and `results`. Nothing here imports the screen (Textual, Rich, click).
The names below are imported when they are first used, so that a program that
only wants one of them does not wait for the rest.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peaceindex.annotations.copies import Copies as Copies
    from peaceindex.annotations.passages import saved_passages as saved_passages
    from peaceindex.ingest.clean_paths import clean as clean
    from peaceindex.ingest.clean_together import clean_together as clean_together
    from peaceindex.library import Library as Library
    from peaceindex.library import encoding_named as encoding_named
    from peaceindex.model.safe_text import neutralise as neutralise
    from peaceindex.model.safe_text import printable as printable

_HOMES = {
    "Copies": "peaceindex.annotations.copies",
    "Library": "peaceindex.library",
    "clean": "peaceindex.ingest.clean_paths",
    "clean_together": "peaceindex.ingest.clean_together",
    "encoding_named": "peaceindex.library",
    "neutralise": "peaceindex.model.safe_text",
    "printable": "peaceindex.model.safe_text",
    "saved_passages": "peaceindex.annotations.passages",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
