"""The executor of query trees: it takes a query and returns the matching documents and their scores, as arrays.

The trees and the scores (BM25F) are those of the search engine. A query of a
kind that is not handled here is left to the engine's matchers. Scored posting
lists are cached, since a user who types searches for the same words again and
again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import query
from whoosh.query.ranges import NumericRange
from whoosh.query.spans import SpanNear, SpanNear2
from whoosh.query.terms import MultiTerm
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from peaceindex.search.execution.cache import PostingCache
from peaceindex.search.execution.combine import NO_DOCUMENTS, Combiner, ScoredDocuments, boosted, filtered, scored
from peaceindex.search.execution.patterns import Patterns
from peaceindex.search.execution.postings import Leaf, Postings
from peaceindex.search.execution.proximity import ProximityMatcher
from peaceindex.search.execution.scoring import Scorer
from peaceindex.search.query.build import TEXT_FIELDS, AddedSpelling, Synonyms, slots_of
from peaceindex.search.query.engine_queries import LANGUAGE_FIELD, DocumentSet, Group, Key
from peaceindex.search.query.expansion import PATTERNS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    import numpy.typing as npt

    from peaceindex.search.columns import Bools, Columns, Longs

_RANGES = ("day", "added")
"""The fields whose ranges are answered by the column of that name. The engine itself has no field for `added`."""


class Executor:
    """Runs queries on one generation of an index. Not to be used by two threads at once."""

    def __init__(self, reader: Any, columns: Columns) -> None:
        self._columns = columns
        self._size = len(columns)
        self._searcher = Searcher(reader, weighting=BM25F())
        self._reader = reader
        self._postings = Postings(reader)
        self._combiner = Combiner(self._size)
        self._scorer = Scorer(self._searcher, self._postings, self._size)
        self._proximity = ProximityMatcher(self._postings, self._term, self._combiner)
        self._cache = PostingCache()
        self._patterns = Patterns(self._postings, self._term, self._size)
        self._check: Callable[[], None] = lambda: None

    def execute(self, tree: query.Query, check: Callable[[], None]) -> ScoredDocuments:
        """Return the documents that match a query, without deleted ones. `check` may raise to give up."""
        self._check = check
        self._patterns.start_query(check)
        if not self._size:
            return NO_DOCUMENTS
        found = self._run(tree)
        alive = self._columns.alive
        if alive.all() or (is_alive := alive[found.documents]).all():
            return found
        return ScoredDocuments(found.documents[is_alive], found.scores[is_alive])

    @property
    def hint(self) -> str:
        """A message for the user about how the last query was run; usually empty."""
        return self._patterns.hint

    @property
    def leaves(self) -> list[Leaf]:
        """The segments. Any thread may read their contents."""
        return self._postings.leaves

    def close(self) -> None:
        """Close the index's files."""
        self._reader.close()

    def occurring_spellings(self, added_spellings: Iterable[AddedSpelling]) -> dict[str, tuple[str, ...]]:
        """Return, for each word that a query was widened by, the spellings that occur in any article."""
        found: dict[str, dict[str, None]] = {}
        for spelling in added_spellings:
            if self._occurs(spelling.key):
                found.setdefault(spelling.word, {})[spelling.form] = None
        return {word: tuple(forms) for word, forms in found.items()}

    def _occurs(self, key: Key) -> bool:
        for field in TEXT_FIELDS:
            if all(self._postings.frequency(field, word.encode()) for word in key) and (
                len(key) == 1
                or len(self._proximity.phrase(field, [[(word,)] for word in key], 1, self._check).documents)
            ):
                return True
        return False

    # There is one method for each kind of query. Two oddities are the engine's: a group of one query loses its
    # boost, and a score of 0 becomes 1.

    def _run(self, tree: query.Query) -> ScoredDocuments:
        self._check()
        match tree:
            case query.Term():
                return boosted(self._term(tree.fieldname, tree.text), tree.boost)
            case Group():
                return boosted(self._group(tree), tree.boost)
            case query.Phrase() if self._has_positions(tree.fieldname):
                words: list[list[Key]] = [[(word,)] for word in tree.words]
                return boosted(self._cached_phrase(tree.fieldname, words, tree.slop), tree.boost)
            case Synonyms() if all(map(_is_cacheable, tree.subqueries)):
                return self._synonyms(tree)
            case query.Sequence() | query.And() | query.Or() if len(tree.subqueries) == 1:
                return self._run(tree.subqueries[0])
            case query.Sequence() if type(tree) is query.Sequence and (slots := slots_of(tree)) is not None:
                return boosted(self._cached_phrase(*slots, tree.slop), tree.boost)
            case query.And() if type(tree) is query.And:
                return boosted(self._all_of(tree.subqueries), tree.boost)
            case query.Or() if type(tree) in (query.Or, Synonyms) and not tree.scale:
                return boosted(self._combiner.any_of([self._run(sub) for sub in tree.subqueries]), tree.boost)
            case query.AndNot():
                return self._combiner.without(self._run(tree.a), self._matching(tree.b))
            case query.Require():
                found = self._run(tree.a)
                return self._combiner.all_of([found, scored(self._matching(tree.b), 0.0)])
            case query.AndMaybe():
                found = self._run(tree.a)
                return self._combiner.any_of(
                    [found, self._combiner.all_of([scored(found.documents, 0.0), self._run(tree.b)])]
                )
            case SpanNear() | SpanNear2() if (near := self._near(tree)) is not None:
                return near
            case query.Not():
                return self._not(self._matching(tree.query))
            case query.ConstantScoreQuery():
                return scored(self._matching(tree.child), tree.score or 1.0)
            case query.Every():
                return scored(self._every(tree.fieldname), tree.boost or 1.0)
            case query.Prefix() | query.Wildcard() if tree.text in ("", "*"):
                return self._run(query.Every(tree.fieldname, boost=tree.boost))
            case MultiTerm():
                return self._patterns.scored(tree)
            case NumericRange() if tree.fieldname in _RANGES and tree.constantscore:
                return scored(self._within(tree), tree.boost or 1.0)
            case NumericRange():
                return self._run(tree._compile_query(self._reader))
            case DocumentSet():
                return scored(tree.documents, 1.0)
            case _ if tree is query.NullQuery:
                return NO_DOCUMENTS
        return self._run_in_engine(tree)

    def _matching(self, tree: query.Query) -> Longs:
        """Return only the documents, where their scores do not matter."""
        match tree:
            case query.ConstantScoreQuery():
                return self._matching(tree.child)
            case query.Prefix() | query.Wildcard() if tree.text in ("", "*"):
                return self._every(tree.fieldname)
            case MultiTerm():
                return self._patterns.documents(tree)
            case query.Or() if type(tree) is query.Or and not tree.scale:
                matched = np.zeros(self._size, bool)
                for sub in tree.subqueries:
                    matched[self._matching(sub)] = True
                return np.flatnonzero(matched)
        return self._run(tree).documents

    def _term(self, field: str, text: str | bytes) -> ScoredDocuments:
        schema = self._searcher.schema
        if field not in schema:
            return NO_DOCUMENTS
        try:
            term: bytes = schema[field].to_bytes(text)
        except ValueError:
            return NO_DOCUMENTS
        return self._cache.get_or_make(
            (field, term), lambda: self._scorer.scored(field, *self._postings.read(field, term))
        )

    def _cached_phrase(self, field: str, slots: list[list[Key]], slop: int) -> ScoredDocuments:
        key = (field, tuple(map(tuple, slots)), slop)
        return self._cache.get_or_make(key, lambda: self._proximity.phrase(field, slots, slop, self._check))

    def _synonyms(self, tree: Synonyms) -> ScoredDocuments:
        """Return the documents of one word in all its fields."""

        def found() -> ScoredDocuments:
            parts = [self._run(sub) for sub in tree.subqueries]
            return parts[0] if len(parts) == 1 else boosted(self._combiner.any_of(parts), tree.boost)

        key = _cache_key(tree)
        result = self._cache.get_or_make(key, found)
        if self.hint:
            self._cache.drop(key)  # the next query may be able to search all the terms of the pattern
        return result

    def _group(self, tree: Group) -> ScoredDocuments:
        """Return the documents of words and phrases, scored as if they were one word."""

        def found() -> ScoredDocuments:
            documents, weights = self._combiner.summed(self.postings_of_group(tree))
            is_alive = self._columns.alive[documents]  # the engine leaves deleted ones out; tests compare
            return self._scorer.scored(tree.fieldname, documents[is_alive], weights[is_alive])

        return self._cache.get_or_make((tree.fieldname, tree.keys, tree.languages), found)

    def postings_of_group(self, tree: Group) -> list[tuple[Longs, npt.NDArray[Any]]]:
        """Return, for each word or phrase of a group, the documents in which it counts, and how often it occurs."""
        found = []
        for key, languages in zip(tree.keys, tree.languages, strict=True):
            documents, weights = self.postings_of(tree.fieldname, key)
            if languages:
                is_stated = self._postings.holding_any(LANGUAGE_FIELD, languages)[documents]
                documents, weights = documents[is_stated], np.asarray(weights)[is_stated]
            found.append((documents, weights))
        return found

    def postings_of(self, field: str, key: Key) -> tuple[Longs, npt.NDArray[Any]]:
        """Return the documents that hold a word or phrase, and how often it occurs in each."""
        if len(key) == 1:
            return self._postings.read(field, key[0].encode())
        candidates = self._combiner.all_of([self._term(field, word) for word in key])
        starts, _ = self._proximity.occurrences(field, [key], candidates.documents, self._check)
        documents, counts = np.unique(starts >> 32, return_counts=True)
        return documents, counts

    def lengths(self, field: str) -> npt.NDArray[Any] | None:
        """Return each document's length of a field, as scores use it; None if no segment stores it."""
        return self._postings.lengths(field)

    def postings_of_pattern(self, tree: Any) -> Iterator[tuple[Longs, npt.NDArray[Any]]]:
        """Yield, segment by segment, the posting list of each term that a pattern stands for."""
        return self._patterns.postings(tree)

    def _all_of(self, subqueries: Sequence[query.Query]) -> ScoredDocuments:
        if not subqueries:
            return NO_DOCUMENTS
        first, *rest = sorted(subqueries, key=self._estimate)
        found = self._run(first)
        for sub in rest:
            if not len(found.documents):
                return NO_DOCUMENTS
            found = self._narrowed(found, sub)
        return found

    def _narrowed(self, found: ScoredDocuments, tree: query.Query) -> ScoredDocuments:
        """Return the found documents that also match another query. A mere filter looks at these documents only."""
        match tree:
            case NumericRange() if tree.fieldname in _RANGES and tree.constantscore:
                values = getattr(self._columns, tree.fieldname).take(found.documents)
                is_kept, score = _is_within(tree, values), tree.boost or 1.0
            case query.Not():
                is_kept, score = ~self._combiner.among(found.documents, self._matching(tree.query)), 1.0
            case query.ConstantScoreQuery():
                is_kept, score = self._combiner.among(found.documents, self._matching(tree)), tree.score or 1.0
            case _:
                return self._combiner.all_of([found, self._run(tree)])
        documents, scores = filtered(found, is_kept)
        return ScoredDocuments(documents, scores + score)

    def _estimate(self, tree: query.Query) -> int:
        """Return roughly how many documents a query matches; the size of the index where that is not cheap to find."""
        if isinstance(tree, Synonyms) and (known := self._cache.get(_cache_key(tree))) is not None:
            return len(known.documents)
        if isinstance(tree, query.Term) and isinstance(tree.text, str):
            return self._postings.frequency(tree.fieldname, tree.text.encode())
        if isinstance(tree, Group):
            return sum(self._postings.frequency(tree.fieldname, key[0].encode()) for key in tree.keys)
        if isinstance(tree, query.Or):
            return sum(map(self._estimate, tree.subqueries))
        return self._size

    def _not(self, documents: Longs) -> ScoredDocuments:
        remaining = self._columns.alive.copy()
        remaining[documents] = False
        return scored(np.flatnonzero(remaining), 1.0)

    def _every(self, field: str | None) -> Longs:
        if field is None:
            return np.flatnonzero(self._columns.alive)
        matched = np.zeros(self._size, bool)
        for leaf in self._postings.leaves:
            if field in leaf.fields:
                self._postings.mark(matched, leaf, field, range(len(leaf.fields[field].terms)))
        return np.flatnonzero(matched)

    def _within(self, tree: NumericRange) -> Longs:
        return np.flatnonzero(self._columns.alive & _is_within(tree, getattr(self._columns, tree.fieldname)))

    def _near(self, tree: Any) -> ScoredDocuments | None:
        """Return the documents where terms stand near one another; None if this kind of query is not handled here."""
        terms = [tree.a, tree.b] if isinstance(tree, SpanNear) else list(tree.qs)
        if not all(type(term) is query.Term and isinstance(term.text, str) for term in terms):
            return None
        fields = {term.fieldname for term in terms}
        if len(fields) != 1 or tree.mindist < 1 or (not tree.ordered and len(terms) != 2):
            return None
        if not self._has_positions(*fields):
            return None
        candidates = self._combiner.all_of([self._run(term) for term in terms])
        if len(terms) < 2 or not len(candidates.documents):
            return candidates
        words = [str(term.text) for term in terms]
        return self._proximity.near(fields.pop(), words, candidates, tree.slop, tree.mindist, tree.ordered, self._check)

    def _has_positions(self, field: str) -> bool:
        schema = self._searcher.schema
        return field in schema and bool(schema[field].format) and schema[field].format.supports("positions")

    def _run_in_engine(self, tree: query.Query) -> ScoredDocuments:
        """Run a query of any other kind by the engine's own matchers."""
        documents: list[int] = []
        scores: list[float] = []
        context = self._searcher.context()
        for searcher, base in self._searcher.leaf_searchers():
            matcher = tree.matcher(searcher, context)
            while matcher.is_active():
                documents.append(matcher.id() + base)
                scores.append(matcher.score())
                if len(documents) % 256 == 0:
                    self._check()
                matcher.next()
        return ScoredDocuments(np.array(documents, np.int64), np.array(scores, np.float64))


def _is_cacheable(tree: query.Query) -> bool:
    """Return whether a query has an identity, so that its documents can be cached: words, phrases, patterns."""
    return isinstance(tree, query.Term | query.Phrase | Group) or (
        isinstance(tree, query.ConstantScoreQuery) and isinstance(tree.child, PATTERNS)
    )


def _cache_key(tree: Synonyms) -> Hashable:
    """Return the cache key of a word in its fields. The engine's own hash is the same for all words."""
    return (tree.boost, *tree.subqueries)


def _is_within(tree: NumericRange, values: npt.NDArray[Any]) -> Bools:
    """Return which values lie in a range, as a mask."""
    matched = np.ones(len(values), bool)
    if tree.start is not None:
        matched &= values > tree.start if tree.startexcl else values >= tree.start
    if tree.end is not None:
        matched &= values < tree.end if tree.endexcl else values <= tree.end
    return matched
