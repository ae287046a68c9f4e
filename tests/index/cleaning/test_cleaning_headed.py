"""A page with one head line of date and address: title and outlet above the text, tags below it."""

from __future__ import annotations

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.model.article import RawDocument

PAGE = """ date 2025-07-23 https://lanternweekly.example/a/77.html

THIRD ROUND: 40 MINUTES

Lantern Weekly

The third round was over after forty minutes, the shortest so far. Delegates left by a side door.

A further exchange of prisoners was agreed, with a thousand names on each list.

istanbul
prisoner-swap
"""


def test_title_outlet_date_and_tags_of_a_headed_page() -> None:
    article = Cleaner().clean(RawDocument.of(source="77.txt", text=PAGE))
    assert article.title == "THIRD ROUND: 40 MINUTES"
    assert (article.outlet, article.date) == ("Lantern Weekly", "2025-07-23")
    assert article.tags == ("istanbul", "prisoner-swap")
    assert len(article.paragraphs) == 2
    assert article.url == "https://lanternweekly.example/a/77.html"


def test_short_last_lines_of_prose_are_no_tags() -> None:
    page = PAGE.replace("istanbul\nprisoner-swap\n", "The buses left at noon.\n")
    article = Cleaner().clean(RawDocument.of(source="77.txt", text=page))
    assert article.tags == ()


WIRE = """Two presidents meet in Helsinki to speak about guarantees

The presidents met in Helsinki on the edge of a regional meeting and went through what had been promised so far.

They said that a settlement must rest on promises that can be kept, and spoke of help for the coming winter.

One of them added that his country would take part in planning if a ceasefire holds. (NORDIX)

COPYRIGHT WARNING: All material published by Nordix Nyhetsbyrå AB is protected. No part may be used without consent.

A parliament on Thursday approved the largest defence budget in the country's history, citing a worsening situation.
"""


def test_a_copyright_warning_is_no_name_of_an_outlet() -> None:
    article = Cleaner().clean(RawDocument.of(source="wire.txt", text=WIRE))
    assert article.outlet == "NORDIX"
    assert article.paragraphs[-1].endswith("if a ceasefire holds. (NORDIX)")
    assert article.date is None
