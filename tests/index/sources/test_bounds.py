"""What is odd or too much in one place is named, and takes nothing else with it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.errors import SourceError
from peaceindex.sources import bounds
from peaceindex.sources.bounds import MemberNames, check_markup
from tests.index.sources.made import TEXT, answer, page, read, record

if TYPE_CHECKING:
    from pathlib import Path

OTHER = "https://courier.example/other"


@pytest.mark.parametrize("status", ["20² OK", "²00 OK", "٢٠٠ OK", "9" * 5000, "-1 x", "OK", ""])
def test_a_status_that_is_none_costs_its_record_alone(tmp_path: Path, status: str) -> None:
    odd = record("response", answer(page().encode(), status))
    found, errors = read(tmp_path, "x.warc", odd + record("response", answer(page().encode()), OTHER))
    assert [one.member for one in found] == [OTHER]
    assert not errors


@pytest.mark.parametrize("length", ["²", "٣", "9" * 4300, "9" * 19, "-1", "0x10", "1_0", ""])
def test_a_length_that_is_none_is_told(tmp_path: Path, length: str) -> None:
    good = record("response", answer(page().encode()), OTHER)
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\n".encode()
    found, errors = read(tmp_path, "x.warc", good + head + b"Words")
    assert [one.member for one in found] == [OTHER]
    assert len(errors) == 1
    assert "x.warc" in errors[0]


@pytest.mark.parametrize("digits", [999, 1001, 4301, 100_000])
def test_a_number_of_any_length_leaves_the_text_of_its_record(tmp_path: Path, digits: int) -> None:
    line = json.dumps({"text": TEXT}).encode()[:-1] + b', "n": ' + b"9" * digits + b"}"
    for name, data in (("x.json", line), ("y.jsonl", line + b"\n" + line), ("z.json", b"[" + line + b"]")):
        found, errors = read(tmp_path, name, data)
        assert found
        assert all(one.text.startswith("The two delegations") for one in found)
        assert not errors


def test_records_nested_to_the_edge_are_read_or_told(tmp_path: Path) -> None:
    good = json.dumps({"text": TEXT, "url": OTHER}).encode()
    for depth in (50, 300, 900, 1100, 50_000):
        for opening, closing in ((b'{"a":', b"}"), (b"[", b"]")):
            odd = opening * depth + b'{"text": "Words."}' + closing * depth
            found, errors = read(tmp_path, "x.jsonl", good + b"\n" + odd + b"\n" + good)
            assert [one.member for one in found][:1] == [OTHER]
            assert [one.member for one in found][-1:] == [f"{OTHER} (2)"]
            assert len(found) + len(errors) >= 3


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_of_a_zip_archive_are_read_however_they_are_packed(tmp_path: Path, packing: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name in ("a.txt", "b.txt"):
            archive.writestr(name, f"{name}\n{TEXT * 400}")
    found, errors = read(tmp_path, "x.zip", out.getvalue())
    assert [one.text for one in found] == [f"{name}\n{TEXT * 400}" for name in ("a.txt", "b.txt")]
    assert not errors
    damaged = bytearray(out.getvalue())
    damaged[60] ^= 0xFF
    found, errors = read(tmp_path, "y.zip", bytes(damaged))
    assert [one.member for one in found][-1:] == ["b.txt"]


@given(st.lists(st.sampled_from(["a", "b", "a (2)", "x" * 3000, "x" * 3001]), max_size=12))
def test_every_name_is_given_once_but_for_those_that_say_so_themselves(keys: list[str]) -> None:
    names = MemberNames("x")
    given = [names.of(key) for key in keys]
    assert max(map(len, given), default=0) < 2100
    plain = [name for key, name in zip(keys, given, strict=True) if key != "a (2)"]
    assert len(plain) == len(set(plain))


def test_more_documents_than_may_be_are_told_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bounds, "MAX_DOCUMENTS", 3)
    lines = b"\n".join(json.dumps({"id": n, "text": TEXT}).encode() for n in range(9))
    found, errors = read(tmp_path, "x.jsonl", lines)
    assert len(found) == 3
    assert errors == ["x.jsonl holds more than 3 documents."]


def test_a_tag_of_a_few_hundred_attributes_is_read_and_one_of_thousands_is_told() -> None:
    def tag(number: int, value: str = "") -> str:
        return "<p " + " ".join(f"data-a{n}{value}" for n in range(number)) + ">"

    script = "<script>if (i<n) { " + "word " * 9000 + "}</script>"
    data = f'<img src="data:{"A" * 300_000}" alt="{"word " * 9000}">'
    for fine in (tag(400, "='x>y'") + TEXT, script + TEXT, data + TEXT, f"<!-- <p {'word ' * 9000} -->{TEXT}"):
        check_markup(f"<html><body>{fine}", "x")
    for odd in (tag(5000), tag(5000, "='x'"), tag(3000, '=">"') + "x" * bounds.MAX_CHARACTERS):
        with pytest.raises(SourceError, match="attributes"):
            check_markup(f"<html><body>{odd}", "x")
