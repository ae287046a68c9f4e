"""Stems: the common part of the forms of a word, by the rules of its language.

Words are folded before they are stemmed, in the index and in queries, so that both agree no matter which accents a
language's rules look at. Most rules are Snowball's, with what `snowball_additions` adds to them; `ending_tables` and
`splitting` have those of other languages. Rules are loaded when the first word of their language is stemmed.
"""

from __future__ import annotations

import threading
from functools import cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from peaceindex.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peaceindex.text.endings import Endings
    from peaceindex.text.snowball_additions import Additions
    from peaceindex.text.splitting import Splitting

DEFAULT_LANGUAGE = "en"

SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "nb": "norwegian",
    "nn": "norwegian", "pt": "portuguese", "ru": "russian", "sv": "swedish", "ta": "tamil", "yi": "yiddish",
}  # fmt: skip
"""The names of Snowball's rules by ISO 639-1 code."""

WITH_ENDINGS = frozenset({"be", "bg", "bs", "cs", "hr", "hy", "ka", "mk", "pl", "ro", "sh", "sk", "sr", "uk"})
WITH_SPLITTING = frozenset({"am", "az", "hu", "id", "ms", "ti", "tr"})
RULES = frozenset(SNOWBALL) | WITH_ENDINGS | WITH_SPLITTING
"""The languages with rules: Snowball's, those of `ending_tables`, those of `splitting`."""

LANGUAGES_WITH_FIXED_NAMES = frozenset({"en", "nl", "fr", "es", "it", "pt", "ca", "da", "sv", "no", "nb", "nn", "id"})
"""Languages that hardly inflect names. Their rules would only confuse a name with another word: Hamas with Hama."""

LANGUAGES_WITH_GENITIVE = frozenset({"nl", "da", "sv", "no", "nb", "nn"})
"""Those of them in which an s without an apostrophe may end a name."""

_SCRIPTS = (
    ("Ͱ", "Ͽ", ("el",)),
    ("Ѐ", "ԯ", ("ru", "uk", "be", "bg", "mk", "sr", "bs", "sh")),
    ("԰", "֏", ("hy",)),
    ("֐", "׿", ("yi",)),
    ("؀", "ۿ", ("ar", "fa")),
    ("ऀ", "ॿ", ("hi", "ne")),
    ("஀", "௿", ("ta",)),
    ("ሀ", "፿", ("am", "ti")),
    ("Ⴀ", "ჿ", ("ka",)),
)
_IN_LATIN_TOO = frozenset({"sr", "bs", "sh"})
_OTHER_SCRIPTS = frozenset(code for _, _, codes in _SCRIPTS for code in codes) - _IN_LATIN_TOO
"""Languages that are not written in Latin letters. A Latin word in their articles is most likely English."""

_SAME_WORDS = {"hr": "sr", "bs": "sr", "sh": "sr", "nb": "no", "nn": "no", "ms": "id"}
_FOLDER = Path(__file__).parent
_EXCEPTION = "="
"""Begins the stem of a word that is kept apart from others of its stem. No word has this sign."""

_lock = threading.Lock()  # a stemmer can serve only one thread at a time


def language_of(word: str, stated: str = "") -> str | None:
    """Return the language whose rules apply to a folded word: the stated one, or else the usual one of its script.

    Return None if there are no rules for it.
    """
    first = word[:1]
    script_languages: tuple[str, ...] = next((codes for begin, end, codes in _SCRIPTS if begin <= first <= end), ())
    if script_languages:
        return stated if stated in script_languages else None if stated else script_languages[0]
    if not stated or stated in _OTHER_SCRIPTS:
        return DEFAULT_LANGUAGE
    return stated if stated in RULES else None


def stems(words: Sequence[str], language: str) -> list[tuple[str, ...]]:
    """Return what may be the stem of each of these folded words, one at least. `language` must have rules.

    Words that share a stem are forms of one word: see `meet`.
    """
    exceptions, irregular = _exceptions(language), _irregular(language)
    found: list[tuple[str, ...]] = []
    for word, regular in zip(words, _regular(words, language), strict=True):
        own = exceptions.stem_of(word)
        if own is not None:
            found.append((own,))
        else:
            group = next((irregular.stems[form] for form in (word, *regular) if form in irregular.stems), None)
            found.append(regular if group is None else tuple(dict.fromkeys((group, *regular))))
    return found


def meet(its_stems: Sequence[str], others: Sequence[str], language: str) -> bool:
    """Return whether two words with these stems are forms of one word.

    Where stems are found by trying, a short one counts only if it is one of the words itself, without an ending.
    """
    if language not in WITH_SPLITTING:
        return not set(its_stems).isdisjoint(others)
    shared = set(its_stems) & set(others)
    return any(len(stem) >= _splitting(language).min_shared or stem in (its_stems[0], others[0]) for stem in shared)


def beginnings(word: str, its_stems: Sequence[str], language: str) -> list[str]:
    """Return how the forms of a word with these stems begin. None of them begins with another one."""
    shortest: list[str] = []
    for begin in sorted(set(_beginnings(word, its_stems, language)), key=len):
        if begin and not begin.startswith(tuple(shortest)):
            shortest.append(begin)
    return shortest


def irregular_forms(its_stems: Sequence[str], language: str) -> tuple[str, ...]:
    """Return the irregular forms that have one of these stems. They need not begin like the others."""
    forms = _irregular(language).forms
    return tuple(form for stem in its_stems for form in forms.get(stem, ()))


def _beginnings(word: str, its_stems: Sequence[str], language: str) -> Iterator[str]:
    if its_stems[0].startswith(_EXCEPTION):
        yield _exceptions(language).beginning_of(its_stems[0])
    elif language in WITH_SPLITTING:
        for stem in its_stems:
            yield from _splitting(language).beginnings(stem)
    elif language in WITH_ENDINGS:
        yield from _endings(language).beginnings(word)
    elif (additions := _additions(language)) is not None:
        yield from additions.beginnings(word, its_stems)
    else:
        for stem in its_stems:
            yield _shared_prefix(word, stem)


def _shared_prefix(word: str, stem: str) -> str:
    """Return how the forms of a word begin: with its stem, except for a last letter that the rules may have changed."""
    common = next((stem[:at] for at in range(len(stem), 0, -1) if word.startswith(stem[:at])), "")
    if len(common) < 3 <= len(stem):
        common = stem  # said, say
    return common[:-1] if len(common) > 3 and common == stem else common


def _regular(words: Sequence[str], language: str) -> list[tuple[str, ...]]:
    """Return the stems of words by the rules alone."""
    if language in WITH_SPLITTING:
        return [_splitting(language).stems(word) for word in words]
    if language in WITH_ENDINGS:
        return [_endings(language).stems(word) for word in words]
    additions = _additions(language)
    if additions is None:
        return [(stem,) for stem in _snowball(words, language)]
    if not additions.readings:
        return [additions.stems_of([stem]) for stem in _snowball([additions.plain(word) for word in words], language)]
    readings = [additions.readings_of(word) for word in words]
    stemmed = iter(_snowball([reading for every in readings for reading in every], language))
    return [additions.stems_of([next(stemmed) for _ in every]) for every in readings]


# The tables are imported when a language needs them: a search from the shell imports as little as it can.


@cache
def _splitting(language: str) -> Splitting:
    from peaceindex.text.splitting import SPLITTING

    return SPLITTING[language]


@cache
def _endings(language: str) -> Endings:
    from peaceindex.text.ending_tables import ENDINGS

    return ENDINGS[language]


@cache
def _additions(language: str) -> Additions | None:
    from peaceindex.text.snowball_additions import ADDITIONS

    return ADDITIONS.get(language)


def _snowball(words: Sequence[str], language: str) -> list[str]:
    with _lock:
        found: list[str] = _stemmer(language).stemWords(list(words))
    return found


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(SNOWBALL[language])


class _Irregular(NamedTuple):
    """For each irregular form, and for its stem, the stem of its word; for each of these, the forms of the word."""

    stems: dict[str, str]
    forms: dict[str, tuple[str, ...]]


@cache
def _irregular(language: str) -> _Irregular:
    found = _Irregular({}, {})
    for group in _lines("irregular.txt", _SAME_WORDS.get(language, language)):
        regular = _regular(group, language)
        for form, its_stems in zip(group, regular, strict=True):
            found.stems[form] = regular[0][0]
            if len(its_stems[0]) > 2:
                found.stems.setdefault(its_stems[0], regular[0][0])
        found.forms[regular[0][0]] = (*found.forms.get(regular[0][0], ()), *group)
    return found


class _Exceptions(NamedTuple):
    """Words that the rules of a language would give one stem with others: whole words, and beginnings of words."""

    stems: dict[str, str]
    begins: dict[str, str]
    any_begin: tuple[str, ...]

    def stem_of(self, word: str) -> str | None:
        """Return the stem of a word that is kept apart, None for other words."""
        found = self.stems.get(word)
        if found is None and word.startswith(self.any_begin):
            found = next((stem for begin, stem in self.begins.items() if word.startswith(begin)), None)
        return found

    def beginning_of(self, stem: str) -> str:
        """Return how the forms of a word that is kept apart begin; "" if this is the stem of none."""
        from peaceindex.text.endings import shared_beginning

        forms = [form for form, its_stem in (*self.stems.items(), *self.begins.items()) if its_stem == stem]
        return reduce(shared_beginning, forms) if forms else ""


@cache
def _exceptions(language: str) -> _Exceptions:
    stems: dict[str, str] = {}
    begins: dict[str, str] = {}
    for forms in _lines("stem_exceptions.txt", _SAME_WORDS.get(language, language)):
        for form in forms:
            (begins if form.endswith("*") else stems)[form.rstrip("*")] = _EXCEPTION + forms[0].rstrip("*")
    return _Exceptions(stems, begins, tuple(begins))


def _lines(name: str, language: str) -> list[list[str]]:
    """Return the lines of a file of words that begin with the code of a language, without it, divided at spaces."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [fold(line).split()[1:] for line in lines if line.startswith(f"{language} ")]
