"""The language of a text, where its document states none or writes its code in another way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peaceindex.text.language import detect

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "قال الرئيس إن المفاوضات مستمرة في العاصمة"),
        ("fa", "رئیس جمهور ایران گفت مذاکرات ادامه دارد"),
        ("ur", "وزیراعظم نے کہا کہ مذاکرات جاری رہیں گے"),
        ("ps", "د سولې خبرې بیا پیل شوې او مشرانو وویل"),
        ("ku", "هێزەکانی پێشمەرگە گەیشتنە شاری کەرکووک"),
        ("ug", "ئۇيغۇر ئاپتونوم رايونى"),
    ],
)
def test_languages_in_the_arabic_script_are_told_apart(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(("stated", "language"), [("ckb", "ku"), ("prs-AF", "fa"), ("ENG", "en"), ("pt-BR", "pt")])
def test_a_stated_code_of_three_letters_is_read(tmp_path: Path, stated: str, language: str) -> None:
    record = {
        "title": "One",
        "text": "Переговоры продолжились в 2025 году",
        "language": stated,
        "url": "https://a.example/1",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n")
    with Library.open(tmp_path / "library", create=True) as library:
        assert [one.status for one in library.ingest.add([tmp_path / "a.jsonl"])] == ["added"]
        assert library.search.find(Request(f"lang:{language}")).total == 1
