"""The task that finds where an article leads: names in its text, the articles of its story, and related ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker, get_current_worker

from peacereader import wording
from peacereader.tui.tasks.later_messages import NeighboursRead
from peacereader.tui.widgets.article_links import Link, OtherArticle, Section

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from collections.abc import Callable

    from peaceindex import Library
    from peaceindex.model.article import Article
    from peacereader.tui.tasks.runner import Runner
    from peacereader.tui.widgets.article_links import LinkKind

_RELATED = 6
"""How many related articles are listed."""
_MEMBERS = 8
"""How many articles of a story are listed; its own screen shows them all."""


class NeighbourTasks:
    """Finds where articles lead for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def read(self, article: Article) -> None:
        """Find where an article leads."""

        def work(library: Library) -> Message:
            worker: Worker[None] = get_current_worker()
            names, sections = _names(library, article), _sections(library, article, lambda: worker.is_cancelled)
            return NeighboursRead(article.id, names, sections)

        self._runner.run("neighbours", work, newest_only=True)


def _names(library: Library, article: Article) -> list[Link]:
    """Return the first mention of each name in an article's text, in order. Subjects are no names."""
    found: dict[str, Link] = {}
    for mention in library.search.names_in(article.text):
        if mention.kind != "subject" and mention.name not in found:
            kind: LinkKind = mention.kind if mention.kind in ("person", "place") else "name"
            span = mention.start, mention.end
            found[mention.name] = Link(kind, mention.name, article.text[slice(*span)], span=span)
    return sorted(found.values(), key=lambda link: link.span or (0, 0))


def _sections(library: Library, article: Article, cancelled: Callable[[], bool]) -> list[Section]:
    sections = []
    if (story := library.stories.of(article.id)) is not None:
        others = [one for one in story.members if one.article_id != article.id]
        listed = [OtherArticle(one.article_id, one.title, _facts(one.outlet, one.date)) for one in others[:_MEMBERS]]
        more = f", {_MEMBERS} of them:" if len(others) > _MEMBERS else ""
        heading = f"The same copy in {wording.counted(len(others), 'other article')}{more}"
        sections.append(Section("same story", heading, tuple(listed)))
    if related := library.search.related(article.id, _RELATED, cancelled=cancelled):
        listed = [
            OtherArticle(one.id, one.title, (*_facts(one.outlet, one.date), f"both: {', '.join(one.shared)}"))
            for one in related
        ]
        sections.append(Section("related", "Related", tuple(listed)))
    return sections


def _facts(outlet: str | None, date: str | None) -> tuple[str, str]:
    return outlet or wording.OUTLET_NOT_KNOWN, wording.short_date(date)
