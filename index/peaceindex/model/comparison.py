"""Two articles side by side: their sentences aligned, with what differs between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from peaceindex.model.article import Article
    from peaceindex.model.search import Span

RowKind = Literal["equal", "changed", "moved", "left", "right"]
ROW_KINDS: tuple[RowKind, ...] = get_args(RowKind)
FactKind = Literal["number", "date", "name"]
FACT_KINDS: tuple[FactKind, ...] = get_args(FactKind)


@dataclass(frozen=True, slots=True)
class DifferingFact:
    """A name, number or date that the other side does not have there, in code points of the sentence."""

    kind: FactKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ComparedSentence:
    """One sentence of an article, or several that the other article has in one.

    `start` is its position in `Article.text`, in code points.

    `marks` are the words that the sentence beside it does not have, in code points of `text`. A sentence that has none
    beside it has no marks: all of it is on this side only.
    """

    text: str
    start: int
    marks: tuple[Span, ...] = ()
    facts: tuple[DifferingFact, ...] = ()

    @property
    def span(self) -> Span:
        """Its position in `Article.text`."""
        return self.start, self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """What stands side by side: two sentences, or one that the other article does not have there.

    A sentence that stands elsewhere in the other article is "moved". It has one row in the place of each article, with
    one side each, and `other_row` is the index of the other of the two.
    """

    kind: RowKind
    left: ComparedSentence | None
    right: ComparedSentence | None
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class FactDifference:
    """A name, number or date that differs: what stands on the left and on the right; "" on a side without it."""

    kind: FactKind
    left: str
    right: str


@dataclass(frozen=True)
class Comparison:
    """Two articles with their rows, in the order of both: each sentence is in one row, and none is left out."""

    left: Article
    right: Article
    rows: tuple[ComparedRow, ...]
    differences: tuple[FactDifference, ...]

    @cached_property
    def counts(self) -> dict[RowKind, int]:
        """The number of rows of each kind. A moved sentence counts once."""
        found = Counter(row.kind for row in self.rows)
        found["moved"] //= 2
        return {kind: found[kind] for kind in ROW_KINDS}

    def as_record(self) -> dict[str, Any]:
        """Return the object that `compare --json` prints."""
        return {
            "left": _article_record(self.left),
            "right": _article_record(self.right),
            "counts": dict(self.counts),
            "differences": [{"kind": one.kind, "left": one.left, "right": one.right} for one in self.differences],
            "rows": [
                {
                    "kind": row.kind,
                    "left": _sentence_record(row.left),
                    "right": _sentence_record(row.right),
                    "other_row": row.other_row,
                }
                for row in self.rows
            ],
        }


def _article_record(article: Article) -> dict[str, Any]:
    names = ("id", "title", "outlet", "date", "language", "url")
    return {name: getattr(article, name) for name in names}


def _sentence_record(sentence: ComparedSentence | None) -> dict[str, Any] | None:
    if sentence is None:
        return None
    return {
        "text": sentence.text,
        "start": sentence.start,
        "marks": [list(mark) for mark in sentence.marks],
        "facts": [{"kind": one.kind, "start": one.start, "end": one.end} for one in sentence.facts],
    }
