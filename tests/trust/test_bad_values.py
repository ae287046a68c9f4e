"""One bad value hides nothing else: in any column of any table, everything else is read, and the value is reported."""

from __future__ import annotations

import base64
import json
import random
import shutil
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library
from peaceindex.errors import PeaceindexError
from peaceindex.ingest import prefetch
from peaceindex.maintenance.set_aside import NAME as ASIDE
from peaceindex.model.search import Request
from peaceindex.storage.columns import ANNOTATION_TABLES, LIBRARY_TABLES
from tests.index.pages import add
from tests.trust.furnished import break_one, furnish, rows, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GARBAGE = (
    "CAST(x'41ff42' AS TEXT)",
    "x'00ff10'",
    "'[\"a'",
    "'{\"a\": 1}'",
    "'[1, null]'",
    "'\u202e'",
    "''",
    "-1",
    "9223372036854775807",
    "1e300",
    "NULL",
    f"'{'[' * 5000}'",
)
_TABLES = {"library.db": LIBRARY_TABLES, "annotations.db": ANNOTATION_TABLES}
_OTHERS = {"bin", "corrections", "search_log", "saved_searches", "passages", "read_marks", "positions"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, names_ready: Path) -> Path:
    folder = tmp_path_factory.mktemp("furnished")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, str(folder / "home"))
        furnish(folder / "library", folder / "sources")
    return folder


@pytest.fixture
def fresh(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Return a function that makes a library to break, in its original state at each call."""
    monkeypatch.setenv("XDG_STATE_HOME", str(template / "home"))  # with the key that sealed the index

    def made() -> Path:
        shutil.rmtree(tmp_path / "library", ignore_errors=True)
        shutil.copytree(template / "library", tmp_path / "library")
        return tmp_path / "library"

    return made


def test_the_layout_names_every_column_of_every_table(template: Path) -> None:
    for name, layout in _TABLES.items():
        there = tables(template / "library" / name)
        assert {table.name: set(table.columns) for table in layout} == {n: set(c) for n, c in there.items()}
        for table in layout:
            assert rows(template / "library" / name, table.name) or table.name == "story_waiting", table.name


def test_a_sound_library_has_no_flaw(fresh: Callable[[], Path]) -> None:
    with Library.open(fresh()) as library:
        assert not errors(library)
        assert list(library.maintenance.repair()) == []
        assert library.bad_values() == []


def test_one_bad_value_hides_nothing_else(fresh: Callable[[], Path], trials: Callable[[int, int], int]) -> None:
    places = [(name, table, column) for name, layout in _TABLES.items() for table in layout for column in table.columns]
    all_of_them = [(*place, value) for place in places for value in GARBAGE]
    draw = random.Random("bad values")
    draw.shuffle(all_of_them)
    folder = fresh()
    with Library.open(folder) as library:
        whole = listed(library)
    tried = 0
    for name, table, column, value in all_of_them:
        if tried >= trials(8, len(all_of_them)):
            break
        folder = fresh()
        before = {one: rows(folder / "annotations.db", one) for one in _OTHERS}
        if not break_one(folder / name, table.name, column, value):
            continue
        tried += 1
        about = f"{name} {table.name}.{column} = {value[:30]}"
        broken = {one: rows(folder / "annotations.db", one) for one in _OTHERS}
        with Library.open(folder) as library:
            is_bad = bool(flaws_of(library))
            now = listed(library)
            for what, ids in whole.items():
                assert len(ids - now[what]) <= 1, f"{about}: {what} lacks {ids - now[what]}"
            if is_bad:
                assert errors(library), about
            repaired = list(library.maintenance.repair())
            assert bool(repaired) >= is_bad, about
            library.clear_bad_values()
            assert not errors(library), about
            again = [one.what for one in library.maintenance.repair()]
            assert not again, f"{about}: {again}"
            listed(library)
            assert library.bad_values() == [], about
        if name == "annotations.db":
            nothing_is_lost(folder, broken, before)
    assert tried


def listed(library: Library) -> dict[str, set[object]]:
    """Return everything that lists show, by kind. Only operations on a single article may raise."""
    results = library.search.find(Request(""))
    hits = library.search.hits(results, 0, 50)
    library.search.find(Request("Oslo is:unread -is:cut", sort="newest"))
    library.search.copies(results)
    library.search.fold(results)
    library.maintenance.stats().as_record()
    library.stories.all()
    concordance = library.search.concordance(Request("prisoners"))
    for hit in hits:
        with suppress(PeaceindexError):
            library.annotations.audit(hit.id)
        with suppress(PeaceindexError):
            article = library.article(hit.id)
            json.dumps(article.as_record())
            library.stories.changes(hit.id)
            library.search.matches(Request("talks"), article)
            library.annotations.position(hit.id)
    for search in library.search.saved_searches():
        library.search.news(search)
    for named in ("swaps", "geneva"):
        with suppress(PeaceindexError):
            library.search.saved_search(named)
    return {
        "hits": {hit.id for hit in hits},
        "passages": {passage.quote for passage in library.annotations.passages()},
        "searches": {search.name for search in library.search.saved_searches()},
        "log": {logged.request.text for logged in library.search.search_log()},
        "corrections": {correction.field for correction in library.annotations.corrections()},
        "marks": set(library.annotations.store.reading.marks().read),
        "lines": {line.article_id for line in concordance},
    }


def errors(library: Library) -> list[str]:
    return [problem.what for problem in library.maintenance.check() if problem.severity == "error"]


def flaws_of(library: Library) -> list[str]:
    return [problem.what for problem in library.maintenance.check() if problem.kind in ("damaged value", "damage")]


def nothing_is_lost(folder: Path, broken: dict[str, Any], before: dict[str, Any]) -> None:
    """Check that every row is unchanged, or is in the file of what was set aside, unchanged."""
    aside = folder / ASIDE
    kept = [json.loads(line) for line in aside.read_text().splitlines()] if aside.exists() else []
    set_aside = [sorted((_value(value) for value in record["row"].values()), key=repr) for record in kept]
    for table, values in broken.items():
        now = rows(folder / "annotations.db", table)
        for row in values:
            assert row in now or sorted(row, key=repr) in set_aside, (table, row)
        assert len(now) >= len(values) - 1
        assert sum(row in now for row in before[table]) >= len(values) - 1


def _value(value: object) -> object:
    if isinstance(value, dict):
        return base64.b64decode(next(iter(value.values())))
    return value.encode() if isinstance(value, str) else value


def test_a_garbled_source_text_stops_no_rebuild(fresh: Callable[[], Path], template: Path, tmp_path: Path) -> None:
    folder = fresh()
    garbled = ("x'00ff10'", "zeroblob(40)", "CAST(x'41ff42' AS TEXT)", "substr(packed, 1, length(packed) - 9)")
    for place, value in enumerate(garbled, 2):
        assert break_one(folder / "library.db", "raws", "packed", value, place)
    with Library.open(folder) as library:
        count = library.count()
        assert [one.status for one in library.ingest.rebuild()] == ["changed"] * count  # read again from their files
        assert not errors(library)
    with closing(sqlite3.connect(folder / "library.db", isolation_level=None)) as database:
        database.execute("UPDATE sources SET path = path || '.gone' WHERE article_row = 4")
        database.execute("UPDATE raws SET packed = x'00' WHERE article_row = 4")
    with Library.open(folder) as library:
        id = library.articles.id_of(4)
        text = library.article(id).text
        (failed,) = (one for one in library.ingest.rebuild() if one.status == "failed")
        assert id in failed.reason and "damaged" in failed.reason
        assert failed.article_id == id and library.article(id).text == text
        assert [one.aside for one in library.maintenance.repair()] == [True, False]
        assert not errors(library)
        assert [one for one in library.ingest.rebuild() if one.status == "failed"] == []
        assert library.article(id).text == text


def test_words_come_back_from_where_they_still_stand(fresh: Callable[[], Path]) -> None:
    folder = fresh()
    with Library.open(folder) as library:  # makes the backup of the day
        wanted = {passage.id: passage for passage in library.annotations.passages()}
    first, second, *_ = sorted(wanted)
    with closing(sqlite3.connect(folder / "annotations.db", isolation_level=None)) as database:
        change = "UPDATE passages SET {0} = CAST(replace(CAST({0} AS BLOB), '{1}', x'ff') AS TEXT) WHERE id = ?"
        database.execute("UPDATE passages SET quote = CAST(x'ffff' AS TEXT) WHERE id = ?", (first,))
        database.execute(change.format("note", "e"), (second,))
        database.execute('UPDATE passages SET labels = \'["one", "lab\' WHERE id = ?', (second,))
    with Library.open(folder) as library:
        assert len(library.annotations.passages()) == len(wanted)
        told = " ".join(one.what for one in library.maintenance.repair())
        assert "taken from the article" in told and "taken from the copy" in told
        assert {passage.id: passage for passage in library.annotations.passages()} == wanted | {
            second: next(p for p in library.annotations.passages() if p.id == second)
        }
        mended = next(p for p in library.annotations.passages() if p.id == second)
        assert mended.note == wanted[second].note
        assert mended.labels[0] == "one"


def test_everything_is_written_again_after_a_repair(fresh: Callable[[], Path], template: Path) -> None:
    folder = fresh()
    assert break_one(folder / "library.db", "articles", "text", "CAST(x'41ff42' AS TEXT)", place=2)
    with Library.open(folder) as library:
        list(library.maintenance.repair())
        assert library.search.find(Request("")).total == library.count()
        assert {one.status for one in add(library, template / "sources")} <= {"unchanged", "failed", "removed"}


@pytest.fixture(autouse=True)
def _no_workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(prefetch, "SOLO_DOCUMENTS", 10**6)
    yield
