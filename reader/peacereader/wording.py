"""How values are put into words on the screen and the command line: dates, counts, reading time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peaceindex.model.article import Losses
    from peaceindex.model.passage import Anchoring, Passage
    from peaceindex.model.search import Hit, Request

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
DATE_NOT_KNOWN = "date not known"
OUTLET_NOT_KNOWN = "outlet not known"
TITLE_NOT_KNOWN = "no title"
ANCHORING_WORDS = {
    "exact": "",
    "moved": "the text has changed: found at another place",
    "uncertain": "the text has changed: the place is uncertain",
    "lost": "no longer in the article; the words above are as you bookmarked them",
}
WORDS_A_MINUTE = 230
"""A grown-up's silent reading of non-fiction in English: 238 words a minute (Brysbaert 2019), rounded down."""


def spoken_date(date: str | None) -> str:
    """`2025-05-12` as `12 May 2025`, `2025-05` as `May 2025`, `2025` as it is; words for a date that is not known."""
    if not date:
        return DATE_NOT_KNOWN
    parts = date.split("-")
    try:
        if len(parts) == 1:
            return parts[0]
        month = MONTHS[int(parts[1]) - 1]
        return f"{int(parts[2])} {month} {parts[0]}" if len(parts) > 2 else f"{month} {parts[0]}"
    except (ValueError, IndexError):
        return date


def short_date(date: str | None) -> str:
    """`2025-12-28` as `28 Dec 2025`; like `spoken_date` otherwise."""
    return " ".join(w[:3] if w in MONTHS else w for w in spoken_date(date).split(" "))


def short_month(month: str) -> str:
    """`2025-05` as `May 2025`, with the month in three letters."""
    year, _, number = month.partition("-")
    is_month = len(number) <= 2 and number.isdecimal() and 1 <= int(number) <= 12
    return f"{MONTHS[int(number) - 1][:3]} {year}" if is_month else month


def counted(number: int, one: str, many: str = "") -> str:
    """`1 article`, `12,431 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def anchorings(passages: Sequence[Passage]) -> str:
    """How surely the passages of an article stand in it, where that is not exactly as they were bookmarked; or ""."""
    counts = Counter(passage.anchoring for passage in passages)
    words: dict[Anchoring, str] = {
        "moved": "moved with the text",
        "uncertain": "in other words now",
        "lost": "no longer in the text",
    }
    parts = [f"{counts[kind]} {said}" for kind, said in words.items() if counts[kind]]
    return f"passages: {', '.join(parts)}" if parts else ""


def reading_time(text: str) -> str:
    """How long a text takes to read, in whole minutes, at `WORDS_A_MINUTE`."""
    return f"{max(1, round(len(text.split()) / WORDS_A_MINUTE))} min"


def told_by(hit: Hit, brief: bool = False) -> str:
    """How often the copy of a hit is told, itself included: `in 3 outlets`, `in 3` if `brief`; "" if only once."""
    if hit.story_size < 2:
        return ""
    if hit.story_outlets < 2:
        return f"{hit.story_size:,}×" if brief else f"told {hit.story_size:,} times"
    return f"in {hit.story_outlets:,}" if brief else f"in {counted(hit.story_outlets, 'outlet')}"


def losses(losses: Losses) -> str:
    """What may have been cut from an article by mistake: `2 lines before the article were cut`; "" if nothing."""
    if losses.opening:
        return f"{counted(losses.opening, 'line')} before the article {'was' if losses.opening == 1 else 'were'} cut"
    return "over a tenth of the words may have been cut by mistake" if losses.over_a_tenth else ""


def listed(values: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(values[:-1]), *values[-1:]]))


def asked(request: Request) -> str:
    """A request in one line: its words as they were typed, then what narrows it."""
    from peaceindex import printable

    return " · ".join([printable(" ".join(request.text.split())) or "every article", *filters(request)])


def moment(made: str) -> str:
    """A time in ISO 8601, UTC, as `12 May 2025 16:05` where the user is; as it is where it is none."""
    try:
        here = datetime.fromisoformat(made).astimezone()
    except ValueError:
        return made
    return f"{short_date(here.date().isoformat())} {here:%H:%M}"


def filters(request: Request) -> list[str]:
    """What narrows a request besides its words, and its order if that is not the usual one: `outlet Amed Post`."""
    found = ["words as written"] if request.exact else []
    for name, selection, unknown in (
        ("outlet", request.outlets, OUTLET_NOT_KNOWN),
        ("date", request.dates, DATE_NOT_KNOWN),
        ("tag", request.tags, "no tags"),
    ):
        for prefix, values in ((name, selection.include), (f"not {name}", selection.exclude)):
            if values:
                found.append(f"{prefix} {', '.join(value or unknown for value in sorted(values))}")
    return [*found, f"{request.sort} first"] if request.sort != "relevance" else found
