"""A bound on the memory of a process: an allocation beyond it fails where it is made, and the process goes on."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

EXTRA_BYTES = 384 * 1024 * 1024
"""Bytes that a worker may take in addition to what it uses when ready; reading and cleaning within the bounds of
`sources.bounds` takes up to 300 MB."""

_GROWTH_BYTES = 96 * 1024 * 1024
"""Freed memory is looked for each time that a process has grown by this much; doing so takes milliseconds."""
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def limit_memory(extra_bytes: int = EXTRA_BYTES) -> None:
    """Allow this process at most this many bytes more from now on; beyond that, MemoryError is raised.

    This takes effect only on Linux. Other systems count memory differently, or not at all.
    """
    with suppress(ImportError, OSError, ValueError, LookupError):
        import resource

        # The sixth figure is the data of the process in pages; it includes nothing that is shared or only reserved.
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        _, hard_limit = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (pages * _PAGE_BYTES + extra_bytes, hard_limit))


class FreedMemory:
    """Returns to the system what a process has freed.

    The C library keeps what large sources left behind, in pieces. This takes effect only on Linux with glibc.
    """

    def __init__(self) -> None:
        self._least_bytes = _resident_bytes()

    def release(self) -> None:
        """Release what was freed, if the process has grown much since the last time. Otherwise this is quick."""
        resident = _resident_bytes()
        self._least_bytes = min(self._least_bytes, resident)
        if resident < self._least_bytes + _GROWTH_BYTES:
            return
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL("libc.so.6").malloc_trim(0)
        self._least_bytes = _resident_bytes()


def _resident_bytes() -> int:
    """Return the memory of this process in bytes; 0 where the system does not say."""
    with suppress(OSError, ValueError, IndexError):
        # The second figure is the memory of the process in pages.
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES
    return 0
