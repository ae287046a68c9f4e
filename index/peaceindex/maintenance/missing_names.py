"""The frequent names of a library that no pack knows: capitalised words within sentences."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from peaceindex.cleaning.dates.words import date_line_words
from peaceindex.model.missing_names import MissingName, MissingNames
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.folding import fold
from peaceindex.text.tokens import folded_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from peaceindex.model.article import Article
    from peaceindex.names import Names

MAX_WORDS = 3
MIN_ARTICLES = 2
"""A name in fewer articles is not frequent."""

_LANGUAGES_WITH_CAPITALISED_NOUNS = frozenset({"de", "lb"})
_TITLES = frozenset(
    (
        "dr",
        "dra",
        "gen",
        "hon",
        "lt",
        "maj",
        "mme",
        "mr",
        "mrs",
        "ms",
        "prof",
        "rev",
        "sen",
        "sgt",
        "sir",
        "sr",
        "sra",
        "st",
    )
)


def _capitals() -> str:
    """Return a pattern for one capital letter of any script."""
    found: list[list[int]] = []
    for code in range(0x20000):
        if chr(code).isupper():
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in found)}]"


_LETTER = r"[^\W\d_]"
_REST = rf"(?:{_LETTER}|[-'’‑](?={_LETTER}))*+"
_WORD = late_pattern(rf"{_LETTER}{_REST}")
_POSSESSIVE = late_pattern(r"['’]s?$")
_SENTENCE_MARKS = frozenset('.!?…:;\n"“”„«»*•|')


@cache
def _run_pattern() -> re.Pattern[str]:
    word = rf"(?:(?:[aA][dlnrstz]|[aA]sh|[eE]l)[-‑])?{_capitals()}{_REST}"
    return re.compile(rf"(?<![\w'’‑-]){word}(?: {word})*+")


_MAX_WORD_LETTERS = 40
_MOSTLY = 0.8
"""A common word before a name belongs to it if it is there in this share of the articles."""
_MAX_COUNTED = 500_000
"""More different names than this are not held in memory. Those seen once are forgotten first."""


_Run = tuple[tuple[str, ...], bool]
"""A run of words, and whether it begins a sentence."""


def missing_names(
    articles: Iterable[Article], names: Names, limit: int, progress: Callable[[], None] = lambda: None
) -> MissingNames:
    """Return up to `limit` names of one to three words that `names` do not know, the most frequent first.

    A name is a run of capitalised words that does not begin a sentence, or whose first word is as good as never
    written small. A last name counts as a form of the full name if only one full name ends with it. Articles in
    languages that capitalise all nouns are left out; scripts without capitals have no such names. `progress` is called
    for each article.
    """
    counts = _Counts()
    left_out = 0
    for article in articles:
        if article.language in _LANGUAGES_WITH_CAPITALISED_NOUNS:
            left_out += 1
        else:
            counts.add(article.text)
        progress()
    return MissingNames(tuple(_with_last_names(counts.found(), names, limit)), left_out)


class _Counts:
    """The articles that contain runs of capitalised words, and how many contain a word written small."""

    def __init__(self) -> None:
        self._articles = 0
        self._small: Counter[str] = Counter()
        self._capitalised: Counter[str] = Counter()
        self._runs: dict[_Run, array[int]] = {}

    def add(self, text: str) -> None:
        self._articles += 1
        runs = {run for run in _runs(text) if len(run[0]) > 1 or not run[1]}
        for run in runs:
            self._runs.setdefault(run, array("L")).append(self._articles)
        self._capitalised.update({word for words, _ in runs for word in words})
        self._small.update({word for word in set(_WORD.findall(text)) if word.islower()})
        if len(self._runs) > _MAX_COUNTED:
            self._runs = {run: found for run, found in self._runs.items() if len(found) > 1}
            self._capitalised = Counter({word: count for word, count in self._capitalised.items() if count > 1})
            self._small = Counter({word: count for word, count in self._small.items() if count > 1})

    def found(self) -> Counter[str]:
        """Return the names, each as it is written most often, with the number of articles."""
        by_name: dict[tuple[str, ...], set[int]] = {}
        beginnings: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}
        for (run, begins_sentence), articles in self._runs.items():
            proper = [number for number, word in enumerate(run) if not self._is_common(word)]
            if proper:
                name = run[proper[0] : proper[-1] + 1]
                by_name.setdefault(name, set()).update(articles)
                if not begins_sentence:
                    beginnings.setdefault(name, Counter())[run[: proper[0]]] += len(articles)
        by_key: dict[str, dict[str, set[int]]] = {}
        for name, articles_with in by_name.items():
            before = beginnings.get(name, Counter())
            (beginning, count) = before.most_common(1)[0] if before else ((), 0)
            whole = (*beginning, *name) if count >= _MOSTLY * before.total() else name  # New Zealand, not In Zagreb
            if len(whole) <= MAX_WORDS:
                written = " ".join(whole)
                by_key.setdefault(fold(written), {})[written] = articles_with
        return Counter(
            {
                max(spellings, key=lambda written: len(spellings[written])): count
                for spellings in by_key.values()
                if (count := len(set().union(*spellings.values()))) >= MIN_ARTICLES
            }
        )

    def _is_common(self, word: str) -> bool:
        """Return whether a capitalised word is also written small, in half as many articles or more."""
        return len(word) < 2 or fold(word) in _TITLES or 2 * self._small[word.lower()] >= self._capitalised[word]


def _runs(text: str) -> Iterator[_Run]:
    """Yield the runs of capitalised words of a text."""
    dates = date_line_words()
    for match in _run_pattern().finditer(text):
        start = match.start()
        begins = not start or not _SENTENCE_MARKS.isdisjoint(text[max(0, start - 4) : start])
        run: list[str] = []
        for written in match[0].split(" "):
            word = _POSSESSIVE.sub("", written)
            if len(word) <= _MAX_WORD_LETTERS and fold(word) not in dates:
                run.append(word)
                if word == written:
                    continue
            if run:
                yield tuple(run), begins
            run, begins = [], False  # a possessive, and a month, end a name
        if run:
            yield tuple(run), begins


def _with_last_names(found: Counter[str], names: Names, limit: int) -> Iterator[MissingName]:
    """Yield the names that no pack knows, the most frequent first, with the last names that are forms of them."""
    unknown = [name for name, _ in sorted(found.items(), key=lambda one: (-one[1], one[0]))]
    unknown = [name for name in unknown if (key := folded_words(name)) and not _is_known(key, names)]
    full: dict[str, list[str]] = {}
    for name in unknown:
        if " " in name:
            full.setdefault(name.rpartition(" ")[2], []).append(name)
    alone = {name for name in unknown if " " not in name}
    last_names = {last: owners[0] for last, owners in full.items() if len(owners) == 1 and last in alone}
    forms: dict[str, str] = {owner: last for last, owner in last_names.items()}
    for name in [name for name in unknown if name not in last_names][:limit]:
        form = forms.get(name, "")
        yield MissingName(name, found[name], form, found[form] if form else 0)


def _is_known(key: Sequence[str], names: Names) -> bool:
    """Return whether a pack knows a name: as it is, as the name of a known person, or each of its words."""
    ends = (key[start:] for start in range(1, len(key)))
    return names.knows(key) or any(map(names.is_person, ends)) or all(names.knows([word]) for word in key)
