"""Which lines are the article: keep or cut for every line, with the reason for every cut."""

from __future__ import annotations

from dataclasses import dataclass, field

from peaceindex.cleaning import rules
from peaceindex.cleaning.ending import ending
from peaceindex.cleaning.fields import Fields
from peaceindex.cleaning.lines import is_sentence_like
from peaceindex.cleaning.page import Page


@dataclass(slots=True)
class Selection:
    """The lines kept, in order, and why each other line is cut (by index)."""

    kept: list[int] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)


def select(page: Page, fields: Fields) -> Selection:
    """Decide for every line of the page. Lines that are machine fields keep the reason that they have there."""
    reasons = {i: r for i, r in fields.taken.items() if i not in fields.body}
    kept = sorted(fields.body) if fields.bare else _by_shape(page, reasons)
    if not fields.bare and (end := ending(page, kept)):
        place, what = end
        reasons.setdefault(place, what)
        for i in range(place, len(page)):
            reasons.setdefault(i, f"after the end of the article: {rules.likely_reason(page, i)}")
        kept = [i for i in kept if i < place]
    chosen = set(kept)
    first = kept[0] if kept else 0
    for i in range(len(page)):
        if i not in chosen and i not in reasons:
            where = "before the article: " if i < first else ""
            reasons[i] = where + rules.likely_reason(page, i)
    return Selection(kept, reasons)


def _by_shape(page: Page, taken: dict[int, str]) -> list[int]:
    """The densest run of running text, and in it the lines that read like sentences."""
    best, best_span, total, start = 0, (0, 0), 0, 0
    prose = [
        i not in taken and is_sentence_like(line) and not rules.sure_reason(page, i)
        for i, line in enumerate(page.lines)
    ]
    for i, is_prose in enumerate(prose):
        total += min(60, page.sizes[i]) if is_prose else -5
        if total <= 0:
            total, start = 0, i + 1
        elif total > best:
            best, best_span = total, (start, i + 1)
    return [i for i in range(*best_span) if prose[i]]
