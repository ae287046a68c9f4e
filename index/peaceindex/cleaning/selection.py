"""Which lines are the article: keep or cut for every line, with the reason for every cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from peaceindex.cleaning import rules
from peaceindex.cleaning.choice import BARE_RATIO, FLOOR, LOSS_RATIO, best_choice
from peaceindex.cleaning.ending import ending, ends_here
from peaceindex.cleaning.evidence import evidence
from peaceindex.cleaning.metadata.dateline import DATE_LINE
from peaceindex.cleaning.metadata.machine_fields import Fields
from peaceindex.cleaning.page import Page
from peaceindex.cleaning.plain_pages import FEW_SIGNS, furniture_signs, with_prose_and_lists
from peaceindex.text.lines import ENDS, Line, has_no_stops, is_sentence_like

if TYPE_CHECKING:
    from peaceindex.cleaning.models.line_judge import Judge


@dataclass(slots=True)
class Selection:
    """The lines kept, in order, why each other line is cut, and how likely each was thought to be text (by index).

    `clean` tells that the page holds next to nothing but the article.
    """

    kept: list[int] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    chances: dict[int, float] = field(default_factory=dict)
    clean: bool = False

    def leave_out(self, reasons: Mapping[int, str]) -> None:
        """Cut these lines (by index) too, for these reasons."""
        self.kept = [i for i in self.kept if i not in reasons]
        self.reasons |= reasons
        self.chances |= dict.fromkeys(reasons, 0.0)


def select(page: Page, fields: Fields, model: Callable[[], Judge]) -> Selection:
    """Decide for every line of the page. Lines that are machine fields keep the reason that they have there."""
    reasons = {i: r for i, r in fields.taken.items() if i not in fields.body}
    chances: dict[int, float] = {}
    is_clean = False
    if fields.bare:
        kept = sorted(fields.body)
        chances = dict.fromkeys(kept, 1.0)
    elif clean := already_clean(page, reasons):
        kept_lines = set(clean)
        above = {i: DATE_LINE if page.is_date_line(i) else "title" for i in range(clean[-1]) if i not in kept_lines}
        return Selection(clean, above, dict.fromkeys(clean, 1.0), True)
    else:
        kept, chances, is_clean = _by_model(page, reasons, model)
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
    return Selection(kept, reasons, chances, is_clean)


def stated_body(page: Page, judged: Selection | None = None) -> Selection:
    """The lines of a text that its source calls the body of an article: all but those that say what else they are.

    `judged` is what its markup tells, where it had any. Where nothing would be left, everything stays.
    """
    reasons = dict(judged.reasons) if judged else {}
    for i in range(len(page)):
        if i not in reasons and (reason := evidence(page, i)):
            reasons[i] = reason
    kept = [i for i in range(len(page)) if i not in reasons]
    if not any(page.sizes[i] for i in kept):
        kept, reasons = list(range(len(page))), {}
    return Selection(kept, reasons, dict.fromkeys(kept, 1.0), True)


def already_clean(page: Page, taken: dict[int, str]) -> list[int]:
    """The lines of text of a page that holds nothing but a title and paragraphs; empty if it holds anything else.

    Lines of nothing but a date around the title are passed over.
    """
    lines = [i for i in range(len(page)) if i > _HEAD or not page.is_date_line(i)]
    if taken or not lines:
        return []
    headed = start = 0
    if len(lines) > 1:
        first, second = page.lines[lines[0]], page.lines[lines[1]]
        headed = not _ends_like_text(first) or _is_derived(first, second)
        start = 1 if headed and not (lines[1] == 1 and _is_first_paragraph(page)) else 0
    for i in lines[headed:]:
        line = page.lines[i]
        plain = (
            is_sentence_like(line) or line.bullet or (line.end == ":" and i + 1 < len(page)) or _ends_like_text(line)
        )
        if not plain or rules.sure_reason(page, i) or ends_here(page, i) or not _FORMS.isdisjoint(_early(page, i)):
            return []
        if page.dates.get(i) and page.sizes[i] < 15:
            return []
    return lines[start:]


_HEAD = 3
"""The last line, from 0, where a date line is one of the head."""


def _is_derived(title: Line, first: Line) -> bool:
    """Whether a line is a title made of the paragraph below it, which may have a dateline before those words."""
    return title.text.rstrip("…") in first.text[: len(title.text) + _DATELINE]


_DATELINE = 120
_FORMS = frozenset(("form", "consent", "more", "share", "about_author"))


def _early(page: Page, i: int) -> set[str]:
    return {name for name, place in page.cues[i].items() if place <= 1 and page.sizes[i] < 20}


def _ends_like_text(line: Line) -> bool:
    return (line.words >= 2 and line.end != "" and line.end in ENDS) or has_no_stops(line)


def _up_to(page: Page, place: int, kept: list[int], reasons: dict[int, str]) -> list[int]:
    """The last lines of text before the ending, if nothing but sentences stands between it and the text kept."""
    if not kept:
        return []
    between = list(range(kept[-1] + 1, place))
    plain = all(
        i not in reasons and is_sentence_like(page.lines[i]) and not rules.sure_reason(page, i) for i in between
    )
    return between if plain and len(between) <= 3 else []


def _by_model(
    page: Page, taken: dict[int, str], model: Callable[[], Judge]
) -> tuple[list[int], dict[int, float], bool]:
    """The lines that the model chooses, the chances of all that it was asked about, and whether the page is clean."""
    from peaceindex.cleaning.features.line_rows import Table

    table = Table(page, taken)
    chances = dict(zip(table.candidates, model().chances(table.rows).tolist(), strict=True))
    start = next((i for i, chance in chances.items() if chance >= 0.5), len(page))
    signs = furniture_signs(page) if start <= _BARE_HEAD else len(page)
    bare = _is_bare(page, chances, start, signs)
    clean = bare or _is_clean(page, chances, start)
    for i, chance in chances.items():
        # What is under the floor is not kept anyway.
        if (not clean and rules.sure_reason(page, i)) or (chance >= FLOOR and evidence(page, i)):
            chances[i] = 0.0
    places = list(chances)
    ratio = BARE_RATIO if bare else LOSS_RATIO
    keep = best_choice([chances[i] for i in places], [page.sizes[i] for i in places], ratio)
    kept = [i for i, k in zip(places, keep, strict=True) if k]
    if not kept:
        return _of_few_lines(page, taken), chances, True
    last = kept[-1] + 1
    if chances.get(last, 0.0) >= _LAST and page.sizes[last] >= 10 and is_sentence_like(page.lines[last]):
        kept.append(last)
    doubted = sum(chance < 0.5 for chance in chances.values())
    if clean and kept[0] <= _HEAD and doubted <= kept[0] + 1:
        kept = [*(i for i in range(kept[0]) if i not in taken and _is_paragraph(page, i)), *kept]
    # Where text begins at once and nothing looks scraped, what stands between two lines of text is text.
    at_once = start <= 1
    judged = taken.keys() if clean and at_once else chances.keys() | taken.keys()
    end = len(page) if bare and len(page) - 1 - kept[-1] <= _FEW_BEHIND else kept[-1]
    kept = _with_short_lines(page, kept, judged, end if clean or at_once else None)
    if at_once and signs <= FEW_SIGNS * len(page):
        kept = with_prose_and_lists(page, kept, taken)
    return kept, chances, clean


def _is_paragraph(page: Page, i: int) -> bool:
    """Whether a line over the text of a clean page is too long for a sure title, and no byline or date either."""
    line = page.lines[i]
    if line.words <= LONG_TITLE or evidence(page, i) or i in page.dates or i in page.bylines:
        return False
    return i > 0 or line.end in (".", "。", ":") or not page.lines[1].gap


def _is_bare(page: Page, chances: Mapping[int, float], start: int, signs: int) -> bool:
    """Whether a page shows no sign of having been scraped; a few do where it begins and ends with text.

    `start` is the first line of text, as the model has it; `signs` counts the lines that look scraped.
    """
    if start > _BARE_HEAD:
        return False
    ends_in_text = any(chance >= 0.5 for chance in list(chances.values())[-2:])
    return not signs or (start <= 1 and ends_in_text and signs <= FEW_SIGNS * len(page))


def _is_clean(page: Page, chances: Mapping[int, float], start: int) -> bool:
    """Whether the model finds next to no furniture from the first line of text on, `start`, which is near the top."""
    behind = [i for i in chances if i >= start]
    furniture = sum(page.sizes[i] for i in behind if chances[i] < 0.5)
    return bool(behind) and start <= _CLEAN_HEAD and furniture <= _CLEAN * sum(page.sizes[i] for i in behind)


def _with_short_lines(page: Page, kept: list[int], judged: Set[int], end: int | None) -> list[int]:
    """The lines kept, with the short ones among them that no model was asked about: on other pages those are menus.

    One between two lines of text is kept. On a page that is clean, or begins with text, all are up to `end`, where that
    is not None.
    """
    chosen = set(kept)
    if end is not None:
        chosen.update(i for i in range(kept[0], end) if i not in judged and not evidence(page, i))
    else:
        between = (after - 1 for before, after in pairwise(kept) if after - before == 2)
        chosen.update(i for i in between if i not in judged and _is_plain(page, i))
    return sorted(chosen)


def _is_first_paragraph(page: Page) -> bool:
    """Whether the first line of a clean page is too long for a sure title, and no empty line sets it off as one."""
    return page.sizes[0] > LONG_TITLE and not page.lines[1].gap and not evidence(page, 0)


def _is_plain(page: Page, i: int) -> bool:
    """Whether nothing tells that a line is furniture."""
    line = page.lines[i]
    return bool(line.key) and not (
        page.cues[i] or i in page.dates or page.repeats[line.key] > 1 or rules.sure_reason(page, i) or evidence(page, i)
    )


LONG_TITLE = 11
"""Words above which a line that could be the title may as well be a paragraph."""
_CLEAN = 0.05
_CLEAN_HEAD = 6
_BARE_HEAD = 4
_FEW_BEHIND = 5


def _of_few_lines(page: Page, taken: dict[int, str]) -> list[int]:
    """What a page holds of text where the model finds none: its sentences, or all of a page of a line or two."""
    those = [i for i in range(len(page)) if i not in taken and page.sizes[i] and not evidence(page, i)]
    sentences = [i for i in those if is_sentence_like(page.lines[i]) and not rules.sure_reason(page, i)]
    if sentences and 2 * len(sentences) >= len(those):
        return sentences
    return those if len(page) <= _FEW else []


_FEW = 2
_LAST = 0.25
"""A sentence right behind the text is likelier to be its end than the model thinks of a single line."""
