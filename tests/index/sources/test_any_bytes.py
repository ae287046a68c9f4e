"""Whatever is in a file: nothing is raised, each wrong part is named, and every other one is still read."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from peaceindex.errors import SourceError
from peaceindex.model.article import RawDocument
from peaceindex.sources import documents
from tests.index.sources.made import TEXT, answer, page, record, tarred, zipped
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path

LINES = b"\n".join(json.dumps({"url": f"https://courier.example/{n}", "text": TEXT}).encode() for n in range(3))
WARC = b"".join(record("response", answer(page(f"Day {n}").encode()), f"https://courier.example/{n}") for n in range(3))
FEED = (
    "<?xml version='1.0'?><rss><channel><title>Courier</title>"
    + "".join(f"<item><title>Day {n}</title><description>{TEXT}</description></item>" for n in range(3))
    + "</channel></rss>"
).encode()
LETTER = b"From: Courier <news@courier.example>\nSubject: Talks\nMIME-Version: 1.0\nMessage-ID: <1@c.example>\n\n"
MBOX = b"".join(b"From news@courier.example Tue Jun  3 09:15:00 2025\n" + LETTER + TEXT.encode() + b"\n" for _ in "ab")
SAVED = (
    b"From: <Saved>\nSnapshot-Content-Location: https://courier.example/a\nMIME-Version: 1.0\n"
    b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n'
    b"Content-Transfer-Encoding: quoted-printable\n\n" + page().replace("=", "=3D").encode() + b"\n--b--\n"
)
MEMBERS = {"a.html": page().encode(), "b.txt": TEXT.encode(), "c.jsonl": LINES}
SOURCES = {
    "page.txt": TEXT.encode(),
    "page.html": page().encode(),
    "page.md": f"# Talks\n\n> **One** [word](x) _more_.\n\n{TEXT}".encode(),
    "page.mhtml": SAVED,
    "news.json": json.dumps([json.loads(line) for line in LINES.split(b"\n")]).encode(),
    "news.jsonl": LINES,
    "crawl.warc": WARC,
    "crawl.warc.gz": gzip.compress(WARC, mtime=0),
    "feed.xml": FEED,
    "news.mbox": MBOX,
    "news.zip": zipped(MEMBERS),
    "news.tar": tarred(MEMBERS),
    "news.tar.gz": gzip.compress(tarred(MEMBERS), mtime=0),
    "news.jsonl.bz2": bz2.compress(LINES),
    "news.warc.xz": lzma.compress(WARC),
    "nested.zip": zipped({"in.zip": zipped(MEMBERS), "in.tar.xz": lzma.compress(tarred(MEMBERS)), "d.txt": b"Words."}),
}
ODD = (
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b]0;x\x07", b"\r\n", b"\n\n", b"[" * 10_000, b'{"a":' * 10_000,
    b"<" * 300, b"<div>" * 3000, b"\\ud800", b"1e999", b"Content-Length: -1\r\n", b"Content-Length: 99999999999999\r\n",
    b"Content-Transfer-Encoding: base64\n", b"charset=rot13", b"charset=utf-7", b"&#0;&#xd800;&#x1b;", b"<!DOCTYPE x [",
    b"Transfer-Encoding: chunked\r\n\r\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"From x\n", b"WARC/1.0\r\n", b"9" * 5000,
)  # fmt: skip
changes = st.lists(
    st.one_of(
        st.tuples(st.just("cut"), st.floats(0, 1), st.just(b"")),
        st.tuples(st.just("drop"), st.floats(0, 1), st.binary(min_size=1, max_size=40)),
        st.tuples(st.just("put in"), st.floats(0, 1), st.one_of(st.binary(max_size=20), st.sampled_from(ODD))),
        st.tuples(st.just("write over"), st.floats(0, 1), st.one_of(st.binary(max_size=20), st.sampled_from(ODD))),
    ),
    min_size=1,
    max_size=4,
)


def changed(data: bytes, wanted: list[tuple[str, float, bytes]]) -> bytes:
    for how, share, odd in wanted:
        place = int(share * len(data))
        if how == "cut":
            data = data[:place]
        elif how == "drop":
            data = data[:place] + data[place + len(odd) :]
        else:
            data = data[:place] + odd + data[place + (len(odd) if how == "write over" else 0) :]
    return data


def hear(path: Path) -> list[RawDocument]:
    """The documents of a file. That nothing else comes than they and errors a person can use is asserted."""
    found = []
    for one in documents(path, path.name):
        if isinstance(one, SourceError):
            assert path.name in one.what
            assert one.advice and "report it" not in one.advice, str(one)
            assert not re.search(r"[\x00-\x1f\x7f-\x9f]", str(one))
        else:
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", one.text + repr(dict(one.stated)))
            found.append(one)
    members = [one.member for one in found]
    assert len(members) == len(set(members))
    return found


@pytest.mark.parametrize("name", SOURCES)
def test_as_they_are_they_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(SOURCES[name])
    assert len(hear(tmp_path / name)) == sum(1 for one in documents(tmp_path / name, name)) > 0


@pytest.mark.parametrize("name", SOURCES)
@settings(max_examples=examples(15))
@given(wanted=changes)
def test_changed_in_any_way_nothing_is_raised(
    tmp_path_factory: pytest.TempPathFactory, name: str, wanted: list[tuple[str, float, bytes]]
) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(changed(SOURCES[name], wanted))
    hear(path)


names = st.one_of(
    st.text(min_size=1, max_size=30),
    st.sampled_from(
        ["../../x", "/etc/passwd", "C:\\x", "a\0b", "\x1b[2J", "a\nb", "‮txt", "x" * 5000, "é" * 200, "!", "."]
    ),
)


@settings(max_examples=examples(20))
@example(["\0"])
@given(st.lists(names, min_size=1, max_size=4, unique=True))
def test_members_of_any_name_are_read_and_nothing_is_written(
    tmp_path_factory: pytest.TempPathFactory, members: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("names")
    for ending, pack in (("zip", zipped), ("tar", tarred)):
        try:
            data = pack({f"{name}{n}.txt": TEXT.encode() for n, name in enumerate(members)})
        except (UnicodeEncodeError, ValueError, IndexError):  # no such name can be written there
            continue
        (folder / f"x.{ending}").write_bytes(data)
        hear(folder / f"x.{ending}")
    assert {p.name for p in folder.rglob("*")} <= {"x.zip", "x.tar"}


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just(TEXT)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)
FIELDS = ("text", "maintext", "articleBody", "html", "body", "title", "date", "url", "authors", "tags", "@graph", "id",
          "articles", "response", "content", "publisher", "language", "published", "fields")  # fmt: skip


@settings(max_examples=examples(150))
@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), values, max_size=6), min_size=1, max_size=3))
def test_records_of_any_kind_leave_their_neighbours_alone(
    tmp_path_factory: pytest.TempPathFactory, odd: list[dict[str, object]]
) -> None:
    path = tmp_path_factory.mktemp("records") / "x.jsonl"
    good = {"url": "https://courier.example/good", "text": TEXT}
    path.write_text("\n".join(json.dumps(one) for one in (good, *odd, good)))
    found = hear(path)
    assert [one.member for one in found if one.stated.get("url") == good["url"]][:1] == [good["url"]]
    assert found[-1].stated.get("url") == good["url"]
