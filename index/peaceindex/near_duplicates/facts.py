"""The names, numbers and dates that a text states, as they can be compared with those of another text.

- A number has a digit. 1,200, 1.200 and 1 200 are the same one, and so are 3.5 and 3,5. Numbers in words are not found.
- A date is complete (12 May 2025, in any language and calendar that `cleaning.dates` reads), or the name of a weekday
  or month.
- A name is one of the packs of names, whose spellings (Kyiv, Kiev) are the same one, or a word with a capital within a
  sentence. Where all nouns have one, or none has, as in German and Arabic, only the packs tell.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from peaceindex.cleaning.dates import words as date_words
from peaceindex.cleaning.dates.reading import find_all
from peaceindex.names.choice import default_names
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.folding import fold
from peaceindex.text.sentences import sentence_spans
from peaceindex.text.tokens import folded_words, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from peaceindex.model.article import Article
    from peaceindex.model.comparison import FactKind
    from peaceindex.model.search import Span
    from peaceindex.text.tokens import Word

_NUMBER = late_pattern(r"(?<![A-Za-z\d])(?:\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)|\d+(?:[.,\u066b\u066c]\d+)*)")
_THOUSANDS = late_pattern(r"[1-9]\d{0,2}(?:[., \u00a0\u202f\u2009\u066c]\d{3})+")
_SEPARATORS = late_pattern(r"[., \u00a0\u202f\u2009\u066c]")
_NOUNS_HAVE_CAPITALS = frozenset({"de", "lb", "nds", "gsw"})
_DAYS_HAVE_CAPITALS = frozenset({"", "en", *_NOUNS_HAVE_CAPITALS})
_MIN_WEEKDAY_LETTERS = 5
"""The shortest weekday that is recognised: shorter ones of one language are other words in another."""
_MIN_MONTH_LETTERS = 3
_OPENING = late_pattern(r"[\"“„«‘:•]")
"""A sign after which a word may have a capital for that alone."""
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "sir", "lord", "mme", "herr", "frau", "sr", "sra"})
"""Words with a capital that are no part of a name."""
_MOST_CAPITALS = 0.6
"""A sentence with more capitalised words than this share of them is a headline, where capitals tell nothing."""


class Fact(NamedTuple):
    """A name, number or date, with its position in the text. Facts with the same kind and key are the same one.

    `words` are those of a name as it is spelled here, folded.
    """

    kind: FactKind
    key: str
    start: int
    end: int
    words: tuple[str, ...] = ()

    def is_named_by(self, words: AbstractSet[str]) -> bool:
        """Return whether it is a name that is spelled in the same way among these words, known as a name or not."""
        return bool(self.words) and words >= set(self.words)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a text, in order, what there is of them anywhere in it, and all its words, folded."""

    found: tuple[Fact, ...]
    keys: frozenset[tuple[FactKind, str]]
    words: frozenset[str]

    def state(self, fact: Fact) -> bool:
        """Return whether the text states a fact anywhere."""
        return (fact.kind, fact.key) in self.keys or fact.is_named_by(self.words)

    def within(self, span: Span) -> list[Fact]:
        """Return the facts in a stretch of the text."""
        first = bisect_left(self.found, span[0], key=lambda fact: fact.start)
        last = bisect_left(self.found, span[1], lo=first, key=lambda fact: fact.start)
        return [fact for fact in self.found[first:last] if fact.end <= span[1]]


def facts_of(article: Article) -> Facts:
    """Return the facts of an article's text."""
    return _facts(article.text, article.language or "")


@lru_cache(maxsize=4)
def _facts(text: str, language: str) -> Facts:
    dates = [Fact("date", found.day.isoformat(), found.start, found.end) for found in find_all(text, language=language)]
    taken = _Taken(dates)
    numbers = [
        Fact("number", _number_key(found[0]), *found.span())
        for found in _NUMBER.finditer(text)
        if taken.is_free(found.start())
    ]
    found_words = list(words(text))
    sentences = sentence_spans(text, language or None)
    dates += _named_days(text, found_words, language, taken, sentences)
    taken = _Taken([*dates, *numbers])
    known = [
        Fact(
            "name",
            fold(named.name),
            named.start,
            named.end,
            tuple(map(str.lower, folded_words(text[named.start : named.end]))),
        )
        for named in default_names().mentions(text)
        if named.kind != "subject" and taken.is_free(named.start) and not text[named.start].islower()
    ]
    taken = _Taken([*dates, *numbers, *known])
    capitalised = [] if language in _NOUNS_HAVE_CAPITALS else _capitalised(text, found_words, sentences, taken)
    found = tuple(sorted([*dates, *numbers, *known, *capitalised], key=lambda fact: (fact.start, fact.end)))
    keys = frozenset((fact.kind, fact.key) for fact in found)
    return Facts(found, keys, frozenset(word.text.lower() for word in found_words))


class _Taken:
    """The positions that facts already take."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._places = {place for fact in facts for place in range(fact.start, fact.end)}

    def is_free(self, place: int) -> bool:
        """Return whether no fact is there."""
        return place not in self._places


def _number_key(written: str) -> str:
    """Return a number in Latin digits without separators of thousands, and with a point before a fraction."""
    plain = fold(written).replace("\u066b", ".").replace("\u066c", ",")
    if _THOUSANDS.fullmatch(plain):
        return _SEPARATORS.sub("", plain)
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0 or (plain.count(".") + plain.count(",") > 1 and not _THOUSANDS.fullmatch(plain[:last])):
        return plain
    return f"{_SEPARATORS.sub('', plain[:last])}.{plain[last + 1 :]}"


def _named_days(
    text: str, found: list[Word], language: str, taken: _Taken, sentences: Iterable[Span]
) -> Iterator[Fact]:
    """Yield the names of weekdays, and of months that have a capital or stand next to a number."""
    code = language.partition("-")[0]
    need_capitals = code in _DAYS_HAVE_CAPITALS
    months, weekdays = date_words.table(), date_words.date_line_words()
    starts = _first_words(text, found, sentences)
    for at, word in enumerate(found):
        if not taken.is_free(word.start) or len(word.text) < _MIN_MONTH_LETTERS:
            continue
        written = text[word.start : word.end]
        name = date_words.fold(written)
        has_capital = written[:1].isupper() and word.start not in starts
        if months.month(name, code) is not None:
            beside = {found[near].text[:1] for near in (at - 1, at + 1) if 0 <= near < len(found)}
            is_within_name = text[word.end : word.end + 1] == "-"  # Mar-a-Lago
            if (has_capital and not is_within_name) or any(sign.isdigit() for sign in beside):
                yield Fact("date", name, word.start, word.end)
        elif (
            len(word.text) >= _MIN_WEEKDAY_LETTERS and name in weekdays and not (need_capitals and written[0].islower())
        ):
            yield Fact("date", name, word.start, word.end)


def _capitalised(text: str, found: list[Word], sentences: Iterable[Span], taken: _Taken) -> Iterator[Fact]:
    """Yield the words with a capital within sentences; and at the beginning, if they have one everywhere."""
    sentences = tuple(sentences)
    starts = _first_words(text, found, sentences)
    headlines = _headlines(text, found, sentences)
    within: set[str] = set()
    lower: set[str] = set()
    for word in found:
        if text[word.start].isupper():
            if word.start not in starts and word.start not in headlines:
                within.add(word.text)
        else:
            lower.add(word.text)
    for word in found:
        if not text[word.start].isupper() or len(word.text) < 2 or not taken.is_free(word.start):
            continue
        if word.text in within and word.text not in _TITLES and (word.start not in starts or word.text not in lower):
            yield Fact("name", word.text.lower(), word.start, word.end, (word.text.lower(),))


def _first_words(text: str, found: list[Word], sentences: Iterable[Span]) -> set[int]:
    """Return where the first word of each sentence begins, and of each quotation."""
    starts = {second.start for first, second in pairwise(found) if _OPENING.search(text, first.end, second.start)}
    at = 0
    for start, _ in sentences:
        while at < len(found) and found[at].start < start:
            at += 1
        if at < len(found):
            starts.add(found[at].start)
    return starts


def _headlines(text: str, found: list[Word], sentences: Iterable[Span]) -> set[int]:
    """Return where the words of sentences begin that have capitals for other reasons."""
    places: set[int] = set()
    at = 0
    for start, end in sentences:
        while at < len(found) and found[at].start < start:
            at += 1
        here = []
        while at < len(found) and found[at].start < end:
            here.append(found[at].start)
            at += 1
        if len(here) > 3 and sum(text[place].isupper() for place in here) > _MOST_CAPITALS * len(here):
            places.update(here)
    return places
