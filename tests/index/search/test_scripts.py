"""Scripts without spaces and scripts with joined words: what is marked, counted, completed and widened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from peaceindex.model.search import Request
from peaceindex.search.index import SearchIndex
from tests.index.search.conftest import make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

TEXTS = {
    "zh": "双方同意停火協議，停火停火。火車停了。AK-47步枪，2025年5月12日。",
    "ja": "人々は停戦を望む。第５師団とﾊﾟﾚｽﾁﾅの人々。",
    "th": "การเจรจาหยุดยิงน้ำดื่ม",
    "km": "កិច្ច​សន្តិ​ភាព​ថ្មី",
    "ar": "وقّع الطرفان اتفاق السلام، وبالسلام بدأوا. الإسلام دين. وصل محمـــد.",
    "fa": "آتش‌بس ادامه دارد. آتش بس! آتشبس.",
    "he": "דובר צה״ל אמר שבשלום יבוא השלום",
    "ko": "휴전이 유지됐다. 휴전협정",
    "hi": "शांति वार्ता",
}


@pytest.fixture(scope="module")
def library(
    index_of: Callable[[Sequence[Any]], AbstractContextManager[SearchIndex]],
) -> Iterator[SearchIndex]:
    with index_of([make("", text, language=language) for language, text in TEXTS.items()]) as index:
        yield index


@pytest.mark.parametrize(
    ("query", "language", "marked"),
    [
        ("停火", "zh", ["停火", "停火", "停火"]),
        ("停", "zh", ["停", "停", "停", "停"]),
        ("停火协议", "zh", ["停火協議"]),
        ("火协*", "zh", ["火協"]),
        ('"47步"', "zh", ["47步"]),
        ("5月12日", "zh", ["5月12日"]),
        ("枪", "zh", ["枪"]),
        ("人人", "ja", ["人々", "人々"]),
        ("パレスチナ", "ja", ["ﾊﾟﾚｽﾁﾅ"]),
        ("第5師団", "ja", ["第５師団"]),
        ("หยุดยิง", "th", ["หยุดยิง"]),
        ("น้ำ", "th", ["น้ำ"]),
        ("សន្តិភាព", "km", ["សន្តិ​ភាព"]),
        ("سلام", "ar", ["السلام", "وبالسلام"]),
        ("=السلام", "ar", ["السلام"]),
        ("محمد", "ar", ["محمـــد"]),
        ("آتشبس", "fa", ["آتش‌بس", "آتش بس", "آتشبس"]),
        ("شلוم", "he", []),
        ("שלום", "he", ["שבשלום", "השלום"]),
        ('צה"ל', "he", ["צה״ל"]),
        ("휴전", "ko", ["휴전이", "휴전협정"]),
        ("शांति", "hi", ["शांति"]),
    ],
)
def test_exactly_what_matches_is_marked_and_counted(
    library: SearchIndex, query: str, language: str, marked: list[str]
) -> None:
    request = Request(query)
    text = TEXTS[language]
    row = list(TEXTS).index(language) + 1
    assert [text[start:end] for start, end in library.highlighter(request).spans(text)] == marked
    found = library.search(request)
    assert (row in found.rows) == bool(marked)
    if len(found.rows) == 1:
        assert library.text_counts(found).hits_in(found.rows) == len(marked)


@pytest.mark.parametrize(
    ("query", "form", "others"),
    [
        ("سلام", "سلام", {"السلام", "وبالسلام"}),
        ("آتشبس", "آتشبس", {"اتش بس"}),
        ("آتش بس", "آتش بس", {"اتشبس"}),
        ("שלום", "שלום", {"שבשלום", "השלום"}),
        ("휴전", "휴전", {"휴전이", "휴전협정"}),
        ("=سلام", "سلام", set()),
    ],
)
def test_joined_forms_are_shown(library: SearchIndex, query: str, form: str, others: set[str]) -> None:
    assert set(library.search(Request(query)).also_matching.get(form, ())) == others


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("停", ["停火", "停戦", "停了"]),
        ("停火", ["停火协", "停火停"]),
        ("47步", ["47步枪"]),
        ("หยุด", ["หยุดยิ"]),
        ("السل", ["السلام"]),
    ],
)
def test_completion_goes_on_unit_by_unit(library: SearchIndex, typed: str, offered: list[str]) -> None:
    found = [one.shown for one in library.complete(typed, len(typed), 10)]
    assert set(found) == set(offered)


def test_a_form_that_stands_in_a_title_alone_is_found(
    article: Any, index_of: Callable[[Sequence[Any]], AbstractContextManager[SearchIndex]]
) -> None:
    titles = {"he": "שיחות השלום", "ar": "محادثات السلام", "fa": "گفتگوهای صلح", "ko": "휴전이 유지"}
    with index_of([article(title, "x", language=language) for language, title in titles.items()]) as index:
        for number, query in enumerate(("שלום", "سلام", "گفتگو", "휴전"), 1):
            assert list(index.search(Request(query)).rows) == [number]


def test_a_snippet_of_text_without_spaces_has_something_before_the_hit(
    article: Any, index_of: Callable[[Sequence[Any]], AbstractContextManager[SearchIndex]]
) -> None:
    text = (
        "双方代表团周一在首都会晤并同意在月底之前交换战俘名单" * 20
        + "停火"
        + "由第三方监督员在河流沿岸的六个检查站进行核查" * 20
    )
    with index_of([article("", text)]) as index:
        snippet = index.highlighter(Request("停火")).snippet(text, 60)
    ((start, end),) = snippet.marks
    assert snippet.text[start:end] == "停火"
    assert 10 < start < 40 and len(snippet.text) <= 62
