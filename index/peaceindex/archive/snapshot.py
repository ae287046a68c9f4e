"""The content of a library at one moment, read in one transaction for each of its two databases."""

from __future__ import annotations

import base64
import os
import stat
from array import array
from collections import defaultdict
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peaceindex.archive import articles as article_records
from peaceindex.archive import entries
from peaceindex.archive.content import MAX_FILE_BYTES, json_value
from peaceindex.errors import LibraryDamagedError, LibraryNotFoundError
from peaceindex.storage.annotations import NAME as ANNOTATIONS_NAME
from peaceindex.storage.articles import NAME as ARTICLES_NAME
from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.backups import newest_first
from peaceindex.storage.bad_text import BadText, as_text
from peaceindex.storage.columns import ALIASES, ARTICLES, LOSSES, RAWS, READ_AS, SIBLING_PAGES, SOURCES
from peaceindex.storage.database import Database
from peaceindex.storage.index_queue import REMOVED_BY_USER, IndexState
from peaceindex.storage.rows import BadValues, Table, UnusableRowError, read_row
from peaceindex.storage.safe_files import BACKUPS, check_names
from peaceindex.storage.schema import ANNOTATIONS, LIBRARY
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from peaceindex.archive.content import Record
    from peaceindex.storage.stores import Stores

_NOT_KEPT = IndexState.TO_REMOVE, *REMOVED_BY_USER
"""The states of articles that an archive leaves out."""
_BATCH = 100
"""Articles that are read at once."""
_ADVICE = "Open that library with peacereader, which repairs it as far as it can; then try again."
LAYOUTS = {ARTICLES_NAME: len(LIBRARY), ANNOTATIONS_NAME: len(ANNOTATIONS)}


class Snapshot:
    """The content of a library, as `archive.content.Content`. It is made by `of_library` and `of_folder`.

    `problems` names each value that could not be read, in words. `damaged` has the rows with such values as they are
    stored. All else of such a row is yielded, if anything of it can be used.
    """

    def __init__(
        self, folder: Path, store: ArticleStore, annotations: Database | None, *, follows_links: bool = True
    ) -> None:
        self._flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
        if not follows_links:  # in another's library, it may lead to a file that is none of theirs
            self._flags |= getattr(os, "O_NOFOLLOW", 0)
        self.name = str(folder)
        self.layouts: Mapping[str, int] = LAYOUTS
        self.damaged: list[Record] = []
        self._folder = folder
        self._store = store
        self._library = store.database
        self._annotations = annotations
        self._bad = {ARTICLES_NAME: BadValues(ARTICLES_NAME), ANNOTATIONS_NAME: BadValues(ANNOTATIONS_NAME)}
        self._unreadable: list[str] = []
        self._rows = self._list_rows()
        self.article_count = len(self._rows)
        self._former = self._former_ids()

    @property
    def problems(self) -> list[str]:
        """What could not be read so far, a line each."""
        values = [*self._bad[ARTICLES_NAME], *self._bad[ANNOTATIONS_NAME], *self._library.bad]
        return [*dict.fromkeys(values), *self._unreadable]

    def articles(self) -> Iterator[Record]:
        """Yield a record for each article."""
        for start in range(0, len(self._rows), _BATCH):
            yield from self._articles(self._rows[start : start + _BATCH].tolist())

    def tables(self) -> list[str]:
        """Return the tables of annotations.db."""
        return list(entries.layout(len(ANNOTATIONS)).columns)

    def entries(self, table: str) -> Iterator[Record]:
        """Yield a record for each row of a table of annotations.db, in the order of its key."""
        if self._annotations is None:
            return
        kinds = entries.KINDS[table]
        key = ", ".join(kinds.key)
        for row in self._annotations.ask(f"SELECT * FROM {table} ORDER BY {key}"):  # noqa: S608
            values = self._read(row, kinds, ANNOTATIONS_NAME)
            if values is not None:
                yield entries.to_record(table, dict(row), values)

    def file(self, name: str) -> bytes | None:
        """Return a file in the folder of the library. One that cannot be read is a problem."""
        return self.read_file(self._folder / name)

    def read_file(self, path: Path) -> bytes | None:
        """Return the content of a file, or None if there is none. One that cannot be read is a problem."""
        shown = printable(str(path))
        if not os.path.lexists(path):
            return None
        try:
            with os.fdopen(os.open(path, self._flags), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    self._unreadable.append(f"{shown} is no file; it is left out.")
                    return None
                data = file.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            self._unreadable.append(f"{shown} cannot be read ({(error.strerror or 'unknown reason').lower()}).")
            return None
        if len(data) > MAX_FILE_BYTES:
            self._unreadable.append(f"{shown} is too large; it is left out.")
            return None
        return data

    # --- inside

    def _list_rows(self) -> array[int]:
        """Return the rows of all articles. If the pages that hold them are damaged, those of removed ones are among."""
        try:
            found = self._library.ask("SELECT row FROM articles WHERE indexed NOT BETWEEN 2 AND 5 ORDER BY row")
        except LibraryDamagedError:  # the index of the ids has other pages
            found = self._library.ask("SELECT row FROM articles INDEXED BY sqlite_autoindex_articles_1")
        return array("q", sorted(row for (row,) in found if isinstance(row, int)))

    def _former_ids(self) -> dict[str, list[str]]:
        former = defaultdict[str, list[str]](list)
        for row in self._library.ask("SELECT * FROM aliases ORDER BY old_id"):
            values = self._read(row, ALIASES, ARTICLES_NAME)
            if values is not None:
                former[values["id"]].append(values["old_id"])
        return former

    def _articles(self, rows: Sequence[int]) -> Iterator[Record]:
        """Yield the records of some rows. If the file is damaged there, what is left of them."""
        try:
            found = self._parts(rows)
        except LibraryDamagedError as error:
            if len(rows) == 1:
                what = f"Row {rows[0]} of {ARTICLES_NAME} cannot be read; it is left out. {error.what}"
                self._unreadable.append(what)
                return
            for row in rows:
                yield from self._articles([row])
            return
        for parts in found:
            record = article_records.to_record(parts)
            if record["source"] is None:
                self._unreadable.append(f"The source text of article {printable(record['id'])} cannot be read.")
                if parts.raw is not None:
                    stored = {name: json_value(value) for name, value in parts.raw.items()}
                    self.damaged.append({"file": ARTICLES_NAME, "table": "raws", "row": stored})
            yield record

    def _parts(self, rows: Sequence[int]) -> list[article_records.Parts]:
        raws, read_as = self._of(RAWS, rows), self._of(READ_AS, rows)
        places = self._of(SOURCES, rows, "number")
        losses, siblings = self._of(LOSSES, rows), self._of(SIBLING_PAGES, rows)
        found = []
        for row in self._ask("articles", "row", rows):
            values = self._read(row, ARTICLES, ARTICLES_NAME)
            if values is None or values["indexed"] in _NOT_KEPT:
                continue
            number = row["row"]
            found.append(
                article_records.Parts(
                    values,
                    self._store.cuts.of(number, values["cuts"]),
                    self._former.get(values["id"], ()),
                    next(iter(raws[number]), None),
                    next(iter(read_as[number]), None),
                    places[number],
                    next(iter(losses[number]), None),
                    next(iter(siblings[number]), None),
                )
            )
        return found

    def _of(self, table: Table, rows: Sequence[int], order: str = "article_row") -> defaultdict[int, list[Any]]:
        found = defaultdict[int, list[Any]](list)
        for row in self._ask(table.name, "article_row", rows, order):
            values = self._read(row, table, ARTICLES_NAME)
            if values is not None:
                found[row["article_row"]].append(values)
        return found

    def _ask(self, table: str, column: str, rows: Sequence[int], order: str = "") -> list[sqlite3.Row]:
        marks = ",".join("?" * len(rows))
        query = f"SELECT * FROM {table} WHERE {column} IN ({marks}) ORDER BY {order or column}"  # noqa: S608
        return self._library.ask(query, rows)

    def _read(self, row: sqlite3.Row, table: Table, file: str) -> dict[str, Any] | None:
        """Return the values of a row, or None if none can be used. A row with a bad value is kept in `damaged`."""
        bad = self._bad[file]
        before = bad.count
        values = None
        with suppress(UnusableRowError):
            values = read_row(row, table, bad)
        if bad.count > before and not table.is_derived:
            stored = {name: _undecoded(row[name]) for name in row.keys()}  # noqa: SIM118 - a row yields values
            self.damaged.append({"file": file, "table": table.name, "row": stored})
        return values


def _undecoded(value: Any) -> Any:
    return {"text_base64": base64.b64encode(value.data).decode()} if isinstance(value, BadText) else json_value(value)


@contextmanager
def of_library(stores: Stores) -> Iterator[Snapshot]:
    """A context with the content of an open library, in which other programs may go on writing to it.

    The user's own work is read first: what it refers to is then there.
    """
    with ExitStack() as stack:
        annotations = None
        if stores.has_annotations():
            annotations = stack.enter_context(stores.annotations.file.exclusive_database())
            stack.enter_context(_reading(annotations))
        stack.enter_context(_reading(stores.articles.database))
        yield Snapshot(stores.folder, stores.articles, annotations)


@contextmanager
def of_folder(folder: Path) -> Iterator[Snapshot]:
    """A context with the content of a library in which nothing is changed: not even a journal is made in its folder.

    One of an older layout is copied to a temporary place, and the copy is brought to the present layout. Raise
    LibraryNotFoundError, LibraryNewerError, LibraryDamagedError, LibraryUnsafeError.
    """
    shown = printable(str(folder))
    if not (folder / ARTICLES_NAME).is_file():
        raise LibraryNotFoundError(f"There is no library in {shown}.", "Name the folder of one, or an archive.")
    check_names(folder, (ARTICLES_NAME, "annotations."))
    path = folder / ANNOTATIONS_NAME
    if not (path.exists() and path.stat().st_size) and newest_first(folder / BACKUPS):
        raise LibraryDamagedError(f"The notes of {shown} are gone, but there are backups of them.", _ADVICE)
    with ExitStack() as stack:
        annotations = None
        if path.exists():
            annotations = Database(path, ANNOTATIONS, synchronous="FULL", advice=_ADVICE, untouched=True)
            stack.callback(annotations.close)
            stack.enter_context(_reading(annotations))
        store = ArticleStore(folder, untouched=True)
        stack.callback(store.close)
        stack.enter_context(_reading(store.database))
        yield Snapshot(folder, store, annotations, follows_links=False)


def passage_ids(folder: Path) -> set[str]:
    """Return the ids of the passages in another library, which is not touched. Raise LibraryError."""
    if not (folder / ANNOTATIONS_NAME).is_file():
        return set()
    check_names(folder, ("annotations.",))
    database = Database(folder / ANNOTATIONS_NAME, ANNOTATIONS, synchronous="FULL", advice=_ADVICE, untouched=True)
    try:
        return {as_text(id) for (id,) in database.ask("SELECT id FROM passages")}
    finally:
        database.close()


@contextmanager
def _reading(database: Database) -> Iterator[None]:
    """One transaction that reads the state of this moment, whatever is written meanwhile."""
    with database.translate_errors():
        database.connection.execute("BEGIN")
        database.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    try:
        yield
    finally:
        with suppress(Exception):
            database.connection.execute("ROLLBACK")
