"""Which format reads a source: told by its first bytes and its name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from peaceindex.article import RawDocument
from peaceindex.errors import SourceError
from peaceindex.sources.source import Source


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of source. `documents` yields what it holds one by one, with errors as values or raised."""

    name: str
    suffixes: tuple[str, ...]
    """Ends of file names, lower case, with the dot."""
    sniff: Callable[[bytes], bool]
    """Whether a source that begins with these bytes may be of this kind."""
    documents: Callable[[Source], Iterator[RawDocument | SourceError]]
    by_name: bool = False
    """Its name alone is enough, where the first bytes tell of no other kind."""
    last: bool = False
    """Asked after all others, since it takes anything."""


@cache
def formats() -> tuple[Format, ...]:
    """All formats, those that take anything last."""
    from peaceindex.sources import formats as home

    found: list[Format] = [
        importlib.import_module(f"{home.__name__}.{module.name}").FORMAT
        for module in pkgutil.iter_modules(home.__path__)
    ]
    return tuple(sorted(found, key=lambda format: (format.last, format.name)))


def format_of(source: Source) -> Format:
    """The format that reads `source`. Raises SourceError for kinds that none does."""
    name = source.name.lower()
    fitting = [format for format in formats() if format.sniff(source.head)]
    sure = [format for format in fitting if not format.last]
    for format in sure:
        if name.endswith(format.suffixes):
            return format
    if sure:
        return sure[0]
    if kind := _known_by_bytes(source.head):
        raise SourceError(f"{source.shown} is {kind[0]}.", kind[1])
    for format in formats():
        if format.by_name and name.endswith(format.suffixes):
            return format
    if kind := _known_by_name(name):
        raise SourceError(f"{source.shown} is {kind[0]}.", kind[1])
    if fitting:
        return fitting[0]
    raise SourceError(f"{source.shown} is of a kind that is not read.", _TURN)


_LATER = "Save its text as .txt and add that."
_TURN = "Turn it into text first."
_BY_BYTES = (
    (b"%PDF-", "a PDF file, which is not read", _TURN),
    (
        b"PK\x03\x04",
        "a ZIP archive or an office document, which is not read yet",
        "Unpack it, or save it as text.",
    ),
    (b"\x1f\x8b", "packed (gzip), which is not read yet", "Unpack it first."),
    (b"BZh", "packed (bzip2), which is not read", "Unpack it first."),
    (b"\xfd7zXZ\0", "packed (xz), which is not read", "Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "packed (zstd), which is not read", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7-Zip archive, which is not read", "Unpack it first."),
    (b"WARC/", "a web archive (WARC), which is not read yet", _LATER),
    (b"\x89PNG", "a picture", "Leave it out."),
    (b"\xff\xd8\xff", "a picture", "Leave it out."),
    (b"GIF8", "a picture", "Leave it out."),
    (b"RIFF", "a picture, sound or film", "Leave it out."),
    (b"\0\0\0\x18ftyp", "a film", "Leave it out."),
    (b"\0\0\0\x20ftyp", "a film", "Leave it out."),
    (b"ID3", "a sound", "Leave it out."),
    (b"OggS", "a sound or film", "Leave it out."),
    (b"\x7fELF", "a program", "Leave it out."),
    (b"MZ\x90", "a program", "Leave it out."),
    (b"SQLite format 3\0", "a database", "Leave it out."),
    (b"{\\rtf", "a document in RTF, which is not read", _TURN),
)
_BY_NAME = (
    ((".mhtml", ".mht"), "a saved web page, which is not read yet", _LATER),
    ((".jsonl", ".ndjson", ".json"), "JSON, which is not read yet", _LATER),
    ((".xml", ".rss", ".atom"), "XML or a feed, which is not read yet", _LATER),
    ((".warc",), "a web archive (WARC), which is not read yet", _LATER),
)


def _known_by_bytes(head: bytes) -> tuple[str, str] | None:
    for mark, kind, advice in _BY_BYTES:
        if head.startswith(mark):
            return kind, advice
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].lower()
    if start.startswith((b"<?xml", b"<rss", b"<feed")):
        return "XML or a feed, which is not read yet", _LATER
    return None


def _known_by_name(name: str) -> tuple[str, str] | None:
    for suffixes, kind, advice in _BY_NAME:
        if name.endswith(suffixes):
            return kind, advice
    return None
