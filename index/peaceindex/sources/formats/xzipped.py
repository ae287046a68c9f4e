"""An xz file."""

from __future__ import annotations

from lzma import FORMAT_XZ, LZMADecompressor, LZMAError

from peaceindex.sources.packed import packing

_MEMORY = 128 * 1024 * 1024
"""The memory in bytes that decompression may use. The strongest setting of the usual program needs 65 MB."""

FORMAT = packing(
    "xz",
    lambda head: head.startswith(b"\xfd7zXZ\0"),
    (".xz", ".txz"),
    lambda: LZMADecompressor(FORMAT_XZ, memlimit=_MEMORY),
    LZMAError,
)
