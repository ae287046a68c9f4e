"""The words next to a date that show what happened on that day: publication, a change, or a visit."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from peaceindex.cleaning.dates import words
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.cleaning.dates.found import Found

Role = Literal["", "published", "modified", "visited"]
"""What a date is the day of; empty if no word next to it shows it."""

_MAX_CHARACTERS_BEFORE, _MAX_CHARACTERS_AFTER = 44, 16
"""The distances before and after a date, in characters, within which its label is looked for."""
_JOINED_WORD = late_pattern(r"(?<=[^\W\d_])(?=[A-ZÀ-ÞА-Я][a-zß-ÿа-я]{3})")
"""The start of a word that is joined to another: `ESTUpdated`."""
_SEPARATORS = frozenset("|;·•\n/")
_NO_LETTERS = {code: "" if code == ord(".") else " " for code in range(128) if not chr(code).isalpha()}
_CLOCK = late_pattern(r"[年月日時时分秒曜星期년월일시분초一二三四五六()（）]+")


def roles(text: str, found: Sequence[Found]) -> list[Role]:
    """Return the role of each date in a text, in order, from the words before or after it."""
    edges = [0, *(hit.end for hit in found)]
    before = [
        _last_role(text[max(edge, hit.start - _MAX_CHARACTERS_BEFORE) : hit.start])
        for edge, hit in zip(edges, found, strict=False)
    ]
    if not found or before[0]:
        return before
    nexts = [*(hit.start for hit in found[1:]), len(text)]
    after = [
        _first_role(text[hit.end : min(end, hit.end + _MAX_CHARACTERS_AFTER)])
        for hit, end in zip(found, nexts, strict=True)
    ]
    # Either all labels stand before their dates or all after.
    return after if after[-1] else before


def label(text: str) -> Role:
    """Return the role of the dates below a line, if the line is nothing but a label for them; else empty."""
    return _last_role(text) if len(text) <= _MAX_CHARACTERS_BEFORE and not _has_other_words(text) else ""


def labels_in(text: str) -> list[Role]:
    """Return the roles of the labels in a text, in order."""
    return [_role(match) for match in _label_pattern().finditer(_JOINED_WORD.sub(" ", text).casefold())]


def is_date_line(text: str, found: Sequence[Found]) -> bool:
    """Return whether a line contains nothing but its dates, with weekdays, times, zones and labels."""
    edges = [0, *(hit.end for hit in found)]
    starts = [*(hit.start for hit in found), len(text)]
    return bool(found) and not any(_has_other_words(text[a:b]) for a, b in zip(edges, starts, strict=True))


def _last_role(text: str) -> Role:
    return found[-1] if (found := labels_in(text)) else ""


def _first_role(text: str) -> Role:
    match = _label_pattern().search(text.casefold())
    return _role(match) if match and _SEPARATORS.isdisjoint(text[: match.start()]) else ""


def _role(match: re.Match[str]) -> Role:
    return "visited" if match["visited"] else "modified" if match["modified"] else "published"


def _has_other_words(text: str) -> bool:
    if not text or text.isspace():
        return False
    if text.isascii() and not _words_of_labels().issuperset(text.lower().translate(_NO_LETTERS).split()):
        return True  # true of most lines; the pattern is slow
    plain = _label_pattern().sub(" ", text.casefold())
    known = words.date_line_words()
    for token in words.TOKEN.finditer(plain):
        if token["number"]:
            if len(token[0]) not in (1, 2, 4):  # four digits: the year of another calendar
                return True
        elif words.fold(token[0]) not in known and not _CLOCK.fullmatch(token[0]):
            return True
    return False


@cache
def _words_of_labels() -> frozenset[str]:
    """Return all words that a date line may contain: those of `words.of_date_lines` and those of labels."""
    labels = (phrase for part in ("visited", "modified", "published") for phrase in words.phrases()[part])
    return words.date_line_words().union(*(phrase.translate(_NO_LETTERS).split() for phrase in labels))


@cache
def _label_pattern() -> re.Pattern[str]:
    """Return a pattern for labels whose group name is the meaning; a change takes precedence over publication."""
    return re.compile("|".join(f"(?P<{name}>{_any_of(name)})" for name in ("visited", "modified", "published")))


def _any_of(part: str) -> str:
    """Return a pattern for any phrase of a part. A phrase with letters beyond ASCII may end in an inflection."""
    longest = sorted(words.phrases()[part], key=len, reverse=True)
    plain = "|".join(re.escape(p) for p in longest if p.isascii())
    inflected = "|".join(re.escape(p) for p in longest if not p.isascii() and p[0] < "\u0e00")
    unspaced = "|".join(re.escape(p) for p in longest if p[0] >= "\u0e00")
    found = rf"(?<![^\W\d_])(?:(?:{plain})(?![^\W\d_])" + (rf"|(?:{inflected})[^\W\d_]*" if inflected else "") + ")"
    return f"{found}|{unspaced}" if unspaced else found
