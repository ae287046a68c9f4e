"""Searches, writes and marks from several threads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from peaceindex.errors import Cancelled
from peaceindex.model.search import Request
from peaceindex.names import Names
from peaceindex.search.index import SearchIndex

if TYPE_CHECKING:
    from pathlib import Path


def test_threads_get_the_answers_to_their_own_questions(tmp_path: Path, article: Any) -> None:
    index = SearchIndex(tmp_path / "search", Names.of([]))
    index.write([(n, article(body=f"word{n % 7} every {'peace ' * n}")) for n in range(70)])

    def ask(n: int) -> bool:
        if n == 20:
            index.write([(1000, article(body="late"))])
        found = index.search(Request(f"word{n % 7} every {'peace' if n % 2 else ''}"))
        expected = {row for row in range(70) if row % 7 == n % 7 and (row or n % 2 == 0)}
        return set(map(int, found.rows)) == expected and bool(index.highlighter(found.request).spans("every"))

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(ask, range(60)))
    assert index.search(Request("late")).total == 1


def test_giving_up_leaves_the_index_ready(tmp_path: Path, article: Any) -> None:
    index = SearchIndex(tmp_path / "search", Names.of([]))
    index.write([(n, article(body="every peace")) for n in range(300)])
    for patience in range(12):
        asked: list[None] = []

        def impatient(patience: int = patience, asked: list[None] = asked) -> bool:
            asked.append(None)
            return len(asked) > patience

        with suppress(Cancelled):
            index.search(Request("every -war peac* (a OR peace)"), cancelled=impatient)
    assert index.search(Request("every -war peac* (a OR peace)")).total == 300
