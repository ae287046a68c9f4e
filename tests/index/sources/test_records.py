"""JSON and JSON Lines: records of many makers, told by the names of their fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.index.sources.made import TEXT, packed, page, read

from peaceindex.cleaning import Cleaner, Outlets

A = {"url": "https://courier.example/a", "title": "Delegations meet again"}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            {
                **A,
                "maintext": TEXT,
                "date_publish": "2025-06-03 09:15:00",
                "authors": ["Mira Tallinn"],
                "language": "en",
                "source_domain": "courier.example",
            },
            {"published": "2025-06-03 09:15:00", "authors": ["Mira Tallinn"], "language": "en"},
        ),
        (
            {
                **A,
                "text": TEXT,
                "author": "Mira Tallinn; Jonas Ferrin",
                "date": "2025-06-03",
                "sitename": "The Courier",
                "tags": "talks;exchange",
            },
            {
                "published": "2025-06-03",
                "authors": ["Mira Tallinn", "Jonas Ferrin"],
                "outlet": "The Courier",
                "tags": ["talks", "exchange"],
            },
        ),
        (
            {
                **A,
                "plaintext": TEXT,
                "publishing_date": "2025-06-03T09:15:00+02:00",
                "authors": ["Mira Tallinn"],
                "topics": ["talks"],
            },
            {"published": "2025-06-03T09:15:00+02:00", "tags": ["talks"]},
        ),
        (
            {
                **A,
                "body": {
                    "summary": ["In short."],
                    "sections": [{"headline": [], "paragraphs": TEXT.strip().split("\n\n")}],
                },
            },
            {},
        ),
        (
            {**A, "text": TEXT, "publish_date": "2025-06-03 00:00:00", "keywords": ["talks"]},
            {"published": "2025-06-03 00:00:00"},
        ),
        (
            {**A, "text": TEXT, "date": "2024-11-02T01:02:03Z", "dump": "CC-MAIN-2024-46", "language_score": 0.9},
            {"published": None},
        ),
        ({**A, "text": TEXT, "timestamp": "2019-04-25T12:57:54Z"}, {"published": None}),
        (
            {
                "link": A["url"],
                "title": {"rendered": A["title"]},
                "content": {"rendered": page()[60:]},
                "date": "2025-06-03T09:15:00",
            },
            {"published": "2025-06-03T09:15:00"},
        ),
        (
            {
                "@type": "NewsArticle",
                "headline": A["title"],
                "articleBody": TEXT,
                "datePublished": "2025-06-03",
                "author": {"name": "Mira Tallinn"},
                "url": A["url"],
            },
            {"authors": ["Mira Tallinn"]},
        ),
        ({**A, "html": page(), "published": 1_748_930_400}, {"published": "2025-06-03T06:00:00+00:00"}),
    ],
)
def test_records_of_many_makers(tmp_path: Path, record: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    (found,), errors = read(tmp_path, "news.jsonl", json.dumps(record).encode())
    assert not errors
    assert "exchange of prisoners" in found.text
    assert found.stated["title"] == A["title"]
    assert found.member == found.stated["url"] == A["url"]
    for name, value in expected.items():
        assert found.stated.get(name) == value, name


def test_text_that_an_extractor_vouches_for_is_kept_whole(tmp_path: Path) -> None:
    (found,), _ = read(tmp_path, "x.json", json.dumps({**A, "maintext": "Short.\nRead more: it all stays."}).encode())
    article = Cleaner(Outlets()).clean(found)
    assert list(article.paragraphs) == ["Short.", "Read more: it all stays."]
    assert (article.title, article.provenance["title"]) == (A["title"], "stated")


@pytest.mark.parametrize("pack", [False, True])
@pytest.mark.parametrize("shape", ["lines", "list", "indented list", "answer"])
def test_many_records_in_one_file(tmp_path: Path, shape: str, pack: bool) -> None:
    records = [{"url": f"https://courier.example/{n}", "title": f"Nummer {n} ї", "text": TEXT} for n in range(300)]
    data = {
        "lines": "\n".join(json.dumps(r, ensure_ascii=False) for r in records) + "\n",
        "list": json.dumps(records, ensure_ascii=False),
        "indented list": json.dumps(records, indent=2, ensure_ascii=False),
        "answer": json.dumps({"status": "ok", "articles": records}),
    }[shape].encode()
    found, errors = read(tmp_path, "x.json.gz" if pack else "x.json", packed(data) if pack else data)
    assert not errors
    assert [one.stated["title"] for one in found] == [r["title"] for r in records]


def test_a_wrong_line_never_stops_the_rest(tmp_path: Path) -> None:
    good = json.dumps({**A, "text": TEXT})
    lines = ['{"title": "no text"}', '{"broken', "[" * 20_000, '"a string"', "3", "", good]
    found, errors = read(tmp_path, "x.jsonl", "\n".join([good, *lines]).encode())
    assert [one.member for one in found] == [A["url"], f"{A['url']} (2)"]
    assert len(errors) == 3
    assert "nested too deeply" in errors[2]
    assert errors[1].startswith("Line 3 of x.jsonl")


def test_nesting_without_end_is_reported(tmp_path: Path) -> None:
    for data in (b'{"a":' * 20_000, b"[" * 20_000, b'[{"a":' * 20_000):
        found, errors = read(tmp_path, "x.json", data)
        assert not found
        assert errors


def test_records_without_an_address_go_by_id_or_number(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path, "x.jsonl", b"\n".join(json.dumps(r).encode() for r in ({"id": 7, "text": TEXT}, {"text": TEXT}))
    )
    assert [one.member for one in found] == ["7", "record 2"]


def test_nothing_in_a_record_can_steer_a_terminal(tmp_path: Path) -> None:
    (found,), _ = read(
        tmp_path,
        "x.json",
        json.dumps({"title": "a\x1b[2Jb", "text": f"\x1b]0;x\x07{TEXT}", "authors": ["\x9b31mX Y"]}).encode(),
    )
    assert "\x1b" not in found.text + repr(found.stated) and "\\x9b" not in repr(found.stated)
