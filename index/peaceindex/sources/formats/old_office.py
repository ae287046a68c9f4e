"""Files of old office programs (OLE compound files): none is read, and each is named for what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from peaceindex.errors import SourceError
from peaceindex.sources.kinds import OFFICE, Kind
from peaceindex.sources.registry import Format, SourceItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source

_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK_BYTES: Final = 1024 * 1024
_MAX_BYTES: Final = 256 * 1024 * 1024
_LONGEST_NAME_BYTES: Final = 64
_WORD: Final = Kind(
    "a document of old Word (.doc), which is not read", "documents of old Word (.doc)",
    "Save it as DOCX, in Word or LibreOffice.",
)  # fmt: skip
_EXCEL: Final = Kind(
    "a workbook of old Excel (.xls), which is not read", "workbooks of old Excel (.xls)",
    "Save it as XLSX or CSV, in Excel or LibreOffice.",
)  # fmt: skip
_SLIDES: Final = Kind(
    "a presentation of old PowerPoint (.ppt), which is not read", "presentations of old PowerPoint (.ppt)",
    "Save its text as DOCX, ODT or text.",
)  # fmt: skip
_MAIL: Final = Kind("a mail of Outlook (.msg), which is not read", "mails of Outlook (.msg)", "Save it as EML.")
_LOCKED: Final = "EncryptedPackage"
_KINDS: Final = (
    ("WordDocument", _WORD), ("Workbook", _EXCEL), ("Book", _EXCEL), ("PowerPoint Document", _SLIDES),
    ("__properties_version1.0", _MAIL),
)  # fmt: skip
"""The names of streams in such a file (MS-CFB), and what they show."""


def _documents(source: Source) -> Iterator[SourceItem]:
    found = _streams(source)
    if _LOCKED in found:
        raise SourceError(f"{source.shown} is locked with a password.", "Save it without one.")
    raise next((kind for name, kind in _KINDS if name in found), OFFICE).error(source.name)
    yield  # pragma: no cover - the type of a generator


def _streams(source: Source) -> set[str]:
    """Return which of the known streams a file has. Their names stand in its directory, which may be anywhere in it."""
    wanted = {name: name.encode("utf-16-le") + b"\0\0" for name in (_LOCKED, *(name for name, _ in _KINDS))}
    found: set[str] = set()
    stream, before, size = source.full_stream, b"", 0
    while (data := stream.read(_CHUNK_BYTES)) and size < _MAX_BYTES:
        size += len(data)
        window = before + data
        found |= {name for name, mark in wanted.items() if mark in window}
        before = window[-_LONGEST_NAME_BYTES:]
    return found


FORMAT = Format(
    name="old office document",
    suffixes=(),
    sniff=lambda head: head.startswith(_MARK),
    documents=_documents,
)
