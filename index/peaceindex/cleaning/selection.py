"""Which lines are the article: keep or cut for every line, with the reason for every cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from peaceindex.cleaning import rules
from peaceindex.cleaning.choice import best_choice
from peaceindex.cleaning.ending import ending, ends_here
from peaceindex.cleaning.fields import Fields
from peaceindex.cleaning.lines import ENDS, Line, is_sentence_like
from peaceindex.cleaning.page import Page

if TYPE_CHECKING:
    from peaceindex.cleaning.judging import Judge


@dataclass(slots=True)
class Selection:
    """The lines kept, in order, why each other line is cut, and how likely each was thought to be text (by index)."""

    kept: list[int] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    chances: dict[int, float] = field(default_factory=dict)

    def leave_out(self, reasons: Mapping[int, str]) -> None:
        """Cut these lines (by index) too, for these reasons."""
        self.kept = [i for i in self.kept if i not in reasons]
        self.reasons |= reasons
        self.chances |= dict.fromkeys(reasons, 0.0)


def select(page: Page, fields: Fields, model: Callable[[], Judge]) -> Selection:
    """Decide for every line of the page. Lines that are machine fields keep the reason that they have there."""
    reasons = {i: r for i, r in fields.taken.items() if i not in fields.body}
    chances: dict[int, float] = {}
    if fields.bare:
        kept = sorted(fields.body)
        chances = dict.fromkeys(kept, 1.0)
    elif clean := already_clean(page, reasons):
        return Selection(clean, {0: "title"} if clean[0] else {}, dict.fromkeys(clean, 1.0))
    else:
        kept, chances = _by_model(page, reasons, model)
    if not fields.bare and (end := ending(page, kept)):
        place, what = end
        reasons.setdefault(place, what)
        for i in range(place, len(page)):
            reasons.setdefault(i, f"after the end of the article: {rules.likely_reason(page, i)}")
        kept = [i for i in kept if i < place]
        kept += _up_to(page, place, kept, reasons)
    chosen = set(kept)
    first = kept[0] if kept else 0
    for i in range(len(page)):
        if i not in chosen and i not in reasons:
            where = "before the article: " if i < first else ""
            reasons[i] = where + rules.likely_reason(page, i)
    return Selection(kept, reasons, chances)


def already_clean(page: Page, taken: dict[int, str]) -> list[int]:
    """The lines of text of a page that holds nothing but a title and paragraphs; empty if it holds anything else."""
    if taken or len(page) < 3:
        return []
    first, second = page.lines[0], page.lines[1]
    headed = not is_sentence_like(first) or second.text.startswith(first.text.rstrip("…"))
    start = 1 if headed else 0
    for i in range(start, len(page)):
        line = page.lines[i]
        plain = (
            is_sentence_like(line) or line.bullet or (line.end == ":" and i + 1 < len(page)) or _ends_like_text(line)
        )
        if not plain or rules.sure_reason(page, i) or ends_here(page, i) or not _FORMS.isdisjoint(_early(page, i)):
            return []
        if page.dates.get(i) and page.sizes[i] < 15:
            return []
    return list(range(start, len(page)))


_FORMS = frozenset(("form", "consent", "more", "share", "about_author"))


def _early(page: Page, i: int) -> set[str]:
    return {name for name, place in page.cues[i].items() if place <= 1 and page.sizes[i] < 20}


def _ends_like_text(line: Line) -> bool:
    return line.words >= 2 and line.end != "" and line.end in ENDS


def _up_to(page: Page, place: int, kept: list[int], reasons: dict[int, str]) -> list[int]:
    """The last lines of text before the ending, if nothing but sentences stands between it and the text kept."""
    if not kept:
        return []
    between = list(range(kept[-1] + 1, place))
    plain = all(
        i not in reasons and is_sentence_like(page.lines[i]) and not rules.sure_reason(page, i) for i in between
    )
    return between if plain and len(between) <= 3 else []


def _by_model(page: Page, taken: dict[int, str], model: Callable[[], Judge]) -> tuple[list[int], dict[int, float]]:
    """The lines that the model chooses, and the chances of all candidates."""
    from peaceindex.cleaning.features import Table

    table = Table(page, taken)
    chances = dict(zip(table.candidates, model().chances(table.rows).tolist(), strict=True))
    for i in chances:
        if rules.sure_reason(page, i):
            chances[i] = 0.0
    places = list(chances)
    keep = best_choice([chances[i] for i in places], [page.sizes[i] for i in places])
    kept = [i for i, k in zip(places, keep, strict=True) if k]
    last = kept[-1] + 1 if kept else 0
    if chances.get(last, 0.0) >= _LAST and page.sizes[last] >= 10 and is_sentence_like(page.lines[last]):
        kept.append(last)
    return kept, chances


_LAST = 0.25
"""A sentence right behind the text is likelier to be its end than the model thinks of a single line."""
