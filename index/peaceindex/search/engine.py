"""Load the search engine, Whoosh, in a quick way. Every import of it comes after this one."""

from __future__ import annotations

import functools
import importlib
import sys
import types
from typing import Any


def _no_download(*_: object) -> None:
    raise RuntimeError("The search engine downloads nothing.")


_STAND_INS: dict[str, dict[str, Any]] = {
    "cached_property": {"cached_property": functools.cached_property},  # else asyncio is imported
    "urllib.request": {"urlretrieve": _no_download},  # else the clients of HTTP and TLS are
}
"""What Whoosh-Reloaded imports for one name each, which it needs no more or which Python itself has by now."""


def _load() -> None:
    """Import `whoosh.reading`, with small modules in the place of two large ones, which are a third of the time."""
    missing = [name for name in _STAND_INS if name not in sys.modules]
    for name in missing:
        sys.modules[name] = types.ModuleType(name)
        vars(sys.modules[name]).update(_STAND_INS[name])
    try:
        importlib.import_module("whoosh.reading")
    finally:
        for name in missing:
            del sys.modules[name]


_load()
