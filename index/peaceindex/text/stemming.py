"""Stems: the common part of the forms of a word, by the Snowball rules of its language.

Words are folded before they are stemmed, in the index and in queries, so
that both agree no matter which accents a language's rules look at. The rules
are loaded when the first word is stemmed.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

DEFAULT_LANGUAGE = "en"

RULES = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "nb": "norwegian", "nn": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""The names of the rules by ISO 639-1 code."""

LANGUAGES_WITH_FIXED_NAMES = frozenset({"en", "nl", "fr", "es", "it", "pt", "ca", "da", "sv", "no", "nb", "nn", "id"})
"""Languages that hardly inflect names. Their rules would only confuse a name with another word: Hamas with Hama."""

_SCRIPTS = (
    ("Ͱ", "Ͽ", ("el",)),
    ("Ѐ", "ԯ", ("ru",)),
    ("԰", "֏", ("hy",)),
    ("֐", "׿", ("yi",)),
    ("؀", "ۿ", ("ar", "fa")),
    ("ऀ", "ॿ", ("hi", "ne")),
    ("஀", "௿", ("ta",)),
)
_OTHER_SCRIPTS = frozenset({"uk", "be", "bg", "mk", *(code for _, _, codes in _SCRIPTS for code in codes)})
"""Languages that are not written in Latin letters. A Latin word in their articles is most likely English."""

_IRREGULAR = {
    "en": """be been; become became; begin began begun; break broke broken; bring brought; build built; buy bought;
        catch caught; child children; choose chose chosen; come came; deal dealt; die dying; draw drew drawn;
        drive drove driven; fall fell fallen; fight fought; flee fled; fly flew flown; foot feet; forget forgot
        forgotten; freeze froze frozen; get got gotten; give gave given; go went gone; grow grew grown; hide hid
        hidden; hold held; keep kept; know knew known; lead led; lie lying; lose lost; make made; man men; meet met;
        pay paid; rise rose risen; say said; seek sought; sell sold; send sent; shoot shot; speak spoke spoken;
        spend spent; stand stood; steal stole stolen; strike struck; take took taken; teach taught; tell told; think
        thought; throw threw thrown; understand understood; win won; withdraw withdrew withdrawn; woman women;
        write wrote written""",
}
"""Forms that no rule about endings covers. Forms that are also other words are left out (left, found, saw)."""

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


def stems(words: Sequence[str], language: str) -> list[str]:
    """Return the stem of each of these folded words. `language` must have rules."""
    stemmer = _stemmer(language)
    irregular = _irregular_stems(language)
    with _lock:
        found: list[str] = stemmer.stemWords(list(words))
        if irregular:
            found = [irregular.get(stem, irregular.get(word, stem)) for word, stem in zip(words, found, strict=True)]
    return found


def irregular_forms(stem: str, language: str) -> tuple[str, ...]:
    """Return the irregular forms that have this stem. They need not begin like the others."""
    return _irregular_forms_by_stem(language).get(stem, ())


@cache
def _stemmer(language: str) -> Any:
    import Stemmer

    return Stemmer.Stemmer(RULES[language])


@cache
def _irregular_stems(language: str) -> dict[str, str]:
    """Return a mapping from each irregular form, and from its stem, to the stem of the first form of its group."""
    found: dict[str, str] = {}
    for group in _irregular_groups(language):
        with _lock:
            group_stems: list[str] = _stemmer(language).stemWords(group)
        for form, stem in zip(group, group_stems, strict=True):
            found[form] = group_stems[0]
            if len(stem) > 2:
                found.setdefault(stem, group_stems[0])
    return found


@cache
def _irregular_forms_by_stem(language: str) -> dict[str, tuple[str, ...]]:
    irregular = _irregular_stems(language)
    return {irregular[group[0]]: tuple(group) for group in _irregular_groups(language)}


def _irregular_groups(language: str) -> list[list[str]]:
    return [group.split() for group in _IRREGULAR.get(language, "").split(";") if group.strip()]
