"""Finding words in one text while they are typed, by the words that searches know."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from peaceindex.text.folding import fold
from peaceindex.text.tokens import Word, query_words, words

if TYPE_CHECKING:
    from peaceindex.model.search import Span


def find_spans(text: str, wanted: str) -> tuple[Span, ...]:
    """Return where `wanted` stands in a text, in code points and in order.

    Case and accents do not matter, as in a search. The words must follow each other; of the last one the beginning is
    enough, unless a space stands after it. If no word begins like that, the letters are looked for within words, and
    signs that are no words (a dash, a currency) as they are.
    """
    asked = [word.text.lower() for word in query_words(wanted)]
    if asked and (found := _by_words(text, asked, is_whole=wanted[-1:].isspace())):
        return found
    return _by_letters(text, wanted.strip())


def _by_words(text: str, asked: list[str], *, is_whole: bool) -> tuple[Span, ...]:
    *first, last = asked
    there = _words_of(text)
    found = []
    for place in range(len(there) - len(first)):
        end = there[place + len(first)]
        if not (end.text == last if is_whole else end.text.startswith(last)):
            continue
        if all(there[place + number].text == word for number, word in enumerate(first)):
            found.append((there[place].start, end.end))
    return _apart(found)


def _by_letters(text: str, wanted: str) -> tuple[Span, ...]:
    letters = fold(wanted)
    if not letters:
        return ()
    folded, places = _folded(text)
    found = []
    at = folded.find(letters)
    while at >= 0:
        found.append((places[at], places[at + len(letters) - 1] + 1))
        at = folded.find(letters, at + len(letters))
    return _apart(found)


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """Return the spans without those that overlap one before them, as pairs of scripts without spaces do."""
    found: list[Span] = []
    for start, end in spans:
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return tuple(found)


@lru_cache(maxsize=2)
def _words_of(text: str) -> tuple[Word, ...]:
    return tuple(word._replace(text=word.text.lower()) for word in words(text))


@lru_cache(maxsize=2)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Return a text folded letter by letter, and for each folded letter its place in the text."""
    parts = [(fold(letter), place) for place, letter in enumerate(text)]
    return "".join(part for part, _ in parts), tuple(place for part, place in parts for _ in part)
