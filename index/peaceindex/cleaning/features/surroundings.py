"""What the model sees around a line: its neighbours, its place on the page and in the run of text, and its kin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from peaceindex.cleaning import cues
from peaceindex.cleaning.features import sequences
from peaceindex.cleaning.features.tallies import Words
from peaceindex.cleaning.models.network import Matrix, Numbers
from peaceindex.cleaning.page import Page
from peaceindex.text import language

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
_KIN: Final = (
    "likeness", "likeness_head", "likeness_title", "kin_start", "kin_before", "kin_after", "kin_all", "kin_both",
)  # fmt: skip
NAMES: Final = (*_NEIGHBOURS, *_PLACE, *_SINCE, *(f"{name}_near" for name in _NEAR), *_KIN)

_REACH = 10
_OPENING = 6
_FAR = 99
_SMALL = language.ALL_FUNCTION_WORDS
_CUE = {name: k for k, name in enumerate(cues.NAMES)}
_CONSENT = [_CUE[name] for name in ("consent", "form", "rights")]


@dataclass(frozen=True, slots=True)
class Shapes:
    """What each line of a page is by itself, for all lines at once; lines that are too small to ask have zeros."""

    page: Page
    asked: Numbers
    """The lines that are not too small."""
    words: Words
    """Those of the lines asked."""
    cues: Numbers
    """For each line and cue the place of the cue's first word; -1 where the line does not show it."""
    ends: Numbers
    prose: Numbers
    """Whether a line reads like running text."""
    own: dict[str, Numbers]
    """Columns of the lines' own features, by name."""


def surroundings(shapes: Shapes, candidates: Sequence[int]) -> Matrix:
    """One row for each of these lines, the columns of `NAMES`."""
    return _Around(shapes).rows(np.array(candidates, dtype=np.intp))


class _Around:
    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.page = page = shapes.page
        self.sizes = np.array(page.sizes)
        self.count = len(page)
        self.order = np.arange(self.count)
        self.weight = np.where(shapes.prose, np.minimum(self.sizes, 80), 0)
        self.before = sequences.sums(self.weight)
        self.start, self.stop = _run(self.weight.tolist(), page.sizes, shapes.ends.tolist())
        self.cues = shapes.cues
        self.title = self._likely_title()
        """A first guess at the title's line; -1 if there is none."""

    def rows(self, at: Numbers) -> Matrix:
        found = np.empty((self.count, len(NAMES) - len(_KIN)), dtype=np.float32)
        columns = (*self._neighbours(), *self._place(), *self._since())
        for k, column in enumerate(columns):
            found[:, k] = column
        found[:, len(columns) :] = self._near()
        return np.concatenate([found[at], self._kin(at)], axis=1, dtype=np.float32)

    def _neighbours(self) -> list[Numbers]:
        own, prose = self.shapes.own, self.shapes.prose
        words, ends, caps = np.log1p(self.sizes), self.shapes.ends, own["capitals"]
        gaps = np.array([min(3, line.gap) for line in self.page.lines])
        more = self.cues[:, _CUE["more"]]
        steps = (-2, -1, 1, 2)
        return [
            *(sequences.shifted(words, step, 0.0) for step in steps), *(sequences.shifted(ends, k, -1) for k in steps),
            *(sequences.shifted(values, step, 0) for values in (prose, caps) for step in (-1, 1)),
            sequences.shifted(more, -1, -1), sequences.shifted(own["caption"], 1, 0), sequences.shifted(gaps, 1, 3),
        ]  # fmt: skip

    def _place(self) -> list[Numbers]:
        n, order, before, sizes = self.count, self.order, self.before, self.sizes
        start, stop, total = self.start, self.stop, float(before[-1] or 1)
        here, behind = before[:-1], before[1:]
        prose = self.shapes.prose

        def upto(sums: Numbers, reach: int) -> Numbers:
            return np.asarray(sums[np.minimum(order + reach, n)])

        def since(sums: Numbers, reach: int) -> Numbers:
            return np.asarray(sums[np.maximum(order - reach, 0)])

        short = sequences.sums(sizes < 6)
        running = sequences.sums(prose)
        lengths = sequences.sums(sizes[prose])
        seen = running[:-1]
        recent = lengths[seen] - lengths[np.maximum(seen - 6, 0)]
        ahead, back = np.minimum(order + 9, n) - order - 1, order - np.maximum(order - 8, 0)
        prose_back, prose_ahead = seen - since(running, 8), upto(running, 9) - running[1:]
        words_back, words_ahead = here - since(before, 8), upto(before, 9) - behind
        unended = (sizes >= 12) & (self.shapes.ends == 0)
        all_words = sequences.sums(sizes)
        whole = np.ones(n)
        return [
            order / n, all_words[:-1] / (all_words[-1] or 1), here / total, (total - behind) / total,
            here - since(before, 6), upto(before, 7) - behind, upto(before, 11) - since(before, 10),
            whole * np.log1p(n), whole * np.log1p(total), (order >= start) + 1.0 * (order >= stop), order - start,
            stop - order, whole * (before[stop] - before[start]) / total,
            np.where(order >= start, here - before[start], -1),
            np.where(recent > 0, sizes * np.minimum(seen, 6) / np.maximum(recent, 1), -1.0),
            np.where(prose, order - sequences.last(~prose), 0), upto(short, 5) - since(short, 4),
            np.where(back > 0, 1 - prose_back / np.maximum(back, 1), -1.0),
            np.where(ahead > 0, 1 - prose_ahead / np.maximum(ahead, 1), -1.0),
            words_back / np.maximum(prose_back, 1), words_ahead / np.maximum(prose_ahead, 1),
            whole * float(sizes[unended].sum()) / float(sizes[sizes > 11].sum() or 1),
        ]  # fmt: skip

    def _since(self) -> list[Numbers]:
        order, sizes, prose, ends, before = self.order, self.sizes, self.shapes.prose, self.shapes.ends, self.before
        here = before[:-1]
        within = order >= self.start
        later = within & (here > before[self.start])
        rights, form, more, byline = (self.cues[:, _CUE[name]] for name in ("rights", "form", "more", "byline"))
        notice = sequences.before(later & (rights >= 0) & (rights <= 3))
        forms = sequences.before(later & (form >= 0) & (form <= 2))
        small = later & (sizes <= 9) & ~prose & ((ends == 0) | (ends == 4))
        heading = sequences.before(small & (more >= 0) & (more <= 1))
        any_head = sequences.before(small)
        kind = np.where(more >= 0, 1.0, np.where((self.cues >= 0).any(axis=1), 2.0, 0.0))
        dated = np.zeros(self.count, dtype=bool)
        dated[list(self.page.dates)] = True
        counted = (
            within & ~prose & (sizes < 30) & (byline == 0), within & (sizes < 14) & dated,
            within & ~prose & (sizes >= 5) & (sizes <= 24) & (ends == 0), within & prose,
        )  # fmt: skip
        return [
            sequences.since(prose, _FAR), sequences.until(prose, _FAR),
            *(np.where(event >= 0, order - event, -1) for event in (notice, heading, forms)),
            *(np.where(event >= 0, here - before[event + 1], -1) for event in (heading, forms)),
            np.where(any_head >= 0, kind[any_head], 0.0),
            *(sequences.sums(flag)[:-1] for flag in counted), self._echo(),
            order - self.title if self.title >= 0 else np.full(len(order), -_FAR),
        ]  # fmt: skip

    def _near(self) -> Numbers:
        """How much of each of `_NEAR` the line and the three on either side have."""
        own, page = self.shapes.own, self.page
        told = np.zeros((self.count + 1, len(_NEAR)))
        for name, column in (
            ("person", "person"),
            ("say", "say"),
            ("quotes", "quotes"),
            ("call", "call"),
            ("dates", "date"),
        ):
            told[1:, _NEAR.index(name)] = own[column]
        told[1:, _NEAR.index("consent")] = self.cues[:, _CONSENT].max(axis=1) >= 0
        told[1:, _NEAR.index("repeats")] = [page.repeats[line.key] > 1 for line in page.lines]
        told[1:, _NEAR.index("open")] = (self.sizes >= 12) & (self.shapes.ends == 0)
        told[1:, _NEAR.index("bullets")] = [line.bullet for line in page.lines]
        sums = told.cumsum(axis=0)
        return np.asarray(sums[np.minimum(self.order + 4, self.count)] - sums[np.maximum(self.order - 3, 0)])

    def _likely_title(self) -> int:
        """The line before the run that shares most words with it; -1 if none shares any."""
        page, start = self.page, self.start
        run = {
            w for i in range(start, min(len(page), start + 12)) if self.weight[i] for w in page.words[i] if len(w) > 3
        }
        best, place = 0.9, -1
        for i in range(max(0, start - 40), min(start + 1, len(page))):
            if 3 <= page.sizes[i] <= 30 and not self.weight[i]:
                score = sum(w in run for w in page.words[i] if len(w) > 3) - 0.03 * (start - i) - page.lines[i].bullet
                if score > best:
                    best, place = score, i
        return place

    def _echo(self) -> Numbers:
        """How far back the first line lies that begins like this one."""
        first: dict[str, int] = {}
        found = np.full(self.count, -1)
        for i, line in enumerate(self.page.lines):
            if line.words > 3 and (seen := first.setdefault(line.key[:30], i)) != i:
                found[i] = i - seen
        return found

    def _kin(self, at: Numbers) -> Matrix:
        """Shares of each line's telling words that stand in the run, its opening, the title, and the lines around."""
        words, asked = self.shapes.words, self.shapes.asked
        told = (words.longer(3) & ~words.among(_SMALL))[words.word]
        title = {w for w in self.page.words[self.title] if len(w) > 3} if self.title >= 0 else set()
        word, line = words.word[told], words.line[told]

        def count(flags: Numbers) -> Numbers:
            return np.bincount(line[flags], minlength=len(asked))

        def first(flags: Numbers) -> Numbers:
            """For each word the first of these lines that has it, counting from 0; a large number if none has."""
            found = np.full(len(words), _FAR)
            these = flags[line]
            found[word[these][::-1]] = (np.cumsum(flags) - 1)[line[these]][::-1]
            return found

        sizes = np.bincount(line, minlength=len(asked))
        prose = self.shapes.prose[asked]
        inside = prose & (asked >= self.start) & (asked < self.stop)
        following = prose & (asked >= self.start)
        seen: Numbers = np.cumsum(following) - following
        lines_with = np.bincount(word[inside[line]], minlength=len(words))
        head, opening = first(inside), first(following)
        size = np.maximum(sizes, 1)
        around = _kinship(word, line, sizes)
        found = np.stack(
            [
                count(lines_with[word] > inside[line]) / size, np.where(inside, 0.0, count(head[word] < 4) / size),
                count(words.among(title)[word]) / max(1, len(title)),
                np.where(
                    (sizes > 0) & (seen > 2), count(opening[word] < np.minimum(seen, _OPENING)[line]) / size, -1.0
                ),
                *around,
            ],
            axis=1,
        )  # fmt: skip
        return found[np.searchsorted(asked, at)].astype(np.float32)


def _kinship(word: Numbers, line: Numbers, sizes: Numbers) -> list[Numbers]:
    """For each line the shares of its words that stand in the ten lines before, after, and elsewhere at all.

    `word` and `line` are the different words of each line, by word, then by line; `sizes` how many each line has.
    The last value counts the words that stand on both sides. A line without words has -1 three times, and 0.
    """
    same = word[1:] == word[:-1]
    near = same & (line[1:] - line[:-1] <= _REACH)
    behind, ahead, known = (np.zeros(len(word), dtype=bool) for _ in range(3))
    behind[1:], ahead[:-1] = near, near
    known[1:] |= same
    known[:-1] |= same
    told = [np.bincount(line[flags], minlength=len(sizes)) for flags in (behind, ahead, known, behind & ahead)]
    return [*(np.where(sizes > 0, t / np.maximum(sizes, 1), -1.0) for t in told[:3]), told[3]]


def _run(weight: Sequence[int], sizes: Sequence[int], ends: Sequence[int]) -> tuple[int, int]:
    """The densest run of running text: start and stop. Long lines that end no sentence count for little."""
    best, span, total, start = 0.0, (0, 0), 0.0, 0
    for i, w in enumerate(weight):
        total += (w if ends[i] else w // 4) if w else -(4 + min(8, sizes[i]) / 2)
        if total <= 0:
            total, start = 0.0, i + 1
        elif total > best:
            best, span = total, (start, i + 1)
    return span
