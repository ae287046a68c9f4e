"""What makes an article doubtful, told alike by `add` and `check`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from peaceindex.model.article import Losses

TINY = 25
"""Words under which an article is doubtful."""
NO_DATE, TINY_BODY, FUTURE_DATE = "no date", "tiny body", "future date"
UNREADABLE = "signs that could not be read"
BEGINNING_CUT, TENTH_CUT = "beginning cut", "words cut"


def tomorrow() -> str:
    """The last day that is no future anywhere on earth, `YYYY-MM-DD`."""
    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def doubts(date: str | None, words: int, losses: Losses, unreadable: int = 0) -> tuple[str, ...]:
    """Of these what is true of an article with this date, words, losses and unreadable signs; mostly nothing."""
    found = []
    if not date:
        found.append(NO_DATE)
    elif date > tomorrow():
        found.append(FUTURE_DATE)
    if words < TINY:
        found.append(TINY_BODY)
    if unreadable:
        found.append(UNREADABLE)
    if losses.opening:
        found.append(BEGINNING_CUT)
    if losses.over_a_tenth:
        found.append(TENTH_CUT)
    return tuple(found)
