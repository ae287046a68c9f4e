"""The features that the model sees of a line: its own look, its neighbours, its place on the page and in the text.

This module computes the features of a line by itself; `surroundings` computes those of what surrounds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from peaceindex.cleaning import cues, speech_words
from peaceindex.cleaning.features import surroundings, tallies
from peaceindex.cleaning.features.tallies import Characters, Words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from peaceindex.cleaning.models.network import Matrix, Numbers
    from peaceindex.cleaning.page import Page

_END_CLASS = {".": 1, "!": 2, "?": 2, "…": 3, ":": 4, ",": 5, ";": 5, "。": 1, "؟": 2, "۔": 1, "।": 1}
_MAX_WORDS = 120
"""The number of words of a line that are read."""

OWN = (
    "words", "chars", "end", "indent", "gap", "commas", "function", "functions", "capitals", "shouted", "digits",
    "marks", "person", "say", "call", "quotes", "word_length", "date", "repeats", "caption", "pointer", "byline",
    "link", "code", "start", "bullet",
    *(f"cue_{name}" for name in cues.NAMES),
)  # fmt: skip
"""The features of a line by itself."""
NAMES = (*OWN, *surroundings.NAMES)
_COLUMN = {name: i for i, name in enumerate(OWN)}
_CUE_COLUMN = {name: i for i, name in enumerate(cues.NAMES)}


class Table:
    """The features of a page's lines: `rows` has one row for each of `candidates`, with the columns of NAMES.

    Lines of a few words that end no sentence are not candidates if they are list items or stand among other such lines:
    they are menus, never text. Lines `taken` for machine fields are not candidates either.
    """

    def __init__(self, page: Page, taken: Collection[int]) -> None:
        n = len(page)
        ends = [_END_CLASS.get(line.end, 0) if line.end else 0 for line in page.lines]
        is_too_small = _too_small(page, ends)
        asked = [i for i in range(n) if not is_too_small[i]]
        self.candidates = [i for i in asked if i not in taken]
        self.rows: Matrix = np.zeros((0, len(NAMES)), dtype=np.float32)
        if self.candidates:
            words = Words([page.words[i] if page.sizes[i] <= _MAX_WORDS else page.words[i][:_MAX_WORDS] for i in asked])
            cue_places = _cue_places(page)
            own = np.zeros((n, len(OWN)))
            own[asked] = _own_columns(page, asked, np.array(ends)[asked], words, cue_places)
            prose = _prose(own, np.array(page.sizes))
            prose[list(taken)] = False
            columns = {name: own[:, k] for name, k in _COLUMN.items()}
            features = surroundings.LineFeatures(
                page, np.array(asked), words, cue_places, np.array(ends), prose, columns
            )
            around = surroundings.surroundings(features, self.candidates)
            self.rows = np.concatenate([own[self.candidates], around], axis=1, dtype=np.float32)


def _too_small(page: Page, ends: list[int]) -> list[bool]:
    small = [s < 8 and (s < 2 or not 1 <= e <= 3) for s, e in zip(page.sizes, ends, strict=True)]
    n = len(small)
    return [
        is_small and (page.sizes[i] < 4 or page.lines[i].bullet or (0 < i < n - 1 and small[i - 1] and small[i + 1]))
        for i, is_small in enumerate(small)
    ]


def _own_columns(page: Page, asked: Sequence[int], ends: Numbers, words: Words, cue_places: Numbers) -> Numbers:
    """Return the features of these lines by themselves, with the columns of `OWN`.

    `asked` are the indices of the lines; `ends` and `words` are given for these lines only, `cue_places` for all lines.
    """
    lines = [page.lines[i] for i in asked]
    texts = [line.text for line in lines]
    sizes = np.array([page.sizes[i] for i in asked])
    characters = Characters(texts)
    lengths, head_lengths = characters.lengths, np.minimum(characters.lengths, 200)
    groups, capitals, in_capitals = characters.groups(300, 40)
    function_share = words.count(page.small_words, 60) / np.maximum(np.minimum(words.sizes, 60), 1)
    columns = [
        np.log1p(sizes), np.log1p(lengths), ends,
        [min(12, line.indent) for line in lines], [min(4, line.gap) for line in lines],
        characters.count(tallies.COMMA) / groups, function_share, function_share * np.minimum(sizes, 60),
        capitals / groups,
        in_capitals / groups, characters.count(tallies.DIGIT, 200) / head_lengths, characters.count(tallies.MARK, 200),
        words.count_different(speech_words.PERSON, 60), words.count_different(speech_words.SAY, 60),
        [not speech_words.CALLS.isdisjoint(page.words[i][:1]) for i in asked], characters.count(tallies.QUOTE),
        [len(line.key) for line in lines] / np.maximum(sizes, 1), [i in page.dates for i in asked],
        [min(6, page.repeats[line.key]) for line in lines], [i in page.captions for i in asked],
        [i in page.pointers for i in asked], [i in page.bylines for i in asked],
        ["http" in text or "@" in text or "www." in text for text in texts],
        characters.count(tallies.CODE) / lengths, [_start_class(text[0]) for text in texts],
        [line.bullet for line in lines],
    ]  # fmt: skip
    return np.concatenate([np.stack(columns, axis=1), cue_places[asked]], axis=1)


def _cue_places(page: Page) -> Numbers:
    """Return for each line and cue the place of the cue's first word, or -1 if the line does not show the cue."""
    found = np.full((len(page), len(cues.NAMES)), -1)
    entries = [
        (i, _CUE_COLUMN[cue], place)
        for i, line_cues in enumerate(page.cues)
        if line_cues
        for cue, place in line_cues.items()
    ]
    if entries:
        lines, columns, places = zip(*entries, strict=True)
        found[lines, columns] = places
    return found


def _start_class(first: str) -> int:
    return 1 if first.isupper() else 2 if first.isdigit() else 0 if first.islower() else 3


def _prose(own: Numbers, words: Numbers) -> Numbers:
    """Return whether each line reads like running text: long, or ended like a sentence, and with function words."""
    end, function_share = own[:, _COLUMN["end"]], own[:, _COLUMN["function"]]
    is_ended = (end >= 1) & (end <= 3)
    return np.where(
        words > 44, own[:, _COLUMN["code"]] < 0.04,
        np.where(
            is_ended, (words > 5) & ((function_share > 0.08) | (words > 13)),
            (words > 27) & (function_share > 0.12),
        ),
    )  # fmt: skip
