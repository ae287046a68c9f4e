"""A story as users see it, built from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.errors import ArticleNotFoundError
from peaceindex.model.story import Member, Story
from peaceindex.near_duplicates.origin import MAX_EXAMINED, origin_of

if TYPE_CHECKING:
    from peaceindex.storage.articles import ArticleStore


def load_story(store: ArticleStore, number: int) -> Story | None:
    """Return the story with this number, or None if fewer than two of its articles are left."""
    rows = store.stories.members(number)
    if len(rows) < 2:
        return None
    articles = []
    for row in rows[:MAX_EXAMINED]:
        try:
            articles.append(store.article(row.row))
        except ArticleNotFoundError:  # it was removed just now
            continue
    members = tuple(Member(row.id, row.title, row.outlet, row.date) for row in rows)
    return Story(rows[0].id, members, origin_of(rows, articles))
