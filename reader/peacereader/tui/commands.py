"""What can be typed after `:`: the commands by name, and how a line that was typed becomes one of them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ACTION_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "add": ("add", "folder-add"),
    "address": ("open-address", "hit-address"),
    "articles": ("to-list",),
    "back": (
        "back", "passage-back", "place-back", "codes-back", "counts-back", "difference-back", "events-back",
        "searches-back", "folders-back", "report-back", "bin-back", "lines-back", "timeline-back", "collocates-back",
        "hit-back", "story-back", "compare-back", "audit-back", "help-back", "settings-back",
    ),
    "bookmark": ("bookmark", "line-bookmark", "compare-bookmark"),
    "coders": ("passage-agreement",),
    "codes": ("passage-codes",),
    "compare": ("compare", "story-mark"),
    "concordance": ("concordance",),
    "event": ("event", "passage-event", "event-edit"),
    "events": ("passage-events",),
    "exact": ("exact",),
    "facets": ("facets",),
    "folders": ("folders",),
    "label": ("label", "passage-label", "place-label"),
    "next": ("next-article", "next-hit-line", "story-next"),
    "note": ("note", "passage-note", "place-note"),
    "passages": ("passages",),
    "previous": ("previous-article", "previous-hit-line", "story-previous"),
    "quote": ("quote", "passage-quote", "place-quote", "line-quote", "compare-quote"),
    "redo": (
        "redo-here", "redo", "passage-redo", "place-redo", "code-redo", "difference-redo", "event-redo", "search-redo",
        "line-redo", "compare-redo", "audit-redo",
    ),
    "save": ("save-search",),
    "scraped": ("audit", "hit-audit"),
    "searches": ("searches",),
    "seen": ("mark-seen", "search-seen"),
    "stories": ("fold-stories", "line-fold"),
    "story": ("story",),
    "style": ("quote-style", "passage-quote-style", "line-quote-style", "compare-quote-style"),
    "tag": ("tag",),
    "taghits": ("tag-hits",),
    "timeline": ("timeline",),
    "undo": (
        "undo-here", "undo", "passage-undo", "place-undo", "code-undo", "difference-undo", "event-undo", "search-undo",
        "bin-undo", "line-undo", "compare-undo", "audit-undo",
    ),
}  # fmt: skip
"""The commands that do what an action does, by name.

An action of the screen in view comes before all others. Without one there, it is the first: that of the reading room,
or of the list of passages.
"""

ARTICLE_ACTIONS = frozenset((
    "audit", "bookmark", "compare", "event", "label", "note", "open-address", "quote", "quote-style", "read-later",
    "star", "story", "tag", "toggle-read",
))  # fmt: skip
"""The actions of the reading room that are about one article: the one in view, whatever screen shows it."""

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


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
