"""A ZIP archive: each member is a source of its own. Nothing is ever written to disk under a member's name."""

from __future__ import annotations

import calendar
import zipfile
import zlib
from typing import TYPE_CHECKING

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable
from peaceindex.sources import wacz
from peaceindex.sources.decompression import Allowance, seekable_stream
from peaceindex.sources.kinds import OFFICE, is_in_litter, kind_of_office
from peaceindex.sources.packages import Package
from peaceindex.sources.registry import Format, SourceItem, documents_of
from peaceindex.sources.zip_members import check_list, open_member, size_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peaceindex.sources.source import Source

_OFFICE = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"word/", b"xl/", b"ppt/", b"docProps/", b"META-INF/")


def _documents(source: Source) -> Iterator[SourceItem]:
    may_be_office = source.head[30:60].startswith(_OFFICE)
    file = seekable_stream(source)
    check_list(file, source.shown)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        if may_be_office and (kind := kind_of_office(source.name)):
            raise kind.error(source.name) from error
        raise SourceError(f"{source.shown} is a broken ZIP archive.", "Fetch it again.") from error
    allowance = Allowance(source.shown, size_of(file))
    with archive:
        if may_be_office and (reader := _office_reader(source, archive, allowance)):
            yield from reader
            return
        # Not `is_dir`, which fails on a member without a name.
        members = [
            member
            for member in archive.infolist()
            if not member.filename.endswith("/") and not is_in_litter(member.filename)
        ]
        if wacz.is_wacz(archive.namelist()):
            source.kind = wacz.KIND
            yield from wacz.documents(members, lambda member, read: _member(source, archive, member, allowance, read))
            return
        for member in members:
            yield from _member(source, archive, member, allowance, documents_of)
            if allowance.is_used_up:
                return


def _office_reader(source: Source, archive: zipfile.ZipFile, allowance: Allowance) -> Iterator[SourceItem] | None:
    """Return the documents of an archive that is a document itself, of a kind that its first bytes do not show.

    None if it is an ordinary archive. Raise NoSourceError if it is a document of a kind that is not read.
    """
    from peaceindex.sources.formats import epub, opendocument, word

    names = frozenset(archive.namelist())
    if word.is_word(names):
        source.kind = word.FORMAT.name
        return word.documents(source, Package(archive, allowance, source.shown, word.WHAT))
    if "META-INF/container.xml" in names:
        source.kind = epub.FORMAT.name
        return epub.documents(source, Package(archive, allowance, source.shown, epub.WHAT))
    if "content.xml" in names and source.name.lower().endswith(opendocument.FORMAT.suffixes):
        source.kind = opendocument.FORMAT.name
        return opendocument.documents(source, Package(archive, allowance, source.shown, opendocument.WHAT))
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise (kind_of_office(source.name) or OFFICE).error(source.name)
    return None


def _member(
    source: Source,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    allowance: Allowance,
    read: Callable[[Source], Iterator[SourceItem]],
) -> Iterator[SourceItem]:
    shown = f"{source.shown}!{printable(member.filename)}"
    if member.flag_bits & 1:
        yield SourceError(f"{shown} is locked with a password.", "Unpack it first.")
        return

    def trouble(error: Exception) -> SourceError:
        what = f"{shown} cannot be unpacked ({printable(str(error))})."
        return SourceError(what, "Fetch the archive again.")

    try:
        with open_member(archive, member, shown) as stream:
            mtime = float(calendar.timegm((*member.date_time, 0, 0, 0))) if member.date_time[0] > 1980 else None
            yield from read(source.inner(member.filename, allowance.taking(stream, trouble), mtime=mtime))
    except SourceError as error:
        yield error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        yield trouble(error)


FORMAT = Format(
    name="ZIP",
    suffixes=(".zip", ".wacz"),
    sniff=lambda head: head.startswith((b"PK\x03\x04", b"PK\x05\x06")),
    documents=_documents,
)
