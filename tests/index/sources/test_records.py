"""JSON and JSON Lines: records of many makers, told by the names of their fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.outlets import Outlets
from peaceindex.errors import SourceError
from peaceindex.model.article import BODY_STATED, RawDocument
from peaceindex.sources import documents
from tests.index.sources.made import TEXT, packed, page, read

if TYPE_CHECKING:
    from collections.abc import Mapping

A = {"url": "https://courier.example/a", "title": "Delegations meet again"}


MIRA = "Mira Tallinn"
MADE_BY: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "news-please": (
        {
            "authors": [MIRA], "date_download": "2025-06-09 01:02:03", "date_modify": "2025-06-04 10:00:00",
            "date_publish": "2025-06-03 09:15:00", "description": "In short.", "filename": "a.json",
            "image_url": "https://courier.example/i.jpg", "language": "en", "localpath": None, "maintext": TEXT,
            "source_domain": "courier.example", "title_page": "Meet | Courier", "title_rss": None, **A,
        },
        {"authors": [MIRA], "published": "2025-06-03 09:15:00", "modified": "2025-06-04 10:00:00", "language": "en"},
    ),
    "fundus": (
        {
            "title": A["title"], "plaintext": TEXT, "authors": [MIRA], "topics": ["talks"], "free_access": True,
            "publishing_date": "2025-06-03 09:15:00+02:00", "url": A["url"],
        },
        {"authors": [MIRA], "published": "2025-06-03 09:15:00+02:00", "tags": ["talks"]},
    ),
    "fundus, in sections": (
        {
            **A, "publishing_date": "2025-06-03 09:15:00+02:00",
            "body": {"summary": ["In short."], "sections": [{"headline": ["One"], "paragraphs": TEXT.split("\n\n")}]},
        },
        {"published": "2025-06-03 09:15:00+02:00"},
    ),
    "trafilatura": (
        {
            "title": A["title"], "author": f"{MIRA}; Jonas Ferrin", "hostname": "courier.example", "date": "2025-06-03",
            "fingerprint": "f00", "id": None, "license": None, "comments": "No!", "raw_text": "Menu " + TEXT,
            "text": TEXT, "language": "en", "image": None, "pagetype": "article", "filedate": "2025-06-09",
            "source": A["url"], "source-hostname": "The Courier", "excerpt": "In short.", "categories": "World",
            "tags": "talks,exchange",
        },
        {"authors": [MIRA, "Jonas Ferrin"], "published": "2025-06-03", "outlet": "The Courier",
         "tags": ["talks", "exchange"]},
    ),
    "newspaper": (
        {
            **A, "read_more_link": "", "language": "en", "top_image": "https://courier.example/i.jpg", "movies": [],
            "keywords": ["exchange"], "meta_keywords": ["x"], "tags": ["talks"], "authors": [MIRA],
            "publish_date": "2025-06-03T09:15:00", "summary": "In short.", "meta_lang": "en",
            "meta_site_name": "The Courier", "canonical_link": A["url"], "text": TEXT,
        },
        {"authors": [MIRA], "published": "2025-06-03T09:15:00", "outlet": "The Courier", "tags": ["talks"]},
    ),
    "FineWeb": (
        {
            **A, "text": TEXT, "id": "<urn:uuid:0>", "dump": "CC-MAIN-2025-21", "date": "2025-05-20T01:02:03Z",
            "file_path": "s3://x/y.warc.gz", "language": "en", "language_score": 0.97, "token_count": 90,
        },
        {"published": None, "language": "en"},
    ),
    "C4": ({**A, "text": TEXT, "timestamp": "2019-04-25T12:57:54Z"}, {"published": None, "authors": None}),
    "schema.org": (
        {
            "@context": "https://schema.org", "@type": "NewsArticle", "headline": A["title"], "articleBody": TEXT,
            "datePublished": "2025-06-03", "dateModified": "2025-06-04", "author": [{"@type": "Person", "name": MIRA}],
            "publisher": {"@type": "Organization", "name": "The Courier"}, "keywords": "talks, exchange",
            "mainEntityOfPage": {"@type": "WebPage", "@id": A["url"]}, "inLanguage": "en",
        },
        {"authors": [MIRA], "published": "2025-06-03", "outlet": "The Courier", "tags": ["talks", "exchange"]},
    ),
    "schema.org, as a graph": (
        {
            "@graph": [
                {"@type": "Organization", "name": "The Courier", "url": "https://courier.example/"},
                {"@type": "NewsArticle", "headline": A["title"], "articleBody": TEXT, "url": A["url"]},
            ]
        },
        {"published": None},
    ),
    "WordPress": (
        {
            "link": A["url"], "title": {"rendered": A["title"]}, "content": {"rendered": page()[60:]},
            "date": "2025-06-03T09:15:00",
        },
        {"published": "2025-06-03T09:15:00"},
    ),
    "somebody who keeps pages": (
        {**A, "html": page(), "published": 1_748_930_400}, {"published": "2025-06-03T06:00:00+00:00"},
    ),
}  # fmt: skip
"""What programs that collect news write, and what is to be told of it."""


@pytest.mark.parametrize("maker", MADE_BY)
def test_records_of_many_makers(tmp_path: Path, maker: str) -> None:
    record, expected = MADE_BY[maker]
    (found,), errors = read(tmp_path, "news.jsonl", json.dumps(record).encode())
    assert not errors
    assert "exchange of prisoners" in found.text
    assert "Menu" not in found.text
    assert found.stated["title"] == A["title"]
    assert found.member == found.stated["url"] == A["url"]
    for name, value in expected.items():
        assert found.stated.get(name) == value, name


OWN = {
    "text": ("Inhalt", "daten.text"),
    "title": ("Titel",),
    "published": ("Tag",),
    "authors": ("von",),
    "url": ("wo.adresse",),
}


def own(record: Mapping[str, Any], folder: Path) -> RawDocument | SourceError:
    (folder / "x.jsonl").write_text(json.dumps(record))
    (found,) = documents(folder / "x.jsonl", "x.jsonl", OWN)
    return found


def test_only_a_bare_date_beside_the_fields_of_a_crawl_is_distrusted(tmp_path: Path) -> None:
    crawled = {"Inhalt": TEXT, "crawl_date": "2025-06-01T00:00:00Z", "date": "2025-06-01", "language_score": 0.9}
    found = own(crawled, tmp_path)
    assert isinstance(found, RawDocument)
    assert "published" not in found.stated
    for name in ("published_date", "date_publish", "datePublished", "Tag"):
        found = own(crawled | {name: "1953-07-27"}, tmp_path)
        assert isinstance(found, RawDocument)
        assert found.stated["published"] == "1953-07-27"


def test_fields_that_the_user_named_come_first(tmp_path: Path) -> None:
    record = {
        "Titel": A["title"], "title": "no", "Inhalt": TEXT, "text": "no", "Tag": "2025-06-03", "dump": "CC-MAIN",
        "von": [MIRA], "wo": {"adresse": A["url"]},
    }  # fmt: skip
    found = own(record, tmp_path)
    assert isinstance(found, RawDocument)
    assert found.text == TEXT
    assert dict(found.stated) == {
        "title": A["title"], "published": "2025-06-03", "authors": [MIRA], "url": A["url"], BODY_STATED: True,
    }  # fmt: skip
    found = own({"daten": {"text": TEXT}, "headline": "Known anyway"}, tmp_path)
    assert isinstance(found, RawDocument)
    assert (found.text, found.stated["title"]) == (TEXT, "Known anyway")
    assert isinstance(own({"Inhalt": {"text": 3}, "daten": [TEXT], "wo": 4}, tmp_path), SourceError)


def test_text_that_an_extractor_vouches_for_is_kept_whole(tmp_path: Path) -> None:
    (found,), _ = read(
        tmp_path, "x.json", json.dumps({**A, "maintext": "Short.\nMore or less: it all stays."}).encode()
    )
    article = Cleaner(Outlets()).clean(found)
    assert list(article.paragraphs) == ["Short.", "More or less: it all stays."]
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
    assert [(one.member, one.text) for one in found] == [
        (A["url"], TEXT), ("record 5", "a string"), (f"{A['url']} (2)", TEXT),
    ]  # fmt: skip
    assert len(errors) == 4
    assert "nested too deeply" in errors[2]
    assert "1 value that is no record" in errors[3]
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


SAMPLES = sorted((Path(__file__).resolve().parents[3] / "seeds").glob("*.txt"))


def test_what_was_cleaned_once_is_read_again_as_it_is(tmp_path: Path) -> None:
    cleaner = Cleaner(Outlets())
    articles = [
        cleaner.clean(raw) for path in SAMPLES for raw in documents(path, path.name) if isinstance(raw, RawDocument)
    ]
    assert len(articles) >= 20
    file = tmp_path / "cleaned.jsonl"
    file.write_text("".join(json.dumps(a.as_record()) + "\n" for a in articles), encoding="utf-8")
    again = [cleaner.clean(raw) for raw in documents(file, file.name) if isinstance(raw, RawDocument)]
    same = [name for name in articles[0].as_record() if name not in ("source", "id", "cuts", "provenance")]
    for article, second in zip(articles, again, strict=True):
        assert {n: second.as_record()[n] for n in same} == {n: article.as_record()[n] for n in same}
        assert second.cuts == ()
        assert {n: p for n, p in second.provenance.items() if n != "lead"} == {
            n: p for n, p in article.provenance.items() if n != "lead"
        }


def test_a_record_like_ours_cannot_do_harm(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    records = [
        {"paragraphs": [3, None, "\x1b[2J"], "provenance": {}},
        {"paragraphs": ["One line.\nAnother."], "provenance": {"title": "stated", "date": 3}, "title": {}, "date": []},
        {"paragraphs": ["Words."], "provenance": {"date": "stated"}, "date": "9999-99-99", "authors": [{}, "\x07Mira"]},
        {
            "paragraphs": ["More."],
            "provenance": {"date": "found"},
            "date": "no-date-at",
            "published": "2025-06-03T09:15",
        },
        {
            "paragraphs": ["Later."],
            "provenance": {"date": "found"},
            "date": "2999-01-01",
            "published": "2025-06-03T09:15",
        },
    ]
    file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    found = [Cleaner(Outlets()).clean(raw) for raw in documents(file, file.name) if isinstance(raw, RawDocument)]
    assert [a.paragraphs for a in found] == [
        ("One line. Another.",), ("Words.",), ("More.",), ("Later.",),
    ]  # fmt: skip # the first holds no text
    assert all(a.date is None and "\x1b" not in a.text for a in found)
