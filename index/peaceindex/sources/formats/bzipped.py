"""A bzip2 file."""

from __future__ import annotations

from bz2 import BZ2Decompressor

from peaceindex.sources.packed import packing

_BLOCK, _END = b"1AY&SY", b"\x17rE8P\x90"


def _sniff(head: bytes) -> bool:
    return head.startswith(b"BZh") and head[4:10] in (_BLOCK, _END)


FORMAT = packing("bzip2", _sniff, (".bz2", ".tbz2", ".tbz"), BZ2Decompressor, OSError)
