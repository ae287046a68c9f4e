"""The help page: examples first, then commands, the query syntax, places and exit codes."""

from __future__ import annotations

from peacereader.cli.command_list import COMMANDS

_TOP = """\
peacereader: a reading room for news archives in the terminal.

Usage:
  peacereader [--library DIR] [QUERY]          open the reader, on a query
  peacereader [--library DIR] COMMAND [ARGS]   do one thing and print it

Examples:
  peacereader                           read; at first on sample pages
  peacereader add ~/archive             clean and index a folder of pages
  peacereader ceasefire istanbul        open the reader on a search
  peacereader search '"prisoner swap" after:2025-05' --json
  peacereader show 3f9a1c               an article, by the beginning of its id
  peacereader passages --format markdown > quotes.md
  peacereader -- add                    a query that is also a command's name
"""

_BOTTOM = """\
Options:
  --library DIR   the library to use; else PEACEREADER_LIBRARY, else the usual
  --debug         show the traceback where something fails
  --version       print the version
  -h, --help      print this page; 'peacereader COMMAND --help' tells more

Queries:
  ceasefire talks kyiv    all words, in any spelling (Kyiv, Kiev, Київ) and
                          form (talks, talked)
  a OR b   NOT a   -a     either, without         (a OR b) c   grouped
  "a phrase"   "a b"~3    in order, or near       =Kiev        only so written
  cease*   ne?otiate      beginnings, any letter  zelenski~    much like it
  title: outlet: tag: author: url: lang:          in that field
  date:2025-05   date:2025-05..2025-06   after:2025-05-12   before:2025
  is:unread   is:bookmarked   is:cut

Places ('peacereader locate' prints yours):
  Settings: config.yaml, names.yaml, outlets.yaml, themes/; none needs to exist.
  A library is a folder. Its library.db and search/ can be made again from your
  files; annotations.db is your own work, with copies in backups/.

Exit codes:
  0 done, with or without hits   1 something failed, named on standard error
  2 wrong usage
"""


def help_text() -> str:
    """The page that `peacereader --help` prints."""
    width = max(len(name) for commands in COMMANDS.values() for name in commands)
    groups = [
        f"{title}:\n" + "".join(f"  {name:<{width}}   {line}\n" for name, line in commands.items())
        for title, commands in COMMANDS.items()
    ]
    return "\n".join([_TOP, *groups, _BOTTOM])
