"""The passages of annotations.db, and the bin that holds the removed ones."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from peaceindex.errors import PeaceindexError
from peaceindex.storage.bad_text import as_text, fetch_rows
from peaceindex.storage.columns import PASSAGES
from peaceindex.storage.event_values import event_value
from peaceindex.storage.history import Step
from peaceindex.storage.passage_history import EDITABLE, move_passage
from peaceindex.storage.passage_reader import COLUMNS, FIELDS, PassageReader, passage_of
from peaceindex.storage.rows import read_row
from peaceindex.storage.serialization import path_value, timestamp
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Mapping, Sequence

    from peaceindex.model.event import Event
    from peaceindex.model.passage import Passage
    from peaceindex.storage.annotations_file import AnnotationFile

_PLACEHOLDERS = ", ".join("?" * len(COLUMNS))


class PassageStore:
    """Reads and writes the tables `passages` and `bin`. Every change is on disk before the method returns."""

    def __init__(self, file: AnnotationFile) -> None:
        self._file = file
        self._reader = PassageReader(file)

    def all(self, article_ids: Collection[str] | None = None) -> list[Passage]:
        """Return all passages, or those of the articles with these ids, newest first."""
        return self._reader.all(article_ids)

    def find(self, id: str) -> Passage:
        """Return the passage whose id begins with `id`, also from the bin.

        Raise PeaceindexError if there is none, or several.
        """
        with self._file.using() as connection:
            try:
                return self._passage(_find(connection, "passages", id))
            except PeaceindexError as error:
                with suppress(PeaceindexError):
                    return self._passage(_find(connection, "bin", id))
                raise error from None

    def add(self, passage: Passage) -> None:
        """Add a new passage."""
        with self._file.changing() as connection:
            connection.execute(
                f"INSERT INTO passages ({FIELDS}, edited) VALUES ({_PLACEHOLDERS}, ?)",  # noqa: S608
                (*_values(passage), passage.created),
            )
            Step(connection).record(passage.id, "bookmark")

    def annotators_in_bin(self) -> dict[str, str]:
        """Return who made each of the passages in the bin, by id."""
        with self._file.using() as connection:
            return {as_text(id): as_text(name) for id, name in fetch_rows(connection, "SELECT id, annotator FROM bin")}

    def add_all(self, passages: Sequence[Passage], placed: Sequence[Passage] = ()) -> None:
        """Add passages, and write where those in `placed` stand, which are there already: all of it or nothing.

        What is added is one step. A passage whose id is there by now, since another program has added it meanwhile, is
        left out. Notes and labels of those that are there stay.
        """
        if not passages and not placed:
            return
        with self._file.changing() as connection:
            edited, step = timestamp(), Step(connection)
            for passage in placed:
                values = dict(zip(COLUMNS, _values(passage), strict=True))
                for own in ("id", "created", *EDITABLE):
                    del values[own]
                settings = ", ".join(f'"{name}" = ?' for name in values)
                connection.execute(
                    f"UPDATE passages SET {settings}, edited = ? WHERE id = ?",  # noqa: S608
                    (*values.values(), edited, passage.id),
                )
            for passage in passages:
                added = connection.execute(
                    f"""INSERT INTO passages ({FIELDS}, edited) SELECT {_PLACEHOLDERS}, ?
                        WHERE NOT EXISTS (SELECT 1 FROM passages WHERE id = ?)
                        AND NOT EXISTS (SELECT 1 FROM bin WHERE id = ?)""",  # noqa: S608
                    (*_values(passage), edited, passage.id, passage.id),
                )
                if added.rowcount:
                    step.record(passage.id, "bookmark")

    def annotate(
        self, id: str, note: str | None, labels: Sequence[str] | None, instead_of: str | None = None
    ) -> Passage:
        """Set the note, the labels, or both; None leaves them as they are.

        If the stored note is no longer `instead_of`, it is kept after the new one. Raise PeaceindexError if there is no
        passage with this id, or if it has been moved to the bin meanwhile; the note is then stored in the bin.
        """
        with self._file.changing() as connection:
            try:
                table, found = "passages", _find(connection, "passages", id)
            except PeaceindexError:
                if note is None:
                    raise
                table, found = "bin", _find(connection, "bin", id)
            stored_note = as_text(found["note"])
            if note is not None and instead_of is not None and stored_note not in (instead_of, note, ""):
                note = f"{note} / {stored_note}" if note else stored_note
            wanted = {} if note is None else {"note": note}
            self._edit(connection, Step(connection), table, found, wanted, labels)
            if table == "passages":
                return self._passage(_find(connection, table, found["id"]))
        raise PeaceindexError(
            f"Passage {printable(found['id'])} was removed in the meantime; your note is saved with it in the bin.",
            "Restore it to see both.",
        )

    def add_note(self, ids: Sequence[str], note: str) -> None:
        """Add a note below the notes that passages have, in one step.

        Raise PeaceindexError if any id is not that of a passage; nothing has changed then.
        """
        with self._file.changing() as connection:
            rows = [_find(connection, "passages", id) for id in ids]
            step = Step(connection)
            for row in rows:
                before = as_text(row["note"])
                self._edit(connection, step, "passages", row, {"note": f"{before}\n{note}" if before else note}, None)

    def set_events(self, events: Mapping[str, tuple[Event | None, Event | None]]) -> list[Passage]:
        """Set the events of passages, by their ids, in one step. Return the passages.

        Each has the event that was there when the user began, and the one that is wanted; None is none. Parts that
        another program has changed meanwhile, and the user has not, stay. What is overwritten is in the history. Raise
        PeaceindexError if there is no passage of an id; nothing has changed then. The event of a passage that has been
        moved to the bin is stored there, and the error says so.
        """
        from peaceindex.model.event import merged

        in_bin = []
        with self._file.changing() as connection:
            step, changed = Step(connection), []
            for id, (before, wanted) in events.items():
                try:
                    table, row = "passages", _find(connection, "passages", id)
                except PeaceindexError as error:
                    try:
                        table, row = "bin", _find(connection, "bin", id)
                    except PeaceindexError:
                        raise error from None
                    in_bin.append(row["id"])
                event = merged(before, wanted, self._passage(row).event)
                self._edit(connection, step, table, row, {"event": event.as_record() if event else {}}, None)
                changed.append(self._passage(_find(connection, table, row["id"])))
        if in_bin:
            raise PeaceindexError(
                f"Passage {printable(in_bin[0])} is in the bin; its event is saved there.", "Restore it to see both."
            )
        return changed

    def label(self, ids: Sequence[str], add: Sequence[str] = (), remove: Sequence[str] = ()) -> list[Passage]:
        """Add labels to passages and remove others from them, in one step. Return the passages.

        Raise PeaceindexError if any id is not that of a passage; nothing has changed then.
        """
        with self._file.changing() as connection:
            rows = [_find(connection, "passages", id) for id in ids]
            step = Step(connection)
            for row in rows:
                present = self._passage(row).labels
                kept = [label for label in present if label not in remove]
                labels = (*kept, *(label for label in dict.fromkeys(add) if label not in kept))
                self._edit(connection, step, "passages", row, {}, labels)
            return [self._passage(_find(connection, "passages", row["id"])) for row in rows]

    def relabel(
        self,
        new_names: Mapping[str, str],
        file: tuple[str, Mapping[str, Any], Mapping[str, Any]] | None = None,
        ids: Collection[str] = (),
    ) -> int:
        """Replace labels by others on all passages, in the bin too, in one step. Return how many had one of them.

        A passage that has a label already does not get it twice. `file` is recorded in the same step: the name of a
        file that changes with the labels, and what it had before and after. With `ids`, only these passages change.
        """
        changed = 0
        with self._file.changing() as connection:
            step = Step(connection)
            if file:
                step.record(file[0], "code", file[1], file[2])
            if not new_names:
                return 0
            for table in ("passages", "bin"):
                for row in fetch_rows(connection, f"SELECT {FIELDS} FROM {table} WHERE labels <> '[]'", ()):  # noqa: S608
                    labels = self._passage(row).labels
                    if ids and row["id"] not in ids:
                        continue
                    if new_names.keys() & set(labels):
                        wanted = tuple(dict.fromkeys(new_names.get(label, label) for label in labels))
                        self._edit(connection, step, table, row, {}, wanted)
                        changed += table == "passages"
        return changed

    def remove(self, id: str) -> Passage:
        """Move a passage into the bin, and return it."""
        with self._file.changing() as connection:
            found = _find(connection, "passages", id)
            move_passage(connection, found["id"], to_bin=True)
            Step(connection).record(found["id"], "remove")
            return self._passage(found)

    def remove_all(self, ids: Sequence[str]) -> None:
        """Move passages into the bin, in one step. Ids without a passage are left out: another program removed it."""
        with self._file.changing() as connection:
            step = Step(connection)
            for id in ids:
                if fetch_rows(connection, "SELECT id FROM passages WHERE id = ?", (id,)):
                    move_passage(connection, id, to_bin=True)
                    step.record(id, "remove")

    def restore(self, id: str) -> Passage:
        """Move a passage out of the bin again, and return it."""
        with self._file.changing() as connection:
            found = _find(connection, "bin", id)
            move_passage(connection, found["id"], to_bin=False)
            Step(connection).record(found["id"], "restore")
            return self._passage(found)

    def _edit(
        self,
        connection: sqlite3.Connection,
        step: Step,
        table: str,
        row: sqlite3.Row,
        wanted: dict[str, Any],
        labels: Sequence[str] | None,
    ) -> None:
        """Set the values in `wanted` and the labels, and record what changes. Nothing happens if nothing changes."""
        before: dict[str, Any] = {"note": as_text(row["note"])}
        if "event" in wanted:
            event = self._passage(row).event
            before["event"] = event.as_record() if event else {}
        if labels is not None:
            before["labels"] = list(self._passage(row).labels)
            wanted = wanted | {"labels": list(labels)}
        changed = [name for name in EDITABLE if name in wanted and wanted[name] != before[name]]
        for name in changed:
            value = wanted[name] if name == "note" else json.dumps(wanted[name], ensure_ascii=False)
            connection.execute(
                f"UPDATE {table} SET {name} = ?, edited = ? WHERE id = ?",  # noqa: S608
                (value, timestamp(), row["id"]),
            )
        if changed:
            step.record(row["id"], "edit", {n: before[n] for n in changed}, {n: wanted[n] for n in changed})

    def _passage(self, row: sqlite3.Row) -> Passage:
        return passage_of(read_row(row, PASSAGES, self._file.bad))


def _find(connection: sqlite3.Connection, table: str, id: str) -> sqlite3.Row:
    wanted = id.strip().lower()
    query = f"SELECT {FIELDS} FROM {table} WHERE id >= ? AND id < ? LIMIT 2"  # noqa: S608
    found = fetch_rows(connection, query, (wanted, wanted + "g"))
    if len(found) != 1 or not wanted:
        where = "in the bin" if table == "bin" else "in this library"
        several = f"Several passages begin with '{printable(id)}'." if len(found) > 1 and wanted else ""
        raise PeaceindexError(
            several or f"There is no passage '{printable(id)}' {where}.", "'peacereader passages' lists them."
        )
    return found[0]


def _values(passage: Passage) -> tuple[Any, ...]:
    converters: dict[str, Callable[[Any], Any]] = {
        "labels": _as_json,
        "authors": _as_json,
        "source": path_value,
        "event": event_value,
    }
    return tuple(converters.get(name, lambda value: value)(getattr(passage, name)) for name in COLUMNS)


def _as_json(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)
