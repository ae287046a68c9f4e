"""ZIP, tar, gzip, bzip2, xz: members are documents, a wrong one never stops the rest, and none expands for ever."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.sources import documents
from tests.index.sources.made import TEXT, page, read, tarred, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEMBERS = {"a/page.html": page().encode(), "b.txt": TEXT.encode(), "a/photo.jpg": b"\xff\xd8\xff\xe0 no text"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("news.zip", zipped(MEMBERS)),
        ("news.tar", tarred(MEMBERS)),
        ("news.tar.gz", tarred(MEMBERS, "w:gz")),
        ("news.tgz", tarred(MEMBERS, "w:gz")),
        ("news.tar.bz2", tarred(MEMBERS, "w:bz2")),
        ("news.tbz2", tarred(MEMBERS, "w:bz2")),
        ("news.tar.xz", tarred(MEMBERS, "w:xz")),
        ("news.txz", tarred(MEMBERS, "w:xz")),
        ("no-ending", zipped(MEMBERS)),
        ("no-ending-either", tarred(MEMBERS, "w:gz")),
    ],
)
def test_members_are_documents(tmp_path: Path, name: str, data: bytes) -> None:
    found, errors = read(tmp_path, name, data)
    assert [one.member for one in found] == ["a/page.html", "b.txt"]
    assert [one.source for one in found] == [f"{name}!a/page.html", f"{name}!b.txt"]
    assert "Delegations meet again" in found[0].text
    assert found[1].text == TEXT
    assert len(errors) == 1
    assert "photo.jpg is a picture" in errors[0]


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("ending", PACKERS)
def test_a_single_packed_page_is_one_document(tmp_path: Path, ending: str) -> None:
    (found,), errors = read(tmp_path, f"page.txt.{ending}", PACKERS[ending](TEXT.encode()))
    assert (found.source, found.member, found.text) == (f"page.txt.{ending}", "", TEXT)
    assert not errors


@pytest.mark.parametrize("ending", PACKERS)
def test_parts_behind_each_other_are_one_file(tmp_path: Path, ending: str) -> None:
    parts = b"".join(PACKERS[ending](part.encode()) for part in (TEXT, "", TEXT))
    (found,), errors = read(tmp_path, f"page.txt.{ending}", parts + bytes(200_000))
    assert (found.text, errors) == (TEXT + TEXT, [])


@pytest.mark.parametrize("ending", PACKERS)
def test_what_is_packed_wrongly_says_so(tmp_path: Path, ending: str) -> None:
    data = bytearray(PACKERS[ending](random.Random(7).randbytes(30_000)))
    for place in range(2000, len(data) - 2000, 50):
        data[place] ^= 0xFF
    found, errors = read(tmp_path, f"page.txt.{ending}", bytes(data))
    assert not found
    assert len(errors) == 1
    assert f"page.txt.{ending}" in errors[0]
    assert "packed wrongly" in errors[0] or "is not text" in errors[0]


def test_what_asks_for_too_much_memory_is_not_unpacked(tmp_path: Path) -> None:
    greedy = [{"id": lzma.FILTER_LZMA2, "dict_size": 512 * 1024 * 1024, "mode": lzma.MODE_FAST, "mf": lzma.MF_HC3}]
    try:
        data = lzma.compress(TEXT.encode(), filters=greedy)
    except (MemoryError, lzma.LZMAError):
        pytest.skip("this machine cannot pack so")
    found, errors = read(tmp_path, "page.txt.xz", data)
    assert not found
    assert "packed wrongly (Memory usage limit" in errors[0]


@pytest.mark.parametrize("text", ["BZh9 is what it begins with.", "BZhurnal: talks go on in Geneva for a second day."])
def test_a_text_that_only_begins_like_a_packed_file_is_text(tmp_path: Path, text: str) -> None:
    (found,), errors = read(tmp_path, "page.txt", text.encode())
    assert (found.text, errors) == (text, [])


def test_archives_in_archives_are_gone_through_but_not_for_ever(tmp_path: Path) -> None:
    data = zipped({"in.txt": TEXT.encode()})
    found, _ = read(
        tmp_path, "two.zip", zipped({"inner.zip": data, "inner.tgz": tarred({"x.txt": TEXT.encode()}, "w:gz")})
    )
    assert [one.member for one in found] == ["inner.zip!in.txt", "inner.tgz!x.txt"]
    for _ in range(8):
        data = zipped({"deeper.zip": data})
    found, errors = read(tmp_path, "deep.zip", data)
    assert not found
    assert "too many archives" in errors[0]


def test_hidden_members_and_folders_are_passed_over(tmp_path: Path) -> None:
    found, errors = read(
        tmp_path, "x.zip", zipped({".git/x.txt": b"no", "__MACOSX/._a.txt": b"\x00", "a/": b"", "a/b.txt": b"Yes."})
    )
    assert [one.member for one in found] == ["a/b.txt"]
    assert not errors


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/evil.txt", "..\\evil.txt", "a\x1b[31m.txt"])
def test_names_that_climb_out_write_nothing_and_steer_nothing(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    found, _ = read(home, "x.tar", tarred({name: TEXT.encode(), "bad.jpg" + name: b"\xff\xd8\xff"}))
    assert len(found) == 1
    assert [p.name for p in tmp_path.rglob("*")] == ["home", "x.tar"]


@pytest.mark.parametrize("inner", ["zip", "gz", "tgz", "bz2", "xz"])
def test_what_expands_without_end_is_stopped(tmp_path: Path, inner: str) -> None:
    zeros = b" " * (1 << 20)
    if inner == "zip":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("bomb.txt", "w", force_zip64=True) as member:
                for _ in range(40):
                    member.write(zeros)
            archive.writestr("good.txt", TEXT)
        found, errors = read(tmp_path, "x.zip", out.getvalue())
        assert [one.member for one in found] == ["good.txt"]
    elif inner in ("bz2", "xz"):
        pack = bz2.compress if inner == "bz2" else lzma.compress
        record, empty_lines = json.dumps({"text": TEXT}).encode() + b"\n", (b" " * 1023 + b"\n") * 4096
        found, errors = read(tmp_path, f"x.jsonl.{inner}", pack(record) + pack(empty_lines) * 25)
        assert [one.text for one in found] == [TEXT]
        assert "expands without end" in errors[0]
    else:
        packer = zlib.compressobj(1, wbits=31)
        data = b"".join(packer.compress(zeros) for _ in range(300)) + packer.flush()
        found, errors = read(tmp_path, f"x.jsonl.{inner}" if inner == "gz" else "x.tgz", b"\x1f\x8b" + data[2:])
        assert not found
    assert errors


def test_a_broken_member_never_stops_the_rest(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode() * 50, "b.txt": TEXT.encode()}))
    data[60:90] = b"\xff" * 30
    found, errors = read(tmp_path, "x.zip", bytes(data))
    assert [one.member for one in found] == ["b.txt"]
    assert len(errors) == 1
    assert "a.txt" in errors[0]


@pytest.mark.parametrize("cut", [10, 40, 200, 300])
def test_what_is_cut_off_says_so(tmp_path: Path, cut: int) -> None:
    for name, data in (
        ("x.zip", zipped(MEMBERS)),
        ("x.tar.gz", tarred(MEMBERS, "w:gz")),
        ("x.txt.gz", gzip.compress(TEXT.encode() * 9)),
        ("x.txt.bz2", bz2.compress(TEXT.encode() * 9)),
        ("x.txt.xz", lzma.compress(TEXT.encode() * 9)),
    ):
        _, errors = read(tmp_path, name, data[:cut] if cut < len(data) else data[:-9])
        assert errors, name


def test_a_member_without_a_name_never_stops_the_rest(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("a", "b.txt"):
            archive.writestr(name, TEXT)
        archive.filelist[0].filename = ""
    found, _ = read(tmp_path, "x.zip", out.getvalue())
    assert found[-1].member == "b.txt"


def test_office_documents_are_named(tmp_path: Path) -> None:
    _, errors = read(tmp_path, "x.docx", zipped({"[Content_Types].xml": b"<x/>"}))
    assert "office document" in errors[0]


def test_a_library_knows_members_again(tmp_path: Path) -> None:
    def text(n: int, more: str = "") -> bytes:
        return f"Round {n} of the talks\n\n{TEXT.replace('Tuesday', f'day {n}')}{more}".encode()

    archive = tmp_path / "news.zip"
    with Library.open(tmp_path / "library", create=True) as library:
        archive.write_bytes(zipped({f"{n}.txt": text(n) for n in range(3)}))
        first = list(library.ingest.add([archive]))
        assert [one.status for one in first] == ["added"] * 3
        assert [one.source for one in first] == [f"{archive}!{n}.txt" for n in range(3)]
        assert {one.status for one in library.ingest.add([archive])} == {"unchanged"}
        archive.write_bytes(zipped({"0.txt": text(0), "1.txt": text(1, "\nNew words came later.\n"), "9.txt": text(9)}))
        again = list(library.ingest.add([archive]))
        assert [one.status for one in again] == ["unchanged", "changed", "added"]
        assert again[1].article_id == first[1].article_id
        assert library.count() == 4


def test_nothing_is_raised_for_any_archive(tmp_path: Path) -> None:
    whole = zipped(MEMBERS)
    for place in range(0, len(whole), 7):
        data = bytearray(whole)
        data[place] ^= 0x5A
        (tmp_path / "x.zip").write_bytes(bytes(data))
        assert list(documents(tmp_path / "x.zip", "x.zip")) is not None
