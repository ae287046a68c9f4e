"""What makes an article doubtful; `add` and `check` use the same rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from peaceindex.model.article import ONLY_A_SUMMARY, Losses

MIN_WORDS = 25
"""An article with fewer words than this is doubtful."""
NO_DATE, TINY_BODY, FUTURE_DATE = "no date", "tiny body", "future date"
UNREADABLE = "characters that could not be read"
BEGINNING_CUT, TENTH_CUT = "beginning cut", "words cut"


def tomorrow() -> str:
    """Return the last day that is not in the future anywhere on earth, as `YYYY-MM-DD`."""
    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def doubts(date: str | None, words: int, losses: Losses, unreadable: int = 0, extent: str = "") -> tuple[str, ...]:
    """Return the doubts about an article with this date, words, losses and unreadable characters; mostly none.

    `extent` is the detail `model.article.EXTENT`, or "".
    """
    found = []
    if not date:
        found.append(NO_DATE)
    elif date > tomorrow():
        found.append(FUTURE_DATE)
    if words < MIN_WORDS:
        found.append(TINY_BODY)
    if unreadable:
        found.append(UNREADABLE)
    if extent.endswith(ONLY_A_SUMMARY):
        found.append(ONLY_A_SUMMARY)
    if losses.opening:
        found.append(BEGINNING_CUT)
    if losses.exceed_a_tenth:
        found.append(TENTH_CUT)
    return tuple(found)
