"""A library that an older version wrote is brought to the layout of today, and nothing of it is lost."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.errors import DiskFullError, LibraryDamagedError, LibraryNewerError
from peaceindex.model.search import Request
from peaceindex.storage import migrations
from peaceindex.storage.migrations import changed_tables
from peaceindex.storage.schema import ANNOTATIONS, DERIVED, LIBRARY
from tests.index.storage.older_layouts import LAYOUTS, NEWEST, TOGETHER, tables, write, write_library

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEWEST_TOGETHER = TOGETHER[-1]
BY_CHANCE = frozenset({"state"})
"""Tables that a change of layout fills with something drawn by lot."""
USERS = ("passages", "bin", "read_marks", "positions", "saved_searches", "search_log", "corrections")


def schema(path: Path) -> set[tuple[str, ...]]:
    """Tables and indexes with their columns, however they came about."""
    with closing(sqlite3.connect(path)) as database:
        found = set()
        for kind, name, table in database.execute("SELECT type, name, tbl_name FROM sqlite_master"):
            pragma = "table_info" if kind == "table" else "index_info"
            columns = [
                str(row[1:6] if kind == "table" else row[2]) for row in database.execute(f"PRAGMA {pragma}({name})")
            ]
            found.add((kind, name, table, *columns))
        return found


def kept(before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]], table: str) -> bool:
    """Whether every row of before is there, if with more columns."""
    return all(any(new[: len(old)] == old for new in after[table]) for old in before.get(table, []))


def test_every_layout_up_to_that_of_today_is_kept() -> None:
    missing = [
        f"{name}-{layout}.sql"
        for name, newest in NEWEST.items()
        for layout in range(1, newest + 1)
        if not (LAYOUTS / f"{name}-{layout}.sql").is_file()
    ]
    assert not missing, "the schema has a new script: run python -m tests.index.storage.older_layouts"
    assert (NEWEST["library"], NEWEST["annotations"]) == NEWEST_TOGETHER, "add the pair to TOGETHER"


@pytest.mark.parametrize(("library", "annotations"), TOGETHER)
def test_a_library_of_each_layout_opens_and_loses_nothing(tmp_path: Path, library: int, annotations: int) -> None:
    folder = write_library(tmp_path / "old", library, annotations)
    before = {name: tables(folder / f"{name}.db") for name in NEWEST}
    with Library.open(folder) as opened:
        quotes = {passage.quote: passage for passage in opened.annotations.passages()}
        assert set(quotes) == {"nobody should expect a quick result", "Insurers said that they would look a"}
        assert {passage.anchoring for passage in quotes.values()} == {"exact"}
        asked = quotes["nobody should expect a quick result"]
        assert (asked.note, asked.labels) == ("Who said this?", ("prisoners", "to check"))
        assert len(opened.annotations.corrections()) == (1 if annotations >= 3 else 0)
        assert [search.name for search in opened.search.saved_searches()] == ["swaps"]
        assert opened.search.news(opened.search.saved_searches()[0]).total
        assert len(opened.search.search_log()) == (1 if annotations >= 2 else 0)
        assert opened.annotations.position(asked.article_id) == 55
        assert opened.search.find(Request("is:bookmarked")).total == 2
        assert opened.search.find(Request("geneva")).total == 2
        assert opened.search.find(Request("минске")).total == 1
        for id in opened.articles.ids().values():
            assert opened.article(id).text and opened.raw(id)
        opened.ingest.catch_up()
        assert opened.stories.of(asked.article_id) is not None
        opened.annotations.restore_passage(tables(folder / "annotations.db")["bin"][0][0])  # type: ignore[arg-type]
        assert not [problem for problem in opened.maintenance.check() if problem.severity == "error"]
    after = {name: tables(folder / f"{name}.db") for name in NEWEST}
    for table in ("articles", "raws", "cuts", "sources", "aliases"):
        assert len(after["library"][table]) == len(before["library"][table])
    assert kept(before["library"], after["library"], "raws")
    for table in USERS:
        if table not in ("bin", "passages", "search_log"):
            assert kept(before["annotations"], after["annotations"], table), table
    with Library.open(folder) as opened:
        assert not [added for added in opened.ingest.rebuild() if added.status == "failed"]
        assert len(opened.annotations.passages()) == 3
        assert {passage.anchoring for passage in opened.annotations.passages()} == {"exact"}


@pytest.mark.parametrize(("library", "annotations"), TOGETHER)
def test_an_older_layout_becomes_just_that_of_a_new_library(tmp_path: Path, library: int, annotations: int) -> None:
    folder = write_library(tmp_path / "old", library, annotations)
    for place, create in ((folder, False), (tmp_path / "new", True)):
        with Library.open(place, create=create) as opened:
            opened.annotations.passages()
    for name, newest in NEWEST.items():
        assert schema(folder / f"{name}.db") == schema(tmp_path / "new" / f"{name}.db")
        with closing(sqlite3.connect(folder / f"{name}.db")) as database:
            assert database.execute("PRAGMA user_version").fetchone() == (newest,)
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("annotations", range(1, len(ANNOTATIONS)))
def test_the_users_own_work_is_copied_before_its_layout_changes(tmp_path: Path, annotations: int) -> None:
    folder = write_library(tmp_path / "old", 1, annotations)
    before = tables(folder / "annotations.db")
    with Library.open(folder) as opened:
        opened.annotations.passages()
    copies = list((folder / "backups").glob("annotations-*.db"))
    assert before in [tables(copy) for copy in copies]


@pytest.mark.parametrize("name", NEWEST)
@pytest.mark.parametrize("layout", [999, 2**31 - 1])
def test_a_newer_layout_is_refused_and_left_alone(tmp_path: Path, name: str, layout: int) -> None:
    folder = write_library(tmp_path / "new", *NEWEST_TOGETHER)
    with closing(sqlite3.connect(folder / f"{name}.db")) as database:
        database.execute(f"PRAGMA user_version = {layout}")
    content = (folder / f"{name}.db").read_bytes()
    with pytest.raises(LibraryNewerError, match=rf"{name}\.db was written by a newer peacereader\. Update"):  # noqa: SIM117
        with Library.open(folder) as opened:
            opened.annotations.passages()
    assert (folder / f"{name}.db").read_bytes() == content
    assert not list(folder.glob("*.damaged-*"))


@pytest.mark.parametrize("layout", [-1, -7, -(2**31)])
def test_a_layout_below_none_is_damage(tmp_path: Path, layout: int) -> None:
    folder = write_library(tmp_path / "odd", *NEWEST_TOGETHER)
    with closing(sqlite3.connect(folder / "library.db")) as database:
        database.execute(f"PRAGMA user_version = {layout}")
    with pytest.raises(LibraryDamagedError, match=rf"its layout is number {layout}"):
        Library.open(folder)


def test_annotations_with_a_layout_below_none_come_back_from_a_copy(tmp_path: Path) -> None:
    folder = write_library(tmp_path / "odd", *NEWEST_TOGETHER)
    with Library.open(folder) as opened:
        opened.annotations.passages()  # makes a copy
    with closing(sqlite3.connect(folder / "annotations.db")) as database:
        database.execute("PRAGMA user_version = -3")
    with Library.open(folder) as opened:
        assert len(opened.annotations.passages()) == 2
        assert "was damaged" in opened.notices[0]
    assert list(folder.glob("annotations.db.damaged-*"))


@pytest.mark.parametrize(("name", "scripts"), [("library", LIBRARY), ("annotations", ANNOTATIONS)])
def test_a_change_of_layout_that_is_broken_off_is_whole_or_not_at_all(
    tmp_path: Path, name: str, scripts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            migrations.migrate(database, path, scripts, "", migrations.no_backup)

    whole = write(name, 1, tmp_path / "whole.db")
    change(whole)
    statements = migrations.statements
    for stop in range(sum(len(list(statements(script))) for script in scripts[1:])):
        left = iter(range(stop))

        def stopping(script: str, left: Iterator[int] = left) -> Iterator[str]:
            for statement in statements(script):
                if next(left, None) is None:
                    raise KeyboardInterrupt
                yield statement

        path = write(name, 1, tmp_path / f"{stop}.db")
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(migrations, "statements", stopping)
            change(path)
        with closing(sqlite3.connect(path)) as database:
            (layout,) = database.execute("PRAGMA user_version").fetchone()
        between = write(name, 1, tmp_path / f"between-{stop}.db")
        with closing(sqlite3.connect(between, isolation_level=None)) as database:
            migrations.migrate(database, between, scripts[:layout], "", migrations.no_backup)
        assert tables(path, BY_CHANCE) == tables(between, BY_CHANCE)
        change(path)
        assert (schema(path), tables(path, BY_CHANCE)) == (schema(whole), tables(whole, BY_CHANCE))


def test_library_db_is_copied_only_before_something_is_lost_that_cannot_be_made_again(tmp_path: Path) -> None:
    for number in range(2):
        folder = write_library(tmp_path / f"{number}", 1, 1)
        if number:  # no version ever filled that table, but if one had, its rows would be the user's
            with closing(sqlite3.connect(folder / "library.db")) as database, database:
                database.execute("INSERT INTO corrections VALUES (1, 'title', 'Mine', '2025-01-01')")
        Library.open(folder).close()
        copies = list((folder / "backups").glob("library-*.db"))
        assert [copy.name for copy in copies] == (["library-layout-2.db"] if number else [])
    assert tables(copies[0])["corrections"] == [(1, "title", "Mine", "2025-01-01")]
    assert copies[0].stat().st_mode & 0o077 == 0


def test_without_space_for_that_copy_the_library_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_library(tmp_path / "old", 1, 1)
    with closing(sqlite3.connect(folder / "library.db")) as database, database:
        database.execute("INSERT INTO corrections VALUES (1, 'title', 'Mine', '2025-01-01')")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 0))
    with Library.open(folder) as opened:
        assert "no space for a copy" in opened.notices[0]
        assert opened.search.find(Request("geneva")).total == 2
        with pytest.raises(DiskFullError, match="no space for a copy"):
            list(opened.ingest.add([tmp_path]))
    assert tables(folder / "library.db")["corrections"]


@pytest.mark.parametrize(
    ("script", "changed"),
    [
        ("CREATE TABLE a (b);\nCREATE INDEX c ON a (b);", set()),
        ("ALTER TABLE a ADD COLUMN b TEXT;\nINSERT INTO c SELECT 1;", set()),
        ("-- why\nDROP TABLE a;", {"a"}),
        ("drop table if exists A;\nDELETE FROM b WHERE 1;", {"a", "b"}),
        ('UPDATE "a" SET b = 1;\nUPDATE OR REPLACE c SET d = 2;', {"a", "c"}),
        ("INSERT OR REPLACE INTO a VALUES (1);\nREPLACE INTO b VALUES (1);", {"a", "b"}),
        (
            "ALTER TABLE a RENAME TO b;\nALTER TABLE c DROP COLUMN d;\nALTER TABLE e RENAME COLUMN f TO g;",
            {"a", "c", "e"},
        ),
    ],
)
def test_what_a_script_takes_away(script: str, changed: set[str]) -> None:
    assert changed_tables(script) == changed


def test_of_the_scripts_so_far_one_takes_something_away() -> None:
    assert [changed_tables(script) - DERIVED for script in LIBRARY if changed_tables(script) - DERIVED] == [
        {"corrections"}
    ]
