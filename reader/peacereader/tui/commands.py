"""What can be typed after `:`: the commands by name, and how a line that was typed becomes one of them."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ACTION_COMMANDS = {
    "articles": "to-list", "facets": "facets", "passages": "passages", "events": "passage-events",
    "codes": "passage-codes", "coders": "passage-agreement", "concordance": "concordance", "searches": "searches",
    "save": "save-search", "story": "story", "stories": "fold-stories", "scraped": "audit", "exact": "exact",
    "tag": "tag", "taghits": "tag-hits", "address": "open-address", "next": "next-article",
    "previous": "previous-article", "bookmark": "bookmark", "note": "note", "label": "label", "quote": "quote",
    "style": "quote-style", "event": "event", "undo": "undo-here", "redo": "redo-here", "seen": "mark-seen",
    "back": "back", "add": "add-path", "folders": "folders", "compare": "mark-compare", "timeline": "timeline",
}  # fmt: skip
"""The commands that do what an action does, by name. One whose action is not in the table of keys is left out."""

_ENOUGH_ALIKE = 0.6


class Command(NamedTuple):
    """A command: its name, what comes after it in words, what it does, and how it is run and completed.

    `prepare` takes what was typed after the name, and returns what does it, or in words why it cannot be done. `values`
    returns what may stand there, for what is typed so far. What must stand there is not in brackets in `takes`.
    """

    name: str
    takes: str
    about: str
    prepare: Callable[[str], Callable[[], None] | str]
    values: Callable[[str], Sequence[str]] = lambda typed: ()
    aliases: tuple[str, ...] = ()


class Completion(NamedTuple):
    """A line that can be chosen, and what it does in words."""

    line: str
    about: str


def named(commands: Sequence[Command], name: str) -> Command | None:
    """Return the command of this name or alias, or the only one whose name begins so; None if there is none."""
    exact = next((one for one in commands if name == one.name or name in one.aliases), None)
    if exact or not name:
        return exact
    begun = [one for one in commands if one.name.startswith(name)]
    return begun[0] if len(begun) == 1 else None


def completions(commands: Sequence[Command], typed: str) -> list[Completion]:
    """Return the lines that `typed` may become: names of commands, or values of the one that is named."""
    text = typed.lstrip(" :")
    name, space, rest = text.partition(" ")
    if not space:
        begun = [one for one in commands if one.name.startswith(name)]
        within = [one for one in commands if name and name in one.name and one not in begun]
        about = [one for one in commands if len(name) > 2 and name in one.about.casefold()]
        found = dict.fromkeys(one.name for one in (*begun, *within, *about))
        by_name = {one.name: one for one in commands}
        return [Completion(key, f"{by_name[key].takes}  {by_name[key].about}".strip()) for key in found]
    command = named(commands, name)
    if command is None:
        return []
    rest = rest.lstrip()
    found_values = command.values(rest)
    wanted = rest.casefold()
    begun_values = [value for value in found_values if value.casefold().startswith(wanted)]
    other = [value for value in found_values if wanted in value.casefold() and value not in begun_values]
    return [Completion(f"{command.name} {value}", command.about) for value in (*begun_values, *other)]


def prepared(commands: Sequence[Command], typed: str) -> Callable[[], None] | str:
    """Return what does a line that was typed, or in words why it cannot be done; "" for an empty line."""
    text = typed.strip().lstrip(":").strip()
    if not text:
        return ""
    name, _, rest = text.partition(" ")
    command = named(commands, name)
    if command is None:
        begun = [one.name for one in commands if one.name.startswith(name)]
        if begun:
            return f"“{name}” may be {_listed(begun)}. Type more of it."
        similar = difflib.get_close_matches(name, [one.name for one in commands], 3, _ENOUGH_ALIKE)
        advice = f"Did you mean {_listed(similar)}?" if similar else "Tab lists all commands; Ctrl+P finds actions."
        return f"There is no command “{name}”. {advice}"
    rest = rest.strip()
    if rest and not command.takes:
        return f"“{command.name}” stands alone: nothing comes after it."
    if not rest and command.takes and not command.takes.startswith("["):
        values = list(command.values(""))[:8]
        return f"“{command.name}” needs {command.takes}{f': {_listed(values)}' if values else ''}."
    return command.prepare(rest)


def one_of(value: str, values: Sequence[str], what: str) -> tuple[str, str]:
    """Return which of `values` was typed, or the only one that begins so; and why it is none, "" if it is one."""
    begun = [one for one in values if one.casefold().startswith(value.casefold())]
    exact = [one for one in begun if one.casefold() == value.casefold()]
    if exact or len(begun) == 1:
        return (exact or begun)[0], ""
    return "", f"There is no {what} “{value}”. There are: {', '.join(values)}."


def paths_beginning(typed: str) -> list[str]:
    """Return the files and folders whose path begins as typed, folders with a slash; hidden ones only if asked for."""
    head, slash, part = typed.rpartition("/")
    if typed == "~":
        return ["~/"]
    try:
        folder = Path(head + slash or ".").expanduser()
        with os.scandir(folder) as entries:
            names = sorted(
                f"{entry.name}{'/' if entry.is_dir() else ''}"
                for entry in entries
                if entry.name.startswith(part) and (part.startswith(".") or not entry.name.startswith("."))
            )
    except (OSError, ValueError, RuntimeError):
        return []
    return [f"{head}{slash}{name}" for name in names if name.isprintable()]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
