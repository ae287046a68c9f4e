"""Notes survive damage to their file: the newest readable version is restored, and no damage is silent."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex.errors import LibraryDamagedError
from peaceindex.model.saved_search import SavedSearch
from peaceindex.model.search import Request
from peaceindex.storage.annotations import Annotations
from peaceindex.storage.backups import counts, made_at, newest_first
from tests.trust.damage import KINDS, spoil_pages
from tests.trust.notes import Notes, contents, make_notes, passage, words

if TYPE_CHECKING:
    from pathlib import Path

Trials = Callable[[int, int], int]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Notes:
    return make_notes(tmp_path_factory.mktemp("notes") / "library", seed=1)


def test_every_row_on_intact_pages_is_back(made: Notes, tmp_path: Path, trials: Trials) -> None:
    annotations = Annotations(made.folder)
    before = contents(annotations)
    annotations.close()
    marks = _marks(made, before)
    pages = {mark: made.pages_of(mark) for entries in marks.values() for own in entries.values() for mark in own}
    for trial in range(trials(4, 1000)):
        chance = random.Random(trial)
        folder = tmp_path / f"{trial}"
        shutil.copytree(made.folder, folder)
        if trial % 2:
            shutil.rmtree(folder / "backups")
        count = made.file.stat().st_size // 4096
        bad = chance.sample(range(2, count + 1), 60 - trial // 2 % 2) + [1] * (trial // 2 % 2)
        spoil_pages(folder / "annotations.db", bad, chance)
        annotations = Annotations(folder)
        after = contents(annotations)
        assert annotations.file.problems() == []
        (notice,) = annotations.file.notices
        annotations.close()
        for table, entries in marks.items():
            for key, own in entries.items():
                if not any(pages[mark] & set(bad) for mark in own):
                    assert after[table].get(key) == before[table][key], (trial, table, key)
        assert f"{len(after['passages']):,} passages" in notice
        assert "kept as annotations.db.damaged-" in notice
        if not trial % 2:  # what was damaged is as in the backup
            for id in made.passages.keys() - made.binned:
                if made.passages[id].start < 250:
                    assert after["passages"][id].quote == made.passages[id].quote
        shutil.rmtree(folder)


def _marks(made: Notes, before: dict[str, dict[Any, Any]]) -> dict[str, dict[Any, list[str]]]:
    """Return the words by which each entry is found on the pages of the file."""
    marks: dict[str, dict[Any, list[str]]] = {
        table: {key: [key] for key in before[table]}
        for table in ("saved_searches", "read_marks", "positions", "corrections")
    }
    marks["search_log"] = {key: [f"g{one.total:04}w"] for key, one in before["search_log"].items()}
    for table in ("passages", "bin"):
        marks[table] = {}
        for id in before[table]:
            number = f"{made.passages[id].start:04}"
            marks[table][id] = [f"p{number}"] + ([f"e{number}"] if id in made.edited else [])
    return marks


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[Any, Any]]]:
    """Return a folder of notes as a program leaves them when `closed` and when `killed`, and their content."""
    place = tmp_path_factory.mktemp("left")
    notes = make_notes(place / "closed", seed=5, copy_at=40, count=60, edits=10)
    annotations = Annotations(notes.folder)
    for number in range(60, 64):
        annotations.passages.add(passage(number, random.Random(number)))
    before = contents(annotations)
    shutil.copytree(notes.folder, place / "killed")
    annotations.close()
    return place, before


@pytest.mark.parametrize("copies", [True, False], ids=["with copies", "without"])
@pytest.mark.parametrize("how", ["closed", "killed"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_damage_is_silent(
    kind: str, how: str, copies: bool, left: tuple[Path, dict[str, dict[Any, Any]]], tmp_path: Path, trials: Trials
) -> None:
    if kind == "begun_anew" and not copies:
        pytest.skip("nothing is left that could tell")
    place, before = left
    for trial in range(trials(1, 40)):
        folder = tmp_path / f"{trial}"
        shutil.copytree(place / how, folder)
        KINDS[kind](folder, random.Random(trial))
        if not copies:
            shutil.rmtree(folder / "backups")
        file = folder / "annotations.db"
        data = file.read_bytes() if file.exists() else b""
        annotations = Annotations(folder)
        try:
            after = contents(annotations)
        except LibraryDamagedError:  # a value in which SQLite finds no fault is reported when it is read
            assert kind == "some_bytes"
            annotations.close()
            continue
        lacks = any(after[table].get(key) != one for table in before for key, one in before[table].items())
        assert annotations.file.notices or not lacks or kind == "some_bytes"
        if data and kind != "some_bytes" and any("is kept as" in notice for notice in annotations.file.notices):
            assert data in [one.read_bytes() for one in folder.glob("annotations.db.damaged-*")]
        annotations.passages.add(passage(99, random.Random(99)))
        annotations.close()
        again = Annotations(folder)
        assert again.file.notices == []
        assert again.file.problems() == []
        assert len(contents(again)["passages"]) == len(after["passages"]) + 1
        again.close()


def test_sixty_days_of_use_with_damage(tmp_path: Path, trials: Trials) -> None:
    for trial in range(trials(1, 50)):
        _live(tmp_path / f"{trial}", random.Random(trial), days=trials(30, 60))


def _live(folder: Path, chance: random.Random, days: int) -> None:
    folder.mkdir()
    safe = set[str]()  # the passages in the newest backup, which no damage to the file can take away
    most = 0
    known: dict[str, dict[Any, Any]] = {}
    number = 0
    for _ in range(days):
        annotations = Annotations(folder)
        now = contents(annotations)
        lacks = any(now[table].get(key) != one for table in known for key, one in known[table].items())
        assert annotations.file.notices or not lacks
        assert safe <= now["passages"].keys() | now["bin"].keys()
        if copies := newest_first(folder / "backups"):
            assert max(sum((counts(copy) or {}).values()) for copy in copies) >= most
        for _ in range(chance.randrange(6)):
            annotations.passages.add(passage(number, chance))
            number += 1
        ids = sorted(annotations.passages.all(), key=lambda one: one.id)
        for one in chance.sample(ids, min(3, len(ids))):
            annotations.passages.annotate(one.id, words(f"e{number:04}", chance.choice((3, 400))), None)
        if ids and chance.random() < 0.2:
            annotations.passages.remove(chance.choice(ids).id)
        annotations.searches.save_search(SavedSearch(f"s{number % 7}", Request("talks"), "2025-05-12T10:00:00Z", ""))
        annotations.reading.mark_read(f"m{number}", True)
        known = contents(annotations)
        annotations.close()
        if chance.random() < 0.4:
            kind = chance.choice([kind for kind in KINDS if kind not in ("copy_spoiled", "older", "some_bytes")])
            KINDS[kind](folder, chance)
        # A day goes by.
        copies = newest_first(folder / "backups")
        if copies:
            most = max(most, sum((counts(copies[0]) or {}).values()))
            safe = _passages_in(copies[0])
        for copy in reversed(copies):
            then = made_at(copy)
            assert then is not None
            older = copy.rename(copy.with_name(f"annotations-{then - timedelta(days=1):%Y%m%d-%H%M%S}.db"))
            os.utime(older, (time.time() - 25 * 3600,) * 2)


def _passages_in(copy: Path) -> set[str]:
    with closing(sqlite3.connect(copy)) as database:
        return {id for (id,) in database.execute("SELECT id FROM passages UNION SELECT id FROM bin")}
