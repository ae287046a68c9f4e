"""A codec for Whoosh that stores terms, postings and positions as flat arrays in one file.

Everything else is as in the Whoosh 3 codec. Fields may store what the formats
Existence, Frequency and Positions store.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import formats
from whoosh.codec import base
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec, W3PerDocWriter, W3Segment

from peaceindex.search.codec.inverted import Inverted, Lexicon, length_bytes
from peaceindex.search.codec.sections import map_file, write_sections
from peaceindex.search.codec.terms import FlatTerms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

EXTENSION = ".flat"

_FORMATS = (formats.Existence, formats.Frequency, formats.Positions)


class FlatCodec(W3Codec):
    """A codec whose segments have memory-mapped postings, which need no decoding. The rest is as in Whoosh 3."""

    def field_writer(self, storage: Any, segment: Any) -> FlatFieldWriter:
        return FlatFieldWriter(storage, segment)

    def per_document_writer(self, storage: Any, segment: Any) -> FlatDocumentWriter:
        return FlatDocumentWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> FlatTerms:
        return FlatTerms(map_file(storage, segment.make_filename(EXTENSION)))

    def new_segment(self, storage: Any, indexname: str) -> FlatSegment:
        return FlatSegment(self, indexname)

    def write_fields(self, storage: Any, segment: Any, fields: dict[str, Inverted]) -> None:
        """Write all inverted fields of a segment at once, for callers that already have them as arrays."""
        sections = {key: value for name in sorted(fields) for key, value in fields[name].sections(name).items()}
        with segment.create_file(storage, EXTENSION) as file:
            write_sections(file, sections)


class FlatSegment(W3Segment):
    """A segment of this codec."""

    def should_assemble(self) -> bool:
        """Return False: the files stay separate, so that they can be memory-mapped."""
        return False


class FlatDocumentWriter(W3PerDocWriter):
    """Whoosh's writer of lengths and columns, which can also write those of all documents at once."""

    def write_all(self, rows: Sequence[int], lengths: dict[str, NDArray[np.uint32]], column: Any) -> None:
        """Write the documents of a segment: the column `row`, and how many words each field has in each of them.

        The files are the same as if Whoosh wrote document by document.
        """
        for name, words in lengths.items():
            if total := int(words.sum()):
                self._fieldlengths[name] += total
                self._write_column(f"_{name}_len", LENGTHS_COLUMN, length_bytes(words).tobytes().rstrip(b"\0"))
        self._write_column("row", column, np.array(rows, ">u4").tobytes())
        self._doccount = len(rows)

    def _write_column(self, name: str, column: Any, data: bytes) -> None:
        self._create_column(name, column)
        self._get_column(name)._dbfile.write(data)


class FlatFieldWriter(base.FieldWriter):
    """A field writer that collects the postings that Whoosh passes one by one, and writes them when it is closed."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._fields: dict[str, _Postings] = {}
        self._current: _Postings | None = None
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        self._current = self._fields.setdefault(fieldname, _Postings(fieldobj))

    def start_term(self, text: bytes) -> None:
        assert self._current is not None
        self._current.terms.append(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        assert self._current is not None
        self._current.add(docnum, weight, vbytes, length or 0)

    def finish_term(self) -> None:
        assert self._current is not None
        self._current.finish_term()

    def close(self) -> None:
        size = self._segment.doc_count_all()
        fields = {name: postings.inverted(size) for name, postings in self._fields.items()}
        self._segment.codec().write_fields(self._storage, self._segment, fields)
        self.is_closed = True


class _Postings:
    """The postings of one field, in the order in which they arrive."""

    def __init__(self, fieldobj: Any) -> None:
        self._format = fieldobj.format
        if type(self._format) not in _FORMATS:
            raise NotImplementedError(f"The flat codec does not keep what {type(self._format).__name__} keeps.")
        self._scorable = fieldobj.scorable
        self.terms: list[bytes] = []
        self._start = array("q", [0])
        self._first_position = array("q", [0])
        self._documents = array("I")
        self._counts = array("I")
        self._weights = array("f")
        self._positions = array("I")
        self._lengths: dict[int, int] = {}

    def add(self, document: int, weight: float, value: bytes, length: int) -> None:
        count = 1
        if self._format.supports("positions"):
            positions = self._format.decode_positions(value)
            self._positions.extend(positions)
            count = len(positions)
        elif self._format.supports("frequency") and value:
            count = self._format.decode_frequency(value)
        self._documents.append(document)
        self._counts.append(count)
        self._weights.append(weight)
        self._lengths[document] = length

    def finish_term(self) -> None:
        self._start.append(len(self._documents))
        self._first_position.append(len(self._positions))

    def inverted(self, size: int) -> Inverted:
        counts, weights = np.array(self._counts, np.uint32), np.array(self._weights, np.float32)
        lengths = np.zeros(size, np.uint32)
        lengths[list(self._lengths)] = list(self._lengths.values())
        has_positions = self._format.supports("positions")
        return Inverted(
            Lexicon.of(self.terms),
            np.array(self._start, np.int64),
            np.array(self._documents, np.uint32),
            counts,
            None if np.array_equal(counts, weights) else weights,
            np.array(self._positions, np.uint32) if has_positions else None,
            np.array(self._first_position, np.int64) if has_positions else None,
            lengths if self._scorable else None,
        )
