"""The user's own work is restored when its file is emptied, removed or replaced; anything doubtful is reported."""

from __future__ import annotations

import errno
import os
import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from peaceindex import Backups, Library, saved_passages
from peaceindex.errors import DiskFullError, LibraryDamagedError, LibraryNewerError, PeaceindexError
from peaceindex.model.saved_search import LoggedSearch
from peaceindex.model.search import Request
from peaceindex.storage.annotations import Annotations
from peaceindex.storage.backups import newest_first
from peaceindex.storage.salvage import Salvage
from peaceindex.storage.schema import ANNOTATIONS
from peaceindex.storage.sqlite_pages import Image
from tests.index.older import set_back_annotations
from tests.index.storage import older_layouts
from tests.trust.damage import spoil_pages
from tests.trust.notes import Notes, contents, make_notes, passage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def opened(folder: Path) -> tuple[list[str], int]:
    annotations = Annotations(folder)
    number = len(annotations.passages.all())
    annotations.close()
    return annotations.file.notices, number


def delete(notes: Notes, query: str) -> None:
    with closing(sqlite3.connect(notes.file)) as database, database:
        database.execute(query)


def test_most_of_it_missing_brings_the_copy_back(notes: Notes) -> None:
    with closing(sqlite3.connect(notes.file)) as database, database:
        for table in ("corrections", "positions"):
            database.execute(f"DELETE FROM {table}")
        database.execute("DELETE FROM bin")
        database.execute("DELETE FROM passages WHERE start >= 12")
    (notice,), number = opened(notes.folder)
    assert "held much less than its newest copy" in notice
    assert number == 40


def test_a_part_missing_is_told_and_nothing_is_replaced(notes: Notes) -> None:
    delete(notes, "DELETE FROM passages WHERE start BETWEEN 5 AND 34")
    (notice,), number = opened(notes.folder)
    missing = [one for id, one in notes.passages.items() if 5 <= one.start <= 34 and id not in notes.binned]
    assert f"{len(missing)} passages" in notice
    assert f"peacereader restore {newest_first(notes.backups)[0].stem}" in notice
    assert number == 50 - len(missing)
    assert opened(notes.folder)[0] == [notice]  # until it is restored
    copies = Backups(notes.folder)
    done = copies.restore_missing(copies.find(newest_first(notes.backups)[0].stem))
    assert done.counts["passages"] == len(missing)
    assert opened(notes.folder) == ([], 50)


def test_another_file_with_work_of_its_own_is_left_alone(notes: Notes, tmp_path: Path) -> None:
    other = make_notes(tmp_path / "other", seed=4, copy_at=0, count=5, edits=0)
    shutil.copyfile(other.file, notes.file)
    notices, number = opened(notes.folder)
    assert any("lacks what its copy" in notice for notice in notices)
    assert any("is not the file that was here" in notice for notice in notices)
    assert number == len(other.passages) - len(other.binned)
    assert not list(notes.folder.glob("*.damaged-*"))


def test_what_people_take_away_is_no_loss(notes: Notes) -> None:
    annotations = Annotations(notes.folder)
    annotations.searches.clear_search_log()
    for search in annotations.searches.saved_searches():
        annotations.searches.remove_search(search.name)
    for number in range(40):
        annotations.reading.mark_read(f"m{number:04}w", False)
    for one in annotations.passages.all():
        annotations.passages.remove(one.id)
    annotations.close()
    assert opened(notes.folder) == ([], 0)


def test_the_log_that_was_cleared_stays_cleared(notes: Notes) -> None:
    shutil.rmtree(notes.backups)
    annotations = Annotations(notes.folder)
    annotations.searches.clear_search_log()
    for one in annotations.passages.all()[:40]:
        annotations.passages.remove(one.id)
    annotations.close()
    shutil.rmtree(notes.backups)
    data = notes.file.read_bytes()
    assert b"g0001w0" not in data
    notes.file.write_bytes(bytes(4096) + data[4096:])
    annotations = Annotations(notes.folder)
    assert annotations.searches.search_log() == []
    assert len(annotations.passages.all()) == 10
    annotations.close()


def test_the_newest_state_of_a_passage_wins_wherever_it_lies(notes: Notes) -> None:
    annotations = Annotations(notes.folder)
    binned, back, edited = sorted(notes.edited)[:3]
    annotations.passages.remove(binned)
    annotations.passages.remove(back)
    annotations.passages.annotate(edited, None, ["new"])
    annotations.passages.restore(back)
    annotations.passages.annotate(back, "back again", None)
    before = contents(annotations)
    annotations.close()
    notes.file.write_bytes(bytes(4096) + notes.file.read_bytes()[4096:])
    annotations = Annotations(notes.folder)
    after = contents(annotations)
    annotations.close()
    assert after == before


@pytest.mark.parametrize("pages", [[1], [1, 4], [3, 6, 9, 12]])
def test_a_damaged_file_of_an_older_layout(notes: Notes, pages: list[int]) -> None:
    annotations = Annotations(notes.folder)
    before = contents(annotations)
    annotations.close()
    set_back_annotations(notes.folder, 3)
    shutil.rmtree(notes.backups)
    data = bytearray(notes.file.read_bytes())
    for number in pages:
        data[(number - 1) * 4096 : number * 4096] = bytes(4096)
    notes.file.write_bytes(data)
    annotations = Annotations(notes.folder)
    after = contents(annotations)
    assert "was damaged" in annotations.file.notices[0]
    annotations.close()
    assert after["bin"].keys() <= before["bin"].keys()
    assert after["passages"].items() <= before["passages"].items()
    if pages == [1]:
        assert after == before


@pytest.mark.parametrize("layout", range(1, len(ANNOTATIONS) + 1))
def test_rows_of_lost_pages_go_to_their_table_in_every_layout(tmp_path: Path, layout: int) -> None:
    path = older_layouts.write("annotations", layout, tmp_path / "annotations.db")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        names = ("passages", "bin", "corrections", "history")
        known = [row[0] for row in database.execute("SELECT name FROM sqlite_master")]
        expected = {n: len(database.execute(f"SELECT * FROM {n}").fetchall()) for n in names if n in known}
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])  # the schema is gone: no page leads to another any more
    image = Image(path)
    found = Counter(row.table for row in Salvage(image, {}).rows())
    image.close()
    assert {name: found[name] for name in expected} == expected


def test_an_edit_by_any_program_has_its_time(notes: Notes) -> None:
    id = min(notes.passages.keys() - notes.binned - notes.edited.keys())
    delete(notes, f"UPDATE passages SET note = 'by hand' WHERE id = '{id}'")
    notes.file.write_bytes(bytes(4096) + notes.file.read_bytes()[4096:])
    annotations = Annotations(notes.folder)
    assert annotations.passages.find(id).note == "by hand"
    annotations.close()


@pytest.mark.parametrize("state", ["('\x1b é' || char(10), 5)", "('a', 'many')", "(x'ff', x'00')", "('a', 9e999)"])
def test_odd_words_in_a_strangers_file_do_no_harm(notes: Notes, state: str) -> None:
    delete(notes, "DELETE FROM state")
    delete(notes, f"INSERT INTO state VALUES {state}")
    assert opened(notes.folder)[1] == 50
    annotations = Annotations(notes.folder)
    annotations.reading.mark_read("x", True)
    annotations.close()
    assert opened(notes.folder)[1] == 50


def test_two_damaged_copies_are_better_than_none(notes: Notes) -> None:
    (copy,) = newest_first(notes.backups)
    chance = random.Random(1)
    spoil_pages(copy, [3, 5, 7], chance)
    notes.file.write_bytes(b"")
    (notice,), number = opened(notes.folder)
    assert "There was no backup" in notice
    assert 20 < number <= 40
    assert copy.exists()


def test_a_program_stopped_while_it_put_the_new_file_in_place(notes: Notes) -> None:
    shutil.copyfile(notes.file, notes.folder / "annotations.db.recovered")
    spoil_pages(notes.file, [1], random.Random(0))
    (notice,), number = opened(notes.folder)
    assert "That has been finished" in notice
    assert number == 50
    assert not (notes.folder / "annotations.db.recovered").exists()
    assert list(notes.folder.glob("*.damaged-*"))


def test_a_newer_damaged_file_is_left_to_its_program(notes: Notes) -> None:
    with closing(sqlite3.connect(notes.file)) as database:
        database.execute("PRAGMA user_version = 99")
    data = notes.file.read_bytes()
    notes.file.write_bytes(data[: len(data) // 2])
    with pytest.raises(LibraryNewerError, match="newer peacereader"):
        Annotations(notes.folder)
    assert notes.file.read_bytes() == data[: len(data) // 2]


def test_no_room_to_mend_it_changes_nothing(notes: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*rest: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    spoil_pages(notes.file, [1, 9], random.Random(1))
    before = {file.name: file.read_bytes() for file in notes.folder.glob("annotations.db*")}
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        with pytest.raises(DiskFullError, match=r"could not be restored.*Nothing was changed.*is full"):
            Annotations(notes.folder)
    assert {file.name: file.read_bytes() for file in notes.folder.glob("annotations.db*")} == before
    assert opened(notes.folder)[1] > 40


def gone(file: Path) -> None:
    file.unlink()


def all_gone(file: Path) -> None:
    for one in file.parent.glob("annotations*"):
        one.unlink()


def replaced(file: Path) -> None:
    (copy,) = newest_first(file.parent / "backups")
    os.replace(shutil.copy(copy, file.with_name("older")), file)


@pytest.mark.parametrize("harm", [gone, all_gone, replaced])
def test_a_file_that_is_taken_away_while_it_is_open(notes: Notes, harm: Callable[[Path], None]) -> None:
    annotations = Annotations(notes.folder)
    annotations.passages.add(passage(70, random.Random(70)))
    before = contents(annotations)
    harm(notes.file)
    annotations.passages.add(new := passage(71, random.Random(71)))
    after = contents(annotations)
    assert after["passages"] == before["passages"] | {new.id: new}
    assert {table: after[table] for table in after if table != "passages"} == {
        table: before[table] for table in before if table != "passages"
    }
    (notice,) = annotations.file.notices
    assert "restored" in notice
    annotations.close()
    assert opened(notes.folder) == ([], len(after["passages"]))


def test_a_file_that_is_emptied_while_it_is_open(notes: Notes) -> None:
    annotations = Annotations(notes.folder)
    annotations.passages.add(new := passage(70, random.Random(70)))
    notes.file.write_bytes(b"")
    annotations.reading.mark_read("x", True)
    assert new in annotations.passages.all()  # it lay in the log
    assert "was empty" in annotations.file.notices[0]
    annotations.close()


def test_damage_that_shows_while_it_is_open_is_mended_at_once(notes: Notes) -> None:
    annotations = Annotations(notes.folder)
    data = notes.file.read_bytes()
    notes.file.write_bytes(data[:4096] + random.Random(1).randbytes(len(data) - 4096))
    with pytest.raises(LibraryDamagedError, match="has been repaired"):
        annotations.passages.all()
    assert {one.id for one in annotations.passages.all()} == {
        id for id, one in notes.passages.items() if one.start < 40
    }
    annotations.close()


def test_the_library_tells_what_was_mended_later(library: Library, source: Path, id: str) -> None:
    library.annotations.bookmark(library.article(id), 3, 20)
    assert library.new_notices() == []
    (library.folder / "annotations.db").unlink()
    assert len(library.annotations.passages()) == 1
    (notice,) = library.new_notices()
    assert "was gone" in notice
    assert library.new_notices() == []
    assert library.notices == [notice]


def test_corrections_hold_though_their_file_is_gone(library: Library, source: Path, id: str) -> None:
    library.annotations.correct_field(id, "outlet", "Fjord Mail")
    library.close()
    with Library.open(library.folder) as again:
        again.annotations.corrections()  # makes the backup
    (library.folder / "annotations.db").unlink()
    with Library.open(library.folder) as again:
        list(again.ingest.rebuild())
        assert again.article(id).outlet == "Fjord Mail"
        assert "was gone" in again.notices[0]


def test_without_articles_and_without_the_file_the_passages_are_there(notes: Notes) -> None:
    notes.file.unlink()
    told: list[str] = []
    assert len(saved_passages(notes.folder, notices=told)) == 40
    assert "was gone" in told[0]


def test_check_names_copies_that_are_damaged_or_have_more(library: Library, id: str) -> None:
    library.annotations.bookmark(library.article(id), 3, 20)
    library.close()
    with Library.open(library.folder) as again:
        again.annotations.passages()
    backups = library.folder / "backups"
    (copy,) = newest_first(backups)
    (backups / "annotations-20240102-030405.db").write_bytes(b"nonsense")
    with closing(sqlite3.connect(library.folder / "annotations.db")) as database, database:
        database.execute("DELETE FROM passages")
        database.execute("INSERT INTO positions VALUES ('x', 1, '', 0)")
    with Library.open(library.folder) as again:
        found = {problem.kind: str(problem.what) for problem in again.maintenance.check()}
    assert "20240102" in found["copy damaged"]
    assert copy.name in found["copy has more"]
    assert "1 passage" in found["copy has more"]


# --- restoring


def test_a_copy_compared_and_brought_back_whole(notes: Notes) -> None:
    copies = Backups(notes.folder)
    (copy,) = copies.all()
    difference = copies.difference(copy)
    there = {id for id, one in notes.passages.items() if one.start < 40}
    assert {one.id for one in difference.added} == notes.passages.keys() - there
    assert difference.missing == ()
    changed = {one.id: one.changed for one in difference.changed}
    assert changed == dict.fromkeys(notes.edited.keys() & there, ("note",)) | dict.fromkeys(
        notes.binned & there, ("bin",)
    )
    assert difference.others["saved_searches"] == (0, 0, 5)
    annotations = Annotations(notes.folder)
    before = contents(annotations)
    annotations.close()
    done = copies.restore(copy)
    assert done.counts["passages"] == 40
    assert opened(notes.folder) == ([], 40)
    assert copies.difference(copy).added == ()
    back = copies.restore(copies.find(done.before or ""))  # and back again: nothing is ever deleted
    assert back.counts["passages"] == len(before["passages"])
    annotations = Annotations(notes.folder)
    assert contents(annotations) == before
    assert annotations.file.notices == []
    annotations.close()


def test_single_passages_are_brought_back(notes: Notes) -> None:
    copies = Backups(notes.folder)
    (copy,) = copies.all()
    there = {id for id, one in notes.passages.items() if one.start < 40}
    edited, binned = min(notes.edited.keys() & there), min(notes.binned & there)
    done = copies.restore_passages(copy, [edited, edited[:9], binned])
    assert done.counts == {"passages": 2}
    annotations = Annotations(notes.folder)
    assert annotations.passages.find(edited) == notes.passages[edited]
    assert annotations.passages.find(binned) == notes.passages[binned]
    assert len(annotations.passages.all()) == 51
    annotations.close()
    for wrong in ("zz", "", "0123456789ab"):
        with pytest.raises(PeaceindexError, match="no passage"):
            copies.restore_passages(copy, [edited, wrong])


def test_a_file_that_was_set_aside_can_be_read_again(notes: Notes) -> None:
    spoil_pages(notes.file, [1, 9, 10], random.Random(2))
    opened(notes.folder)
    copies = Backups(notes.folder)
    (aside,) = [copy for copy in copies.all() if copy.is_set_aside]
    assert not aside.is_sound
    assert len(copies.difference(copies.find(aside.name)).added) < 20


def test_the_search_log_of_an_open_program_is_kept_too(notes: Notes) -> None:
    reader = Annotations(notes.folder)
    copies = Backups(notes.folder)
    (copy,) = copies.all()
    copies.restore(copy)
    assert len(reader.passages.all()) == 40  # the other program sees it at once
    reader.searches.log_search(LoggedSearch(0, "2025-05-12T10:00:00Z", Request("x"), 1))
    reader.close()
    assert opened(notes.folder) == ([], 40)


def test_no_copies_where_there_are_no_notes(tmp_path: Path) -> None:
    with pytest.raises(PeaceindexError, match="There are no notes"):
        Backups(tmp_path / "nowhere")
