"""The terms of a segment, through the interface that Whoosh expects."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from peaceindex.search.codec.inverted import Field
from peaceindex.search.codec.matcher import FlatMatcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.search.codec.sections import Sections

Term = tuple[str, bytes]


class FlatTerms(base.TermsReader):
    """The terms of all fields of one segment. `fields` gives access to their arrays as a whole."""

    def __init__(self, sections: Sections) -> None:
        names = [name.removesuffix("/start") for name in sections.names() if name.endswith("/start")]
        self.fields: dict[str, Field] = {name: Field(sections, name) for name in sorted(names)}

    def __contains__(self, term: Term) -> bool:
        field = self.fields.get(term[0])
        return field is not None and field.terms.find(term[1]) is not None

    def indexed_field_names(self) -> Any:
        return self.fields.keys()

    def terms(self) -> Iterator[Term]:
        for name, field in self.fields.items():
            for text in field.terms:
                yield name, text

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        for name, field in self.fields.items():
            if name >= fieldname:
                first = bisect_left(field.terms, prefix) if name == fieldname else 0
                for number in range(first, len(field.terms)):
                    yield name, field.terms[number]

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        field, number = self._lookup(fieldname, text)
        first, last = int(field.start[number]), int(field.start[number + 1])
        return TermInfo(
            float(field.total_weight[number]) if field.total_weight is not None else last - first,
            last - first,
            field.min_length(number),
            field.max_length(number),
            float(field.max_weight[number]) if field.max_weight is not None else 1.0,
            int(field.documents[first]),
            int(field.documents[last - 1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.term_info(fieldname, text).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        field, number = self._lookup(fieldname, text)
        return int(field.start[number + 1] - field.start[number])

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> FlatMatcher:
        try:
            found = self._lookup(fieldname, text)
        except KeyError as error:
            raise TermNotFound(f"No term {fieldname}:{text!r}") from error
        return FlatMatcher(*found, format_, (fieldname, text), scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> FlatCursor:
        return FlatCursor(self, fieldname, fieldobj)

    def _lookup(self, fieldname: str, text: bytes) -> tuple[Field, int]:
        field = self.fields.get(fieldname)
        number = field.terms.find(text) if field is not None else None
        if field is None or number is None:
            raise KeyError((fieldname, text))
        return field, number


class FlatCursor(base.FieldCursor):
    """A cursor in the terms of one field."""

    def __init__(self, terms: FlatTerms, fieldname: str, fieldobj: Any) -> None:
        self._terms = terms
        self._name = fieldname
        self._field_type = fieldobj
        self._words = terms.fields[fieldname].terms if fieldname in terms.fields else ()
        self._index = 0

    def first(self) -> Any:
        self._index = 0
        return self.text()

    def find(self, string: Any) -> Any:
        self._index = bisect_left(
            self._words, string if isinstance(string, bytes) else self._field_type.to_bytes(string)
        )
        return self.text()

    def next(self) -> Any:
        self._index += 1
        return self.text()

    def text(self) -> Any:
        return self._field_type.from_bytes(self._words[self._index]) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        return self._terms.term_info(self._name, self._words[self._index]) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._index < len(self._words)
