"""Paths that people type, paste or drop onto the terminal: read as paths, and completed."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_LISTED = 20_000
"""The most names of a folder that are looked at for completions."""


def read_paths(text: str) -> list[str]:
    """Return the paths in a text, each once.

    A line is one path, if there is something there; else it may hold several, in quotes or with escaped spaces, as
    terminals write what is dropped onto them. `~` is the user's home, and `file://` addresses are paths.
    """
    found: list[str] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        whole = _as_path(line)
        found += [whole] if exists(whole) else _several(line) or [whole]
    return list(dict.fromkeys(found))


def exists(path: str) -> bool:
    """Return whether there is something at a path."""
    try:
        return os.path.lexists(path)
    except (OSError, ValueError):  # too long, or a null character
        return False


def quoted(paths: Sequence[str]) -> str:
    """Return paths on one line, as `read_paths` reads them."""
    return paths[0] if len(paths) == 1 else " ".join(map(shlex.quote, paths))


def completions(text: str) -> list[str]:
    """Return what a path may go on as, in the order of names; folders end with a slash.

    Names that begin with a dot come only if the dot is typed. If no name begins with the letters that are typed, those
    come that do so in other letters, large or small.
    """
    if text == "~":
        return ["~/"]
    head, slash, begin = text.rpartition("/")
    folder = _expanded(head + slash) or "."
    try:
        with os.scandir(folder) as entries:
            names = [(entry.name, entry.is_dir()) for entry, _ in zip(entries, range(_MAX_LISTED), strict=False)]
    except (OSError, ValueError):
        return []
    shown = sorted(one for one in names if begin.startswith(".") or not one[0].startswith("."))
    found = [one for one in shown if one[0].startswith(begin)]
    found = found or [one for one in shown if one[0].casefold().startswith(begin.casefold())]
    return [f"{head}{slash}{name}{'/' if is_folder else ''}" for name, is_folder in found if name.isprintable()]


def _several(line: str) -> list[str]:
    """Return the paths of a line of several; an empty list if it is none, but one path with spaces."""
    try:
        parts = [_as_path(part) for part in shlex.split(line)]
    except ValueError:  # a quote that is not closed
        return []
    return parts if len(parts) == 1 or any(map(exists, parts)) else []


def _as_path(text: str) -> str:
    if text.startswith("file://"):
        try:
            return unquote(urlsplit(text).path)
        except ValueError:
            return text
    return _expanded(text)


def _expanded(text: str) -> str:
    return os.path.expanduser(text)  # noqa: PTH111 - `Path` would lose the slash at the end, and fail without a home
