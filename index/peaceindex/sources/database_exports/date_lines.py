"""Lines that hold the date of an article, as databases write them: `May 12, 2025 Monday, Final Edition`.

The month and the weekday may be in any of the languages below; nothing but them, a day, a year and a time may stand
before the edition. So a headline with a year in it is no such line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from peaceindex.sources.html.markup_words import words_in
from peaceindex.startup.late_pattern import late_pattern

_MONTHS: Final = words_in(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec januar janner februar feber marz maerz mai juni juli oktober dezember okt dez mrz "
    "janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre janv fevr avr juil januari "
    "februari maart mei augustus mrt enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre "
    "noviembre diciembre ene abr ago dic gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen "
    "giu lug set ott janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro out marts maj "
    "augusti stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada "
    "grudnia ledna unora brezna dubna kvetna cervna cervence srpna zari rijna prosince ianuarie februarie martie "
    "aprilie iunie iulie septembrie octombrie noiembrie decembrie ocak subat mart nisan mayis haziran temmuz agustos "
    "eylul ekim kasim aralik января февраля марта апреля мая июня июля августа сентября октября ноября декабря сiчня "
    "лютого березня квiтня травня червня липня серпня вересня жовтня листопада грудня"
)
_SEASONS: Final = words_in(
    "spring summer autumn fall winter fruhjahr fruhling sommer herbst printemps ete automne hiver primavera verano "
    "otono invierno estate autunno inverno verao outono lente zomer herfst"
)
_WEEKDAYS: Final = words_in(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag "
    "dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi "
    "dimanche maandag dinsdag woensdag donderdag vrijdag zaterdag zondag lunes martes miercoles jueves viernes "
    "sabado domingo lunedi martedi mercoledi giovedi venerdi sabato domenica segunda terca quarta quinta sexta "
    "mandag tirsdag onsdag torsdag fredag lordag sondag tisdag poniedzialek wtorek sroda czwartek piatek sobota "
    "niedziela pondeli utery streda ctvrtek patek nedele luni marti miercuri joi vineri sambata duminica pazartesi "
    "sali carsamba persembe cuma cumartesi pazar понедельник вторник среда четверг пятница суббота воскресенье "
    "понедiлок вiвторок середа четвер п'ятниця субота недiля"
)
_SMALL: Final = words_in("the of de del di den der am le st nd rd th er eme do da feira")
_YEAR = late_pattern(r"(?<![\d.])(?:1[5-9]\d\d|20\d\d)(?:\s?/\s?(?:\d\d){1,2})?(?!\d)")
_FIGURES = late_pattern(r"(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:1[5-9]|20)\d\d)(?:T(?=\d))?")
_EAST_ASIAN = late_pattern(r"\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]")
_WORD = late_pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ODD = late_pattern(r"[^\w\s.,'’/ºª°-]")
_LEAD = late_pattern(r"[\s,;]*")
_TIME = late_pattern(
    r"\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s?Uhr\b)?"
    r"(?:\s*(?:GMT|UTC|MEZ|MESZ|[A-Z]{2,4}T|Z)\b\s?(?:[+-]\d{1,2}(?::?\d\d)?)?|\s?[+-]\d\d:?\d\d"
    r"|\s*(?:Eastern|Central|Mountain|Pacific|Local) Time)?"
)
_SPAN = late_pattern(r"\s*[-–]\s*" + _TIME.pattern)
_OFFSET = late_pattern(r"(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?(\d\d))?$")
_LONGEST = 160
_LONGEST_EDITION = 80


@dataclass(frozen=True, slots=True)
class DateLine:
    """The parts of a line with a date."""

    date: str
    """The day, and the time if there is one, as written, but without the weekday."""
    has_day: bool
    """False for `June 2004` and `Winter 2008/2009`."""
    rest: str
    """What follows the date: an edition, or ""."""


def read_date_line(text: str) -> DateLine | None:
    """Return the parts of a line with a date, or None for any other line."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    if found := _FIGURES.match(text) or _EAST_ASIAN.match(text):
        return _with_rest(found[0].rstrip("T"), text[found.end() :], has_day=True)
    year = _YEAR.search(text)
    if not year or year.start() == 0:
        return None
    before = text[: year.start()]
    words = [folded(word) for word in _WORD.findall(before)]
    numbers = [int(number) for number in re.findall(r"\d+", before)]
    months = sum(word in _MONTHS for word in words)
    seasons = not months and sum(word in _SEASONS for word in words)
    if _ODD.search(before) or any(word not in _ALL for word in words) or not (months or seasons):
        return None
    if len(numbers) > 1 or any(not 1 <= number <= 31 for number in numbers):
        return None
    has_day = bool(numbers) and bool(months) and "/" not in year[0]
    day = " ".join(_without_weekday(before + year[0]).split())
    return _with_rest(day, text[year.end() :], has_day=has_day)


def folded(word: str) -> str:
    """Return a word in small letters without accents."""
    parts = unicodedata.normalize("NFD", word.casefold().replace("ı", "i").replace("і", "i").replace("ł", "l"))
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("ø", "o").replace("’", "'")


_ALL: Final = _MONTHS | _SEASONS | _WEEKDAYS | _SMALL


def _without_weekday(text: str) -> str:
    kept = [part for part in re.split(r"(?<=[\s,])", text) if folded(part.strip(" ,.")) not in _WEEKDAYS]
    return re.sub(r"(?i)\b(?:segunda|terça|terca|quarta|quinta|sexta)-feira\b", "", "".join(kept)).strip(" ,")


def _with_rest(date: str, rest: str, *, has_day: bool) -> DateLine | None:
    while (skipped := _weekday_at(rest)) is not None:
        rest = rest[skipped:]
    lead = _LEAD.match(rest)
    at = lead.end() if lead else 0
    if time := _TIME.match(rest, at):
        date = f"{date} {_OFFSET.sub(_as_offset, time[0].strip())}"
        rest = rest[time.end() :]
        if span := _SPAN.match(rest):
            rest = rest[span.end() :]
        while (skipped := _weekday_at(rest)) is not None:
            rest = rest[skipped:]
    edition = rest.strip(" ,;")
    is_sentence = edition[:1].islower() or edition.endswith((".", "!", "?"))
    if len(edition) > _LONGEST_EDITION or is_sentence or (edition and not has_day and rest[:1] not in ",;"):
        return None
    return DateLine(date, has_day, edition)


def _weekday_at(rest: str) -> int | None:
    """Return the end of a weekday at the start of `rest`, or None."""
    found = re.match(r"[\s,]*([^\W\d_]+(?:['’-][^\W\d_]+)?)\.?(?![\w'’])", rest)
    if not found or (folded(found[1]) not in _WEEKDAYS and folded(found[1].split("-")[0]) not in _WEEKDAYS):
        return None
    return found.end()


def _as_offset(found: re.Match[str]) -> str:
    return f"{found[1]}{int(found[2]):02}:{found[3] or '00'}"
