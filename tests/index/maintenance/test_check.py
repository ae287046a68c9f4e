"""Figures and findings: what `stats` and `check` report about a library."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from peaceindex import Library
from tests.index.pages import add, page, write_pages

if TYPE_CHECKING:
    from pathlib import Path

OTHER = (
    "Harvest begins early in the north of the country\n\n"
    "Farmers in the north began to bring in their wheat two weeks earlier than usual this summer, the ministry of "
    "agriculture announced on Tuesday. It puts that down to a dry spring and to seed that ripens sooner.\n\n"
    "Prices on the exchange hardly moved after the announcement, traders reported, since stores are still full from "
    "last year. Bakers do not think that bread will become any cheaper before the winter.\n"
)


def kinds(library: Library) -> dict[str, str]:
    return {problem.kind: problem.severity for problem in library.maintenance.check()}


def test_figures(library: Library, tmp_path: Path) -> None:
    assert library.maintenance.stats().articles == 0
    assert library.maintenance.stats().first_date is None
    pages = tmp_path / "pages"
    write_pages(pages, 4)
    (pages / "copy.txt").write_text(page(1))
    (pages / "dated.txt").write_text(f" date 2025-06-03 https://news.example/x.html\n\n{page(9)}")
    add(library, pages)
    stats = library.maintenance.stats()
    assert (stats.articles, stats.sources) == (5, 6)
    assert (stats.first_date, stats.last_date, stats.without_date) == ("2025-06-03", "2025-06-03", 4)
    assert stats.words > 300
    assert stats.languages == {"en": 5}
    assert stats.index == "in step"
    assert stats.index_size > 0
    assert stats.library_size > 0
    assert stats.as_record()["languages"] == {"en": 5}


def test_a_sound_library_has_nothing_worse_than_notes(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 2)
    add(library, tmp_path / "pages")
    assert set(kinds(library).values()) <= {"note"}


def test_findings(library: Library, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    first, second, third = write_pages(pages, 3)
    os.utime(second, (10**9, 10**9))  # a file written just now may change again unnoticed, so its time is not recorded
    (pages / "future.txt").write_text(f" date 2999-06-03 https://news.example/x.html\n\n{page(9)}")
    add(library, pages)
    article = next(library.article(str(a.article_id)) for a in add(library, third))
    library.annotations.bookmark(article, 10, 60)
    first.unlink()
    second.write_text(page(20))
    third.write_text(OTHER)
    add(library, third)
    found = kinds(library)
    assert found["source gone"] == "note"
    assert found["source changed"] == "note"
    assert found["passage lost"] == "warning"
    assert found["no date"] == "note"
    if library.maintenance.stats().last_date == "2999-06-03":  # cleaning may instead say that the date is not known
        assert found["date"] == "warning"
    for problem in library.maintenance.check():
        assert problem.what
        assert problem.advice


def test_an_index_out_of_step(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 2)
    add(library, tmp_path / "pages")
    with closing(sqlite3.connect(library.folder / "library.db", isolation_level=None)) as file:
        file.execute(
            "INSERT INTO articles SELECT 99, 'abcdef', 1"
            + ", NULL" * 8
            + ", '[]', '[]', '[]', '{}', 0, '', 'x', '', '', '', '{}', x''"
        )
    found = kinds(library)
    assert found["index"] == "error"
    assert found["no text"] == "error"
    assert found["no source text"] == "error"


def test_an_index_that_cannot_be_used_is_named_and_not_touched(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 2)
    add(library, tmp_path / "pages")
    library.close()
    files = [file for file in (library.folder / "search").iterdir() if file.is_file()]
    for file in files:
        file.write_bytes(b"broken")
    with Library.open(library.folder) as library:
        assert kinds(library)["index"] == "warning"
        assert all(file.read_bytes() == b"broken" for file in files)


def test_damage_in_the_middle_of_the_articles(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 60)
    add(library, tmp_path / "pages")
    library.close()
    file = library.folder / "library.db"
    data = bytearray(file.read_bytes())
    middle = len(data) // 2 // 4096 * 4096  # the first pages hold the names of the tables
    data[middle : middle + 4096 * 4] = bytes(4096 * 4)
    file.write_bytes(data)
    with Library.open(library.folder) as library:
        assert kinds(library)["damage"] == "error"
