"""Dates as they are written: ISO, in digits, with month names of some twenty languages. Only whole dates count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_MONTHS = (
    "january jan januar jänner jän januari janvier janv enero ene gennaio gen janeiro ocak oca stycznia styczeń ledna "
    "leden січня січень января январь янв ianuarie január januára sausio tammikuuta janúar јануар януари يناير ינואר",
    "february feb februar februari février fevrier févr fév febrero febbraio fevereiro fev şubat şub lutego luty února "
    "únor лютого лютий февраля февраль февр фев februarie február vasario helmikuuta febrúar фебруар февруари فبراير "
    "פברואר",
    "march mar märz maerz mrz maart mars mär marzo março marco mart marca marzec března březen березня березень "
    "марта март martie március kovo maaliskuuta март مارس מרץ marts",
    "april apr avril avr abril abr aprile avril nisan nis kwietnia kwiecień dubna duben квітня квітень апреля апрель "
    "апр aprilie április balandžio huhtikuuta apríl април أبريل ابريل אפריל",
    "may mai mei maj mayo maggio mag maio mayıs mayis maja května květen травня травень мая май május gegužės "
    "toukokuuta maí мај مايو מאי",
    "june jun juni juin junio giugno giu junho haziran haz czerwca czerwiec června červen червня червень июня июнь "
    "iunie június birželio kesäkuuta júní јун юни يونيو יוני",
    "july jul juli juillet juil julio luglio lug julho temmuz tem lipca lipiec července červenec липня липень июля "
    "июль iulie július liepos heinäkuuta júlí јул юли يوليو יולי",
    "august aug août aout agosto ago ağustos agustos ağu sierpnia sierpień srpna srpen серпня серпень августа август "
    "авг augustus augusti augusztus rugpjūčio elokuuta ágúst أغسطس اغسطس אוגוסט",
    "september sep sept septembre septiembre setiembre settembre set setembro eylül eylul eyl września wrzesień září "
    "вересня вересень сентября сентябрь сент сен septembrie szeptember rugsėjo syyskuuta септембар септември سبتمبر "
    "ספטמבר",
    "october oct oktober okt octobre octubre ottobre ott outubro out ekim eki października październik října říjen "
    "жовтня жовтень октября октябрь окт octombrie október spalio lokakuuta октобар октомври أكتوبر اكتوبر אוקטובר",
    "november nov novembre noviembre novembro kasım kasim kas listopada listopad листопада листопад ноября ноябрь нояб "
    "noiembrie lapkričio marraskuuta nóvember новембар ноември نوفمبر נובמבר",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro aralık aralik ara grudnia "
    "grudzień prosince prosinec грудня грудень декабря декабрь дек decembrie gruodžio joulukuuta desember des "
    "децембар декември ديسمبر דצמבר",
)
# "listopad" is October in Croatian and November in Czech and Polish: the latter are commoner here.
MONTHS: Final[dict[str, int]] = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_LONGEST = max(map(len, MONTHS))

_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_TIME = (
    r"(?:[T ,–|-]{0,4}(?:at |um |à |a las |kl\.? |às |alle |в |о |saat )?"
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)"
    r"(?::[0-5]\d(?:\.\d{1,6})?)?(?P<half> ?[ap]\.?m\b)?"
    r"(?P<zone> ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)(?![\w:]))?)?"
)
_ISO = re.compile(rf"(?<![\d./-])(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-2]\d|3[01])(?![\d-]){_TIME}")
_SLASHED = re.compile(rf"(?<![\d./-])(?P<y>{_YEAR})[/.](?P<m>0?[1-9]|1[0-2])[/.](?P<d>[0-2]?\d|3[01])(?![\d/]){_TIME}")
_DIGITS = re.compile(
    rf"(?<![\d./])(?<!\d-)(?P<a>[0-3]?\d)(?P<s>[./-]) ?(?P<b>[0-3]?\d)(?P=s) ?(?P<y>{_YEAR}|[0-4]\d)"
    rf"(?![\d/.-])(?!\.\d){_TIME}"
)
_DAY_MONTH = re.compile(
    rf"(?<![\d.])(?P<d>[0-2]?\d|3[01])(?:st|nd|rd|th|er|\.|º|ª)?[ \u00a0-]?(?:de |d’|d'|of )?"
    rf"(?P<name>[^\W\d_]{{3,13}})\.?,?[ \u00a0/-]?(?:de |del )?(?P<y>{_YEAR}){_TIME}"
)
_MONTH_DAY = re.compile(
    rf"(?<=[^\W\d_][ .])(?P<gap> ?)(?P<d>[0-2]?\d|3[01])(?:st|nd|rd|th)?,? "
    rf"(?:at |(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d (?:[A-Z]{{2,5}} )?)?(?P<y>{_YEAR}){_TIME}"
)
"""Also as programs print it: `Fri Apr 28 19:20:36 CEST 2023`."""
_CJK = re.compile(rf"(?P<y>{_YEAR})[年년] ?(?P<m>\d\d?)[月월] ?(?P<d>\d\d?)[日일]{_TIME}")
_ANY_YEAR = re.compile(_YEAR)
_PARTED = re.compile(r"\d[./-] ?\d\d?[./-]")
_FORMS = {
    (False, False): (),
    (False, True): (_DIGITS,),
    (True, False): (_MONTH_DAY, _DAY_MONTH, _CJK),
    (True, True): (_ISO, _SLASHED, _MONTH_DAY, _DAY_MONTH, _DIGITS, _CJK),
}
"""The forms that a date can have in a text, by whether it holds a year in full, and digits parted twice."""
_URL_DATE = re.compile(rf"/(?P<y>{_YEAR})/?-?(?P<m>0[1-9]|1[0-2])/?-?(?P<d>0[1-9]|[12]\d|3[01])(?![\d])")
_URL_NAMED = re.compile(rf"/(?P<y>{_YEAR})/(?P<name>[a-z]{{3}})/(?P<d>[0-3]\d)/")


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: its day, where it stands, and the time beside it as `HH:MM` and the zone as written."""

    day: date
    start: int
    end: int
    time: str = ""
    zone: str = ""
    ambiguous: bool = False
    """Day and month are both digits up to 12, so that either could be the month."""

    @property
    def stamp(self) -> str:
        """The day with the time and zone, in ISO 8601, as far as they are known."""
        if not self.time:
            return self.day.isoformat()
        zone = "+00:00" if self.zone in ("Z", "UTC", "GMT") else self.zone
        if len(zone) == 5:
            zone = f"{zone[:3]}:{zone[3:]}"
        return f"{self.day.isoformat()}T{self.time}{zone}"


def find_all(text: str, *, month_first: bool | None = None) -> list[Found]:
    """All whole dates in a text, in order of place.

    `month_first` tells how to read 03/04/2025; if it is None the date is
    given as day first and marked as ambiguous.
    """
    found: list[Found] = []
    for pattern in _FORMS[_ANY_YEAR.search(text) is not None, _PARTED.search(text) is not None]:
        for match in pattern.finditer(text):
            hit = _read(match, month_first)
            if hit and not any(f.start < hit.end and hit.start < f.end for f in found):
                found.append(hit)
    found.sort(key=lambda f: f.start)
    return found


def in_url(url: str) -> date | None:
    """The day that stands in the path of an address, as in `/2025/06/03/` or `/20250603/`."""
    if match := _URL_DATE.search(url):
        return _day(match["y"], match["m"], match["d"])
    if (match := _URL_NAMED.search(url)) and match["name"] in MONTHS:
        return _day(match["y"], str(MONTHS[match["name"]]), match["d"])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def month_before(text: str) -> tuple[int, int] | None:
    """(month, start) of the month name that a text ends with, glued to another word or not."""
    tail = text[-_LONGEST:].casefold()
    for size in range(len(tail), 2, -1):
        if month := MONTHS.get(tail[-size:]):
            return month, len(text) - size
    return None


def _read(match: re.Match[str], month_first: bool | None) -> Found | None:
    groups = match.groupdict()
    ambiguous = False
    start = match.start()
    if "gap" in groups:
        named = month_before(match.string[:start].rstrip(" ."))
        if named is None:
            return None
        month, start = named
        day = _day(groups["y"], str(month), groups["d"])
    elif name := groups.get("name"):
        day = _day(groups["y"], str(MONTHS.get(name.casefold(), 0)), groups["d"])
    elif groups.get("a"):
        a, b = int(groups["a"]), int(groups["b"])
        dotted = groups["s"] == "."
        ambiguous = not dotted and a <= 12 and b <= 12 and a != b and month_first is None
        if ambiguous and groups.get("half"):
            ambiguous, month_first = False, True  # am and pm are written where the month comes first
        swap = (month_first is True and not dotted and a <= 12) or b > 12
        year = groups["y"] if len(groups["y"]) == 4 else f"20{groups['y']}"
        day = _day(year, str(a if swap else b), str(b if swap else a))
    else:
        day = _day(groups["y"], groups["m"], groups["d"])
    if day is None:
        return None
    time = ""
    if groups.get("hour"):
        hour = int(groups["hour"])
        if half := groups.get("half"):
            hour = hour % 12 + (12 if "p" in half.lower() else 0)
        time = f"{hour:02}:{groups['minute']}"
    return Found(day, start, match.end(), time, (groups.get("zone") or "").strip(), ambiguous)
