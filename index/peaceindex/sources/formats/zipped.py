"""A ZIP archive: each member a source of its own. Nothing is ever written to disk under a member's name."""

from __future__ import annotations

import calendar
import zipfile
import zlib
from bz2 import BZ2Decompressor
from collections.abc import Callable, Iterator
from copy import copy
from io import SEEK_END, BufferedReader
from lzma import FILTER_LZMA1, FORMAT_RAW, LZMADecompressor, LZMAError
from typing import BinaryIO, cast

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable
from peaceindex.sources.decompression import Allowance, Limited, Unpacker, as_file, unpacked
from peaceindex.sources.kinds import OFFICE, lies_in_litter
from peaceindex.sources.registry import Format, Found, documents_of
from peaceindex.sources.source import Source

_OFFICE = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"word/", b"xl/", b"ppt/")
_MOST_MEMBERS = 200_000
"""The library that reads archives keeps 600 bytes for each member."""
_MOST_LISTED = 32 * 1024 * 1024
"""Bytes of the list of members, at the end of an archive."""
_LZMA_MEMORY = 64 * 1024 * 1024
_END, _END_64, _ENTRY = b"PK\5\6", b"PK\6\6", b"PK\1\2"
_END_WITHIN = 65_536 + 128
_ENTRY_SIZE = 46
_UNKNOWN = 0xFFFFFFFF


def _documents(source: Source) -> Iterator[Found]:
    if source.head[30:60].startswith(_OFFICE):
        raise OFFICE.error(source.name)
    file = as_file(source)
    _check_list(file, source.shown)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SourceError(f"{source.shown} is a broken ZIP archive.", "Fetch it again.") from error
    allowance = Allowance(source.shown, _size(file))
    with archive:
        for member in archive.infolist():
            # Not `is_dir`, which trips over a member without a name.
            if not member.filename.endswith("/") and not lies_in_litter(member.filename):
                yield from _member(source, archive, member, allowance)
                if allowance.is_used_up:
                    return


def _size(file: BinaryIO) -> int:
    return file.seek(0, SEEK_END)


def _check_list(file: BinaryIO, shown: str) -> None:
    """Raises SourceError where the list of an archive's members would take too much memory.

    How many they are is counted: the number that an archive states may be false.
    """
    size = _size(file)
    begin = file.seek(max(0, size - _END_WITHIN))
    end = file.read()
    place = end.rfind(_END)
    if place < 0 or len(end) < place + 22:
        return  # which is no archive, as its reader will say
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


def _member(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo, allowance: Allowance) -> Iterator[Found]:
    shown = f"{source.shown}!{printable(member.filename)}"
    if member.flag_bits & 1:
        yield SourceError(f"{shown} is locked with a password.", "Unpack it first.")
        return

    def trouble(error: Exception) -> SourceError:
        what = f"{shown} cannot be unpacked ({printable(str(error))})."
        return SourceError(what, "Fetch the archive again.")

    try:
        with _open(archive, member, shown) as stream:
            mtime = float(calendar.timegm((*member.date_time, 0, 0, 0))) if member.date_time[0] > 1980 else None
            yield from documents_of(source.inner(member.filename, allowance.taking(stream, trouble), mtime=mtime))
    except SourceError as error:
        yield error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        yield trouble(error)


def _open(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str) -> BinaryIO:
    """The bytes of a member, of which never more are unpacked at once than were asked for."""
    if member.compress_type not in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        return cast(BinaryIO, archive.open(member))
    # Of these two the library unpacks all that it has read in one piece, which may be gigabytes.
    packed = copy(member)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, member.compress_size
    del packed.CRC  # which is that of the unpacked bytes
    raw = cast(BinaryIO, archive.open(packed))
    if member.compress_type == zipfile.ZIP_BZIP2:
        return unpacked(raw, shown, BZ2Decompressor, OSError)
    return BufferedReader(Limited(unpacked(raw, shown, _lzma(raw.read(9), shown), LZMAError), member.file_size))


def _lzma(head: bytes, shown: str) -> Callable[[], Unpacker]:
    """What unpacks an LZMA member, as its head says (section 5.8 of APPNOTE.TXT): two bytes of a version, two of a
    length, one of properties, four of how much is to be remembered."""
    if len(head) < 9 or head[2:4] != b"\5\0" or head[4] >= 9 * 5 * 5:
        raise SourceError(f"{shown} is packed wrongly.", "Fetch the archive again.")
    memory = int.from_bytes(head[5:], "little")
    if memory > _LZMA_MEMORY:
        raise SourceError(f"{shown} asks for too much memory to be unpacked.", "Unpack it first.")
    filters = [
        {"id": FILTER_LZMA1, "dict_size": memory, "lc": head[4] % 9, "lp": head[4] // 9 % 5, "pb": head[4] // 45}
    ]
    return lambda: LZMADecompressor(FORMAT_RAW, filters=filters)


FORMAT = Format(
    name="ZIP",
    suffixes=(".zip",),
    sniff=lambda head: head.startswith((b"PK\x03\x04", b"PK\x05\x06")),
    documents=_documents,
)
