"""Related articles for people: the rows that `related` finds, without copies, as what a list needs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.model.related import RelatedArticle
from peaceindex.search.related import relations

if TYPE_CHECKING:
    from collections.abc import Callable

    from peaceindex.model.article import Article
    from peaceindex.search.index import SearchIndex
    from peaceindex.storage.articles import ArticleStore

_CANDIDATES = 60
"""How many rows are looked at besides three for each that is wanted: copies of one story fall away."""


def related_articles(
    index: SearchIndex, articles: ArticleStore, article: Article, limit: int, cancelled: Callable[[], bool]
) -> list[RelatedArticle]:
    """Return at most `limit` articles related to another, without those of its story, and one of each other story."""
    row = articles.row_of(article.id)

    def choose(rows: list[int]) -> list[int]:
        candidates = rows[: 3 * limit + _CANDIDATES]
        sizes = articles.stories.sizes([row, *candidates])
        stories = {each: story for each, (_, _, story) in sizes.items()}
        seen: set[str | int] = {stories.get(row, row)}
        chosen: list[int] = []
        for each in candidates:
            if (story := stories.get(each, each)) not in seen and len(chosen) < limit:
                seen.add(story)
                chosen.append(each)
        return chosen

    found = index.using(lambda generation: relations(generation, article, row, choose, cancelled))
    briefs = articles.briefs([one.row for one in found])
    return [
        RelatedArticle(brief.id, brief.title, brief.outlet, brief.date, one.score, one.shared)
        for one in found
        if (brief := briefs.get(one.row)) is not None
    ]
