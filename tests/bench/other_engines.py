"""The engines that peacereader is compared with: SQLite FTS5, tantivy and Xapian."""

from __future__ import annotations

import contextlib
import datetime
import importlib
import sqlite3
import sys
from typing import TYPE_CHECKING, Any

from tests.bench.engines import SHOWN, TOP, Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DEBIAN = "/usr/lib/python3/dist-packages"


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
