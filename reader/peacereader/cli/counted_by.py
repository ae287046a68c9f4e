"""What labels are counted by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from peaceindex.model.code_table import COUNTED_BY

if TYPE_CHECKING:
    from peaceindex.model.code_table import CountedBy

    _TupleParam = click.ParamType[tuple[CountedBy, ...]]
else:
    _TupleParam = click.ParamType  # older versions of click have no type parameters


class CountedByParam(_TupleParam):
    """One or several of outlet, month and side, with commas between them."""

    name = "outlet|month|side"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[CountedBy, ...]:
        """Return the properties, each once."""
        from peaceindex import printable

        wanted = tuple(dict.fromkeys(word.strip().lower() for word in str(value).split(",")))
        known = tuple(each for word in wanted for each in COUNTED_BY if each == word)
        if len(known) < len(wanted):
            self.fail(
                f"'{printable(str(value))}' is not outlet, month or side, or several of them with commas", param, ctx
            )
        return known
