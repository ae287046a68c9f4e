"""Two articles side by side: sentences aligned, differing words marked, and which names, numbers and dates differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from peaceindex.model.comparison import (
    FACT_KINDS,
    ComparedRow,
    ComparedSentence,
    Comparison,
    DifferingFact,
    FactDifference,
)
from peaceindex.near_duplicates.alignment import align_sentences
from peaceindex.near_duplicates.facts import Fact, Facts, facts_of
from peaceindex.near_duplicates.sentences import Sentence, differing_words, join_divided, sentences_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.comparison import RowKind
    from peaceindex.model.search import Span

_Cell = tuple["RowKind", int | None, int | None, tuple[int, int] | None]
"""The kind of a row, the sentences in it, and for one that was moved the pair of sentences."""
Run = tuple[Fact, ...]
"""A fact, or names that stand next to each other."""


def compare(left: Article, right: Article) -> Comparison:
    """Return two articles side by side. It takes longer than `differences.changes`, since it looks for names."""
    return _Comparer(left, right).comparison()


class Aligned(NamedTuple):
    """The sentences of two texts, some of them joined, and the rows that they stand in, in the order of both texts.

    What only the left text has comes before what only the right one has.
    """

    left: Sequence[Sentence]
    right: Sequence[Sentence]
    rows: Sequence[_Cell]


def align(left_article: Article, right_article: Article) -> Aligned:
    """Align the sentences of two articles."""
    left, right = sentences_of(left_article), sentences_of(right_article)
    pairs, moved = align_sentences([one.words for one in left], [one.words for one in right])
    free_left = set(range(len(left))).difference(i for i, _ in (*pairs, *moved))
    free_right = set(range(len(right))).difference(j for _, j in (*pairs, *moved))
    joined_left, left_places = join_divided(left, right, pairs, free_left, left_article.text)
    turned = [(j, i) for i, j in pairs]
    joined_right, right_places = join_divided(right, left, turned, free_right, right_article.text)
    pairs = [(left_places[i], right_places[j]) for i, j in pairs]
    moved = [(left_places[i], right_places[j]) for i, j in moved]
    return Aligned(joined_left, joined_right, _rows(joined_left, joined_right, pairs, moved))


def _rows(
    left: Sequence[Sentence],
    right: Sequence[Sentence],
    pairs: Sequence[tuple[int, int]],
    moved: Sequence[tuple[int, int]],
) -> list[_Cell]:
    moved_left, moved_right = dict(moved), {j: i for i, j in moved}
    rows: list[_Cell] = []
    next_left = next_right = 0
    for i, j in [*pairs, (len(left), len(right))]:
        for at in range(next_left, i):
            is_moved = at in moved_left
            rows.append(("moved", at, None, (at, moved_left[at])) if is_moved else ("left", at, None, None))
        for at in range(next_right, j):
            is_moved = at in moved_right
            rows.append(("moved", None, at, (moved_right[at], at)) if is_moved else ("right", None, at, None))
        if i < len(left):
            is_equal = left[i].tokens[0] == right[j].tokens[0]
            rows.append(("equal" if is_equal else "changed", i, j, None))
        next_left, next_right = i + 1, j + 1
    return rows


class _Comparer:
    def __init__(self, left: Article, right: Article) -> None:
        self._articles = left, right
        self._aligned = aligned = align(left, right)
        self._sentences = aligned.left, aligned.right
        self._facts = facts_of(left), facts_of(right)
        self._differences: dict[FactDifference, None] = {}

    def comparison(self) -> Comparison:
        cells = self._aligned.rows
        halves: dict[tuple[int, int], list[int]] = {}
        for at, (_, _, _, pair) in enumerate(cells):
            if pair:
                halves.setdefault(pair, []).append(at)
        rows = []
        for at, (kind, i, j, pair) in enumerate(cells):
            other = sum(halves[pair]) - at if pair else None
            left, right = self._sides(*pair) if pair else self._sides(i, j)
            rows.append(ComparedRow(kind, left if i is not None else None, right if j is not None else None, other))
        order = {kind: number for number, kind in enumerate(FACT_KINDS)}
        differences = sorted(self._differences, key=lambda one: order[one.kind])
        return Comparison(*self._articles, tuple(rows), tuple(differences))

    def _sides(self, i: int | None, j: int | None) -> tuple[ComparedSentence | None, ComparedSentence | None]:
        """Return two sentences that belong together, or one alone, with what differs marked."""
        left = None if i is None else self._sentences[0][i]
        right = None if j is None else self._sentences[1][j]
        marks: tuple[Sequence[Span], Sequence[Span]] = ((), ())
        if left and right:
            if left.tokens[0] == right.tokens[0]:
                return _compared(left), _compared(right)
            marks = differing_words(left, right)
        differing = self._differing_facts(left, right)
        return (
            _compared(left, marks[0], differing[0]) if left else None,
            _compared(right, marks[1], differing[1]) if right else None,
        )

    def _differing_facts(self, left: Sentence | None, right: Sentence | None) -> tuple[list[Run], list[Run]]:
        """Return the facts of two sentences that differ: those that replace one another, and those that are new.

        What a sentence lacks, but its article says elsewhere, does not differ.
        """
        facts = _in_sentence(self._facts[0], left), _in_sentence(self._facts[1], right)
        found: tuple[list[Run], list[Run]] = [], []
        for kind in FACT_KINDS:
            here = [[fact for fact in side if fact.kind == kind] for side in facts]
            mine = _runs(_left_over(here[0], here[1], right), self._articles[0].text)
            theirs = _runs(_left_over(here[1], here[0], left), self._articles[1].text)
            replaced = min(len(mine), len(theirs))
            new = [run for run in mine[replaced:] if self._is_new(run, 1)]
            new_there = [run for run in theirs[replaced:] if self._is_new(run, 0)]
            for one, other in [
                *zip(mine[:replaced], theirs[:replaced], strict=True),
                *((run, None) for run in new),
                *((None, run) for run in new_there),
            ]:
                self._differences.setdefault(FactDifference(kind, self._written(0, one), self._written(1, other)))
            found[0].extend([*mine[:replaced], *new])
            found[1].extend([*theirs[:replaced], *new_there])
        return found

    def _is_new(self, run: Run, other: int) -> bool:
        return not all(self._facts[other].state(fact) for fact in run)

    def _written(self, side: int, run: Run | None) -> str:
        """Return the words of facts that stand together; "" for none."""
        if run is None:
            return ""
        return " ".join(self._articles[side].text[run[0].start : run[-1].end].split())


def _in_sentence(facts: Facts, sentence: Sentence | None) -> list[Fact]:
    if sentence is None:
        return []
    return facts.within((sentence.start, sentence.start + len(sentence.text)))


def _left_over(facts: Sequence[Fact], others: Sequence[Fact], sentence: Sentence | None) -> list[Fact]:
    """Return the facts of one sentence that another, with its own facts of the same kind, does not state."""
    known = {fact.key for fact in others}
    words = set(map(str.lower, sentence.words)) if sentence and facts else set()
    return [fact for fact in facts if fact.key not in known and not fact.is_named_by(words)]


def _runs(facts: Sequence[Fact], text: str) -> list[Run]:
    """Return facts one by one, but names that stand next to each other together."""
    found: list[Run] = []
    for fact in facts:
        last = found[-1][-1] if found else None
        if last and fact.kind == "name" and text[last.end : fact.start] in (" ", "-"):
            found[-1] = (*found[-1], fact)
        else:
            found.append((fact,))
    return found


def _compared(sentence: Sentence, marks: Sequence[Span] = (), runs: Sequence[Run] = ()) -> ComparedSentence:
    facts = [
        DifferingFact(run[0].kind, run[0].start - sentence.start, run[-1].end - sentence.start)
        for run in sorted(runs, key=lambda run: run[0].start)
    ]
    return ComparedSentence(sentence.text, sentence.start, tuple(marks), tuple(facts))
