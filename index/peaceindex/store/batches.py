"""Many small changes gathered into few transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

BATCH = 500
"""Documents to a transaction."""


class Batches:
    """Gathers the changes of many documents into one transaction, and keeps each document whole."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._count = 0

    @contextmanager
    def document(self) -> Iterator[None]:
        """All of a document's changes, or none of them."""
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("SAVEPOINT document")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # SQLite itself takes it back when the disk is full
                self._connection.execute("ROLLBACK TO document")
                self._connection.execute("RELEASE document")
            raise
        self._connection.execute("RELEASE document")
        self._count += 1
        if self._count % BATCH == 0:
            self._connection.commit()

    def close(self) -> None:
        """Keep what there is."""
        if self._connection.in_transaction:
            self._connection.commit()
