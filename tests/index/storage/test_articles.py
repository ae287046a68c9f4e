"""What is asked of library.db all the time never goes through all articles, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from peaceindex.storage.articles import ArticleStore
from peaceindex.storage.index_queue import TO_REMOVE, TO_WRITE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    "ask",
    [
        ArticleStore.count,
        lambda store: store.index_queue.is_behind(),
        lambda store: store.index_queue.pending_count(),
        lambda store: store.index_queue.pending(TO_WRITE, 10),
        lambda store: store.index_queue.pending(TO_REMOVE),
    ],
)
def test_no_walk_through_all_articles(tmp_path: Path, ask: Callable[[ArticleStore], Any]) -> None:
    store = ArticleStore(tmp_path)
    asked: list[str] = []
    connection = store.database.connection
    connection.set_trace_callback(asked.append)
    ask(store)
    connection.set_trace_callback(None)
    plans = [row[3] for query in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert asked
    assert all("USING COVERING INDEX" in plan for plan in plans), plans
    store.close()
