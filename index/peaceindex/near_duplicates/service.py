"""The stories of a library: the articles that share the same copy, the changes that each made to it, and comparisons of
any two articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peaceindex.model.article import Article
    from peaceindex.model.comparison import Comparison
    from peaceindex.model.story import Change, Story
    from peaceindex.storage.articles import ArticleStore


class Stories:
    """The stories of one library: `Library.stories`. Any method may be called from any thread."""

    def __init__(self, articles: ArticleStore) -> None:
        self._articles = articles

    def of(self, article_id: str) -> Story | None:
        """Return the story that an article shares with others; None if it shares none. Raises ArticleNotFoundError.

        The stories are those of the last `add`, which compares new articles with all the others.
        """
        from peaceindex.near_duplicates.stories import load_story

        number = self._articles.stories.story_of(self._articles.row_of(article_id))
        return None if number is None else load_story(self._articles, number)

    def all(self, limit: int = 50, offset: int = 0) -> list[Story]:
        """Return the stories of two or more articles: those with the most articles first, then the newest."""
        from peaceindex.near_duplicates.stories import load_story

        numbers = self._articles.stories.stories(limit, offset)
        return [found for number in numbers if (found := load_story(self._articles, number)) is not None]

    def changes(self, article_id: str, against: str | None = None) -> tuple[Change, ...]:
        """Return the changes that an article made to its copy, against the story's origin or another article.

        There are none for an article without a story, or for the origin itself. Raises ArticleNotFoundError.
        """
        from peaceindex.near_duplicates.differences import changes

        article = self._article(article_id)
        if against is None:
            found = self.of(article.id)
            against = found.origin.article_id if found else article.id
        before = self._article(against)
        return () if before.id == article.id else changes(before, article)

    def compare(self, left_id: str, right_id: str) -> Comparison:
        """Return two articles side by side, whether or not they share a story. Raises ArticleNotFoundError."""
        from peaceindex.near_duplicates.comparison import compare

        return compare(self._article(left_id), self._article(right_id))

    def _article(self, id: str) -> Article:
        return self._articles.article(self._articles.row_of(id))
