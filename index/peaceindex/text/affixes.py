"""Forms of a word that differ by what is joined to its beginning or end, in languages whose stems no rule list finds.

Arabic and Hebrew write the article and short words like "and", "in" and "to" as part of the next word; Persian, Urdu,
Kurdish and Pashto join plural and definite endings; Korean joins particles. All words here are folded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.arabic_script import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MIN_STEM = 3
"""The fewest letters of a stem. Two letters with a prefix are too often another word."""
_MIN_BEFORE_SHORT_ENDING = 4
_SHORT_ENDING = 2

_FINAL_LETTERS = str.maketrans("ךםןףץ", "כמנפצ")
_FUTURE = "س"
_FUTURE_VERBS = "یتنا"


@dataclass(frozen=True)
class Affixes:
    """What a language joins to its words.

    `endings` maps how a word ends to what may come in place of it; `drops_article` says whether a preposition stands in
    place of the article.
    """

    articles: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    endings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    drops_article: bool = False

    def forms(self, stem: str) -> Iterator[str]:
        """Yield the forms of a stem, with prefixes, endings and both. Longer prefixes are not tried with endings."""
        for prefix in (*self.articles, *self.prefixes):
            if prefix[-1:] != _FUTURE or stem[0] in _FUTURE_VERBS:
                yield prefix + stem
        for ended in self._ended(stem):
            yield ended
            yield from (prefix + ended for prefix in self._short_prefixes)

    def with_article(self, stem: str) -> list[str]:
        """Return a stem with the forms of its article."""
        return [stem, *(article + stem for article in self.articles)]

    def with_prefixes(self, name: str, shortest: int = MIN_STEM) -> Iterator[str]:
        """Yield a name with each prefix. An article of its own joins with them, but it never stands without one.

        Where a preposition stands in place of the article, `shortest` letters follow it at least.
        """
        yield from (prefix + name for prefix in self.prefixes if prefix[-1:] != _FUTURE)
        for article in self.articles[:1]:
            rest = name.removeprefix(article)
            if rest != name and len(rest) >= MIN_STEM:
                yield from (other + rest for other in self.articles)
                if self.drops_article and len(rest) >= shortest:
                    yield from (prefix + rest for prefix in self.prefixes)

    def stems(self, word: str) -> Iterator[tuple[str, bool]]:
        """Yield what may be the stem of a word, and whether only an article was taken off, which needs no proof."""
        rests = [(word, False)]
        rests += [(word[len(prefix) :], True) for prefix in self.articles if word.startswith(prefix)]
        rests += [
            (word[len(prefix) :], False)
            for prefix in self.prefixes
            if word.startswith(prefix) and (prefix[-1] != _FUTURE or word[len(prefix) :][:1] in tuple(_FUTURE_VERBS))
        ]
        for rest, is_article in rests:
            if len(rest) < MIN_STEM:
                continue
            if rest != word:
                yield rest, is_article
            for ending, others in self.endings.items():
                for other in others:
                    stem = rest[: -len(other)] + ending
                    least = MIN_STEM if len(other) > _SHORT_ENDING else _MIN_BEFORE_SHORT_ENDING
                    if rest.endswith(other) and len(stem) >= least:
                        yield stem, False

    @cached_property
    def _short_prefixes(self) -> tuple[str, ...]:
        return (*self.articles, *(prefix for prefix in self.prefixes if len(prefix) == 1 and prefix != _FUTURE))

    def _ended(self, stem: str) -> Iterator[str]:
        for ending, others in self.endings.items():
            if stem.endswith(ending):
                begin = stem[: len(stem) - len(ending)].translate(_FINAL_LETTERS)
                for other in others:
                    yield begin + other


def _hebrew_prefixes() -> tuple[str, ...]:
    """Return the prefixes of Hebrew in their order: and; that, when; in, to, from, as; the."""
    found = ("".join(parts) for parts in product(("", "ו"), ("", "ש", "כש", "מש"), ("", "ב", "ל", "מ", "כ"), ("", "ה")))
    return tuple(prefix for prefix in dict.fromkeys(found) if prefix and prefix != "ה")


_PERSIAN_ENDINGS = "ات اتی ها های هایی هایش هایشان ی یی ان انی اش شان مان تر ترین"
_ARABIC_SHORT = ("و", "ف", "ب", "ل", "ک", "وب", "ول", "وک", "فب", "فل", "س", "وس", "فس")
_ARABIC_ARTICLES = ("ال", "وال", "فال", "بال", "کال", "لل", "وبال", "ولل", "فبال", "فلل", "وکال")

ARABIC_SCRIPT = {
    "ar": Affixes(
        _ARABIC_ARTICLES,
        _ARABIC_SHORT,
        {
            "ه": ("ات", "تان", "تین", "ته", "تها", "تهم", "تنا"),
            "": ("ات", "ون", "ین", "ان", "ها", "هم", "هما", "نا", "یه", "یا"),
        },
    ),
    "fa": Affixes(
        endings={
            "ه": ("گان", "گانی", "گی", "ات", "اتی"),
            "": tuple(_PERSIAN_ENDINGS.split()),
        },
    ),
    "ur": Affixes(
        endings={
            "ا": ("ے", "وں"),
            "ه": ("ے", "وں", "ات"),
            "ی": ("یاں", "یوں", "یو"),
            "": ("وں", "یں", "ات", "ین", "ان", "ی", "و"),
        },
    ),
    "ps": Affixes(
        endings={
            "ه": ("ې", "و", "ونه", "ونو"),
            "ی": ("و", "یان", "یانو", "یو"),
            "": ("ونه", "ونو", "ان", "انو", "ه", "و", "ې", "ی", "وال"),
        },
    ),
    "ku": Affixes(
        endings={
            "ە": ("ەکە", "ەکەی", "ەکان", "ەکانی", "ەیەک", "ەی", "انی", "ان"),
            "ی": ("یەکە", "یەکەی", "یەکان", "یەکانی", "یەک", "ییەکان", "ییەکە"),
            "": ("ەکە", "ەکەی", "ەکان", "ەکانی", "ەکەدا", "ێک", "ێکی", "ان", "انی", "ی", "یەکان", "ە", "دا", "یان"),
        },
    ),
}
"""What languages in the Arabic script join, by language code."""
_SAME_LANGUAGE = {"ckb": "ku", "kmr": "ku", "prs": "fa", "tg": "fa", "fas": "fa", "per": "fa", "pus": "ps", "ara": "ar"}

HEBREW = Affixes(("ה", "וה"), _hebrew_prefixes(), {"ה": ("ות", "ת", "ים"), "": ("ים", "ות", "יים", "י")}, True)

_KOREAN = """
은 는 이 가 을 를 의 에 에서 에게 에게서 께 께서 한테 로 으로 로서 으로서 로써 으로써 와 과 도 만 까지 부터 마다
조차 마저 이나 나 이라 라 이라고 라고 이라는 라는 이란 란 이며 며 이고 고 이다 다 이었다 였다 입니다 에는 에도
에서는 에서도 에게는 으로는 로는 과의 와의 과는 와는
까지의 부터의 에의 으로의 로의 들 들이 들은 들을 들의 들에게 들과 들도
"""
_PARTICLES = _KOREAN.split()
_PARTICLES_BY_LENGTH = sorted(_PARTICLES, key=len, reverse=True)

_ARABIC_WORD = late_pattern("[\u0620-\u06d5]+")
_HEBREW_WORD = late_pattern("[\u05d0-\u05ea]+")
_HANGUL_WORD = late_pattern("[\uac00-\ud7a3]+")

HALF_JOINED = ("ها", "های", "هایی", "هایش", "هایشان", "تر", "ترین", "ای", "اند")
"""Endings that Persian writes after a half space, after a space, or joined."""
_HALF_JOINED_BEFORE = ("می", "نمی")
_PAIRED = (("گفت", "گو"), ("جست", "جو"), ("شست", "شو"), ("کند", "کاو"), ("پرس", "جو"))
"""Persian words of two parts that are written with an "and" between them or without: گفتگو, گفت‌وگو, گفت و گو."""
_SMALL = """
ما من تو او از به با در که این ان را تا بر و یا هم هر نه نا بی پی کی سر یک دو سه می ای ها است بود شد شده شود
کرد کرده کند دارد باید برای پس پیش نیز اگر چه چو کار کا کے کو سے نے هے میں هو نی فی لا لم لن عن علی الی ام
"""
_SMALL_WORDS = frozenset(_SMALL.split())


def is_arabic(word: str) -> bool:
    """Return whether a folded word is in the Arabic script."""
    return not word.isascii() and _ARABIC_WORD.fullmatch(word) is not None


def is_korean(word: str) -> bool:
    """Return whether a word is in Korean letters."""
    return not word.isascii() and _HANGUL_WORD.fullmatch(word) is not None


def is_hebrew(word: str) -> bool:
    """Return whether a folded word is in Hebrew letters."""
    return not word.isascii() and _HEBREW_WORD.fullmatch(word) is not None


def joins(word: str) -> bool:
    """Return whether a folded word is in a script of which `affixes_of` may know the languages."""
    return is_arabic(word) or is_hebrew(word)


def languages_of_script(languages: Iterable[str]) -> set[str]:
    """Return the languages of `ARABIC_SCRIPT` among these, by its codes."""
    return {_SAME_LANGUAGE.get(language, language) for language in languages} & ARABIC_SCRIPT.keys()


def affixes_of(word: str, languages: Iterable[str]) -> dict[str, Affixes] | None:
    """Return what may be joined to a word in each of these languages; in all of its script if "" is one of them.

    Return None if the script of the word, or Yiddish, is not one of those here.
    """
    stated = set(languages)
    if _HEBREW_WORD.fullmatch(word):
        return {"he": HEBREW} if stated != {"yi"} else None
    if not is_arabic(word):
        return None
    known = ARABIC_SCRIPT if "" in stated else languages_of_script(stated)
    return {code: ARABIC_SCRIPT[code] for code in known}


def korean_stems(word: str) -> Iterator[str]:
    """Yield what is left of a Korean word without its particle, the shortest first. It has two syllables at least."""
    for particle in _PARTICLES_BY_LENGTH:
        if word.endswith(particle) and len(word) - len(particle) > 1:
            yield word[: -len(particle)]


def korean_forms(stem: str) -> Iterator[str]:
    """Yield a Korean word with each of its particles."""
    yield from (stem + particle for particle in _PARTICLES)


def divisions(word: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield how a word of the Arabic script may be written in parts, with a half space or a space between them.

    Each comes with whether it is certain to be the same word. Small words are no part of another: مادر is not ما در.
    """
    for at in range(2, len(word) - 1):
        first, last = word[:at], word[at:]
        if (last in HALF_JOINED and len(first) >= MIN_STEM) or (first in _HALF_JOINED_BEFORE and len(last) >= MIN_STEM):
            yield (first, last), True
        elif len(word) > MIN_STEM + 1 and _SMALL_WORDS.isdisjoint((first, last)):
            yield (first, last), False
    for first, last in _PAIRED:
        if word.startswith(first + last):
            rest = word[len(first) :]
            yield (first, f"و{rest}"), True
            yield (first, "و", rest), True
    if "ە" in word:  # in older Kurdish texts, a ha with a half space behind it
        parts = tuple(settled(part + "ه") for part in word.split("ە")[:-1])
        rest = settled(word.rpartition("ە")[2])  # شه‌ڕ: its r begins a word there
        yield ((*parts, rest) if rest else parts), True


def joined(parts: tuple[str, ...]) -> Iterator[str]:
    """Yield how words of the Arabic script are written as one word."""
    yield "".join(parts)
    for first, last in _PAIRED:
        if parts[0] == first and "".join(parts[1:]).startswith(f"و{last}"):
            yield first + "".join(parts[1:])[1:]
    if any(part.endswith("ه") for part in parts[:-1]):
        kurdish = "".join(re.sub("ه$", "ە", part) for part in parts[:-1])
        yield kurdish + parts[-1]
        if parts[-1].endswith("ه"):
            yield kurdish + parts[-1][:-1] + "ە"
