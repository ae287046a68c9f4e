"""peacereader, and stock Whoosh with the same fields and the same queries."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from peaceindex import Library
from peaceindex.model.article import Article, RawDocument
from peaceindex.model.safe_text import SafeText
from peaceindex.model.search import Request
from peaceindex.model.search_results import Results
from peaceindex.storage.serialization import PackedArticle
from tests.bench.engines import SHOWN, TOP, Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BATCH = 20_000


def article_of(item: Item) -> Article:
    """The article as cleaning would give it."""
    return Article(
        source=item["id"],
        id=item["id"],
        title=item["title"],
        outlet=item["outlet"],
        date=item["date"],
        published=None,
        modified=None,
        authors=(),
        tags=tuple(item["tags"]),
        topics=(),
        url=None,
        language=SafeText("en"),
        lead=None,
        paragraphs=tuple(item["body"].split("\n\n")),
        cuts=(),
        provenance={},
    )


def typed(question: Item) -> str:
    """The question as a person types it into peacereader."""
    words = question["words"]
    match question["kind"]:
        case "or2":
            return " OR ".join(words)
        case "phrase":
            return f'"{" ".join(words)}"'
        case "prefix":
            return f"{words[0]}*"
        case "fuzzy":
            return f"{words[0]}~1"
        case "date":
            return f"{words[0]} date:{question['d0']}..{question['d1']}"
        case "outlet":
            return f'{words[0]} outlet:"{question["outlet"]}"'
    return " ".join(words)


class Peacereader:
    """The library as the reader uses it. Other spellings are switched off, since the others know none."""

    name = "peacereader"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "library"
        self._library: Library | None = None

    def store(self, items: Iterator[Item]) -> None:
        """Keep the articles, which is not a search engine's work and not measured as such."""
        with Library.open(self.folder, create=True) as library:
            while batch := list(islice(items, 1000)):
                with library.articles.writing():
                    for item in batch:
                        library.articles.insert(
                            PackedArticle.of(article_of(item), RawDocument.of(item["id"], "")), item["id"]
                        )

    def build(self, items: Iterator[Item]) -> None:
        from peaceindex.names import LibraryNames
        from peaceindex.search.index import SearchIndex

        index = SearchIndex(self.folder / "search", LibraryNames())
        fresh, row = True, 0
        while batch := list(islice(items, BATCH)):
            index.write(((row + n, article_of(item)) for n, item in enumerate(batch, 1)), fresh=fresh)
            fresh, row = False, row + len(batch)
        index.close()
        with Library.open(self.folder, create=True) as library, library.articles.writing():
            library.articles.index_queue.mark_indexed(range(1, row + 1), [])

    def open(self) -> None:
        if self._library is not None:
            self._library.close()
        self._library = Library.open(self.folder)

    @property
    def library(self) -> Library:
        assert self._library is not None
        return self._library

    def ask(self, question: Item) -> Results:
        results = self.library.search.find(Request(typed(question), exact=True))
        _ = results.rows[:TOP], results.scores[:TOP]
        facets: list[Any] = [results.facets.outlets, results.facets.dates, results.facets.tags]
        _ = [facet.as_dict() for facet in facets]  # all counts as plain values, as the others hand them out
        return results

    def total(self, answer: Results) -> int:
        return answer.total

    def show(self, question: Item, answer: Results) -> list[str]:
        return [hit.snippet.text for hit in self.library.search.hits(answer, 0, SHOWN)]


class Whoosh:
    """Stock Whoosh with the same fields and the same queries, its own codec and its own facets."""

    name = "Whoosh"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "whoosh"
        self._searcher: Any = None

    def build(self, items: Iterator[Item]) -> None:
        from whoosh import fields, index

        from peaceindex.search.schema import document, schema

        self._folder.mkdir()
        whole = schema()
        whole.add("kept_body", fields.STORED())
        whole.add("by_outlet", fields.ID(sortable=True))
        whole.add("by_month", fields.ID(sortable=True))
        whole.add("by_tag", fields.KEYWORD(commas=True, sortable=True))
        writer = index.create_in(str(self._folder), whole).writer(limitmb=256)
        for row, item in enumerate(items, 1):
            facets = {"by_outlet": item["outlet"], "by_month": item["date"][:7], "by_tag": ",".join(item["tags"])}
            writer.add_document(**document(row, article_of(item)), kept_body=item["body"], **facets)
        writer.commit()

    def open(self) -> None:
        from whoosh.index import open_dir

        if self._searcher is not None:
            self._searcher.close()
        self._searcher = open_dir(str(self._folder)).searcher()

    def ask(self, question: Item) -> Any:
        from whoosh.sorting import FieldFacet

        from peaceindex.search.query.syntax import parse_query

        groups = {
            name: FieldFacet(name, allow_overlap=name == "by_tag") for name in ("by_outlet", "by_month", "by_tag")
        }
        found = self._searcher.search(parse_query(typed(question), None).tree, limit=TOP, groupedby=groups)
        _ = [hit.docnum for hit in found], [{k: len(v) for k, v in found.groups(name).items()} for name in groups]
        return found

    def total(self, answer: Any) -> int:
        return len(answer)

    def show(self, question: Item, answer: Any) -> list[str]:
        return [hit.highlights("body", text=hit["kept_body"], top=1) for hit in answer[:SHOWN]]
