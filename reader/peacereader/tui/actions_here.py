"""The actions that a screen has now, with their words and keys: those of the focus, and those of its other panes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.actions import parse

from peacereader.tui.keys import GROUPS, action_of, shown_key
from peacereader.tui.palette_search import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from textual.binding import Binding
    from textual.dom import DOMNode
    from textual.screen import Screen
    from textual.widget import Widget

_OPENERS = frozenset(("app.palette", "app.command_line"))
_GROUP_OF = {action.name: heading for heading, actions in GROUPS.values() for action in actions}
_MOVES = frozenset(("move", "half_page", "page", "first", "last", "line", "top", "bottom", "scroll", "edge", "columns"))


def entries_here(screen: Screen[Any], keymap: Mapping[str, str]) -> list[Entry]:
    """Return an entry for each action that the screen offers, those of the focus first, then those of its other panes.

    An action of another pane goes to that pane first. Keys that stand for several actions (the digits) are left out,
    and so is what only moves a cursor, at the end.
    """
    seen: set[str] = set()
    entries: list[Entry] = []
    here = list(screen.focused.ancestors_with_self) if screen.focused else [screen, screen.app]
    keys = {key: active.binding.id for key, active in screen.active_bindings.items()}
    for rank, node in enumerate(here):
        for binding in _bindings(node):
            if binding.id and binding.id not in seen and _can_run(node, binding):
                seen.add(binding.id)
                run = _runner(screen, node, binding, None)
                entries.append(_entry(binding, keymap, run, rank, keys))
    for pane in _panes(screen):
        if pane in here:
            continue
        for binding in _bindings(pane):
            if binding.id and binding.id not in seen and _can_run(pane, binding):
                seen.add(binding.id)
                entries.append(_entry(binding, keymap, _runner(screen, pane, binding, pane), 10, None))
    return entries


def is_one_of(names: Collection[str], action: str, node: DOMNode) -> bool:
    """Return whether an action that is about to run on a node is one of these in the table of keys."""
    return any(
        binding.id in names and binding.action == action and node.check_action(*parse(action)[1:])
        for binding in _bindings(node)
    )


def groups_here(screen: Screen[Any]) -> list[str]:
    """Return the names of the groups of keys on a screen, those of its focus first."""
    nodes = [*(screen.focused.ancestors_with_self if screen.focused else (screen, screen.app)), *_panes(screen)]
    names = (binding.id for node in nodes for binding in _bindings(node))
    group_of = {action.name: group for group, (_, actions) in GROUPS.items() for action in actions}
    found = dict.fromkeys(group_of[name] for name in names if name in group_of)
    return sorted(found, key=lambda group: group == "app")


def _panes(screen: Screen[Any]) -> Iterator[Widget]:
    return (widget for widget in screen.query("*") if widget.can_focus and not widget.disabled)


def _bindings(node: DOMNode) -> Iterator[Binding]:
    for bindings in node._bindings.key_to_bindings.values():
        yield from bindings


def _can_run(node: DOMNode, binding: Binding) -> bool:
    """Return whether an action is in the table, has one meaning, and is not disabled now."""
    action = action_of(binding.id)
    if action is None or action.action in _OPENERS or action.keys.startswith("1,"):
        return False
    namespace, name, parameters = parse(binding.action)
    return bool((node.app if namespace == "app" else node).check_action(name, parameters))


def _entry(
    binding: Binding,
    keymap: Mapping[str, str],
    run: Callable[[], None],
    rank: int,
    active: Mapping[str, str | None] | None,
) -> Entry:
    action = action_of(binding.id)
    assert action is not None
    keys = [key.strip() for key in keymap.get(action.name, action.keys).split(",")]
    key = next((shown_key(key) for key in keys if active is None or active.get(key) == action.name), "")
    is_move = parse(action.action)[1] in _MOVES
    # What the key bar shows comes first, and what only moves a cursor last.
    rank += (not action.bar) + 40 * is_move
    return Entry(action.about, key, _GROUP_OF[action.name] or "In this help", run, action.bar, rank, action.name)


def _runner(screen: Screen[Any], node: DOMNode, binding: Binding, pane: Widget | None) -> Callable[[], None]:
    """Return what runs an action of a node, after its pane was gone to."""

    async def run() -> None:
        if node.is_attached:
            await node.app.run_action(binding.action, node)

    def start() -> None:
        if pane is None:
            screen.call_next(run)
            return
        go_to = getattr(screen, "go_to_pane", None)
        if go_to is not None:
            go_to(pane)
        else:
            pane.focus()
        screen.call_after_refresh(run)

    return start
