"""From the rows of a table to documents, and to reports about rows that give none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from peaceindex.errors import NoSourceError, SourceError
from peaceindex.model.article import DETAILS, RawDocument
from peaceindex.model.evidence import Evidence
from peaceindex.model.safe_text import neutralise_values, one_line, printable
from peaceindex.paths import config_dir
from peaceindex.sources.bounds import MemberNames
from peaceindex.sources.markup import Markup
from peaceindex.sources.record_documents import SUMMARY_DETAILS, document_of_mapping
from peaceindex.sources.tables.address_rows import ADDRESS_TABLES, AddressRow
from peaceindex.sources.tables.columns import Columns, columns_of, header_of, looks_like_names, running_text
from peaceindex.sources.tables.row import Row, Rows
from peaceindex.sources.tables.values import Order, as_text, is_missing, listed, moment, order_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.registry import SourceItem
    from peaceindex.sources.source import Source

TABLES: Final = "tables"
"""The kind of a table that holds no articles, in the plural (`NoSourceError.kind`)."""

_SAMPLE_ROWS: Final = 200
_SAMPLE_CHARACTERS: Final = 4_000_000
_MAX_REPORTS: Final = 20
"""Rows that are reported one by one; of more, only the number."""
_MAX_SHOWN_COLUMNS: Final = 40
_CELL_LIMIT: Final = 32_767
"""The most characters in a cell of Excel, which cuts off longer texts when it saves a table."""
_DETAILS: Final = ("section", "page", "edition", "words", "document_id")


@dataclass(slots=True)
class _Reports:
    """What is reported about the rows of a table."""

    shown: str
    count: int = 0
    without_text: list[Row] = field(default_factory=list)
    without_text_count: int = 0
    cut_off_count: int = 0
    first_cut_off: Row | None = None

    def take(self, error: SourceError) -> Iterator[SourceError]:
        """Yield an error, unless too many came before."""
        self.count += 1
        if self.count <= _MAX_REPORTS:
            yield error

    def at_end(self, title: str) -> Iterator[SourceError]:
        """Yield what is reported once for a table. `title` is its name."""
        if self.count > _MAX_REPORTS:
            more = self.count - _MAX_REPORTS
            yield SourceError(f"{more:,} more rows of {title} were not read, for the same reasons.", "Mend them.")
        if self.without_text_count:
            place = self.without_text[0].place_in(title)
            what = "1 row has" if self.without_text_count == 1 else f"{self.without_text_count:,} rows have"
            yield SourceError(f"In {title}, {what} no text. The first is: {place}.", "The others were read.")
        if self.cut_off_count and self.first_cut_off is not None:
            what = "1 text is" if self.cut_off_count == 1 else f"{self.cut_off_count:,} texts are"
            place = self.first_cut_off.place_in(title)
            yield SourceError(
                f"In {title}, {what} exactly {_CELL_LIMIT:,} characters long, where Excel cuts off. First: {place}.",
                "They were read as they are. Export the table without Excel to have them whole.",
            )


def documents_of_table(
    source: Source, rows: Rows, names: MemberNames | None = None, header: list[str] | None = None
) -> Iterator[SourceItem]:
    """Yield the documents of a table, one for each row that holds a text.

    `header` names the columns, if the format does; otherwise a row does. Rows with too few or too many cells are
    reported, since it is not certain what their cells are. Raise NoSourceError for a table without articles.
    Raise SourceError if it holds texts, and no column is known to be that of the texts.
    """
    names = names or MemberNames(source.shown)
    first, reports, sample = _first_rows(source, rows)
    is_named = header is not None
    index = None if is_named else header_of(sample, source.fields)
    if header is None and index is not None:
        header = [as_text("" if cell is None else cell) for cell in sample[index].cells]
    body = [row for row in (sample if index is None else sample[index + 1 :]) if not row.is_empty]
    if header is None:
        header = _names_of_unknown(sample)
        body = [row for row in sample if not row.is_empty]
    while len(header) > 1 and not header[-1].strip() and not any(_cell(row, len(header) - 1) for row in body):
        header.pop()
    if len(body) > 1 and all(len(row.cells) == len(header) + 1 for row in body):
        header.insert(0, "")  # R names the rows in a column without a name
    columns = columns_of(header, body, source.fields)
    skipped = 0 if index is None else index + 1
    following = chain(_after(first, skipped), rows)
    if not columns.has_text:
        if not columns.of.get("lead"):
            yield from _without_texts(source, columns, body, following)
            return
    elif not body and not reports:
        raise NoSourceError(f"{source.shown} is a table without rows.", "Leave it out.", TABLES)
    yield from _documents(source, columns, body, following, names)


def _first_rows(source: Source, rows: Rows) -> tuple[list[Row | SourceError], list[SourceError], list[Row]]:
    """Return the first items of a table, and which of them are errors and rows."""
    first: list[Row | SourceError] = []
    size = 0
    for item in islice(rows, _SAMPLE_ROWS):
        first.append(item)
        if isinstance(item, Row):
            size += sum(len(cell) for cell in item.cells if isinstance(cell, str))
        if size > _SAMPLE_CHARACTERS:
            break
    return first, [i for i in first if isinstance(i, SourceError)], [i for i in first if isinstance(i, Row)]


def _after(items: list[Row | SourceError], skipped: int) -> Iterator[Row | SourceError]:
    """Yield the items without the first rows. All errors are yielded."""
    for item in items:
        if isinstance(item, Row) and skipped:
            skipped -= 1
            continue
        yield item


def _names_of_unknown(sample: list[Row]) -> list[str]:
    """Return names for the columns of a table whose header is unknown: those of its first row, if they may be names."""
    filled = [row for row in sample if not row.is_empty]
    cells = filled[0].cells if filled else []
    if len(filled) > 1 and looks_like_names(cells):
        return [as_text(cell) if cell is not None else "" for cell in cells]
    return [""] * max((len(row.cells) for row in filled), default=0)


def _cell(row: Row, index: int) -> Any:
    value = row.cells[index] if index < len(row.cells) else None
    return None if is_missing(value) else value


def _without_texts(source: Source, columns: Columns, body: list[Row], rows: Rows) -> Iterator[SourceItem]:
    """Yield what is reported for a table in which no column is known to hold texts."""
    title = source.shown
    suggested = running_text(columns.names, body)
    if suggested is None and columns.is_of_addresses:
        if source.take_address is not None:
            for item in rows:
                if isinstance(item, Row) and (found := _address_row(columns, item)):
                    source.take_address(found)
        yield NoSourceError(
            f"{title} is a table of addresses without texts.",
            "Add it to a library after the articles: their titles, outlets and dates are filled in where unknown.",
            ADDRESS_TABLES,
        )
        return
    shown = ", ".join(printable(name) for name in columns.names[:_MAX_SHOWN_COLUMNS])
    more = len(columns.names) - _MAX_SHOWN_COLUMNS
    shown += f" and {more:,} more" if more > 0 else ""
    name = "COLUMN" if suggested is None else _quoted(columns.names[suggested])
    advice = (
        f"If it holds articles, write this line into {config_dir() / 'config.yaml'}, with the name of the column of "
        f"their texts: fields: {{text: {name}}}. Name others in the same way: title, outlet, published, url, authors."
    )
    if suggested is None:
        what = f"{title} is a table in which no column is known to hold texts. Its columns: {shown}."
        raise NoSourceError(what, advice, TABLES)
    what = f"{title} is a table with running text, but none of its columns is known to hold the articles: {shown}."
    yield SourceError(what, advice)


def _quoted(name: str) -> str:
    safe = one_line(name)
    plain = safe.replace("_", "").replace(" ", "").isalpha() and safe.isascii()
    return safe if plain else '"' + safe.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _address_row(columns: Columns, row: Row) -> AddressRow | None:
    def first(kind: str) -> str:
        return next((as_text(value) for index in columns.of.get(kind, ()) if (value := _cell(row, index))), "")

    url = first("url")
    if len(row.cells) != len(columns.names) or not url:
        return None
    return AddressRow(url, first("title"), first("outlet"), as_text(moment(first("published"))))


def _documents(
    source: Source, columns: Columns, body: list[Row], rows: Rows, names: MemberNames
) -> Iterator[SourceItem]:
    reports = _Reports(source.shown)
    order = {index: order_of(_cell(row, index) for row in body) for index in columns.of.get("published", ())}
    width = len(columns.names)
    for item in rows:
        if isinstance(item, SourceError):
            yield from reports.take(item)
            continue
        if item.is_empty or _is_header(item, columns):
            continue
        count = len(item.cells)
        while count > width and _cell(item, count - 1) is None:
            count -= 1
        if count != width and (count > width or item.line):
            what = (
                f"{item.place_in(source.shown)} has {count:,} fields, but there are {width:,} columns; it was not read."
            )
            yield from reports.take(SourceError(what, "Mend the row: a quotation mark or a separator is wrong."))
            continue
        record, details = _record(columns, item, order)
        if not ("text" in record or "html" in record):
            reports.without_text_count += 1
            reports.without_text = reports.without_text or [item]
            continue
        if isinstance(text := record.get("text"), str) and len(text) == _CELL_LIMIT:
            reports.cut_off_count += 1
            reports.first_cut_off = reports.first_cut_off or item
        if source.seen is not None:
            source.seen[:] = [item.data] if item.data else []
        source.read_as = item.encoding, item.confidence
        try:
            yield _with_place(document_of_mapping(source, record, item.number, names), item, record, details)
        except SourceError as error:
            if names.are_used_up:
                yield error
                return
            reports.without_text_count += 1
            reports.without_text = reports.without_text or [item]
    yield from reports.at_end(source.shown)


def _is_header(row: Row, columns: Columns) -> bool:
    """Return whether a row repeats the header, as where several tables were joined."""
    return len(row.cells) == len(columns.names) and all(
        isinstance(cell, str) and cell.strip() == name for cell, name in zip(row.cells, columns.names, strict=True)
    )


def _record(columns: Columns, row: Row, order: dict[int, Order]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a row as a record with our names for its fields, and its details."""
    if columns.is_crawl:
        cells = zip(columns.names, row.cells, strict=False)
        return {name: value for name, value in cells if not is_missing(value)}, {}
    found: dict[str, Any] = {}
    details: dict[str, str] = {}
    for kind, indexes in columns.of.items():
        for index in indexes:
            if (value := _cell(row, index)) is None:
                continue
            if kind in ("published", "modified", "retrieved"):
                value = moment(value, order.get(index, ""))
            elif kind in ("text", "authors", "tags"):
                value = listed(value)
            if kind in _DETAILS:
                details[kind] = one_line(as_text(value))[:2000]
            else:
                name = {"markup": "html", "key": "id"}.get(kind, kind)
                found[name] = value if isinstance(value, list | dict) else as_text(value)
            break
    if not columns.has_text and "lead" in found:
        found["text"] = found["lead"]
        details |= SUMMARY_DETAILS
    found.pop("lead", None)
    return found, details


def _with_place(
    document: RawDocument | Markup, row: Row, record: dict[str, Any], details: dict[str, str]
) -> RawDocument | Markup:
    """Return the document with its place in the table, and its details."""
    retrieved = document.evidence.retrieved
    if "retrieved" in record:
        retrieved = one_line(as_text(record["retrieved"])[:100])
    evidence = Evidence(retrieved, "record" if retrieved else "", record=row.number, line=row.line)
    if isinstance(document, Markup):
        surely = {**document.overriding_values, DETAILS: details} if details else document.overriding_values
        return replace(document, evidence=evidence, overriding_values=surely)
    says = neutralise_values({**document.stated, DETAILS: details}) if details else document.stated
    return replace(document, evidence=evidence, stated=says)
