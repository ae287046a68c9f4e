"""A library with something in every table, for tests that break one thing after the other."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from peaceindex import Library
from peaceindex.model.search import Request, Selection
from tests.index.older import write_cuts_as_rows
from tests.index.pages import add, page, write_pages
from tests.index.siblings import page as outlet_page
from tests.index.siblings import write

_RUSSIAN = (
    "Стороны продолжили переговоры в Женеве\n\n"
    "Делегации двух стран встретились во вторник в Женеве и обсудили обмен пленными, сообщили участники встречи. "
    "По их словам, работа продолжится ещё несколько дней, а следующая встреча назначена на будущую неделю.\n\n"
    "Советник президента заявил журналистам, что список пленных передан. Он добавил, что быстрого результата ждать "
    "не стоит, но обе стороны готовы вернуться за стол переговоров.\n"
)
_MARKUP = (
    "<html><head><title>Talks in Oslo go on</title><meta property='og:site_name' content='Fjord Mail'></head><body>"
    "<nav><a href='/'>Home</a> <a href='/n'>News</a></nav><article><h1>Talks in Oslo go on</h1>"
    "<p>The delegations met in Oslo for the third time this week, and both said that they would come again soon.</p>"
    "<p>An adviser said that nobody should expect much of it, since the list of the prisoners is not complete yet.</p>"
    "</article><footer>All rights reserved</footer></body></html>"
)


def furnish(folder: Path, sources: Path) -> None:
    """Make a library in `folder` from files in `sources`, and work in it as users do."""
    write_pages(sources, 8)
    write(sources / "outlet", {number: outlet_page(number) for number in range(4)})
    (sources / "twin.txt").write_text("Another title\n\n" + page(1).partition("\n\n")[2])
    (sources / "old.txt").write_bytes(_RUSSIAN.encode("koi8-r"))
    (sources / "page.html").write_text(_MARKUP)
    (sources / "turns.txt").write_text(page(50))
    if os.name == "posix":
        Path(os.fsdecode(os.fsencode(sources) + b"/na\xefve.txt")).write_text(page(60))
    for path in sources.rglob("*.*"):
        os.utime(path, (10**9, 10**9))
    with Library.open(folder, create=True) as library:
        add(library, sources)
        (sources / "turns.txt").write_text(page(2))  # now a copy of another: its id becomes an alias
        add(library, sources / "turns.txt")
        hits = library.search.hits(library.search.find(Request("")), 0, 30)
        articles = [library.article(hit.id) for hit in hits]
        for number, article in enumerate(articles[:6]):
            library.annotations.bookmark(
                article, 0, 40 + number, note=f"note {number}", labels=["one", f"label {number}"]
            )
            library.annotations.mark_read(article.id)
            library.annotations.remember_position(article.id, 10 + number)
        library.annotations.remove_passage(library.annotations.passages()[0].id)
        library.annotations.remove_passage(library.annotations.passages()[0].id)
        library.annotations.store.article_tags.change([article.id for article in articles[:4]], ["to cite", "mine"])
        library.annotations.store.article_tags.change([articles[0].id], remove=["mine"])
        library.annotations.marking.change([article.id for article in articles[:3]], {"starred": True, "later": True})
        library.annotations.correct_field(articles[0].id, "outlet", "Fjord Mail")
        library.annotations.correct_field(articles[1].id, "authors", ("Ada Lind", "Bo Berg"))
        library.annotations.correct_field(articles[2].id, "date", "2025-05-12")
        library.annotations.remove_correction(library.annotations.corrections()[-1].id)
        for name, text in (("swaps", "prisoners"), ("geneva", "Geneva"), ("oslo", "Oslo")):
            library.search.save_search(name, Request(text, outlets=Selection(include=frozenset(["Fjord Mail"]))))
            library.search.log_search(library.search.find(Request(text)))
        library.bin.remove([hits[-1].id])
        library.search.find(Request(""))
    write_cuts_as_rows(folder, 2)


def tables(path: Path) -> dict[str, list[str]]:
    """Return the tables of a database with their columns."""
    with closing(sqlite3.connect(path)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {
            name: [row[1] for row in database.execute(f"PRAGMA table_info({name})")] for (name,) in names.fetchall()
        }


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    """Return the rows of a table as they are stored, with text as bytes."""
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = bytes
        return database.execute(f"SELECT * FROM {table}").fetchall()


def break_one(path: Path, table: str, column: str, value: str, place: int = 0) -> bool:
    """Set a column of one row to an SQL value. Return False if the row is missing or SQLite rejects the value."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.text_factory = bytes
        names = [row[1].decode() for row in database.execute(f"PRAGMA table_info({table})")]
        found = database.execute(f"SELECT * FROM {table} LIMIT 1 OFFSET ?", (place,)).fetchone()
        if found is None:
            return False
        where = " AND ".join(f'CAST("{name}" AS BLOB) IS CAST(? AS BLOB)' for name in names)
        try:
            database.execute(f'UPDATE {table} SET "{column}" = {value} WHERE {where}', found)
        except (sqlite3.IntegrityError, sqlite3.DataError):
            return False
        return bool(database.execute("SELECT changes()").fetchone()[0])
