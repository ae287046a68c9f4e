"""The segments of an index: written straight from arrays, bounded in size, merged so that they stay few."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.fields import Schema
from whoosh.reading import SegmentReader

from peaceindex.model.article import Article
from peaceindex.search.codec import FlatCodec, Inverted
from peaceindex.search.codec.inverting import Inverter, invert_values
from peaceindex.search.codec.merging import merged
from peaceindex.search.schema import LONGEST_TERM, VALUE_GAP, WordsField, document
from peaceindex.text.tokens import word_list

MOST_ARTICLES = 20_000
MOST_WORDS = 12_000_000
"""A segment is written when it holds so many articles or words, which bounds the memory that this takes."""

SMALL = 2_000
MOST_SMALL = 4
"""So many segments of fewer articles than `SMALL` are merged, whatever else there is: it takes a moment only."""
MOST_ALIKE = 8
LARGEST = 100_000
"""Of so many segments of about one size, those are merged that make one of at most `LARGEST` articles."""


class Batch:
    """Articles on their way into the index. They are in it once the writer commits with `merge` as its merge type."""

    def __init__(self, storage: Any, schema: Schema, indexname: str) -> None:
        self._storage = storage
        self._schema = schema
        self._indexname = indexname
        self._codec = FlatCodec()
        self._texts = [name for name, field in schema.items() if isinstance(field, WordsField)]
        self._day_terms: dict[int, list[bytes]] = {}
        self._written: list[Any] = []
        self._begin()

    def _begin(self) -> None:
        self._rows: list[int] = []
        self._fields = {name: Inverter(LONGEST_TERM) for name in self._texts}
        self._days: dict[bytes, list[int]] = {}

    def add(self, row: int, article: Article) -> None:
        """Take in an article."""
        number = len(self._rows)
        self._rows.append(row)
        values = document(row, article)
        for name, inverter in self._fields.items():
            value = values[name]
            place = 0
            for text in (value,) if isinstance(value, str) else value or ():
                place += inverter.add(number, word_list(text), place) + VALUE_GAP
        day = values["day"]
        if day not in self._day_terms:
            self._day_terms[day] = [item[0] for item in self._schema["day"].index(day)]
        for term in self._day_terms[day]:
            self._days.setdefault(term, []).append(number)
        if len(self._rows) >= MOST_ARTICLES or len(self._fields["body"]) >= MOST_WORDS:
            self._flush()

    def discard(self) -> None:
        """Remove what was written already; the batch comes to nothing."""
        for segment in self._written:
            for name in segment.list_files(self._storage):
                with contextlib.suppress(OSError):
                    self._storage.delete_file(name)

    def merge(self, writer: Any, segments: list[Any]) -> list[Any]:
        """The segments that the index is to have: the engine's hook for merging, called when it commits."""
        self._flush()
        left = [segment for segment in (*segments, *self._written) if segment.doc_count_all() > segment.deleted_count()]
        for group in _to_merge(left):
            left = [segment for segment in left if segment not in group]
            left.append(self._merged(group))
        return left

    def _flush(self) -> None:
        if not self._rows:
            return
        size = len(self._rows)
        fields: dict[str, Inverted] = {}
        for name in self._texts:
            inverter = self._fields.pop(name)
            if len(inverter):
                fields[name] = inverter.inverted(size)
        fields["day"] = invert_values(self._days.items())
        self._written.append(self._write(self._rows, fields))
        self._begin()

    def _write(self, rows: list[int], fields: dict[str, Inverted]) -> Any:
        segment = self._codec.new_segment(self._storage, self._indexname)
        perdoc = self._codec.per_document_writer(self._storage, segment)
        lengths = [
            (name, self._schema[name], field.lengths.tolist())
            for name, field in fields.items()
            if field.lengths is not None
        ]
        column = self._schema["row"].column_type
        for number, row in enumerate(rows):
            perdoc.start_doc(number)
            for name, field, length in lengths:
                perdoc.add_field(name, field, None, length[number])
            perdoc.add_column_value("row", column, row)
            perdoc.finish_doc()
        perdoc.close()
        segment.set_doc_count(len(rows))
        self._codec.write_fields(self._storage, segment, fields)
        return segment

    def _merged(self, group: list[Any]) -> Any:
        with contextlib.ExitStack() as stack:
            readers = [
                stack.enter_context(contextlib.closing(SegmentReader(self._storage, self._schema, segment)))
                for segment in group
            ]
            rows: list[int] = []
            numbers = []
            for reader, segment in zip(readers, group, strict=True):
                here = rows_of(reader)
                alive = np.ones(len(here), bool)
                alive[list(segment.deleted_docs())] = False
                number = np.full(len(here), -1, np.int64)
                number[alive] = np.arange(len(rows), len(rows) + int(alive.sum()))
                numbers.append(number)
                rows += here[alive].tolist()
            terms = [self._codec.terms_reader(self._storage, segment).fields for segment in group]
            fields = {}
            for name in sorted({name for found in terms for name in found}):
                parts = [(found.get(name), number) for found, number in zip(terms, numbers, strict=True)]
                if (field := merged(parts, len(rows))) is not None and field.size:
                    fields[name] = field
            return self._write(rows, fields)


def rows_of(reader: Any) -> npt.NDArray[np.int64]:
    """The rows of the articles in a segment, by document number: its column read at once, not value by value."""
    storage, segment = reader.storage(), reader.segment()
    with storage.open_file(FlatCodec.column_filename(segment, "row")) as file:
        found = np.frombuffer(file.read(), ">u4")
    rows = np.zeros(segment.doc_count_all(), np.int64)  # zeros at the end are not kept
    rows[: len(found)] = found
    return rows


def _to_merge(segments: list[Any]) -> Iterator[list[Any]]:
    """The groups of segments that are to become one segment each.

    So each article is written again only a few times however an archive
    grows, and a search never asks many segments. Segments that are mostly
    deleted articles are written again as well.
    """
    sizes = {segment: segment.doc_count_all() - segment.deleted_count() for segment in segments}
    small = [segment for segment in segments if sizes[segment] < SMALL]
    wasteful = [s for s in segments if sizes[s] >= SMALL and s.deleted_count() > sizes[s]]
    if len(small) >= MOST_SMALL or any(s.deleted_count() > sizes[s] for s in small):
        yield small
    for segment in wasteful:
        yield [segment]
    tiers: dict[int, list[Any]] = {}
    for segment in segments:
        if sizes[segment] >= SMALL and segment not in wasteful:
            tiers.setdefault((sizes[segment] // SMALL).bit_length() // 3, []).append(segment)
    for _, tier in sorted(tiers.items()):
        if len(tier) >= MOST_ALIKE:
            tier.sort(key=sizes.__getitem__)
            fitting = np.cumsum([sizes[segment] for segment in tier]) <= LARGEST
            if (count := int(fitting.sum())) > 1:
                yield tier[:count]
