"""Kinds of query that Whoosh lacks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import query
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.scoring import bm25

if TYPE_CHECKING:
    from peaceindex.search.columns import Longs

Key = tuple[str, ...]
"""The folded words of a word or phrase."""
Languages = tuple[str, ...]
"""Codes of languages."""
LANGUAGE_FIELD = "lang"


class DocumentSet(query.Query):
    """A query for given documents, all with the same score. It brings in conditions that Whoosh does not know."""

    def __init__(self, documents: Longs) -> None:
        self.documents = documents

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DocumentSet) and np.array_equal(self.documents, other.documents)

    def __hash__(self) -> int:
        return hash(self.documents.tobytes())

    def field(self) -> None:
        """Return None: the query has no field."""

    def estimate_size(self, reader: Any) -> int:
        """Return the greatest number of documents that the query can match."""
        return len(self.documents)

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return a matcher for Whoosh's own search."""
        if not len(self.documents):
            return NullMatcher()
        return ListMatcher(self.documents.tolist(), all_weights=1.0)


class Group(query.Query):
    """A query for any of several words and phrases, scored as if they were one word of one field.

    Their frequencies are summed first. So an article that says both negotiate and
    negotiations scores like one that says either twice, and a rare spelling of a
    common name is as common as the name. `languages` holds, for each key, the codes of the languages of those articles
    in which it counts; none if it counts in all.
    """

    def __init__(
        self,
        fieldname: str,
        keys: tuple[Key, ...],
        boost: float = 1.0,
        languages: tuple[Languages, ...] = (),
    ) -> None:
        self.fieldname = fieldname
        self.keys = keys
        self.boost = boost
        self.languages = languages if any(languages) else ((),) * len(keys)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Group) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def __repr__(self) -> str:
        return f"Group({self.fieldname!r}, {self.keys!r}, boost={self.boost})"

    @property
    def _identity(self) -> tuple[str, tuple[Key, ...], float, tuple[Languages, ...]]:
        return (self.fieldname, self.keys, self.boost, self.languages)

    def field(self) -> str:
        """Return the field that is searched."""
        return self.fieldname

    def estimate_size(self, reader: Any) -> int:
        """Return the greatest number of documents that the query can match."""
        return int(reader.doc_count_all())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return a matcher for Whoosh's own search. It is slow and simple, a reference for the fast implementation."""
        weights = self._weights(searcher)
        if not weights:
            return NullMatcher()
        parent = searcher.get_parent()
        frequency = sum(len(self._weights(leaf)) for leaf, _ in parent.leaf_searchers())
        idf = parent.weighting.idf(_FrequencySearcher(parent, frequency), self.fieldname, "")
        average = parent.avg_field_length(self.fieldname) or 1
        model = parent.weighting
        documents = sorted(weights)
        scores = [
            bm25(idf, weights[n], searcher.doc_field_length(n, self.fieldname, 1), average, model.B, model.K1)
            * self.boost
            for n in documents
        ]
        return ListMatcher(documents, scores)

    def _weights(self, searcher: Any) -> Counter[int]:
        """Return how often each document of a segment contains any of the words and phrases."""
        found: Counter[int] = Counter()
        for key, languages in zip(self.keys, self.languages, strict=True):
            tree = query.Term(self.fieldname, key[0]) if len(key) == 1 else query.Phrase(self.fieldname, list(key))
            matcher = tree.matcher(searcher, searcher.context())
            stated = {
                document
                for code in languages
                for document in query.Term(LANGUAGE_FIELD, code).matcher(searcher, searcher.context()).all_ids()
            }
            while matcher.is_active():
                if not languages or matcher.id() in stated:
                    found[matcher.id()] += matcher.weight() if len(key) == 1 else len(matcher.spans())
                matcher.next()
        return found


class _FrequencySearcher:
    """A stand-in for a searcher in Whoosh's idf formula, for a word that occurs in `frequency` documents."""

    def __init__(self, searcher: Any, frequency: int) -> None:
        self._searcher = searcher
        self._frequency = frequency

    def get_parent(self) -> _FrequencySearcher:
        return self

    def doc_frequency(self, fieldname: str, text: str) -> int:
        return self._frequency

    def doc_count_all(self) -> int:
        return int(self._searcher.doc_count_all())
