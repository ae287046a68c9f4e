"""Merges the user's own work of an archive, or of another library, into annotations.db.

Of two versions of an entry the later one wins. The other version of a passage stays in its history. The tags on an
article are joined.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from peaceindex.archive.content import json_text, json_value
from peaceindex.archive.search_merge import merge_log, merge_saved_searches
from peaceindex.archive.staging import rows_of
from peaceindex.archive.tag_merge import JoinedTags, join_tags, tag_changes
from peaceindex.storage.history import Step
from peaceindex.storage.passage_history import EDITABLE
from peaceindex.storage.serialization import timestamp
from peaceindex.storage.tables import (
    HISTORY_TABLE,
    JSON_COLUMNS,
    PAIRS,
    TIME_COLUMNS,
    entry_tables,
    last_change,
    tables,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping

    from peaceindex.storage.annotations_file import AnnotationFile
    from peaceindex.storage.tables import Table

Row = dict[str, Any]

_SEARCHES = "saved_searches"
_TAGS = "article_tags"
_ACTIONS = frozenset({"bookmark", "edit", "remove", "restore"})
"""The changes of passages."""
_NOT_OF_PASSAGES = frozenset({"bin", "read_marks", "positions", "article_marks"})
"""Tables that name articles, but are not taken along with passages."""


@dataclass
class EntryMerge:
    """What became of the entries, by table."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    """Entries that were there in an earlier version."""
    renamed_searches: dict[str, str] = field(default_factory=dict)
    """The name under which a saved search is kept, by the name that it had, which another search has here."""
    corrected: set[str] = field(default_factory=set)
    """The ids of articles for which a correction came."""
    joined_tags: dict[str, JoinedTags] = field(default_factory=dict)
    """The tags of articles that had other ones here, by the id of the article."""

    @property
    def is_nothing(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.added or self.changed)


class _NothingToDoError(Exception):
    """Leaves a transaction without a trace."""


def copy_entries(staging: sqlite3.Connection, file: AnnotationFile) -> EntryMerge:
    """Copy all entries, with their history, into a file that has none."""
    done = EntryMerge()
    with file.changing() as connection:
        for name in tables():
            rows = rows_of(staging, name)
            for row in rows:
                _insert(connection, name, row)
            done.added[name] = len(rows)
    return done


def merge_entries(
    staging: sqlite3.Connection,
    file: AnnotationFile,
    renamed: Mapping[str, str],
    back_up: Callable[[], None],
    *,
    passages_only: bool,
) -> EntryMerge:
    """Merge all entries, or only passages with what belongs to them and their articles, in one transaction.

    `renamed` maps ids of articles there to those here. `back_up` is called before the changes are committed, if there
    are any, and may raise. What is merged is one step, which can be undone as far as it concerns passages.
    """
    taken = {name: _taken(staging, name, renamed, passages_only=passages_only) for name in tables()}
    merge = _Merge(taken)
    try:
        with file.changing() as connection:
            merge.run(connection)
            if merge.done.is_nothing:
                raise _NothingToDoError
            back_up()
    except _NothingToDoError:
        pass
    return merge.done


def _taken(staging: sqlite3.Connection, name: str, renamed: Mapping[str, str], *, passages_only: bool) -> list[Row]:
    rows = rows_of(staging, name)
    if passages_only:
        passages = rows_of(staging, "passages")
        if name == HISTORY_TABLE:
            ids = {row["id"] for row in passages}
            rows = [row for row in rows if row["passage_id"] in ids]
        else:
            articles = {row["article_id"] for row in passages}
            kept = name not in _NOT_OF_PASSAGES
            rows = [row for row in rows if kept and row.get("article_id") in articles]
    for row in rows:
        for column in ("article_id", "passage_id"):  # in the history, the second may name an article
            if row.get(column) in renamed:
                row[column] = renamed[row[column]]
    return rows


class _Merge:
    """One merge, inside a transaction."""

    def __init__(self, taken: Mapping[str, list[Row]]) -> None:
        self._taken = taken
        self.done = EntryMerge()

    def run(self, connection: sqlite3.Connection) -> None:
        """Merge all tables. The history comes first: it says which versions of a passage are known here already."""
        self._merge_history(connection)
        step = Step(connection)
        for name, table in entry_tables().items():
            rows = self._taken[name]
            if name in PAIRS:
                for row in rows:
                    self._merge_passage(connection, step, table, row)
            elif name == _SEARCHES:
                merged = merge_saved_searches(connection, rows)
                self.done.added[name] += merged.added
                self.done.changed[name] += merged.changed
                self.done.renamed_searches |= merged.renamed
            elif table.rowid:
                self.done.added[name] += merge_log(connection, table, rows)
            else:
                for row in rows:
                    self._merge_entry(connection, step, table, row)
        for counts in (self.done.added, self.done.changed):
            for name in [name for name, count in counts.items() if not count]:
                del counts[name]

    def _merge_history(self, connection: sqlite3.Connection) -> None:
        """Put the changes that are not here before all that are.

        What was undone there cannot be redone here. Of changes of anything but passages, none can be undone: searches
        and corrections have orders of their own here.
        """
        new = [row for row in self._taken[HISTORY_TABLE] if _find(connection, tables()[HISTORY_TABLE], row) is None]
        if not new:
            return
        first = int(connection.execute("SELECT coalesce(min(step), 1) FROM history").fetchone()[0])
        steps = sorted({row["step"] for row in new})
        numbers = dict(zip(steps, range(first - len(steps), first), strict=True))
        for row in new:
            can_be_undone = row["state"] == "done" and row["action"] in _ACTIONS
            state = "done" if can_be_undone else "replaced"
            _insert(connection, HISTORY_TABLE, row | {"step": numbers[row["step"]], "state": state})
        self.done.added[HISTORY_TABLE] += len(new)

    def _merge_passage(self, connection: sqlite3.Connection, step: Step, table: Table, row: Row) -> None:
        found = _find(connection, table, row)
        if found is None:
            _insert(connection, table.name, row)
            self.done.added[table.name] += 1
            if table.name == "passages":
                step.record(row["id"], "bookmark")
            return
        place, own = found
        if place == table.name and _equal(own, row):
            return
        values = set(table.columns) - {"id", *TIME_COLUMNS}
        if last_change(row, table) <= last_change(own, tables()[place]):
            own_values, values_there = _differing(own, row, values)
            self._keep_other(connection, row["id"], "edit", values_there, own_values)
            return
        before, after = _differing(own, row, EDITABLE)
        self._keep_other(connection, row["id"], "edit", *_differing(own, row, values.difference(EDITABLE)))
        connection.execute(f"DELETE FROM {place} WHERE id = ?", (row["id"],))  # noqa: S608
        _insert(connection, table.name, row)
        self.done.changed[table.name] += 1
        if before:
            step.record(row["id"], "edit", before, after)
        if place != table.name:
            step.record(row["id"], "remove" if table.name == "bin" else "restore")

    def _keep_other(self, connection: sqlite3.Connection, key: str, action: str, other: Row, own: Row) -> None:
        """Keep a version that lost to a later one: a change in the history that cannot be undone or redone."""
        if not other or _is_in_history(connection, key, other):
            return
        step = connection.execute("SELECT coalesce(min(step), 1) - 1 FROM history").fetchone()[0]
        now = timestamp()
        row = {
            "id": secrets.token_hex(8), "step": step, "passage_id": key, "action": action, "state": "replaced",
            "before": json_text(other), "after": json_text(own), "made": now, "edited": now,
        }  # fmt: skip
        _insert(connection, HISTORY_TABLE, row)
        self.done.changed[HISTORY_TABLE] += 1

    def _join_tags(
        self, connection: sqlite3.Connection, step: Step, own: Row, row: Row, here: list[str], there: list[str]
    ) -> None:
        """Give an article the tags of both libraries. If these are those of one side, its row is taken as it is."""
        id = row["article_id"]
        changes_there = (
            each for each in self._taken[HISTORY_TABLE] if each["action"] == "tag" and each["passage_id"] == id
        )
        joined = join_tags(here, there, tag_changes(connection, id), changes_there)
        if not (joined.came or joined.taken_off):
            return
        if set(joined.tags) != set(there):
            row = own | {"tags": json.dumps(joined.tags, ensure_ascii=False), "edited": timestamp()}
        connection.execute("DELETE FROM article_tags WHERE article_id = ?", (id,))
        _insert(connection, _TAGS, row)
        self.done.changed[_TAGS] += 1
        self.done.joined_tags[id] = joined
        step.record(id, "tag", {"tags": here}, {"tags": list(json.loads(row["tags"]))})

    def _merge_entry(self, connection: sqlite3.Connection, step: Step, table: Table, row: Row) -> None:
        found = _find(connection, table, row)
        own: Row = found[1] if found else {}
        before, after = _differing(own, row, ("tags",)) if table.name == _TAGS else ({}, {})
        if found is not None and set(before.get("tags", ())) != set(after.get("tags", ())):
            self._join_tags(connection, step, own, row, before["tags"], after["tags"])
            return
        if found is not None:
            if _equal(own, row):
                return
            if last_change(row, table) <= last_change(own, table):
                self._keep_other(connection, row["article_id"] if after else "", "tag", after, before)
                return
            where = " AND ".join(f'"{column}" = ?' for column in table.key)
            connection.execute(f"DELETE FROM {table.name} WHERE {where}", _key(table, row))  # noqa: S608
        _insert(connection, table.name, row)
        (self.done.added if found is None else self.done.changed)[table.name] += 1
        if after:
            step.record(row["article_id"], "tag", before, after)
        if table.name == "corrections":
            self.done.corrected.add(row["article_id"])


def _find(connection: sqlite3.Connection, table: Table, row: Row) -> tuple[str, Row] | None:
    """Return the entry with the key of `row`, from this table or its pair, with the name of its table; else None."""
    where = " AND ".join(f'"{column}" = ?' for column in table.key)
    for name in filter(None, (table.name, PAIRS.get(table.name))):
        found = connection.execute(f"SELECT * FROM {name} WHERE {where}", _key(table, row)).fetchone()  # noqa: S608
        if found is not None:
            return name, dict(found)
    return None


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in table.key)


def _equal(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[name] == other[name] for name in one.keys() & other.keys())


def _insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608


def _differing(own: Row, row: Row, names: Iterable[str]) -> tuple[Row, Row]:
    """Return the values of some columns that differ: those here, and those there. A list that is missing is empty."""
    values = {name: (_value(name, own.get(name, "[]")), _value(name, row[name])) for name in names}
    differ = {name: pair for name, pair in values.items() if pair[0] != pair[1]}
    return {name: pair[0] for name, pair in differ.items()}, {name: pair[1] for name, pair in differ.items()}


def _value(name: str, stored: Any) -> Any:
    if name not in JSON_COLUMNS:
        return json_value(stored)
    try:
        return json.loads(stored)
    except (TypeError, ValueError):
        return []


def _is_in_history(connection: sqlite3.Connection, id: str, version: Row) -> bool:
    """Return whether the history of a passage has these values in one of its changes."""
    for parts in connection.execute("SELECT before, after FROM history WHERE passage_id = ?", (id,)).fetchall():
        for part in parts:
            try:
                values = json.loads(part)
            except ValueError:
                continue
            if all(values.get(name) == value for name, value in version.items()):
                return True
    return False
