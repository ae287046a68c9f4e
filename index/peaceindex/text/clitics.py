"""Short words that an apostrophe joins to another word, and words said twice: l'accord, Russia's, anak-anak.

A text with `l'accord` has the word accord. A query with it is a phrase of two words, and means the one word too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Collection

_ELIDED = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "l d j m t s n c qu jusqu lorsqu puisqu quoiqu",
        "it": "l d dell all nell sull dall coll un quest quell sant c s m t v gl bell tutt mezz",
        "ca": "l d m t s n",
        "pt": "d",
    }.items()
}
"""What stands before an apostrophe and is no part of the next word, by language."""

_TURKISH_ENDING = late_pattern(
    r"(?:l[ae]r)?(?:[iu]m|[iu]n|s?[iu]|[iu]?m[iu]z)?"
    r"(?:[yn]?[iu]|[yn]?[aeə]|n?[dt][aeə]|n?[dt][aeə]n|n?[iu]n|y?l[aeə]|n?[dt][aeə]ki(?:l[aeə]r)?)?"
    r"(?:[dyt]?[dt]?[iu]r?|l[iu]|c[ae]|yken)?"
)
_TURKIC = frozenset({"tr", "az"})
_SAID_TWICE = frozenset({"id", "ms"})
_MIN_WORD = 3


def without_clitic(first: str, sign: str, second: str, languages: Collection[str]) -> str | None:
    """Return the word that two folded words with an apostrophe or a hyphen between them mean, None if it is both.

    `languages` are those of the articles in which it is looked for.
    """
    if sign == "-":
        return first if first == second and not _SAID_TWICE.isdisjoint(languages) else None
    if second == "s" and len(first) > 1:
        return first
    if len(second) >= _MIN_WORD and any(first in _ELIDED.get(language, ()) for language in languages):
        return second
    if len(first) >= _MIN_WORD and not _TURKIC.isdisjoint(languages) and _TURKISH_ENDING.fullmatch(second):
        return first
    return None
