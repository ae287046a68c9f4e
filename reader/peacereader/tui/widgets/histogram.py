"""A histogram of dates in block characters, two or three rows high, with its axis: a pure function of counts."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import msgspec

from peacereader import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BLOCKS = " ▁▂▃▄▅▆▇█"
_MONTHS_A_BAR = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)
"""The numbers of months that a bar may stand for, so that bars begin where quarters, years and decades do."""
_MAX_CELLS = 3
"""The most cells that a bar and the space after it take."""


class Bar(msgspec.Struct, frozen=True):
    """A bar: its first and last month `YYYY-MM` or day `YYYY-MM-DD`, and its count."""

    first: str
    last: str
    count: int


class Histogram(msgspec.Struct, frozen=True):
    """Bars of equal spans of time without a gap between them, `cells` cells apart; with the axis `width` cells wide."""

    bars: tuple[Bar, ...]
    cells: int
    width: int

    @property
    def highest(self) -> int:
        """The count of the highest bar."""
        return max(bar.count for bar in self.bars)

    def rows(self, height: int) -> list[str]:
        """Return the bars in this many rows, each bar of `cells` cells.

        A height is the count in proportion to the highest bar, rounded to eighths of a row; every count above 0 shows
        at least the lowest eighth.
        """
        eighths = [max(1, round(8 * height * bar.count / self.highest)) if bar.count else 0 for bar in self.bars]
        body, space = (self.cells - 1 or 1), (1 if self.cells > 1 else 0)
        return [
            "".join(_BLOCKS[min(8, max(0, each - 8 * below))] * body + " " * space for each in eighths)
            for below in reversed(range(height))
        ]

    def axis(self) -> str:
        """Return the line below the bars: years, months or days, each beginning where its bar does."""
        line = ""
        labels = _labels(self.bars)
        if len(labels) > 1 and labels[1][1].isdecimal() and labels[1][0] * self.cells <= len(labels[0][1]):
            del labels[0]  # it would hide where the first whole year begins
        for number, label in labels:
            at = number * self.cells
            if at >= len(line) + (1 if line else 0) and at + len(label) <= self.width:
                line = line.ljust(at) + label
        return line

    def bar_at(self, cell: int) -> int:
        """Return the number of the bar in this cell; the nearest one beside it."""
        return min(max(0, cell // self.cells), len(self.bars) - 1)

    def bar_of(self, name: str) -> int:
        """Return the number of the bar that covers a month or day, or that of the first bar."""
        return next((number for number, bar in enumerate(self.bars) if bar.first <= name <= f"{bar.last}~"), 0)

    def span(self, one: int, other: int) -> str:
        """Return what bars from one to another cover, as a value of the facet of dates: `2025-05`, `2025-05..2025-06`.

        Whole years are `2025`, `2024..2025`.
        """
        first, last = self.bars[min(one, other)].first, self.bars[max(one, other)].last
        if first == last:
            return first
        if first[4:] == "-01" and last[4:] == "-12":
            first, last = first[:4], last[:4]
        return first if first == last else f"{first}..{last}"


def histogram(counts: Mapping[str, int], width: int) -> Histogram | None:
    """Return the histogram of counts by month or by day in at most `width` cells.

    A bar is one month or day, or as many as are needed to fit the width; the first and the last bar count something.
    Return None if only one month or day does, or there is too little space.
    """
    numbers = {_ordinal(name): count for name, count in counts.items() if count}
    if not numbers or width < 4:
        return None
    first, last = min(numbers), max(numbers)
    if first == last:
        return None
    by_day = len(next(iter(counts))) == 10
    steps: Iterable[int] = range(1, last - first + 2) if by_day else _MONTHS_A_BAR
    step = next((step for step in steps if _bar_count(first, last, step, by_day) <= width), 0)
    if not step:
        return None
    start = first if by_day else first - first % step
    sums = [0] * _bar_count(first, last, step, by_day)
    for number, count in numbers.items():
        sums[(number - start) // step] += count
    name = _day_name if by_day else _month_name
    bars = (
        Bar(name(max(first, start + step * n)), name(min(last, start + step * (n + 1) - 1)), count)
        for n, count in enumerate(sums)
    )
    return Histogram(tuple(bars), max(1, min(_MAX_CELLS, width // len(sums))), width)


def _bar_count(first: int, last: int, step: int, by_day: bool) -> int:
    start = first if by_day else first - first % step
    return (last - start) // step + 1


def _labels(bars: tuple[Bar, ...]) -> list[tuple[int, str]]:
    """Return the numbers of the bars that can have a label on the axis, in order, with these labels."""
    by_day, years = len(bars[0].first) == 10, {bar.first[:4] for bar in bars} | {bars[-1].last[:4]}
    starts = []
    for number, bar in enumerate(bars[1:], 1):
        before = bars[number - 1]
        if by_day:
            if before.first[:7] != bar.first[:7]:
                starts.append((number, wording.short_date(bar.first)[:-5]))
            elif number % 7 == 0:
                starts.append((number, str(int(bar.first[8:]))))
        elif before.first[:4] != bar.first[:4]:
            starts.append((number, bar.first[:4]))
        elif len(years) < 3:
            starts.append((number, wording.short_month(bar.first)[:3]))
    if by_day:
        own = wording.short_date(bars[0].first)[:-5]
    elif len(years) > 1:
        own = bars[0].first[:4]
    else:
        own = wording.short_month(bars[0].first)
    return [(0, own), *starts]


def _ordinal(name: str) -> int:
    """Return a month or a day as a number; neighbours differ by one."""
    if len(name) == 10:
        return datetime.date.fromisoformat(name).toordinal()
    year, _, month = name.partition("-")
    return int(year) * 12 + int(month) - 1


def _month_name(number: int) -> str:
    year, month = divmod(number, 12)
    return f"{year:04}-{month + 1:02}"


def _day_name(number: int) -> str:
    return datetime.date.fromordinal(number).isoformat()
