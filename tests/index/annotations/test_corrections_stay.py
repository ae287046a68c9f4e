"""The user's corrections last: after a rebuild, in a changed source, in another process, after damage."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.errors import ArticleNotFoundError
from peaceindex.ingest import prefetch, worker_pool
from peaceindex.model.search import Request
from tests.index.correcting import SECOND, corrected, in_paragraphs, line
from tests.index.older import set_back_annotations
from tests.index.pages import add, only_id, page, statuses, write_pages

if TYPE_CHECKING:
    from pathlib import Path


def test_corrections_survive_a_rebuild(library: Library, id: str, source: Path) -> None:
    corrected(library, id)
    before = library.article(id)
    source.unlink()
    assert statuses(list(library.ingest.rebuild())) == ["changed"]
    assert library.article(id) == before
    assert next(iter(library.maintenance.check())).kind == "no date"


def test_corrections_find_their_lines_in_a_changed_source(library: Library, id: str, source: Path) -> None:
    corrected(library, id)
    source.write_text("Home\n\nSubscribe now\n\n" + page(3, " Nobody else spoke."))
    assert statuses(add(library, source)) == ["changed"]
    audit = library.annotations.audit(id)
    assert [(one.number, one.state) for one in audit.lines if one.correction] == [(5, "kept"), (9, "cut")]
    assert audit.article.outlet == "Fjord Mail"
    assert in_paragraphs(library, id, "Nobody else spoke.")
    assert not in_paragraphs(library, id, "An adviser")


def test_a_line_that_stands_there_twice_is_told_apart(library: Library, tmp_path: Path) -> None:
    again = page(3).split("\n")[SECOND - 1]
    path = tmp_path / "twice.txt"
    path.write_text(page(3) + "\n" + again + "\n")
    id = only_id(add(library, path))
    library.annotations.correct_line(id, 9, keep=True)
    library.annotations.correct_line(id, SECOND, keep=False)
    path.write_text("A line before\n\n" + path.read_text())
    add(library, path)
    marks = [(one.number, one.state) for one in library.annotations.audit(id).lines if one.correction]
    assert marks == [(SECOND + 2, "cut"), (11, "kept")]
    path.write_text(page(3))
    add(library, path)
    first, second = sorted(library.annotations.corrections(id), key=lambda c: c.occurrence)
    assert (first.standing, first.number) == ("in force", SECOND)
    assert (second.standing, second.number) == ("lost", None)


def test_a_correction_without_its_line_is_kept_and_reported(library: Library, id: str, source: Path) -> None:
    library.annotations.correct_line(id, SECOND, keep=False)
    source.write_text(page(3).replace("An adviser", "A spokeswoman"))
    add(library, source)
    (problem,) = (p for p in library.maintenance.check() if p.kind == "correction lost")
    assert "An adviser told" in problem.what
    (correction,) = library.annotations.corrections()
    assert correction.id in problem.what
    source.write_text(page(3))
    add(library, source)
    assert library.annotations.corrections()[0].standing == "in force"
    assert line(library, id, SECOND).state == "cut"


def test_what_was_taken_back_is_still_in_the_file(library: Library, id: str) -> None:
    library.annotations.correct_field(id, "outlet", "Fjord Mail")
    library.annotations.correct_field(id, "outlet", "Fjord Post")
    library.annotations.remove_correction(library.annotations.corrections()[0].id)
    with closing(sqlite3.connect(library.folder / "annotations.db")) as file:
        rows = file.execute("SELECT value, was FROM corrections WHERE removed IS NOT NULL ORDER BY made").fetchall()
    assert [json.loads(value) for value, _ in rows] == ["Fjord Mail", "Fjord Post"]
    assert {json.loads(was) for _, was in rows} == {None}


def test_another_process_sees_them_and_cleans_by_them(library: Library, id: str) -> None:
    corrected(library, id)
    before = library.article(id)
    code = (
        "import json, sys; from pathlib import Path; from peaceindex import Library\n"
        "with Library.open(Path(sys.argv[1])) as library:\n"
        "    list(library.ingest.rebuild())\n"
        "    library.annotations.correct_field(sys.argv[2], 'date', '2025-05-12')\n"
        "    print(json.dumps(library.article(sys.argv[2]).as_record()))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(library.folder), id], capture_output=True, text=True, check=True
    )
    there = json.loads(ran.stdout)
    assert there["paragraphs"] == list(before.paragraphs)
    assert there == library.article(id).as_record()
    assert library.search.find(Request("date:2025-05-12")).total == 1
    assert len(library.annotations.corrections()) == 4


def test_a_library_made_anew_takes_them_from_the_same_source(library: Library, id: str, source: Path) -> None:
    source.write_text(page(3, " With more."))
    add(library, source)
    corrected(library, id)
    library.close()
    (library.folder / "library.db").unlink()
    with Library.open(library.folder, create=True) as anew:
        now = only_id(add(anew, source))
        assert now != id
        assert anew.article(now).outlet == "Fjord Mail"
        assert [(c.standing, c.article_id) for c in anew.annotations.corrections()] == [("in force", now)] * 3
        other = source.with_name("other.txt")
        other.write_text(page(4))
        assert anew.article(next(a.article_id for a in add(anew, other) if a.article_id)).outlet is None


def test_an_article_that_turns_out_to_be_another_brings_them_along(library: Library, id: str, source: Path) -> None:
    other = source.with_name("other.txt")
    other.write_text(page(4))
    into = next(a.article_id for a in add(library, other) if a.article_id)
    library.annotations.correct_field(id, "outlet", "Fjord Mail")
    source.write_text(page(4))
    assert statuses(add(library, source)) == ["same"]
    assert library.article(id).id == into
    assert library.article(into).outlet == "Fjord Mail"
    assert library.search.find(Request("outlet:fjord")).total == 1


def test_without_its_article_a_correction_is_kept(library: Library, id: str) -> None:
    library.annotations.correct_field(id, "outlet", "Fjord Mail")
    library.close()
    (library.folder / "library.db").unlink()
    with Library.open(library.folder, create=True) as anew:
        (correction,) = anew.annotations.corrections()
        assert correction.standing == "lost"
        assert "correction lost" in {p.kind for p in anew.maintenance.check()}
        with pytest.raises(ArticleNotFoundError):
            anew.annotations.audit(id)
        anew.annotations.remove_correction(correction.id)
        assert anew.annotations.corrections() == []


def test_adding_does_not_begin_a_file_for_work_that_there_is_not(library: Library, source: Path) -> None:
    add(library, source)
    list(library.ingest.rebuild())
    assert library.annotations.corrections() == []
    assert not (library.folder / "annotations.db").exists()


def test_an_older_file_gets_its_table(library: Library, id: str) -> None:
    library.annotations.mark_read(id)
    library.close()
    set_back_annotations(library.folder, 2)
    with Library.open(library.folder) as again:
        again.annotations.correct_field(id, "outlet", "Fjord Mail")
        assert again.article(id).outlet == "Fjord Mail"
        assert list((library.folder / "backups").glob("*.db"))


def test_corrections_hold_when_workers_clean(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefetch, "SOLO_DOCUMENTS", 2)
    monkeypatch.setattr(worker_pool.WorkerPool, "is_ready", True)
    paths = write_pages(tmp_path / "many", 12)
    ids = [added.article_id or "" for added in add(library, *paths)]
    for id in ids[-4:]:
        corrected(library, id)
    before = [library.article(id) for id in ids]
    assert set(statuses(list(library.ingest.rebuild(processes=2)))) == {"changed"}
    assert [library.article(id) for id in ids] == before
    for number, path in enumerate(paths):
        path.write_text("Before\n\n" + page(number, " With more."))
    assert set(statuses(list(library.ingest.add(paths, processes=2)))) == {"changed"}
    assert [library.article(id).outlet for id in ids] == [None] * 8 + ["Fjord Mail"] * 4
    assert {c.standing for c in library.annotations.corrections()} == {"in force"}


def test_damage_costs_no_correction(library: Library, id: str) -> None:
    library.annotations.correct_field(id, "outlet", "Fjord Mail")
    library.annotations.correct_field(id, "date", "2025-05-12")
    library.close()
    with Library.open(library.folder) as again:
        again.annotations.corrections()  # makes the backup
        again.annotations.remove_correction(again.annotations.corrections()[0].id)
        again.annotations.correct_field(id, "title", "Talks")
        again.close()
    file = library.folder / "annotations.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages = {row[0]: row[1] for row in connection.execute("SELECT name, rootpage FROM sqlite_schema")}
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    data = bytearray(file.read_bytes())
    start = (pages["search_log"] - 1) * size
    data[start : start + size] = bytes(size)
    file.write_bytes(data)
    with Library.open(library.folder) as again:
        assert [c.value for c in again.annotations.corrections()] == ["2025-05-12", "Talks"]
        assert "was damaged" in again.notices[0] and "2 corrections" in again.notices[0]
