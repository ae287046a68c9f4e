"""The number of hits to print."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    _NumberParam = click.ParamType[int]
else:
    _NumberParam = click.ParamType  # older versions of click have no type parameters


class Limit(_NumberParam):
    """A number of hits: 0 or more, or `all`."""

    name = "limit"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, which is the largest there is for `all`; or fail. click then exits with code 2."""
        from peaceindex import printable

        if isinstance(value, int):
            return value
        if value.strip().lower() == "all":
            return sys.maxsize
        if not (value.isascii() and value.isdigit()):
            self.fail(f"'{printable(value)}' is not a number of 0 or more, and not 'all'.", param, ctx)
        return min(int(value[:19]), sys.maxsize)
