"""Import large packages quickly: small modules stand in for large ones that they import and hardly ever use."""

from __future__ import annotations

import importlib
import os
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

StandIns = Mapping[str, Mapping[str, Any]]
"""For each module that is not imported yet the names that are taken from it at once."""


class Later(types.ModuleType):
    """A stand-in for a module, which is imported when a name is looked up that the stand-in does not have."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_real(self.__name__), name)


@contextmanager
def stand_ins(modules: StandIns) -> Iterator[None]:
    """Let stand-ins take the places of these modules, where they are not imported yet, for the time of a `with`.

    What was imported in that time may keep them: they pass on what they do not have. Whoever imports such a module
    afterwards gets the module itself.
    """
    missing = [name for name in modules if name not in sys.modules]
    for name in missing:
        module = Later(name)
        vars(module).update(modules[name])
        sys.modules[name] = module
    try:
        yield
    finally:
        for name in missing:
            if isinstance(sys.modules.get(name), Later):
                del sys.modules[name]


def when_called(module: str, *names: str) -> dict[str, Callable[..., Any]]:
    """Return stand-ins for functions of a module, which is imported when one of them is called."""

    def stand_in(name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            return getattr(_real(module), name)(*arguments, **options)

        return call

    return {name: stand_in(name) for name in names}


def _real(name: str) -> types.ModuleType:
    """Import a module itself, also while its stand-in is in place: another thread may need it in that moment."""
    if isinstance(sys.modules.get(name), Later):
        del sys.modules[name]
    return importlib.import_module(name)


def cleandoc(doc: str) -> str:
    """Return a docstring without its indentation and the empty lines around it, as `inspect.cleandoc` does."""
    first, *rest = doc.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    lines = [first.lstrip(), *(line[margin:] for line in rest)]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        del lines[0]
    return "\n".join(lines)


def _signature(function: Any, **options: Any) -> Any:
    """Return the signature of a function; of numpy's own None, which it asks for only to show it in its help."""
    if function.__module__.startswith("numpy."):
        return None
    return _real("inspect").signature(function, **options)


def _system() -> str:
    """Return the name of the system, as `platform.system` does."""
    return os.uname().sysname if hasattr(os, "uname") else str(_real("platform").system())


COMMAND_LINE: StandIns = {
    "inspect": {"cleandoc": cleandoc},  # it imports what reads, parses and disassembles Python
    "platform": {"system": _system},  # by way of uuid
}
"""What click and dataclasses import."""

NUMPY: StandIns = {
    "platform": {"system": _system},
    "ast": {},
    "ctypes": {},
    "inspect": {"cleandoc": cleandoc, "signature": _signature},
    "numpy._core._add_newdocs": {},  # docstrings
    "numpy._core._add_newdocs_scalars": {},
    "numpy.linalg": when_called("numpy.linalg", "eigvals", "inv", "lstsq", "matrix_power"),
}
"""What numpy imports: for each search half of its time."""

MSGSPEC: StandIns = {
    "typing_extensions": {
        "NotRequired": typing.NotRequired,
        "Required": typing.Required,
        "get_type_hints": typing.get_type_hints,
    },
    "msgspec._json_schema": when_called("msgspec._json_schema", "schema", "schema_components"),
    "msgspec.inspect": {},
    "msgspec.toml": {},
    "msgspec.yaml": {},
}
"""What msgspec imports."""

PLATFORMDIRS: StandIns = {"tempfile": when_called("tempfile", "TemporaryFile", "gettempdir")}
"""What platformdirs imports."""

CLEANING: StandIns = {**COMMAND_LINE, **NUMPY, **MSGSPEC, **PLATFORMDIRS}
"""What a process that only cleans imports."""
