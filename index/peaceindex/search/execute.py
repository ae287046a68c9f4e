"""Runs query trees: a query in, the documents that match and their scores out, as arrays.

The trees are the search engine's own, and so are the scores (BM25F); what is
not known here is left to the engine's matchers. Posting lists are read once
and kept as arrays, since typing asks for the same words again and again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from whoosh import query
from whoosh.query.ranges import NumericRange
from whoosh.scoring import BM25F

from peaceindex.search import postings
from peaceindex.search.build import TEXT_FIELDS, Key, Synonyms, Widened, slots_of
from peaceindex.search.columns import Bools, Columns, Floats, Ints, Longs
from peaceindex.search.expand import MOST_TERMS, PATTERNS, Expander

KEPT_POSTINGS = 4_000_000
"""Postings kept in memory as arrays, 12 bytes each."""

MOST_EXPANSIONS = 4 * MOST_TERMS
"""Words that all prefixes, wildcards and fuzzy words of one query may stand for together."""

KEPT_PLACES = 4_000_000
"""Places of words kept in memory for phrases, 8 bytes each."""


class Found(NamedTuple):
    """Documents in order, each once, and the score of each."""

    documents: Ints
    scores: Floats


NOTHING = Found(np.zeros(0, np.int32), np.zeros(0, np.float64))


class DocumentSet(query.Query):
    """Matches given documents, all with the same score: how what the engine does not know enters a query."""

    def __init__(self, documents: Ints) -> None:
        self.documents = documents

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DocumentSet) and np.array_equal(self.documents, other.documents)

    def __hash__(self) -> int:
        return hash(self.documents.tobytes())

    def field(self) -> None:
        """It speaks of no field."""

    def estimate_size(self, reader: Any) -> int:
        """How many documents it matches at most."""
        return len(self.documents)

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """For the engine's own way of searching."""
        from whoosh.matching import ListMatcher, NullMatcher

        if not len(self.documents):
            return NullMatcher()
        return ListMatcher(self.documents.tolist(), all_weights=1.0)


class Executor:
    """Runs queries on one generation of an index. Not to be used by two threads at once."""

    def __init__(self, reader: Any, columns: Columns) -> None:
        self._columns = columns
        self._searcher = _searcher(reader)
        self._reader = reader
        self._expander = Expander(reader)
        self._kept: OrderedDict[tuple[str, bytes], Found] = OrderedDict()
        self._kept_size = 0
        self._places: OrderedDict[tuple[str, str], Longs] = OrderedDict()
        self._places_size = 0
        self._expansions_left, self._cut_short = MOST_EXPANSIONS, False
        self._check: Callable[[], None] = lambda: None

    def execute(self, tree: query.Query, check: Callable[[], None]) -> Found:
        """The documents that match a query, deleted ones left out. `check` may raise to give up."""
        self._check = check
        self._expansions_left, self._cut_short = MOST_EXPANSIONS, False
        found = self._run(tree)
        alive = self._columns.alive[found.documents]
        return found if alive.all() else Found(found.documents[alive], found.scores[alive])

    def close(self) -> None:
        """Let go of the index's files."""
        self._reader.close()

    def occurring(self, widened: Iterable[Widened]) -> dict[str, tuple[str, ...]]:
        """Of the spellings that a query was widened by, for each word those that any article holds."""
        found: dict[str, dict[str, None]] = {}
        for one in widened:
            if self._occurs(one.key):
                found.setdefault(one.word, {})[one.form] = None
        return {word: tuple(forms) for word, forms in found.items()}

    def excess(self, tree: query.Query) -> str:
        """A hint if what `*`, `?` and `~` stand for in the query that was just run was too much to search for."""
        if self._cut_short:
            return "The query's “*”, “?” and “~” stand for very many words; only some of them were searched."
        for leaf in tree.leaves():
            if isinstance(leaf, PATTERNS) and self._expander.terms(leaf)[1]:
                shown = f"{leaf.text}*" if isinstance(leaf, query.Prefix) else leaf.text
                return f"“{shown}” stands for very many words; the {MOST_TERMS:,} most frequent were searched."
        return ""

    def _occurs(self, key: Key) -> bool:
        for field in TEXT_FIELDS:
            if all((field, word.encode()) in self._reader for word in key) and (
                len(key) == 1 or len(self._phrase(field, [[(word,)] for word in key], 1).documents)
            ):
                return True
        return False

    # One method for each kind of query.

    def _run(self, tree: query.Query) -> Found:
        self._check()
        match tree:
            case query.Term():
                return _boosted(self._term(tree.fieldname, tree.text), tree.boost)
            case query.Phrase():
                words: list[list[Key]] = [[(word,)] for word in tree.words]
                return _boosted(self._phrase(tree.fieldname, words, tree.slop), tree.boost)
            case query.Sequence() if type(tree) is query.Sequence and (slots := slots_of(tree)) is not None:
                return _boosted(self._phrase(*slots, tree.slop), tree.boost)
            case query.And() if type(tree) is query.And:
                return _boosted(self._all_of(tree.subqueries), tree.boost)
            case query.Or() if type(tree) in (query.Or, Synonyms) and not tree.scale:
                return _boosted(self._or([self._run(sub) for sub in tree.subqueries]), tree.boost)
            case query.Not():
                return self._not(self._run(tree.query).documents)
            case query.ConstantScoreQuery():
                documents = self._run(tree.child).documents
                return Found(documents, np.full(len(documents), float(tree.score)))
            case _ if isinstance(tree, PATTERNS):
                return self._multi(tree)
            case NumericRange() if tree.fieldname == "day":
                return self._days(tree)
            case query.Every() if tree.fieldname is None:
                return self._all(self._columns.alive)
            case DocumentSet():
                return Found(tree.documents, np.ones(len(tree.documents)))
            case _ if tree is query.NullQuery:
                return NOTHING
        return self._stock(tree)

    def _term(self, field: str, text: str) -> Found:
        key = (field, text.encode())
        if (found := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return found
        found = self._scored(field, key[1], *postings.read(self._reader, field, key[1], self._check))
        self._kept[key] = found
        self._kept_size += len(found.documents)
        while self._kept_size > KEPT_POSTINGS and len(self._kept) > 1:
            self._kept_size -= len(self._kept.popitem(last=False)[1].documents)
        return found

    def _scored(self, field: str, term: bytes, documents: Ints, weights: postings.Weights) -> Found:
        """BM25F as the engine computes it, for a whole posting list at once."""
        if not len(documents):
            return NOTHING
        model: BM25F = self._searcher.weighting
        lengths = {"title": self._columns.title_length, "body": self._columns.body_length}.get(field)
        if lengths is None:  # fields that only filter: their score is replaced by a constant anyway
            return Found(documents, weights.astype(np.float64))
        idf = self._searcher.idf(field, term)
        average = self._searcher.avg_field_length(field) or 1
        norm = model.K1 * ((1 - model.B) + model.B * lengths[documents] / average)
        return Found(documents, idf * (weights * (model.K1 + 1)) / (weights + norm))

    def _all_of(self, subqueries: Sequence[query.Query]) -> Found:
        found: list[Found] = []
        for sub in sorted(subqueries, key=self._size):
            found.append(self._run(sub))
            if not len(found[-1].documents):
                return NOTHING
        return self._and(found)

    def _size(self, tree: query.Query) -> int:
        """Roughly how many documents a query matches, where that is cheap to say."""
        if isinstance(tree, query.Term):
            return int(self._reader.doc_frequency(tree.fieldname, tree.text))
        if isinstance(tree, query.Or):
            return sum(map(self._size, tree.subqueries))
        return len(self._columns)

    def _and(self, found: list[Found]) -> Found:
        if not found:
            return NOTHING
        found.sort(key=lambda one: len(one.documents))
        documents, scores = found[0]
        for other in found[1:]:
            if not len(documents):
                return NOTHING
            place = np.minimum(np.searchsorted(other.documents, documents), len(other.documents) - 1)
            both = other.documents[place] == documents
            documents, scores = documents[both], (scores + other.scores[place])[both]
        return Found(documents, scores)

    def _or(self, found: list[Found]) -> Found:
        found = [one for one in found if len(one.documents)]
        if len(found) < 2:
            return found[0] if found else NOTHING
        size = len(self._columns)
        documents = np.concatenate([one.documents for one in found])
        scores = np.concatenate([one.scores for one in found])
        matched = np.zeros(size, bool)
        matched[documents] = True
        union = np.flatnonzero(matched).astype(np.int32)
        return Found(union, np.bincount(documents, scores, size)[union].astype(np.float64))

    def _not(self, documents: Ints) -> Found:
        left = self._columns.alive.copy()
        left[documents] = False
        return self._all(left)

    def _all(self, matched: Bools) -> Found:
        documents = np.flatnonzero(matched).astype(np.int32)
        return Found(documents, np.ones(len(documents)))

    def _days(self, tree: NumericRange) -> Found:
        day = self._columns.day
        matched = self._columns.alive.copy()
        if tree.start is not None:
            matched &= day > tree.start if tree.startexcl else day >= tree.start
        if tree.end is not None:
            matched &= day < tree.end if tree.endexcl else day <= tree.end
        return self._all(matched)

    def _multi(self, tree: Any) -> Found:
        matched = np.zeros(len(self._columns), bool)
        terms = self._expander.terms(tree)[0]
        self._expansions_left -= len(terms)
        if self._expansions_left < 0:
            self._cut_short = True
            terms = terms[: max(0, self._expansions_left + len(terms))]
        for term in terms:
            self._check()
            key = (tree.fieldname, term.encode())
            if (kept := self._kept.get(key)) is not None:
                matched[kept.documents] = True
            else:
                matched[postings.read(self._reader, *key, self._check)[0]] = True
        documents = np.flatnonzero(matched).astype(np.int32)
        return Found(documents, np.full(len(documents), float(tree.boost)))

    def _phrase(self, field: str, slots: list[list[Key]], slop: int) -> Found:
        """Articles where a choice from each slot stands in order, each at most `slop` places after the last."""
        words = [self._or([self._choice(field, choice) for choice in slot]) for slot in slots]
        both = self._and(words)
        if len(slots) < 2 or not len(both.documents):
            return both
        wanted = both.documents
        ends = np.zeros(0, np.int64)
        for number, slot in enumerate(slots):
            starts, stops = self._occurrences(field, slot, wanted)
            if number:
                # The nearest end of what came before must lie within the slop before this start.
                place = np.searchsorted(ends, starts)
                before = ends[np.maximum(place, 1) - 1]
                near = (place > 0) & (starts - before <= slop) if len(ends) else np.zeros(len(starts), bool)
                starts, stops = starts[near], stops[near]
            ends = np.unique(stops)
            wanted = np.unique((ends >> 32).astype(np.int32))
            if not len(wanted):
                return NOTHING
        place = np.searchsorted(both.documents, wanted)
        return Found(wanted, both.scores[place])

    def _choice(self, field: str, choice: Key) -> Found:
        if len(choice) == 1:
            return self._term(field, choice[0])
        return self._and([self._term(field, word) for word in choice])

    def _occurrences(self, field: str, slot: list[Key], wanted: Ints) -> tuple[Longs, Longs]:
        """Where the choices of a slot begin and end in the wanted documents, in order of place."""
        starts, stops = [], []
        for choice in slot:
            at = self._keys(field, choice[0], wanted)
            for further, word in enumerate(choice[1:], 1):
                at = at[np.isin(at + further, self._keys(field, word, wanted), assume_unique=True)]
            starts.append(at)
            stops.append(at + len(choice) - 1)
        start, stop = np.concatenate(starts), np.concatenate(stops)
        order = np.argsort(start, kind="stable")
        return start[order], stop[order]

    def _keys(self, field: str, word: str, wanted: Ints) -> Longs:
        """Where a word stands in the wanted documents; read for all that hold it, and kept, if most are wanted."""
        documents = self._term(field, word).documents
        kept = self._places.get((field, word))
        if kept is None and len(wanted) * 2 > len(documents):
            kept = self._read_keys(field, word, documents)
            self._places[field, word] = kept
            self._places_size += len(kept)
            while self._places_size > KEPT_PLACES and len(self._places) > 1:
                self._places_size -= len(self._places.popitem(last=False)[1])
        if kept is None:
            return self._read_keys(field, word, wanted)
        self._places.move_to_end((field, word))
        mask = np.zeros(len(self._columns), bool)
        mask[wanted] = True
        found: Longs = kept[mask[kept >> 32]]
        return found

    def _read_keys(self, field: str, word: str, wanted: Ints) -> Longs:
        return postings.keys(*postings.positions(self._reader, field, word.encode(), wanted, self._check))

    def _stock(self, tree: query.Query) -> Found:
        """What is not known here, by the engine's own matchers."""
        documents: list[int] = []
        scores: list[float] = []
        for searcher, base in self._searcher.leaf_searchers():
            matcher = tree.matcher(searcher, self._searcher.context())
            while matcher.is_active():
                documents.append(matcher.id() + base)
                scores.append(matcher.score())
                if len(documents) % 256 == 0:
                    self._check()
                matcher.next()
        return Found(np.array(documents, np.int32), np.array(scores, np.float64))


def _boosted(found: Found, boost: float) -> Found:
    return found if boost == 1.0 else Found(found.documents, found.scores * boost)


def _searcher(reader: Any) -> Any:
    from whoosh.searching import Searcher

    return Searcher(reader, weighting=BM25F())
