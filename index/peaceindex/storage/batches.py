"""Many small changes gathered into few transactions, and nothing reported before it is kept."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

BATCH = 500
"""Documents to a transaction, at most."""
_SHARE = 20
_LONGEST = 1.0
"""A transaction ends as soon as that costs no more than one part in `_SHARE` of the time, and after so many seconds at
the latest. So work that is killed again and again still gets on."""

Report = TypeVar("Report")


class Batches(Generic[Report]):
    """Gathers the changes of many documents into one transaction, and keeps each document whole.

    What is committed here outlives even a power cut: the system is made to write it to the disk.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._before = int(connection.execute("PRAGMA synchronous").fetchone()[0])
        connection.execute("PRAGMA synchronous = FULL")
        self._count = 0
        self._reports: list[Report] = []
        self._committed = time.monotonic()
        self._pause = 0.0  # the first document is kept at once

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
        if self._count >= BATCH or time.monotonic() - self._committed >= self._pause:
            self.commit()

    def when_kept(self, report: Report) -> list[Report]:
        """This report and those before it once all that they tell of is on disk; until then nothing."""
        self._reports.append(report)
        return [] if self._connection.in_transaction else self._taken()

    def kept(self) -> list[Report]:
        """Keep what there is; the reports that waited for it."""
        self.commit()
        return self._taken()

    def commit(self) -> None:
        """Keep what there is."""
        if not self._connection.in_transaction:
            return
        began = time.monotonic()
        self._connection.commit()
        self._count = 0
        self._committed = time.monotonic()
        self._pause = min(_SHARE * (self._committed - began), _LONGEST)

    def close(self) -> None:
        """As `commit`, for the end of the work, whatever ended it."""
        self.commit()
        self._connection.execute(f"PRAGMA synchronous = {self._before}")

    def _taken(self) -> list[Report]:
        reports, self._reports = self._reports, []
        return reports
