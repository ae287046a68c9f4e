"""Passages of a library whose articles cannot be read, for commands that need them all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peacereader.cli.common import library_folder, name_bad_values, own_name
from peacereader.output import complain

if TYPE_CHECKING:
    from peaceindex.model.passage import Passage


def saved_without_library(ctx: click.Context, query: str) -> list[Passage]:
    """Return the passages that a query finds, and tell what is damaged. Raise UsageError if it cannot be answered."""
    from peaceindex import saved_passages
    from peaceindex.errors import QueryError

    bad_values: list[str] = []
    notices: list[str] = []
    try:
        passages = saved_passages(library_folder(ctx), query, bad_values, notices, own_name())
    except QueryError as error:
        raise click.UsageError(str(error), ctx) from error
    finally:
        for notice in notices:
            complain(notice)
    name_bad_values(ctx, bad_values)
    return passages
