"""Two libraries become one: nothing is doubled, no version of an entry is lost, and the other library is only read."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.archive.service import Merged
from peaceindex.errors import ArchiveError, LibraryDamagedError, LibraryNewerError, LibraryNotFoundError
from peaceindex.model.code import Code
from peaceindex.model.search import Request
from peaceindex.storage.annotations import Annotations
from peaceindex.storage.serialization import timestamp
from tests.index.archive.made import fill, tables
from tests.index.pages import add, page, write_pages
from tests.index.storage.older_layouts import write_library
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made")
    with Library.open(place / "library", create=True) as library:
        fill(library, place / "pages")
    return place / "library"


@pytest.fixture
def other(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "other"))


@pytest.fixture
def mine(made: Path, tmp_path: Path) -> Iterator[Library]:
    with Library.open(Path(shutil.copytree(made, tmp_path / "mine"))) as library:
        yield library


def state(folder: Path) -> dict[str, str]:
    """The files of a folder with the hashes of their content."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def change(folder: Path, work: Callable[[Library], object]) -> None:
    with Library.open(folder) as library:
        work(library)


def is_nothing(done: Merged) -> bool:
    return not (done.articles or done.added or done.changed or done.codes or done.codes_described_twice or done.backup)


def test_a_new_library_gets_all_and_the_other_is_not_touched(other: Path, tmp_path: Path) -> None:
    before = state(other)
    with Library.open(tmp_path / "new", create=True) as library:
        done = library.archives.merge(other)
        assert (done.articles, done.present, done.added["passages"], done.codes) == (3, 0, 3, 1)
        assert {passage.anchoring for passage in library.annotations.passages()} == {"exact"}
        assert library.search.find(Request("ceasefire")).total == 3
        assert is_nothing(library.archives.merge(other))
    assert state(other) == before
    assert tables(tmp_path / "new", "annotations.db")["corrections"] == tables(other, "annotations.db")["corrections"]


def test_what_both_have_is_not_doubled(other: Path, mine: Library, tmp_path: Path) -> None:
    assert is_nothing(mine.archives.merge(other))
    change(other, lambda library: add(library, *write_pages(tmp_path / "more", 5)))
    add(mine, *write_pages(tmp_path / "own", 8, first=3))
    done = mine.archives.merge(other)
    assert (done.articles, done.present) == (0, 5) and mine.count() == 11


def test_of_two_versions_the_later_one_wins_and_the_other_stays_in_the_history(other: Path, mine: Library) -> None:
    one, two, three = (passage.id for passage in mine.annotations.passages())
    annotations = mine.annotations
    annotations.annotate(one, note="mine, earlier")
    annotations.annotate(three, note="mine, and then removed there")

    def work(library: Library) -> None:
        library.annotations.annotate(one, note="theirs, later")
        library.annotations.annotate(two, note="theirs, earlier")
        library.annotations.remove_passage(three)

    change(other, work)
    annotations.annotate(two, note="mine, later", labels=["War"])
    done = mine.archives.merge(other)
    assert {name: done.changed[name] for name in ("passages", "bin")} == {"passages": 1, "bin": 1}
    assert done.backup and done.backup.exists()
    notes = {passage.id: passage.note for passage in annotations.passages()}
    assert notes == {one: "theirs, later", two: "mine, later"}
    for id, note in ((one, "mine, earlier"), (two, "theirs, earlier"), (three, "mine, and then removed there")):
        assert any(note in (c.before.get("note"), c.after.get("note")) for c in annotations.history(id)), id
    assert is_nothing(mine.archives.merge(other))
    annotations.undo()
    notes = {passage.id: passage.note for passage in annotations.passages()}
    assert notes == {one: "mine, earlier", two: "mine, later", three: "mine, and then removed there"}
    annotations.redo()
    assert annotations.find_passage(one).note == "theirs, later"


def test_a_version_that_loses_is_kept_whole(other: Path, mine: Library) -> None:
    def tell(library: Library, place: str) -> None:
        with library.annotations.store.file.changing() as connection:
            connection.execute(
                "UPDATE passages SET event = ?, edited = ? WHERE id = '0e'", (f'{{"place": "{place}"}}', timestamp())
            )

    for first, last in (("Oslo", "Doha"), ("Riga", "Bern")):
        if last == "Doha":
            tell(mine, first)
            change(other, lambda library: tell(library, "Doha"))
        else:
            change(other, lambda library: tell(library, "Riga"))
            tell(mine, last)
        mine.archives.merge(other)
        event = mine.annotations.find_passage("0e").event
        assert event and event.place == last
        kept = [side.get("event") for one in mine.annotations.history("0e") for side in (one.before, one.after)]
        assert {"place": first} in kept
        assert is_nothing(mine.archives.merge(other))


def test_undo_takes_back_what_came_and_redo_brings_it_again(other: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "new", create=True) as library:
        library.archives.merge(other)
        ids = {passage.id for passage in library.annotations.passages()}
        library.annotations.undo()
        assert library.annotations.passages() == [] and not any(library.annotations.store.article_tags.all().values())
        library.annotations.redo()
        assert {passage.id for passage in library.annotations.passages()} == ids


def test_the_tags_of_both_are_joined(other: Path, mine: Library) -> None:
    third, second, id = mine.articles.ids().values()
    tags = mine.annotations.tagging
    common = set(tags.all()[second])

    def work(library: Library) -> None:
        library.annotations.tagging.change([id], ["theirs", "سلام 𐎠"])
        library.annotations.tagging.change([second], ["both", "there first"])

    tags.change([id], ["mine"])
    change(other, work)
    tags.change([second], ["mine later", "both"])
    tags.change([third], ["mine alone"])
    done = mine.archives.merge(other)
    assert {name: set(found) for name, found in tags.all().items()} == {
        id: {"mine", "theirs", "سلام 𐎠"},
        second: common | {"mine later", "both", "there first"},
        third: common | {"mine alone"},
    }
    assert done.tags_joined == {id: ("theirs", "سلام 𐎠"), second: ("there first",)} and not done.tags_taken_off
    assert is_nothing(mine.archives.merge(other))
    mine.annotations.undo()
    assert tags.all()[id] == ("mine",) and set(tags.all()[third]) == common | {"mine alone"}
    mine.annotations.redo()
    change(other, lambda library: library.archives.merge(mine.folder))
    assert tables(other, "annotations.db")["article_tags"] == tables(mine.folder, "annotations.db")["article_tags"]


def test_a_tag_that_was_taken_off_later_does_not_come_back(other: Path, mine: Library) -> None:
    one, two, three = mine.articles.ids().values()
    tags = mine.annotations.tagging
    tags.change([one, two], ["to cite"])
    change(other, lambda library: library.archives.merge(mine.folder))
    (common,) = set(tags.all().values())

    def work(library: Library) -> None:
        library.annotations.tagging.change([one], [], ["to cite"])
        library.annotations.tagging.change([three], ["a mistake"])
        library.annotations.undo()

    tags.change([two], ["mine"], ["to cite", "to read"])
    change(other, work)
    done = mine.archives.merge(other)
    assert (done.tags_taken_off, dict(done.tags_joined)) == ({one: ("to cite",)}, {})
    left = {one: set(common) - {"to cite"}, two: {*common, "mine"} - {"to cite", "to read"}}
    assert {id: set(found) for id, found in tags.all().items()} == left
    tags.change([one], ["to cite"])
    for _ in range(2):
        change(other, lambda library: library.archives.merge(mine.folder))
        done = mine.archives.merge(other)
    assert is_nothing(done)
    with Library.open(other) as library:
        found = {id: set(tags) for id, tags in library.annotations.tagging.all().items()}
    assert found == left | {one: set(common)}, "given again later than it was taken off"


def test_a_correction_that_comes_is_in_force(other: Path, mine: Library) -> None:
    id = mine.articles.ids()[1]
    change(other, lambda library: library.annotations.correct_field(id, "title", "As the colleague has it"))
    mine.archives.merge(other)
    assert mine.article(id).title == "As the colleague has it"
    assert mine.search.find(Request("title:colleague")).total == 1


def test_both_searches_of_one_name_stay(other: Path, mine: Library) -> None:
    change(other, lambda library: library.search.save_search("swaps", Request("delegations")))
    change(other, lambda library: library.search.log_search(library.search.find(Request("Oslo"))))
    mine.search.log_search(mine.search.find(Request("Ankara")))
    done = mine.archives.merge(other)
    assert done.renamed_searches == {"swaps": "swaps (2)"}
    assert {one.name: one.request.text for one in mine.search.saved_searches()} == {
        "swaps": "prisoners", "swaps (2)": "delegations",
    }  # fmt: skip
    assert [one.request.text for one in mine.search.search_log()] == ["ceasefire", "Oslo", "Ankara"]
    assert is_nothing(mine.archives.merge(other))


def test_what_was_seen_there_is_not_new_here_and_what_comes_is(other: Path, mine: Library, tmp_path: Path) -> None:
    change(other, lambda library: add(library, *write_pages(tmp_path / "more", 2, first=3)))
    add(mine, *write_pages(tmp_path / "own", 1, first=6))
    mine.archives.merge(other)
    news = mine.search.news(mine.search.saved_search("swaps"))
    assert (news.total, news.new) == (6, 3)
    change(other, lambda library: library.search.mark_search_seen("swaps"))
    mine.archives.merge(other)
    assert mine.search.news(mine.search.saved_search("swaps")).new == 1


def test_codes_of_both_stay_with_both_descriptions(other: Path, mine: Library) -> None:
    def work(library: Library) -> None:
        library.annotations.coding.change("Peace", description="no more war", memo="ask Ann")
        library.annotations.coding.add(Code("Truce", description="for some days", parent="Peace", key="2"))

    change(other, work)
    done = mine.archives.merge(other)
    assert (done.codes, done.codes_described_twice, done.problems) == (1, ("Peace",), ())
    book = mine.annotations.coding.codebook()
    peace, truce = book.find("Peace"), book.find("Truce")
    assert peace and truce
    assert (peace.description, peace.memo) == ("an end to fighting", "ask Ann\nAlso described as: no more war")
    assert (truce.parent, truce.key, truce.description) == ("Peace", "2", "for some days")
    assert is_nothing(mine.archives.merge(other))
    (other / "codes.yaml").write_text("codes: [: ")
    done = mine.archives.merge(other)
    assert "codes.yaml" in done.problems[0] and is_nothing(done)


def test_passages_alone_bring_their_articles_and_no_others(other: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "new", create=True) as library:
        done = library.archives.merge(other, passages_only=True)
        assert (done.articles, dict(done.added)["passages"]) == (2, 3)
        assert done.added.keys() == {"passages", "history", "corrections", "article_tags"}
        assert {passage.anchoring for passage in library.annotations.passages()} == {"exact"}
        assert library.search.saved_searches() == [] and library.annotations.coding.codebook().find("Peace")
        assert is_nothing(library.archives.merge(other, passages_only=True))


def test_an_article_with_another_id_or_another_text_is_found(other: Path, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(page(9))
    with Library.open(tmp_path / "new", create=True) as library:
        id = str(add(library, tmp_path / "page.txt")[0].article_id)
        (tmp_path / "page.txt").write_text(page(9, " It was said twice."))
        add(library, tmp_path / "page.txt")
        change(other, lambda theirs: add(theirs, *write_pages(tmp_path / "p", 1, first=9)))
        done = library.archives.merge(other)
        assert done.other_texts == (id,) and "said twice" in library.article(id).text
    # The same source under another id: what was read later in one library, and at once in the other.
    with Library.open(tmp_path / "third", create=True) as third, Library.open(tmp_path / "new") as library:
        own = str(add(third, tmp_path / "page.txt")[0].article_id)
        assert own != id
        library.annotations.bookmark(library.article(id), 0, 30)
        done = third.archives.merge(tmp_path / "new")
        assert third.article(id).id == own and third.count() == 4
        assert {(p.article_id, p.anchoring) for p in third.annotations.passages() if p.start == 0 and p.end == 30} == {
            (own, "exact")
        }
        assert is_nothing(third.archives.merge(tmp_path / "new"))


@pytest.mark.parametrize(("layouts", "articles"), [((1, 1), 4), ((7, 3), 5), ((10, 6), 5)])
def test_a_library_of_an_older_layout_is_read_in_a_copy(
    layouts: tuple[int, int], articles: int, tmp_path: Path
) -> None:
    old = write_library(tmp_path / "old", *layouts)
    before = state(old)
    with Library.open(tmp_path / "new", create=True) as library:
        done = library.archives.merge(old)
        assert (done.articles, done.added["passages"], done.backup) == (articles, 2, None), done
        assert {passage.anchoring for passage in library.annotations.passages()} <= {"exact", "moved"}
        assert is_nothing(library.archives.merge(old))
        with Library.open(Path(shutil.copytree(old, tmp_path / "opened"))) as opened:
            for id in opened.articles.ids().values():
                assert replace(library.article(id), added="") == replace(opened.article(id), added="")
                assert library.document(id) == opened.document(id)
    assert state(old) == before


def test_what_cannot_be_merged_is_refused_in_words(other: Path, mine: Library, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="this library itself"):
        mine.archives.merge(mine.folder)
    with pytest.raises(LibraryNotFoundError, match="no library in"):
        mine.archives.merge(tmp_path)
    with pytest.raises(LibraryNotFoundError, match="nothing at"):
        mine.archives.merge(tmp_path / "none")
    for name in ("annotations.db", "library.db"):
        with sqlite3.connect(other / name) as database:
            database.execute("PRAGMA user_version = 99")
        database.close()
        before = state(other)
        with pytest.raises(LibraryNewerError, match="newer peacereader"):
            mine.archives.merge(other)
        assert state(other) == before
    assert mine.count() == 3


def test_notes_that_are_gone_and_links_are_told(other: Path, mine: Library, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("codes: [secret]")
    (other / "codes.yaml").unlink()
    (other / "codes.yaml").symlink_to(tmp_path / "secret.yaml")
    done = mine.archives.merge(other)
    assert "codes.yaml cannot be read" in done.problems[0] and mine.annotations.coding.codebook().find("secret") is None
    (other / "backups").mkdir(exist_ok=True)
    (other / "annotations.db").rename(other / "backups" / "annotations-20250512-101500.db")
    with pytest.raises(LibraryDamagedError, match="backups of them"):
        mine.archives.merge(other)


def test_a_merge_that_is_interrupted_goes_on_the_next_time(other: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with Library.open(tmp_path / "new", create=True) as library:
        with pytest.raises(KeyboardInterrupt):
            library.archives.merge(other, adding=stop)
        assert library.count() == 3 and library.annotations.passages() == []
        done = library.archives.merge(other)
        assert (done.articles, done.present, done.added["passages"]) == (0, 3, 3)
        assert library.search.find(Request("ceasefire")).total == 3


def test_a_library_in_use_is_read_as_it_is_now(other: Path, tmp_path: Path) -> None:
    with Library.open(other) as theirs, Library.open(tmp_path / "new", create=True) as library:
        theirs.annotations.bookmark(theirs.article(theirs.articles.ids()[3]), 0, 25)
        assert (other / "annotations.db-wal").stat().st_size
        assert library.archives.merge(other).added["passages"] == 4


changes = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(0, 2),
        st.sampled_from(("note", "label", "remove", "restore", "undo", "tag", "untag")),
    ),
    max_size=8,
)


@settings(max_examples=examples(40))
@given(changes)
def test_merged_both_ways_two_libraries_hold_the_same_and_every_note(
    made: Path, tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[bool, int, str]]
) -> None:
    place = tmp_path_factory.mktemp("both")
    folders = [Path(shutil.copytree(made, place / name)) for name in ("one", "two")]
    notes: set[str] = set()
    stores = [Annotations(folder) for folder in folders]
    ids = [passage.id for passage in stores[0].passages.all()]
    for number, (which, place_of_passage, kind) in enumerate(changes):
        store, id = stores[which], ids[place_of_passage]
        is_there = id in {passage.id for passage in store.passages.all()}
        if kind == "note" and is_there:
            store.passages.annotate(id, f"note {number}", None)
            notes.add(f"note {number}")
        elif kind == "label" and is_there:
            store.passages.label([id], [f"label {number}"])
        elif kind == "remove" and is_there:
            store.passages.remove(id)
        elif kind == "restore" and not is_there:
            store.passages.restore(id)
        elif kind == "undo":
            store.history.undo()
        elif kind == "tag":
            store.article_tags.change(["ab12"], [f"tag {number}"])
        elif kind == "untag":
            store.article_tags.change(["ab12"], [], [f"tag {place_of_passage}"])
    for store in stores:
        store.close()
    for target, source in ((0, 1), (1, 0)):
        with Library.open(folders[target]) as library:
            library.archives.merge(folders[source])
            assert is_nothing(library.archives.merge(folders[source]))
    for folder in folders:
        with Library.open(folder) as library:
            kept = {passage.note for passage in library.annotations.passages()}
            for one in library.annotations.history():
                kept |= {str(side.get("note")) for side in (one.before, one.after)}
            assert notes <= kept
    here, there = (tables(folder, "annotations.db") for folder in folders)
    for name in ("passages", "bin", "article_tags", "corrections"):
        assert here[name] == there[name], name


def test_an_archive_is_merged_like_a_library(made: Path, tmp_path: Path) -> None:
    change(made, lambda library: library.archives.export(tmp_path / "talks.zip", ""))
    for name, source in (("one", made), ("two", tmp_path / "talks.zip")):
        with Library.open(tmp_path / name, create=True) as library:
            library.archives.merge(source)
    one, two = (tables(tmp_path / name, "annotations.db") for name in ("one", "two"))
    for name in one.keys() - {"history"}:
        assert one[name] == two[name] or name == "saved_searches", name
    assert len(one["history"]) == len(two["history"])
