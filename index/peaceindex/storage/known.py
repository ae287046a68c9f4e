"""A look into library.db from a process that never writes to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class KnownSources:
    """The hashes of the source texts that the library has, as of its last commit. Never raises: none is known then."""

    def __init__(self, database: Path) -> None:
        try:
            uri = f"{database.absolute().as_uri()}?mode=ro"
            self._connection: sqlite3.Connection | None = sqlite3.connect(uri, uri=True, isolation_level=None)
        except sqlite3.Error:
            self._connection = None

    def __contains__(self, source_hash: object) -> bool:
        if self._connection is None:
            return False
        query = "SELECT 1 FROM articles WHERE source_hash = ? AND indexed <> 2"
        try:
            return self._connection.execute(query, (source_hash,)).fetchone() is not None
        except sqlite3.Error:
            return False
