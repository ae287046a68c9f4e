"""The choice of the lines that are the article: keep or cut for every line, with the reason for every cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from peaceindex.cleaning import rules
from peaceindex.cleaning.article_end import ending, ends_here
from peaceindex.cleaning.evidence import evidence
from peaceindex.cleaning.line_choice import BARE_RATIO, FLOOR, LOSS_RATIO, best_choice
from peaceindex.cleaning.plain_pages import MAX_TRACES_SHARE, boilerplate_traces, with_prose_and_lists
from peaceindex.cleaning.reasons import AFTER_ARTICLE, BEFORE_ARTICLE, Reason
from peaceindex.text.lines import ENDS, Line, has_no_stops, is_sentence_like

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Set

    from peaceindex.cleaning.metadata.machine_fields import Fields
    from peaceindex.cleaning.models.line_judge import Judge
    from peaceindex.cleaning.page import Page

LONG_TITLE_WORDS = 11
"""With more words than this, a line that could be the title may also be a paragraph."""
_HEAD_DATE_INDEX = 3
"""The last index at which a date line belongs to the head of the page."""
_DATELINE_CHARACTERS = 120
_BOILERPLATE_CUES = frozenset(("form", "consent", "more", "share", "about_author"))
_CLEAN_BOILERPLATE_SHARE = 0.05
"""The largest share of boilerplate, in words, on a clean page."""
_CLEAN_HEAD_LINES = 6
_BARE_HEAD_LINES = 4
"""The most lines above the text of a clean page, and of one without traces of scraping."""
_BARE_LINES_AFTER = 5
"""The most lines after the text of a page without traces of scraping that still belong to it."""
_TINY_PAGE_LINES = 2
_NEXT_SENTENCE_CHANCE = 0.25
"""A sentence directly after the text is more likely to be its end than the model estimates for a single line."""


@dataclass(slots=True)
class Selection:
    """The kept lines in order, why each other line is cut, and how likely each was thought to be text, all by index.

    `clean` is True if the page contains almost nothing but the article.
    """

    kept: list[int] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    chances: dict[int, float] = field(default_factory=dict)
    clean: bool = False

    def leave_out(self, reasons: Mapping[int, str]) -> None:
        """Also cut these lines (by index), for these reasons."""
        self.kept = [i for i in self.kept if i not in reasons]
        self.reasons |= reasons
        self.chances |= dict.fromkeys(reasons, 0.0)


def select(page: Page, fields: Fields, model: Callable[[], Judge]) -> Selection:
    """Decide for every line of the page. Lines that are machine fields keep the reason given there."""
    reasons = {i: r for i, r in fields.taken.items() if i not in fields.body}
    chances: dict[int, float] = {}
    is_clean = False
    if fields.bare:
        kept = sorted(fields.body)
        chances = dict.fromkeys(kept, 1.0)
    elif clean := already_clean(page, reasons):
        kept_lines = set(clean)
        above: dict[int, str] = {
            i: Reason.DATE_LINE if page.is_date_line(i) else Reason.TITLE
            for i in range(clean[-1])
            if i not in kept_lines
        }
        return Selection(clean, above, dict.fromkeys(clean, 1.0), True)
    else:
        kept, chances, is_clean = _by_model(page, reasons, model)
    if not fields.bare and (end := ending(page, kept)):
        end_index, end_reason = end
        reasons.setdefault(end_index, end_reason)
        for i in range(end_index, len(page)):
            reasons.setdefault(i, f"{AFTER_ARTICLE}{rules.likely_reason(page, i)}")
        kept = [i for i in kept if i < end_index]
        kept += _sentences_before_end(page, end_index, kept, reasons)
    chosen = set(kept)
    first = kept[0] if kept else 0
    for i in range(len(page)):
        if i not in chosen and i not in reasons:
            prefix = BEFORE_ARTICLE if i < first else ""
            reasons[i] = prefix + rules.likely_reason(page, i)
    return Selection(kept, reasons, chances, is_clean)


def stated_body(page: Page, judged: Selection | None = None) -> Selection:
    """Return the lines of a text that its source calls the body of an article: all except evident boilerplate.

    `judged` is the selection by the markup, where there is any. If no line with words would remain, everything stays.
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
    """Return the text lines of a page that contains only a title and paragraphs; empty if it contains anything else.

    Lines near the title that are nothing but a date are skipped.
    """
    lines = [i for i in range(len(page)) if i > _HEAD_DATE_INDEX or not page.is_date_line(i)]
    if taken or not lines:
        return []
    has_title = start = 0
    if len(lines) > 1:
        first, second = page.lines[lines[0]], page.lines[lines[1]]
        has_title = not _ends_like_text(first) or _is_derived(first, second)
        start = 1 if has_title and not (lines[1] == 1 and _is_first_paragraph(page)) else 0
    for i in lines[has_title:]:
        line = page.lines[i]
        is_text_like = (
            is_sentence_like(line) or line.bullet or (line.end == ":" and i + 1 < len(page)) or _ends_like_text(line)
        )
        if (
            not is_text_like
            or rules.sure_reason(page, i)
            or ends_here(page, i)
            or not _BOILERPLATE_CUES.isdisjoint(_opening_cues(page, i))
        ):
            return []
        if page.dates.get(i) and page.sizes[i] < 15:
            return []
    return lines[start:]


def _is_derived(title: Line, first: Line) -> bool:
    """Return whether a line is a title made from the paragraph below it, which may begin with a dateline."""
    return title.text.rstrip("…") in first.text[: len(title.text) + _DATELINE_CHARACTERS]


def _opening_cues(page: Page, i: int) -> set[str]:
    return {name for name, place in page.cues[i].items() if place <= 1 and page.sizes[i] < 20}


def _ends_like_text(line: Line) -> bool:
    return (line.words >= 2 and line.end != "" and line.end in ENDS) or has_no_stops(line)


def _sentences_before_end(page: Page, end_index: int, kept: list[int], reasons: dict[int, str]) -> list[int]:
    """Return the last lines of text before the ending, if only sentences stand between it and the kept text."""
    if not kept:
        return []
    between = list(range(kept[-1] + 1, end_index))
    are_sentences = all(
        i not in reasons and is_sentence_like(page.lines[i]) and not rules.sure_reason(page, i) for i in between
    )
    return between if are_sentences and len(between) <= 3 else []


def _by_model(
    page: Page, taken: dict[int, str], model: Callable[[], Judge]
) -> tuple[list[int], dict[int, float], bool]:
    """Return the lines that the model chooses, the chances of all lines it judged, and whether the page is clean."""
    from peaceindex.cleaning.features.line_rows import Table

    table = Table(page, taken)
    chances = dict(zip(table.candidates, model().chances(table.rows).tolist(), strict=True))
    start = next((i for i, chance in chances.items() if chance >= 0.5), len(page))
    traces = boilerplate_traces(page) if start <= _BARE_HEAD_LINES else len(page)
    is_bare = _is_bare(page, chances, start, traces)
    is_clean = is_bare or _is_clean(page, chances, start)
    for i, chance in chances.items():
        # A line below the floor is not kept anyway.
        if (not is_clean and rules.sure_reason(page, i)) or (chance >= FLOOR and evidence(page, i)):
            chances[i] = 0.0
    places = list(chances)
    ratio = BARE_RATIO if is_bare else LOSS_RATIO
    keep = best_choice([chances[i] for i in places], [page.sizes[i] for i in places], ratio)
    kept = [i for i, k in zip(places, keep, strict=True) if k]
    if not kept:
        return _text_without_model(page, taken), chances, True
    next_index = kept[-1] + 1
    if (
        chances.get(next_index, 0.0) >= _NEXT_SENTENCE_CHANCE
        and page.sizes[next_index] >= 10
        and is_sentence_like(page.lines[next_index])
    ):
        kept.append(next_index)
    doubtful_count = sum(chance < 0.5 for chance in chances.values())
    if is_clean and kept[0] <= _HEAD_DATE_INDEX and doubtful_count <= kept[0] + 1:
        kept = [*(i for i in range(kept[0]) if i not in taken and _is_paragraph(page, i)), *kept]
    # Where text begins at once and nothing looks scraped, a line between two lines of text is text.
    begins_at_once = start <= 1
    judged = taken.keys() if is_clean and begins_at_once else chances.keys() | taken.keys()
    end = len(page) if is_bare and len(page) - 1 - kept[-1] <= _BARE_LINES_AFTER else kept[-1]
    kept = _with_short_lines(page, kept, judged, end if is_clean or begins_at_once else None)
    if begins_at_once and traces <= MAX_TRACES_SHARE * len(page):
        kept = with_prose_and_lists(page, kept, taken)
    return kept, chances, is_clean


def _is_paragraph(page: Page, i: int) -> bool:
    """Return whether a line above a clean page's text may be text: too long for a sure title, no byline or date."""
    line = page.lines[i]
    if line.words <= LONG_TITLE_WORDS or evidence(page, i) or i in page.dates or i in page.bylines:
        return False
    return i > 0 or line.end in (".", "。", ":") or not page.lines[1].gap


def _is_bare(page: Page, chances: Mapping[int, float], start: int, traces: int) -> bool:
    """Return whether a page shows no trace of scraping, or only a few while it begins and ends with text.

    `start` is the first line of text according to the model. `traces` is the number of lines that look scraped.
    """
    if start > _BARE_HEAD_LINES:
        return False
    ends_in_text = any(chance >= 0.5 for chance in list(chances.values())[-2:])
    return not traces or (start <= 1 and ends_in_text and traces <= MAX_TRACES_SHARE * len(page))


def _is_clean(page: Page, chances: Mapping[int, float], start: int) -> bool:
    """Return whether the text starts near the top and the model finds almost no boilerplate from there on.

    `start` is the index of the first line of text.
    """
    from_start = [i for i in chances if i >= start]
    boilerplate_words = sum(page.sizes[i] for i in from_start if chances[i] < 0.5)
    return (
        bool(from_start)
        and start <= _CLEAN_HEAD_LINES
        and boilerplate_words <= _CLEAN_BOILERPLATE_SHARE * sum(page.sizes[i] for i in from_start)
    )


def _with_short_lines(page: Page, kept: list[int], judged: Set[int], end: int | None) -> list[int]:
    """Return the kept lines and the short lines among them that no model judged; on other pages those are menus.

    A short line between two lines of text is kept. On a page that is clean or begins with text, all of them are kept up
    to `end`, unless that is None.
    """
    chosen = set(kept)
    if end is not None:
        chosen.update(i for i in range(kept[0], end) if i not in judged and not evidence(page, i))
    else:
        between = (after - 1 for before, after in pairwise(kept) if after - before == 2)
        chosen.update(i for i in between if i not in judged and _shows_no_boilerplate(page, i))
    return sorted(chosen)


def _is_first_paragraph(page: Page) -> bool:
    """Return whether the first line of a clean page may be text: too long for a sure title, no empty line below."""
    return page.sizes[0] > LONG_TITLE_WORDS and not page.lines[1].gap and not evidence(page, 0)


def _shows_no_boilerplate(page: Page, i: int) -> bool:
    """Return whether nothing shows that a line is boilerplate."""
    line = page.lines[i]
    return bool(line.key) and not (
        page.cues[i] or i in page.dates or page.repeats[line.key] > 1 or rules.sure_reason(page, i) or evidence(page, i)
    )


def _text_without_model(page: Page, taken: dict[int, str]) -> list[int]:
    """Return the text of a page where the model finds none: its sentences, or all of a page of one or two lines."""
    candidates = [i for i in range(len(page)) if i not in taken and page.sizes[i] and not evidence(page, i)]
    sentences = [i for i in candidates if is_sentence_like(page.lines[i]) and not rules.sure_reason(page, i)]
    if sentences and 2 * len(sentences) >= len(candidates):
        return sentences
    return candidates if len(page) <= _TINY_PAGE_LINES else []
