"""The features that the models see of lines that could be the title: rows of numbers, with the columns of `NAMES`."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning import speech_words
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text import language

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Iterable, Sequence

    from peaceindex.cleaning.features.candidate_rows import Layout
    from peaceindex.cleaning.page import Page

_FUNCTION_WORDS = language.ALL_FUNCTION_WORDS
_CUES = ("more", "form", "share", "consent", "advert", "caption", "byline", "rights")
_NO_CUES = (-1,) * len(_CUES)
_DIGIT = late_pattern(r"\d")
_SITE_SUFFIX = late_pattern(r"\S{3,} \S+ \S.* [|–—-] \S+(?: \S+){0,3}$")
_SEPARATORS = (" | ", " – ", " — ", " - ")
_PICTURE_WORD = late_pattern(r"[©/(]|(?:Photo|photo|Image|image|Credit|Foto)")
_SENTENCE_ENDS = frozenset(".!?")
_MAX_CANDIDATES = 21
"""The number of lines that are examined closely."""

NAMES: Final = (
    "words", "chars", "end", "bullet", "indent", "gap", "gap_after", "capitals", "shouted", "digits", "quotes", "date",
    "copies_before", "copies_after", "caption", "byline", "pointer", "more", "form", "share", "consent", "advert",
    "captions", "bylines", "rights", "to_text", "chance", "kept", "shared", "shares", "shares_most", "pipe", "dash",
    "next_1", "next_2", "before_1", "byline_soon", "date_soon", "caption_soon", "colon", "later_long", "function",
    "next_shared", "question", "place", "twin", "signed_in", "dated_in", "caption_in", "suffix", "person", "call",
    "say", "commas", "text_share", "text_often", "stops", "before_ended", "numbered", "picture", "capital_words",
)  # fmt: skip


def rows_of(
    layout: Layout, taken: Collection[int], byline_lines: Collection[int]
) -> tuple[list[int], list[list[float]]]:
    """Return (line indices, rows) of the lines that could be the title: from 80 before the text to six into it.

    `byline_lines` are the lines that look like bylines.
    """
    page = layout.page
    n = len(page)
    first = layout.first
    excluded = set(taken)
    window = range(max(0, first - 80), min(n, first + 7))
    candidates = [i for i in window if i not in excluded and 2 <= page.sizes[i] <= 60 and len(page.lines[i].text) < 400]
    candidates = [i for i in candidates if i not in page.dates or (page.sizes[i] > 6 and not page.is_date_line(i))]
    shared_counts: dict[int, int] = {}
    longer_words: dict[int, list[str]] = {}
    for i in candidates:
        longer_words[i] = [w for w in page.words[i] if len(w) > 3 and w not in _FUNCTION_WORDS]
        shared_counts[i] = len([w for w in longer_words[i] if w in layout.words]) if i not in layout.body else 0
    most_shared = max(shared_counts.values(), default=0)
    if len(candidates) > _MAX_CANDIDATES:
        candidates = sorted(_likely_titles(page, candidates, shared_counts, first, byline_lines))
    long_candidates = [i for i in candidates if page.sizes[i] >= 4 and i not in layout.body]
    nearby = range(max(0, first - 80), min(n, first + 12))
    to_byline = _steps_before([i for i in nearby if page.cues[i].get("byline") == 0 and page.sizes[i] < 25], 4)
    to_date = _steps_before([i for i in nearby if i in page.dates and page.sizes[i] < 25], 4)
    to_caption = _steps_before([i for i in nearby if i in page.captions], 4)
    to_byline_line = _steps_before(byline_lines, 6)
    rows: list[list[float]] = []
    for i in candidates:
        line, cues, size = page.lines[i], page.cues[i], page.sizes[i]
        text = line.text
        tokens = text.split()
        capitals = [t for t in tokens if t[0].isupper()]
        long_tokens = [t for t in tokens if len(t) > 3]
        twins = (
            [j for j in candidates if j != i and page.lines[j].key == line.key] if page.repeats[line.key] > 1 else []
        )
        copies_before = sum([j < i for j in twins])
        shared, longer_count = shared_counts[i], len(longer_words[i]) or 1
        rows.append(
            [
                size, len(text), "?!:.,".find(line.end) if line.end else -2, line.bullet, min(12, line.indent),
                min(4, line.gap), min(4, page.lines[i + 1].gap) if i + 1 < n else 4,
                len(capitals) / len(tokens),
                len([t for t in tokens if len(t) > 1 and t.isupper()]),
                len(_DIGIT.findall(text)) if i in page.numbered else 0,
                sum(map(text.count, "\"'" if text.isascii() else "\"“”„«»'‘’")), i in page.dates,
                copies_before, page.repeats[line.key] - 1 - copies_before,
                i in page.captions, i in page.bylines, i in page.pointers,
                *([cues.get(name, -1) for name in _CUES] if cues else _NO_CUES),
                first - i, layout.chances.get(i, 0.0), i in layout.body,
                shared / longer_count, shared, shared - most_shared, "|" in text,
                " - " in text or " – " in text,
                page.sizes[i + 1] if i + 1 < n else 0, page.sizes[i + 2] if i + 2 < n else 0,
                page.sizes[i - 1] if i else 0,
                i in to_byline, i in to_date, i in to_caption, ":" in text,
                len(long_candidates) - bisect_right(long_candidates, i), page.function_share(i),
                max(shared_counts.get(i + 1, 0), shared_counts.get(i + 2, 0)), "?" in text, i / n, len(twins),
                to_byline_line.get(i, 9), to_date.get(i, 9), to_caption.get(i, 9),
                any(map(text.__contains__, _SEPARATORS)) and _SITE_SUFFIX.search(text) is not None,
                *_tone_features(page, i), *_text_shares(longer_words[i], layout.text_words), text.count(". "),
                i > 0 and page.lines[i - 1].end in _SENTENCE_ENDS, text[0].isdigit(),
                _PICTURE_WORD.search(text) is not None,
                len([t for t in capitals if len(t) > 3]) / (len(long_tokens) or 1),
            ]
        )  # fmt: skip
    return candidates, rows


def _tone_features(page: Page, i: int) -> tuple[float, ...]:
    """Return features of a line's tone: words addressing the reader, an initial call, words of reporting, commas."""
    head = page.words[i]
    return (
        len(speech_words.PERSON.intersection(head)),
        bool(head) and head[0] in speech_words.CALLS,
        len(speech_words.SAY.intersection(head)),
        page.lines[i].text.count(","),
    )


def _text_shares(longer_words: Collection[str], text: Counter[str]) -> tuple[float, float]:
    """Return the share of these words that stand in the text, and how often they do (mean of logarithms)."""
    words = set(longer_words)
    count = len(words) or 1
    found = [text[word] for word in words if word in text]
    return len(found) / count, sum(map(math.log1p, found)) / count


def _steps_before(places: Iterable[int], max_steps: int) -> dict[int, int]:
    """Return how many steps each line is before the first of these places after it, if at most `max_steps` steps."""
    found: dict[int, int] = {}
    for place in sorted(places, reverse=True):
        found.update((place - step, step) for step in range(1, max_steps + 1))
    return found


def _likely_titles(
    page: Page, candidates: Sequence[int], shared_counts: dict[int, int], first: int, byline_lines: Collection[int]
) -> set[int]:
    """Return the lines worth a closer look: close above the text or a byline, or sharing most words with the text."""
    above = [i for i in reversed(candidates) if i < first]
    chosen = {*above[: _MAX_CANDIDATES // 3], *(i for i in above if any(i < j <= i + 3 for j in byline_lines))}
    ranked = sorted(
        candidates, key=lambda i: (-shared_counts[i] - 2 * (page.repeats[page.lines[i].key] > 1), abs(first - i))
    )
    for i in ranked:
        if len(chosen) >= _MAX_CANDIDATES:
            break
        chosen.add(i)
    return chosen
