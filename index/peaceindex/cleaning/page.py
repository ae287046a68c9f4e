"""A page during cleaning: its lines and what is computed once for each, for the rules, the model and the metadata."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from peaceindex.cleaning import cues, dates, line_patterns
from peaceindex.cleaning.dates import Found, labels
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text import language
from peaceindex.text.lines import Line, split

if TYPE_CHECKING:
    from peaceindex.cleaning.reasons import Reason

_MAX_DATE_LINE_CHARACTERS = 220
_DIGIT = late_pattern(r"\d")
_NUMBERS = late_pattern(r"\d+")
_SLASHED_DATE = late_pattern(r"(?<![\d/])(\d\d?)/(\d\d?)/(?:\d{4}|\d\d)(?![\d/])")
_SAMPLE_CHARACTERS = 500
"""The number of characters of a line that are read to detect its language."""
_MAX_PRINT_HEAD_CHARACTERS = 400
"""A line of this many characters or more is not the head of a printed page."""


class Page:
    """The lines of a page with their words, cues and dates. Made once for each page; the text does not change."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = split(text)
        self.words: list[list[str]] = [line.groups for line in self.lines]
        self.sizes: list[int] = [line.words for line in self.lines]
        self.known_reasons: dict[int, Reason | None] = {}
        self.known_evidence: dict[int, Reason | None] = {}
        self._known_date_lines: dict[int, bool] = {}
        self.locale = ""
        """The language that the page states, with its region if given, as in `en-GB`. Set before dates are read."""
        self.host = ""
        """The host of the page's address. Set before dates are read."""

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def cues(self) -> list[dict[str, int]]:
        """For each line, the cues that it shows, each with the place of its first word."""
        return [cues.cues_in(words) for words in self.words]

    @cached_property
    def repeats(self) -> Counter[str]:
        """How often each normalised line stands on the page."""
        return Counter(line.key for line in self.lines)

    @cached_property
    def numbered(self) -> dict[int, str]:
        """The lines that contain a digit, normalised, by index."""
        return {i: line.key for i, line in enumerate(self.lines) if _DIGIT.search(line.key)}

    @cached_property
    def running_heads(self) -> frozenset[int]:
        """The lines that, apart from their numbers, stand on the page more than once, as heads of printed pages do."""
        numbered = {
            i: _NUMBERS.sub("0", key) for i, key in self.numbered.items() if len(key) < _MAX_PRINT_HEAD_CHARACTERS
        }
        counts = Counter(numbered.values())
        return frozenset(i for i, shape in numbered.items() if counts[shape] > 1 and self.sizes[i] >= 3)

    @cached_property
    def page_numbers(self) -> frozenset[int]:
        """The lines that are certainly heads or feet of a print: always the same except for a number that counts up."""
        lines_by_shape: dict[str, list[int]] = {}
        for i in sorted(self.running_heads):
            lines_by_shape.setdefault(_NUMBERS.sub("0", self.lines[i].key), []).append(i)
        return frozenset(
            i for lines in lines_by_shape.values() if len(lines) > 2 and self._counts_up(lines) for i in lines
        )

    def _counts_up(self, lines: list[int]) -> bool:
        """Return whether a number in these lines grows by one from each to the next, with other lines between them."""
        columns = zip(
            *(map(int, _NUMBERS.findall(self.lines[i].key[:_MAX_PRINT_HEAD_CHARACTERS])) for i in lines), strict=True
        )
        are_separate = all(after - before > 1 for before, after in pairwise(lines))
        return are_separate and any(all(b == a + 1 for a, b in pairwise(column)) for column in columns)

    @cached_property
    def captions(self) -> frozenset[int]:
        """The lines that are captions, judging by their credit."""
        pairs = enumerate(zip(self.words, self.cues, strict=True))
        candidates = [
            i for i, (words, line_cues) in pairs if "caption" in line_cues or line_patterns.ends_in_picture_word(words)
        ]
        return frozenset(i for i in candidates if line_patterns.is_caption(self.lines[i].text))

    @cached_property
    def pointers(self) -> frozenset[int]:
        """The lines that point to another article, as in `READ MORE: …`."""
        pairs = enumerate(self.cues)
        candidates = [
            i
            for i, line_cues in pairs
            if line_cues and (line_cues.get("more", 9) <= 1 or line_cues.get("caption") == 0)
        ]
        return frozenset(i for i in candidates if line_patterns.is_pointer(self.lines[i].text))

    @cached_property
    def bylines(self) -> frozenset[int]:
        """The lines that begin like a byline."""
        return frozenset(
            i for i, line_cues in enumerate(self.cues) if line_cues.get("byline") == 0 and self.sizes[i] < 30
        )

    @cached_property
    def forms(self) -> frozenset[int]:
        """The lines that begin like those of forms."""
        return frozenset(i for i, line_cues in enumerate(self.cues) if line_cues.get("form") == 0)

    @cached_property
    def notices(self) -> frozenset[int]:
        """The lines that are rights notices."""
        triples = enumerate(zip(self.lines, self.words, self.sizes, strict=True))
        return frozenset(
            i for i, (line, words, size) in triples if line_patterns.is_rights_notice(line.text, words, size)
        )

    @cached_property
    def language(self) -> str | None:
        """The language of the page's running text, detected from its longest lines."""
        return language.detect("\n".join(self.lines[i].text[:_SAMPLE_CHARACTERS] for i in self.longest))

    @cached_property
    def longest(self) -> list[int]:
        """The page's longest lines, longest first: at most twelve, and no more than the language detection needs."""
        lengths = [-len(line.text) for line in self.lines]
        longest = sorted(range(len(lengths)), key=lengths.__getitem__)[:12]
        sampled = accumulate(min(_SAMPLE_CHARACTERS, -lengths[i]) for i in longest)
        return longest[: 1 + sum(letters < language.SAMPLE for letters in sampled)]

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The most common function words of the page's language."""
        return language.function_words(self.language)

    def function_share(self, i: int) -> float:
        """Return the share (0 to 1) of a line's first 60 words that are function words of the page's language."""
        words = self.words[i][:60]
        small = self.small_words
        return len([w for w in words if w in small]) / len(words) if words else 0.0

    @cached_property
    def month_first(self) -> bool | None:
        """Whether 03/04/2025 means March 4 (True) or 3 April (False) here; None if nothing on the page decides.

        In English, which uses both orders, another date of the page decides, then the region.
        """
        stated = dates.month_first(self.locale or self.language, self.host)
        if stated is False and not (self.locale or self.language or "").startswith("en"):
            return False
        for line in self.lines:
            if len(line.text) < _MAX_DATE_LINE_CHARACTERS and "/" in line.text:
                for first, second in _SLASHED_DATE.findall(line.text):
                    if 12 < int(first) <= 31:
                        return False
                    if 12 < int(second) <= 31:
                        return True
        return stated

    @cached_property
    def dates(self) -> dict[int, list[Found]]:
        """The complete dates in the page's shorter lines, by line index."""
        found = {}
        places = set(self.numbered)
        if self.language in ("zh", "ja"):  # where dates may be written without a digit
            places.update(i for i, line in enumerate(self.lines) if "年" in line.text)
        for i in sorted(places):
            text = self.lines[i].text
            if len(text) < _MAX_DATE_LINE_CHARACTERS and (hits := self.read_dates(text)):
                found[i] = hits
        return found

    @cached_property
    def date_lines(self) -> frozenset[int]:
        """The lines that contain nothing but dates, with weekdays, times and labels."""
        return frozenset(filter(self.is_date_line, self.dates))

    def is_date_line(self, i: int) -> bool:
        """Return whether a line contains nothing but dates, with weekdays, times and labels. Computed once a line."""
        known = self._known_date_lines
        if i not in known:
            known[i] = i in self.dates and labels.is_date_line(self.lines[i].text, self.dates[i])
        return known[i]

    def read_dates(self, text: str) -> list[Found]:
        """Return the complete dates in a text, read in the page's language and order of day and month."""
        return dates.find_all(text, language=self.locale or self.language, month_first=self.month_first)
