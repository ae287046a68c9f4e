"""Copies are kept by their age, and the fullest of them whatever its age."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.storage.annotations import Annotations
from peaceindex.storage.backups import back_up, counts, made_at, newest_first, remove_old_backups
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    """A folder for copies, of which `full.db` beside it has three entries and `bare.db` one."""
    for name, marks in (("full", 3), ("bare", 1)):
        folder = tmp_path / name
        folder.mkdir()
        annotations = Annotations(folder)
        for number in range(marks):
            annotations.reading.mark_read(f"{number}", True)
        annotations.close()
        (folder / "annotations.db").rename(tmp_path / f"{name}.db")
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def make(backups: Path, days: float, *, full: bool = False) -> Path:
    copy = backups / f"annotations-{datetime.now() - timedelta(days=days):%Y%m%d-%H%M%S}.db"
    copy.write_bytes((backups.parent / ("full.db" if full else "bare.db")).read_bytes())
    return copy


def test_a_year_of_daily_copies(backups: Path) -> None:
    fullest = make(backups, 250.5, full=True)
    for day in range(700):
        make(backups, day + 0.01)
    remove_old_backups(backups)
    kept = newest_first(backups)
    assert fullest in kept
    ages = [(datetime.now() - made).days for copy in kept if copy != fullest and (made := made_at(copy))]
    assert ages[:7] == list(range(7))
    weeks = {(datetime.now() - timedelta(days=age)).isocalendar()[:2] for age in ages if age < 28}
    assert len(weeks) >= 4
    assert len([age for age in ages if age >= 28]) >= 10
    assert 300 < max(ages) < 380
    assert len(kept) <= 7 + 4 + 12 + 1


def test_rare_use_keeps_old_copies(backups: Path) -> None:
    made = [make(backups, 40 * n + 0.01) for n in range(9)]
    remove_old_backups(backups)
    assert set(newest_first(backups)) == set(made)


@settings(max_examples=examples(15))
@given(st.lists(st.tuples(st.floats(-400, 900), st.booleans()), max_size=25))
def test_the_newest_and_the_fullest_stay(
    tmp_path_factory: pytest.TempPathFactory, ages: list[tuple[float, bool]]
) -> None:
    backups = tmp_path_factory.mktemp("copies") / "backups"
    backups.mkdir()
    for name in ("full.db", "bare.db"):
        folder = backups.parent / name[:4]
        folder.mkdir()
        annotations = Annotations(folder)
        for number in range(3 if name == "full.db" else 1):
            annotations.reading.mark_read(f"{number}", True)
        annotations.close()
        (folder / "annotations.db").rename(backups.parent / name)
    copies = [make(backups, age, full=full) for age, full in ages]
    damaged = backups / "annotations-20200101-000000.db"
    damaged.write_bytes(b"nonsense")
    named = backups / "annotations-before-the-move.db"
    named.write_bytes((backups.parent / "bare.db").read_bytes())
    most = max((sum((counts(copy) or {}).values()) for copy in copies), default=0)
    newest = newest_first(backups)[0]
    remove_old_backups(backups)
    kept = newest_first(backups)
    assert {damaged, named, newest} <= set(kept)
    assert max((sum((counts(copy) or {}).values()) for copy in kept), default=0) >= most
    ages_now = {copy: datetime.now() - (made_at(copy) or datetime.min) for copy in copies}
    week = [copy for copy, age in ages_now.items() if timedelta(0) < age < timedelta(days=6.9)]
    assert set(week) <= set(kept)


def test_a_copy_of_the_future_stops_no_backup(backups: Path) -> None:
    future = make(backups, -300)
    os.utime(future, (time.time() + 300 * 86400,) * 2)
    (backups.parent / "full.db").rename(backups.parent / "annotations.db")
    made = back_up(backups.parent / "annotations.db", backups)
    assert made is not None
    assert newest_first(backups)[0] == made
    assert future in newest_first(backups)


def test_two_copies_of_one_second_are_two(backups: Path) -> None:
    made = [back_up(backups.parent / "full.db", backups, always=True) for _ in range(3)]
    assert len(set(made)) == 3
    assert all(copy and (counts(copy) or {})["read_marks"] == 3 for copy in made)
