"""What holds for any text: cleaning never raises, makes no words up, loses none, and gives the same twice."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.outlets import Outlets
from peaceindex.model.article import RawDocument
from tests.trials import SOAK, examples

CLEANER = Cleaner(Outlets())
BITS = st.sampled_from(
    [
        "Copyright 1999-2026 Example News. All rights reserved.",
        "By Ann Example, Chief Correspondent Example News",
        "KYIV (Example News) – The talks went on all night, and nobody left the table before dawn, officials said.",
        "The second round was held on Monday.The parties exchanged lists.And then they left for the airport together.",
        "Key points:🔶One thing is agreed🔶Another thing is notThe rest was silence, they said in the evening.",
        " date 2025-06-03 https://example.example/20250603/a-b-c-1.html",
        "2025-06-03T09:25+0000", "en_EN", "1920 1080 true", "world", "https://example.example/x.jpg", "• News", "Share",
        "READ MORE: Something else", "A picture (Image: GETTY)", "May 12, 2025", "Title: A title of a page", "",
        "Volunteers carried water to the upper floors, since the lifts had stood still for a week.",
    ]
)  # fmt: skip
PAGES = st.lists(st.one_of(BITS, st.text(max_size=60)), max_size=40).map("\n".join)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", re.sub("[\u00ad\u200b\u2060\ufeff]", "", text)))


@settings(max_examples=examples(150))
@given(PAGES)
def test_any_text(text: str) -> None:
    document = RawDocument.of("x", text)
    text = document.text
    article = CLEANER.clean(document)
    assert article == CLEANER.clean(RawDocument.of("x", text))
    source = "".join(re.sub("[\u00ad\u200b\u2060\ufeff]", "", text).split())
    for paragraph in article.paragraphs:
        for word in paragraph.removeprefix("• ").split():
            assert word in source
    kept = words("\n".join(article.paragraphs)) + words("\n".join(c.text for c in article.cuts))
    # Gluing and parting change where words end, so letters are counted.
    assert Counter(filter(str.isalnum, "".join(kept.elements()))) >= Counter(
        filter(str.isalnum, "".join(words(text).elements()))
    )
    for value in (article.title, article.outlet, article.lead):
        assert value is None or value.strip()


MUCH = 5 if SOAK else 1
"""A factor of the longest texts."""


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000 * MUCH,
        "word " * 200_000 * MUCH,
        "A sentence of words.And another one glued.Then more. " * 20_000 * MUCH,
        "\n".join(f"line {i}" for i in range(20_000 * MUCH)),
        "\n".join(f"line number {i} of a very long page" for i in range(20_000)),
        "\n".join(f"{i % 28 + 1} May 2025 is the day of line {i}" for i in range(20_000)),
        "(" * 200_000 + ")" * 200_000,
        "[(" * 100_000 + "Image: " * 50_000,
        "By " * 100_000 + "Ann Example",
        "Home»" * 100_000,
        "12/12/2025 " * 50_000,
        "🔶a b" * 100_000,
        "©" * 300_000,
        "Title: " * 100_000,
        "https://a.example/" + "a-" * 300_000,
        "a" + " A" * 300_000 + "\n" + "“" * 200_000,
    ],
    ids=lambda t: f"{t[:12]!r} {len(t)}",
)
def test_hostile_text_is_cleaned_in_linear_time(text: str) -> None:
    CLEANER.clean(RawDocument.of("x", text))
