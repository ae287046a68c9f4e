"""The stories of a library: which articles tell the same copy, and what each changed in it."""

from __future__ import annotations

from peaceindex.model.article import Article
from peaceindex.model.story import Change, Story
from peaceindex.storage.articles import ArticleStore


class Stories:
    """The stories of one library: `Library.stories`. Any method may be called from any thread."""

    def __init__(self, articles: ArticleStore) -> None:
        self._articles = articles

    def of(self, article_id: str) -> Story | None:
        """The story that an article tells with others; None if it is the only one. Raises ArticleNotFoundError.

        As of the last `add`, which compares what is new with all there is.
        """
        from peaceindex.near_duplicates.stories import story

        number = self._articles.stories.story_of(self._articles.row_of(article_id))
        return None if number is None else story(self._articles, number)

    def all(self, limit: int = 50, offset: int = 0) -> list[Story]:
        """The stories of two articles and more: those that most articles tell first, then the newest."""
        from peaceindex.near_duplicates.stories import story

        numbers = self._articles.stories.stories(limit, offset)
        return [found for number in numbers if (found := story(self._articles, number)) is not None]

    def changes(self, article_id: str, against: str | None = None) -> tuple[Change, ...]:
        """What an article changed in the copy that it tells: against the story's origin, or against another article.

        Nothing for an article that is alone, or the origin itself. Raises ArticleNotFoundError.
        """
        from peaceindex.near_duplicates.differences import changes

        article = self._article(article_id)
        if against is None:
            found = self.of(article.id)
            against = found.origin.article_id if found else article.id
        before = self._article(against)
        return () if before.id == article.id else changes(before, article)

    def _article(self, id: str) -> Article:
        return self._articles.article(self._articles.row_of(id))
