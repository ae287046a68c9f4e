"""A ZIP archive: each member a source of its own. Nothing is ever written to disk under a member's name."""

from __future__ import annotations

import calendar
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from peaceindex.errors import SourceError
from peaceindex.sources.decoding import printable
from peaceindex.sources.kinds import OFFICE, lies_in_litter
from peaceindex.sources.registry import Format, Found, documents_of
from peaceindex.sources.source import Source
from peaceindex.sources.unpacking import as_file

_OFFICE = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"word/", b"xl/", b"ppt/")
_MOST_MEMBERS = 2_000_000


def _documents(source: Source) -> Iterator[Found]:
    if source.head[30:60].startswith(_OFFICE):
        raise OFFICE.error(source.name)
    try:
        archive = zipfile.ZipFile(as_file(source))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SourceError(f"{source.shown} is a broken ZIP archive.", "Fetch it again.") from error
    with archive:
        for member in archive.infolist()[:_MOST_MEMBERS]:
            # Not `is_dir`, which trips over a member without a name.
            if not member.filename.endswith("/") and not lies_in_litter(member.filename):
                yield from _member(source, archive, member)


def _member(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Found]:
    shown = f"{source.shown}!{printable(member.filename)}"
    if member.flag_bits & 1:
        yield SourceError(f"{shown} is locked with a password.", "Unpack it first.")
        return
    try:
        with archive.open(member) as stream:
            mtime = float(calendar.timegm((*member.date_time, 0, 0, 0))) if member.date_time[0] > 1980 else None
            yield from documents_of(source.inner(member.filename, cast(BinaryIO, stream), mtime=mtime))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        yield SourceError(f"{shown} cannot be unpacked ({printable(str(error))}).", "Fetch the archive again.")


FORMAT = Format(
    name="ZIP",
    suffixes=(".zip",),
    sniff=lambda head: head.startswith((b"PK\x03\x04", b"PK\x05\x06")),
    documents=_documents,
)
