"""Tasks that read articles and their stories, and remember how far the user has read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.worker import Worker, get_current_worker

from peacereader.tui.tasks.messages import ArticleRead

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from peaceindex import Library
    from peaceindex.model.passage import Passage
    from peaceindex.model.search import Request
    from peaceindex.model.search_results import Results
    from peacereader.tui.tasks.runner import Runner


class ArticleTasks:
    """Reads articles for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def read_row(self, results: Results, index: int, is_opened: bool) -> None:
        """Read the article of a row."""

        def work(library: Library) -> Message:
            return _read(library, library.search.article_id(results, index), results.request, index, None, is_opened)

        self._runner.run("article", work, newest_only=True)

    def read(self, id: str, request: Request, index: int | None, position: int | None, is_opened: bool) -> None:
        """Read an article by its id, to be shown with `position` in view."""
        self._runner.run(
            "article", lambda library: _read(library, id, request, index, position, is_opened), newest_only=True
        )

    def read_back(self, id: str, request: Request, rows: Results | None, position: int) -> None:
        """Read an article that was opened before, to be shown with `position` in view, and find its row in `rows`."""

        def work(library: Library) -> Message:
            index = library.search.page(rows, False, 0, 0, locate=id).index if rows else None
            return _read(library, id, request, index, position, True)

        self._runner.run("article", work, newest_only=True)

    def read_at(self, passage: Passage, request: Request) -> None:
        """Read the article of a passage, to be shown with the passage in view."""

        def work(library: Library) -> Message:
            return _read(library, passage.article_id, request, None, passage.start, True, is_passage=True)

        self._runner.run("article", work, newest_only=True)

    def read_story(self, article_id: str) -> None:
        """Read the story of an article. Then read the changes that each member made, one member after another."""

        def work(library: Library) -> Message | None:
            from peacereader.tui.tasks.later_messages import ChangesRead, StoryRead

            worker: Worker[None] = get_current_worker()
            story = library.stories.of(article_id)
            self._runner.post(StoryRead(story))
            for member in story.members if story else ():
                if worker.is_cancelled:
                    break
                is_origin = story is not None and member.article_id == story.origin.article_id
                changes = None if is_origin else library.stories.changes(member.article_id)
                self._runner.post(ChangesRead(member.article_id, changes))
            return None

        self._runner.run("story", work, newest_only=True)

    def mark_read(self, article_id: str) -> None:
        """Mark an article as read."""
        self._runner.record(lambda library: library.annotations.mark_read(article_id))

    def remember_position(self, article_id: str, position: int) -> None:
        """Remember how far the user has read an article."""
        self._runner.record(lambda library: library.annotations.remember_position(article_id, position))

    def remember_folding(self, article_id: str, *, is_folded: bool) -> None:
        """Remember whether the notes below the passages of an article are folded."""
        self._runner.record(lambda library: library.annotations.remember_folding(article_id, is_folded))


def _read(
    library: Library,
    article_id: str,
    request: Request,
    index: int | None,
    position: int | None,
    is_opened: bool,
    *,
    is_passage: bool = False,
) -> ArticleRead:
    from peaceindex.model.search_results import Matches

    article = library.article(article_id)
    matches = library.search.matches(request, article) if request.text else Matches()
    if position is None and not request.text:
        position = library.annotations.position(article.id) or None
    annotations = library.annotations
    passages, tags = annotations.passages(article_id=article.id), annotations.tagging.of([article.id])[article.id]
    marks, are_folded = annotations.marking.of([article.id])[article.id], annotations.notes_are_folded(article.id)
    return ArticleRead(
        index, article, matches, passages, position, is_opened, is_passage, tags, marks, are_notes_folded=are_folded
    )
