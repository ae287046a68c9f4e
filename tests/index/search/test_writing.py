"""Writing: fresh and incremental, replaced and removed; and which index is opened at all."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import paths
from peaceindex.errors import LibraryDamagedError, LibraryLockedError
from peaceindex.model.search import Request
from peaceindex.names import Names
from peaceindex.search.index import SearchIndex
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = Names.of([])


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    index = SearchIndex(tmp_path / "search", NAMES)
    yield index
    index.close()


def rows(index: SearchIndex, text: str = "") -> list[int]:
    return sorted(map(int, index.search(Request(text)).rows))


def test_a_folder_without_an_index_is_not_usable(index: SearchIndex) -> None:
    assert not index.is_usable()
    with pytest.raises(LibraryDamagedError, match="rebuild"):
        index.search(Request("x"))


def test_articles_are_added_replaced_and_removed(index: SearchIndex, article: Any) -> None:
    index.write([(1, article(body="one")), (2, article(body="two", tags=["x"], date="2025-01-01"))])
    assert rows(index) == [1, 2]
    index.write([(3, article(body="three")), (1, article(body="uno", outlet="A"))], removed=[2, 99])
    assert rows(index) == [1, 3]
    assert rows(index, "uno") == [1]
    assert rows(index, "one OR two") == []
    found = index.search(Request())
    assert [(one.value, one.count) for one in found.facets.outlets] == [("", 1), ("A", 1)]
    assert [(one.value, one.count) for one in found.facets.tags] == [("", 2)]
    assert found.articles == 2


def test_a_fresh_write_begins_anew(index: SearchIndex, article: Any) -> None:
    index.write([(1, article(body="one"))])
    index.write([(2, article(body="two"))], fresh=True)
    assert rows(index) == [2]


def test_an_empty_index_is_usable(index: SearchIndex) -> None:
    index.write([], fresh=True)
    assert index.is_usable()
    assert rows(index) == rows(index, "x") == rows(index, "x*") == rows(index, "-x") == []


def test_the_last_of_an_article_twice_in_a_batch_counts(index: SearchIndex, article: Any) -> None:
    index.write([(1, article(body="one")), (2, article(body="two")), (1, article(body="uno"))])
    assert rows(index) == [1, 2]
    assert rows(index, "uno") == [1]
    assert rows(index, "one") == []


def test_an_open_search_sees_what_another_wrote(index: SearchIndex, article: Any, tmp_path: Path) -> None:
    index.write([(1, article(body="one"))])
    assert rows(index, "one") == [1]
    SearchIndex(tmp_path / "search", NAMES).write([(2, article(body="one more"))])
    assert rows(index, "one") == [1, 2]


def test_searches_go_on_while_an_index_is_rebuilt(index: SearchIndex, article: Any) -> None:
    index.write([(1, article(body="one"))])
    assert rows(index, "one") == [1]

    def batch() -> Iterator[tuple[int, Any]]:
        assert rows(index, "one") == [1]
        yield 2, article(body="one two")
        assert rows(index, "one") == [1]

    index.write(batch(), fresh=True)
    assert rows(index, "one") == [2]


def test_many_commits_keep_few_segments(index: SearchIndex, article: Any, tmp_path: Path) -> None:
    for n in range(20):
        index.write([(n, article(body=f"word{n} every"))])
    assert rows(index, "every") == list(range(20))
    assert rows(index, "word7") == [7]
    assert len(list((tmp_path / "search").glob("*.flat"))) <= 9


def test_a_batch_that_fails_changes_nothing(index: SearchIndex, article: Any) -> None:
    index.write([(1, article(body="one"))])

    def batch() -> Iterator[tuple[int, Any]]:
        yield 2, article(body="two")
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        index.write(batch(), removed=[1])
    assert index.is_usable()
    assert rows(index) == [1]
    index.write([(3, article(body="three"))])
    assert rows(index) == [1, 3]


def test_two_cannot_write_at_once(index: SearchIndex, article: Any, tmp_path: Path) -> None:
    index.write([(1, article(body="one"))])

    def batch() -> Iterator[tuple[int, Any]]:
        with pytest.raises(LibraryLockedError):
            SearchIndex(tmp_path / "search", NAMES).write([(2, article(body="two"))])
        yield 3, article(body="three")

    index.write(batch())
    assert rows(index) == [1, 3]


def test_files_are_private(index: SearchIndex, article: Any, tmp_path: Path) -> None:
    index.write([(1, article(body="one"))])
    folder = tmp_path / "search"
    assert folder.stat().st_mode & 0o777 == 0o700
    for path in (*folder.glob("*.*"), paths.state_dir() / "seal.key"):
        assert path.stat().st_mode & 0o077 == 0, path


texts = st.lists(st.sampled_from(["peace", "war", "talks"]), max_size=3).map(" ".join)
steps = st.lists(
    st.tuples(st.lists(st.tuples(st.integers(1, 5), texts), max_size=4), st.sets(st.integers(1, 5), max_size=2)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=examples(25))
@given(steps)
def test_any_row_of_writes_leaves_what_it_should(
    article: Any, index_of: Any, changes: list[tuple[list[tuple[int, str]], set[int]]]
) -> None:
    kept: dict[int, str] = {}
    with index_of([]) as index:
        for batch, removed in changes:
            index.write([(row, article(body=text, tags=text.split())) for row, text in batch], removed=removed)
            for row in removed:
                kept.pop(row, None)
            kept |= dict(batch)
            for text in ("peace", "war", "talks"):
                holding = sorted(row for row, body in kept.items() if text in body.split())
                assert rows(index, text) == holding
                assert rows(index, f"tag:{text}") == holding
        tags = {one.value: one.count for one in index.search(Request()).facets.tags if one.value}
        assert tags == {
            tag: count
            for tag in ("peace", "war", "talks")
            if (count := sum(tag in body.split() for body in kept.values()))
        }


# --- the seal


def spoil_content(folder: Path) -> None:
    path = next(folder.glob("*.flat"))
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def spoil_columns(folder: Path) -> None:
    next(folder.glob("columns-*")).write_bytes(b"")


def slip_in_contents(folder: Path) -> None:
    (folder / "_MAIN_99.toc").write_bytes(b"cos\nsystem\n(S'true'\ntR.")


def slip_in_segment_file(folder: Path) -> None:
    next(folder.glob("*.flat")).with_suffix(".author.col").write_bytes(b"")


def lose_a_file(folder: Path) -> None:
    next(folder.glob("*.toc")).unlink()


def lose_the_seal(folder: Path) -> None:
    (folder / "seal.json").unlink()


def another_format(folder: Path) -> None:
    seal = folder / "seal.json"
    seal.write_text(json.dumps(json.loads(seal.read_text()) | {"format": 0}))


def nonsense(folder: Path) -> None:
    (folder / "seal.json").write_text("[" * 5000)


def another_user(folder: Path) -> None:
    (paths.state_dir() / "seal.key").unlink()


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_content,
        spoil_columns,
        slip_in_contents,
        slip_in_segment_file,
        lose_a_file,
        lose_the_seal,
        another_format,
        nonsense,
        another_user,
    ],
)
def test_what_this_user_did_not_build_is_not_opened(
    index: SearchIndex, article: Any, tmp_path: Path, spoil: Any
) -> None:
    index.write([(1, article(body="one"))])
    assert index.is_usable()
    spoil(tmp_path / "search")
    other = SearchIndex(tmp_path / "search", NAMES)
    assert not other.is_usable()
    with pytest.raises(LibraryDamagedError):
        other.search(Request("one"))
    other.write([(2, article(body="two"))], fresh=True)
    assert rows(other) == [2]


def test_an_index_may_be_moved(index: SearchIndex, article: Any, tmp_path: Path) -> None:
    index.write([(1, article(body="one"))])
    index.close()
    shutil.copytree(tmp_path / "search", tmp_path / "elsewhere")
    assert rows(SearchIndex(tmp_path / "elsewhere", NAMES), "one") == [1]


def test_hashes_are_remembered_only_for_unchanged_files(index: SearchIndex, article: Any, tmp_path: Path) -> None:
    import os

    index.write([(1, article(body="one"))])
    path = next((tmp_path / "search").glob("*.flat"))
    status = path.stat()
    spoil_content(tmp_path / "search")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # its size and date are as they were
    assert not SearchIndex(tmp_path / "search", NAMES).is_usable()
