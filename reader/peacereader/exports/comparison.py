"""Two articles side by side, as plain text and in words. The sign before a line says on which side it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from peaceindex.model.comparison import FACT_KINDS
from peacereader import wording
from peacereader.output import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from peaceindex.model.article import Article
    from peaceindex.model.comparison import (
        ComparedRow,
        ComparedSentence,
        Comparison,
        FactDifference,
        FactKind,
        RowKind,
    )

SIGNS: Final[Mapping[RowKind, str]] = {"equal": " ", "changed": "≠", "moved": "⇅", "left": "−", "right": "+"}
"""What stands beside a row, so that nobody depends on colours."""
LEGEND: Final = "− left, + right; ≠ changed, ⇅ moved; [-left-] {+right+} words that differ"
_FACT_NOUNS: Final[Mapping[FactKind, str]] = {"number": "numbers", "date": "dates", "name": "names"}


def count_words(comparison: Comparison) -> str:
    """Return how many sentences are equal and how many differ: `12 sentences equal, 4 changed, 3 only left`."""
    counts = comparison.counts
    words = {"changed": "changed", "moved": "moved", "left": "only left", "right": "only right"}
    parts = [f"{wording.counted(counts['equal'], 'sentence')} equal"]
    parts += [f"{counts[kind]:,} {name}" for kind, name in words.items() if counts[kind]]  # type: ignore[index]
    return ", ".join(parts)


def fact_words(comparison: Comparison) -> list[str]:
    """Return a part for each kind of fact that differs: `numbers: 40 ↔ 45`, `names: only right Ankara`."""
    parts = []
    for kind in FACT_KINDS:
        of_kind = [one for one in comparison.differences if one.kind == kind]
        if of_kind:
            parts.append(f"{_FACT_NOUNS[kind]}: {_listed(of_kind)}")
    return parts


def summary(comparison: Comparison) -> str:
    """Return both on one line."""
    return "; ".join([count_words(comparison), *fact_words(comparison)])


def article_words(article: Article) -> str:
    """Return outlet and date of an article, and its id."""
    facts = (article.outlet or wording.OUTLET_NOT_KNOWN, wording.long_date(article.date), article.id)
    return one_line(" · ".join(facts))


def marked_text(sentence: ComparedSentence, opening: str, closing: str) -> str:
    """Return a sentence on one line, with signs around the words that the other side does not have."""
    pieces, end = [], 0
    for start, stop in sentence.marks:
        pieces += [sentence.text[end:start], opening, sentence.text[start:stop], closing]
        end = stop
    return one_line(" ".join("".join([*pieces, sentence.text[end:]]).split()))


def row_lines(row: ComparedRow) -> Iterator[tuple[str, str]]:
    """Yield the lines of a row: the sign before each, and its text. Equal sentences are one line."""
    if row.kind == "equal" and row.left:
        yield "  ", marked_text(row.left, "", "")
        return
    sign = "⇅" if row.kind == "moved" else ""
    if row.left:
        yield f"{sign}−".ljust(2), marked_text(row.left, "[-", "-]")
    if row.right:
        yield f"{sign}+".ljust(2), marked_text(row.right, "{+", "+}")


def head_lines(comparison: Comparison) -> list[tuple[str, str]]:
    """Return the lines at the top: of each article its title, then outlet, date and id."""
    lines = []
    for sign, article in (("− ", comparison.left), ("+ ", comparison.right)):
        lines.append((sign, one_line(article.title or wording.TITLE_NOT_KNOWN)))
        lines.append(("  ", article_words(article)))
    return lines


def _listed(differences: Sequence[FactDifference]) -> str:
    parts = [f"{one.left} ↔ {one.right}" for one in differences if one.left and one.right]
    for side, found in (
        ("left", [one.left for one in differences if not one.right]),
        ("right", [one.right for one in differences if not one.left]),
    ):
        if found:
            parts.append(f"only {side} {', '.join(found)}")
    return one_line(", ".join(parts))
