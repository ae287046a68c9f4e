"""WARC and WET: the pages that were fetched, whatever the transport did to them."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from tests.index.sources.made import TEXT, answer, packed, page, read, record

PAGE = page().encode()
INFO = record("warcinfo", b"software: x", "", "application/warc-fields")


def response(body: bytes, address: str = "https://courier.example/a", **fields: str) -> bytes:
    return record("response", answer(body, **fields), address, "application/http; msgtype=response")


def chunked(data: bytes) -> bytes:
    parts = [data[i : i + 100] for i in range(0, len(data), 100)]
    return b"".join(f"{len(p):x}\r\n".encode() + p + b"\r\n" for p in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    "one",
    [
        response(PAGE),
        response(chunked(PAGE), Transfer_Encoding="chunked"),
        response(PAGE, Transfer_Encoding="chunked"),
        response(gzip.compress(PAGE), Content_Encoding="gzip"),
        response(zlib.compress(PAGE), Content_Encoding="deflate"),
        response(chunked(gzip.compress(PAGE)), Transfer_Encoding="chunked", Content_Encoding="gzip"),
        record("resource", PAGE, content="text/html"),
    ],
)
@pytest.mark.parametrize("pack", [False, True])
def test_pages_are_read(tmp_path: Path, one: bytes, pack: bool) -> None:
    data = packed(INFO, one) if pack else INFO + one
    (found,), errors = read(tmp_path, "crawl.warc.gz" if pack else "crawl.warc", data)
    assert not errors
    assert "Delegations meet again" in found.text
    assert found.stated["url"] == found.member == "https://courier.example/a"


def test_texts_taken_from_pages_are_read(tmp_path: Path) -> None:
    (found,), errors = read(tmp_path, "crawl.wet", INFO + record("conversion", TEXT.encode()))
    assert (found.text, errors) == (TEXT, [])
    assert found.source == "crawl.wet!https://courier.example/a"


def test_only_pages_that_were_there_count(tmp_path: Path) -> None:
    gone = record("response", answer(PAGE, "404 Not Found"), content="application/http")
    picture = response(b"\xff\xd8", Content_Type="image/jpeg")
    found, errors = read(
        tmp_path, "x.warc", INFO + record("request", b"GET / HTTP/1.1") + gone + picture + response(PAGE)
    )
    assert (len(found), errors) == (1, [])


def test_the_same_address_twice_is_two_members(tmp_path: Path) -> None:
    found, _ = read(tmp_path, "x.warc", response(PAGE) + response(page("Another day").encode()))
    assert [one.member for one in found] == ["https://courier.example/a", "https://courier.example/a (2)"]


def test_the_encoding_that_the_server_names_counts(tmp_path: Path) -> None:
    body = page(text="Делегації зустрілися у вівторок, щоб говорити про обмін полоненими.").encode("koi8-u")
    (found,), _ = read(tmp_path, "x.warc", response(body, Content_Type="text/html; charset=koi8-u"))
    assert "обмін полоненими" in found.text


@pytest.mark.parametrize(
    "bad",
    [
        response(bytes(range(256)), Content_Encoding="gzip"),
        response(b"<html><body></body></html>"),
        response(bytes(range(256)), Content_Encoding="xyz"),
    ],
)
def test_a_wrong_record_never_stops_the_rest(tmp_path: Path, bad: bytes) -> None:
    found, errors = read(tmp_path, "x.warc", bad + response(PAGE, "https://courier.example/b"))
    assert [one.member for one in found] == ["https://courier.example/b"]
    assert len(errors) == 1


def test_an_archive_that_is_cut_off_gives_what_it_has(tmp_path: Path) -> None:
    found, errors = read(tmp_path, "x.warc", response(PAGE) + response(PAGE)[:-200])
    assert len(found) >= 1
    assert "cut off" in errors[-1]
