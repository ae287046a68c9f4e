"""Bodies of responses: unpacked as the header states, or as the bytes show where the header is wrong."""

from __future__ import annotations

import gzip
import zlib

import pytest

from peaceindex.sources.http_bodies import unpack_body

PAGE = "<!DOCTYPE html><html><body><p>Die Gespräche gehen weiter. Переговоры продолжаются.</p></body></html>".encode()
MAX_BYTES = 100_000


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PAGE, ""),
        (PAGE, "identity"),
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE), "x-gzip"),
        (zlib.compress(PAGE), "deflate"),
        (deflated(PAGE), "deflate"),
        (gzip.compress(deflated(PAGE)), "deflate, gzip"),
        *((PAGE, encoding) for encoding in ("gzip", "deflate", "br", "zstd", "gzip, br", "UTF-8", "none")),
    ],
)
def test_a_body_is_read_whatever_its_header_states(data: bytes, encoding: str) -> None:
    assert unpack_body(data, encoding, MAX_BYTES) == PAGE


def test_brotli_is_read_where_its_package_is_there() -> None:
    brotli = pytest.importorskip("brotli")
    assert unpack_body(brotli.compress(PAGE), "br", MAX_BYTES) == PAGE
    with pytest.raises(ValueError, match="grows too large"):
        unpack_body(brotli.compress(bytes(10_000_000)), "br", MAX_BYTES)
    with pytest.raises(ValueError, match=r"packed wrongly|cut off"):
        unpack_body(brotli.compress(PAGE * 50)[:-20], "br", MAX_BYTES)


def test_without_its_package_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(ValueError, match=r"pip install 'brotli>=1\.2'"):
        unpack_body(b"\x1b\x00\x00\x01" * 50, "br", MAX_BYTES)


@pytest.mark.parametrize("encoding", ["zstd", "x-\x9d52;c;QQ\x07", "\x1b[31m" * 100])
def test_an_encoding_that_is_not_read_acts_nowhere(encoding: str) -> None:
    with pytest.raises(ValueError, match="not read") as raised:
        unpack_body(bytes(range(256)) * 4, encoding, MAX_BYTES)
    assert str(raised.value).isprintable() and len(str(raised.value)) < 200


def test_broken_and_endless_bodies_are_refused() -> None:
    with pytest.raises(ValueError, match="packed wrongly"):
        unpack_body(bytes(range(256)) * 4, "gzip", MAX_BYTES)
    with pytest.raises(ValueError, match="grows too large"):
        unpack_body(gzip.compress(bytes(10_000_000)), "gzip", MAX_BYTES)
