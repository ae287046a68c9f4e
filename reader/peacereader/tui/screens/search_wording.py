"""The wording of the reading room for a search and for the position in an article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from peacereader import wording
from peacereader.tui.screens import placeholders
from peacereader.tui.widgets.result_list import Choice
from peacereader.tui.widgets.wrapping import shortened, wrap

if TYPE_CHECKING:
    from peaceindex.model.search import Request
    from peaceindex.model.search_results import Results
    from peacereader.tui.widgets.article_pane import ArticlePane


_LINK_CELLS = 24
"""The cells of a link, or of what is found, in the key bar."""
_WIDE = 100
"""The width in cells from which the key bar says how long the rest of an article takes to read."""


class Note(msgspec.Struct, frozen=True):
    """The line under the search line: its words, the keys that belong to them, and whether there is a problem."""

    text: str = ""
    keys: str = ""
    hint: bool = False


def search_note(asked: Request, results: Results, samples: bool) -> Note:
    """Return the note on a search: a problem with the query, what else was searched, or that these are samples."""
    also = wording.first_of(list(dict.fromkeys(form for forms in results.also_matching.values() for form in forms)))
    if results.hint:
        return Note(results.hint, hint=True)
    if results.request.text != asked.text:
        return Note(f"no article has that word; found: {results.request.text}")
    if also:
        return Note(f"also matching: {also}", keys="~ only as typed")
    if asked.exact and asked.text:
        return Note("only as typed", keys="~ other spellings too")
    if asked.view and not results.new:
        return Note(f"nothing is new in “{asked.view.name}”")
    return Note(placeholders.SAMPLES_NOTE) if samples and not asked.text else Note()


def no_results_words(asked: Request, results: Results, ticked: bool) -> list[str | Choice]:
    """Return the words to show if there are no results; `ticked` says whether facets narrow the search.

    The choices are the requests of `alternative_requests`, in the same order.
    """
    if not results.articles:
        return list(placeholders.EMPTY_LIBRARY)
    words: list[str | Choice] = ["No article matches."]
    if results.suggestions:
        words += ["", "Did you mean", *(Choice(one.text, one.count) for one in results.suggestions)]
    if results.relaxations:
        words += ["", "There is something", *(Choice(one.what, one.count) for one in results.relaxations)]
    if ticked:
        words += ["", "Filters are set:", "X removes them."]
    if asked.exact:
        words += ["", "Other spellings are off:", "~ turns them on."]
    return words


def refusal_words(refusal: str, width: int) -> list[str]:
    """Return the words to show in place of hits if a query cannot mean anything, in lines of at most `width` cells."""
    return ["This cannot be searched.", "", *(refusal[start:end] for start, end in wrap(refusal, width - 3))]


def alternative_requests(results: Results) -> list[Request]:
    """Return the requests to offer instead of one that found nothing."""
    meant = [replace(results.request, text=one.text) for one in results.suggestions]
    return [*meant, *(one.request for one in results.relaxations)]


def count_words(results: Results, copies: int) -> str:
    """Return how much was found; `copies` is the number of hits that repeat the story of another hit."""
    stories = [wording.counted(results.total - copies, "story", "stories")] if copies else []
    if results.total == results.articles and not results.request.text:
        return " · ".join([wording.counted(results.articles, "article"), *stories])
    return " · ".join([f"{results.total:,} of {results.articles:,}", *stories])


def position_words(pane: ArticlePane) -> str:
    """Return the position in the article: the selection, the current hit, and how far down the view is."""
    parts = []
    if pane.selection:
        parts.append(f"{wording.counted(pane.selection.count, pane.selection.unit)} selected")
    elif pane.article and pane.link:
        parts.append(f"{pane.link.kind}: {shortened(pane.link.words, _LINK_CELLS)}")
    elif pane.article and pane.find_text:
        at = f"{pane.find_number} of {pane.find_count}" if pane.find_number else f"{pane.find_count} found"
        parts.append(f"{at} “{shortened(pane.find_text.strip(), _LINK_CELLS)}”")
    elif pane.article and pane.hit_count:
        at = f"hit {pane.hit_number} of {pane.hit_count}" if pane.hit_number else ""
        parts.append(at or wording.counted(pane.hit_count, "hit"))
    if pane.article and pane.size.height:
        left = wording.minutes_left(pane.article.text, pane.text_below) if pane.screen.size.width >= _WIDE else ""
        parts.append(f"{pane.percent} %{left}")
    return "  ".join(parts)
