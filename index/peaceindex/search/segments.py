"""The segments of an index: written straight from arrays, limited in size, and merged so that they stay few."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.fields import Schema
from whoosh.reading import SegmentReader

from peaceindex.search.codec import FlatCodec, Inverted
from peaceindex.search.codec.inverting import Inverter, invert_values
from peaceindex.search.codec.merging import merged
from peaceindex.search.schema import MAX_TERM_CHARS, VALUE_GAP_WORDS, WordsField, document
from peaceindex.text.tokens import known_terms, terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from peaceindex.model.article import Article

MAX_SEGMENT_ARTICLES = 20_000
MAX_SEGMENT_WORDS = 12_000_000
"""A segment is written when it reaches this many articles or words, which limits the memory that this takes."""

SMALL_SEGMENT_ARTICLES = 2_000
_MAX_KNOWN_CHARS = 30
"""Of a text that may be the name of an outlet, a tag or a topic, and stands in many articles."""
MAX_SMALL_SEGMENTS = 4
"""This many segments of fewer than `SMALL_SEGMENT_ARTICLES` articles each are always merged: it takes only a moment."""
MAX_SIMILAR_SEGMENTS = 8
MAX_MERGED_ARTICLES = 100_000
"""This many segments of similar size are merged, smallest first, into one of at most `MAX_MERGED_ARTICLES` articles."""


class Batch:
    """Articles to be indexed. They are in the index after the writer commits with `merge` as its merge type."""

    def __init__(self, storage: Any, schema: Schema, indexname: str) -> None:
        self._storage = storage
        self._schema = schema
        self._indexname = indexname
        self._codec = FlatCodec()
        self._texts = [name for name, field in schema.items() if isinstance(field, WordsField)]
        self._day_terms: dict[int, list[bytes]] = {}
        self._written: list[Any] = []
        self._start_segment()

    def _start_segment(self) -> None:
        self._rows: list[int] = []
        self._fields = {name: Inverter(MAX_TERM_CHARS) for name in self._texts}
        self._days: dict[bytes, list[int]] = {}

    def add(self, row: int, article: Article) -> None:
        """Add an article."""
        number = len(self._rows)
        self._rows.append(row)
        values = document(row, article)
        for name, inverter in self._fields.items():
            value = values[name]
            position = 0
            for text in (value,) if isinstance(value, str) else value or ():
                words, further = terms(text) if len(text) > _MAX_KNOWN_CHARS else known_terms(text)
                position += inverter.add(number, words, position, further) + VALUE_GAP_WORDS
        day = values["day"]
        if day not in self._day_terms:
            self._day_terms[day] = [item[0] for item in self._schema["day"].index(day)]
        for term in self._day_terms[day]:
            self._days.setdefault(term, []).append(number)
        if len(self._rows) >= MAX_SEGMENT_ARTICLES or len(self._fields["body"]) >= MAX_SEGMENT_WORDS:
            self._flush()

    def discard(self) -> None:
        """Remove the segments that were already written, and drop the batch."""
        for segment in self._written:
            for name in segment.list_files(self._storage):
                with contextlib.suppress(OSError):
                    self._storage.delete_file(name)

    def merge(self, writer: Any, segments: list[Any]) -> list[Any]:
        """Return the segments that the index will have. Whoosh calls this merge hook when it commits."""
        self._flush()
        remaining = [
            segment for segment in (*segments, *self._written) if segment.doc_count_all() > segment.deleted_count()
        ]
        for group in _merge_groups(remaining):
            remaining = [segment for segment in remaining if segment not in group]
            remaining.append(self._merged(group))
        return remaining

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
        self._start_segment()

    def _write(self, rows: list[int], fields: dict[str, Inverted]) -> Any:
        segment = self._codec.new_segment(self._storage, self._indexname)
        perdoc = self._codec.per_document_writer(self._storage, segment)
        lengths = {name: field.lengths for name, field in fields.items() if field.lengths is not None}
        perdoc.write_all(rows, lengths, self._schema["row"].column_type)
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
            renumberings = []
            for reader, segment in zip(readers, group, strict=True):
                segment_rows = rows_of(reader)
                alive = np.ones(len(segment_rows), bool)
                alive[list(segment.deleted_docs())] = False
                new_numbers = np.full(len(segment_rows), -1, np.int64)
                new_numbers[alive] = np.arange(len(rows), len(rows) + int(alive.sum()))
                renumberings.append(new_numbers)
                rows += segment_rows[alive].tolist()
            terms = [self._codec.terms_reader(self._storage, segment).fields for segment in group]
            fields = {}
            for name in sorted({name for found in terms for name in found}):
                parts = [(found.get(name), new_numbers) for found, new_numbers in zip(terms, renumberings, strict=True)]
                if (field := merged(parts, len(rows))) is not None and field.size:
                    fields[name] = field
            return self._write(rows, fields)


def rows_of(reader: Any) -> npt.NDArray[np.int64]:
    """Return the rows of a segment's articles, by document number. The column is read at once, not value by value."""
    storage, segment = reader.storage(), reader.segment()
    with storage.open_file(FlatCodec.column_filename(segment, "row")) as file:
        found = np.frombuffer(file.read(), ">u4")
    rows = np.zeros(segment.doc_count_all(), np.int64)  # Whoosh does not store trailing zeros
    rows[: len(found)] = found
    return rows


def _merge_groups(segments: list[Any]) -> Iterator[list[Any]]:
    """Yield groups of segments, each of which is to become one segment.

    Each article is thus rewritten only a few times however large an archive grows,
    and a search never has to read many segments. Segments in which most articles
    are deleted are also rewritten.
    """
    sizes = {segment: segment.doc_count_all() - segment.deleted_count() for segment in segments}
    small = [segment for segment in segments if sizes[segment] < SMALL_SEGMENT_ARTICLES]
    wasteful = [s for s in segments if sizes[s] >= SMALL_SEGMENT_ARTICLES and s.deleted_count() > sizes[s]]
    if len(small) >= MAX_SMALL_SEGMENTS or any(s.deleted_count() > sizes[s] for s in small):
        yield small
    for segment in wasteful:
        yield [segment]
    tiers: dict[int, list[Any]] = {}
    for segment in segments:
        if sizes[segment] >= SMALL_SEGMENT_ARTICLES and segment not in wasteful:
            tiers.setdefault((sizes[segment] // SMALL_SEGMENT_ARTICLES).bit_length() // 3, []).append(segment)
    for _, tier in sorted(tiers.items()):
        if len(tier) >= MAX_SIMILAR_SEGMENTS:
            tier.sort(key=sizes.__getitem__)
            fitting = np.cumsum([sizes[segment] for segment in tier]) <= MAX_MERGED_ARTICLES
            if (count := int(fitting.sum())) > 1:
                yield tier[:count]
