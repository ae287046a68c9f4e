"""The query language for people: one table, from which the help screen, `--help` and the README are made.

Each example is a real query. A test runs them all, and another fails where the
parser knows a field, a state or a symbol that the table leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A way to search: an example that can be typed as it stands, and what it finds."""

    example: str
    meaning: str


FORMS: tuple[Form, ...] = (
    Form("ceasefire istanbul", "both words, in any form or known spelling"),
    Form("=Kiev", "exactly this: not Kyiv; =talks: not talk"),
    Form("US envoy", "also U.S.; in small letters: the word us"),
    Form("negotiat*", "words that begin this way"),
    Form("ne?otiate", "any one letter in place of the ?"),
    Form("zelenski~", "spelled nearly like it; ~1: one letter off"),
    Form('"prisoner swap"', "in this order; names in any spelling"),
    Form('"exchange prisoners"~3', "in this order, at most three places apart"),
    Form('="Kiev talks"', "a phrase exactly as written"),
    Form("riyadh OR jeddah", "either of them, or both"),
    Form("talks -minsk", "talks but not minsk; NOT minsk does the same"),
    Form("(riyadh OR jeddah) talks", "parentheses group words"),
    Form("gas oil OR talks", "gas, and with it oil or talks or both"),
    Form("gas AND oil OR talks", "gas and oil, or talks: AND joins before OR"),
    Form("title:ceasefire", "in the title"),
    Form('outlet:"Amed Post"', "from this outlet"),
    Form('tag:"prisoner swap"', "with this tag or topic; also tags:, topic:"),
    Form("author:stone", "by this author"),
    Form("url:bbc.co.uk", "in the web address; you can paste a whole one"),
    Form("lang:uk", "in Ukrainian; also lang:ukrainian, language:uk"),
    Form("tag:(ceasefire OR gas)", "the field applies to all in parentheses"),
    Form("date:2025-05", "in this month; also 2025 or 2025-05-12"),
    Form("date:2025-05..2025-06", "from May to June; either end can be left out"),
    Form("after:2025-05-12", "on that day or later"),
    Form("before:2025", "before that year; also by month or day"),
    Form("date:none", "without a known date"),
    Form("added:7d", "added in the last 7 days; also today, yesterday"),
    Form("added:2025-05", "added in this month; dates as after date:"),
    Form("is:unread", "not opened yet"),
    Form("is:read", "opened before"),
    Form("is:starred", "with your star"),
    Form("is:later", "marked to read later"),
    Form("is:new", "new in this saved search; else in any of them"),
    Form("is:bookmarked", "with a passage that you bookmarked"),
    Form("is:cut", "its beginning or a tenth may be cut by mistake"),
    Form("label:ceasefire", "with a passage of this label, or one below it"),
    Form("label:none", "without a labelled passage; label:any: with one"),
    Form('mine:"to cite"', "with this tag of yours; also mine:any, mine:none"),
)
"""Everything that a query can hold, from words to fields, dates and what the user did."""

PASSAGE_FORMS: tuple[Form, ...] = (
    Form("ceasefire istanbul", "both words in quote, note, labels, title, outlet or date"),
    Form('"prisoner swap"', "in this order"),
    Form("label:ceasefire", "with this label, or one below it; also label:any, label:none"),
    Form('outlet:"Amed Post"', "from this outlet; also outlet:any, outlet:none"),
    Form("date:2025-05", "of an article of this month; also ranges, and date:none"),
    Form("after:2025-05-12", "of an article of that day or later"),
    Form("before:2025", "of an article from before that year"),
    Form("article:talks", "with this in the article's title; also the id of an article"),
    Form("note:check", "with this in the note; also note:any, note:none"),
    Form("by:Ada", "made by Ada; by:me: by you, or it was not said by whom"),
    Form("event:Protests", "with an event of this type; also event:any, event:none"),
    Form("-note:none", "with a note; - before anything excludes it"),
)
"""Everything that a search of passages can hold, in the list of passages and for `peacereader passages`."""

DATES_KNOWN_IN_PART = (
    "Of some articles only the month or the year is known. Searches, facets and the timeline take its first day for "
    "the day: an article of 2025 is found by `date:2025` and `date:2025-01`, and not by `date:2025-05`. In a search of "
    "passages the whole month or year has to lie in the range: there the same article is found by `date:2025` alone."
)
"""How dates that are known in part are searched for, in Markdown."""
