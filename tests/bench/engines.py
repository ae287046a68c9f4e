"""The search engines that are compared: each builds an index of the same articles, and answers the same questions.

A question is a line of queries.json. To ask is to get the 50 best hits of it
and the counts of all hits by outlet, month and tag; None where an engine has
no such query. To show is to get 20 snippets of what was found.
"""

from __future__ import annotations

import contextlib
import datetime
import importlib
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from peaceindex import Library
from peaceindex.article import Article, RawDocument
from peaceindex.results import Request, Results
from peaceindex.store.packing import Packed

TOP, SHOWN, BATCH = 50, 20, 20_000
_DEBIAN = "/usr/lib/python3/dist-packages"

Item = dict[str, Any]
"""An article of the corpus, or a question."""


class Engine(Protocol):
    """One of the engines."""

    name: str

    def build(self, items: Iterator[Item]) -> None:
        """Write an index of these articles."""

    def open(self) -> None:
        """Open it anew, with nothing in memory."""

    def ask(self, question: Item) -> Any:
        """The engine's own answer; None if it cannot be asked so."""

    def total(self, answer: Any) -> int:
        """How many hits there are."""

    def show(self, question: Item, answer: Any) -> list[str]:
        """Snippets of the first hits."""


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
        language="en",
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
        self._folder = folder / "library"
        self._library: Library | None = None

    def store(self, items: Iterator[Item]) -> None:
        """Keep the articles, which is not a search engine's work and not measured as such."""
        with Library.open(self._folder, create=True) as library:
            while batch := list(islice(items, 1000)):
                with library.articles.writing():
                    for item in batch:
                        library.articles.insert(Packed.of(article_of(item), RawDocument(item["id"], "")), item["id"])

    def build(self, items: Iterator[Item]) -> None:
        from peaceindex.names import default_names
        from peaceindex.search import SearchIndex

        index = SearchIndex(self._folder / "search", default_names())
        fresh, row = True, 0
        while batch := list(islice(items, BATCH)):
            index.write(((row + n, article_of(item)) for n, item in enumerate(batch, 1)), fresh=fresh)
            fresh, row = False, row + len(batch)
        index.close()
        with Library.open(self._folder, create=True) as library, library.articles.writing():
            library.articles.settle(range(1, row + 1), [])

    def open(self) -> None:
        if self._library is not None:
            self._library.close()
        self._library = Library.open(self._folder)

    @property
    def library(self) -> Library:
        assert self._library is not None
        return self._library

    def ask(self, question: Item) -> Results:
        results = self.library.search(Request(typed(question), exact=True))
        _ = results.rows[:TOP], results.scores[:TOP]
        _ = [tuple(facet) for facet in (results.facets.outlets, results.facets.dates, results.facets.tags)]
        return results

    def total(self, answer: Results) -> int:
        return answer.total

    def show(self, question: Item, answer: Results) -> list[str]:
        return [hit.snippet.text for hit in self.library.hits(answer, 0, SHOWN)]


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

        from peaceindex.search.syntax import understand

        groups = {
            name: FieldFacet(name, allow_overlap=name == "by_tag") for name in ("by_outlet", "by_month", "by_tag")
        }
        found = self._searcher.search(understand(typed(question), None).tree, limit=TOP, groupedby=groups)
        _ = [hit.docnum for hit in found], [{k: len(v) for k, v in found.groups(name).items()} for name in groups]
        return found

    def total(self, answer: Any) -> int:
        return len(answer)

    def show(self, question: Item, answer: Any) -> list[str]:
        return [hit.highlights("body", text=hit["kept_body"], top=1) for hit in answer[:SHOWN]]


class Fts5:
    """SQLite's full text search, with tables for the facets."""

    name = "SQLite FTS5"
    _TABLES = """
        CREATE VIRTUAL TABLE text USING fts5(title, body, prefix='3');
        CREATE TABLE article(row INTEGER PRIMARY KEY, outlet TEXT, month TEXT, date TEXT);
        CREATE TABLE tag(row INTEGER, tag TEXT, PRIMARY KEY(row, tag)) WITHOUT ROWID;
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fts5.db"
        self._db: sqlite3.Connection | None = None

    def build(self, items: Iterator[Item]) -> None:
        with contextlib.closing(sqlite3.connect(self._file)) as db:
            db.executescript(self._TABLES)
            for row, item in enumerate(items, 1):
                db.execute("INSERT INTO text(rowid, title, body) VALUES(?, ?, ?)", (row, item["title"], item["body"]))
                values = (row, item["outlet"], item["date"][:7], item["date"])
                db.execute("INSERT INTO article VALUES(?, ?, ?, ?)", values)
                db.executemany("INSERT OR IGNORE INTO tag VALUES(?, ?)", [(row, tag) for tag in item["tags"]])
            db.commit()

    def open(self) -> None:
        if self._db is not None:
            self._db.close()
        self._db = sqlite3.connect(self._file)

    def ask(self, question: Item) -> Any:
        if question["kind"] == "fuzzy" or self._db is None:
            return None
        match = _fts5(question)
        where, values = "", []
        if question["kind"] == "date":
            where, values = "AND date BETWEEN ? AND ?", [question["d0"], question["d1"]]
        if question["kind"] == "outlet":
            where, values = "AND outlet = ?", [question["outlet"]]
        run = self._db.execute
        run("CREATE TEMP TABLE IF NOT EXISTS hit(row INTEGER PRIMARY KEY, score REAL)")
        run("DELETE FROM hit")
        joined = "JOIN article ON article.row = text.rowid" if where else ""
        run(f"INSERT INTO hit SELECT text.rowid, rank FROM text {joined} WHERE text MATCH ? {where}", [match, *values])
        top = run(f"SELECT row FROM hit ORDER BY score LIMIT {TOP}").fetchall()
        counts = [
            run("SELECT outlet, count(*) FROM hit JOIN article USING(row) GROUP BY 1 ORDER BY 2 DESC").fetchall(),
            run("SELECT month, count(*) FROM hit JOIN article USING(row) GROUP BY 1").fetchall(),
            run("SELECT tag, count(*) FROM hit JOIN tag USING(row) GROUP BY 1 ORDER BY 2 DESC").fetchall(),
        ]
        return match, [row for (row,) in top], counts, sum(count for _, count in counts[0])

    def total(self, answer: Any) -> int:
        return int(answer[3])

    def show(self, question: Item, answer: Any) -> list[str]:
        assert self._db is not None
        rows = ",".join(map(str, answer[1][:SHOWN]))
        asked = f"SELECT snippet(text, 1, '[', ']', '…', 40) FROM text WHERE text MATCH ? AND rowid IN ({rows})"
        return [text for (text,) in self._db.execute(asked, [answer[0]])]


def _fts5(question: Item) -> str:
    quoted = [f'"{word}"' for word in question["words"]]
    match question["kind"]:
        case "or2":
            return " OR ".join(quoted)
        case "phrase":
            return f'"{" ".join(question["words"])}"'
        case "prefix":
            return f"{quoted[0]} *"
    return " AND ".join(quoted)


class Tantivy:
    """tantivy, with fast fields for the facets."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._t: Any = importlib.import_module("tantivy")
        self._folder = folder / "tantivy"
        self._index: Any = None
        self._searcher: Any = None

    def _schema(self) -> Any:
        builder = self._t.SchemaBuilder()
        builder.add_text_field("title")
        builder.add_text_field("body", stored=True)
        for name in ("outlet", "month", "tags"):
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_integer_field("day", fast=True, indexed=True)
        return builder.build()

    def build(self, items: Iterator[Item]) -> None:
        self._folder.mkdir()
        writer = self._t.Index(self._schema(), path=str(self._folder)).writer(256_000_000, 1)
        for item in items:
            fields = {"title": item["title"], "body": item["body"], "outlet": item["outlet"], "tags": item["tags"]}
            writer.add_document(self._t.Document(**fields, month=item["date"][:7], day=_day(item["date"])))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._index = self._t.Index.open(str(self._folder))
        self._searcher = self._index.searcher()

    def _query(self, question: Item) -> Any:
        must, should = self._t.Occur.Must, self._t.Occur.Should
        make, schema, words = self._t.Query, self._index.schema, question["words"]

        def anywhere(one: Any) -> Any:
            return make.boolean_query([(should, one("title")), (should, one("body"))])

        terms = [anywhere(lambda field, word=word: make.term_query(schema, field, word)) for word in words]
        match question["kind"]:
            case "or2":
                return make.boolean_query([(should, term) for term in terms])
            case "phrase":
                return anywhere(lambda field: make.phrase_query(schema, field, words))
            case "prefix":
                return anywhere(lambda field: make.regex_query(schema, field, f"{words[0]}.*"))
            case "fuzzy":
                return anywhere(lambda field: make.fuzzy_term_query(schema, field, words[0], 1, True))
            case "date":
                first, last = _day(question["d0"]), _day(question["d1"])
                terms.append(make.range_query(schema, "day", self._t.FieldType.Integer, first, last, True, True))
            case "outlet":
                terms.append(make.term_query(schema, "outlet", question["outlet"]))
        return make.boolean_query([(must, term) for term in terms])

    def ask(self, question: Item) -> Any:
        query = self._query(question)
        found = self._searcher.search(query, TOP)
        wanted = {name: {"terms": {"field": name, "size": 1000}} for name in ("outlet", "month", "tags")}
        return query, found, self._searcher.aggregate(query, wanted)

    def total(self, answer: Any) -> int:
        return int(answer[1].count)

    def show(self, question: Item, answer: Any) -> list[str]:
        query, found, _ = answer
        maker = self._t.SnippetGenerator.create(self._searcher, query, self._index.schema, "body")
        maker.set_max_num_chars(240)
        return [maker.snippet_from_doc(self._searcher.doc(address)).to_html() for _, address in found.hits[:SHOWN]]


def _day(date: str) -> int:
    return datetime.date.fromisoformat(date).toordinal()


class Xapian:
    """Xapian, with values for outlet and month, counted while it matches. It has no counts of many values: no tags."""

    name = "Xapian"

    def __init__(self, folder: Path) -> None:
        if _DEBIAN not in sys.path:
            sys.path.append(_DEBIAN)  # it comes with the system's Python, not from PyPI
        self._x: Any = importlib.import_module("xapian")
        self._folder = folder / "xapian"
        self._db: Any = None

    def build(self, items: Iterator[Item]) -> None:
        x = self._x
        db = x.WritableDatabase(str(self._folder), x.DB_CREATE_OR_OVERWRITE)
        generator = x.TermGenerator()
        for item in items:
            document = x.Document()
            generator.set_document(document)
            generator.index_text(item["title"], 1, "S")
            generator.set_termpos(0)
            generator.index_text(item["body"], 1, "")
            document.set_data(item["body"])
            document.add_value(0, item["outlet"])
            document.add_value(1, item["date"][:7])
            document.add_value(2, item["date"])
            document.add_boolean_term("XO" + item["outlet"])
            for tag in item["tags"]:
                document.add_boolean_term("XT" + tag)
            db.add_document(document)
        db.close()

    def open(self) -> None:
        self._db = self._x.Database(str(self._folder))

    def ask(self, question: Item) -> Any:
        x = self._x
        if question["kind"] == "fuzzy":
            return None
        words = question["words"]

        def anywhere(make: Any) -> Any:
            return x.Query(x.Query.OP_OR, make("S"), make(""))

        terms = [anywhere(lambda prefix, word=word: x.Query(prefix + word)) for word in words]
        query = x.Query(x.Query.OP_OR if question["kind"] == "or2" else x.Query.OP_AND, terms)
        match question["kind"]:
            case "phrase":
                query = anywhere(lambda prefix: x.Query(x.Query.OP_PHRASE, [prefix + word for word in words]))
            case "prefix":
                limits = (0, x.Query.WILDCARD_LIMIT_ERROR, x.Query.OP_OR)
                query = anywhere(lambda prefix: x.Query(x.Query.OP_WILDCARD, prefix + words[0], *limits))
            case "date":
                days = x.Query(x.Query.OP_VALUE_RANGE, 2, question["d0"], question["d1"])
                query = x.Query(x.Query.OP_FILTER, query, days)
            case "outlet":
                query = x.Query(x.Query.OP_FILTER, query, x.Query("XO" + question["outlet"]))
        enquire = x.Enquire(self._db)
        enquire.set_query(query)
        spies = [x.ValueCountMatchSpy(slot) for slot in (0, 1)]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, TOP, self._db.get_doccount())
        counts = [[(value.term, value.termfreq) for value in spy.values()] for spy in spies]
        return found, [hit.docid for hit in found], counts

    def total(self, answer: Any) -> int:
        return int(answer[0].get_matches_estimated())

    def show(self, question: Item, answer: Any) -> list[str]:
        return [answer[0].snippet(hit.document.get_data(), 240).decode() for hit in list(answer[0])[:SHOWN]]


def available(folder: Path, names: Sequence[str] = ()) -> list[Engine]:
    """The engines that are installed (and named), ours first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found: list[Engine] = []
    for kind in (Peacereader, Tantivy, Fts5, Xapian, Whoosh):
        if not names or kind.name in names:
            with contextlib.suppress(ImportError):
                found.append(kind(folder))
    return found
