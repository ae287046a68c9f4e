"""What the reading room says of a search and of the place in an article."""

from __future__ import annotations

from dataclasses import dataclass, replace

from peaceindex.model.search import Request, Results
from peacereader import wording
from peacereader.tui.screens import greetings
from peacereader.tui.widgets.article_pane import ArticlePane
from peacereader.tui.widgets.result_list import Choice


@dataclass(frozen=True, slots=True)
class Note:
    """The line under the search line: its words, the keys that belong to them, and whether something is odd."""

    text: str = ""
    keys: str = ""
    hint: bool = False


def note_on(asked: Request, results: Results, samples: bool) -> Note:
    """What is odd about the query, or what else was searched, or where we are."""
    also = ", ".join(dict.fromkeys(form for forms in results.also_matching.values() for form in forms))
    if results.hint:
        return Note(results.hint, hint=True)
    if results.request.text != asked.text:
        return Note(f"no article has that word; found: {results.request.text}")
    if also:
        return Note(f"also matching: {also}", keys="= only as typed")
    if asked.exact and asked.text:
        return Note("only as typed", keys="= other spellings too")
    return Note(greetings.SAMPLES_NOTE) if samples and not asked.text else Note()


def words_for_nothing(asked: Request, results: Results, ticked: bool) -> list[str | Choice]:
    """What stands in place of the results where there are none; `ticked`: facets narrow the search.

    The choices are the requests of `ways_out`, in their order.
    """
    if not results.articles:
        return list(greetings.EMPTY_LIBRARY)
    words: list[str | Choice] = ["No article matches."]
    if results.suggestions:
        words += ["", "Did you mean", *(Choice(one.text, one.count) for one in results.suggestions)]
    if results.relaxations:
        words += ["", "There is something", *(Choice(one.what, one.count) for one in results.relaxations)]
    if ticked:
        words += ["", "Facets are ticked:", "Esc takes the ticks away."]
    if asked.exact:
        words += ["", "Other spellings are off:", "= turns them on."]
    return words


def ways_out(results: Results) -> list[Request]:
    """What may be asked instead of a request that found nothing."""
    meant = [replace(results.request, text=one.text) for one in results.suggestions]
    return [*meant, *(one.request for one in results.relaxations)]


def count_words(results: Results, copies: int) -> str:
    """How much was found, and how fast; `copies` of the hits tell again what another one tells."""
    stories = [wording.counted(results.total - copies, "story", "stories")] if copies else []
    if results.total == results.articles and not results.request.text:
        return " · ".join([wording.counted(results.articles, "article"), *stories])
    took = f"{max(1, round(results.took_ms)):,} ms"
    return " · ".join([f"{results.total:,} of {results.articles:,}", *stories, took])


def place_words(pane: ArticlePane) -> str:
    """Where the reader is in the article: what is selected, which hit, how far down."""
    parts = []
    if pane.selection:
        parts.append(f"{wording.counted(pane.selection.count, 'sentence')} selected")
    elif pane.article and pane.hit_count:
        at = f"hit {pane.hit_number} of {pane.hit_count}" if pane.hit_number else ""
        parts.append(at or wording.counted(pane.hit_count, "hit"))
    if pane.article and pane.size.height:
        parts.append(f"{pane.percent} %")
    return "  ".join(parts)
