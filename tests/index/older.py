"""Libraries as older versions wrote them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.schema import ANNOTATIONS, LIBRARY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def set_back(folder: Path, version: int) -> None:
    """Make a closed library what it would be if only the first `version` scripts of its schema had ever been run."""
    if version < 10:
        write_cuts_as_rows(folder)
    _set_back(folder / "library.db", LIBRARY, version)


def write_cuts_as_rows(folder: Path, count: int = -1) -> None:
    """Store the cuts of up to `count` articles of a closed library as versions before layout 10 did."""
    store = ArticleStore(folder)
    with store.writing() as connection:
        for (row,) in connection.execute("SELECT row FROM articles WHERE cuts <> x'' LIMIT ?", (count,)).fetchall():
            cuts = [(row, number, c.line, c.text, c.reason) for number, c in enumerate(store.article(row).cuts)]
            connection.executemany("INSERT INTO cuts VALUES (?, ?, ?, ?, ?)", cuts)
            connection.execute("UPDATE articles SET cuts = NULL WHERE row = ?", (row,))
    store.close()


def set_back_annotations(folder: Path, version: int) -> None:
    """Do the same for the database of the user's own work."""
    _set_back(folder / "annotations.db", ANNOTATIONS, version)


def _set_back(path: Path, scripts: Sequence[str], version: int) -> None:
    older = path.with_name("older.db")
    with sqlite3.connect(older) as database:
        for script in scripts[:version]:
            database.executescript(script)
        database.execute("ATTACH ? AS newer", (str(path),))
        tables = "SELECT name FROM {}sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        newer = {name for (name,) in database.execute(tables.format("newer."))}
        for (table,) in database.execute(tables.format("")).fetchall():
            if table in newer:
                columns = [row[1] for row in database.execute(f"PRAGMA main.table_info({table})")]
                known = {row[1] for row in database.execute(f"PRAGMA newer.table_info({table})")}
                names = ", ".join(name for name in columns if name in known)
                database.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM newer.{table}")
        database.execute(f"PRAGMA user_version = {version}")
        database.commit()
    database.close()
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    older.rename(path)
