"""Other ways to write the same word or phrase: umlauts, initials, hyphens, numbers, ordinals, weapons and so on.

They follow from the form of the words alone, not from the names file. `pre-war` is prewar and pre war, `U.S.` is US,
`F16` is F-16 and F-16s, `Resolution 1701` is S/RES/1701, `October 7` is 7 October and Oct. 7, `3rd` is third.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, Final

from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text import umlauts
from peaceindex.text.acronyms import ACRONYMS, MAX_ACRONYM_LETTERS, is_acronym, is_dotted
from peaceindex.text.tokens import POINTED_THOUSANDS

if TYPE_CHECKING:
    from peaceindex.search.query.engine_queries import Key

HasTerm = Callable[[str], bool]
"""Returns whether the index has a term. A compound that some text writes with a hyphen is a term of its own."""

_MONTHS: Final = (
    ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
    ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
    ("december", "dec"),
)  # fmt: skip
_FORMS_OF_MONTH: Final = {form: forms for forms in _MONTHS for form in forms}
_DAY = late_pattern(r"(0?[1-9]|[12]\d|3[01])(st|nd|rd|th)?")
_WEAPON = late_pattern(r"([^\W\d_]{1,6})(\d{1,4})(s?)")
_NUMBER_OF_WEAPON = late_pattern(r"(\d{1,4})(s?)")
_RESOLUTION_NUMBER = late_pattern(r"\d{2,4}")
_GROUP = late_pattern(r"\d{3}")
_LAKHS = late_pattern(r"\d{1,2}(?:,\d\d)+,\d{3}")
_LONG_NUMBER = late_pattern(r"[1-9]\d{5,}")
_ORDINAL = late_pattern(r"(\d{1,4})(e|eme|ieme|ste|de|er|ere|re)")
_ORDINALS: Final = (("e", "eme", "ieme"), ("er", "ere", "re"), ("e", "ste", "de"))
_ORDINAL_WORDS: Final = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth
"""
_TEN_WORDS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL_ORDINALS: Final = _ORDINAL_WORDS.split()
_TENS: Final = _TEN_WORDS.split()
_NUMBERED = late_pattern(r"([1-9]\d?)(?:st|nd|rd|th)")
_MAX_SPLIT_LETTERS: Final = 30


def other_spellings(key: Key, shown: str, has_term: HasTerm) -> list[tuple[str, Key]]:
    """Return other ways to write a word or phrase, each as it is shown and as folded words.

    `key` is the phrase in folded words, `shown` is how it was typed. Spellings of which the index does not have
    all words are left out.
    """
    found = dict(_of_word(key[0], shown, has_term) if len(key) == 1 else _of_phrase(key, shown, has_term))
    found.pop(key, None)
    return [(form, other) for other, form in found.items() if all(map(has_term, other))]


def other_initials(word: str) -> tuple[Key, str] | None:
    """Return a folded word as initials with points if it has none, without them if it has, and how that is shown.

    Return None for a word that cannot be initials.
    """
    if is_dotted(word):
        joined = word.replace(".", "")
        return (joined.upper() if is_acronym(joined) else joined,), joined.upper()
    if word.isalpha() and 2 <= len(word) <= MAX_ACRONYM_LETTERS and (word in ACRONYMS or not is_acronym(word)):
        return (".".join(word.lower()),), ".".join(word.upper()) + "."
    return None


def _of_word(word: str, shown: str, has_term: HasTerm) -> Iterator[tuple[Key, str]]:
    if initials := other_initials(word):
        yield initials
    if umlauts.has_umlaut(shown):
        yield (umlauts.spelled_out(shown),), umlauts.spelled_out(shown)
    elif has_term(umlauts.EVIDENCE + word):
        yield from (((other,), other) for other in umlauts.contracted(word))
    if found := _WEAPON.fullmatch(word):
        yield from _weapon(found[1], found[2])
    if POINTED_THOUSANDS.fullmatch(word):
        yield (word.replace(".", ""),), word.replace(".", "")
    if _LAKHS.fullmatch(word):
        yield (word.replace(",", ""),), word.replace(",", "")
    elif _LONG_NUMBER.fullmatch(word):
        yield (_in_lakhs(word),), _in_lakhs(word)
    if found := _ORDINAL.fullmatch(word):
        yield from (((found[1] + end,), found[1] + end) for ends in _ORDINALS if found[2] in ends for end in ends)
    yield from _ordinal_spellings((word,))
    if 4 <= len(word) <= _MAX_SPLIT_LETTERS and word.isalpha():
        for i in range(2, len(word) - 1):
            if has_term(f"{word[:i]}-{word[i:]}"):
                yield (word[:i], word[i:]), f"{word[:i]}-{word[i:]}"


def _of_phrase(key: Key, shown: str, has_term: HasTerm) -> Iterator[tuple[Key, str]]:
    if len(key) == 2:
        first, second = key
        if first.isalpha() and len(first) <= 6 and (number := _NUMBER_OF_WEAPON.fullmatch(second)):
            if first not in _FORMS_OF_MONTH:
                yield from _weapon(first, number[1])
        elif first.isalpha() and second.isalpha() and ("-" in shown or has_term(f"{first}-{second}")):
            yield (first + second,), first + second
    yield from _ordinal_spellings(key)
    yield from _resolution(key)
    if len(key) > 1 and len(key[0]) <= 3 and key[0].isdigit() and all(_GROUP.fullmatch(word) for word in key[1:]):
        yield ("".join(key),), "".join(key)
    yield from _days(key)


def _weapon(letters: str, number: str) -> Iterator[tuple[Key, str]]:
    name = letters.upper()
    for plural in ("", "s"):
        yield (letters, number + plural), f"{name}-{number}{plural}"
        yield (letters + number + plural,), f"{name}{number}{plural}"


def _in_lakhs(number: str) -> str:
    """Return a number with commas as it is written in India: 12,34,000."""
    head, last = number[:-3], number[-3:]
    pairs = [head[max(0, at - 2) : at] for at in range(len(head), 0, -2)]
    return ",".join([*reversed(pairs), last])


def _resolution(key: Key) -> Iterator[tuple[Key, str]]:
    """Yield the other names of a resolution of the Security Council."""
    *words, number = key
    if _RESOLUTION_NUMBER.fullmatch(number) and words in (["resolution"], ["s", "res"], ["unscr"]):
        yield ("resolution", number), f"Resolution {number}"
        yield ("s", "res", number), f"S/RES/{number}"
        yield ("unscr", number), f"UNSCR {number}"


def _days(key: Key) -> Iterator[tuple[Key, str]]:
    """Yield the other ways to write a day of a month."""
    size, month, day = _month_and_day(key)
    if size != len(key):
        return
    for form, number in product(_FORMS_OF_MONTH[month], (day, f"0{day}"[-2:], _ordinal(day))):
        for written in ((form, number), (number, form), (number, "of", form)):
            yield written, " ".join(written)


def _month_and_day(words: Sequence[str]) -> tuple[int, str, str]:
    """Return how many of the words are a month and a day, the month and the day; 0 if they do not begin with one."""
    if len(words) > 2 and words[1] == "of" and words[2] in _FORMS_OF_MONTH and (day := _DAY.fullmatch(words[0])):
        return 3, words[2], day[1].lstrip("0")
    first, second = words[:2]
    if first in _FORMS_OF_MONTH and (day := _DAY.fullmatch(second)):
        return 2, first, day[1].lstrip("0")
    if second in _FORMS_OF_MONTH and (day := _DAY.fullmatch(first)):
        return 2, second, day[1].lstrip("0")
    return 0, "", ""


def _ordinal_spellings(key: Key) -> Iterator[tuple[Key, str]]:
    """Yield an English ordinal in words if it is in figures, in figures if it is in words."""
    if len(key) == 1 and (found := _NUMBERED.fullmatch(key[0])) and key[0] == _ordinal(found[1]):
        words = _in_words(int(found[1]))
        yield words, "-".join(words)
    elif number := _number_of_ordinal(key):
        yield (_ordinal(str(number)),), _ordinal(str(number))


def _in_words(number: int) -> Key:
    tens, rest = divmod(number, 10)
    if number <= len(_SMALL_ORDINALS):
        return (_SMALL_ORDINALS[number - 1],)
    ten = _TENS[tens - 2]
    return (ten, _SMALL_ORDINALS[rest - 1]) if rest else (f"{ten[:-1]}ieth",)


def _number_of_ordinal(key: Key) -> int:
    """Return the number of an English ordinal in words, 0 for other words."""
    *tens, last = key
    if not tens:
        if last.endswith("ieth") and (ten := f"{last[:-4]}y") in _TENS:
            return 10 * (_TENS.index(ten) + 2)
        return _SMALL_ORDINALS.index(last) + 1 if last in _SMALL_ORDINALS else 0
    if len(tens) == 1 and tens[0] in _TENS and last in _SMALL_ORDINALS[:9]:
        return 10 * (_TENS.index(tens[0]) + 2) + _SMALL_ORDINALS.index(last) + 1
    return 0


def in_spaced_groups(word: str) -> Key | None:
    """Return the words of a number that is written with spaces, 15 000; None for what is not written so."""
    if not word.isdigit() or len(word) < 4 or word.startswith("0"):
        return None
    head = len(word) % 3 or 3
    return (word[:head], *(word[at : at + 3] for at in range(head, len(word), 3)))


def _ordinal(day: str) -> str:
    ending = {"1": "st", "2": "nd", "3": "rd"}.get(day[-1], "th") if day not in ("11", "12", "13") else "th"
    return day + ending
