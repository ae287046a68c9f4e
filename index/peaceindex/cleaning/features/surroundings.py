"""What the model sees around a line: the lines next to it, its place on the page and in the text, and shared words.

A first guess at the text, from the lines by themselves, is the densest *run* of lines that read like running text
(*prose*). Around it are calculated, for every line of the page at once:

- what its neighbours look like (`_NEIGHBOURS`, `_NEAR`);
- where it stands on the page and in relation to the run, and how much prose there is before and after (`_PLACE`);
- how far away the last prose, heading, notice or form is, and what stands in between (`_SINCE`);
- how many of its longer words it shares with the run, the title and the lines around it (`_SHARED`).

Numbers of lines, words and steps are as they are, shares are between 0 and 1, and -1 means that there is nothing to
measure. The model was trained with exactly these values: a change of any requires training.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from peaceindex.cleaning import cues
from peaceindex.cleaning.features import sequences
from peaceindex.text import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.cleaning.features.tallies import Words
    from peaceindex.cleaning.models.network import Matrix, Numbers
    from peaceindex.cleaning.page import Page

_NEIGHBOURS: Final = ("words-2", "words-1", "words+1", "words+2", "end-2", "end-1", "end+1", "end+2", "prose-1",
                      "prose+1", "caps-1", "caps+1", "more-1", "caption+1", "gap_after")  # fmt: skip
_PLACE: Final = (
    "place", "words_before", "prose_before", "prose_after", "prose_near_before", "prose_near_after", "prose_words_10",
    "lines", "total_prose", "run", "to_run_start", "to_run_end", "run_share", "words_since_start", "same_length",
    "prose_run_here", "short_lines_near", "short_before", "short_after", "mean_before", "mean_after", "open_page",
)  # fmt: skip
_SINCE: Final = (
    "since_prose", "until_prose", "since_notice", "since_heading", "since_form", "prose_since_heading",
    "prose_since_form", "heading_cue", "bylines_since", "dates_since", "heads_since", "prose_since_start", "echo",
    "from_title",
)  # fmt: skip
_NEAR: Final = ("person", "say", "quotes", "consent", "call", "dates", "repeats", "open", "bullets")
_SHARED: Final = (
    "shared_run", "shared_run_head", "shared_title", "shared_opening", "shared_before", "shared_after", "shared_page",
    "shared_both_sides",
)  # fmt: skip
NAMES: Final = (*_NEIGHBOURS, *_PLACE, *_SINCE, *(f"{name}_near" for name in _NEAR), *_SHARED)

_REACH_LINES = 10
"""How many lines before and after a line its words are looked for."""
_OPENING_LINES = 6
"""How many lines of prose are the opening of the text."""
_RUN_HEAD_LINES = 4
"""How many lines of prose are the head of the run."""
_MAX_DISTANCE = 99
"""The largest distance in lines, which also stands for something that is not there."""
_MAX_LINE_WORDS = 80
"""A longer line of prose counts as one of this many words."""
_LONG_LINE_WORDS = 12
"""A line of at least this many words that ends no sentence is cut off, or is no text."""
_CUE = {name: k for k, name in enumerate(cues.NAMES)}
_CONSENT = [_CUE[name] for name in ("consent", "form", "rights")]


@dataclass(frozen=True, slots=True)
class LineFeatures:
    """The features of each line of a page by itself, for all lines at once; lines too small to judge have zeros."""

    page: Page
    asked: Numbers
    """The indices of the lines that are not too small."""
    words: Words
    """The words of the asked lines."""
    cues: Numbers
    """For each line and cue, the place of the cue's first word; -1 if the line does not show the cue."""
    ends: Numbers
    """How each line ends: 1 to 3 as a sentence does, 4 with a colon, 5 within a sentence, 0 with no sign."""
    prose: Numbers
    """Whether a line reads like running text."""
    own: dict[str, Numbers]
    """The columns of the lines' own features, by name."""


def surroundings(features: LineFeatures, candidates: Sequence[int]) -> Matrix:
    """Return one row for each of these lines, with the columns of `NAMES`."""
    return _Surroundings(features).rows(np.array(candidates, dtype=np.intp))


class _Surroundings:
    """The surroundings of all lines of a page.

    Sums are over the lines before each line, beginning with 0, with one more for the whole page: a difference of two
    sums is what lies between two lines.
    """

    def __init__(self, features: LineFeatures) -> None:
        self.features = features
        self.page = page = features.page
        self.sizes = np.array(page.sizes)
        """The number of words of each line."""
        self.count = len(page)
        self.order = np.arange(self.count)
        """The index of each line."""
        self.prose_words = np.where(features.prose, np.minimum(self.sizes, _MAX_LINE_WORDS), 0)
        """The number of words of each line of prose, and 0 for the others."""
        self.prose_sums = sequences.sums(self.prose_words)
        """The words of prose before each line, and on the whole page."""
        self.start, self.stop = _densest_run(self.prose_words.tolist(), page.sizes, features.ends.tolist())
        self.cues = features.cues
        self.title = self._likely_title()
        """The index of a first guess at the title's line; -1 if there is none."""

    def rows(self, at: Numbers) -> Matrix:
        """Return the rows of these lines."""
        found = np.empty((self.count, len(NAMES) - len(_SHARED)), dtype=np.float32)
        columns = (*self._neighbours(), *self._place(), *self._since())
        for k, column in enumerate(columns):
            found[:, k] = column
        found[:, len(columns) :] = self._near()
        return np.concatenate([found[at], self._shared(at)], axis=1, dtype=np.float32)

    def _neighbours(self) -> list[Numbers]:
        """Return the columns of `_NEIGHBOURS`: properties of the one or two lines before and after each line."""
        own, prose = self.features.own, self.features.prose
        words, ends, capitals = np.log1p(self.sizes), self.features.ends, own["capitals"]
        gaps = np.array([min(3, line.gap) for line in self.page.lines])
        more = self.cues[:, _CUE["more"]]
        steps = (-2, -1, 1, 2)
        return [
            *(sequences.shifted(words, step, 0.0) for step in steps), *(sequences.shifted(ends, k, -1) for k in steps),
            *(sequences.shifted(values, step, 0) for values in (prose, capitals) for step in (-1, 1)),
            sequences.shifted(more, -1, -1), sequences.shifted(own["caption"], 1, 0), sequences.shifted(gaps, 1, 3),
        ]  # fmt: skip

    def _place(self) -> list[Numbers]:
        """Return the columns of `_PLACE`: the place on the page and in the run, and the prose before and after."""
        count, order, sizes, prose = self.count, self.order, self.sizes, self.features.prose
        start, stop = self.start, self.stop
        total = float(self.prose_sums[-1] or 1)
        before, through = self.prose_sums[:-1], self.prose_sums[1:]  # up to each line, without it and with it

        def sum_until(sums: Numbers, lines: int) -> Numbers:
            """Return the sum up to so many lines further on."""
            return np.asarray(sums[np.minimum(order + lines, count)])

        def sum_from(sums: Numbers, lines: int) -> Numbers:
            """Return the sum up to so many lines further back."""
            return np.asarray(sums[np.maximum(order - lines, 0)])

        all_words = sequences.sums(sizes)
        short_lines = sequences.sums(sizes < 6)
        prose_lines = sequences.sums(prose)
        prose_lines_before = prose_lines[:-1]
        prose_sizes = sequences.sums(sizes[prose])
        # The words of the last six lines of prose before each line.
        recent = prose_sizes[prose_lines_before] - prose_sizes[np.maximum(prose_lines_before - 6, 0)]
        lines_after, lines_before = np.minimum(order + 9, count) - order - 1, order - np.maximum(order - 8, 0)
        prose_near_before = prose_lines_before - sum_from(prose_lines, 8)
        prose_near_after = sum_until(prose_lines, 9) - prose_lines[1:]
        words_near_before = before - sum_from(self.prose_sums, 8)
        words_near_after = sum_until(self.prose_sums, 9) - through
        is_unended = (sizes >= _LONG_LINE_WORDS) & (self.features.ends == 0)
        page = np.ones(count)  # times a number: the same for all lines of the page
        return [
            order / count, all_words[:-1] / (all_words[-1] or 1), before / total, (total - through) / total,
            before - sum_from(self.prose_sums, 6), sum_until(self.prose_sums, 7) - through,
            sum_until(self.prose_sums, 11) - sum_from(self.prose_sums, 10),
            page * np.log1p(count), page * np.log1p(total), (order >= start) + 1.0 * (order >= stop), order - start,
            stop - order, page * (self.prose_sums[stop] - self.prose_sums[start]) / total,
            np.where(order >= start, before - self.prose_sums[start], -1),
            np.where(recent > 0, sizes * np.minimum(prose_lines_before, 6) / np.maximum(recent, 1), -1.0),
            np.where(prose, order - sequences.last(~prose), 0), sum_until(short_lines, 5) - sum_from(short_lines, 4),
            np.where(lines_before > 0, 1 - prose_near_before / np.maximum(lines_before, 1), -1.0),
            np.where(lines_after > 0, 1 - prose_near_after / np.maximum(lines_after, 1), -1.0),
            words_near_before / np.maximum(prose_near_before, 1), words_near_after / np.maximum(prose_near_after, 1),
            page * float(sizes[is_unended].sum()) / float(sizes[sizes >= _LONG_LINE_WORDS].sum() or 1),
        ]  # fmt: skip

    def _since(self) -> list[Numbers]:
        """Return the columns of `_SINCE`: distances to the last line of some kind, and counts since the run began."""
        order, sizes, prose, ends = self.order, self.sizes, self.features.prose, self.features.ends
        before = self.prose_sums[:-1]
        is_from_start = order >= self.start
        is_after_prose = is_from_start & (before > self.prose_sums[self.start])
        rights, form, more, byline = (self.cues[:, _CUE[name]] for name in ("rights", "form", "more", "byline"))
        last_notice = sequences.before(is_after_prose & (rights >= 0) & (rights <= 3))
        last_form = sequences.before(is_after_prose & (form >= 0) & (form <= 2))
        is_heading = is_after_prose & (sizes <= 9) & ~prose & ((ends == 0) | (ends == 4))
        last_pointer_heading = sequences.before(is_heading & (more >= 0) & (more <= 1))
        last_heading = sequences.before(is_heading)
        # 1 for a pointer to other texts, 2 for any other cue.
        heading_cue = np.where(more >= 0, 1.0, np.where((self.cues >= 0).any(axis=1), 2.0, 0.0))
        has_date = np.zeros(self.count, dtype=bool)
        has_date[list(self.page.dates)] = True
        counted = (
            is_from_start & ~prose & (sizes < 30) & (byline == 0), is_from_start & (sizes < 14) & has_date,
            is_from_start & ~prose & (sizes >= 5) & (sizes <= 24) & (ends == 0), is_from_start & prose,
        )  # fmt: skip
        return [
            sequences.since(prose, _MAX_DISTANCE), sequences.until(prose, _MAX_DISTANCE),
            *(np.where(k >= 0, order - k, -1) for k in (last_notice, last_pointer_heading, last_form)),
            *(np.where(k >= 0, before - self.prose_sums[k + 1], -1) for k in (last_pointer_heading, last_form)),
            np.where(last_heading >= 0, heading_cue[last_heading], 0.0),
            *(sequences.sums(flags)[:-1] for flags in counted), self._same_beginning(),
            order - self.title if self.title >= 0 else np.full(len(order), -_MAX_DISTANCE),
        ]  # fmt: skip

    def _near(self) -> Numbers:
        """Return how much of each of `_NEAR` the line and the three lines on either side have."""
        own, page = self.features.own, self.page
        values = np.zeros((self.count + 1, len(_NEAR)))
        for name, column in (
            ("person", "person"),
            ("say", "say"),
            ("quotes", "quotes"),
            ("call", "call"),
            ("dates", "date"),
        ):
            values[1:, _NEAR.index(name)] = own[column]
        values[1:, _NEAR.index("consent")] = self.cues[:, _CONSENT].max(axis=1) >= 0
        values[1:, _NEAR.index("repeats")] = [page.repeats[line.key] > 1 for line in page.lines]
        values[1:, _NEAR.index("open")] = (self.sizes >= _LONG_LINE_WORDS) & (self.features.ends == 0)
        values[1:, _NEAR.index("bullets")] = [line.bullet for line in page.lines]
        sums = values.cumsum(axis=0)
        return np.asarray(sums[np.minimum(self.order + 4, self.count)] - sums[np.maximum(self.order - 3, 0)])

    def _likely_title(self) -> int:
        """Return the index of the line before the run that shares most words with it; -1 if none shares any."""
        page, start = self.page, self.start
        lines = range(start, min(len(page), start + 12))
        run_words = {w for i in lines if self.prose_words[i] for w in page.words[i] if len(w) > 3}
        best, title = 0.9, -1
        for i in range(max(0, start - 40), min(start + 1, len(page))):
            if 3 <= page.sizes[i] <= 30 and not self.prose_words[i]:
                shared = sum(w in run_words for w in page.words[i] if len(w) > 3)
                score = shared - 0.03 * (start - i) - page.lines[i].bullet
                if score > best:
                    best, title = score, i
        return title

    def _same_beginning(self) -> Numbers:
        """Return how many lines back the first line with the same beginning is; -1 if there is none."""
        first_line: dict[str, int] = {}
        found = np.full(self.count, -1)
        for i, line in enumerate(self.page.lines):
            if line.words > 3 and (first := first_line.setdefault(line.key[:30], i)) != i:
                found[i] = i - first
        return found

    def _shared(self, at: Numbers) -> Matrix:
        """Return for these lines the columns of `_SHARED`: shares of their longer words, without function words.

        The shares are of the words that another line of the run has; that one of its first four lines has (0 for a
        line of the run); of the title's words, those that the line has; that the opening before the line has; that the
        ten lines before, the ten after, and any other line have. The last value is the number of words that both the
        ten before and the ten after have.
        """
        words, asked = self.features.words, self.features.asked
        is_longer = (words.longer(3) & ~words.among(language.ALL_FUNCTION_WORDS))[words.word]
        title = {w for w in self.page.words[self.title] if len(w) > 3} if self.title >= 0 else set()
        # Each longer word of each line once. Words are numbers, and lines are counted among the asked ones here.
        word, line = words.word[is_longer], words.line[is_longer]

        def count(flags: Numbers) -> Numbers:
            """Return how many words of each line have a flag."""
            return np.bincount(line[flags], minlength=len(asked))

        def first_with(flags: Numbers) -> Numbers:
            """Return for each word the first of these lines that contains it, from 0; `_MAX_DISTANCE` if none does."""
            found = np.full(len(words), _MAX_DISTANCE)
            in_lines = flags[line]
            found[word[in_lines][::-1]] = (np.cumsum(flags) - 1)[line[in_lines]][::-1]
            return found

        sizes = np.bincount(line, minlength=len(asked))
        prose = self.features.prose[asked]
        is_in_run = prose & (asked >= self.start) & (asked < self.stop)
        is_text = prose & (asked >= self.start)
        text_before: Numbers = np.cumsum(is_text) - is_text
        run_lines_with = np.bincount(word[is_in_run[line]], minlength=len(words))
        first_in_run, first_in_text = first_with(is_in_run), first_with(is_text)
        in_opening = first_in_text[word] < np.minimum(text_before, _OPENING_LINES)[line]
        size = np.maximum(sizes, 1)
        found = np.stack(
            [
                count(run_lines_with[word] > is_in_run[line]) / size,
                np.where(is_in_run, 0.0, count(first_in_run[word] < _RUN_HEAD_LINES) / size),
                count(words.among(title)[word]) / max(1, len(title)),
                np.where((sizes > 0) & (text_before > 2), count(in_opening) / size, -1.0),
                *_shared_around(word, line, sizes),
            ],
            axis=1,
        )  # fmt: skip
        return found[np.searchsorted(asked, at)].astype(np.float32)


def _shared_around(word: Numbers, line: Numbers, sizes: Numbers) -> list[Numbers]:
    """Return the shares of each line's words that stand in the ten lines before, in the ten after, and anywhere else.

    `word` and `line` are the distinct words of each line, sorted by word, then by line. `sizes` is the number of words
    of each line. A fourth value is the number of words that stand on both sides. A line without words has -1 three
    times, and 0.
    """
    is_same = word[1:] == word[:-1]
    is_near = is_same & (line[1:] - line[:-1] <= _REACH_LINES)
    in_before, in_after, in_other = (np.zeros(len(word), dtype=bool) for _ in range(3))
    in_before[1:], in_after[:-1] = is_near, is_near
    in_other[1:] |= is_same
    in_other[:-1] |= is_same
    shares = [np.bincount(line[flags], minlength=len(sizes)) for flags in (in_before, in_after, in_other)]
    on_both_sides = np.bincount(line[in_before & in_after], minlength=len(sizes))
    return [*(np.where(sizes > 0, count / np.maximum(sizes, 1), -1.0) for count in shares), on_both_sides]


def _densest_run(prose_words: Sequence[int], sizes: Sequence[int], ends: Sequence[int]) -> tuple[int, int]:
    """Return start and stop of the densest run of prose: the lines with the highest sum of scores.

    A line of prose scores its words, or a quarter of them if it ends no sentence. Another line costs four to eight.
    """
    best, run, score, start = 0.0, (0, 0), 0.0, 0
    for i, words in enumerate(prose_words):
        score += (words if ends[i] else words // 4) if words else -(4 + min(8, sizes[i]) / 2)
        if score <= 0:
            score, start = 0.0, i + 1
        elif score > best:
            best, run = score, (start, i + 1)
    return run
