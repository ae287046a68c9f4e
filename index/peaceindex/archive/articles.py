"""Articles as records of an archive, and back: with source, cuts, places and former ids, each value in plain JSON."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from peaceindex.archive.content import json_text, json_value, stored_value
from peaceindex.errors import ArchiveError
from peaceindex.model.evidence import Evidence
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.storage.column_kinds import BadValueError
from peaceindex.storage.columns import ARTICLES, LOSSES, RAWS, READ_AS, SIBLING_PAGES, SOURCES
from peaceindex.storage.compact_values import evidence_of, evidence_value, hash_value, lead_value, provenance_value
from peaceindex.storage.packed_cuts import pack_cuts
from peaceindex.storage.packed_text import pack, pack_if_shorter, unpack
from peaceindex.storage.rows import Table, column_label
from peaceindex.storage.schema import LIBRARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peaceindex.archive.content import Record
    from peaceindex.model.article import Cut

_OBJECTS = frozenset({"authors", "tags", "topics", "details", "stated", "cuts"})
"""The columns that a record holds as JSON, and a row as the text of it."""
_HASHES = frozenset({"text_hash", "source_hash", "sha256"})
OWN_COLUMNS = frozenset({"row", "indexed", "article_row", "number"})
"""The columns that have a meaning in one library alone."""
_SET_LATER = frozenset({"text", "packed", "lead", "provenance", "evidence"})
"""Columns whose values are checked in another way, or not as long as they are not packed."""
_MAX_LINE = 2**31
_ID = late_pattern(r"[0-9a-f]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows of one article by table, converted by `storage.rows.read_row`. None for a row that is missing."""

    article: Mapping[str, Any]
    cuts: Sequence[Cut]
    former_ids: Sequence[str]
    raw: Mapping[str, Any] | None
    read_as: Mapping[str, Any] | None
    places: Sequence[Mapping[str, Any]]
    losses: Mapping[str, Any] | None
    siblings: Mapping[str, Any] | None


def to_record(parts: Parts) -> Record:
    """Return an article as a record. A source that cannot be unpacked is left out; `source` is null then."""
    text, lead = parts.article["text"], parts.article["lead"]
    values = dict(parts.article) | {"lead": text[:lead] if isinstance(lead, int) else lead}
    values["cuts"] = [{"line": cut.line, "text": cut.text, "reason": cut.reason} for cut in parts.cuts]
    return {
        **_shared(values),
        "former_ids": list(parts.former_ids),
        "source": None if parts.raw is None else _source(parts.raw, parts.read_as),
        "places": [
            _shared(dict(place) | {"evidence": _evidence(place["evidence"], place["sha256"])}) for place in parts.places
        ],
        "losses": None if parts.losses is None else _shared(parts.losses),
        "siblings": None if parts.siblings is None else _siblings(parts.siblings),
    }


def _source(raw: Mapping[str, Any], read_as: Mapping[str, Any] | None) -> Record | None:
    try:
        text = unpack(raw["packed"])
    except (zlib.error, UnicodeDecodeError):
        return None
    values = {name: value for name, value in raw.items() if name != "packed"}
    return {"text": text, **_shared(values), "read_as": None if read_as is None else _shared(read_as)}


def _siblings(row: Mapping[str, Any]) -> Record:
    values = {name: value for name, value in row.items() if name != "prints"}  # computed again when they are needed
    return _shared(values | {"cuts": json.loads(row["cuts"] or "{}")})


def _shared(values: Mapping[str, Any]) -> Record:
    return {name: json_value(value) for name, value in values.items() if name not in OWN_COLUMNS}


def _evidence(stored: Mapping[str, Any], sha256: str) -> Record:
    record = evidence_of(stored, sha256).as_record() if stored else {}
    record.pop("archive_url", None)
    return record


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """The rows of one article as library.db stores them, without the columns of `OWN_COLUMNS`, by column.

    What is packed of them is packed by `packed_article` and `packed_raw` alone, which take most of the time.
    """

    id: str
    source_hash: str
    text_hash: str
    former_ids: tuple[str, ...]
    read_as: dict[str, Any] | None
    places: tuple[dict[str, Any], ...]
    losses: dict[str, Any] | None
    siblings: dict[str, Any] | None
    _article: dict[str, Any]
    _text: str
    _cuts: list[tuple[int, str, str]]
    _raw: dict[str, Any] | None
    _source_text: str

    def packed_article(self) -> dict[str, Any]:
        """Return the row of the table `articles`."""
        lead = lead_value(self._article["lead"], self._text)
        return self._article | {
            "text": pack(self._text), "lead": lead, "cuts": pack_cuts(self._cuts, self._source_text),
        }  # fmt: skip

    def packed_raw(self) -> dict[str, Any] | None:
        """Return the row of the table `raws`; None if the source was not readable."""
        if self._raw is None:
            return None
        return self._raw | {"packed": pack(self._source_text), "stated": pack_if_shorter(self._raw["stated"])}


def from_record(record: Record) -> ArticleRows:
    """Return the rows of a record. Raise ArchiveError if it is no article, or if a value is none that can be stored."""
    try:
        return _rows(dict(record))
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError):
        raise ArchiveError("it is not the record of an article") from None


def _rows(record: Record) -> ArticleRows:
    former, source, places = record.pop("former_ids"), record.pop("source"), record.pop("places")
    losses, siblings, text = record.pop("losses"), record.pop("siblings"), _text(record.pop("text"))
    for id in (record["id"], *former):
        if not _ID.fullmatch(id):
            raise ArchiveError("its id is none")
    source_text, raw, read_as = "", None, None
    if source is not None:
        source = dict(source)
        source_text, read_as = _text(source.pop("text")), source.pop("read_as")
        raw = _stored(RAWS, source | {"packed": None})
    cuts = [(cut["line"], _text(cut["text"]), _text(cut["reason"])) for cut in record.pop("cuts")]
    if not all(type(line) is int and 0 < line < _MAX_LINE for line, _, _ in cuts):
        raise ArchiveError("its cuts are none")
    article = _stored(ARTICLES, record | {"text": None, "provenance": provenance_value(record["provenance"])})
    for name in ("provenance", "lead"):
        _check(ARTICLES, name, article[name])
    return ArticleRows(
        id=record["id"],
        source_hash=record["source_hash"],
        text_hash=record["text_hash"],
        former_ids=tuple(former),
        read_as=None if read_as is None else _stored(READ_AS, read_as),
        places=tuple(map(_place, places)),
        losses=None if losses is None else _stored(LOSSES, losses),
        siblings=None if siblings is None else _stored(SIBLING_PAGES, siblings),
        _article=article,
        _text=text,
        _cuts=cuts,
        _raw=raw,
        _source_text=source_text,
    )


def _place(place: Record) -> dict[str, Any]:
    evidence = Evidence.from_record(place["evidence"])
    values = _stored(SOURCES, {**place, "evidence": None})
    return values | {"evidence": evidence_value(evidence, str(place["sha256"]))}


def _stored(table: Table, values: Record) -> dict[str, Any]:
    """Return the columns of a record as they are stored. Raise ArchiveError for a column that is not the table's."""
    columns = table.columns.keys() - OWN_COLUMNS
    if unknown := sorted(values.keys() - columns):
        raise ArchiveError(f"it has a field “{unknown[0]}”, which is not known")
    if missing := sorted(_required(table.name) - values.keys()):
        raise ArchiveError(f"it lacks the field “{missing[0]}”")
    row: dict[str, Any] = {}
    for name, value in values.items():
        if name in _OBJECTS:
            row[name] = "" if name == "cuts" and not value else json_text(value)
        elif name in _HASHES:
            row[name] = hash_value(_text(value))
        else:
            row[name] = stored_value(value)
        if name not in _SET_LATER:
            _check(table, name, row[name])
    return row


@cache
def _required(table: str) -> frozenset[str]:
    """Return the columns of a table of library.db that have to have a value."""
    with closing(sqlite3.connect(":memory:")) as database:
        for script in LIBRARY:
            database.executescript(script)
        columns = database.execute(f"PRAGMA table_info({table})").fetchall()
    return frozenset(column[1] for column in columns if column[3] and column[4] is None) - OWN_COLUMNS


def _check(table: Table, name: str, value: Any) -> None:
    try:
        table.columns[name].read(value)
    except BadValueError as error:
        raise ArchiveError(f"its {column_label(name)} is {error}") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ArchiveError("a text is none")
    return str(stored_value(value))


def values_of(table: str, columns: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """Return the statement that inserts a row, and its values."""
    names, marks = _list(columns), ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(columns.values())  # noqa: S608


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
