"""An archive holds the whole library: what is imported is what was exported, to the last character."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import Library, import_archive
from peaceindex.errors import ArchiveError, DiskFullError
from peaceindex.model.safe_text import neutralise
from peaceindex.model.search import Request
from peaceindex.storage.columns import ANNOTATION_TABLES
from peaceindex.storage.tables import JSON_COLUMNS, tables
from tests.index.archive.made import both, fill
from tests.index.pages import add, write_pages
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Iterator


def export(folder: Path, to: Path) -> Path:
    with Library.open(folder) as library:
        done = library.archives.export(to, "1.2.3")
    assert (done.path, done.problems) == (to, ())
    return to


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed library with work of every kind, not to be changed; its archive lies beside it."""
    place = tmp_path_factory.mktemp("archive")
    with Library.open(place / "library", create=True) as library:
        fill(library, place / "pages")
    export(place / "library", place / "talks.zip")
    return place / "library"


@pytest.fixture
def archive(made: Path) -> Path:
    return made.parent / "talks.zip"


def test_what_is_imported_is_what_was_exported(made: Path, archive: Path, tmp_path: Path) -> None:
    done = import_archive(archive, tmp_path / "new")
    assert (done.articles, done.counts["passages"], done.counts["bin"]) == (3, 3, 1)
    assert both(tmp_path / "new") == both(made)
    assert (tmp_path / "new" / "codes.yaml").read_bytes() == (made / "codes.yaml").read_bytes()
    assert {path.name for path in (tmp_path / "new").iterdir()} <= {
        "library.db", "annotations.db", "codes.yaml", "write.lock", "backups",
    }  # fmt: skip
    with Library.open(tmp_path / "new") as library, Library.open(made) as first:
        library.ingest.catch_up()
        assert library.annotations.passages() == first.annotations.passages()
        assert {passage.anchoring for passage in library.annotations.passages()} == {"exact"}
        for id in first.articles.ids().values():
            assert library.article(id) == first.article(id)
            assert library.document(id) == first.document(id)
        assert library.search.find(Request("ceasefire")).total == 3
        (redone,) = library.annotations.redo()
        assert dict(redone.after) == {"note": "to be undone"}
        library.annotations.undo()
        add(library, *write_pages(tmp_path / "pages", 5))  # two of these are new
        news = library.search.news(library.search.saved_search("swaps"))
        assert (news.total, news.new) == (5, 2)
    export(tmp_path / "new", tmp_path / "again.zip")


def test_the_archive_explains_itself(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(archive) as file:
        manifest = json.loads(file.read("manifest.json"))
        readme = file.read("README.txt").decode()
        assert {member["name"] for member in manifest["members"]} | {"manifest.json"} == set(file.namelist())
        for member in manifest["members"]:
            data = file.read(member["name"])
            assert (len(data), hashlib.sha256(data).hexdigest()) == (member["bytes"], member["sha256"])
            if member["name"].endswith(".jsonl"):
                lines = data.splitlines()
                assert len(lines) == member["records"] and all(isinstance(json.loads(line), dict) for line in lines)
                assert member["name"] in readme or "damaged" in member["name"]
        assert (manifest["program_version"], manifest["problems"]) == ("1.2.3", [])
        article = json.loads(file.read("articles.jsonl").splitlines()[0])
        (search,) = map(json.loads, file.read("annotations/saved_searches.jsonl").splitlines())
    assert article["text_hash"] == hashlib.sha256(article["text"].encode()).hexdigest()
    assert article["source"]["text"].startswith("Delegations meet") and article["places"][0]["sha256"]
    assert len(search["known"]) == 3


def test_each_column_of_json_is_known() -> None:
    # An archive shows the JSON in a column as JSON. It knows from the same list as a repair which columns these are.
    for table in ANNOTATION_TABLES:
        for name, kind in table.columns.items():
            if table.name in tables() and name not in JSON_COLUMNS:
                sample = kind.fallback("x") if kind.fallback else "x"
                assert not isinstance(sample, dict | tuple), (table.name, name)


texts = st.one_of(
    st.text(
        st.sampled_from("aé\u0308ß ئقא𝔊𐎠👩🏽\u200d🚀ж中\u200f\u061c\u00ad\u2028\x85\x1b\n\t\"'<>&]:\\{}"), max_size=20
    ),
    st.text(max_size=20),
).map(neutralise)
words = texts.map(lambda text: " ".join(text.split()))


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(1, 60), texts, st.lists(words.filter(bool), max_size=2)), max_size=3
    ),
    st.lists(words.filter(bool), max_size=2, unique=True),
    words.filter(bool),
)
def test_odd_text_comes_back_as_it_was(
    made: Path, tmp_path_factory: pytest.TempPathFactory,
    bookmarks: list[tuple[int, int, str, list[str]]], names: list[str], title: str,
) -> None:  # fmt: skip
    place = tmp_path_factory.mktemp("odd")
    page = place / "page.jsonl"
    page.write_text(json.dumps({"title": title, "text": f"The talks went on for a day, and {title} {names} was said."}))
    with Library.open(place / "library", create=True) as library:
        add(library, page, *write_pages(place / "pages", 1))
        assert library.annotations.passages() == []
        for id in library.articles.ids().values():
            article = library.article(id)
            for start, length, note, labels in bookmarks:
                start = min(start, len(article.text) - 1)
                library.annotations.bookmark(article, start, min(start + length, len(article.text)), note, labels)
        for name in names:
            library.search.save_search(name, Request("talks"))
    export(place / "library", place / "talks.zip")
    import_archive(place / "talks.zip", place / "new")
    assert both(place / "new") == both(place / "library")


def test_nothing_is_written_over_another_file(made: Path, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with Library.open(made) as library:
        for path in (tmp_path / "there", tmp_path / "link", tmp_path):
            with pytest.raises(ArchiveError, match="exists already"):
                library.archives.export(path, "")
        with pytest.raises(ArchiveError, match="no folder"):
            library.archives.export(tmp_path / "none" / "x.zip", "")
    assert (tmp_path / "there").read_text() == "mine" and not (tmp_path / "nowhere").exists()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_full_disk_leaves_no_file(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with Library.open(made) as library, pytest.raises(DiskFullError, match=r"talks\.zip is full"):
        library.archives.export(tmp_path / "talks.zip", "")
    assert list(tmp_path.iterdir()) == []


def test_damaged_rows_are_named_and_the_rest_is_exported(archive: Path, tmp_path: Path) -> None:
    import_archive(archive, tmp_path / "library")
    with closing(sqlite3.connect(tmp_path / "library" / "annotations.db")) as database:
        database.execute("UPDATE passages SET labels = '[broken' WHERE start = 0")
        database.execute("UPDATE history SET action = 'sing' WHERE step = 1")
        database.commit()
    with closing(sqlite3.connect(tmp_path / "library" / "library.db")) as database:
        database.execute("UPDATE raws SET packed = x'78da00' WHERE article_row = 1")
        database.execute("UPDATE articles SET title = CAST(x'ff41' AS TEXT) WHERE row = 2")
        database.commit()
    with Library.open(tmp_path / "library") as library:
        done = library.archives.export(tmp_path / "part.zip", "")
        assert (done.articles, done.counts["passages"], done.counts["history"]) == (3, 3, 14)
    problems = "\n".join(done.problems)
    for words in ("labels of passage", "action of change", "title of article", "source text"):
        assert words in problems, problems
    with zipfile.ZipFile(tmp_path / "part.zip") as file:
        damaged = [json.loads(line) for line in file.read("damaged.jsonl").splitlines()]
    assert {(row["table"]) for row in damaged} >= {"passages", "history", "articles"}
    assert "[broken" in {row["row"].get("labels") for row in damaged}
    import_archive(tmp_path / "part.zip", tmp_path / "new")
    with Library.open(tmp_path / "new") as library:
        assert len(library.annotations.passages()) == 3 and library.count() == 3


def test_of_a_damaged_page_only_its_articles_are_missing(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, *write_pages(tmp_path / "pages", 30))
        ids = list(library.articles.ids().values())
        library.annotations.bookmark(library.article(ids[0]), 0, 20)
    file = tmp_path / "library" / "library.db"
    data = bytearray(file.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    is_leaf_of_table = 0x0D
    (at, *_) = (
        n for n in range(0, len(data), size) if data[n] == is_leaf_of_table and ids[15].encode() in data[n : n + size]
    )
    lost = {id for id in ids if id.encode() in data[at : at + size]}
    data[at : at + size] = bytes(size)
    file.write_bytes(data)
    with Library.open(tmp_path / "library") as library:
        done = library.archives.export(tmp_path / "part.zip", "")
    assert (done.articles, done.counts["passages"]) == (30 - len(lost), 1) and 0 < len(lost) < 30
    assert sum("cannot be read; it is left out" in problem for problem in done.problems) == len(lost)
    import_archive(tmp_path / "part.zip", tmp_path / "new")
    with Library.open(tmp_path / "new") as library:
        assert set(library.articles.ids().values()) == set(ids) - lost


def test_the_library_may_be_written_to_while_it_is_exported(archive: Path, tmp_path: Path) -> None:
    import_archive(archive, tmp_path / "library")
    with Library.open(tmp_path / "library") as library, Library.open(tmp_path / "library") as other:

        def add_meanwhile(done: int, total: int) -> None:
            if not done:
                add(other, *write_pages(tmp_path / "more", 1, first=7))
                other.annotations.bookmark(other.article(added()), 0, 20)

        def added() -> str:
            return list(other.articles.ids().values())[-1]

        done = library.archives.export(tmp_path / "talks.zip", "", add_meanwhile)
        assert (done.articles, done.counts["passages"]) == (3, 3)
        assert library.count() == 4


def test_an_import_that_is_interrupted_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    for options in ({"checking": stop}, {"adding": stop}):
        with pytest.raises(KeyboardInterrupt):
            import_archive(archive, tmp_path / "new", **options)
        assert not (tmp_path / "new").exists()
    with Library.open(tmp_path / "mine", create=True) as library, pytest.raises(KeyboardInterrupt):
        library.archives.export(tmp_path / "x.zip", "", stop)
    assert {path.name for path in tmp_path.iterdir()} == {"mine"}


def test_a_library_that_holds_something_is_refused_and_an_empty_one_is_filled(archive: Path, tmp_path: Path) -> None:
    with Library.open(tmp_path / "empty", create=True):
        pass
    assert import_archive(archive, tmp_path / "empty").articles == 3
    before = both(tmp_path / "empty")
    with pytest.raises(ArchiveError, match="library merge"):
        import_archive(archive, tmp_path / "empty")
    assert both(tmp_path / "empty") == before
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "codes.yaml").write_text("codes: []")
    with pytest.raises(ArchiveError, match=r"codes\.yaml"):
        import_archive(archive, tmp_path / "codes")


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PEACEREADER_CONFIG", str(tmp_path.with_name(f"{tmp_path.name}-config")))
    yield
