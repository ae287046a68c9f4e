"""What makes an article doubtful, told alike by `add` and `check`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

TINY = 25
"""Words under which an article is doubtful."""
NO_DATE, TINY_BODY, FUTURE_DATE = "no date", "tiny body", "future date"


def tomorrow() -> str:
    """The last day that is no future anywhere on earth, `YYYY-MM-DD`."""
    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def doubts(date: str | None, words: int) -> tuple[str, ...]:
    """Of these three what is true of an article with this date and so many words; mostly nothing."""
    found = []
    if not date:
        found.append(NO_DATE)
    elif date > tomorrow():
        found.append(FUTURE_DATE)
    if words < TINY:
        found.append(TINY_BODY)
    return tuple(found)
