"""Groups many small changes into few transactions, and reports each change only after it is committed."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

BATCH = 500
"""The largest number of documents in one transaction."""
_COMMIT_TIME_DIVISOR = 20
_MAX_PAUSE_SECONDS = 1.0
"""The longest time between two commits, in seconds.

A commit comes as soon as its cost is at most 1/`_COMMIT_TIME_DIVISOR` of the time since the last one, judged by how
long the last commit took. Work that is killed again and again therefore still makes progress.
"""

Report = TypeVar("Report")


class Batches(Generic[Report]):
    """Groups the changes of many documents into one transaction. Each document is stored whole or not at all.

    What is committed here survives even a power cut, because SQLite waits until it is written to the disk.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._previous_synchronous = int(connection.execute("PRAGMA synchronous").fetchone()[0])
        connection.execute("PRAGMA synchronous = FULL")
        self._count = 0
        self._reports: list[Report] = []
        self._last_commit = time.monotonic()
        self._pause = 0.0  # the first document is committed at once

    @contextmanager
    def document(self) -> Iterator[None]:
        """A context in which all changes of one document are made, or none of them."""
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("SAVEPOINT document")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # when the disk is full, SQLite itself rolls back
                self._connection.execute("ROLLBACK TO document")
                self._connection.execute("RELEASE document")
            raise
        self._connection.execute("RELEASE document")
        self._count += 1
        if self._count >= BATCH or time.monotonic() - self._last_commit >= self._pause:
            self.commit()

    def report_when_committed(self, report: Report) -> list[Report]:
        """Add a report. Return all pending reports if what they describe is on disk, else an empty list."""
        self._reports.append(report)
        return [] if self._connection.in_transaction else self._take_reports()

    def commit_and_report(self) -> list[Report]:
        """Commit pending changes and return the reports that waited for the commit."""
        self.commit()
        return self._take_reports()

    def commit(self) -> None:
        """Commit pending changes, if there are any."""
        if not self._connection.in_transaction:
            return
        start = time.monotonic()
        self._connection.commit()
        self._count = 0
        self._last_commit = time.monotonic()
        self._pause = min(_COMMIT_TIME_DIVISOR * (self._last_commit - start), _MAX_PAUSE_SECONDS)

    def close(self) -> None:
        """Commit pending changes and restore the connection's settings. Call this however the work ended."""
        self.commit()
        self._connection.execute(f"PRAGMA synchronous = {self._previous_synchronous}")

    def _take_reports(self) -> list[Report]:
        reports, self._reports = self._reports, []
        return reports
