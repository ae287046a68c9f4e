"""The values in the cells of tables: missing ones, lists as Python writes them, days and moments in figures."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["", "day first", "month first"]
"""The order of day and month in a column of days such as 5/12/2025; "" if it is not certain."""

_MISSING: Final = frozenset(("nan", "null", "none", "n/a", "#n/a", "na", "\\n", "nat", "<na>", "-", "–", "—", "nil"))
"""What programs write into a cell without a value."""
_MAX_LIST_CHARACTERS: Final = 1_000_000
_SLASHED = late_pattern(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?=$|[ T,])(.*)", re.DOTALL)
_COMPACT = late_pattern(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)Z?)?")
_SECONDS = late_pattern(r"1\d{9}(?:\.\d+)?|1\d{12}")


def is_missing(value: object) -> bool:
    """Return whether a cell holds no value."""
    if isinstance(value, str):
        plain = value.strip()
        return not plain or (len(plain) <= 4 and plain.lower() in _MISSING)
    return value is None or value == [] or value == {} or value != value  # NaN is not itself


def listed(value: object) -> object:
    """Return the texts of a list that Python wrote into a cell, `['one', 'two']`; any other value unchanged."""
    if not isinstance(value, str) or len(value) > _MAX_LIST_CHARACTERS:
        return value
    plain = value.strip()
    if not (plain.startswith(("['", '["')) and plain.endswith(("']", '"]'))):
        return value
    try:
        items = ast.literal_eval(plain)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return value
    return items if isinstance(items, list) and all(isinstance(item, str) for item in items) else value


def order_of(values: Iterable[object]) -> Order:
    """Return the order of day and month in a column, if some of its values show it and none contradicts."""
    day_first = month_first = False
    for value in values:
        if isinstance(value, str) and (found := _SLASHED.match(value.strip())):
            day_first = day_first or int(found[1]) > 12
            month_first = month_first or int(found[3]) > 12
    if day_first == month_first:
        return ""
    return "day first" if day_first else "month first"


def moment(value: object, order: Order = "") -> object:
    """Return a day or moment in ISO 8601 where the cell holds it in figures; any other value unchanged."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    plain = str(value).strip() if isinstance(value, str | int) else ""
    if found := _COMPACT.fullmatch(plain):
        return _iso(found[1], found[2], found[3], f" {found[4]}:{found[5]}:{found[6]}" if found[4] else "") or value
    if _SECONDS.fullmatch(plain):
        seconds = float(plain) if len(plain.partition(".")[0]) == 10 else float(plain) / 1000
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat(timespec="seconds")
    if order and (found := _SLASHED.match(plain)):
        day, month = (found[1], found[3]) if order == "day first" else (found[3], found[1])
        return _iso(found[4], month, day, found[5]) or value
    return value


def _iso(year: str, month: str, day: str, rest: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat() + rest
    except ValueError:
        return ""


def as_text(value: Any) -> str:
    """Return a value as text."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(value)
