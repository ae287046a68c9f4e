"""What lies behind the reader: cleaning, storing and searching articles.

The public face is `Library` with the frozen dataclasses of `article`,
`passage` and `results`. Nothing here imports the screen (Textual, Rich, click).
The names below are imported when they are first used, so that a program that
only wants one of them does not wait for the rest.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peaceindex.harmless import neutralise as neutralise
    from peaceindex.harmless import printable as printable
    from peaceindex.library import Library as Library
    from peaceindex.library import encoding_named as encoding_named
    from peaceindex.passages import saved_passages as saved_passages
    from peaceindex.reading import clean as clean
    from peaceindex.together import clean_together as clean_together

_HOMES = {
    "Library": "peaceindex.library",
    "clean": "peaceindex.reading",
    "clean_together": "peaceindex.together",
    "encoding_named": "peaceindex.library",
    "neutralise": "peaceindex.harmless",
    "printable": "peaceindex.harmless",
    "saved_passages": "peaceindex.passages",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
