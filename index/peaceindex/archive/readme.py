"""The words with which an archive explains itself, to somebody who has neither this program nor its documentation."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from peaceindex.archive import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ABOUT: Final[Mapping[str, str]] = MappingProxyType(
    {
        content.README: "this text, for people",
        content.ARTICLES: "the articles with text, source, cut lines, places of the source and former ids",
        content.DAMAGED: "rows of the databases with values that could not be read, as they are stored",
        content.SETTINGS: "a copy from the settings by which articles were cleaned",
        "codes.yaml": "the codebook: the codes by which passages are labelled",
        "set-aside.jsonl": "rows that a repair moved out of the databases",
    }
)
"""What each member holds, by name. Members that begin with a name of a folder share its words."""

_ENTRIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "passages": "bookmarked passages with quote, place, note and labels",
        "bin": "passages that were removed, with the time of removal",
        "read_marks": "which articles were opened, and when",
        "positions": "how far articles were read, in characters",
        "saved_searches": "saved searches, each with the articles that are not new in it any more",
        "search_log": "the log of searches",
        "corrections": "corrections of articles: lines kept or cut, fields stated",
        "history": "each change of this work, for undo and redo",
        "article_tags": "tags that the person gave to articles",
        "article_marks": "articles that the person starred, or wants to read later",
    }
)


def about_entries(table: str) -> str:
    """Return what the entries of a table of annotations.db are, in words."""
    return _ENTRIES.get(table, f"entries of the table {table}")


def readme(made: str, program_version: str, tables: Iterable[str]) -> str:
    """Return the text of README.txt for an archive that was made at this time, by this version of the program."""
    about = {table: about_entries(table) for table in tables}
    listed = "\n".join(
        f"  annotations/{name}.jsonl\n      {text[0].upper()}{text[1:]}." for name, text in about.items()
    )
    return _TEXT.format(made=made, program_version=program_version, version=content.VERSION, entries=listed)


_TEXT = """\
An archive of a peacereader library
===================================

Made at {made} (UTC) by peacereader {program_version}. Version {version} of the format.

peacereader is a terminal reader for folders of scraped news articles. A library
holds articles as they were cleaned from their sources, and the work of one
person on them: passages, notes, labels, corrections, searches.

No program is needed to read this archive: it is a ZIP file (with ZIP64 where it
is large) of text in UTF-8. Files that end in .jsonl are JSON Lines: one object
of JSON (RFC 8259) on each line. With peacereader,

    peacereader --library NEW library import THIS-FILE

makes a library of it, and "library merge THIS-FILE" adds it to one.

What is in it
-------------

  manifest.json
      The version of the format, the time, and for each file its size in bytes,
      its SHA-256 (FIPS 180-4, hex digits) and its number of lines. "problems"
      lists what could not be read of the library.
  articles.jsonl
      One article on each line, in the order in which they were added.
{entries}
  codes.yaml
      The codebook in YAML, if there is one: names, descriptions and memos of
      the codes by which passages are labelled.
  set-aside.jsonl, damaged.jsonl
      Only if something was damaged: rows as they were stored.
  settings/
      Copies of names.yaml, outlets.yaml and packs/ from the settings of whoever
      made this, by which articles were cleaned. They are not part of the library.

How to read it
--------------

Times are ISO 8601 in UTC. Dates are YYYY-MM-DD. Positions count characters
(Unicode code points) from 0; an end is exclusive. Lines count from 1. A value
of null is not known. A value {{"base64": "..."}} stands for bytes, or for a file
name that is not Unicode.

An article has an "id", by which the other files name it, and under which it is
found again; "former_ids" are ids that it had before. "text" is its text, with
an empty line between paragraphs; "text_hash" is the SHA-256 of it in UTF-8.
"title", "outlet", "date" and the like were found in the source, and
"provenance" says of each whether the source states it. "cuts" are the lines
that were left out, with the reason. "source" has the text before cleaning and
what its format states about it, from which the article can be made again.
"places" are the files in which the source was, with their SHA-256 and the time
of retrieval ("evidence").

A passage has the "quote", the words before and after it ("prefix", "suffix"),
"start" and "end" in the text of "article_id", and the "text_hash" of the text in
which these positions hold. "labels" are names of codes, "note" is the person's
own. "edited" is the time of the last change. Title, outlet, date, authors, url
and source of its article are repeated, so that a passage can be cited without it.

A change in history.jsonl has the values before and after it. "passage_id" is the
id of a passage or an article, or the name of a search; changes with the same
"step" were made together; "state" is done, undone, or replaced.
"""
