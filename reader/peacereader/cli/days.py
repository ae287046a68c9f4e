"""Days on the command line."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import click

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)


if TYPE_CHECKING:
    _TextParam = click.ParamType[str]
else:
    _TextParam = click.ParamType  # older versions of click have no type parameters


class Day(_TextParam):
    """A day such as 2025-05-12. A month or a year stands for its first day. The value is `YYYY-MM-DD`."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day, or fail if it is not a date; click then exits with code 2."""
        from peaceindex import printable

        found = _DAY.fullmatch(value.strip())
        try:
            if found is None:
                raise ValueError
            year, month, day = (int(part or 1) for part in found.groups())
            return date(year, month, day).isoformat()
        except ValueError:
            self.fail(f"'{printable(value)}' is not a date. Write it like 2025-05-12.", param, ctx)


class WrittenDate(Day):
    """A date as people write it, also a month or a year alone; or "", which says that it is not known.

    The value is what was given; `peaceindex.checked_value` reads it.
    """

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the value, or fail if it is not a date; click then exits with code 2."""
        from peaceindex import checked_value
        from peaceindex.errors import PeaceindexError

        try:
            checked_value("date", value)
        except PeaceindexError as error:
            self.fail(str(error), param, ctx)
        return value
