"""Adds the articles of an archive, or of another library, to a library. None is doubled, and none is changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from peaceindex.archive.articles import from_record, values_of
from peaceindex.storage.batches import Batches
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Set

    from peaceindex.archive.articles import ArticleRows
    from peaceindex.archive.content import Content
    from peaceindex.storage.articles import ArticleStore

_PROGRESS_EVERY = 100


@dataclass
class ArticleMerge:
    """What became of the articles."""

    added: int = 0
    present: int = 0
    """Articles that were there already."""
    other_texts: list[str] = field(default_factory=list)
    """The ids of those that have another source text or another text here; these stay as they are."""
    removed: int = 0
    """Articles that were left out, since the user removed them here."""
    renamed: dict[str, str] = field(default_factory=dict)
    """The id that an article has here, by the one that it has there, if they differ."""


def merge_articles(
    store: ArticleStore,
    other: Content,
    progress: Callable[[int, int], None],
    *,
    exact: bool,
    only: Set[str] | None = None,
) -> ArticleMerge:
    """Add the articles that a library lacks, in batches of one transaction each.

    An article is there already if its source, or else its id, is. It then gets the places and former ids of the other.
    With `exact` all are added as they are, to a library that is empty. Else those that are added count as added now, so
    that saved searches show them as new.
    With `only`, articles that have none of these ids are passed over. Call it only while writing.
    """
    done = ArticleMerge()
    connection = store.database.connection
    with store.database.translate_errors():
        batches = Batches[None](connection)
        try:
            for number, record in enumerate(other.articles()):
                if number % _PROGRESS_EVERY == 0:
                    progress(number, other.article_count)
                if only is not None and only.isdisjoint((record["id"], *record["former_ids"])):
                    continue
                with batches.document():
                    _merge(store, connection, from_record(record), done, exact=exact)
        finally:
            batches.close()
    progress(other.article_count, other.article_count)
    return done


def _merge(
    store: ArticleStore, connection: sqlite3.Connection, rows: ArticleRows, done: ArticleMerge, *, exact: bool
) -> None:
    row = None if exact else _present(store, rows)
    if row is None and not exact and _is_removed(store, rows):
        done.removed += 1
        return
    if row is None:
        row = _insert(store, connection, rows, exact=exact)
        done.added += 1
    else:
        done.present += 1
        own = store.id_of(row)
        if store.text_hash(row) != rows.text_hash:
            done.other_texts.append(own)
        if own != rows.id:
            done.renamed[rows.id] = own
    for place in rows.places:
        query, values = values_of("sources", {"article_row": row, **place})
        connection.execute(query.replace("INSERT", "INSERT OR IGNORE", 1), values)
    _add_former_ids(store, connection, row, (rows.id, *rows.former_ids))


def _present(store: ArticleStore, rows: ArticleRows) -> int | None:
    row = store.find_by_source_hash(rows.source_hash) if rows.source_hash else None
    return store.find(rows.id) if row is None else row


def _is_removed(store: ArticleStore, rows: ArticleRows) -> bool:
    same = store.find_by_source_hash(rows.source_hash, or_removed=True) if rows.source_hash else None
    return same is not None or bool(store.bin.removal_of(rows.id))


def _insert(store: ArticleStore, connection: sqlite3.Connection, rows: ArticleRows, *, exact: bool) -> int:
    article: dict[str, Any] = rows.packed_article()
    if not exact:
        article |= {"added": timestamp()}
    connection.execute("DELETE FROM aliases WHERE old_id = ?", (rows.id,))
    row = int(connection.execute(*values_of("articles", article)).lastrowid or 0)
    for table, values in (("raws", rows.packed_raw()), ("read_as", rows.read_as), ("losses", rows.losses)):
        if values is not None:
            connection.execute(*values_of(table, {"article_row": row, **values}))
    if rows.siblings is None:
        store.siblings.add_pending(row, None)
    else:
        connection.execute(*values_of("sibling_pages", {"article_row": row, **rows.siblings}))
    store.stories.add_pending(row, None)
    return row


def _add_former_ids(store: ArticleStore, connection: sqlite3.Connection, row: int, ids: tuple[str, ...]) -> None:
    """Let ids lead to an article, unless they lead to one already."""
    for id in ids:
        if store.find(id) is None:
            query = "INSERT OR IGNORE INTO aliases (old_id, id) VALUES (?, ?)"
            connection.execute(query, (id, store.id_of(row)))
