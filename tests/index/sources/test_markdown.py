"""Markdown is read for its words; what only looks like a mark stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.outlets import Outlets
from peaceindex.sources.formats.markdown import without_marks
from tests.index.sources.made import TEXT, read

if TYPE_CHECKING:
    from pathlib import Path

CLIPPED = f"""---
title: "Delegations meet again"
author: Mira Tallinn
date: 2025-06-03
url: https://courier.example/a
---

# Delegations meet again

![A hall in Vienna](https://courier.example/hall.jpg)

> {TEXT.strip()}

They met in [Vienna (Austria)](https://courier.example/a_(b) "A city"), **all of them**, and _nobody_ said *why*.
"""


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("in [Vienna](https://a.example/x) now", "in Vienna now"),
        ("see ![a hall](x.jpg) here", "see  here"),
        ("**both** sides, __all__ of *them* and _us_", "both sides, all of them and us"),
        ("> quoted\n>> twice", "quoted\ntwice"),
        ("2*3*4 and snake_case_name and 5 * 6 * 7", "2*3*4 and snake_case_name and 5 * 6 * 7"),
        ("* * *", "* * *"),
        ("[sic] (so he said) and 3 > 2", "[sic] (so he said) and 3 > 2"),
        (r"\*no mark\*", "*no mark*"),
        ("<https://a.example/x>", "https://a.example/x"),
    ],
)
def test_marks_go_and_words_stay(marked: str, plain: str) -> None:
    assert without_marks(marked) == plain


def test_a_clipped_page_becomes_an_article(tmp_path: Path) -> None:
    (found,), errors = read(tmp_path, "page.md", CLIPPED.encode())
    assert not errors
    assert found.text.count("\n") == CLIPPED.count("\n")
    article = Cleaner(Outlets()).clean(found)
    assert (article.title, article.date, article.authors) == ("Delegations meet again", "2025-06-03", ("Mira Tallinn",))
    assert "They met in Vienna (Austria), all of them, and nobody said why." in article.paragraphs
    assert not any(mark in article.text for mark in (">", "](", "**"))


@given(st.text(alphabet=st.sampled_from('ab *_[]()!>\\\n"<'), max_size=80))
def test_no_word_is_made_and_no_line_lost(text: str) -> None:
    plain = without_marks(text)
    assert plain.count("\n") == text.count("\n")
    assert set(plain) <= set(text)
    assert len(plain) <= len(text)
