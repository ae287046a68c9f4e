"""Imported passages find their article by whatever is known of it, are added once, and are never dropped."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.annotations.placing import Placer
from peaceindex.errors import LibraryError
from peaceindex.model.article import Article
from peaceindex.model.imported_passage import ImportedPassage, ImportOutcome
from tests.index.pages import add, page, write_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL = "https://www.bosphoruswire.example/20250603/envoys.html?utm_source=x"
QUOTE = "list 2 of the prisoners had been handed over"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of four pages, one of which has an address. Its passages are forgotten before each test."""
    place = tmp_path_factory.mktemp("importing")
    title, _, text = page(9).partition("\n\n")
    (place / "one.json").write_text(json.dumps({"title": title, "text": text, "url": URL, "outlet": "Bosphorus Wire"}))
    with Library.open(place / "library", create=True) as library:
        add(library, *write_pages(place / "pages", 3), place / "one.json")
        yield library


@pytest.fixture
def library(shared: Library) -> Library:
    with shared.annotations.store.file.changing() as connection:
        connection.execute("DELETE FROM passages")
        connection.execute("DELETE FROM bin")
    return shared


def article_with(library: Library, words: str) -> Article:
    articles = (library.article(id) for id in library.articles.ids().values())
    (found,) = (one for one in articles if words in one.text)
    return found


def brought(library: Library, *passages: ImportedPassage) -> list[ImportOutcome]:
    return list(library.annotations.import_passages(passages).outcomes)


def test_an_article_is_found_by_its_id(library: Library) -> None:
    article = article_with(library, QUOTE)
    start = article.text.index(QUOTE)
    end = start + len(QUOTE)
    one = ImportedPassage(
        QUOTE,
        id="abcdef123456",
        article_id=article.id,
        start=start,
        end=end,
        text_hash=article.text_hash,
        created="2020-01-02T03:04:05.000006Z",
        title="As it was",
    )
    (outcome,) = brought(library, one)
    assert (outcome.status, outcome.found_by, outcome.article_id) == ("exact", "id", article.id)
    (passage,) = library.annotations.passages()
    assert (passage.id, passage.created, passage.title) == ("abcdef123456", one.created, "As it was")
    assert (passage.start, passage.source, passage.anchoring) == (start, article.source, "exact")


@pytest.mark.parametrize("url", [
    URL, "http://bosphoruswire.example/20250603/envoys.html/#top",
    "https://web.archive.org/web/20250604000000/https://bosphoruswire.example/20250603/envoys.html",
    "https://via.hypothes.is/https://bosphoruswire.example/20250603/envoys.html",
])  # fmt: skip
def test_an_article_is_found_by_its_address_however_it_is_written(library: Library, url: str) -> None:
    one = ImportedPassage("nobody should expect a quick result", url=url, title="Envoys - Wire", origin="x")
    (outcome,) = brought(library, one)
    assert (outcome.status, outcome.found_by) == ("exact", "address")
    (passage,) = library.annotations.passages()
    assert (passage.outlet, passage.title) == ("Bosphorus Wire", article_with(library, "list 9 of").title)
    assert passage.prefix.endswith("He added that ") and passage.suffix.startswith(", and that")


def test_a_file_of_our_own_tells_the_article_as_it_was_cited(library: Library) -> None:
    one = ImportedPassage("nobody should expect a quick result", article_id="feedfeedfeed", url=URL, title="As cited")
    words = replace(one, quote="in Oslo that list 2 of the prisoners had been handed over", url="https://x.example/")
    assert [outcome.found_by for outcome in brought(library, one, words)] == ["address", "words"]
    titles = {passage.quote: passage.title for passage in library.annotations.passages()}
    assert titles == {one.quote: "As cited", words.quote: article_with(library, "list 2 of").title}


def test_an_article_is_found_by_the_hash_of_its_text_or_of_its_file(library: Library) -> None:
    article = article_with(library, QUOTE)
    by_text = ImportedPassage(QUOTE, text_hash=article.text_hash, origin="1")
    by_file = ImportedPassage("met in Oslo on Monday", source_hash=hashlib.sha256(page(2).encode()).hexdigest())
    found = brought(library, by_text, by_file)
    assert [(one.status, one.found_by, one.article_id) for one in found] == [
        ("exact", "text", article.id), ("exact", "source", article.id),
    ]  # fmt: skip


def test_an_article_is_found_by_words_that_only_it_has(library: Library) -> None:
    one = ImportedPassage(
        "prisoners had\n been handed over", prefix="in Oslo that list 2 of the ", suffix=".\nHe added"
    )
    (outcome,) = brought(library, one)
    assert (outcome.status, outcome.found_by) == ("exact", "words")
    (passage,) = library.annotations.passages()
    assert passage.quote == "prisoners had been handed over", "the white space is that of the article"


def test_words_that_several_articles_have_place_nothing(library: Library) -> None:
    (outcome,) = brought(library, ImportedPassage("He added that nobody should expect a quick result, and that"))
    assert (outcome.status, outcome.reason) == ("lost", "its words stand in 4 articles")
    (passage,) = library.annotations.passages()
    assert (passage.anchoring, passage.article_id) == ("lost", "")


def test_words_that_stand_several_times_in_their_article_are_told(library: Library) -> None:
    article = article_with(library, QUOTE)
    count = article.text.count("that")
    assert count > 1
    last = article.text.rindex("that")
    before = article.text[last - 10 : last]
    many = ImportedPassage("that", article_id=article.id)
    one = replace(many, prefix=before, note="only here")
    told, sure = brought(library, many, one)
    assert told.reason == f"its words stand at {count} places that fit as well; this is the last of them"
    assert (told.status, sure.status, sure.reason) == ("exact", "exact", "")
    stated = replace(many, origin="p", start=last, end=last + 4, note="its place is stated")
    assert [outcome.reason for outcome in brought(library, stated)] == [""]


def test_few_words_place_nothing(library: Library) -> None:
    (outcome,) = brought(library, ImportedPassage("round 9 of their"))
    assert outcome.status == "lost"


def test_the_search_for_words_ends_after_a_time(library: Library) -> None:
    ticks = iter(range(0, 1000, 10))
    placer = Placer(library.articles, seconds=5, clock=lambda: next(ticks))
    (place,) = placer.places([ImportedPassage("in Oslo that list 2 of the prisoners had been handed over")])
    assert place.article is None and "within 5 seconds" in place.reason


def test_other_words_are_uncertain_and_words_elsewhere_moved(library: Library) -> None:
    article = article_with(library, QUOTE)
    start = article.text.index(QUOTE)
    found = brought(
        library,
        ImportedPassage(QUOTE, article_id=article.id, start=3, end=3 + len(QUOTE), text_hash="0" * 64),
        ImportedPassage("list 2 of the captives had been given over", article_id=article.id, note="other words"),
        ImportedPassage("What nobody ever wrote here about fish", article_id=article.id),
    )
    assert [one.status for one in found] == ["moved", "uncertain", "lost"]
    by_quote = {passage.quote: passage for passage in library.annotations.passages()}
    assert (by_quote[QUOTE].start, by_quote[QUOTE].anchoring) == (start, "exact")
    assert by_quote["list 2 of the captives had been given over"].anchoring == "uncertain"
    assert by_quote["What nobody ever wrote here about fish"].anchoring == "lost"


def test_a_passage_of_another_page_is_kept_with_all_that_is_known(library: Library) -> None:
    one = ImportedPassage("A quote from elsewhere, which no page here has", url="https://elsewhere.example/1",
                          title="Elsewhere", date="2025-02-30", note="mine", labels=("a",), origin="z")  # fmt: skip
    (outcome,) = brought(library, one)
    assert outcome.status == "lost" and "2025-02-30" in outcome.reason
    (passage,) = library.annotations.passages()
    assert (passage.quote, passage.url, passage.title) == (one.quote, one.url, one.title)
    assert (passage.note, passage.labels, passage.date, passage.anchoring) == ("mine", ("a",), None, "lost")
    assert [known.status for known in brought(library, one)] == ["already there"]


def test_nothing_is_added_twice(library: Library) -> None:
    article = article_with(library, QUOTE)
    start = article.text.index(QUOTE)
    kept = library.annotations.bookmark(article, start, start + len(QUOTE), "note", ["a", "b"])
    same = ImportedPassage(QUOTE, article_id=article.id, note="note", labels=("b",), origin="y")
    other_label = ImportedPassage(QUOTE, article_id=article.id, note="note", labels=("c",), origin="w")
    other_note = ImportedPassage(QUOTE, id=kept.id, article_id=article.id, note="other", labels=("a", "new"))
    found = brought(library, same, other_label, other_label, other_note)
    assert [one.status for one in found] == ["already there", "exact", "already there", "already there"]
    assert found[0].passage_id == kept.id
    assert "“other”" in found[3].reason and "new" in found[3].reason
    assert sorted(one.note for one in library.annotations.passages()) == ["note", "note"]


def test_what_is_in_the_bin_stays_there(library: Library) -> None:
    article = article_with(library, QUOTE)
    kept = library.annotations.bookmark(article, 0, 30)
    library.annotations.remove_passage(kept.id)
    (outcome,) = brought(library, ImportedPassage(kept.quote, id=kept.id, article_id=article.id))
    assert (outcome.status, outcome.reason) == ("already there", "you moved it to the bin")
    assert library.annotations.passages() == []


def test_another_passage_with_an_id_that_is_taken_gets_its_own(library: Library) -> None:
    article = article_with(library, QUOTE)
    kept = library.annotations.bookmark(article, 0, 30)
    other = ImportedPassage(QUOTE, id=kept.id, article_id=article.id)
    assert [one.status for one in brought(library, other)] == ["exact"]
    assert [one.status for one in brought(library, other)] == ["already there"]
    assert len({passage.id for passage in library.annotations.passages()}) == 2


def test_what_could_act_on_a_terminal_is_taken_out(library: Library) -> None:
    one = ImportedPassage(
        f"\x1b[31m{QUOTE}\x07", id="../x", article_id="\ud800", note="\x1b]0;t\x07one\r\ntwo\udfff",
        url="javascript:\x9b1", labels=("\x1b[2J", "a\nb", "a b"), created="yesterday", source="/x\ud900",
        start=-5, end=2**70, outlet="\u202eoutlet",
    )  # fmt: skip
    (outcome,) = brought(library, one)
    assert outcome.quote == QUOTE
    (passage,) = library.annotations.passages()
    assert (passage.quote, passage.note, passage.labels, passage.outlet) == (QUOTE, "one\ntwo", ("a b",), "outlet")
    assert passage.id.isalnum() and passage.created.endswith("Z")


def test_a_lost_passage_finds_its_page_when_it_is_imported_again(tmp_path: Path) -> None:
    one = ImportedPassage("list 7 of the prisoners had been", url="https://late.example/a", origin="x", note="first")
    title, _, text = page(7).partition("\n\n")
    (tmp_path / "late.json").write_text(json.dumps({"title": title, "text": text, "url": one.url}))
    with Library.open(tmp_path / "library", create=True) as library:
        assert [outcome.status for outcome in brought(library, one)] == ["lost"]
        (kept,) = library.annotations.passages()
        library.annotations.annotate(kept.id, note="changed here", labels=["a"])
        add(library, tmp_path / "late.json")
        (outcome,) = brought(library, one)
        assert (outcome.status, outcome.found_by) == ("exact", "address") and "was lost" in outcome.reason
        (passage,) = library.annotations.passages()
        assert (passage.id, passage.note, passage.labels) == (kept.id, "changed here", ("a",))
        assert (passage.anchoring, passage.title) == ("exact", title)
        assert [outcome.status for outcome in brought(library, one)] == ["already there"]


def test_an_import_is_one_step_that_can_be_undone(library: Library) -> None:
    article = article_with(library, QUOTE)
    kept = library.annotations.bookmark(article, 0, 20)
    brought(library, *(ImportedPassage(QUOTE, article_id=article.id, note=f"{n}") for n in range(3)))
    assert len(library.annotations.undo()) == 3
    assert [passage.id for passage in library.annotations.passages()] == [kept.id]
    assert len(library.annotations.redo()) == 3
    assert len(library.annotations.passages()) == 4


def test_labels_are_spelled_as_the_codebook_spells_them(library: Library) -> None:
    article = article_with(library, QUOTE)
    library.annotations.bookmark(article, 0, 20, labels=["Prisoners"])
    brought(library, ImportedPassage(QUOTE, article_id=article.id, labels=("PRISONERS", "prisoners", " New")))
    assert {passage.labels for passage in library.annotations.passages()} == {("Prisoners",), ("Prisoners", " New")}


def test_all_are_added_or_none(library: Library) -> None:
    article = article_with(library, QUOTE)
    with library.annotations.store.file.changing() as connection:
        connection.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON passages WHEN new.note = 'last' "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    try:
        with pytest.raises(LibraryError):
            brought(
                library,
                ImportedPassage(QUOTE, article_id=article.id),
                ImportedPassage(QUOTE, article_id=article.id, note="last"),
            )
    finally:
        with library.annotations.store.file.changing() as connection:
            connection.execute("DROP TRIGGER refuse")
    assert library.annotations.passages() == []


def test_a_passage_without_words_is_refused(library: Library) -> None:
    assert [one.status for one in brought(library, ImportedPassage(" \x07\n"))] == ["refused"]


def test_times_are_brought_to_utc(library: Library) -> None:
    brought(library, ImportedPassage("Some words of a page that is not here", created="2025-06-03T10:00:00+02:00"))
    assert library.annotations.passages()[0].created == "2025-06-03T08:00:00.000000Z"
