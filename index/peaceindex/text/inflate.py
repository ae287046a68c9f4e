"""Data packed by zlib, unpacked up to a limit."""

from __future__ import annotations

import zlib


def inflate(packed: bytes, max_bytes: int, dictionary: bytes = b"") -> bytes:
    """Return data decompressed with zlib. Raise zlib.error if it is broken or larger than `max_bytes`."""
    unpacker = zlib.decompressobj(zdict=dictionary) if dictionary else zlib.decompressobj()
    data = unpacker.decompress(packed, max_bytes + 1)
    if len(data) > max_bytes:
        raise zlib.error("it grows too large")
    if not unpacker.eof:
        raise zlib.error("it is cut off")
    return data
