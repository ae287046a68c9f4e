"""Words in place of a command: mistyped names, and names of commands that other programs have."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from peacereader.command_help import COMMAND_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "bookmarks": "'peacereader passages' lists your bookmarked passages.",
        "delete": "'peacereader remove' moves articles to the bin, 'peacereader searches --remove NAME' deletes a "
        "saved search.",
        "exit": "In the reader, q leaves.",
        "export": "'peacereader passages --format markdown' exports passages, 'peacereader search --format csv' hits, "
        "'peacereader library export FILE' the whole library.",
        "find": "'peacereader search' finds articles.",
        "import": "'peacereader add' adds files and folders, 'peacereader passages --import' passages, "
        "'peacereader library import' a whole library.",
        "init": "'peacereader add' makes a library of the files that it adds.",
        "list": "'peacereader search \"\"' lists all articles, 'peacereader passages' your passages.",
        "man": "'peacereader manual' prints the manual page.",
        "merge": "'peacereader library merge' adds another library to yours.",
        "open": "'peacereader' alone opens the reader, 'peacereader show ID' prints an article.",
        "query": "'peacereader search' finds articles.",
        "quit": "In the reader, q leaves.",
        "save": "'peacereader searches --save NAME QUERY' saves a search.",
        "status": "'peacereader stats' describes the library, 'peacereader check' looks for damage.",
        "trash": "'peacereader bin' lists the articles that you removed.",
        "undelete": "'peacereader bin --restore ID' restores an article from the bin.",
        "version": "'peacereader --version' prints the version.",
    }
)
"""What people may try as a command, to the command that does it."""

_OBJECTS = COMMAND_NAMES | {"articles", "library", "notes", "results", "backups", "bookmarks", "all"}
"""Words that, after one of `OTHER_NAMES`, show that it is meant as a command."""
_PATH = re.compile(r".*[/\\].*|.*\w\.\w{2,5}")

_LIKELY_QUERIES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "check": ("cheek", "checked", "chess"),
        "clean": ("cleaned", "clear"),
        "corrections": ("connection", "connections"),
        "locate": ("local", "located", "locates"),
        "manual": ("manuals", "manuel"),
        "passages": ("massages", "messages"),
        "folders": ("holders", "folder"),
        "browse": ("browser", "browsed", "browses"),
        "read": ("bread", "reads", "ready", "road", "real", "lead", "dead", "head", "red"),
        "rebuild": ("rebuilt",),
        "remove": ("removed", "removes", "remote"),
        "restore": ("restored", "restores"),
        "searches": ("searched", "research"),
        "show": ("shoe", "shop", "shot", "shown", "slow", "snow"),
        "stats": ("stage", "stages", "stars", "start", "starts", "state", "states", "status", "stays"),
    }
)
"""By command: words that are near its name, but that are more likely to be looked for."""


def question(words: Sequence[str]) -> str:
    """Return what to ask if the first word looks like a command that there is not; "" if the words are a query."""
    if not words or not re.fullmatch("[a-z]+", words[0]):
        return ""
    first = words[0]
    if first in OTHER_NAMES:
        if len(words) > 1 and not (words[1] in _OBJECTS or words[1].startswith("-") or _PATH.fullmatch(words[1])):
            return ""
        answer = OTHER_NAMES[first]
    elif meant := _nearest_command(first):
        answer = f"Did you mean {meant}?"
    else:
        return ""
    noun = "word" if len(words) == 1 else "words"
    from shlex import quote

    query = " ".join(map(quote, words))
    return f"There is no command “{first}”. {answer} To look for the {noun}: peacereader search {query}"


def _nearest_command(word: str) -> str:
    """Return the command that a word is a slip of the finger away from, or "" if there is none.

    That is one letter that is missing, added, changed or swapped with the next, or two in a name of seven letters or
    more. Names of three letters are near too many words.
    """
    from peaceindex import edit_distance

    found = []
    for name in COMMAND_NAMES:
        allowed = 0 if len(name) < 4 or word in _LIKELY_QUERIES.get(name, ()) else 1 if len(name) < 7 else 2
        edits = edit_distance(name, word, allowed)
        if name[0] == word[0] and edits <= allowed:
            found.append((edits, name))
    return min(found)[1] if found else ""
