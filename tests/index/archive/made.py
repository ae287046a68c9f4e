"""Libraries with all kinds of work in them, and what is compared of two libraries."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from peaceindex import Library
from peaceindex.model.code import Code
from peaceindex.model.event import Event
from peaceindex.model.search import Request
from tests.index.pages import add, write_pages

if TYPE_CHECKING:
    from pathlib import Path

ODD = 'سلام 𝔊𐎠 nai\u0308ve 👩🏽\u200d🚀 两国 \u2028 “x” ]]> {"a": 1}\nשלום'
DERIVED = ("story_", "sibling_families", "state", "sqlite_")
OWN = {"row", "indexed", "article_row", "number", "prints"}
"""Columns that two equal libraries may differ in."""


def fill(library: Library, pages: Path, count: int = 3) -> list[str]:
    """Add pages, and work of every kind on them. Return the ids of the articles."""
    ids = [str(one.article_id) for one in add(library, *write_pages(pages, count))]
    annotations = library.annotations
    first = library.article(ids[0])
    one = annotations.bookmark(first, 0, 40, ODD, ["Peace", "سلام"])
    two = annotations.bookmark(library.article(ids[1]), 62, 120, labels=["Peace"])
    annotations.annotate(one.id, note=f"{ODD} again")
    annotations.remove_passage(annotations.bookmark(first, 50, 70).id)
    told = replace(one, id="0e", annotator="Ann", event=Event("2025-05-12", "week", "Oslo", ("سلام", "UN"), "talks"))
    annotations.store.passages.add(told)
    annotations.store.article_tags.change(ids[:2], ["to read", ODD])
    annotations.mark_read(ids[0])
    annotations.remember_position(ids[1], 44)
    annotations.remember_folding(ids[1], True)
    annotations.marking.change(ids[:2], {"starred": True, "later": True})
    annotations.marking.change(ids[:1], {"later": False})
    annotations.correct_field(ids[1], "title", f"Corrected {ODD.splitlines()[0]}")
    annotations.coding.add(Code("Peace", description="an end to fighting", key="1"))
    library.search.save_search("swaps", Request("prisoners"))
    library.search.log_search(library.search.find(Request("ceasefire")))
    annotations.annotate(two.id, note="to be undone")
    annotations.undo()
    return ids


def tables(folder: Path, name: str) -> dict[str, list[Any]]:
    """All rows of a database of a closed library that are not made anew, without numbers that have no meaning."""
    with closing(sqlite3.connect(folder / name)) as database:
        database.row_factory = sqlite3.Row
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: [
                {column: row[column] for column in row.keys() if column not in OWN}  # noqa: SIM118
                for row in database.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            ]
            for table in sorted(names)
            if not table.startswith(DERIVED)
        }


def both(folder: Path) -> dict[str, list[Any]]:
    found = tables(folder, "library.db") | tables(folder, "annotations.db")
    return {name: rows for name, rows in found.items() if name not in ("folders", "source_notes", "binned")}
