"""Our reader of tar archives finds what the standard library's finds, whichever program and format they are of."""

from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.sources.tar_members import TarError, members
from tests.index.sources.made import TEXT, read

if TYPE_CHECKING:
    from pathlib import Path

NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40)
FILES = st.lists(
    st.tuples(
        st.one_of(NAMES, NAMES.map(lambda name: "folder/" * 30 + name), NAMES.map(lambda name: name * 30)),
        st.binary(max_size=1500),
        st.integers(0, 2**33),
        st.sampled_from([tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE]),
    ),
    max_size=6,
)


def archive(files: list[tuple[str, bytes, int, bytes]], format: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format, errors="surrogateescape") as tar:
        for name, data, mtime, kind in files:
            about = tarfile.TarInfo(name)
            about.type, about.mtime, about.linkname = kind, mtime, "x" * 150 if kind == tarfile.SYMTYPE else ""
            about.size = len(data) if kind in (tarfile.REGTYPE, tarfile.AREGTYPE) else 0
            try:
                tar.addfile(about, io.BytesIO(data))
            except (ValueError, UnicodeError):  # this format has no place for such a name
                continue
    return out.getvalue()


@given(FILES, st.sampled_from([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]))
def test_members_are_those_that_the_standard_library_reads(
    files: list[tuple[str, bytes, int, bytes]], format: int
) -> None:
    data = archive(files, format)
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        there = [(m.name, float(m.mtime), tar.extractfile(m).read()) for m in tar if m.isreg()]  # type: ignore[union-attr]
    ours = [(m.name, m.mtime, m.stream.read()) for m in members(io.BytesIO(data))]
    assert [one for one in ours if not one[0].endswith("/")] == [one for one in there if not one[0].endswith("/")]
    assert [m.name for m in members(io.BytesIO(data))] == [
        name for name, _, _ in ours
    ]  # what is not read is passed over


@pytest.mark.parametrize("cut", [100, 512, 700, 1100])
def test_an_archive_that_is_cut_off_is_reported(cut: int) -> None:
    data = archive([("a.txt", b"x" * 700, 0, tarfile.REGTYPE)], tarfile.USTAR_FORMAT)[:cut]
    if cut == 512 + 700:
        return
    with pytest.raises(TarError):
        [member.stream.read() for member in members(io.BytesIO(data))]


def test_a_damaged_header_is_reported_and_what_stands_before_it_is_read(tmp_path: Path) -> None:
    data = bytearray(archive([(f"{n}.txt", TEXT.encode(), 0, tarfile.REGTYPE) for n in range(3)], tarfile.PAX_FORMAT))
    data[1024 + 3] ^= 1
    found, errors = read(tmp_path, "x.tar", bytes(data))
    assert [one.member for one in found] == ["0.txt"]
    assert errors == ["x.tar is a broken tar archive (a header is damaged)."]


def test_a_sparse_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    about = tarfile.TarInfo("hole.txt")
    about.type, about.size = tarfile.GNUTYPE_SPARSE, 512
    header = about.tobuf(tarfile.GNU_FORMAT)
    rest = archive([("a.txt", TEXT.encode(), 0, tarfile.REGTYPE)], tarfile.GNU_FORMAT)
    found, errors = read(tmp_path, "x.tar", header + bytes(512) + rest)
    assert [one.member for one in found] == ["a.txt"]
    assert errors == ["x.tar!hole.txt is stored as a sparse file, which is not read."]
