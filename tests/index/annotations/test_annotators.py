"""Who made a passage: it is stored, another's codings are kept beside one's own, and `by:` chooses among them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library, saved_passages
from peaceindex.errors import PassageQueryError
from peaceindex.model.event import Event
from peaceindex.model.imported_passage import ImportedPassage, ImportOutcome
from peaceindex.model.passage import Passage
from tests.index.pages import add, write_pages

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("annotators")
    with Library.open(place / "library", create=True) as library:
        add(library, *write_pages(place / "pages", 2))
        yield library


@pytest.fixture
def library(shared: Library) -> Library:
    with shared.annotations.store.file.changing() as connection:
        for table in ("passages", "bin", "history"):
            connection.execute(f"DELETE FROM {table}")
    shared.annotations.annotator = "Ada"
    return shared


def bookmarked(library: Library, note: str = "", labels: tuple[str, ...] = ("Ceasefire",)) -> Passage:
    article = library.article(next(iter(library.articles.ids().values())))
    return library.annotations.bookmark(article, 0, 40, note, labels)


def of_file(passage: Passage, **changed: object) -> ImportedPassage:
    """The passage as a file tells it."""
    one = ImportedPassage(
        passage.quote, id=passage.id, article_id=passage.article_id, start=passage.start, end=passage.end,
        text_hash=passage.text_hash, note=passage.note, labels=passage.labels, user=passage.annotator,
    )  # fmt: skip
    return replace(one, **changed)  # type: ignore[arg-type]


def brought(library: Library, *passages: ImportedPassage) -> list[ImportOutcome]:
    return list(library.annotations.import_passages(passages).outcomes)


def makers(library: Library, query: str = "") -> list[str]:
    return sorted(passage.annotator for passage in library.annotations.passages(query))


def test_a_passage_keeps_who_made_it_from_the_time_that_a_name_is_set(library: Library) -> None:
    library.annotations.annotator = ""
    bookmarked(library)
    library.annotations.annotator = " A\x1b[31mda\n Stone "
    bookmarked(library)
    assert makers(library) == ["", "Ada Stone"]


@pytest.mark.parametrize("is_same_id", [True, False])
def test_the_same_words_of_another_are_a_second_passage(library: Library, is_same_id: bool) -> None:
    mine = bookmarked(library)
    other = of_file(mine, user="Bo", id=mine.id if is_same_id else "", origin="x")
    assert [one.status for one in brought(library, other)] == ["exact"]
    assert makers(library) == ["Ada", "Bo"]
    assert [one.status for one in brought(library, other)] == ["already there"], "the same file adds nothing"
    assert makers(library) == ["Ada", "Bo"]
    library.annotations.undo()
    assert library.annotations.passages() == [mine]
    assert brought(library, other)[0].reason == "you moved it to the bin"
    library.annotations.redo()
    assert makers(library) == ["Ada", "Bo"]


def test_anothers_coding_of_a_passage_that_one_removed_is_kept(library: Library) -> None:
    mine = bookmarked(library)
    library.annotations.remove_passage(mine.id)
    assert brought(library, of_file(mine))[0].reason == "you moved it to the bin"
    assert brought(library, of_file(mine, user="Bo"))[0].status == "exact"
    assert makers(library) == ["Bo"]


def test_a_passage_that_was_lost_keeps_who_made_it_when_it_finds_its_place(library: Library) -> None:
    event = Event(place="Oslo")
    mine = bookmarked(library)
    with library.annotations.store.file.changing() as connection:
        connection.execute("DELETE FROM passages")
    library.annotations.store.passages.add(replace(mine, article_id="", source="gone", event=event))
    assert [one.anchoring for one in library.annotations.passages()] == ["lost"]
    assert brought(library, of_file(mine, user=""))[0].reason == "it was lost, and has its place now"
    (now,) = library.annotations.passages()
    assert (now.annotator, now.event, now.anchoring) == ("Ada", event, "exact")


def test_an_import_of_several_is_undone_in_one_step(library: Library) -> None:
    mine = [bookmarked(library, f"note {n}") for n in range(3)]
    assert {one.status for one in brought(library, *(of_file(one, user="Bo") for one in mine))} == {"exact"}
    assert len(library.annotations.undo()) == 3
    assert sorted(one.id for one in library.annotations.passages()) == sorted(one.id for one in mine)


def test_a_file_that_says_nothing_of_its_maker_is_compared_with_ones_own(library: Library) -> None:
    mine = bookmarked(library)
    assert brought(library, of_file(mine, user="", id="", origin="x"))[0].status == "already there"
    assert brought(library, of_file(mine, user=""))[0].status == "already there"
    library.annotations.annotator = ""
    unnamed = bookmarked(library, "before the name was set")
    library.annotations.annotator = "Ada"
    assert brought(library, of_file(unnamed, user="Ada"))[0].status == "already there"
    assert brought(library, of_file(unnamed, user="Ada", id="", origin="y"))[0].status == "already there"
    assert brought(library, of_file(mine, user="", id="", origin="z", labels=("Aid",)))[0].status == "exact"


def test_passages_are_chosen_by_who_made_them(library: Library) -> None:
    mine = bookmarked(library)
    brought(library, of_file(mine, user="Bo Öz", labels=("Aid",)), of_file(mine, user="Cem", labels=()))
    library.annotations.annotator = ""
    bookmarked(library, "nobody's")
    library.annotations.annotator = "Ada"
    assert makers(library, "by:ada") == ["Ada"]
    assert makers(library, 'by:"bo oz"') == ["Bo Öz"]
    assert makers(library, "by:me") == ["", "Ada"]
    assert makers(library, "-by:me") == ["Bo Öz", "Cem"]
    assert makers(library, "-by:me -by:cem") == ["Bo Öz"]
    assert makers(library, "by:ada by:cem") == []
    assert makers(library, "label:aid by:me") == []
    assert makers(library, "label:aid -by:me") == ["Bo Öz"]
    assert makers(library, "by:nobody") == []
    half_typed = library.annotations.find_passages("by:")
    assert len(half_typed.passages) == 4 and "waits for a word" in half_typed.refusal
    with pytest.raises(PassageQueryError, match="waits for a word"):
        library.annotations.passages("by:")
    assert makers(library, "Stand-by:ada") == [], "words, of which there are none"
    assert len(saved_passages(library.folder, "by:me", me="Ada")) == 2
