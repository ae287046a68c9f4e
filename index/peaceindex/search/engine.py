"""Load the search engine, Whoosh, and numpy in a quick way. In a search, every import of them comes after this one."""

from __future__ import annotations

import functools
import importlib

from peaceindex.startup.stand_ins import NUMPY, StandIns, stand_ins, when_called


def _no_download(*_: object) -> None:
    raise RuntimeError("The search engine downloads nothing.")


_STAND_INS: StandIns = {
    "cached_property": {"cached_property": functools.cached_property},  # else asyncio is imported
    "calendar": {},
    "html": when_called("html", "escape"),
    "random": {},
    "tempfile": {},
    "urllib.request": {"urlretrieve": _no_download},  # else the clients of HTTP and TLS are
    "whoosh.lang.dmetaphone": when_called("whoosh.lang.dmetaphone", "double_metaphone"),
    "whoosh.lang.morph_en": when_called("whoosh.lang.morph_en", "variations"),  # all forms of English words
    "whoosh.lang.porter": when_called("whoosh.lang.porter", "stem"),
}
"""What Whoosh-Reloaded imports and hardly ever calls, or needs no more: the names that it takes from each module."""


def _load() -> None:
    """Import what each search needs, with small modules in the place of large ones, which are half of the time."""
    with stand_ins({**NUMPY, **_STAND_INS}):
        importlib.import_module("numpy")
        importlib.import_module("whoosh.query")
        importlib.import_module("whoosh.reading")


_load()
