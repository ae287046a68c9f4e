"""Load the search engine, Whoosh, in a quick way. Every import of it comes after this one."""

from __future__ import annotations

import functools
import importlib
import sys
import types
from typing import Any


def _no_download(*_: object) -> None:
    raise RuntimeError("The search engine downloads nothing.")


def _real(name: str) -> types.ModuleType:
    """Import a module itself, also while its stand-in is in place: another thread may need it in that moment."""
    if isinstance(sys.modules.get(name), _Later):
        del sys.modules[name]
    return importlib.import_module(name)


def _when_called(module: str, name: str) -> dict[str, Any]:
    """Return a stand-in for one function of a module, which is imported when the function is called."""

    def call(*arguments: Any, **options: Any) -> Any:
        return getattr(_real(module), name)(*arguments, **options)

    return {name: call}


class _Later(types.ModuleType):
    """A stand-in for a module of which only its functions are used; it is imported when the first is looked up."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(self.__name__), name)


_STAND_INS: dict[str, dict[str, Any]] = {
    "cached_property": {"cached_property": functools.cached_property},  # else asyncio is imported
    "html": _when_called("html", "escape"),
    "random": {},
    "tempfile": {},
    "urllib.request": {"urlretrieve": _no_download},  # else the clients of HTTP and TLS are
    "whoosh.lang.dmetaphone": _when_called("whoosh.lang.dmetaphone", "double_metaphone"),
    "whoosh.lang.morph_en": _when_called("whoosh.lang.morph_en", "variations"),  # all forms of English words
    "whoosh.lang.porter": _when_called("whoosh.lang.porter", "stem"),
}
"""What Whoosh-Reloaded imports and hardly ever calls, or needs no more: the names that it takes from each module."""


def _load() -> None:
    """Import `whoosh.reading`, with small modules in the place of large ones, which are half of the time."""
    missing = [name for name in _STAND_INS if name not in sys.modules]
    for name in missing:
        sys.modules[name] = _Later(name)
        vars(sys.modules[name]).update(_STAND_INS[name])
    try:
        importlib.import_module("whoosh.query")
        importlib.import_module("whoosh.reading")
    finally:
        for name in missing:
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]


_load()
