"""Texts as they are stored: each is read back as it was, a damaged one as far as it goes, and a bomb not at all."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.storage import packed_text
from peaceindex.storage.packed_text import MAX_BYTES, pack, stored_text, unpack

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKSUMS = (3170774528, 1296243981)
"""Of the lists of phrases. If one must change, the changed list gets a name of its own, and the old one stays."""
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
STORY = (
    "The two delegations met in the capital on Monday for the first time since the ceasefire.\n\n"
    "According to officials, they agreed on a list of prisoners that each side would release before the end of the "
    "month, and on a place where their families could wait for them.\n\n"
    "Обидві сторони підтвердили домовленість. وأكد الطرفان ذلك."
)


@given(TEXTS)
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    assert unpack(pack(text)) == stored_text(pack(text)) == text


def test_the_lists_of_phrases_are_those_that_texts_were_packed_with() -> None:
    lists = sorted(Path(packed_text.__file__).parent.glob("common_phrases_*.txt"))
    assert tuple(zlib.adler32(found.read_bytes()) for found in lists) == CHECKSUMS
    assert int.from_bytes(pack("")[2:6], "big") == CHECKSUMS[-1]
    for found in lists:
        packer = zlib.compressobj(zdict=found.read_bytes())
        assert unpack(packer.compress(STORY.encode()) + packer.flush()) == STORY


def test_it_takes_less_room_than_plain_zlib() -> None:
    assert len(pack(STORY)) < 0.9 * len(zlib.compress(STORY.encode(), 9)) < len(STORY.encode())


@given(TEXTS)
def test_what_older_versions_stored_is_read(text: str) -> None:
    assert stored_text(zlib.compress(text.encode())) == stored_text(text) == text


@given(st.binary())
def test_any_bytes_are_read_as_far_as_they_go(data: bytes) -> None:
    try:
        assert stored_text(data) == unpack(data)
    except (zlib.error, UnicodeDecodeError):
        assert stored_text(data).endswith("\ufffd")


@given(st.integers(0), st.integers(0, 7))
def test_a_flipped_bit_is_noticed_and_what_precedes_it_is_read(place: int, bit: int) -> None:
    packed = bytearray(pack(STORY))
    place %= len(packed)
    packed[place] ^= 1 << bit
    if place == len(packed) - 5 and stored_text(bytes(packed)) == STORY:
        return  # one of the bits that fill up the last byte before the checksum; they mean nothing
    with pytest.raises((zlib.error, UnicodeDecodeError)):
        unpack(bytes(packed))
    found = stored_text(bytes(packed))
    assert found.endswith("\ufffd")
    if place > len(packed) - 16:
        assert found.startswith(STORY[: len(STORY) // 2])


def test_a_cut_off_text_is_read_up_to_there() -> None:
    packed = pack(STORY)
    with pytest.raises(zlib.error, match="cut off"):
        unpack(packed[:-20])
    found = stored_text(packed[:-20]).removesuffix("\ufffd")
    assert found and STORY.startswith(found)


def test_a_text_that_expands_without_end_is_not_unpacked() -> None:
    packer = zlib.compressobj(9)
    bomb = packer.compress(bytes(MAX_BYTES + 1)) + packer.flush()
    with pytest.raises(zlib.error, match="too large"):
        unpack(bomb)


def test_a_stream_that_names_a_list_nobody_knows_says_so() -> None:
    packer = zlib.compressobj(zdict=b"some other phrases")
    with pytest.raises(zlib.error, match="list of phrases"):
        unpack(packer.compress(b"text") + packer.flush())


@pytest.fixture
def library(tmp_path: Path) -> Path:
    page = tmp_path / "page.txt"
    page.write_text(f"Talks in the capital\n\n{STORY}\n", encoding="utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        list(library.ingest.add([page]))
    page.unlink()  # what the library holds must be enough
    return tmp_path / "library"


def _changed(library: Path, change: Callable[[bytes], bytes | str]) -> None:
    with closing(sqlite3.connect(library / "library.db")) as database, database:
        (packed,) = database.execute("SELECT text FROM articles").fetchone()
        assert type(packed) is bytes
        database.execute("UPDATE articles SET text = ?", (change(packed),))


def test_a_library_in_which_texts_are_plain_is_read(library: Path) -> None:
    with Library.open(library) as opened:
        (id,) = opened.articles.ids().values()
        before = opened.article(id).text
    _changed(library, unpack)
    with Library.open(library) as opened:
        assert opened.article(id).text == before
        assert not opened.bad_values()
        assert not [problem for problem in opened.maintenance.check() if problem.severity != "note"]


def test_a_damaged_text_is_made_again_from_the_source_that_the_library_holds(library: Path) -> None:
    with Library.open(library) as opened:
        (id,) = opened.articles.ids().values()
        before = opened.article(id).text
    _changed(library, lambda packed: packed[:60] + bytes([packed[60] ^ 4]) + packed[61:])
    with Library.open(library) as opened:
        assert "\ufffd" in opened.article(id).text
        assert any("text of article" in line for line in opened.bad_values())
        list(opened.maintenance.repair())
        assert opened.article(id).text == before
