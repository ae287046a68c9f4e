"""Runs query trees: a query in, the documents that match and their scores out, as arrays.

The trees are the search engine's own, and so are the scores (BM25F); what is
not known here is left to the engine's matchers. Scored posting lists are
kept, since typing asks for the same words again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import query
from whoosh.query.ranges import NumericRange
from whoosh.query.spans import SpanNear, SpanNear2
from whoosh.query.terms import MultiTerm
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from peaceindex.search.columns import Bools, Columns, Floats, Longs
from peaceindex.search.execution.cache import Keeper
from peaceindex.search.execution.combine import NOTHING, Combiner, Found, boosted, kept, scored
from peaceindex.search.execution.postings import Leaf, Postings, shifted
from peaceindex.search.execution.proximity import Nearness
from peaceindex.search.execution.scoring import Scorer
from peaceindex.search.query.build import TEXT_FIELDS, Synonyms, Widened, slots_of
from peaceindex.search.query.engine_queries import DocumentSet, Group, Key
from peaceindex.search.query.expansion import PATTERNS, Expander, Numbers

MOST_EXPANSIONS = 1_000_000
"""Words of segments that all prefixes, wildcards and fuzzy words of one query may stand for together."""

_SMALL_SEGMENT = 5_000
_MOST_SCORED = 1_024
"""In smaller segments, or for more words, the engine scores each word of a pattern 1."""


class Executor:
    """Runs queries on one generation of an index. Not to be used by two threads at once."""

    def __init__(self, reader: Any, columns: Columns) -> None:
        self._columns = columns
        self._size = len(columns)
        self._searcher = Searcher(reader, weighting=BM25F())
        self._reader = reader
        self._postings = Postings(reader)
        self._expander = Expander(self._postings)
        self._combiner = Combiner(self._size)
        self._scorer = Scorer(self._searcher, self._postings, self._size)
        self._nearness = Nearness(self._postings, self._term, self._combiner)
        self._keeper = Keeper()
        self._check: Callable[[], None] = lambda: None
        self._expansions_left = MOST_EXPANSIONS
        self.hint = ""
        """What is odd about how the query was run last."""

    def execute(self, tree: query.Query, check: Callable[[], None]) -> Found:
        """The documents that match a query, deleted ones left out. `check` may raise to give up."""
        self._check = check
        self._expansions_left, self.hint = MOST_EXPANSIONS, ""
        if not self._size:
            return NOTHING
        found = self._run(tree)
        alive = self._columns.alive
        if alive.all() or (here := alive[found.documents]).all():
            return found
        return Found(found.documents[here], found.scores[here])

    @property
    def leaves(self) -> list[Leaf]:
        """The segments. What they hold may be read from any thread."""
        return self._postings.leaves

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

    def _occurs(self, key: Key) -> bool:
        for field in TEXT_FIELDS:
            if all(self._postings.frequency(field, word.encode()) for word in key) and (
                len(key) == 1
                or len(self._nearness.phrase(field, [[(word,)] for word in key], 1, self._check).documents)
            ):
                return True
        return False

    # One method for each kind of query. What looks odd is how the engine does it: a group of one query forgets
    # its boost, a score of nothing is one.

    def _run(self, tree: query.Query) -> Found:
        self._check()
        match tree:
            case query.Term():
                return boosted(self._term(tree.fieldname, tree.text), tree.boost)
            case Group():
                return boosted(self._group(tree.fieldname, tree.keys), tree.boost)
            case query.Phrase() if self._keeps_places(tree.fieldname):
                words: list[list[Key]] = [[(word,)] for word in tree.words]
                return boosted(self._kept_phrase(tree.fieldname, words, tree.slop), tree.boost)
            case Synonyms() if all(map(_is_lasting, tree.subqueries)):
                return self._synonyms(tree)
            case query.Sequence() | query.And() | query.Or() if len(tree.subqueries) == 1:
                return self._run(tree.subqueries[0])
            case query.Sequence() if type(tree) is query.Sequence and (slots := slots_of(tree)) is not None:
                return boosted(self._kept_phrase(*slots, tree.slop), tree.boost)
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
                return self._multi(tree)
            case NumericRange() if tree.fieldname == "day" and tree.constantscore:
                return scored(self._days(tree), tree.boost or 1.0)
            case NumericRange():
                return self._run(tree._compile_query(self._reader))
            case DocumentSet():
                return scored(tree.documents, 1.0)
            case _ if tree is query.NullQuery:
                return NOTHING
        return self._stock(tree)

    def _matching(self, tree: query.Query) -> Longs:
        """The documents alone, where their scores do not matter."""
        match tree:
            case query.ConstantScoreQuery():
                return self._matching(tree.child)
            case query.Prefix() | query.Wildcard() if tree.text in ("", "*"):
                return self._every(tree.fieldname)
            case MultiTerm():
                matched = np.zeros(self._size, bool)
                for leaf, numbers in self._expanded(tree):
                    self._postings.mark(matched, leaf, tree.field(), numbers)
                return np.flatnonzero(matched)
            case query.Or() if type(tree) is query.Or and not tree.scale:
                matched = np.zeros(self._size, bool)
                for sub in tree.subqueries:
                    matched[self._matching(sub)] = True
                return np.flatnonzero(matched)
        return self._run(tree).documents

    def _term(self, field: str, text: str | bytes) -> Found:
        schema = self._searcher.schema
        if field not in schema:
            return NOTHING
        try:
            term: bytes = schema[field].to_bytes(text)
        except ValueError:
            return NOTHING
        return self._keeper.keep((field, term), lambda: self._scorer.scored(field, *self._postings.read(field, term)))

    def _kept_phrase(self, field: str, slots: list[list[Key]], slop: int) -> Found:
        key = (field, tuple(map(tuple, slots)), slop)
        return self._keeper.keep(key, lambda: self._nearness.phrase(field, slots, slop, self._check))

    def _synonyms(self, tree: Synonyms) -> Found:
        """One word in all its fields."""

        def found() -> Found:
            parts = [self._run(sub) for sub in tree.subqueries]
            return parts[0] if len(parts) == 1 else boosted(self._combiner.any_of(parts), tree.boost)

        key = _key(tree)
        kept = self._keeper.keep(key, found)
        if self.hint:
            self._keeper.forget(key)  # the next query may have room for all that a pattern stands for
        return kept

    def _group(self, field: str, keys: tuple[Key, ...]) -> Found:
        """Words and phrases as if they were one word."""

        def found() -> Found:
            documents, weights = self._combiner.summed([self.postings_of(field, key) for key in keys])
            here = self._columns.alive[documents]  # the engine's listing, by which this is tested, leaves out the rest
            return self._scorer.scored(field, documents[here], weights[here])

        return self._keeper.keep((field, keys), found)

    def postings_of(self, field: str, key: Key) -> tuple[Longs, npt.NDArray[Any]]:
        """The documents that hold a word or phrase, and how often each does."""
        if len(key) == 1:
            return self._postings.read(field, key[0].encode())
        both = self._combiner.all_of([self._term(field, word) for word in key])
        starts, _ = self._nearness.occurrences(field, [key], both.documents, self._check)
        documents, counts = np.unique(starts >> 32, return_counts=True)
        return documents, counts

    def postings_of_pattern(self, tree: Any) -> Iterator[tuple[Longs, npt.NDArray[Any]]]:
        """The documents that hold each word that a pattern stands for, segment by segment, and how often each does."""
        for leaf, numbers in self._expander.terms(tree):
            field = leaf.fields[tree.field()]
            for number in map(int, numbers):
                first, last = int(field.start[number]), int(field.start[number + 1])
                yield shifted(field.documents[first:last], leaf.base), field.posting_weights(first, last)

    def _all_of(self, subqueries: Sequence[query.Query]) -> Found:
        if not subqueries:
            return NOTHING
        first, *rest = sorted(subqueries, key=self._estimate)
        found = self._run(first)
        for sub in rest:
            if not len(found.documents):
                return NOTHING
            found = self._also(found, sub)
        return found

    def _also(self, found: Found, tree: query.Query) -> Found:
        """Of what was found, what matches another query too; a mere filter is asked of these documents alone."""
        match tree:
            case NumericRange() if tree.fieldname == "day" and tree.constantscore:
                keep, score = _within_days(tree, self._columns.day.take(found.documents)), tree.boost or 1.0
            case query.Not():
                keep, score = ~self._combiner.among(found.documents, self._matching(tree.query)), 1.0
            case query.ConstantScoreQuery():
                keep, score = self._combiner.among(found.documents, self._matching(tree)), tree.score or 1.0
            case _:
                return self._combiner.all_of([found, self._run(tree)])
        documents, scores = kept(found, keep)
        return Found(documents, scores + score)

    def _estimate(self, tree: query.Query) -> int:
        """Roughly how many documents a query matches, where that is cheap to say."""
        if isinstance(tree, Synonyms) and (known := self._keeper.known(_key(tree))) is not None:
            return len(known.documents)
        if isinstance(tree, query.Term) and isinstance(tree.text, str):
            return self._postings.frequency(tree.fieldname, tree.text.encode())
        if isinstance(tree, Group):
            return sum(self._postings.frequency(tree.fieldname, key[0].encode()) for key in tree.keys)
        if isinstance(tree, query.Or):
            return sum(map(self._estimate, tree.subqueries))
        return self._size

    def _not(self, documents: Longs) -> Found:
        left = self._columns.alive.copy()
        left[documents] = False
        return scored(np.flatnonzero(left), 1.0)

    def _every(self, field: str | None) -> Longs:
        if field is None:
            return np.flatnonzero(self._columns.alive)
        matched = np.zeros(self._size, bool)
        for leaf in self._postings.leaves:
            if field in leaf.fields:
                self._postings.mark(matched, leaf, field, range(len(leaf.fields[field].terms)))
        return np.flatnonzero(matched)

    def _days(self, tree: NumericRange) -> Longs:
        return np.flatnonzero(self._columns.alive & _within_days(tree, self._columns.day))

    def _multi(self, tree: Any) -> Found:
        """The words that a pattern stands for. The engine scores them in a way of its own, segment by segment."""
        field = tree.field()
        matched = np.zeros(self._size, bool)
        total = np.zeros(self._size)
        for leaf, numbers in self._expanded(tree):
            flat = tree.constantscore and len(numbers) > 2 and leaf.size <= _SMALL_SEGMENT
            if flat or (tree.constantscore and len(numbers) >= _MOST_SCORED):
                here = np.zeros(self._size, bool)
                self._postings.mark(here, leaf, field, numbers)
                matched |= here
                total[here] = 1.0
            else:
                self._add_terms(matched, total, leaf, field, numbers, float(tree.boost))
        documents = np.flatnonzero(matched)
        return Found(documents, total[documents])

    def _expanded(self, tree: Any) -> Iterator[tuple[Leaf, Numbers]]:
        for leaf, numbers in self._expander.terms(tree):
            self._check()
            self._expansions_left -= len(numbers)
            if self._expansions_left < 0:
                self.hint = "The query’s “*”, “?” and “~” stand for very many words; only some of them were searched."
                return
            yield leaf, numbers

    def _add_terms(self, matched: Bools, total: Floats, leaf: Leaf, field: str, numbers: Numbers, boost: float) -> None:
        terms = leaf.fields[field].terms
        for number in numbers:
            found = self._term(field, terms[int(number)])
            first, last = np.searchsorted(found.documents, (leaf.base, leaf.base + leaf.size))
            here = found.documents[first:last]
            matched[here] = True
            total[here] += found.scores[first:last] * boost

    def _near(self, tree: Any) -> Found | None:
        """Terms near one another; None if the query is none of those that are known here."""
        terms = [tree.a, tree.b] if isinstance(tree, SpanNear) else list(tree.qs)
        if not all(type(term) is query.Term and isinstance(term.text, str) for term in terms):
            return None
        fields = {term.fieldname for term in terms}
        if len(fields) != 1 or tree.mindist < 1 or (not tree.ordered and len(terms) != 2):
            return None
        if not self._keeps_places(*fields):
            return None
        both = self._combiner.all_of([self._run(term) for term in terms])
        if len(terms) < 2 or not len(both.documents):
            return both
        words = [str(term.text) for term in terms]
        return self._nearness.near(fields.pop(), words, both, tree.slop, tree.mindist, tree.ordered, self._check)

    def _keeps_places(self, field: str) -> bool:
        schema = self._searcher.schema
        return field in schema and bool(schema[field].format) and schema[field].format.supports("positions")

    def _stock(self, tree: query.Query) -> Found:
        """What is not known here, by the engine's own matchers."""
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
        return Found(np.array(documents, np.int64), np.array(scores, np.float64))


def _is_lasting(tree: query.Query) -> bool:
    """Whether a query can be told from others, so that what it found may be kept: words, phrases, patterns."""
    return isinstance(tree, query.Term | query.Phrase | Group) or (
        isinstance(tree, query.ConstantScoreQuery) and isinstance(tree.child, PATTERNS)
    )


def _key(tree: Synonyms) -> Hashable:
    """What a word in its fields is kept under. The engine's own hash of it is the same for all words."""
    return (tree.boost, *tree.subqueries)


def _within_days(tree: NumericRange, day: npt.NDArray[Any]) -> Bools:
    """Which days lie in a range."""
    matched = np.ones(len(day), bool)
    if tree.start is not None:
        matched &= day > tree.start if tree.startexcl else day >= tree.start
    if tree.end is not None:
        matched &= day < tree.end if tree.endexcl else day <= tree.end
    return matched
