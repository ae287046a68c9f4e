"""Reading the members of a ZIP file with bounds: its list, and each member as a stream."""

from __future__ import annotations

import zipfile
from bz2 import BZ2Decompressor
from copy import copy
from io import SEEK_END, BufferedReader
from lzma import FILTER_LZMA1, FORMAT_RAW, LZMADecompressor, LZMAError
from typing import TYPE_CHECKING, BinaryIO, cast

from peaceindex.errors import SourceError
from peaceindex.sources.decompression import Decompressor, LimitedStream, decompressed

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_MEMBERS = 200_000
"""The maximum number of members; the library that reads archives keeps 600 bytes for each."""
_MOST_LISTED = 32 * 1024 * 1024
"""The maximum size in bytes of the list of members, at the end of an archive."""
_LZMA_MEMORY = 64 * 1024 * 1024
_END, _END_64, _ENTRY = b"PK\5\6", b"PK\6\6", b"PK\1\2"
_END_WITHIN = 65_536 + 128
_ENTRY_SIZE = 46
_UNKNOWN = 0xFFFFFFFF


def size_of(file: BinaryIO) -> int:
    """Return the size of a seekable stream in bytes."""
    return file.seek(0, SEEK_END)


def check_list(file: BinaryIO, shown: str) -> None:
    """Raise SourceError if the list of an archive's members would take too much memory.

    The members are counted, since the count that an archive states may be false.
    """
    size = size_of(file)
    begin = file.seek(max(0, size - _END_WITHIN))
    end = file.read()
    place = end.rfind(_END)
    if place < 0 or len(end) < place + 22:
        return  # it is not an archive, as its reader will report
    length = int.from_bytes(end[place + 12 : place + 16], "little")
    if length == _UNKNOWN and (large := end.rfind(_END_64, 0, place)) >= 0:
        length, place = int.from_bytes(end[large + 40 : large + 48], "little"), large
    length = min(length, begin + place)
    too_many = length > _MOST_LISTED
    if not too_many and length > _MOST_MEMBERS * _ENTRY_SIZE:
        file.seek(begin + place - length)
        too_many = file.read(length).count(_ENTRY) > _MOST_MEMBERS
    if too_many:
        raise SourceError(f"{shown} lists more than {_MOST_MEMBERS:,} files.", "Unpack it, and add the folder.")


def open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str) -> BinaryIO:
    """Return the bytes of a member as a stream that never decompresses more at once than is read."""
    if member.compress_type not in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        return cast(BinaryIO, archive.open(member))
    # For these two methods the library decompresses all that it has read in one piece, which may be gigabytes.
    packed = copy(member)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, member.compress_size
    del packed.CRC  # it is the checksum of the uncompressed bytes
    raw = cast(BinaryIO, archive.open(packed))
    if member.compress_type == zipfile.ZIP_BZIP2:
        return decompressed(raw, shown, BZ2Decompressor, OSError)
    return BufferedReader(
        LimitedStream(decompressed(raw, shown, _lzma(raw.read(9), shown), LZMAError), member.file_size)
    )


def _lzma(head: bytes, shown: str) -> Callable[[], Decompressor]:
    """Return a maker of decompressors for an LZMA member, from its header (section 5.8 of APPNOTE.TXT).

    The header has two bytes of version, two of length, one of properties, and four of dictionary size. Raise
    SourceError if the header is broken or asks for too much memory.
    """
    if len(head) < 9 or head[2:4] != b"\5\0" or head[4] >= 9 * 5 * 5:
        raise SourceError(f"{shown} is packed wrongly.", "Fetch the archive again.")
    memory = int.from_bytes(head[5:], "little")
    if memory > _LZMA_MEMORY:
        raise SourceError(f"{shown} asks for too much memory to be unpacked.", "Unpack it first.")
    filters = [
        {"id": FILTER_LZMA1, "dict_size": memory, "lc": head[4] % 9, "lp": head[4] // 9 % 5, "pb": head[4] // 45}
    ]
    return lambda: LZMADecompressor(FORMAT_RAW, filters=filters)
