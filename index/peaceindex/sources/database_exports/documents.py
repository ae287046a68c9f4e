"""From an export to its raw documents, one for each article, and reports of what could not be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from peaceindex.errors import NoSourceError, SourceError
from peaceindex.model.article import BODY_LINES, DETAILS, RawDocument
from peaceindex.model.evidence import Evidence
from peaceindex.model.safe_text import neutralise, neutralise_values, one_line, printable, stated_address
from peaceindex.sources.bounds import MemberNames
from peaceindex.sources.database_exports import read_export
from peaceindex.sources.database_exports.lines import lines_of_markup, lines_of_text
from peaceindex.sources.source import Source, sha256_hex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.sources.database_exports.export import Entry, Export
    from peaceindex.sources.registry import SourceItem

_MAX_VALUE: Final = 2000
"""The characters of a stated value that are read."""
_MAX_TERMS: Final = 60
"""The authors or tags of an article that are read."""


def export_of_text(text: str) -> Export | None:
    """Return the export in a decoded text; None for any other text."""
    return read_export(text, lines_of_text)


def export_of_markup(markup: str) -> Export | None:
    """Return the export in a decoded page; None for any other page."""
    return read_export(markup, lines_of_markup)


def documents_of_export(source: Source, export: Export) -> Iterator[SourceItem]:
    """Yield a raw document for each article of an export, then an error for each part that could not be read.

    `source.read_as` is how the text of the export was decoded.
    """
    source.kind = f"{export.database} export" if export.database else "several articles in one file"
    if export.nothing:
        what, advice = f"{source.shown} holds no articles: {export.nothing}.", "Leave it out."
        yield SourceError(what, advice) if source.named else NoSourceError(what, advice, "lists of documents")
        return
    names = MemberNames(source.shown)
    for position, entry in enumerate(export.entries, 1):
        try:
            yield _document(source, export, entry, entry.number or position, names)
        except SourceError as error:
            yield error
            if names.are_used_up:
                return
    yield from _reports(source, export)


def _document(source: Source, export: Export, entry: Entry, number: int, names: MemberNames) -> RawDocument:
    own = entry.details.get("document_id") or f"document {number}"
    name, member = source.within(names.of(one_line(own)[:400]))
    text, body_lines = _text(entry)
    if not entry.body:
        raise SourceError(
            f"{printable(name)} is only the heading of an article: the export holds no text for it.",
            "Export it again with its full text.",
        )
    says: dict[str, Any] = {key: _value(key, value) for key, value in entry.stated.items()}
    says[BODY_LINES] = body_lines
    if details := {key: one_line(value)[:_MAX_VALUE] for key, value in entry.details.items() if value.strip()}:
        says[DETAILS] = details
    encoding, confidence = source.read_as
    evidence = Evidence(record=number, line=entry.first + 1)
    if export.retrieved:
        evidence = replace(evidence, retrieved=one_line(export.retrieved)[:100], retrieved_by="export")  # type: ignore[arg-type]
    return RawDocument(
        name,
        neutralise(text),
        path=source.path,
        member=member,
        mtime=source.mtime,
        stated=neutralise_values({key: value for key, value in says.items() if value}),
        sha256=sha256_hex(text.encode("utf-8", "surrogatepass")),
        encoding=encoding,
        encoding_confidence=confidence,
        evidence=evidence,
    )


def _text(entry: Entry) -> tuple[str, list[list[int]]]:
    """Return the text of an entry, and the first and last line of its body, counted from 1."""
    lines = [*_within_lines(entry.head), ""]
    first = len(lines) + 1
    for paragraph in _within_lines(entry.body):
        lines += (paragraph, "")
    last = len(lines) - 1
    lines += _within_lines(entry.tail)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines), [[first, last]]


def _within_lines(lines: Sequence[str]) -> list[str]:
    """Return each line as one line, whatever line ends are in it."""
    return [" ".join(part for part in neutralise(line).split("\n") if part).rstrip() for line in lines]


def _value(key: str, value: Any) -> Any:
    if key == "url":
        return stated_address(str(value)[:_MAX_VALUE]) or one_line(str(value))[:_MAX_VALUE]
    if isinstance(value, list | tuple):
        return [text for part in value[:_MAX_TERMS] if (text := one_line(str(part))[:_MAX_VALUE])]
    return one_line(str(value))[:_MAX_VALUE]


def _reports(source: Source, export: Export) -> Iterator[SourceError]:
    found = len(export.entries)
    total = found + sum(unclear.count for unclear in export.unclear)
    by = f" from {export.database}" if export.database else ""
    for unclear in export.unclear:
        where = f"line {unclear.first + 1:,}"
        if unclear.end > unclear.first + 1:
            where = f"lines {unclear.first + 1:,} to {unclear.end:,}"
        yield SourceError(
            f"{source.shown} looks like {total:,} article{'s' * (total != 1)}{by}; {found:,} could be told apart. "
            f"The text in {where} was not read: {unclear.reason}.",
            "Export it again, or put each article in a file of its own.",
        )
    if export.announced and export.announced != found:
        were = "1 was" if found == 1 else f"{found:,} were"
        yield SourceError(
            f"{source.shown} states that it holds {export.announced:,} documents{by}, but {were} found.",
            "Look at its end: it may be cut off. What was found is read.",
        )
