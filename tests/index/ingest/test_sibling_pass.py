"""Lines that repeat across the pages of an outlet are cut from each page, and no article loses a line of its own."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.ingest import prefetch
from peaceindex.ingest.service import Ingest
from peaceindex.model.article import Article, RawDocument
from peaceindex.model.search import Request
from tests.index.older import set_back
from tests.index.siblings import APPEAL, body, page, sentences, write
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = "repeats on other pages of this outlet"


def add(library: Library, *paths: Path) -> dict[int, Article]:
    """Add these paths in this process, and return the articles by the numbers of their pages."""
    added = list(library.ingest.add(paths, processes=1))
    return {int(Path(one.source).stem): library.article(str(one.article_id)) for one in added}


def texts(library: Library) -> dict[str, str]:
    """Return the contents of the library: text, cuts, title and authors of each article, by its source's name."""
    articles = map(library.article, library.articles.ids().values())
    return {Path(one.source).name: f"{one.text} {one.cuts} {one.title} {one.authors}" for one in articles}


def test_a_line_that_repeats_is_cut_from_every_page(library: Library, tmp_path: Path) -> None:
    (alone,) = add(library, write(tmp_path / "one", {1: page(1)})).values()
    assert APPEAL in alone.text, "the page by itself shows nothing wrong with that line"
    articles = add(library, write(tmp_path / "more", {n: page(n) for n in range(2, 6)}))
    for number, article in {**articles, 1: library.article(alone.id)}.items():
        assert APPEAL not in article.text
        assert all(paragraph in article.text for paragraph in body(number))
        assert [cut.reason for cut in article.cuts if cut.text == APPEAL] == [REPEATS]
    assert library.search.find(Request('"few others go"')).total == 0


def test_two_pages_are_enough(library: Library, tmp_path: Path) -> None:
    below = f"Tell your friends about this page\n\n{APPEAL}"
    pages = write(tmp_path / "pages", {n: page(n, after=below) for n in (1, 2)})
    for article in add(library, pages).values():
        assert APPEAL not in article.text


def test_pages_of_different_outlets_tell_nothing_of_each_other(library: Library, tmp_path: Path) -> None:
    pages = {n: page(n, outlet=name) for n, name in enumerate(("Amber Post", "Birch Herald", "Cedar Times"))}
    for article in add(library, write(tmp_path / "pages", pages)).values():
        assert APPEAL in article.text


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_copies_of_one_story_lose_nothing(library: Library, tmp_path: Path, changed: int) -> None:
    """An article that was published again, or updated, repeats line by line on another page."""
    story = body("story", 8)
    versions = {n: page(n, [*story[: 8 - changed], *body(n, changed)], after="") for n in range(4)}
    others = {n: page(n, after="") for n in range(10, 13)}
    for number, article in add(library, write(tmp_path / "pages", versions | others)).items():
        if number < 10:
            assert all(paragraph in article.text for paragraph in story[: 8 - changed])


def test_what_an_outlet_says_now_and_then_stays(library: Library, tmp_path: Path) -> None:
    """A paragraph on the background of a long affair is in some of the articles about it."""
    background = sentences("background", 3)
    pages = {n: page(n, [*body(n), background] if n < 3 else None) for n in range(16)}
    for number, article in add(library, write(tmp_path / "pages", pages)).items():
        assert (background in article.text) == (number < 3)
        assert APPEAL not in article.text


def test_one_other_page_is_not_enough_for_a_line_in_the_midst_of_a_text(library: Library, tmp_path: Path) -> None:
    quote = sentences("quote", 2)
    pages = {n: page(n, [*body(n)[:3], quote, *body(n)[3:]]) for n in (1, 2)}
    for article in add(library, write(tmp_path / "pages", pages)).values():
        assert quote in article.text


def test_what_repeats_no_more_comes_back(library: Library, tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {n: page(n) for n in range(3)})
    assert APPEAL not in add(library, pages)[0].text
    write(pages, {n: page(n, after="") for n in (1, 2)})
    assert APPEAL in add(library, pages)[0].text


def test_adding_and_cleaning_again_change_nothing(library: Library, tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {n: page(n) for n in range(5)})
    add(library, pages)
    before = texts(library)
    assert {one.status for one in library.ingest.add([pages])} == {"unchanged"}
    assert texts(library) == before
    assert {one.status for one in library.ingest.rebuild()} == {"changed"}
    assert texts(library) == before


@settings(max_examples=examples(8))
@given(st.permutations(range(7)), st.integers(1, 6))
def test_the_order_of_adding_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("order")
    pages = {n: page(n, after=APPEAL if n < 5 else sentences(n, 2)) for n in range(7)}
    with Library.open(folder / "at once", create=True) as library:
        add(library, write(folder / "all", pages))
        expected = texts(library)
    with Library.open(folder / "in parts", create=True) as library:
        for part in (order[:cut], order[cut:]):
            add(library, *(folder / "all" / f"{n:04}.txt" for n in part))
        assert texts(library) == expected


@settings(max_examples=examples(12))
@given(st.integers(0, 10_000))
def test_no_word_is_added_and_no_line_of_an_article_s_own_is_lost(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Outlets have the same lines scattered over their pages, also within the articles."""
    folder = tmp_path_factory.mktemp("words")
    draw = random.Random(seed)
    common = [sentences((seed, "common", n), draw.randint(1, 3)) for n in range(4)]
    pages = {}
    for number in range(draw.randint(2, 8)):
        paragraphs = body((seed, number))
        for line in draw.sample(common, draw.randint(0, 4)):
            paragraphs.insert(draw.randint(0, len(paragraphs)), line)
        pages[number] = page(number, paragraphs)
    alone = {}
    for number, text in pages.items():
        alone[number] = Cleaner().clean(RawDocument.of(f"{number}", text)).paragraphs
    with Library.open(folder / "library", create=True) as library:
        for number, article in add(library, write(folder / "pages", pages)).items():
            assert [p for p in alone[number] if p in article.paragraphs] == list(article.paragraphs)
            gone = set(alone[number]) - set(article.paragraphs)
            assert not gone.intersection(body((seed, number)))


def test_the_user_s_word_on_a_line_wins(library: Library, tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {n: page(n) for n in range(4)})
    id, other = (article.id for number, article in add(library, pages).items() if number < 2)
    number = next(cut.line for cut in library.article(id).cuts if cut.text == APPEAL)
    assert APPEAL in library.annotations.correct_line(id, number, keep=True).text
    first = (
        library.annotations.audit(other).lines.index(
            next(x for x in library.annotations.audit(other).lines if x.text == body(1)[0])
        )
        + 1
    )
    corrected = library.annotations.correct_line(other, first, keep=False)
    assert APPEAL not in corrected.text, "a correction of another line brings nothing back"
    add(library, write(tmp_path / "more", {9: page(9)}))
    list(library.ingest.rebuild())
    assert APPEAL in library.article(id).text
    assert APPEAL not in library.article(other).text
    library.annotations.correct_line(id, number, keep=None)
    assert APPEAL not in library.article(id).text


def test_a_passage_finds_its_place_again(library: Library, tmp_path: Path) -> None:
    paragraphs = body(1)
    text = page(1, [APPEAL, *paragraphs], after="")
    (article,) = add(library, write(tmp_path / "pages", {1: text})).values()
    start = article.text.index(paragraphs[2])
    library.annotations.bookmark(article, start, start + len(paragraphs[2]))
    add(library, write(tmp_path / "pages", {n: page(n, [APPEAL, *body(n)], after="") for n in range(2, 6)}))
    now = library.article(article.id)
    (passage,) = library.annotations.passages()
    assert APPEAL not in now.text
    assert passage.anchoring == "moved"
    assert now.text[passage.start : passage.end] == paragraphs[2]


def test_left_off_in_the_middle_it_goes_on(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = write(tmp_path / "pages", {n: page(n) for n in range(8)})
    clean = stumbling(monkeypatch, after=11)
    with pytest.raises(KeyboardInterrupt):
        list(library.ingest.add([pages]))
    monkeypatch.setattr(Cleaner, "clean", clean)
    assert any(APPEAL in text.split("(Cut")[0] for text in texts(library).values())
    assert {article.text.count(APPEAL) for article in add(library, pages).values()} == {0}


def waiting(library: Library, monkeypatch: pytest.MonkeyPatch, pages: Path) -> None:
    """Add pages that then wait to be compared with each other."""
    with monkeypatch.context() as patched:
        patched.setattr(Ingest, "compare_siblings", lambda *_, **__: None)
        add(library, pages)


def test_stopped_it_goes_on_with_what_is_left(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(library, monkeypatch, write(tmp_path / "pages", {n: page(n) for n in range(8)}))
    siblings = library.articles.siblings
    assert siblings.pending_count() == 8
    cleaned = watching(monkeypatch)
    with library.ingest.correcting():
        library.ingest.compare_siblings(cancelled=lambda: len(cleaned) >= 3)
    assert len(cleaned) == 3
    assert siblings.pending_count() == 5
    assert sum(APPEAL in library.article(id).text for id in library.articles.ids().values()) == 5
    with library.ingest.correcting():
        library.ingest.compare_siblings()
    assert sorted(cleaned) == [f"{n:04}.txt" for n in range(8)]
    assert siblings.pending_count() == 0
    assert not any(APPEAL in library.article(id).text for id in library.articles.ids().values())


def test_a_page_whose_source_is_damaged_stays_as_it_is(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(library, monkeypatch, write(tmp_path / "pages", {n: page(n) for n in range(5)}))
    damaged = library.articles.ids()[2]
    with closing(sqlite3.connect(library.folder / "library.db")) as database, database:
        database.execute("UPDATE raws SET packed = x'00' WHERE article_row = 2")
    with library.ingest.correcting():
        library.ingest.compare_siblings()
    for id in library.articles.ids().values():
        assert (APPEAL in library.article(id).text) == (id == damaged)
    assert library.articles.siblings.pending_count() == 0


def stumbling(monkeypatch: pytest.MonkeyPatch, after: int) -> Callable[..., Article]:
    """Make cleaning stop after `after` documents, as by Ctrl-C. Return the original function."""
    clean = Cleaner.clean
    left = iter(range(after))

    def stumble(self: Cleaner, *about: object) -> Article:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return clean(self, *about)  # type: ignore[arg-type]

    monkeypatch.setattr(Cleaner, "clean", stumble)
    return clean


def watching(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that takes up the name of each source that is cleaned from now on."""
    clean = Cleaner.clean
    cleaned: list[str] = []

    def watched(self: Cleaner, document: RawDocument, *more: object) -> Article:
        cleaned.append(Path(document.source).name)
        return clean(self, document, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Cleaner, "clean", watched)
    return cleaned


def test_one_more_page_has_only_itself_cleaned(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(library, write(tmp_path / "pages", {n: page(n) for n in range(70)}))
    cleaned = watching(monkeypatch)
    add(library, write(tmp_path / "more", {70: page(70)}))
    assert cleaned == ["0070.txt"] * 2


def test_it_does_not_matter_how_many_clean(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefetch, "SOLO_DOCUMENTS", 2)
    pages = write(tmp_path / "pages", {n: page(n) for n in range(24)})
    told: list[tuple[int, int]] = []
    list(library.ingest.add([pages], processes=2, finding_repeats=lambda done, total: told.append((done, total))))
    assert told == [(0, 24), (24, 24)]
    with Library.open(tmp_path / "other", create=True) as other:
        list(other.ingest.add([pages], processes=1))
        assert texts(other) == texts(library)
    assert not any(APPEAL in library.article(id).text for id in library.articles.ids().values())


def test_a_library_from_before_has_its_pages_judged(library: Library, tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {n: page(n) for n in range(3)})
    add(library, pages)
    expected = texts(library)
    library.close()
    set_back(library.folder, 3)
    with Library.open(library.folder) as opened:
        add(opened, pages)
        assert texts(opened) == expected
