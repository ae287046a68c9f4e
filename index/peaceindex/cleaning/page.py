"""A page under the knife: its lines and what can be told of each once, for the rules, the model and the metadata."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from peaceindex.cleaning import cues, dates, language
from peaceindex.cleaning.lines import Line, split

_DATE_LINE = 220
_NUMBERS = re.compile(r"\d+")
_HEAD = 400
"""A line of more letters is no head of a printed page."""


class Page:
    """The lines of a page with their words, cues and dates. Made once a page; nothing in it changes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = split(text)
        self.words: list[list[str]] = [line.key.split() for line in self.lines]
        self.sizes: list[int] = [line.words for line in self.lines]
        self.known_reasons: dict[int, str | None] = {}
        self.known_captions: dict[int, bool] = {}

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
    def _running_heads(self) -> frozenset[int]:
        numbered = {
            i: _NUMBERS.sub("0", line.key)
            for i, line in enumerate(self.lines)
            if len(line.key) < _HEAD and _NUMBERS.search(line.key)
        }
        counts = Counter(numbered.values())
        return frozenset(i for i, shape in numbered.items() if counts[shape] > 1 and self.sizes[i] >= 3)

    def is_running_head(self, i: int) -> bool:
        """Whether a line stands on the page more than once but for its numbers, as the heads of printed pages do."""
        return i in self._running_heads

    @cached_property
    def language(self) -> str | None:
        """The language of the page's running text: its longest lines, up to a few thousand letters."""
        longest = sorted(self.lines, key=lambda line: -len(line.text))[:12]
        return language.detect("\n".join(line.text[:1500] for line in longest))

    @cached_property
    def _small_words(self) -> frozenset[str]:
        return language.function_words(self.language)

    def function_share(self, i: int) -> float:
        """The share of a line's words that are small words of the page's language."""
        words = self.words[i][:60]
        small = self._small_words
        return len([w for w in words if w in small]) / len(words) if words else 0.0

    @cached_property
    def month_first(self) -> bool | None:
        """Whether 03/04/2025 is the third of April or the fourth of March here, if dates on the page tell."""
        if self.language != "en":
            return False
        for line in self.lines:
            if len(line.text) < _DATE_LINE and "/" in line.text:
                for piece in line.text.split():
                    parts = piece.strip(",.;()").split("/")
                    if len(parts) == 3 and all(p.isdigit() for p in parts) and len(parts[2]) in (2, 4):
                        if 12 < int(parts[0]) <= 31:
                            return False
                        if 12 < int(parts[1]) <= 31:
                            return True
        return None

    @cached_property
    def dates(self) -> dict[int, list[dates.Found]]:
        """The whole dates in the page's shorter lines, by line."""
        month_first = self.month_first
        found = {}
        for i, line in enumerate(self.lines):
            if len(line.text) < _DATE_LINE and (hits := dates.find_all(line.text, month_first=month_first)):
                found[i] = hits
        return found
