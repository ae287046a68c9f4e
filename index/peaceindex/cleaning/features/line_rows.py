"""What the model sees of a line: its own look, its neighbours, its place on the page and in the run of text.

What a line is by itself is counted here, what stands around it in `surroundings`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from peaceindex.cleaning import cues, tones
from peaceindex.cleaning.features import surroundings, tallies
from peaceindex.cleaning.features.tallies import Signs, Words
from peaceindex.cleaning.models.network import Matrix, Numbers
from peaceindex.cleaning.page import Page

_END_CLASS = {".": 1, "!": 2, "?": 2, "…": 3, ":": 4, ",": 5, ";": 5, "。": 1, "؟": 2, "۔": 1, "।": 1}
_WORDS = 120
"""No more words of a line than these are read."""

OWN = (
    "words", "chars", "end", "indent", "gap", "commas", "function", "functions", "capitals", "shouted", "digits",
    "marks", "person", "say", "call", "quotes", "word_length", "date", "repeats", "caption", "pointer", "byline",
    "link", "code", "start", "bullet",
    *(f"cue_{name}" for name in cues.NAMES),
)  # fmt: skip
"""Features of a line by itself."""
NAMES = (*OWN, *surroundings.NAMES)
_AT = {name: i for i, name in enumerate(OWN)}
_CUE = {name: i for i, name in enumerate(cues.NAMES)}


class Table:
    """The features of a page's lines: a row of `rows` for each of `candidates`, columns as in NAMES.

    Lines of a few words that end no sentence are no candidates if they are
    items or stand among others of their kind: those are menus, never text.
    Nor are those `taken` for machine fields.
    """

    def __init__(self, page: Page, taken: Collection[int]) -> None:
        n = len(page)
        ends = [_END_CLASS.get(line.end, 0) if line.end else 0 for line in page.lines]
        tiny = _tiny(page, ends)
        asked = [i for i in range(n) if not tiny[i]]
        self.candidates = [i for i in asked if i not in taken]
        self.rows: Matrix = np.zeros((0, len(NAMES)), dtype=np.float32)
        if self.candidates:
            words = Words([page.words[i] if page.sizes[i] <= _WORDS else page.words[i][:_WORDS] for i in asked])
            places = _cue_places(page)
            own = np.zeros((n, len(OWN)))
            own[asked] = _own(page, asked, np.array(ends)[asked], words, places)
            prose = _prose(own, np.array(page.sizes))
            prose[list(taken)] = False
            columns = {name: own[:, k] for name, k in _AT.items()}
            shapes = surroundings.Shapes(page, np.array(asked), words, places, np.array(ends), prose, columns)
            around = surroundings.surroundings(shapes, self.candidates)
            self.rows = np.concatenate([own[self.candidates], around], axis=1, dtype=np.float32)


def _tiny(page: Page, ends: list[int]) -> list[bool]:
    small = [s < 8 and (s < 2 or not 1 <= e <= 3) for s, e in zip(page.sizes, ends, strict=True)]
    n = len(small)
    return [
        is_small and (page.sizes[i] < 4 or page.lines[i].bullet or (0 < i < n - 1 and small[i - 1] and small[i + 1]))
        for i, is_small in enumerate(small)
    ]


def _own(page: Page, asked: Sequence[int], ends: Numbers, words: Words, places: Numbers) -> Numbers:
    """The features of these lines by themselves, the columns of `OWN`; `words` and `ends` are those of these lines."""
    lines = [page.lines[i] for i in asked]
    texts = [line.text for line in lines]
    sizes = np.array([page.sizes[i] for i in asked])
    signs = Signs(texts)
    letters, head = signs.lengths, np.minimum(signs.lengths, 200)
    groups, capitals, shouted = signs.groups(300, 40)
    function = words.count(page.small_words, 60) / np.maximum(np.minimum(words.sizes, 60), 1)
    columns = [
        np.log1p(sizes), np.log1p(letters), ends,
        [min(12, line.indent) for line in lines], [min(4, line.gap) for line in lines],
        signs.count(tallies.COMMA) / groups, function, function * np.minimum(sizes, 60), capitals / groups,
        shouted / groups, signs.count(tallies.DIGIT, 200) / head, signs.count(tallies.MARK, 200),
        words.count_different(tones.PERSON, 60), words.count_different(tones.SAY, 60),
        [not tones.CALLS.isdisjoint(page.words[i][:1]) for i in asked], signs.count(tallies.QUOTE),
        [len(line.key) for line in lines] / np.maximum(sizes, 1), [i in page.dates for i in asked],
        [min(6, page.repeats[line.key]) for line in lines], [i in page.captions for i in asked],
        [i in page.pointers for i in asked], [i in page.bylines for i in asked],
        ["http" in text or "@" in text or "www." in text for text in texts],
        signs.count(tallies.CODE) / letters, [_start(text[0]) for text in texts], [line.bullet for line in lines],
    ]  # fmt: skip
    return np.concatenate([np.stack(columns, axis=1), places[asked]], axis=1)


def _cue_places(page: Page) -> Numbers:
    """For each line and cue the place of the cue's first word; -1 where the line does not show it."""
    found = np.full((len(page), len(cues.NAMES)), -1)
    told = [(i, _CUE[name], place) for i, those in enumerate(page.cues) if those for name, place in those.items()]
    if told:
        lines, columns, places = zip(*told, strict=True)
        found[lines, columns] = places
    return found


def _start(first: str) -> int:
    return 1 if first.isupper() else 2 if first.isdigit() else 0 if first.islower() else 3


def _prose(own: Numbers, size: Numbers) -> Numbers:
    """Whether each line reads like running text: long, or ended like a sentence, and made with small words."""
    end, function = own[:, _AT["end"]], own[:, _AT["function"]]
    ended = (end >= 1) & (end <= 3)
    return np.where(
        size > 44, own[:, _AT["code"]] < 0.04,
        np.where(ended, (size > 5) & ((function > 0.08) | (size > 13)), (size > 27) & (function > 0.12)),
    )  # fmt: skip
