"""What the models see of lines that could be the title: rows of plain numbers, by name in `NAMES`."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from peaceindex.cleaning import tones
from peaceindex.cleaning.features.candidate_rows import Layout
from peaceindex.cleaning.page import Page
from peaceindex.text import language

_SMALL = language.ALL_FUNCTION_WORDS
_CUES = ("more", "form", "share", "consent", "advert", "caption", "byline", "rights")
_NO_CUES = (-1,) * len(_CUES)
_DIGIT = re.compile(r"\d")
_SUFFIX = re.compile(r"\S{3,} \S+ \S.* [|–—-] \S+(?: \S+){0,3}$")
_PARTED = (" | ", " – ", " — ", " - ")
_OF_A_PICTURE = re.compile(r"[©/(]|(?:Photo|photo|Image|image|Credit|Foto)")
_ENDS = frozenset(".!?")
_MOST = 21
"""How many lines are looked at closely."""

NAMES: Final = (
    "words", "chars", "end", "bullet", "indent", "gap", "gap_after", "capitals", "shouted", "digits", "quotes", "date",
    "copies_before", "copies_after", "caption", "byline", "pointer", "more", "form", "share", "consent", "advert",
    "captions", "bylines", "rights", "to_text", "chance", "kept", "shared", "shares", "shares_most", "pipe", "dash",
    "next_1", "next_2", "before_1", "byline_soon", "date_soon", "caption_soon", "colon", "later_long", "function",
    "next_shared", "question", "place", "twin", "signed_in", "dated_in", "caption_in", "suffix", "person", "call",
    "say", "commas", "text_share", "text_often", "stops", "before_ended", "numbered", "picture", "capital_words",
)  # fmt: skip


def rows_of(layout: Layout, taken: Collection[int], signed: Collection[int]) -> tuple[list[int], list[list[float]]]:
    """(line indices, rows) of the lines that could be the title: from eighty before the text to six into it.

    `signed` are the lines that look like bylines.
    """
    page = layout.page
    n = len(page)
    first = layout.first
    skip = set(taken)
    window = range(max(0, first - 80), min(n, first + 7))
    places = [i for i in window if i not in skip and 2 <= page.sizes[i] <= 60 and len(page.lines[i].text) < 400]
    places = [i for i in places if i not in page.dates or (page.sizes[i] > 6 and not page.is_date_line(i))]
    shares: dict[int, int] = {}
    telling: dict[int, list[str]] = {}
    for i in places:
        telling[i] = [w for w in page.words[i] if len(w) > 3 and w not in _SMALL]
        shares[i] = len([w for w in telling[i] if w in layout.words]) if i not in layout.body else 0
    most = max(shares.values(), default=0)
    if len(places) > _MOST:
        places = sorted(_likely_titles(page, places, shares, first, signed))
    long_places = [i for i in places if page.sizes[i] >= 4 and i not in layout.body]
    reach = range(max(0, first - 80), min(n, first + 12))
    to_byline = _steps([i for i in reach if page.cues[i].get("byline") == 0 and page.sizes[i] < 25], 4)
    to_date = _steps([i for i in reach if i in page.dates and page.sizes[i] < 25], 4)
    to_caption = _steps([i for i in reach if i in page.captions], 4)
    to_signed = _steps(signed, 6)
    rows: list[list[float]] = []
    for i in places:
        line, c, size = page.lines[i], page.cues[i], page.sizes[i]
        text = line.text
        tokens = text.split()
        capitals = [t for t in tokens if t[0].isupper()]
        long_tokens = [t for t in tokens if len(t) > 3]
        twins = [j for j in places if j != i and page.lines[j].key == line.key] if page.repeats[line.key] > 1 else []
        copies_before = sum([j < i for j in twins])
        shared, telling_here = shares[i], len(telling[i]) or 1
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
                *([c.get(name, -1) for name in _CUES] if c else _NO_CUES),
                first - i, layout.chances.get(i, 0.0), i in layout.body,
                shared / telling_here, shared, shared - most, "|" in text,
                " - " in text or " – " in text,
                page.sizes[i + 1] if i + 1 < n else 0, page.sizes[i + 2] if i + 2 < n else 0,
                page.sizes[i - 1] if i else 0,
                i in to_byline, i in to_date, i in to_caption, ":" in text,
                len(long_places) - bisect_right(long_places, i), page.function_share(i),
                max(shares.get(i + 1, 0), shares.get(i + 2, 0)), "?" in text, i / n, len(twins),
                to_signed.get(i, 9), to_date.get(i, 9), to_caption.get(i, 9),
                any(map(text.__contains__, _PARTED)) and _SUFFIX.search(text) is not None,
                *_tone(page, i), *_echo(telling[i], layout.text_words), text.count(". "),
                i > 0 and page.lines[i - 1].end in _ENDS, text[0].isdigit(), _OF_A_PICTURE.search(text) is not None,
                len([t for t in capitals if len(t) > 3]) / (len(long_tokens) or 1),
            ]
        )  # fmt: skip
    return places, rows


def _tone(page: Page, i: int) -> tuple[float, ...]:
    """How a line speaks: words that address the reader, a call to begin with, words of reporting, commas."""
    head = page.words[i]
    return (
        len(tones.PERSON.intersection(head)), bool(head) and head[0] in tones.CALLS, len(tones.SAY.intersection(head)),
        page.lines[i].text.count(","),
    )  # fmt: skip


def _echo(telling: Collection[str], text: Counter[str]) -> tuple[float, float]:
    """The share of telling words that stand in the text, and how often they do (mean of logarithms)."""
    words = set(telling)
    count = len(words) or 1
    found = [text[word] for word in words if word in text]
    return len(found) / count, sum(map(math.log1p, found)) / count


def _steps(places: Iterable[int], most: int) -> dict[int, int]:
    """For each line with one of these places behind it within `most` steps, how many steps to the first of them."""
    found: dict[int, int] = {}
    for place in sorted(places, reverse=True):
        found.update((place - step, step) for step in range(1, most + 1))
    return found


def _likely_titles(
    page: Page, places: Sequence[int], shares: dict[int, int], first: int, signed: Collection[int]
) -> set[int]:
    """The lines worth a closer look: nearest over the text, right over a byline, or sharing most with the text."""
    over = [i for i in reversed(places) if i < first]
    chosen = {*over[: _MOST // 3], *(i for i in over if any(i < j <= i + 3 for j in signed))}
    ranked = sorted(places, key=lambda i: (-shares[i] - 2 * (page.repeats[page.lines[i].key] > 1), abs(first - i)))
    for i in ranked:
        if len(chosen) >= _MOST:
            break
        chosen.add(i)
    return chosen
