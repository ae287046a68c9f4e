"""A story as people see it, from what the database knows."""

from __future__ import annotations

from peaceindex.errors import ArticleNotFoundError
from peaceindex.model.story import Member, Story
from peaceindex.near_duplicates.origin import MOST_HEARD, origin_of
from peaceindex.storage.articles import ArticleStore


def story(store: ArticleStore, number: int) -> Story | None:
    """The story of this number; None if fewer than two of its articles are left."""
    rows = store.stories.members(number)
    if len(rows) < 2:
        return None
    articles = []
    for row in rows[:MOST_HEARD]:
        try:
            articles.append(store.article(row.row))
        except ArticleNotFoundError:  # removed in this moment
            continue
    members = tuple(Member(row.id, row.title, row.outlet, row.date) for row in rows)
    return Story(rows[0].id, members, origin_of(rows, articles))
