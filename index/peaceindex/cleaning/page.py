"""A page under the knife: its lines and what can be told of each once, for the rules, the model and the metadata."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import accumulate, pairwise

from peaceindex.cleaning import cues, dates, looks
from peaceindex.cleaning.dates import Found, labels
from peaceindex.text import language
from peaceindex.text.lines import Line, split

_DATE_LINE = 220
_DIGIT = re.compile(r"\d")
_NUMBERS = re.compile(r"\d+")
_SLASHED = re.compile(r"(?<![\d/])(\d\d?)/(\d\d?)/(?:\d{4}|\d\d)(?![\d/])")
_READ = 500
"""So much of a line tells its language."""
_HEAD = 400
"""A line of more letters is no head of a printed page."""


class Page:
    """The lines of a page with their words, cues and dates. Made once a page; nothing in it changes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = split(text)
        self.words: list[list[str]] = [line.groups for line in self.lines]
        self.sizes: list[int] = [line.words for line in self.lines]
        self.known_reasons: dict[int, str | None] = {}
        self.known_evidence: dict[int, str | None] = {}
        self._known_date_lines: dict[int, bool] = {}
        self.locale = ""
        """The language that the page states, with its region if it does, as in `en-GB`; set before dates are read."""
        self.host = ""
        """The host of the page's address, set likewise."""

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def cues(self) -> list[dict[str, int]]:
        """For each line the cues that it shows, with the place of their first word."""
        return [cues.cues_in(words) for words in self.words]

    @cached_property
    def repeats(self) -> Counter[str]:
        """How often each squashed line stands on the page."""
        return Counter(line.key for line in self.lines)

    @cached_property
    def numbered(self) -> dict[int, str]:
        """The lines that hold a digit, squashed."""
        return {i: line.key for i, line in enumerate(self.lines) if _DIGIT.search(line.key)}

    @cached_property
    def running_heads(self) -> frozenset[int]:
        """The lines that stand on the page more than once but for their numbers, as the heads of printed pages do."""
        numbered = {i: _NUMBERS.sub("0", key) for i, key in self.numbered.items() if len(key) < _HEAD}
        counts = Counter(numbered.values())
        return frozenset(i for i, shape in numbered.items() if counts[shape] > 1 and self.sizes[i] >= 3)

    @cached_property
    def page_numbers(self) -> frozenset[int]:
        """The lines that are heads or feet of a print beyond doubt: always the same but for a number that counts up."""
        places: dict[str, list[int]] = {}
        for i in sorted(self.running_heads):
            places.setdefault(_NUMBERS.sub("0", self.lines[i].key), []).append(i)
        return frozenset(i for those in places.values() if len(those) > 2 and self._counts_up(those) for i in those)

    def _counts_up(self, places: list[int]) -> bool:
        """Whether a number in these lines grows by one from each to the next, and other lines stand between them."""
        columns = zip(*(map(int, _NUMBERS.findall(self.lines[i].key[:_HEAD])) for i in places), strict=True)
        apart = all(after - before > 1 for before, after in pairwise(places))
        return apart and any(all(b == a + 1 for a, b in pairwise(column)) for column in columns)

    @cached_property
    def captions(self) -> frozenset[int]:
        """The lines that are captions by their credit."""
        pairs = enumerate(zip(self.words, self.cues, strict=True))
        telling = [i for i, (words, found) in pairs if "caption" in found or looks.names_picture(words)]
        return frozenset(i for i in telling if looks.caption_like(self.lines[i].text))

    @cached_property
    def pointers(self) -> frozenset[int]:
        """The lines that point to another article, as in `READ MORE: …`."""
        places = enumerate(self.cues)
        telling = [i for i, found in places if found and (found.get("more", 9) <= 1 or found.get("caption") == 0)]
        return frozenset(i for i in telling if looks.pointer_like(self.lines[i].text))

    @cached_property
    def bylines(self) -> frozenset[int]:
        """The lines that begin like a byline."""
        return frozenset(i for i, found in enumerate(self.cues) if found.get("byline") == 0 and self.sizes[i] < 30)

    @cached_property
    def forms(self) -> frozenset[int]:
        """The lines that begin as those of forms do."""
        return frozenset(i for i, found in enumerate(self.cues) if found.get("form") == 0)

    @cached_property
    def notices(self) -> frozenset[int]:
        """The lines that are notices of rights."""
        every = enumerate(zip(self.lines, self.words, self.sizes, strict=True))
        return frozenset(i for i, (line, words, size) in every if looks.notice_like(line.text, words, size))

    @cached_property
    def language(self) -> str | None:
        """The language of the page's running text: its longest lines, up to a few thousand letters."""
        return language.detect("\n".join(self.lines[i].text[:_READ] for i in self.longest))

    @cached_property
    def longest(self) -> list[int]:
        """The page's longest lines, the longest first: a dozen, or as many as tell the language of the page."""
        lengths = [-len(line.text) for line in self.lines]
        longest = sorted(range(len(lengths)), key=lengths.__getitem__)[:12]
        told = accumulate(min(_READ, -lengths[i]) for i in longest)
        return longest[: 1 + sum(letters < language.SAMPLE for letters in told)]

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The commonest small words of the page's language."""
        return language.function_words(self.language)

    def function_share(self, i: int) -> float:
        """The share of a line's words that are small words of the page's language."""
        words = self.words[i][:60]
        small = self.small_words
        return len([w for w in words if w in small]) / len(words) if words else 0.0

    @cached_property
    def month_first(self) -> bool | None:
        """Whether 03/04/2025 is the third of April or the fourth of March here; None if nothing on the page tells.

        In English, which has both, another date of the page decides, then the region.
        """
        stated = dates.month_first(self.locale or self.language, self.host)
        if stated is False and not (self.locale or self.language or "").startswith("en"):
            return False
        for line in self.lines:
            if len(line.text) < _DATE_LINE and "/" in line.text:
                for first, second in _SLASHED.findall(line.text):
                    if 12 < int(first) <= 31:
                        return False
                    if 12 < int(second) <= 31:
                        return True
        return stated

    @cached_property
    def dates(self) -> dict[int, list[Found]]:
        """The whole dates in the page's shorter lines, by line."""
        found = {}
        places = set(self.numbered)
        if self.language in ("zh", "ja"):  # where dates may be written without a digit
            places.update(i for i, line in enumerate(self.lines) if "年" in line.text)
        for i in sorted(places):
            text = self.lines[i].text
            if len(text) < _DATE_LINE and (hits := self.read_dates(text)):
                found[i] = hits
        return found

    @cached_property
    def date_lines(self) -> frozenset[int]:
        """The lines that hold nothing but dates, with weekdays, times and labels."""
        return frozenset(filter(self.is_date_line, self.dates))

    def is_date_line(self, i: int) -> bool:
        """Whether a line holds nothing but dates, with weekdays, times and labels. Found out once a page."""
        known = self._known_date_lines
        if i not in known:
            known[i] = i in self.dates and labels.is_date_line(self.lines[i].text, self.dates[i])
        return known[i]

    def read_dates(self, text: str) -> list[Found]:
        """The whole dates in a text, read as on this page."""
        return dates.find_all(text, language=self.locale or self.language, month_first=self.month_first)
