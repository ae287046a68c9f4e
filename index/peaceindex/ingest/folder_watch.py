"""Keep a library in step with folders that change.

This polls. Notifications from the system would be quicker, but they work differently on every system, not at all on
network drives, and only for some thousands of folders. Changes made while nobody listened must be searched for anyway.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing

from peaceindex.errors import LibraryLockedError
from peaceindex.ingest.scan import Failures
from peaceindex.model.reports import Added

_REST = 10
"""Rest after a scan, as a multiple of the scan's duration: a folder of any size costs a tenth of a core."""
_NAP = 0.1
"""Seconds between two checks whether to go on."""


def watch(
    once: Callable[[Failures], Iterator[Added]], pause: float, cancelled: Callable[[], bool]
) -> Iterator[Iterator[Added]]:
    """Yield the results of one scan after the other. `once` adds what is new, and records what failed."""
    failures = Failures()
    first = True
    while not cancelled():
        began = time.monotonic()
        with closing(_patiently(once, failures, first)) as look:
            yield look
            for _ in look:  # finish the scan if the caller did not
                pass
        first = False
        until = time.monotonic() + max(pause, _REST * (time.monotonic() - began))
        while not cancelled() and (left := until - time.monotonic()) > 0:
            time.sleep(min(_NAP, left))


def _patiently(
    once: Callable[[Failures], Iterator[Added]], failures: Failures, first: bool
) -> Generator[Added, None, None]:
    try:
        yield from once(failures)
    except LibraryLockedError:
        if first:
            raise
