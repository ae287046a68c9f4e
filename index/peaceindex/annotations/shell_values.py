"""Names in a library for a shell that completes what is typed: read at once, and without changing a file.

Nothing is opened as a library is: no index, no lock, no recovery. What cannot be read has no names.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from peaceindex.model.shell_names import ShellNames

_SECONDS: Final = 0.08
"""After so long a library is too large: the names that were found until then are offered."""
_STEPS: Final = 20_000
_MOST: Final = 400

# Articles that are neither replaced nor in the bin have 0 or 1 in `indexed`.
_QUERIES: Final = {
    # Ids are typed by their beginning: a range that the key of the table answers.
    "article": "SELECT id, title FROM articles WHERE id >= :start AND id < :stop AND indexed IN (0, 1) LIMIT :most",
    "passage": "SELECT id, quote FROM passages WHERE id >= :start AND id < :stop LIMIT :most",
    "outlet": "SELECT outlet, '' FROM articles WHERE outlet <> '' AND indexed IN (0, 1)",
    "tag": "SELECT tags, NULL FROM articles WHERE tags <> '[]' AND indexed IN (0, 1)",
    "author": "SELECT authors, NULL FROM articles WHERE authors <> '[]' AND indexed IN (0, 1)",
    "lang": "SELECT language, '' FROM articles WHERE language <> '' AND indexed IN (0, 1)",
    "label": "SELECT labels, NULL FROM passages WHERE labels <> '[]'",
    "mine": "SELECT tags, NULL FROM article_tags WHERE tags <> '[]'",
    "saved search": "SELECT name, '' FROM saved_searches",
}
_OWN: Final = ("passage", "label", "mine", "saved search")


def names_for_shell(folder: Path, what: ShellNames, start: str) -> list[tuple[str, str]]:
    """Return the names in the library in `folder` that begin with `start`, whatever its case, each with a line of help.

    These are ids of articles with their titles, ids of passages with their words, or names without help, sorted.
    A name that a terminal could act on is left out. At most a few hundred are returned, and an empty list if the
    library cannot be read.
    """
    key = start.casefold()
    found: dict[str, str] = {}
    for name, words in _stored(folder / ("annotations.db" if what in _OWN else "library.db"), what, start):
        if name.casefold().startswith(key) and printable(name) == name:
            found.setdefault(name, printable(" ".join(words.split()))[:100])
    if what == "label":
        for name in _codes(folder):
            if name.casefold().startswith(key) and printable(name) == name:
                found.setdefault(name, "")
    return sorted(found.items(), key=lambda pair: pair[0].casefold())[:_MOST]


def _codes(folder: Path) -> Iterable[str]:
    """Return the names of the codes in codes.yaml."""
    if not (folder / "codes.yaml").is_file():
        return []
    from peaceindex.annotations.codebook import NAME, read_codebook

    with suppress(Exception):
        return [code.name for code in read_codebook(folder / NAME).codes]
    return []


def _stored(path: Path, what: ShellNames, start: str) -> Iterator[tuple[str, str]]:
    """Yield names and help from a database, as far as it can be read, and read in time."""
    stop_at = time.monotonic() + _SECONDS
    values = {"start": start, "stop": start + "\U0010ffff", "most": _MOST}
    try:
        with closing(sqlite3.connect(_uri(path), uri=True, timeout=0.05)) as database:
            database.set_progress_handler(lambda: time.monotonic() > stop_at, _STEPS)
            for value, words in database.execute(_QUERIES[what], values):
                for name in [value] if words is not None or what in ("article", "passage") else json.loads(value):
                    if isinstance(name, str) and name:
                        yield name, words if isinstance(words, str) else ""
    except (sqlite3.Error, ValueError, OSError):
        return


def _uri(path: Path) -> str:
    """Return the URI by which SQLite reads a database without making a file beside it.

    SQLite makes a write-ahead log and its index, and a program that only reads cannot remove them. So the database is
    opened without them, unless both are there because another program has it open.
    """
    is_open = all(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-shm"))
    return f"file:{quote(os.fsencode(path.absolute()))}?mode=ro{'' if is_open else '&immutable=1'}"
