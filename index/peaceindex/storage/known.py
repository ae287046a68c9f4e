"""Lookups in library.db for a process that never writes to it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

from peaceindex.storage.compact_values import hash_value


class KnownSources:
    """The set of source hashes in the library, as of its last commit. Never raises: on an error it is empty."""

    def __init__(self, database: Path) -> None:
        try:
            uri = f"{database.absolute().as_uri()}?mode=ro"
            self._connection: sqlite3.Connection | None = sqlite3.connect(uri, uri=True, isolation_level=None)
        except sqlite3.Error:
            self._connection = None

    def __contains__(self, source_hash: str) -> bool:
        if self._connection is None:
            return False
        query = "SELECT 1 FROM articles WHERE source_hash IN (?, ?) AND indexed <> 2"
        try:
            return self._connection.execute(query, (source_hash, hash_value(source_hash))).fetchone() is not None
        except sqlite3.Error:
            return False
