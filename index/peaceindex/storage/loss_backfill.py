"""Computes the losses of articles that were cleaned before losses were recorded, from their sources and cuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.cleaning.losses import losses_of
from peaceindex.errors import ArticleNotFoundError
from peaceindex.model.article import NO_LOSSES, Losses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from peaceindex.storage.articles import ArticleStore

_BATCH_ARTICLES = 200
"""Articles per transaction."""


def compute_missing_losses(store: ArticleStore, cancelled: Callable[[], bool]) -> None:
    """Compute and store all missing losses, until `cancelled` returns true. What was stored by then stays.

    The caller must hold the library's write lock.
    """
    while (rows := store.losses.pending(_BATCH_ARTICLES)) and not cancelled():
        found = [(row, compute_losses(store, row)) for row in rows]
        with store.writing():
            for row, losses in found:
                store.losses.save(row, losses)


def compute_losses(store: ArticleStore, row: int) -> Losses:
    """Return the losses of an article, from its source and cuts; `NO_LOSSES` if the source is missing or damaged."""
    try:
        return losses_of(store.raws.document(row).text, store.article(row))
    except ArticleNotFoundError:  # SourceTextError among them
        return NO_LOSSES


def notable_losses(store: ArticleStore) -> Iterator[tuple[int, Losses]]:
    """Yield the row and losses of articles that may have lost their beginning, or over a tenth of their words.

    They come in the order in which they were added. Nothing is changed: missing losses are computed but not stored.
    """
    rows = sorted(store.stories.present({*store.losses.rows(), *store.losses.pending()}))
    for row in rows:
        losses = store.losses.of(row) or compute_losses(store, row)
        if losses.are_notable:
            yield row, losses
