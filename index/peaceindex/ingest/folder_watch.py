"""Keep a library in step with folders that change.

This polls. Notifications from the system would be quicker, but they work differently on every system, not at all on
network drives, and only for some thousands of folders. Changes made while nobody listened must be searched for anyway.
"""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryLockedError
from peaceindex.ingest.scan import Failures

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from peaceindex.model.reports import AddReport

_REST_FACTOR = 10
"""Rest after a scan, as a multiple of the scan's duration: a folder of any size costs a tenth of a core."""
_CHECK_SECONDS = 0.1
"""Seconds between two checks whether to go on."""


def watch(
    scan: Callable[[Failures], Iterator[AddReport]], pause: float, cancelled: Callable[[], bool]
) -> Iterator[Iterator[AddReport]]:
    """Yield the results of one scan after the other. `scan` adds what is new, and records what failed."""
    failures = Failures()
    is_first = True
    while not cancelled():
        start_time = time.monotonic()
        with closing(_scan_unless_locked(scan, failures, is_first)) as results:
            yield results
            for _ in results:  # finish the scan if the caller did not
                pass
        is_first = False
        resume_time = time.monotonic() + max(pause, _REST_FACTOR * (time.monotonic() - start_time))
        while not cancelled() and (seconds_left := resume_time - time.monotonic()) > 0:
            time.sleep(min(_CHECK_SECONDS, seconds_left))


def _scan_unless_locked(
    scan: Callable[[Failures], Iterator[AddReport]], failures: Failures, is_first: bool
) -> Generator[AddReport, None, None]:
    try:
        yield from scan(failures)
    except LibraryLockedError:
        if is_first:
            raise
