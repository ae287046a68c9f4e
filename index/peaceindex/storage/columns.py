"""The kind of value in each column of both databases. Rows are read, and checked for damage, by these."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from peaceindex.storage.column_kinds import (
    DAY,
    INDEX_STATE,
    NEEDED_RECORD,
    NEEDED_TEXT,
    NUMBER,
    NUMBER_OR_NONE,
    OPTIONAL_VALUE,
    PATH,
    REAL_OR_NONE,
    RECORD,
    ROW,
    TEXT,
    TEXT_OR_NONE,
    TEXTS,
    TEXTS_BY_WORD,
    TIME,
    TIME_OR_EMPTY,
    TIME_OR_NONE,
    VALUE,
    WORDS,
    BadValueError,
    Kind,
    blob,
    one_of,
)
from peaceindex.storage.rows import Table


def _multiple_of(size: int) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        if len(data) % size:
            raise ValueError

    return check


def _sibling_cuts(value: object) -> str:
    """Return the value if it is a JSON object of line number -> reason, or empty. Raises BadValueError otherwise."""
    text = str(TEXT.read(value))
    try:
        for number in WORDS.read(text) if text else ():
            int(number)
    except ValueError:
        raise BadValueError("no record of lines") from None
    return text


_MARKS = blob(_multiple_of(8))
_OPTIONAL_MARKS = blob(_multiple_of(8), optional=True)
_PRINTS = blob(_multiple_of(14), optional=True)

_PASSAGE: dict[str, Kind] = {
    "id": TEXT, "article_id": TEXT, "quote": TEXT, "prefix": TEXT, "suffix": TEXT, "start": NUMBER, "end": NUMBER,
    "text_hash": TEXT, "note": TEXT, "labels": TEXTS, "created": TIME, "title": TEXT_OR_NONE, "outlet": TEXT_OR_NONE,
    "date": DAY, "authors": TEXTS, "url": TEXT_OR_NONE, "source": PATH, "edited": TIME_OR_EMPTY,
}  # fmt: skip


def _table(name: str, key: str, owner: str, columns: dict[str, Kind], *, derived: bool = False) -> Table:
    return Table(name, tuple(key.split()), owner, MappingProxyType(columns), derived)


PASSAGES = _table("passages", "id", "passage {id}", _PASSAGE)
BIN = _table("bin", "id", "passage {id} in the bin", _PASSAGE | {"removed": TIME})
READ_MARKS = _table("read_marks", "article_id", "the read mark of article {article_id}", {
    "article_id": NEEDED_TEXT, "made": TIME,
})  # fmt: skip
POSITIONS = _table("positions", "article_id", "the reading position in article {article_id}", {
    "article_id": NEEDED_TEXT, "position": NUMBER, "made": TIME,
})  # fmt: skip
SAVED_SEARCHES = _table("saved_searches", "name", "the saved search “{name}”", {
    "name": TEXT, "request": NEEDED_RECORD, "made": TIME, "seen": TIME_OR_EMPTY,
})  # fmt: skip
SEARCH_LOG = _table("search_log", "number", "entry {number} of the search log", {
    "number": NUMBER, "text": TEXT, "total": NUMBER, "made": TIME, "request": RECORD, "widened": TEXTS_BY_WORD,
    "articles": NUMBER, "newest": DAY, "added": TIME_OR_NONE, "format": NUMBER,
})  # fmt: skip
CORRECTIONS = _table("corrections", "id", "correction {id} of article {article_id}", {
    "id": TEXT, "article_id": TEXT, "field": one_of("line", "title", "outlet", "date", "authors"), "value": VALUE,
    "was": OPTIONAL_VALUE, "line": TEXT, "line_hash": NEEDED_TEXT, "occurrence": NUMBER, "made": TIME, "source": PATH,
    "removed": TIME_OR_NONE,
})  # fmt: skip

STATE = _table("state", "id", "the state of annotations.db", {"id": TEXT, "changes": NUMBER}, derived=True)

ANNOTATION_TABLES = (PASSAGES, BIN, READ_MARKS, POSITIONS, SAVED_SEARCHES, SEARCH_LOG, CORRECTIONS, STATE)

ARTICLES = _table("articles", "row", "article {id}", {
    "row": ROW, "id": TEXT, "indexed": INDEX_STATE, "title": TEXT_OR_NONE, "outlet": TEXT_OR_NONE, "date": DAY,
    "published": TEXT_OR_NONE, "modified": TEXT_OR_NONE, "language": TEXT_OR_NONE, "url": TEXT_OR_NONE,
    "lead": TEXT_OR_NONE, "authors": TEXTS, "tags": TEXTS, "topics": TEXTS, "provenance": WORDS, "words": NUMBER,
    "text_hash": TEXT, "source_hash": TEXT, "added": TIME_OR_EMPTY, "changed": TIME_OR_EMPTY, "text": TEXT,
})  # fmt: skip
RAWS = _table("raws", "article_row", "the source text of the article in row {article_row}", {
    "article_row": NUMBER, "stated": NEEDED_RECORD, "mtime": REAL_OR_NONE,
    "packed": blob(what="no packed text", needed=True), "facts": blob(optional=True, needed=True),
    "reading": NUMBER_OR_NONE, "models": TEXT_OR_NONE,
})  # fmt: skip
CUTS = _table("cuts", "article_row number", "cut {number} of the article in row {article_row}", {
    "article_row": NUMBER, "number": NUMBER, "line": NUMBER, "text": TEXT, "reason": TEXT,
})  # fmt: skip
SOURCES = _table("sources", "number", "the source {path}", {
    "number": NUMBER, "path": PATH, "member": TEXT, "size": NUMBER_OR_NONE, "mtime_ns": NUMBER_OR_NONE,
    "sha256": TEXT, "article_row": NUMBER, "chosen": TEXT,
})  # fmt: skip
ALIASES = _table("aliases", "old_id", "the former article id {old_id}", {"old_id": NEEDED_TEXT, "id": NEEDED_TEXT})
READ_AS = _table("read_as", "article_row", "the encoding of the article in row {article_row}", {
    "article_row": NUMBER, "encoding": TEXT, "confidence": REAL_OR_NONE, "unreadable": NUMBER,
})  # fmt: skip
LOSSES = _table("losses", "article_row", "the losses of the article in row {article_row}", {
    "article_row": NUMBER, "opening": NUMBER_OR_NONE, "words": NUMBER_OR_NONE, "kept": NUMBER_OR_NONE,
}, derived=True)  # fmt: skip
SIBLING_PAGES = _table("sibling_pages", "article_row", "the line prints of the article in row {article_row}", {
    "article_row": NUMBER, "family": NUMBER_OR_NONE, "mark": NUMBER_OR_NONE, "prints": _PRINTS, "judged": NUMBER,
    "cuts": Kind(_sibling_cuts, lambda value: ""),
}, derived=True)  # fmt: skip
SIBLING_FAMILIES = _table("sibling_families", "family", "the outlet family {family}", {
    "family": NUMBER, "marks": _MARKS,
}, derived=True)  # fmt: skip
STORY_TABLES = (
    _table("story_version", "version", "the version of the stories", {"version": TEXT}, derived=True),
    _table("story_waiting", "article_row", "the waiting story print of row {article_row}", {
        "article_row": NUMBER, "bands": _OPTIONAL_MARKS,
    }, derived=True),
    _table("story_prints", "article_row", "the story print of row {article_row}", {
        "article_row": NUMBER, "bands": _MARKS,
    }, derived=True),
    _table("story_bands", "hash article_row", "a story band of row {article_row}", {
        "hash": NUMBER, "article_row": NUMBER,
    }, derived=True),
    _table("story_pairs", "one other", "the story pair {one}, {other}", {
        "one": NUMBER, "other": NUMBER,
    }, derived=True),
    _table("story_members", "article_row", "the story of row {article_row}", {
        "article_row": NUMBER, "story": NUMBER,
    }, derived=True),
)  # fmt: skip

LIBRARY_TABLES = (
    ARTICLES, RAWS, CUTS, SOURCES, ALIASES, READ_AS, LOSSES, SIBLING_PAGES, SIBLING_FAMILIES, *STORY_TABLES,
)  # fmt: skip
