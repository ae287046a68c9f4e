"""Searches over time: how many articles, stories and hits each period has, and which outlet was first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal, get_args

Unit = Literal["year", "month", "week", "day"]
"""The length of a period. A week begins on Monday, as in ISO 8601."""
UNITS: tuple[Unit, ...] = get_args(Unit)
Split = Literal["outlet", "tag"]
Measure = Literal["articles", "stories", "hits"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
MAX_SEARCHES = 5
"""The most searches that can be compared; more cannot be told apart on a screen."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its `name` (`2025`, `2025-05`, `2025-W19`, `2025-05-12`), and its first and last day, `YYYY-MM-DD`."""

    name: str
    first: str
    last: str

    @property
    def query(self) -> str:
        """The part of a query that finds the articles of this period."""
        return f"date:{self.name}" if "W" not in self.name else f"date:{self.first}..{self.last}"


@dataclass(frozen=True, slots=True)
class Amount:
    """What was found in a period.

    `articles` are those that match; `stories` are these without further copies of one wire report. `hits` is how often
    the words that were searched for occur in their texts, None if only reading them would tell. `words` is the length
    of all texts among which was searched, found or not.
    """

    articles: int = 0
    stories: int = 0
    hits: int | None = 0
    words: int = 0

    @property
    def per_thousand(self) -> float | None:
        """The hits per 1,000 words; None if the hits are not known, or if there are no words."""
        return None if self.hits is None or not self.words else 1000 * self.hits / self.words

    def value(self, measure: Measure) -> float | None:
        """Return the number that a measure asks for; of `hits` that per 1,000 words."""
        return self.per_thousand if measure == "hits" else getattr(self, measure)

    def as_record(self) -> dict[str, Any]:
        """Return the numbers for JSON."""
        rate = self.per_thousand
        return {
            "articles": self.articles,
            "stories": self.stories,
            "hits": self.hits,
            "words": self.words,
            "hits_per_1000_words": None if rate is None else round(rate, 4),
        }


@dataclass(frozen=True, slots=True)
class Series:
    """One search, or what it finds of one outlet or tag. `name` is the query, outlet or tag ("" if not known).

    `amounts` has one amount for each period; `undated` is that of the articles without a date.
    """

    name: str
    amounts: tuple[Amount, ...]
    undated: Amount


@dataclass(frozen=True, slots=True)
class Timeline:
    """Searches over time. The periods are without gaps, from the first to the last in which anything was found."""

    unit: Unit
    split: Split | None
    periods: tuple[Period, ...]
    series: tuple[Series, ...]
    left_out: int = 0
    """How many outlets or tags have hits and no series, since others have more."""

    def as_record(self) -> dict[str, Any]:
        """Return the timeline for JSON."""
        return {
            "unit": self.unit,
            "split": self.split,
            "left_out": self.left_out,
            "series": [
                {
                    "name": series.name,
                    "periods": [
                        {"period": period.name, "first_day": period.first, "last_day": period.last} | amount.as_record()
                        for period, amount in zip(self.periods, series.amounts, strict=True)
                    ],
                    "undated": series.undated.as_record(),
                }
                for series in self.series
            ],
        }


@dataclass(frozen=True, slots=True)
class FirstArticle:
    """The first article of an outlet that a search finds, and how many it finds there.

    `published` is the time as the page states it, None if only the day is known. `outlet` is None if it is not known.
    `is_tied` is true if the outlet has others on that day which may be as early. `is_day_uncertain` is true if `date`
    is only a month or a year, or if the outlet has another of which no more is known, and which may be earlier.
    """

    outlet: str | None
    id: str
    title: str | None
    date: str | None
    published: str | None
    articles: int
    is_tied: bool = False
    is_day_uncertain: bool = False

    def as_record(self) -> dict[str, Any]:
        """Return the article for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def period_of(day: datetime.date, unit: Unit) -> Period:
    """Return the period of a day."""
    match unit:
        case "year":
            first, last = day.replace(month=1, day=1), day.replace(month=12, day=31)
            return Period(f"{day.year:04}", first.isoformat(), last.isoformat())
        case "month":
            first = day.replace(day=1)
            last = _month_end(first)
            return Period(first.isoformat()[:7], first.isoformat(), last.isoformat())
        case "week":
            monday = day - datetime.timedelta(min(day.weekday(), day.toordinal() - 1))
            sunday = datetime.date.fromordinal(min(monday.toordinal() + 6, datetime.date.max.toordinal()))
            year, week, _ = day.isocalendar()
            return Period(f"{year:04}-W{week:02}", monday.isoformat(), sunday.isoformat())
    return Period(day.isoformat(), day.isoformat(), day.isoformat())


def _month_end(first: datetime.date) -> datetime.date:
    if (first.year, first.month) == (datetime.MAXYEAR, 12):
        return datetime.date.max
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return following - datetime.timedelta(1)
