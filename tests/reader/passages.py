"""Passages for tests of what is exported and imported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from peaceindex import Library
from peaceindex.model.passage import Passage
from peaceindex.model.search import Request
from tests.reader.articles import article

if TYPE_CHECKING:
    from pathlib import Path

ODD_TEXT = (
    "The envoy’s aide 👩🏽‍🚀 wrote “naïve” twice: once as nai\u0308ve, once in 𝔊𝔬𝔱𝔥𝔦𝔠 letters 𐎠𐎡, & <b>bold</b>.\n\n"
    "قال المبعوث إن المحادثات في إسطنبول انتهت من دون وقف لإطلاق النار، وإن الجولة المقبلة ستعقد قريباً.\n\n"
    "هەڤپەیڤین ل ستەنبۆلێ ب داوی هاتن, and the minutes say ]]> and &amp; and   three   spaces.\n\n"
    "המשלחות נפגשו בבוקר ודיברו שעה. 两国代表团星期五在伊斯坦布尔会谈，没有达成停火协议。"
)
"""Combining marks, astral code points, text from right to left, and what markup would act on."""


def passage(**changed: Any) -> Passage:
    """A passage of `articles.article()`, with the fields that are given changed."""
    one = article()
    start = one.text.index("A ceasefire was not agreed.")
    fields: dict[str, Any] = {
        "id": "0a1b2c3d4e5f",
        "article_id": one.id,
        "quote": "A ceasefire was not agreed.",
        "prefix": one.text[:start][-64:],
        "suffix": one.text[start + 27 :][:64],
        "start": start,
        "end": start + 27,
        "text_hash": one.text_hash,
        "note": "Two lines\nof a note",
        "labels": ("ceasefire", "talks"),
        "created": "2025-06-03T08:00:00.000001Z",
        "title": one.title,
        "outlet": one.outlet,
        "date": one.date,
        "authors": ("Ada Stone", "Bo Li"),
        "url": one.url,
        "source": one.source,
    }
    return Passage(**(fields | changed))


def add_odd_article(folder: Path, place: Path) -> None:
    """Add an article with `ODD_TEXT` to a library."""
    record = {
        "title": "Odd signs — “quoted”",
        "text": ODD_TEXT,
        "outlet": "مراسل الميناء",
        "published": "2025-03-01",
        "authors": ["Ann Stone", "Ö. Şahin"],
        "language": "en",
        "url": "https://odd.example/a?b=1&c=2",
    }
    place.mkdir(parents=True, exist_ok=True)
    (place / "odd.json").write_text(json.dumps(record))
    with Library.open(folder) as library:
        assert [one.status for one in library.ingest.add([place / "odd.json"])] == ["added"]


def article_ids(library: Library) -> list[str]:
    """The ids of all articles, oldest first."""
    results = library.search.find(Request("", sort="oldest"))
    return [hit.id for hit in library.search.hits(results, 0, results.total)]


def records(library: Library) -> list[dict[str, Any]]:
    """All passages as `passages --json` prints them, without the evidence of their articles."""
    return [one.as_record() for one in library.annotations.passages()]
