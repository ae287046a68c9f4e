"""Segments: many of them, merged, cut off while they are written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.model.search import Request
from peaceindex.names import Names
from peaceindex.search import segments
from peaceindex.search.index import SearchIndex
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = ("peace", "talks", "kiev", "київ")
SETTINGS = settings(max_examples=examples(25))
NAMES = Names.of([])

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
batches = st.lists(
    st.tuples(st.dictionaries(st.integers(1, 30), texts, max_size=12), st.sets(st.integers(1, 30), max_size=6)),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds so low that every few articles make a segment, and every few segments are merged."""
    for name, bound in {
        "MAX_SEGMENT_ARTICLES": 3,
        "SMALL_SEGMENT_ARTICLES": 2,
        "MAX_SMALL_SEGMENTS": 2,
        "MAX_SIMILAR_SEGMENTS": 3,
        "MAX_MERGED_ARTICLES": 20,
    }.items():
        monkeypatch.setattr(segments, name, bound)


@SETTINGS
@given(written=batches)
def test_however_segments_fall_the_same_is_found(tiny: None, article: Any, index_of: Any, written: Any) -> None:
    kept: dict[int, str] = {}
    with index_of([]) as index:
        for batch, removed in written:
            gone = removed - set(batch)
            index.write([(row, article(body=text)) for row, text in batch.items()], gone)
            kept = {row: text for row, text in (kept | batch).items() if row not in gone}
            for asked in WORDS:
                found = {int(row) for row in index.search(Request(f"={asked}")).rows}
                assert found == {row for row, text in kept.items() if asked in text.split()}
            pair = {row for row, text in kept.items() if "peace talks" in text}
            assert {int(row) for row in index.search(Request('="peace talks"')).rows} == pair


def test_adding_much_makes_segments_as_large_as_may_be(tiny: None, article: Any, index_of: Any) -> None:
    with index_of([]) as index:
        for row in range(1, 120, 3):
            index.write([(row + n, article(body="peace")) for n in range(3)])
        assert len(list(index._folder.glob("*.flat"))) <= 8  # of 40 that were written
        assert index.search(Request("peace")).total == 120


def test_adding_little_by_little_keeps_few_segments(article: Any, index_of: Any) -> None:
    with index_of([]) as index:
        for row in range(1, 60):
            index.write([(row, article(body="peace"))])
        assert len(list(index._folder.glob("*.flat"))) < segments.MAX_SMALL_SEGMENTS
        assert index.search(Request("peace")).total == 59


CUT_OFF = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from peaceindex.names import Names
from peaceindex.search import columns, seal, segments
from peaceindex.search.index import SearchIndex
from tests.trials import examples
from peaceindex.search.codec import FlatCodec
from conftest import make
places = {"flush": (FlatCodec, "write_fields"), "columns": (columns.Columns, "save"), "seal": (seal.Seal, "write")}
owner, name = places[sys.argv[2]]
whole, left = getattr(owner, name), [int(sys.argv[3])]
def cut_off(*arguments, **options):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
    return whole(*arguments, **options)
setattr(owner, name, cut_off)
segments.MAX_SEGMENT_ARTICLES = 2
index = SearchIndex(Path(sys.argv[1]), Names.of([]))
index.write([(row, make(body=f"new word{row}")) for row in range(3, 9)], removed=[1])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "search"


@pytest.mark.parametrize(("place", "times"), [("flush", 0), ("flush", 2), ("columns", 0), ("seal", 0)])
def test_an_index_cut_off_while_it_is_written_is_never_seen_half(
    article: Any, folder: Path, place: str, times: int
) -> None:
    index = SearchIndex(folder, NAMES)
    index.write([(1, article(body="old one")), (2, article(body="old two"))])
    index.close()
    here = str(Path(__file__).parent)
    ended = subprocess.run([sys.executable, "-c", CUT_OFF, str(folder), place, str(times), here], check=False)
    assert ended.returncode == 9
    index = SearchIndex(folder, NAMES)
    usable = index.is_usable()
    assert usable == (place == "flush")  # once the engine has committed, only the seal makes the rest of it valid
    if usable:
        assert sorted(int(row) for row in index.search(Request("old")).rows) == [1, 2]
        assert index.search(Request("new")).total == 0
    index.write([(row, article(body="written anew")) for row in range(1, 4)], fresh=not usable)
    assert index.search(Request("written")).total == 3
    stems = {path.name.split(".")[0] for path in folder.glob("*.flat")}
    assert len(stems) <= 2  # what was cut off is cleared away
    index.close()
