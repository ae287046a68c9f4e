"""Markup is judged only in cleaning: `rebuild` lets the current models judge it, with or without the file."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from peaceindex import Library
from peaceindex.cleaning import cleaner
from peaceindex.cleaning.models import registry
from peaceindex.model.article import Article, RawDocument
from peaceindex.model.evidence import NO_EVIDENCE
from peaceindex.model.reports import AddReport
from peaceindex.sources import markup
from peaceindex.sources.html import facts
from peaceindex.storage.packed_text import stored_text
from tests.index.older import set_back
from tests.index.pages import add, only_id
from tests.index.sources.made import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PARAGRAPHS = [
    "Delegates from both sides came back to the lakeside town on Tuesday to take up the questions that the first round "
    "had left open, according to officials who were present.",
    "The mediator said that a list of names for the next exchange had been agreed upon, and that lawyers were now "
    "checking it line by line before it would be signed.",
    "A further meeting is planned for the end of the month, though neither side would say where it is to be held.",
]
TEASER = "Farmers count the cost of a wet summer in the valleys of the north"


def page(*paragraphs: str) -> str:
    body = "".join(f"<p>{p}</p>" for p in paragraphs or PARAGRAPHS)
    return f"""<!DOCTYPE html><html lang="en"><head><title>Talks resume by the lake</title>
    <meta property="article:published_time" content="2025-06-03T09:00:00+02:00"></head><body>
    <nav><a href="/w">World</a> <a href="/c">Culture</a></nav><article><h1>Talks resume by the lake</h1>
    <div class="byline">By <a rel="author" href="/m">Mira Tallinn</a></div>{body}</article>
    <aside class="related"><p>{TEASER}</p></aside><footer><p>All rights reserved.</p></footer></body></html>"""


class Contrary:
    """A network that takes for text what others do not, and the other way round."""

    def scores(self, rows: Any) -> Any:
        return -self.others.scores(rows)

    others = registry._markup_network()


@pytest.fixture
def other_models(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function that gives the program other models."""

    def change() -> None:
        before = registry.default_models()
        after = registry.Models(before.lines, before.title, before.date, before.author, Contrary)  # type: ignore[arg-type]
        monkeypatch.setattr(cleaner, "default_models", lambda: after)
        monkeypatch.setattr(registry, "models_version", lambda: "others")

    return change


def legacy(library: Library, **stated: Any) -> Library:
    """Return the library as it was when sources still judged, opened anew.

    Verdicts are stored with the stated metadata, and there are no facts.
    """
    folder = library.folder
    with library.articles.writing() as connection:
        rows = connection.execute("SELECT article_row, stated FROM raws").fetchall()
        for row, told in rows:
            lines = [line for line in library.articles.raws.document(row).text.split("\n") if line]
            verdicts = [0 if line == TEASER else 1 for line in lines]
            old = json.dumps({**json.loads(stored_text(told)), "title": "As it was", **stated, "verdicts": verdicts})
            connection.execute("UPDATE raws SET stated = ? WHERE article_row = ?", (old, row))
    library.close()
    set_back(folder, 4)
    return Library.open(folder)


def rebuilt(library: Library) -> list[AddReport]:
    return list(library.ingest.rebuild(processes=1))


def test_a_rebuild_asks_the_models_of_today(library: Library, tmp_path: Path, other_models: Callable[[], None]) -> None:
    source = tmp_path / "page.html"
    source.write_text(page(), encoding="utf-8")
    id = only_id(add(library, source))
    assert list(library.article(id).paragraphs) == PARAGRAPHS
    source.unlink()
    other_models()
    assert {p.kind for p in library.maintenance.check()} >= {"older models"}
    (again,) = rebuilt(library)
    assert (again.status, again.article_id, again.outdated) == ("changed", id, False)
    assert TEASER in library.article(id).paragraphs
    assert not set(PARAGRAPHS) & set(library.article(id).paragraphs)
    assert "older models" not in {p.kind for p in library.maintenance.check()}


def test_a_rebuild_changes_nothing_by_itself(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    source.write_text(page(), encoding="utf-8")
    id = only_id(add(library, source))
    before = library.article(id)
    source.unlink()
    rebuilt(library)
    assert library.article(id) == before
    assert before.authors == ("Mira Tallinn",)
    assert before.provenance["authors"] == "found"


def without_evidence(article: Article) -> Article:
    """Return an article as a library of before has it: when its source was retrieved was not stored."""
    return replace(article, evidence=NO_EVIDENCE)


def test_a_page_that_was_judged_by_its_source_is_read_again(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    source.write_text(page(), encoding="utf-8")
    id = only_id(add(library, source))
    before = without_evidence(library.article(id))
    with legacy(library) as old:
        (again,) = rebuilt(old)
        assert (again.status, again.outdated) == ("changed", False)
        assert without_evidence(old.article(id)) == before
        source.unlink()
        (again,) = rebuilt(old)
        assert not again.outdated
        assert without_evidence(old.article(id)) == before


@pytest.mark.parametrize("how", ["gone", "changed", "changed in place"])
def test_a_page_whose_file_is_gone_keeps_its_verdicts(library: Library, tmp_path: Path, how: str) -> None:
    source = tmp_path / "page.html"
    source.write_text(page(), encoding="utf-8")
    id = only_id(add(library, source))
    with legacy(library) as old:
        if how == "gone":
            source.unlink()
        else:
            source.write_text(page(PARAGRAPHS[0]) if how == "changed" else page().replace("Mira", "Nora"), "utf-8")
        (again,) = rebuilt(old)
        assert (again.status, again.article_id, again.outdated) == ("changed", id, True)
        assert old.article(id).paragraphs == (TEASER,)
        assert old.article(id).title == "As it was"


def test_members_of_archives_are_read_again_too(library: Library, tmp_path: Path) -> None:
    other = [p.replace("Tuesday", "Friday").replace("month", "year").replace("names", "places") for p in PARAGRAPHS]
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        archive.writestr("a.html", page())
        archive.writestr("b.html", page(*other))
    (tmp_path / "crawl.warc").write_bytes(
        record("resource", page(other[0], PARAGRAPHS[1]).encode(), content="text/html")
    )
    (tmp_path / "record.json").write_text(json.dumps({"url": "https://x.example/y", "maintext": PARAGRAPHS[0] * 2}))
    added = add(library, tmp_path / "pages.zip", tmp_path / "crawl.warc", tmp_path / "record.json")
    before = {one.article_id: without_evidence(library.article(one.article_id or "")) for one in added}
    assert len(before) == 4
    with legacy(library) as old:
        again = rebuilt(old)
        assert {one.article_id: one.outdated for one in again} == dict.fromkeys(before, False)
        assert {id: without_evidence(old.article(id or "")) for id in before} == before


def test_another_way_of_reading_reads_again(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "page.html"
    source.write_text(page(), encoding="utf-8")
    id = only_id(add(library, source))
    before = library.article(id)
    read_again: list[str] = []
    whole = markup.Markup.read

    def read(page: markup.Markup) -> RawDocument:
        read_again.append(page.source)
        return whole(page)

    monkeypatch.setattr(markup.Markup, "read", read)
    rebuilt(library)
    assert read_again == []
    monkeypatch.setattr(facts, "reader_version", lambda: 7)
    rebuilt(library)
    assert read_again == [str(source)]
    rebuilt(library)
    assert read_again == [str(source)]
    source.unlink()
    monkeypatch.setattr(facts, "reader_version", lambda: 8)
    (again,) = rebuilt(library)
    assert again.outdated
    assert library.article(id) == before


def test_a_library_keeps_little_more_than_the_text(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    source.write_text(page(*(f"{p} Number {n}." for n in range(10) for p in PARAGRAPHS)), encoding="utf-8")
    add(library, source)
    (row,) = library.articles.ids()
    found = library.articles.database.connection.execute("SELECT length(packed), length(facts) FROM raws").fetchone()
    assert 0 < found[1] <= found[0]
    assert isinstance(library.articles.raws.document(row).facts, bytes)


def test_corrections_hold_for_a_page_that_is_read_again(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    source.write_text(page(), encoding="utf-8")
    id = only_id(add(library, source))
    number = next(line.number for line in library.annotations.audit(id).lines if line.text == PARAGRAPHS[1])
    library.annotations.correct_line(id, number, False)
    library.annotations.correct_field(id, "title", "Talks go on")
    with legacy(library) as old:
        rebuilt(old)
        assert list(old.article(id).paragraphs) == [PARAGRAPHS[0], PARAGRAPHS[2]]
        assert old.article(id).title == "Talks go on"
        assert old.annotations.audit(id).corrections


def test_numbers_do_not_depend_on_packing(library: Library) -> None:
    from peaceindex.cleaning.html import boilerplate, features
    from peaceindex.sources.html.reading import read_page

    text, found = read_page(page())
    again = facts.unpack_facts(found.packed(text), text)
    assert again
    rows = []
    for one in (found, again):
        boilerplate.mark(one.tree, one.statements.titles)
        rows.append(
            features.Page(one.tree, one.statements.title, one.statements.summary, one.statements.body).features()
        )
    assert np.array_equal(rows[0], rows[1])
