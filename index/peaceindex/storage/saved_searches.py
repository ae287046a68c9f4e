"""The tables of annotations.db for saved searches and the search log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from peaceindex.errors import PeaceindexError
from peaceindex.model.saved_search import LoggedSearch, SavedSearch, request_from_record
from peaceindex.storage.bad_text import fetch_rows
from peaceindex.storage.columns import SAVED_SEARCHES, SEARCH_LOG
from peaceindex.storage.rows import UnusableRowError, read_row, read_rows
from peaceindex.storage.serialization import packed_ids, timestamp, unpacked_ids
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    import sqlite3

    from peaceindex.model.search_change import SearchChange
    from peaceindex.storage.annotations_file import AnnotationFile


class SearchStore:
    """Reads and writes saved searches and the search log."""

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file

    def save_search(self, search: SavedSearch) -> None:
        """Save a search under its name, replacing any search of that name. This can be undone."""
        from peaceindex.storage.search_history import record, stored_row

        with self._file.writing() as connection:
            before = stored_row(connection, "saved_searches", search.name)
            self._write(connection, search)
            record(connection, before, stored_row(connection, "saved_searches", search.name))

    def restore_search(self, search: SavedSearch) -> None:
        """Save a search as it was before its hits were marked as seen."""
        with self._file.writing() as connection:
            self._write(connection, search)

    def _write(self, connection: sqlite3.Connection, search: SavedSearch) -> None:
        connection.execute(
            """INSERT OR REPLACE INTO saved_searches (name, request, made, seen, known, edited)
               VALUES (?, ?, ?, ?, ?, ?)""",
            (
                search.name,
                _as_json(search.request.as_record()),
                search.made,
                search.seen,
                search.known,
                timestamp(),
            ),
        )

    def saved_searches(self) -> list[SavedSearch]:
        """Return all saved searches, sorted by name."""
        with self._file.using() as connection:
            rows = fetch_rows(connection, "SELECT * FROM saved_searches ORDER BY name")
        return list(read_rows(rows, SAVED_SEARCHES, self._file.bad, _saved_search))

    def saved_search(self, name: str) -> SavedSearch:
        """Return the search of that name. Raises PeaceindexError if there is none or it is damaged."""
        with self._file.using() as connection:
            return self._find(connection, name)

    def _find(self, connection: sqlite3.Connection, name: str) -> SavedSearch:
        rows = fetch_rows(connection, "SELECT * FROM saved_searches WHERE name = ?", (name,))
        if not rows:
            raise PeaceindexError(
                f"No search is saved under the name '{printable(name)}'.", "'peacereader searches' lists them."
            )
        try:
            return _saved_search(read_row(rows[0], SAVED_SEARCHES, self._file.bad))
        except UnusableRowError as error:
            raise PeaceindexError(
                f"The search saved under the name '{printable(name)}' is damaged.",
                "'peacereader check --repair' repairs it or sets it aside.",
            ) from error

    def mark_search_seen(self, name: str, known: frozenset[str]) -> SavedSearch:
        """Record that the user has seen hits of a search now: those with the ids `known`, and those known before.

        Return the search as it was before. Raises as `saved_search`.
        """
        with self._file.writing() as connection:
            before = self._find(connection, name)
            now = timestamp()
            if before.known is not None:
                known |= unpacked_ids(before.known)
            connection.execute(
                "UPDATE saved_searches SET seen = ?, known = ?, edited = ? WHERE name = ?",
                (now, packed_ids(known), now, name),
            )
        return before

    def rename_search(self, name: str, new: str) -> SavedSearch:
        """Rename a search and return it. Raises PeaceindexError if `name` does not exist or `new` is taken."""
        from peaceindex.storage.search_history import record

        self.saved_search(name)
        with self._file.writing() as connection:
            cursor = connection.execute(
                "UPDATE OR IGNORE saved_searches SET name = ?, edited = ? WHERE name = ?", (new, timestamp(), name)
            )
            if cursor.rowcount:
                record(connection, {"name": name}, {"name": new})
        if not cursor.rowcount:
            raise PeaceindexError(f"There is a search of the name '{printable(new)}' already.")
        return self.saved_search(new)

    def remove_search(self, name: str) -> SavedSearch:
        """Remove a saved search and return it. Raises PeaceindexError if there is none of that name."""
        from peaceindex.storage.search_history import record, stored_row

        found = self.saved_search(name)
        with self._file.writing() as connection:
            record(connection, stored_row(connection, "saved_searches", name), {})
            connection.execute("DELETE FROM saved_searches WHERE name = ?", (name,))
        return found

    def move_step(self, *, is_undo: bool) -> SearchChange | None:
        """Undo the last change of saved searches or removal from the log, or redo it. Return None if there is none."""
        from peaceindex.storage.search_history import SearchHistory

        return SearchHistory(self._file).move(is_undo=is_undo)

    def log_search(self, search: LoggedSearch) -> None:
        """Add a search to the log under its number. A search with the number 0 gets the next free number."""
        with self._file.writing() as connection:
            connection.execute(
                """INSERT INTO search_log (number, text, total, made, request, widened, articles, newest, added, format)
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    search.number or None,
                    search.request.text,
                    search.total,
                    search.made,
                    _as_json(search.request.as_record()),
                    _as_json({word: list(forms) for word, forms in search.also_matching.items()}),
                    search.articles,
                    search.newest,
                    search.added,
                    search.index_format,
                ),
            )

    def remove_logged_search(self, number: int) -> None:
        """Remove a search from the log. This can be undone."""
        from peaceindex.storage.search_history import record, stored_row

        with self._file.writing() as connection:
            if before := stored_row(connection, "search_log", number):
                record(connection, before, {})
            connection.execute("DELETE FROM search_log WHERE number = ?", (number,))

    def search_log(self) -> list[LoggedSearch]:
        """Return the log, oldest search first. Numbers alone do not say which is older, once libraries were merged."""
        with self._file.using() as connection:
            rows = fetch_rows(connection, "SELECT * FROM search_log ORDER BY made, number")
        return list(read_rows(rows, SEARCH_LOG, self._file.bad, _logged_search))

    def clear_search_log(self) -> int:
        """Clear the log for good and return how many searches were in it."""
        with self._file.writing() as connection:
            return connection.execute("DELETE FROM search_log").rowcount


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _saved_search(values: dict[str, Any]) -> SavedSearch:
    seen = values["seen"] or values["made"]
    return SavedSearch(values["name"], request_from_record(values["request"]), values["made"], seen, values["known"])


def _logged_search(values: dict[str, Any]) -> LoggedSearch:
    return LoggedSearch(
        number=values["number"],
        made=values["made"],
        request=request_from_record({"text": values["text"]} | values["request"]),
        total=values["total"],
        also_matching=values["widened"],
        articles=values["articles"],
        newest=values["newest"],
        added=values["added"],
        index_format=values["format"],
    )
