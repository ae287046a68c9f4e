"""What the palette and the command line can offer, and the choice among it by the words that are typed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_AT_START, _AT_WORD, _WITHIN, _LETTERS = 8.0, 6.0, 3.0, 1.0
"""How well a typed word fits that begins the title, begins a word, is within one, or is spread over several."""


class Entry(NamedTuple):
    """Something that can be chosen: its words, its key if it has one, what kind it is, and what it does."""

    title: str
    key: str
    kind: str
    run: Callable[[], None]
    more_words: str = ""
    """Other words by which it is found, which are not shown."""
    rank: int = 0
    """Of entries that fit equally well, those with the lower rank come first."""
    name: str = ""
    """The name of the action that it is, "" for something else."""


class Found(NamedTuple):
    """An entry that has the typed words, and which characters of its title are those that were typed."""

    entry: Entry
    marks: frozenset[int]


def folded(text: str) -> str:
    """Return a text without case and accents, as many characters as before."""
    return "".join((unicodedata.normalize("NFKD", character)[:1].casefold() or character)[:1] for character in text)


def find(entries: Iterable[Entry], typed: str) -> list[Found]:
    """Return the entries that have all typed words, in any order, the best first.

    A word is found at the beginning of a word, within one, or as its letters in their order, each but the first at the
    beginning of a word or beside the one before.
    """
    words = folded(typed).split()
    scored = []
    for number, entry in enumerate(entries):
        title, more = folded(entry.title), folded(f"{entry.more_words} {entry.kind}")
        total, marks = 0.0, set[int]()
        for word in words:
            score, places = _best(word, title)
            elsewhere, _ = _best(word, more)
            if score == 0 and elsewhere < _AT_WORD:  # what is not shown must be typed from its beginning
                break
            total += max(score, elsewhere / 2)
            marks.update(places if score else ())
        else:
            scored.append((-total, entry.rank, len(title) if words else 0, number, Found(entry, frozenset(marks))))
    return [one[-1] for one in sorted(scored, key=lambda one: one[:4])]


def _best(word: str, text: str) -> tuple[float, Sequence[int]]:
    """Return how well a word fits into a text, 0 if not at all, and which characters of the text it is."""
    at = -1
    within = -1
    while (at := text.find(word, at + 1)) >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return (_AT_START if at == 0 else _AT_WORD), range(at, at + len(word))
        within = at if within < 0 else within
    if within >= 0 and len(word) > 1:
        return _WITHIN, range(within, within + len(word))
    return _spread(word, text)


def _spread(word: str, text: str) -> tuple[float, Sequence[int]]:
    """Find the letters of a word one after the other, each at the beginning of a word or beside the one before."""
    if len(word) < 2:
        return 0, ()
    starts = [at for at, letter in enumerate(text) if letter == word[0] and (at == 0 or not text[at - 1].isalnum())]
    for start in starts:
        places = [start]
        for letter in word[1:]:
            after = places[-1] + 1
            if text[after : after + 1] != letter:
                after = next(
                    (at for at in range(after, len(text)) if text[at] == letter and not text[at - 1].isalnum()), -1
                )
            if after < 0:
                break
            places.append(after)
        else:
            return _LETTERS, places
    return 0, ()
