"""The time of day next to a date: behind it or before it, in 12 or 24 hours, with its time zone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from peaceindex.cleaning.dates.found import Found

_TIME = late_pattern(
    r"(?:[T\s.,–—|·•\-/()]{0,4}(?:г\.|р\.|r\.|d\.|m\.|года|року|roku|godine|године|م|น\.)?[\s,–—|·•\-/(]{0,4}"
    r"(?:(?:at|um|u|à|á|às|as|a|a las|alle|alle ore|ore|ora|kl\.?|klo|kell|ob|w|o|o godz\.|godz\.|v|ve|în|la|saat|"
    r"в|о|об|у|годині|الساعة|ساعت|בשעה|στις|ώρα|pukul|jam|lúc|เวลา) )?"
    r"(?P<part>(?:[（(][日月火水木金土一二三四五六]曜?日?[）)])?\s?(?:午前|午後|上午|下午|오전|오후)\s?)?"
    r"(?P<hour>[01]?\d|2[0-3])(?P<colon>[:.h时時시点點]) ?(?P<minute>[0-5]\d)(?:[分분]|(?!\d|\.\d))"
    r"(?::[0-5]\d(?:[.,]\d{1,9})?)?(?P<half>\s?[apAP]\.?[mM]\b\.?)?"
    r"(?P<zone> ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)(?![\w:]))?)"
)
_TIME_BEFORE = late_pattern(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?P<half>\s?[apAP]\.?[mM]\b\.?)?"
    r"(?P<zone> ?(?:UTC|GMT))?(?: [A-ZА-Я]{2,4})?[\s,|·•–—-]{1,4}$"
)


def with_time(text: str, hit: Found, earliest: int) -> Found:
    """Return the date with the time directly behind it, else with the one directly before it, if there is one.

    A time before the date is looked for in the last 24 characters, and not before `earliest`, the end of the last date.
    """
    if hit.time:
        return hit
    if (match := _TIME.match(text, hit.end)) and not _is_range(text, match):
        hit = replace(hit, end=match.end(), time=_clock(match), zone=(match["zone"] or "").strip())
        if hit.other and match["half"]:  # am and pm are written where the month comes first
            hit = replace(hit, day=hit.other, other=None)
    elif hit.start >= 5 and ":" in text[max(0, hit.start - 24) : hit.start]:
        start = max(earliest, hit.start - 24)
        if match := _TIME_BEFORE.search(text[start : hit.start]):
            zone = (match["zone"] or "").strip()
            hit = replace(hit, start=start + match.start(), time=_clock(match), zone=zone)
    return hit


def _is_range(text: str, match: re.Match[str]) -> bool:
    """Return whether an apparent time is the beginning of another date, as in 12.05.2025 – 14.06.2025."""
    return match["colon"] == "." and text[match.end() : match.end() + 1] in (".", "/")


def _clock(match: re.Match[str]) -> str:
    """Return the time as `HH:MM`, from 00:00 to 23:59."""
    hour = int(match["hour"])
    if half := match["half"]:
        hour = hour % 12 + (12 if "p" in half.lower() else 0)
    elif part := match.groupdict().get("part"):
        hour = hour % 12 + (12 if any(half in part for half in ("午後", "下午", "오후")) else 0)
    return f"{hour:02}:{match['minute']}"
