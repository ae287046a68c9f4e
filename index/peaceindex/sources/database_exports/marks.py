"""The quick look for marks of an export, which each text and each page goes through.

Nearly all files are no exports, and a page may have 200,000 characters. Looking for a fixed word is a hundred times
quicker than a pattern that tries each place, so the marks are found by a word or a line end first.
"""

from __future__ import annotations

from functools import cached_property

from peaceindex.startup.late_pattern import late_pattern

_LABEL = late_pattern(r"\n\W{0,6}+([^\W\d_][^:：\n]{1,80})[:：]")
_DOCUMENT = late_pattern("do[ck]ument")


class Searchable:
    """A text, or the markup of a page, in which marks are looked for.

    `text` begins with a line end, so that a pattern may begin with one for the start of a line. That is much quicker
    than `^`, which tries each place.
    """

    def __init__(self, text: str, lower: str | None = None) -> None:
        self.text = f"\n{text}"
        self._lower = lower

    @classmethod
    def of_bytes(cls, data: bytes) -> Searchable:
        """Return the markup of a page before its encoding is known: all marks but those in other scripts are there."""
        return cls(data.decode("latin-1"), data.lower().decode("latin-1"))

    @cached_property
    def lower(self) -> str:
        """The text in lower case. Searching in it is much quicker than ignoring the case."""
        return self.text.lower() if self._lower is None else f"\n{self._lower}"

    @cached_property
    def labels(self) -> list[str]:
        """What stands before the first colon of each line, in lower case, without marks around it."""
        return [found.rstrip(" \t*_") for found in _LABEL.findall(self.lower)]

    @cached_property
    def documents(self) -> list[int]:
        """The index in `lower` of each word that begins with "document" or "dokument"."""
        return [found.start() for found in _DOCUMENT.finditer(self.lower)]
