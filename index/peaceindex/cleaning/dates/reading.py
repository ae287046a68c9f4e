"""The whole dates in a text: in digits, or with the name of a month in any language, in any script and calendar.

Dates in digits are found by their shape. Around every number that can be a
year the words are read one by one: a day, a month's name and the year, in any
order that a language has, with nothing between them but signs and the small
words that languages put there ("de", "г.", "gada").
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from peaceindex.cleaning.dates import calendars, order, words
from peaceindex.cleaning.dates.calendars import BUDDHIST, CONVERSIONS, YEARS

_YEAR = re.compile(r"[12]\d\d\d(?!\d)(?<!\d{5})")
_FAR, _NAME = 34, 28
"""How far from the year the day can stand, and how long the name of a month beyond it can be."""
_COMMON = re.compile(
    r"(?:(?<![\d.,])(?P<d>\d\d?)(?:st|nd|rd|th|er|\.)?[ \u00a0-]?(?:de )?(?P<m>[^\W\d_]{3,12})\.?,?[ \u00a0-](?:de )?"
    r"|(?P<name>[^\W\d_]{3,12})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?(?:, ?| ))$"
)
"""What stands before the year in the commonest dates, which are read four times as fast this way."""
_DIGIT = re.compile(r"\d")
_NUMBER_BEFORE = re.compile(r"(?<!\d)(?P<day>\d\d?)(?!\d)\D*$")
_NUMBER_BEHIND = re.compile(r"(?<!\d)\d\d?(?!\d)")
_SIGNS = ("/", ".", "-")
_MARKS = "\u200e\u200f"
_PARTED = re.compile(rf"\d[{_MARKS}]?\s?[./‐–-][{_MARKS}]?\s?\d\d?[{_MARKS}]?\s?[./‐–-]")
_FOUR = re.compile(r"[12]\d\d\d")
_PLAINLY_PARTED = re.compile(r"\d ?[./-] ?\d\d? ?[./-]")
_NUMBERS = re.compile(
    rf"(?<!\d)(?<!\d[./‐–:,-])(?P<a>\d{{4}}|\d\d?)(?P<gap>[{_MARKS}]?\s?(?P<s>[./‐–-])[{_MARKS}]?\s?)(?P<b>\d\d?)"
    rf"[{_MARKS}]?\s?(?P=s)[{_MARKS}]?\s?(?P<c>\d{{4}}|\d\d?)(?!\d)(?![./‐–-]\d)(?!%)"
)
_SPACED = re.compile(r"\s*(\d\d) (\d\d) (\d{4})\s*")
_CJK = re.compile(
    r"(?:(?P<y>(?<!\d)\d{4})|(?:中華|中华)?(?P<era>明治|大正|昭和|平成|令和|民國|民国)\s?(?P<n>\d{1,3}|元)|(?P<short>(?<!\d)1[0-3]\d))\)?\s?[年년]\s?"
    r"(?P<m>\d\d?)\s?[月월]\s?(?P<d>\d\d?)\s?[日일号號]?"
)
_CJK_NUMERALS = re.compile(
    r"(?P<y>[〇零○一二三四五六七八九]{4})年(?P<m>[一二三四五六七八九十]{1,3})月(?P<d>[一二三四五六七八九十廿卅]{1,3})[日号號]"
)
_ERA_LETTER = re.compile(r"(?<![A-Za-z\d])(?P<era>[MTSHR])\.?(?P<n>\d\d?)[./](?P<m>\d\d?)[./](?P<d>\d\d?)(?![\d./])")
_THAI_SHORT = re.compile(r"(?<!\d)(?P<d>\d\d?)\s?(?P<name>[\u0e01-\u0e4f.]{4,12})\s?(?P<y>\d\d)(?![\d:.])")
_PROGRAM = re.compile(
    r"\b(?P<name>[A-Z][a-z]{2}) {1,2}(?P<d>\d\d?) (?P<time>\d\d:\d\d):\d\d (?:[A-Z]{2,5} )?(?P<y>\d{4})\b"
)
"""As programs print it: `Fri Apr 28 19:20:36 CEST 2023`."""
_LONG = re.compile(r"(?:19|20)\d{3,6}(?!\d)")
_GLUED = re.compile(
    r"(?:(?<![\d.,])(?P<d>\d\d?)\.? (?P<m>[^\W\d_]{3,12})|(?P<name>[^\W\d_]{3,12})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,?)"
    r" (?P<y>(?:19|20)\d\d)(?=\d{1,4}(?!\d))"
)
"""Where the page's elements were put together without a space: `Dec 22 20231:17 AM`, `Oct 17, 20235757 Shares`."""

_BETWEEN = frozenset(" \t\u00a0\u202f\u2009.,/-‐‑–—()'’ºª°,،፣፡၊、་·־\u200e\u200f\u200b")
_MOST_BETWEEN = 4
_MOST_SMALL = 3
_ROMAN: Final = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
}  # fmt: skip
_VERSION = re.compile(
    r"(?:\b(?:v|ver|vers|version|versione|versión|versão|wersja|verze|версия|версії|sürüm|release|rev|revision|build|"
    r"python|ios|macos|android|windows|linux|kernel|firmware|driver|iphone|chrome|firefox|php|ip|tel|fax|phone|telefon)"
    r"[.:]? ?#?|[$€£¥₴₽#])$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:[T\s.,–—|·•\-/()]{0,4}(?:г\.|р\.|r\.|d\.|m\.|года|року|roku|godine|године|م|น\.)?[\s,–—|·•\-/(]{0,4}"
    r"(?:(?:at|um|u|à|á|às|as|a|a las|alle|alle ore|ore|ora|kl\.?|klo|kell|ob|w|o|o godz\.|godz\.|v|ve|în|la|saat|"
    r"в|о|об|у|годині|الساعة|ساعت|בשעה|στις|ώρα|pukul|jam|lúc|เวลา) )?"
    r"(?P<part>(?:[（(][日月火水木金土一二三四五六]曜?日?[）)])?\s?(?:午前|午後|上午|下午|오전|오후)\s?)?"
    r"(?P<hour>[01]?\d|2[0-3])(?P<colon>[:.h时時시点點]) ?(?P<minute>[0-5]\d)(?:[分분]|(?!\d|\.\d))"
    r"(?::[0-5]\d(?:[.,]\d{1,9})?)?(?P<half>\s?[apAP]\.?[mM]\b\.?)?"
    r"(?P<zone> ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)(?![\w:]))?)"
)
_TIME_BEFORE = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?P<half>\s?[apAP]\.?[mM]\b\.?)?"
    r"(?P<zone> ?(?:UTC|GMT))?(?: [A-ZА-Я]{2,4})?[\s,|·•–—-]{1,4}$"
)
_FOREIGN_DIGIT = re.compile(r"[^\x00-\u065f\D]")
_NUMERALS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: its day, where it stands, and the time beside it as `HH:MM` and the zone as written."""

    day: date
    start: int
    end: int
    time: str = ""
    zone: str = ""
    other: date | None = None
    """The day that it would be with day and month the other way round, where nothing says which is which."""

    @property
    def ambiguous(self) -> bool:
        """Day and month are both digits up to 12, so that either could be the month."""
        return self.other is not None

    @property
    def stamp(self) -> str:
        """The day with the time and zone, in ISO 8601, as far as they are known."""
        if not self.time:
            return self.day.isoformat()
        zone = "+00:00" if self.zone in ("Z", "UTC", "GMT") else self.zone
        if len(zone) == 5:
            zone = f"{zone[:3]}:{zone[3:]}"
        return f"{self.day.isoformat()}T{self.time}{zone}"


class _Part(NamedTuple):
    """A part of a date: a `day` (any number of one or two digits), a `month`, a `year`, or something `else`."""

    kind: str
    value: int
    start: int
    end: int
    calendar: calendars.Calendar = "gregorian"
    small: int = 0
    """How many small words stand before it."""


def find_all(text: str, *, language: str | None = None, month_first: bool | None = None) -> list[Found]:
    """All whole dates in a text, in order of place.

    `language` (ISO 639-1, with a region or without) decides what a name of
    several months means, and where it is certain the order of day and month.
    `month_first` tells how to read 03/04/2025; if it is None and the language
    does not tell, the date is given as day first, with the other reading.
    """
    plain, parted = text, _PLAINLY_PARTED
    found: list[Found] = []
    if not text.isascii():
        parted = _PARTED
        if _FOREIGN_DIGIT.search(text):
            plain = text.translate(words.digits())
        if "年" in plain or "년" in plain:
            found.extend(_in_cjk(plain, language))
    code = language.replace("_", "-").partition("-")[0].lower() if language else None
    if parted.search(plain) is not None:
        if month_first is None and language:
            month_first = order.month_first(language)
        found.extend(_in_digits(plain, code, month_first))
    if _FOUR.search(plain) is not None:
        found.extend(_in_words(plain, code))
        if _LONG.search(plain) is not None:
            found.extend(_glued(plain, code))
        if not found and (spaced := _SPACED.fullmatch(plain)):
            found.extend(_hit(calendars.gregorian(int(spaced[3]), int(spaced[2]), int(spaced[1])), spaced.span()))
    if parted is _PARTED and ("ค." in plain or "ย." in plain or "พ." in plain):
        found.extend(_thai(plain))
    return _finished(plain, found) if found else found


def _finished(text: str, found: list[Found]) -> list[Found]:
    """The dates in order, none over another, each with the time beside it."""
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Found] = []
    for hit in found:
        if kept and hit.start < kept[-1].end:
            continue
        if not hit.time and (match := _TIME.match(text, hit.end)) and not _is_range(text, match):
            hit = replace(hit, end=match.end(), time=_clock(match), zone=(match["zone"] or "").strip())
            if hit.other and match["half"]:  # am and pm are written where the month comes first
                hit = replace(hit, day=hit.other, other=None)
        elif not hit.time and hit.start >= 5 and ":" in text[max(0, hit.start - 24) : hit.start]:
            low = max(kept[-1].end if kept else 0, hit.start - 24)
            if match := _TIME_BEFORE.search(text[low : hit.start]):
                zone = (match["zone"] or "").strip()
                hit = replace(hit, start=low + match.start(), time=_clock(match), zone=zone)
        kept.append(hit)
    if len(kept) > 1:
        return _without_lunar(text, kept)
    return kept


def _is_range(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a time is the beginning of another date, as in 12.05.2025 – 14.06.2025."""
    return match["colon"] == "." and text[match.end() : match.end() + 1] in (".", "/")


def _clock(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    if half := match["half"]:
        hour = hour % 12 + (12 if "p" in half.lower() else 0)
    elif match.re is _TIME and match["part"]:
        hour = hour % 12 + (12 if any(half in match["part"] for half in ("午後", "下午", "오후")) else 0)
    return f"{hour:02}:{match['minute']}"


def _without_lunar(text: str, found: list[Found]) -> list[Found]:
    """The dates without those that tell the day of another in a second calendar, where observers may be a day apart."""
    years = [
        match is not None and int(match[0]) >= 1600 for match in (_YEAR.search(text, f.start, f.end) for f in found)
    ]
    return [
        hit
        for hit, plain in zip(found, years, strict=True)
        if plain
        or not any(o is not hit and p and abs((o.day - hit.day).days) <= 2 for o, p in zip(found, years, strict=True))
    ]


def _hit(day: date | None, span: tuple[int, int], other: date | None = None) -> Iterator[Found]:
    if day is not None:
        yield Found(day, *span, other=other)


def _in_digits(text: str, code: str | None, month_first: bool | None) -> Iterator[Found]:
    for match in _NUMBERS.finditer(text):
        a, b, c, sign = match["a"], match["b"], match["c"], match["s"]
        spaced = any(s.isspace() for s in match["gap"])
        if sign in "‐–-" and (spaced or sign == "–"):
            continue
        if len(a) == 4:
            if len(c) <= 2:
                yield from _hit(_dated(int(a), int(b), int(c), code), match.span())
            continue
        day, month = int(a), int(b)
        if len(c) == 2:
            short = len(a) + len(b) < 4 and code in (None, "en")
            if sign == "." and (spaced or short or _VERSION.search(text[: match.start()][-12:])):
                continue
            if sign != "." and len(a) + len(b) < (2 if sign == "/" else 4):
                continue
            year = int(c) + (2500 if code == "th" and c >= "43" else 2000)
            if c >= "50" and code != "th":
                continue
        elif len(c) == 4:
            year = int(c)
        else:
            continue
        swap = month > 12 or (month_first is True and sign != "." and day <= 12)
        if swap:
            day, month = month, day
        other = None
        if month_first is None and sign != "." and day <= 12 and month <= 12 and day != month:
            other = _dated(year, day, month, code)
        yield from _hit(_dated(year, month, day, code), match.span(), other)
    if code == "ja":
        for match in _ERA_LETTER.finditer(text):
            era = calendars.LETTERS[match["era"]]
            yield from _hit(calendars.of_era(era, int(match["n"]), int(match["m"]), int(match["d"])), match.span())


def _dated(year: int, month: int, day: int, code: str | None) -> date | None:
    """The day of a date in digits, in the calendar that its year and language tell."""
    if year in YEARS["gregorian"]:
        return calendars.gregorian(year, month, day)
    if 1250 <= year < 1500:
        return None if code in _NOT_SOLAR else calendars.persian(year, month, day)
    if 2400 < year < 2700 and code in (None, "th"):
        return calendars.gregorian(year - BUDDHIST, month, day)
    return None


_NOT_SOLAR = ("ar", "ur", "zh")
"""Languages in which a year of the fifteenth century in digits is of no solar calendar: no guess is made."""


def _in_cjk(text: str, language: str | None) -> Iterator[Found]:
    for match in _CJK.finditer(text):
        month, day = int(match["m"]), int(match["d"])
        made = None
        if match["y"]:
            made = _dated(int(match["y"]), month, day, "zh")
        elif era := match["era"]:
            made = calendars.of_era(era, 1 if match["n"] == "元" else int(match["n"]), month, day)
        elif (language or "").lower().startswith(("zh-tw", "zh-hant")):
            made = calendars.of_era("民國", int(match["short"]), month, day)
        yield from _hit(made, match.span())
    for match in _CJK_NUMERALS.finditer(text):
        year = int("".join(str(_NUMERALS[c]) for c in match["y"]))
        yield from _hit(_dated(year, _numeral(match["m"]), _numeral(match["d"]), "zh"), match.span())


def _numeral(text: str) -> int:
    """A number up to 39 as it is written in Chinese."""
    tens, ten, ones = text.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + (_NUMERALS.get(ones, 0) if ones else 0)


def _thai(text: str) -> Iterator[Found]:
    """Dates with a year of two digits, as Thai has them."""
    for match in _THAI_SHORT.finditer(text):
        named = words.table().month(words.fold(match["name"]))
        if named and "." in match["name"]:
            year = 2500 + int(match["y"]) - BUDDHIST
            yield from _hit(calendars.gregorian(year, named.number, int(match["d"])), match.span())


def _in_words(text: str, code: str | None) -> Iterator[Found]:
    """The dates with a month's name in a text: around each number that can be a year the words are read one by one."""
    if ":" in text and (program := _PROGRAM.search(text)) and (named := words.table().month(program["name"].lower())):
        made = calendars.gregorian(int(program["y"]), named.number, int(program["d"]))
        yield from (replace(hit, time=program["time"]) for hit in _hit(made, program.span()))
        return
    for year in _YEAR.finditer(text):
        start, end = year.span()
        if text[start - 1 : start] in _SIGNS and text[start - 2 : start - 1].isdigit():
            continue  # of a date in digits
        number = _DIGIT.search(text, max(0, start - _FAR), start)
        if number:
            match = _COMMON.search(text, max(0, number.start() - 14), start)
            if match and (named := words.table().month(words.fold(match["m"] or match["name"]), code)):
                letter = (match["m"] or match["name"])[0]
                if day := _day(int(year[0]), named, int(match["d"] or match["day"]), letter):
                    yield Found(day, match.start(), end)
                    continue
        before = _NUMBER_BEFORE.search(text, number.start(), start) if number else None
        if before and not _goes_on(text, before.end("day"), code):
            before = None
        behind = _NUMBER_BEHIND.search(text, end, end + _FAR)
        if behind and not _goes_on(text, end, code):
            behind = None
        if not before and not behind:
            continue
        low = max(0, before.start() - _NAME) if before else start
        high = behind.end() + _NAME if behind else end
        parts = _parts(text, low, high, code)
        place = bisect(parts, start, key=lambda part: part.start) - 1
        if place >= 0 and parts[place].kind == "year" and parts[place].start == start:
            yield from _around(text, parts, place)


def _glued(text: str, code: str | None) -> Iterator[Found]:
    """Dates with a number right behind the year."""
    for match in _GLUED.finditer(text):
        name = match["m"] or match["name"]
        named = words.table().month(words.fold(name), code) or _prefixed(words.table(), name, words.fold(name), code)
        if named:
            day = _day(int(match["y"]), named, int(match["d"] or match["day"]), name[0])
            yield from _hit(day, match.span())


def _goes_on(text: str, place: int, code: str | None) -> bool:
    """Whether what follows a number or year can be of the same date: a month, a small word or another number."""
    token = words.TOKEN.search(text, place, place + _FAR)
    if token is None or token["number"]:
        return True
    word = words.fold(token[0])
    table = words.table()
    return (
        word in words.beside()["within"]
        or word in table.begins
        or token[0] in _ROMAN
        or "'" in word
        or table.month(word, code) is not None
    )


def _parts(text: str, low: int, high: int, code: str | None) -> list[_Part]:
    """What stands in a stretch of text, one part after another; small words are only counted."""
    while low and text[low].isalnum() and text[low - 1].isalnum():
        low -= 1
    while high < len(text) and text[high - 1].isalnum() and text[high].isalnum():
        high += 1
    tokens = list(words.TOKEN.finditer(text, low, high))
    table, within = words.table(), words.beside()["within"]
    folded: list[str] = []
    for token in tokens:
        word = token[0]
        folded.append(
            str(int(word)) if token["number"] and len(word) <= 2 else word if token["number"] else words.fold(word)
        )
    parts: list[_Part] = []
    small = 0
    i = 0
    while i < len(tokens):
        token, word = tokens[i], folded[i]
        number = token["number"]
        size = 1
        named: words.Month | None = None
        if word in table.begins:
            for size in range(min(words.MOST_WORDS, len(tokens) - i), 1, -1):
                if named := table.month(" ".join(folded[i : i + size]), code):
                    break
            else:
                size = 1
        if named is None and not number:
            named = table.month(word, code) or _prefixed(table, token[0], word, code)
        start, end = token.start(), tokens[i + size - 1].end()
        if named is not None:
            last = parts[-1] if parts else None
            if last and last.kind == "month" and last.value == named.number and start - last.end <= 3:
                parts[-1] = last._replace(end=end)  # أيار/مايو
            else:
                parts.append(_Part("month", named.number, start, end, named.calendar, small))
        elif number and len(number) <= 2:
            parts.append(_Part("day", int(number), start, end, small=small))
        elif number and len(number) == 4:
            parts.append(_Part("year", int(number), start, end, small=small))
        elif token[0] in _ROMAN and parts and parts[-1].kind == "day" and start - parts[-1].end <= 3:
            parts.append(_Part("roman", _ROMAN[token[0]], start, end, small=small))
        elif not number and word in within:
            small += 1
            i += 1
            continue
        else:
            parts.append(_Part("else", 0, start, end))
        small = 0
        i += size
    return parts


def _prefixed(table: words.Table, word: str, folded: str, code: str | None) -> words.Month | None:
    """The month in a word behind an article (d’abril), or one that another word was glued to (worldMay)."""
    if "'" in folded:
        before, _, rest = folded.partition("'")
        return table.month(rest if len(before) <= 2 else before, code)
    if len(word) > 4 and not word[1:].islower() and word.isalpha():
        capital = next((i for i in range(len(word) - 3, 0, -1) if word[i].isupper() and word[i - 1].islower()), 0)
        if capital:
            return table.month(folded[capital - len(word) :], code)
    return None


def _around(text: str, parts: list[_Part], place: int) -> Iterator[Found]:
    """The date that the parts before or behind a year make with it."""
    year = parts[place]
    if place >= 2:
        a, b = parts[place - 2], parts[place - 1]
        kinds = a.kind, b.kind
        if (
            kinds in (("day", "month"), ("day", "roman"), ("month", "day"))
            and _near(text, a, b)
            and _near(text, b, year)
        ):
            day, month = (a, b) if a.kind == "day" else (b, a)
            if _is_whole(text, day):
                made = _made(year.value, month, day.value, text)
                if made:
                    yield Found(made, a.start, year.end)
                    return
    if place + 2 < len(parts):
        a, b = parts[place + 1], parts[place + 2]
        behind = parts[place + 3] if place + 3 < len(parts) else None
        if behind and behind.kind == "year" and _near(text, b, behind):
            return
        if not _near(text, year, a) or not _near(text, a, b):
            return
        if a.kind == "month" and b.kind == "day" and _is_whole(text, b):
            made = _made(year.value, a, b.value, text)
        elif a.kind == "day" and b.kind == "month" and (a.small or text[year.end : year.end + 1] in "., "):
            made = _made(year.value, b, a.value, text)
        else:
            return
        if made:
            yield Found(made, year.start, b.end)


def _near(text: str, a: _Part, b: _Part) -> bool:
    """Whether nothing stands between two parts but a few signs and small words."""
    if a.kind == "day" and "(" in text[a.end : b.start] and b.kind == "month":
        return False  # No. 5 (December 2023)
    if not b.small:
        between = text[a.end : b.start]
        return len(between) <= _MOST_BETWEEN and _BETWEEN.issuperset(between)
    return b.small <= _MOST_SMALL and b.start - a.end <= 24 and not any(c in "!?:;|" for c in text[a.end : b.start])


def _is_whole(text: str, day: _Part) -> bool:
    """Whether the number of a day is no part of a longer one: 5,000 or 3.5."""
    start, end = day.start, day.end
    behind = text[end : end + 2]
    if len(behind) == 2 and behind[0] in ".,:" and behind[1].isdigit():
        return behind[0] != ":" and text[end + 1 : end + 5].isdigit() and not text[end + 5 : end + 6].isdigit()
    before = text[max(0, start - 2) : start]
    return not (len(before) == 2 and before[1] in ".,:" and before[0].isdigit())


def _made(year: int, month: _Part, day: int, text: str) -> date | None:
    return _day(year, words.Month(month.calendar, month.value), day, text[month.start])


def _day(year: int, month: words.Month, day: int, letter: str) -> date | None:
    """The day in the calendar that the month is of; `letter` is one of its name, which tells Thai from others."""
    if year in YEARS[month.calendar]:
        return CONVERSIONS[month.calendar](year, month.number, day)
    if month.calendar == "gregorian" and 2400 < year < 2700 and "\u0e00" <= letter <= "\u0e7f":
        return calendars.gregorian(year - BUDDHIST, month.number, day)
    return None
