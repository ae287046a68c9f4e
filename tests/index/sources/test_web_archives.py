"""WARC and WET: the pages that were fetched, whatever the transport did to them."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.index.sources.made import TEXT, answer, packed, page, read, record, zipped

if TYPE_CHECKING:
    from pathlib import Path

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


def fetched(kind: str, address: str, body: bytes, **headers: str) -> bytes:
    """A record with the headers that deduplication needs."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n{lines}"
        f"Content-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


FIRST = fetched(
    "response", "https://courier.example/a", answer(PAGE),
    WARC_Date="2025-05-03T10:00:00Z", WARC_Record_ID="<urn:uuid:1>", WARC_Payload_Digest="sha1:AAAA",
)  # fmt: skip
HEAD = answer(b"")


def again(body: bytes = HEAD, **headers: str) -> bytes:
    return fetched("revisit", "https://courier.example/b", body, WARC_Date="2025-06-04T11:00:00Z", **headers)


SAME = [
    again(WARC_Payload_Digest="sha1:AAAA"),
    again(WARC_Refers_To="<urn:uuid:1>"),
    again(
        WARC_Refers_To_Target_URI="https://courier.example/a",
        WARC_Refers_To_Date="2025-05-03T10:00:00Z",
    ),
    again(
        answer(b"", "304 Not Modified"),
        WARC_Profile="http://netpreserve.org/warc/1.1/revisit/server-not-modified",
        WARC_Refers_To_Target_URI="https://courier.example/a",
    ),
    again(b"", WARC_Payload_Digest="sha1:AAAA"),
]


@pytest.mark.parametrize("revisit", SAME)
@pytest.mark.parametrize("first", [True, False])
def test_a_revisit_takes_the_page_that_it_means(tmp_path: Path, revisit: bytes, first: bool) -> None:
    found, errors = read(tmp_path, "x.warc", FIRST + revisit if first else revisit + FIRST)
    assert not errors
    by_address = {one.stated["url"]: one for one in found}
    assert set(by_address) == {"https://courier.example/a", "https://courier.example/b"}
    later = by_address["https://courier.example/b"]
    assert "Delegations meet again" in later.text
    assert (later.evidence.retrieved, later.evidence.retrieved_by) == ("2025-06-04T11:00:00Z", "web archive")
    assert later.evidence.record == (2 if first else 1)


def test_revisits_of_pages_elsewhere_are_counted_and_pictures_are_not(tmp_path: Path) -> None:
    picture = again(answer(b"", Content_Type="image/png"), WARC_Payload_Digest="sha1:CCCC")
    gone = again(answer(b"", "404 Not Found"), WARC_Payload_Digest="sha1:DDDD")
    unknown = again(WARC_Payload_Digest="sha1:BBBB")
    found, errors = read(tmp_path, "x.warc", FIRST + unknown + picture + gone + unknown)
    assert len(found) == 1
    assert errors == [
        "2 records say in x.warc that a page was the same as when it was fetched before, and that page is not in it."
    ]


def test_pictures_in_an_unknown_packing_are_no_failures(tmp_path: Path) -> None:
    picture = response(bytes(range(256)), Content_Type="image/png", Content_Encoding="xyz")
    found, errors = read(tmp_path, "x.warc", picture + response(PAGE))
    assert (len(found), errors) == (1, [])


LIST = (
    b'{"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": true}\n'
    b'{"url": "https://courier.example/a", "ts": "2025-05-03T10:00:00Z", "title": "A", "text": "Menu Delegations"}\n'
    b'{"url": "https://courier.example/only", "ts": "2025-05-04T10:00:00Z", "title": "C", "text": "'
    + b"Word. " * 40
    + b'"}\n'
)


def wacz(**changes: bytes) -> bytes:
    text = record("resource", TEXT.encode(), "urn:text:https://courier.example/a")
    other = record("resource", TEXT.encode(), "urn:textFinal:https://courier.example/text-only")
    members = {
        "datapackage.json": b'{"profile": "data-package", "resources": []}',
        "archive/text-1.warc.gz": packed(INFO, text, other),
        "archive/rec-1.warc.gz": packed(INFO, SAME[0]),
        "archive/rec-2.warc": INFO + FIRST,
        "indexes/index.cdx.gz": packed(b"com,courier)/a 20250503100000 {}"),
        "pages/pages.jsonl": LIST,
    }
    return zipped({**members, **changes})


@pytest.mark.parametrize("name", ["crawl.wacz", "crawl.zip", "crawl"])
def test_each_page_of_a_wacz_is_read_once(tmp_path: Path, name: str) -> None:
    found, errors = read(tmp_path, name, wacz())
    assert not errors
    assert sorted(one.stated["url"].rpartition("/")[2] for one in found) == ["a", "b", "only", "text-only"]
    (page_a,) = [one for one in found if one.stated["url"].endswith("/a")]
    assert page_a.member == "archive/rec-2.warc!https://courier.example/a"
    assert {one.kind for one in found} == {"WACZ"}


def test_a_broken_archive_in_a_wacz_does_not_stop_the_others(tmp_path: Path) -> None:
    found, errors = read(tmp_path, "crawl.wacz", wacz(**{"archive/rec-1.warc.gz": packed(SAME[0])[:-40]}))
    assert {"a", "text-only"} <= {one.stated["url"].rpartition("/")[2] for one in found}
    assert len(errors) == 1


def test_other_files_beside_the_archives_of_a_wacz_are_read(tmp_path: Path) -> None:
    found, errors = read(tmp_path, "crawl.wacz", wacz(**{"notes/interview.txt": TEXT.encode()}))
    assert not errors
    assert "notes/interview.txt" in {one.member for one in found}


def test_pages_in_a_list_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    found, errors = read(tmp_path, "crawl.wacz", wacz(**{"pages/more.jsonl": LIST + b'[1]\n{broken\n{"url": \n\n'}))
    assert len(found) == 4
    assert errors == ["3 lines of crawl.wacz!pages/more.jsonl cannot be read as pages of a list."]


@pytest.mark.parametrize("order", [0, 1])
def test_the_text_of_a_page_that_only_a_script_fills_is_read(tmp_path: Path, order: int) -> None:
    shell = (
        b"<html><head><title>App</title><script>var a = '<p>';</script></head><body><div id='root'></div></body></html>"
    )
    parts = [response(shell), record("resource", TEXT.encode(), "urn:text:https://courier.example/a")]
    found, errors = read(tmp_path, "x.warc", b"".join(parts[::-1] if order else parts))
    assert [one.text for one in found] == [TEXT]
    assert errors == ["x.warc!https://courier.example/a is a page without text."] or order
