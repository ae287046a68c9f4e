"""The commands for people: by group, with a line each, for `--help`, the help screen and the README."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Read": MappingProxyType(
            {
                "search": "find articles and print them",
                "show": "print one article: text, record, source or what was cut",
                "concordance": "every hit in its line of context, sorted",
                "searches": "searches you saved, and what is new in them",
                "log": "what was searched and found, as a methods note",
                "passages": "list, search and export what you bookmarked",
            }
        ),
        "Fill the library": MappingProxyType(
            {
                "add": "clean and index files and folders; only what changed",
                "clean": "clean without a library, to standard output",
            }
        ),
        "Look after it": MappingProxyType(
            {
                "stats": "what is in the library, in figures",
                "check": "look for damage, gaps and doubtful dates",
                "corrections": "list what you corrected in articles, and export it",
                "restore": "copies of your notes: list, compare, bring back",
                "rebuild": "clean everything again and write a fresh search index",
                "locate": "where library, settings and state lie on this machine",
            }
        ),
    }
)
"""The commands by group, with a line each for the help. `peacereader.cli.commands.NAME` holds its `command`."""

COMMAND_NAMES = frozenset(name for group in COMMANDS.values() for name in group)
