"""The commands for people: by group, with a line each, for `--help`, the help screen and the README."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Read": MappingProxyType(
            {
                "search": "find articles and print them",
                "show": "print articles: text, record, source or what was cut",
                "read": "an article in plain lines, for screen readers and pipes",
                "browse": "search, read and bookmark by questions and answers",
                "serve": "the reader in a browser, on this machine",
                "related": "articles that tell of the same as another, near it in time",
                "concordance": "every hit in its line of context, sorted",
                "timeline": "searches over time, and which outlet was first",
                "compare": "two articles side by side, and what differs",
                "searches": "your saved searches, and what is new in each",
                "log": "what was searched and found, as a methods note",
                "passages": "list, search and export your bookmarked passages",
                "annotate": "bookmark, label and annotate passages; undo and redo",
                "tag": "put your own tags on articles, or on all that a search finds",
                "mark": "mark articles as read, starred, or to read later",
                "events": "the events that passages tell of, also as ACLED's table",
                "codes": "the codes by which you label: list, change, count",
                "agreement": "how far two coders agree, and where they differ",
            }
        ),
        "Fill the library": MappingProxyType(
            {
                "add": "clean and index files and folders, if new or changed",
                "folders": "what you added: add it again, say where it is now",
                "remove": "move articles to the bin",
                "bin": "the articles that you removed: list, restore, delete",
                "clean": "clean without a library, to standard output",
            }
        ),
        "Look after it": MappingProxyType(
            {
                "stats": "the library in figures",
                "check": "look for damage, gaps and doubtful dates",
                "corrections": "list and export your corrections",
                "library": "the whole library: export, import, merge with another",
                "restore": "backups of your notes: list, compare, restore",
                "names": "packs of spellings: which are on, and what they lack",
                "rebuild": "clean everything again and write a fresh search index",
                "completion": "the script by which your shell completes what you type",
                "manual": "the manual page, for man",
                "locate": "where library, settings and state are on this machine",
            }
        ),
    }
)
"""The commands by group, with a line each for the help. `peacereader.cli.commands.NAME` holds its `command`."""

COMMAND_NAMES = frozenset(name for group in COMMANDS.values() for name in group)
