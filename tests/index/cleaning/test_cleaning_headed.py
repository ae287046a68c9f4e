"""A page with one head line of date and address: title and outlet above the text, tags below it."""

from __future__ import annotations

from peaceindex.article import RawDocument
from peaceindex.cleaning import Cleaner

PAGE = """ date 2025-07-23 https://lanternweekly.example/a/77.html

THIRD ROUND: 40 MINUTES

Lantern Weekly

The third round was over after forty minutes, the shortest so far. Delegates left by a side door.

A further exchange of prisoners was agreed, with a thousand names on each list.

istanbul
prisoner-swap
"""


def test_title_outlet_date_and_tags_of_a_headed_page() -> None:
    article = Cleaner().clean(RawDocument(source="77.txt", text=PAGE))
    assert article.title == "THIRD ROUND: 40 MINUTES"
    assert (article.outlet, article.date) == ("Lantern Weekly", "2025-07-23")
    assert article.tags == ("istanbul", "prisoner-swap")
    assert len(article.paragraphs) == 2
    assert article.url == "https://lanternweekly.example/a/77.html"


def test_short_last_lines_of_prose_are_no_tags() -> None:
    page = PAGE.replace("istanbul\nprisoner-swap\n", "The buses left at noon.\n")
    article = Cleaner().clean(RawDocument(source="77.txt", text=page))
    assert article.tags == ()
