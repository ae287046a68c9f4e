"""References in RIS: lines of a tag and a value, from `TY` to `ER`. Zotero, EndNote, ProQuest and others export them.

The tags are those of the specification of 2011 (Research Information Systems), and of what exporters make of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from peaceindex.errors import SourceError
from peaceindex.sources.references import Reference, last_name_last, record_of
from peaceindex.sources.source import MAX_BYTES, Source
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.record_documents import Item, Record, Skipped

_TAG = late_pattern(r"([A-Z][A-Z0-9]) {1,2}-(?: |$)(.*)", re.DOTALL)
_START = late_pattern(rb"(?:^|\n)(?:\xef\xbb\xbf)?TY {1,2}-[ \t]*[A-Z0-9]{2,8}[ \t]*\r?\n")
_MAX_LINES: Final = 40_000
_WITH_PARAGRAPHS: Final = ("AB", "N2", "N1")

Values = dict[str, list[str]]
"""The values of a record by their tags. A value that goes on over several lines has line ends."""


def looks_like_ris(head: bytes) -> bool:
    """Return whether these first bytes are of RIS. Some exporters write a few lines about themselves first."""
    return _START.search(head.replace(b"\0", b"")) is not None


def items(source: Source) -> Iterator[Item]:
    """Yield the references of a source. An error takes the place of one that is too large."""
    record: list[str] = []
    for line in _lines(source):
        if isinstance(line, SourceError):
            yield line
            continue
        found = _TAG.match(line)
        if found and found[1] == "TY":
            if record:
                yield _item(record)
            record = [line]
        elif found and found[1] == "ER":
            if record:
                yield _item(record)
            record = []
        elif record and len(record) < _MAX_LINES:
            record.append(line)
    if record:
        yield _item(record)
        what = f"The last reference of {source.shown} has no end (ER)."
        yield SourceError(what, "The file may be cut off: compare it with what you exported.")


def _lines(source: Source) -> Iterator[str | SourceError]:
    """Yield the lines of a source, decoded record by record, so that only one of them is in memory."""
    if source.head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield from source.decode(source.read()).text.split("\n")
        return
    stream = source.full_stream
    data = bytearray()
    while line := stream.readline(MAX_BYTES):
        data += line
        if len(data) > MAX_BYTES:
            yield SourceError(f"{source.shown} has a reference that is too large.", "Leave it out.")
            data.clear()
        elif line.startswith((b"ER  -", b"ER -")):
            yield from _decoded(source, bytes(data))
            data.clear()
    yield from _decoded(source, bytes(data))


def _decoded(source: Source, data: bytes) -> Iterator[str | SourceError]:
    if data.strip():
        try:
            yield from source.decode(data, f"A reference of {source.name}").text.split("\n")
        except SourceError as error:
            yield error


def _item(lines: list[str]) -> Record | Skipped:
    written: list[tuple[str, list[str]]] = []
    for line in lines:
        if found := _TAG.match(line):
            written.append((found[1], [found[2].strip()]))
        elif written:
            written[-1][1].append(line.strip())
    values: Values = {}
    for tag, parts in written:
        if value := "\n".join(parts).strip():
            values.setdefault(tag, []).append(value)
    return record_of(_reference(values))


def _reference(values: Values) -> Reference:
    def first(*tags: str) -> str:
        return next((" ".join(values[tag][0].split()) for tag in tags if values.get(tag)), "")

    pages = "-".join(part for part in (first("SP"), first("EP")) if part)
    is_start_page = first("SE").isdigit() and not first("SP")
    return Reference(
        key=first("AN", "ID", "DO", "UR"),
        title=first("TI", "T1", "CT"),
        outlet=first("T2", "JF", "JO", "JA", "J2", "BT", "PB"),
        date=_date(first("DA", "Y1", "PY")),
        authors=[last_name_last(" ".join(name.split())) for tag in ("AU", "A1") for name in values.get(tag, ())],
        tags=[part for value in values.get("KW", ()) for part in re.split(r"[;\n]", value)],
        address=next((part for part in re.split(r"[;\s]+", " ".join(values.get("UR", ()))) if "://" in part), ""),
        doi=first("DO"),
        language=first("LA"),
        retrieved=_date(first("Y2")),
        abstract=_paragraphs(max((*values.get("AB", ()), *values.get("N2", ())), key=len, default="")),
        notes=[_paragraphs(note) for note in values.get("N1", ())],
        details={
            "section": "" if is_start_page else first("SE"), "page": first("SE") if is_start_page else pages,
            "edition": first("ET"), "publisher": first("PB"), "document_id": first("AN"),
        },
    )  # fmt: skip


def _paragraphs(value: str) -> str:
    """Return a value over several lines: an empty line ends a paragraph, as does the end of a sentence at a line end.

    Exporters wrap long values, and others write one line for each paragraph.
    """
    if "\n" not in value:
        return value
    lines = value.split("\n")
    longest = max(map(len, lines))
    is_wrapped = longest <= 120 and sum(len(line) > longest * 0.7 for line in lines[:-1]) * 2 > len(lines) - 1
    if not is_wrapped:
        return value
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", value) if part.strip())


def _date(written: str) -> str:
    """Return a date of RIS, `2025/05/12/morning`, without what follows the day; others unchanged."""
    parts = [part.strip() for part in written.split("/")]
    if parts[0].isdigit() and len(parts[0]) == 4:
        numbers = [part.zfill(2) for part in parts[1:3] if part.isdigit()]
        return "-".join([parts[0], *numbers])
    return written
