"""WACZ, a web archive in a ZIP file: its WARC files are read; its indexes and lists of pages repeat them.

The format is described at https://specs.webrecorder.net/wacz/1.1.1/.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from typing import Any, Final

from peaceindex.errors import SourceError
from peaceindex.model.article import RawDocument
from peaceindex.model.evidence import Evidence
from peaceindex.model.safe_text import neutralise, neutralise_values, one_line, stated_address
from peaceindex.sources.bounds import MemberNames, has_too_many_values
from peaceindex.sources.decompression import GzipDecompressor, decompressed
from peaceindex.sources.fetched_pages import FetchedPages
from peaceindex.sources.formats import warc
from peaceindex.sources.registry import SourceItem, documents_of
from peaceindex.sources.source import MAX_BYTES, Source, sha256_hex
from peaceindex.startup.late_pattern import late_pattern

KIND: Final = "WACZ"
_ARCHIVE = late_pattern(r"archive/.+\.warc(?:\.gz)?", re.IGNORECASE)
_PAGES = late_pattern(r"pages/.+\.jsonl", re.IGNORECASE)
_TEXTS = late_pattern(r"archive/(?:.*/)?text", re.IGNORECASE)
"""The name of an archive in which a crawler puts the texts that it took from pages."""
_ABOUT = late_pattern(r"datapackage(?:-digest)?\.json|(?:indexes|logs)/.*")
"""The names of members about the crawl: what they hold is no article."""

ReadMember = Callable[[zipfile.ZipInfo, Callable[[Source], Iterator[SourceItem]]], Iterator[SourceItem]]
"""Yields what a function finds in a member of the ZIP file, with an error in place of what cannot be read."""


def is_wacz(names: Collection[str]) -> bool:
    """Return whether a ZIP file with members of these names is a WACZ."""
    return "datapackage.json" in names and any(_ARCHIVE.fullmatch(name) for name in names)


def documents(members: Collection[zipfile.ZipInfo], read_member: ReadMember) -> Iterator[SourceItem]:
    """Yield the documents of a WACZ: its pages, texts that are listed of other pages, and files that lie beside them.

    `members` are the files in it.
    """
    pages, revisits = FetchedPages(), warc.Revisits()
    archives = [member for member in members if _ARCHIVE.fullmatch(member.filename)]
    for member in sorted(archives, key=lambda member: bool(_TEXTS.match(member.filename))):
        yield from read_member(member, lambda inner: _archive(inner, pages, revisits))
    yield from warc.documents_of_revisits(revisits, pages)
    for member in members:
        if _PAGES.fullmatch(member.filename):
            yield from read_member(member, lambda inner: _listed_texts(inner, pages))
        elif not _ARCHIVE.fullmatch(member.filename) and not _ABOUT.fullmatch(member.filename):
            yield from read_member(member, documents_of)


def _archive(source: Source, pages: FetchedPages, revisits: warc.Revisits) -> Iterator[SourceItem]:
    if source.head.startswith(b"\x1f\x8b"):
        source = source.inner("", decompressed(source.full_stream, source.shown, GzipDecompressor, zlib.error))
    yield from warc.documents(source, pages, revisits)


def _listed_texts(source: Source, pages: FetchedPages) -> Iterator[SourceItem]:
    names = MemberNames(source.shown)
    stream, number, broken = source.full_stream, 0, 0
    while line := stream.readline(MAX_BYTES):
        number += 1
        page = _page(line)
        if page is None:
            broken += 1
            continue
        address, text = stated_address(str(page.get("url", ""))), page.get("text")
        if not address or pages.has_address(address) or not isinstance(text, str) or not text.strip():
            continue
        pages.add_address(address)
        name, member = source.within(names.of(address))
        time = neutralise(one_line(str(page.get("ts", "")))[:40])
        yield RawDocument(
            name, neutralise(text), path=source.path, member=member, mtime=source.mtime, sha256=sha256_hex(line),
            stated=neutralise_values({"url": address}),
            evidence=Evidence(time, "web archive" if time else "", record=number),
        )  # fmt: skip
    if broken:
        lines = "1 line" if broken == 1 else f"{broken:,} lines"
        yield SourceError(f"{lines} of {source.shown} cannot be read as pages of a list.", "Fetch the archive again.")


def _page(line: bytes) -> dict[str, Any] | None:
    """Return the object in a line of a list of pages; an empty one for an empty line, None if there is none."""
    text = line.decode("utf-8", "replace")
    try:
        found = None if has_too_many_values(text) else json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
