"""A bound on the memory of a process: an allocation beyond it fails where it is made, and the process goes on."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

EXTRA_BYTES = 384 * 1024 * 1024
"""Bytes that a worker may take in addition to what it uses when ready; reading and cleaning within the bounds of
`sources.bounds` takes up to 300 MB."""


def limit_memory(extra_bytes: int = EXTRA_BYTES) -> None:
    """Allow this process at most this many bytes more from now on; beyond that, MemoryError is raised.

    This takes effect only on Linux. Other systems count memory differently, or not at all.
    """
    with suppress(ImportError, OSError, ValueError, LookupError):
        import resource

        # The sixth figure is the data of the process in pages; it includes nothing that is shared or only reserved.
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        _, hard_limit = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (pages * resource.getpagesize() + extra_bytes, hard_limit))
