"""Keeping a library in step with folders that change.

By looking again and again. To be told of changes by the system would be quicker, but it works differently on every
system, not at all on network drives, and only for some thousands of folders; what changed while nobody listened has
to be looked for anyway.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing

from peaceindex.errors import LibraryLockedError
from peaceindex.ingest.scan import Failures
from peaceindex.model.reports import Added

_REST = 10
"""So many times as long as a look takes there is a rest after it: a folder of any size costs a tenth of a core."""
_NAP = 0.1
"""Seconds after which is asked whether to go on."""


def watch(
    once: Callable[[Failures], Iterator[Added]], pause: float, cancelled: Callable[[], bool]
) -> Iterator[Iterator[Added]]:
    """What becomes of each source, look by look. `once` adds what is new, and remembers what failed."""
    failures = Failures()
    first = True
    while not cancelled():
        began = time.monotonic()
        with closing(_patiently(once, failures, first)) as look:
            yield look
            for _ in look:  # where the caller did not hear it to the end
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
