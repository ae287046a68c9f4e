"""Ordinals in figures and in words, in languages other than English: 2e, deuxième; 3ª, tercera; 2-й, второй.

Some words mean something else too: `Premier ministre`, `un cuarto`, `na segunda`. These are spelled in figures, and
figures as these, only within a phrase, where the words around them decide. All others count in articles of their own
language alone.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from peaceindex.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.search.query.engine_queries import Key, Languages


class Ordinal(NamedTuple):
    """Another spelling of an ordinal: as folded words, as it is shown, its language, and if it is sure by itself."""

    key: Key
    shown: str
    languages: Languages
    is_sure: bool


_LETTERS: Final = 4
_MAX_FIGURE_LETTERS: Final = 6
_FRENCH: Final = (
    "premier* deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième "
    "treizième quatorzième quinzième seizième dix-septième dix-huitième dix-neuvième vingtième"
)
_FRENCH_FEMININE: Final = "première*"
_DUTCH: Final = (
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende "
    "vijftiende zestiende zeventiende achttiende negentiende twintigste"
)
_ROMANCE: Final = {
    "es": (
        "primero segundo tercero cuarto* quinto sexto séptimo octavo noveno décimo undécimo duodécimo",
        "primera segunda tercera cuarta quinta sexta séptima octava novena décima undécima duodécima",
    ),
    "it": (
        "primo* secondo* terzo quarto* quinto sesto settimo ottavo nono decimo undicesimo dodicesimo",
        "prima* seconda terza quarta quinta sesta settima ottava nona decima undicesima dodicesima",
    ),
    "pt": (
        "primeiro segundo* terceiro quarto* quinto sexto sétimo oitavo nono décimo",
        "primeira segunda* terceira quarta* quinta* sexta* sétima oitava nona décima",
    ),
}
"""In each language the masculine and the feminine; `*` stands after words that mean something else too."""
_WITH_SIGN: Final = (*_ROMANCE, "ca", "gl")
_GERMAN: Final = (
    "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte dreizehnte vierzehnte "
    "fünfzehnte sechzehnte siebzehnte achtzehnte neunzehnte zwanzigste"
)
_RUSSIAN: Final = (
    "первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый "
    "тринадцатый четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый двадцатый"
)
_RUSSIAN_ENDINGS: Final = {"ая": "я", "ое": "е", "ого": "го", "ому": "му", "ую": "ю", "ом": "м"}
_UKRAINIAN: Final = (
    "перший другий третій четвертий п'ятий шостий сьомий восьмий дев'ятий десятий одинадцятий дванадцятий "
    "тринадцятий чотирнадцятий п'ятнадцятий шістнадцятий сімнадцятий вісімнадцятий дев'ятнадцятий двадцятий"
)
_UKRAINIAN_ENDINGS: Final = {"ого": "го", "ому": "му"}


def other_ordinals(key: Key, shown: str) -> list[Ordinal]:
    """Return the other spellings of an ordinal, given as folded words and as it was typed; none of other words.

    `3a` is one only if it was typed as 3ª: it is also the name of a gate or a paragraph.
    """
    if not (key[0][:1].isdigit() and len(key[0]) <= _MAX_FIGURE_LETTERS) and key[0][:_LETTERS] not in _beginnings():
        return []
    if len(key) == 2 and key[1] in ("a", "o") and shown[-1:] in ("ª", "º"):  # 3.ª
        joined = (f"{key[0]}{key[1]}",)
        return [Ordinal(joined, f"{key[0]}{shown[-1]}", _WITH_SIGN, True), *_table().get(joined, ())]
    if len(key) > 2 or not (found := _table().get(key)):
        return []
    if key[0][:1].isdigit() and key[0][-1] in "ao" and not set(shown) & set("ªº"):
        return []
    return found


def after_point(key: Key, shown: str) -> list[Ordinal]:
    """Return the German words for a number with a point that is followed by another word, as in 3. Runde."""
    number = int(key[0]) if len(key) == 1 and shown == f"{key[0]}." and key[0].isascii() and key[0].isdigit() else 0
    words = _GERMAN.split()
    if not 0 < number <= len(words):
        return []
    return [Ordinal((fold(form),), form, ("de",), False) for form in (words[number - 1] + end for end in ("", *"nrsm"))]


@cache
def _beginnings() -> frozenset[str]:
    """Return the first letters of all ordinals in words. With these, other words need no table."""
    romance = (words for genders in _ROMANCE.values() for words in genders)
    written = " ".join((_FRENCH, _FRENCH_FEMININE, _DUTCH, *romance, _RUSSIAN, _UKRAINIAN))
    return frozenset(word[:_LETTERS] for word in fold(written).replace("*", "").split())


@cache
def _table() -> dict[Key, list[Ordinal]]:
    table: dict[Key, list[Ordinal]] = {}

    def pair(languages: Languages, word: str, figures: list[tuple[Key, str]]) -> None:
        written = word.rstrip("*")
        is_sure = written == word
        words = tuple(fold(written).split("-"))
        for key, shown in figures:
            table.setdefault(words, []).append(Ordinal(key, shown, languages, is_sure and key[-1][-1] != "a"))
            table.setdefault(key, []).append(Ordinal(words, written, languages, is_sure))

    for languages, word, figures in _pairs():
        pair(languages, word, figures)
    return table


def _pairs() -> Iterator[tuple[Languages, str, list[tuple[Key, str]]]]:
    """Yield each word with its languages and the figures that mean it, as folded words and as they are shown."""
    for number, word in enumerate(_FRENCH.split(), 1):
        yield ("fr",), word, _whole(number, ["er"] if number == 1 else ["e", "ème", "ième"])
    yield ("fr",), _FRENCH_FEMININE, _whole(1, ["re", "ère"])
    for number, word in enumerate(_DUTCH.split(), 1):
        yield ("nl",), word, _whole(number, ["e", word[-3:] if word.endswith("ste") else "de"])
    for language, genders in _ROMANCE.items():
        for words, sign in zip(genders, "ºª", strict=True):
            for number, word in enumerate(words.split(), 1):
                yield (language,), word, _whole(number, [sign])
    for number, word in ((1, "primer"), (3, "tercer")):
        yield ("es",), word, _whole(number, ["er"])
    for number, word in enumerate(_RUSSIAN.split(), 1):
        yield ("ru",), word, _hyphenated(number, "й")
        stem = "треть" if number == 3 else word[:-2]
        for ending, short in _RUSSIAN_ENDINGS.items():
            form = stem + {"ая": "я", "ое": "е", "ого": "его", "ому": "ему", "ую": "ю", "ом": "ем"}[ending]
            yield ("ru",), form if number == 3 else stem + ending, _hyphenated(number, short)
    for number, word in enumerate(_UKRAINIAN.split(), 1):
        yield ("uk",), word, _hyphenated(number, "й")
        for ending, short in _UKRAINIAN_ENDINGS.items():
            yield ("uk",), word[:-2] + ("ь" if number == 3 else "") + ending, _hyphenated(number, short)


def _whole(number: int, ends: list[str]) -> list[tuple[Key, str]]:
    return [((fold(f"{number}{end}"),), f"{number}{end}") for end in ends]


def _hyphenated(number: int, end: str) -> list[tuple[Key, str]]:
    return [(key, f"{number}{sign}{end}") for key, sign in (((str(number), end), "-"), ((f"{number}{end}",), ""))]
