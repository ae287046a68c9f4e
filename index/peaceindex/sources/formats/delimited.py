"""Tables as text: CSV, TSV, and their relatives with semicolons or bars (RFC 4180 is the strictest of them)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from peaceindex.errors import NoSourceError, SourceError
from peaceindex.sources.kinds import NOT_TEXT
from peaceindex.sources.registry import Format, Found
from peaceindex.sources.source import Source

_WITH_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def _documents(source: Source) -> Iterator[Found]:
    from peaceindex.sources.formats import text
    from peaceindex.sources.tables.delimited import open_table, rows_of
    from peaceindex.sources.tables.documents import documents_of_table

    try:
        lines, dialect = open_table(source)
    except SourceError as error:
        raise NoSourceError(error.what, error.advice, NOT_TEXT) from error
    if not dialect.delimiter and not _is_single_column(lines.sample):
        source.kind = text.FORMAT.name  # its name alone says that it is a table
        yield from text.FORMAT.documents(source)
        return
    yield from documents_of_table(source, rows_of(source, lines, dialect))


def _is_single_column(sample: str) -> bool:
    from peaceindex.sources.tables.column_names import KNOWN, plain

    first, _, rest = sample.partition("\n")
    return bool(rest.strip()) and KNOWN.get(plain(first.strip('"\r')), ("", 0))[0] in ("text", "markup")


def _sniff(head: bytes) -> bool:
    """Return whether these first bytes are surely of a table of articles: a header of known names, and rows like it."""
    from peaceindex.sources.tables.column_names import KNOWN, plain
    from peaceindex.sources.tables.dialect import delimiter_line

    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    elif _WITH_CONTROLS.search(head):
        return False
    else:
        text = head.decode("utf-8-sig", "replace")
    first, _, rest = text.lstrip("\ufeff").partition("\n")
    if delimiter_line(first):
        return True
    for delimiter in (",", ";", "\t", "|"):
        if first.count(delimiter) < 2:
            continue
        try:
            names = next(csv.reader([first], delimiter=delimiter, skipinitialspace=True))
            following = next((row for row in csv.reader(rest.splitlines(True), delimiter=delimiter) if row), [])
        except (csv.Error, StopIteration):
            continue
        kinds = [KNOWN.get(plain(name), ("", 0))[0] for name in names]
        known = {kind for kind in kinds if kind}
        is_header = (
            all(len(name) <= 60 for name in names) and len(known) >= 3 and 2 * sum(map(bool, kinds)) >= len(names)
        )
        if is_header and known & {"text", "markup", "url", "title"} and (len(following) == len(names) or not rest):
            return True
        if is_header and rest.count("\n") == 0 and len(following) > 1:
            return True  # the first row is longer than the beginning
    return False


FORMAT = Format(
    name="table",
    suffixes=(".csv", ".tsv", ".tab", ".psv", ".csv.txt", ".tsv.txt"),
    sniff=_sniff,
    documents=_documents,
    by_name=True,
)
