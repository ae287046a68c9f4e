"""Words in place of a command: mistyped names, and names of commands that other programs have."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from peacereader.command_help import COMMAND_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SETTINGS = (
    "'peacereader locate' shows where config.yaml is, 'peacereader locate --write-config' writes one that explains "
    "every setting."
)

OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "bookmarks": "'peacereader passages' lists your bookmarked passages.",
        "config": _SETTINGS,
        "configure": _SETTINGS,
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
        "settings": _SETTINGS,
        "status": "'peacereader stats' describes the library, 'peacereader check' looks for damage.",
        "trash": "'peacereader bin' lists the articles that you removed.",
        "undelete": "'peacereader bin --restore ID' restores an article from the bin.",
        "update": "'peacereader add' reads files and folders again where they have changed; the program itself is "
        "updated with what you installed it with.",
        "upgrade": "Upgrade the program by the tool with which you installed it, such as pip or uv.",
        "version": "'peacereader --version' prints the version.",
    }
)
"""What people may try as a command, to the command that does it."""

_OBJECTS = COMMAND_NAMES | {"articles", "library", "notes", "results", "backups", "bookmarks", "all"}
"""Words that, after one of `OTHER_NAMES`, show that it is meant as a command."""
_HELP_AND_COMMANDS = COMMAND_NAMES | {"help"}
_TAKE_QUERY = frozenset({"search", "concordance", "timeline"})
_NAMES = frozenset({"browse", "mark"})
"""Commands that with a capital are names of people or things."""
_ID = re.compile(r"(?=.*\d)[0-9a-f]{4,64}")
_PATH = re.compile(r".*[/\\].*|.*\w\.\w{2,5}")

_LIKELY_QUERIES: Mapping[str, str] = MappingProxyType(
    {
        "agreement": "agreements armament armement",
        "annotate": "annette",
        "browse": "brows browser browsed browses",
        "check": "cheek checked checks chess chick chock chuck",
        "clean": "clan cleaned clear",
        "codes": "code coders coles comes cones cores",
        "compare": "campari company compact compaq compared compares compass compete compile compose compute",
        "completion": "compilation completing completions complexion",
        "concordance": "conformance",
        "corrections": "collections connection connections correcting",
        "events": "evento eventos",
        "folders": "fallers feeders fenders fillers filters flowers flyers folded folder folds fosters founders "
        "holders",
        "help": "held hell heap helm helms helps hemp herp yelp",
        "library": "libra literary",
        "locate": "local locale located locates",
        "manual": "manuals manuel",
        "mark": "mac mack mao mar mara marc mare mari mario marko marks mars mart maru marx mary mask",
        "names": "name named",
        "passages": "massages messages packages passes",
        "read": "bread dead head lead rad rear reads ready real reap red reed reid riad road",
        "rebuild": "rebuilt",
        "related": "reacted rebate rebates redacted regulated relate relates relaxed relayed released relics relied "
        "relocated renamed rented repeated replaced restated rotated",
        "remove": "remote removed remover removes",
        "restore": "rector resort restart restate restock restored restores retire retort",
        "search": "starch",
        "searches": "research searched searcher searchers",
        "serve": "serb serbs serve served server servers serves sever severe steve swerve verve nerve reserve",
        "show": "shaw shoe shop shot shown shows slow snow sow stow",
        "stats": "seats staats stage stages stars start starts state states status stays",
        "timeline": "tipline timezone",
    }
)
"""By command: words that are near its name, but that are more likely to be looked for."""


def question(words: Sequence[str]) -> str:
    """Return what to ask if the first word looks like a command that there is not; "" if the words are a query."""
    if not words or not re.fullmatch("[A-Za-z]+", words[0]):
        return ""
    first = words[0]
    if first in OTHER_NAMES:
        if len(words) > 1 and not _is_object(words[1]):
            return ""
        answer = OTHER_NAMES[first]
    elif first != first.lower():
        if not _is_command_in_capitals(words):
            return ""
        answer = f"Did you mean {first.lower()}?"
    elif meant := _nearest_command(first):
        answer = f"Did you mean {meant}?"
    else:
        return ""
    return f"There is no command “{first}”. {answer} {_as_query(words)}"


def _is_object(word: str) -> bool:
    """Return whether a word shows that the word before it is meant as a command."""
    return word in _OBJECTS or word.startswith("-") or _PATH.fullmatch(word) is not None


def _is_command_in_capitals(words: Sequence[str]) -> bool:
    """Return whether the first word is a command but for its capitals, and what follows does not make it a title."""
    first = words[0].lower()
    if first not in _HELP_AND_COMMANDS or words[0] not in (first.capitalize(), first.upper()):
        return False
    if len(words) == 1:
        return first not in _NAMES
    return first in _TAKE_QUERY or words[1] in OTHER_NAMES or _is_object(words[1]) or bool(_ID.fullmatch(words[1]))


def meant_query(words: Sequence[str]) -> str:
    """Return how to search for words that a command has refused, "" if they can hardly be meant as a query.

    `bin laden` may be one, although `bin` is a command.
    """
    at = next((at for at, word in enumerate(words) if word in COMMAND_NAMES), len(words))
    asked = words[at:]
    if len(asked) < 2 or asked[0] in _TAKE_QUERY or asked[1] in OTHER_NAMES:
        return ""
    if any(word.startswith("-") or _PATH.fullmatch(word) or _ID.fullmatch(word) for word in asked):
        return ""
    return f"{_as_query(asked)}."


def _as_query(words: Sequence[str]) -> str:
    noun = "word" if len(words) == 1 else "words"
    from shlex import quote

    return f"To look for the {noun}: peacereader search {' '.join(map(quote, words))}"


def _nearest_command(word: str) -> str:
    """Return the command that a word is a slip of the finger away from, or "" if there is none.

    That is one letter that is missing, added, changed or swapped with the next, or two in a name of seven letters or
    more. Names of three letters are near too many words.
    """
    from peaceindex import edit_distance

    found = []
    for name in _HELP_AND_COMMANDS - {word}:
        allowed = 0 if len(name) < 4 or word in _LIKELY_QUERIES.get(name, "").split() else 1 if len(name) < 7 else 2
        edits = edit_distance(name, word, allowed)
        if name[0] == word[0] and edits <= allowed:
            found.append((edits, name))
    return min(found)[1] if found else ""
