"""A bound on the memory of a process: what asks for more fails where it asks, and the process goes on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

MORE = 384 * 1024 * 1024
"""Bytes that a worker may take beside what it has once it is ready; reading and cleaning within the bounds of
`sources.bounds` takes up to 300 MB."""


def limit(more: int = MORE) -> None:
    """From now on let this process take so many bytes more at most: then MemoryError is raised.

    It has an effect on Linux alone; elsewhere the system counts otherwise, or not at all.
    """
    with suppress(ImportError, OSError, ValueError, LookupError):
        import resource

        # The sixth figure is the data of the process, in pages; of what is shared or only reserved none is in it.
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (pages * resource.getpagesize() + more, most))
