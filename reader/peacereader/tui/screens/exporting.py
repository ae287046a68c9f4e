"""What screens can export, and the dialog for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader import wording
from peacereader.tui.screens.toasts import show_toast
from peacereader.tui.tasks.export_tasks import ExportScope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Library
    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search_results import Results
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.screens.context import ReaderContext


def open_dialog(
    screen: GuardedScreen, context: ReaderContext, library: Library | None, scopes: Sequence[ExportScope]
) -> None:
    """Ask what to export and where to, write it, and say where it is.

    What a command asked for stands there; if nothing is in doubt, it is written at once.
    """
    from peacereader.tui.dialogs.export import ExportScreen

    asked = context.export_drafts.take_asked()
    if library is None:
        return
    if not scopes:
        show_toast(screen, "There is nothing to export.")
        return

    def tell(words: str | None) -> None:
        if words:
            screen.app.clear_notifications()
            screen.notify(words, timeout=12, markup=False)

    screen.enter(ExportScreen(library, scopes, context.export_drafts, context.cite_with, asked), tell)


def passage_scopes(marked: Sequence[Passage], shown: Sequence[Passage], query: str) -> list[ExportScope]:
    """Return what the list of passages can export: the marked ones, and all that it shows."""
    query = " ".join(query.split())
    name = _stem("passages", query)
    named = {
        wording.counted(len(marked), "marked passage"): marked,
        f"{wording.counted(len(shown), 'passage')}{f' with “{query}”' if query else ''}": shown,
    }
    return [ExportScope(words, name, passages=tuple(those)) for words, those in named.items() if those]


def hit_scopes(results: Results | None) -> list[ExportScope]:
    """Return what the results can export: all hits."""
    if results is None or not results.total:
        return []
    request = wording.request_line(results.request)
    return [ExportScope(f"{wording.counted(results.total, 'hit')} of “{request}”", _stem(request), results=results)]


def article_scopes(article: Article, passages: Sequence[Passage]) -> list[ExportScope]:
    """Return what can be exported of an article: itself, and its passages."""
    title = article.title or wording.TITLE_NOT_KNOWN
    name = _stem(article.date or "", title)
    of_it = f"{wording.counted(len(passages), 'passage')} of this article"
    return [
        ExportScope(f"this article, “{title}”", name, article=article),
        *([ExportScope(of_it, f"{name}-passages", passages=tuple(passages))] if passages else []),
    ]


def _stem(*words: str) -> str:
    from peacereader.tui.dialogs.export import file_stem

    return file_stem(*words)
