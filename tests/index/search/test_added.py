"""`added:` and the order by adding: days are those of the user, whatever happens to an article later."""

from __future__ import annotations

import datetime
import time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from peaceindex.model.search import Request
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ZONES = ("UTC", "America/New_York", "America/Havana", "Pacific/Apia", "Asia/Kathmandu")
"""New York changes to summer time, Havana at midnight, Apia lost a whole day in 2011, Kathmandu is off by a quarter of
an hour."""


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def set_zone(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_zone
    monkeypatch.undo()
    time.tzset()


def at(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


days = st.dates(datetime.date(2011, 12, 1), datetime.date(2012, 4, 30))
EDGES = [datetime.datetime(2011, 12, day, hour) for day in (29, 30) for hour in (9, 10)]
"""The hours around the midnights of the day that Apia lost."""


@settings(max_examples=examples(40))
@given(
    zone=st.sampled_from(ZONES),
    moments=st.lists(st.datetimes(datetime.datetime(2011, 12, 1), datetime.datetime(2012, 4, 30)), max_size=8),
    first=days,
    last=days,
)
@example(zone="Pacific/Apia", moments=EDGES, first=datetime.date(2011, 12, 1), last=datetime.date(2011, 12, 29))
@example(zone="Pacific/Apia", moments=EDGES, first=datetime.date(2011, 12, 29), last=datetime.date(2011, 12, 30))
@example(zone="Pacific/Apia", moments=EDGES, first=datetime.date(2011, 12, 31), last=datetime.date(2012, 1, 1))
def test_a_span_holds_what_was_added_on_its_days(
    article: Any, index_of: Any, zone: str, moments: list[datetime.datetime], first: datetime.date, last: datetime.date
) -> None:
    first, last = min(first, last), max(first, last)
    zoned = [moment.replace(tzinfo=datetime.UTC) for moment in moments]
    local = [moment.astimezone(ZoneInfo(zone)).date() for moment in zoned]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        articles = [article(body=f"talks {n}", added=at(moment)) for n, moment in enumerate(zoned)]
        with index_of([*articles, article(body="talks of unknown age")]) as index:
            for text, is_in in (
                (f"added:{first}..{last}", lambda day: first <= day <= last),
                (f"talks added:{first}..", lambda day: first <= day),
                (
                    f"talks added:{first.isoformat()[:7]}",
                    lambda day: (day.year, day.month) == (first.year, first.month),
                ),
                (f"talks -added:{first}", lambda day: day != first),
            ):
                expected = {row for row, day in enumerate(local, 1) if is_in(day)}
                found = set(index.search(Request(text)).rows)
                assert found - {len(articles) + 1} == expected, text
            assert list(index.search(Request("added:none")).rows) == [len(articles) + 1]
            newest = index.search(Request("talks", sort="added")).rows
            assert list(newest)[:-1] == sorted(range(1, len(articles) + 1), key=lambda n: (zoned[n - 1], n))[::-1]
    time.tzset()


def test_today_and_the_last_days_are_counted_where_the_user_is(
    article: Any, index_of: Any, in_zone: Callable[[str], None]
) -> None:
    now = datetime.datetime.now(datetime.UTC)
    moments = [now - datetime.timedelta(hours=hours) for hours in range(24 * 9)]
    with index_of([article(body=f"talks {n}", added=at(moment)) for n, moment in enumerate(moments)]) as index:
        for zone in ("Pacific/Auckland", "Pacific/Honolulu", "UTC"):  # as if the reader stayed open over midnight
            in_zone(zone)
            today = datetime.datetime.now().astimezone().date()
            ages = [(today - moment.astimezone(ZoneInfo(zone)).date()).days for moment in moments]
            for text, wanted in (
                ("added:today", {0}),
                ("added:yesterday", {1}),
                ("added:YESTERDAY..today", {0, 1}),
                ("added:7d", set(range(7))),
                ("talks added:7d..", set(range(7))),
                ("talks -added:2d", set(range(2, 11))),
            ):
                found = sorted(index.search(Request(text)).rows)
                assert found == [row for row, age in enumerate(ages, 1) if age in wanted], (zone, text)


@pytest.mark.parametrize("typed", ["added:2025-05", "added:2025-05..", "ADDED:today", "added:7d..", "added:365d"])
def test_what_was_added_may_be_asked_for_in_these_ways(article: Any, index_of: Any, typed: str) -> None:
    with index_of([article(body="talks")]) as index:
        assert index.search(Request(typed)).refusal == ""
