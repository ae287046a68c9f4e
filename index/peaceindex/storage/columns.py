"""The kind of value in each column of both databases. Rows are read, and checked for damage, by these."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.cleaning.packed_fingerprints import unpack_fingerprints
from peaceindex.model.correction import FIELDS
from peaceindex.storage.column_kinds import (
    DAY,
    INDEX_STATE,
    JSON_OBJECT,
    NUMBER,
    NUMBER_OR_NONE,
    OPTIONAL_TEXT_OR_LIST,
    PACKED_TEXT,
    PATH,
    REAL_OR_NONE,
    REQUIRED_JSON_OBJECT,
    REQUIRED_PACKED_JSON_OBJECT,
    REQUIRED_TEXT,
    ROW,
    TEXT,
    TEXT_LIST,
    TEXT_LISTS,
    TEXT_MAP,
    TEXT_OR_LIST,
    TEXT_OR_NONE,
    TIME,
    TIME_OR_EMPTY,
    TIME_OR_NONE,
    BadValueError,
    Kind,
    blob,
    one_of,
)
from peaceindex.storage.compact_values import EVIDENCE, HASH, LEAD, PROVENANCE
from peaceindex.storage.event_values import EVENT
from peaceindex.storage.packed_cuts import PACKED_CUTS
from peaceindex.storage.rows import Table
from peaceindex.storage.serialization import unpacked_text

if TYPE_CHECKING:
    from collections.abc import Callable


def _multiple_of(size: int) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        if len(data) % size:
            raise ValueError

    return check


def _sibling_cuts(value: object) -> str:
    """Return the value if it is a JSON object of line number -> reason, or empty. Raises BadValueError otherwise."""
    text = str(TEXT.read(value))
    try:
        for number in TEXT_MAP.read(text) if text else ():
            int(number)
    except ValueError:
        raise BadValueError("no record of lines") from None
    return text


_INT64_ARRAY = blob(_multiple_of(8))
_OPTIONAL_INT64_ARRAY = blob(_multiple_of(8), optional=True)
_FINGERPRINTS = blob(unpack_fingerprints, optional=True)

_PASSAGE: dict[str, Kind] = {
    "id": TEXT, "article_id": TEXT, "quote": TEXT, "prefix": TEXT, "suffix": TEXT, "start": NUMBER, "end": NUMBER,
    "text_hash": TEXT, "note": TEXT, "labels": TEXT_LIST, "created": TIME, "title": TEXT_OR_NONE,
    "outlet": TEXT_OR_NONE, "date": DAY, "authors": TEXT_LIST, "url": TEXT_OR_NONE, "source": PATH,
    "edited": TIME_OR_EMPTY, "annotator": TEXT, "event": EVENT,
}  # fmt: skip


def _table(name: str, key: str, label_template: str, columns: dict[str, Kind], *, is_derived: bool = False) -> Table:
    return Table(name, tuple(key.split()), label_template, MappingProxyType(columns), is_derived)


PASSAGES = _table("passages", "id", "passage {id}", _PASSAGE)
BIN = _table("bin", "id", "passage {id} in the bin", _PASSAGE | {"removed": TIME})
READ_MARKS = _table("read_marks", "article_id", "the read mark of article {article_id}", {
    "article_id": REQUIRED_TEXT, "made": TIME,
})  # fmt: skip
POSITIONS = _table("positions", "article_id", "the reading position in article {article_id}", {
    "article_id": REQUIRED_TEXT, "position": NUMBER, "made": TIME, "is_folded": NUMBER,
})  # fmt: skip
SAVED_SEARCHES = _table("saved_searches", "name", "the saved search “{name}”", {
    "name": TEXT, "request": REQUIRED_JSON_OBJECT, "made": TIME, "seen": TIME_OR_EMPTY,
    "known": blob(unpacked_text, optional=True), "edited": TIME_OR_EMPTY,
})  # fmt: skip
SEARCH_LOG = _table("search_log", "number", "entry {number} of the search log", {
    "number": NUMBER, "text": TEXT, "total": NUMBER, "made": TIME, "request": JSON_OBJECT, "widened": TEXT_LISTS,
    "articles": NUMBER, "newest": DAY, "added": TIME_OR_NONE, "format": NUMBER,
})  # fmt: skip
CORRECTIONS = _table("corrections", "id", "correction {id} of article {article_id}", {
    "id": TEXT, "article_id": TEXT, "field": one_of("line", *FIELDS),
    "value": TEXT_OR_LIST, "was": OPTIONAL_TEXT_OR_LIST, "line": TEXT, "line_hash": REQUIRED_TEXT,
    "occurrence": NUMBER, "made": TIME, "source": PATH, "removed": TIME_OR_NONE,
})  # fmt: skip
HISTORY = _table("history", "id", "change {id} of passage {passage_id}", {
    "id": TEXT, "step": NUMBER, "passage_id": TEXT,
    "action": one_of("bookmark", "edit", "remove", "restore", "tag", "mark", "code", "search", "correct"),
    "before": REQUIRED_JSON_OBJECT, "after": REQUIRED_JSON_OBJECT, "state": one_of("done", "undone", "replaced"),
    "made": TIME, "edited": TIME_OR_EMPTY,
})  # fmt: skip
ARTICLE_TAGS = _table("article_tags", "article_id", "your tags on article {article_id}", {
    "article_id": REQUIRED_TEXT, "tags": TEXT_LIST, "made": TIME, "edited": TIME_OR_EMPTY,
})  # fmt: skip

ARTICLE_MARKS = _table("article_marks", "article_id mark", "the mark “{mark}” of article {article_id}", {
    "article_id": REQUIRED_TEXT, "mark": one_of("starred", "later"), "is_set": NUMBER, "made": TIME,
    "edited": TIME_OR_EMPTY,
})  # fmt: skip

STATE = _table("state", "id", "the state of annotations.db", {"id": TEXT, "changes": NUMBER}, is_derived=True)

ANNOTATION_TABLES = (
    PASSAGES,
    BIN,
    READ_MARKS,
    POSITIONS,
    SAVED_SEARCHES,
    SEARCH_LOG,
    CORRECTIONS,
    HISTORY,
    ARTICLE_TAGS,
    ARTICLE_MARKS,
    STATE,
)

ARTICLES = _table("articles", "row", "article {id}", {
    "row": ROW, "id": TEXT, "indexed": INDEX_STATE, "title": TEXT_OR_NONE, "outlet": TEXT_OR_NONE, "date": DAY,
    "published": TEXT_OR_NONE, "modified": TEXT_OR_NONE, "language": TEXT_OR_NONE, "url": TEXT_OR_NONE,
    "lead": LEAD, "authors": TEXT_LIST, "tags": TEXT_LIST, "topics": TEXT_LIST,
    "provenance": PROVENANCE, "details": TEXT_MAP, "words": NUMBER, "text_hash": HASH, "source_hash": HASH,
    "added": TIME_OR_EMPTY, "changed": TIME_OR_EMPTY, "text": PACKED_TEXT,
    "cuts": PACKED_CUTS,
})  # fmt: skip
RAWS = _table("raws", "article_row", "the source text of the article in row {article_row}", {
    "article_row": NUMBER, "stated": REQUIRED_PACKED_JSON_OBJECT, "mtime": REAL_OR_NONE,
    "packed": blob(problem="no packed text", required=True), "facts": blob(optional=True, required=True),
    "reading": NUMBER_OR_NONE, "models": TEXT_OR_NONE,
})  # fmt: skip
CUTS = _table("cuts", "article_row number", "cut {number} of the article in row {article_row}", {
    "article_row": NUMBER, "number": NUMBER, "line": NUMBER, "text": TEXT, "reason": TEXT,
})  # fmt: skip
SOURCES = _table("sources", "number", "the source {path}", {
    "number": NUMBER, "path": PATH, "member": TEXT, "size": NUMBER_OR_NONE, "mtime_ns": NUMBER_OR_NONE,
    "sha256": HASH, "article_row": NUMBER, "chosen": TEXT, "evidence": EVIDENCE,
})  # fmt: skip
ALIASES = _table("aliases", "old_id", "the former article id {old_id}", {"old_id": REQUIRED_TEXT, "id": REQUIRED_TEXT})
READ_AS = _table("read_as", "article_row", "the encoding of the article in row {article_row}", {
    "article_row": NUMBER, "encoding": TEXT, "confidence": REAL_OR_NONE, "unreadable": NUMBER,
})  # fmt: skip
LOSSES = _table("losses", "article_row", "the losses of the article in row {article_row}", {
    "article_row": NUMBER, "opening": NUMBER_OR_NONE, "words": NUMBER_OR_NONE, "kept": NUMBER_OR_NONE,
}, is_derived=True)  # fmt: skip
SIBLING_PAGES = _table("sibling_pages", "article_row", "the line prints of the article in row {article_row}", {
    "article_row": NUMBER, "family": NUMBER_OR_NONE, "mark": NUMBER_OR_NONE, "prints": _FINGERPRINTS, "judged": NUMBER,
    "cuts": Kind(_sibling_cuts, lambda value: ""),
}, is_derived=True)  # fmt: skip
SIBLING_FAMILIES = _table("sibling_families", "family", "the outlet family {family}", {
    "family": NUMBER, "marks": _INT64_ARRAY,
}, is_derived=True)  # fmt: skip
STORY_TABLES = (
    _table("story_version", "version", "the version of the stories", {"version": TEXT}, is_derived=True),
    _table("story_waiting", "article_row", "the waiting story print of row {article_row}", {
        "article_row": NUMBER, "bands": _OPTIONAL_INT64_ARRAY,
    }, is_derived=True),
    _table("story_prints", "article_row", "the story print of row {article_row}", {
        "article_row": NUMBER, "bands": _INT64_ARRAY,
    }, is_derived=True),
    _table("story_pairs", "one other", "the story pair {one}, {other}", {
        "one": NUMBER, "other": NUMBER,
    }, is_derived=True),
    _table("story_members", "article_row", "the story of row {article_row}", {
        "article_row": NUMBER, "story": NUMBER,
    }, is_derived=True),
)  # fmt: skip

BINNED = _table("binned", "article_row", "the time of removal of the article in row {article_row}", {
    "article_row": NUMBER, "removed": TIME,
})  # fmt: skip
FOLDERS = _table("folders", "path", "the folder {path}", {
    "path": PATH, "first": TIME, "last": TIME, "finished": NUMBER, "encoding": TEXT,
})  # fmt: skip
SOURCE_NOTES = _table("source_notes", "folder source", "the note about the source {source}", {
    "folder": PATH, "source": REQUIRED_TEXT, "article_id": TEXT, "reason": TEXT, "doubts": TEXT_LIST, "made": TIME,
})  # fmt: skip

LIBRARY_TABLES = (
    ARTICLES, RAWS, CUTS, SOURCES, ALIASES, READ_AS, LOSSES, SIBLING_PAGES, SIBLING_FAMILIES, *STORY_TABLES, BINNED,
    FOLDERS, SOURCE_NOTES,
)  # fmt: skip
