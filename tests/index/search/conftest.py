"""Small libraries of made-up articles to search in."""

from __future__ import annotations

import tempfile
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from peaceindex.model.article import Article, article_id
from peaceindex.model.safe_text import neutralise, neutralise_all, neutralise_optional, parts
from peaceindex.model.search import Request
from peaceindex.names import Name, Names
from peaceindex.search.index import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

NAMES = Names.of(
    [
        Name("Volodymyr Zelensky", "person", ("Zelensky", "Zelenskyy", "Зеленський")),
        Name("Kyiv", "place", ("Kiev", "Київ", "Kýiv")),
        Name("Istanbul", "place", ("İstanbul", "Constantinople")),
        Name("Nord Stream", "place", ("Nord Stream", "Nordstream")),
        Name("ceasefire", "subject", ("cease-fire",)),
        Name("Hamas", "organisation", ()),
    ]
)


def make(
    title: str = "",
    body: str = "",
    *,
    outlet: str | None = None,
    date: str | None = None,
    tags: Sequence[str] = (),
    topics: Sequence[str] = (),
    authors: Sequence[str] = (),
    url: str | None = None,
    language: str | None = None,
    added: str = "",
) -> Article:
    """An article of which only what matters to a test is given."""
    return Article(
        source="made-up",
        id=article_id(title + body),
        title=neutralise_optional(title or None),
        outlet=neutralise_optional(outlet),
        date=neutralise_optional(date),
        published=None,
        modified=None,
        authors=neutralise_all(authors),
        tags=neutralise_all(tags),
        topics=neutralise_all(topics),
        url=neutralise_optional(url),
        language=neutralise_optional(language),
        lead=None,
        paragraphs=parts(neutralise(body), "\n\n"),
        cuts=(),
        provenance={},
        added=added,
    )


@contextmanager
def indexed(articles: Sequence[Article]) -> Iterator[SearchIndex]:
    """An index of these articles, rows counted from 1, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder) / "search", NAMES)
        with pytest.MonkeyPatch.context() as patch:  # an index for a whole module is made outside of a test's home
            patch.setenv("XDG_STATE_HOME", folder)
            index.write(enumerate(articles, 1))
            index.search(Request("anything"))  # the seal is checked now, and not again while the index is open
        try:
            yield index
        finally:
            index.close()


@pytest.fixture(scope="session")
def article() -> Callable[..., Article]:
    return make


@pytest.fixture(scope="session")
def index_of() -> Callable[[Sequence[Article]], AbstractContextManager[SearchIndex]]:
    return indexed
