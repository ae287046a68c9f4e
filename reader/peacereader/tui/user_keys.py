"""The keys that count: those of the table, of the preset that the user chose, and the user's own on top of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from peacereader.tui.keys import GROUPS, Action, checked_keymap, shown_key

PRESETS: Final = ("vim", "emacs", "arrows")
"""The names of the presets. The table of keys itself follows vim and less."""

_EMACS: Final[Mapping[str, str]] = {
    "down": "ctrl+n", "up": "ctrl+p", "pagedown": "ctrl+v", "pageup": "alt+v", "home": "alt+less_than_sign",
    "end": "alt+greater_than_sign", "escape": "ctrl+g", "slash": "ctrl+s",
}  # fmt: skip
"""The key of Emacs that stands beside each of these keys."""
_EMACS_INSTEAD: Final[Mapping[str, str]] = {"ctrl+p": "alt+x"}
_MOVING_LETTERS: Final = frozenset(("h", "j", "k", "l", "g", "G"))
_MOVING_KEYS: Final = frozenset(("up", "down", "left", "right", "home", "end", "pageup", "pagedown"))
_FUNCTION_KEYS: Final[Mapping[str, str]] = {"next-hit": "f3", "previous-hit": "shift+f3"}

_BEHIND: Final[Mapping[str, tuple[str, ...]]] = {
    "input": ("room",), "chips": ("room",), "list": ("room",), "article": ("room", "hit"), "find": ("room", "hit"),
    "facets": ("room",), "pages": ("help",),
}  # fmt: skip
"""The groups of keys of the screens on which the pane with a group stands: a key of the pane hides theirs."""
_TYPING: Final = frozenset(("input", "find"))
"""The groups of lines in which a character is typed, whatever action has it as its key."""


def effective_keymap(
    preset: str, wanted: Mapping[str, str], place: Callable[[str], str] = lambda name: "config.yaml:"
) -> tuple[dict[str, str], list[str]]:
    """Return the keys of each action that has others than in the table, and a message for each error.

    `wanted` are the user's own keys by action; `place` returns where the entry of an action stands in the config, ""
    for that of the preset.
    """
    base = preset_keys(preset)
    problems = []
    if preset not in PRESETS:
        problems.append(f"{place('')} there is no set of keys {preset!r}. There are: {', '.join(PRESETS)}.")
    own, wrong = checked_keymap(wanted, place)
    keymap = base | own
    problems += wrong
    for one, other, key in clashes(keymap, own, base):
        problems.append(
            f"{place(one.name)} {shown_key(key)} is the key of two actions on one screen, {one.name} ({_short(one)}) "
            f"and {other.name} ({_short(other)}). Give one of them another key."
        )
    return keymap, problems


def preset_keys(preset: str) -> dict[str, str]:
    """Return the keys of the actions that a preset changes; none for `vim`, and for one that is not there."""
    change = {"emacs": _emacs, "arrows": _arrows}.get(preset)
    keymap = {}
    for action in _actions():
        keys = action.keys.split(",")
        if change and (changed := change(action, keys)) != keys:
            keymap[action.name] = ",".join(changed)
    return keymap


def _emacs(action: Action, keys: list[str]) -> list[str]:
    beside = [_EMACS[key] for key in keys if key in _EMACS]
    kept = [_EMACS_INSTEAD.get(key, key) for key in keys]
    return [*beside, *(key for key in kept if key not in beside)]


def _arrows(action: Action, keys: list[str]) -> list[str]:
    if not _MOVING_KEYS.isdisjoint(keys):
        keys = [key for key in keys if key not in _MOVING_LETTERS]
    return [*keys, _FUNCTION_KEYS[action.name]] if action.name in _FUNCTION_KEYS else keys


def clashes(
    keymap: Mapping[str, str], changed: Mapping[str, str], base: Mapping[str, str]
) -> list[tuple[Action, Action, str]]:
    """Return each pair of actions that share a key on one screen since the first was `changed`, and that key.

    Keys that they share without the user's own, in the table or by a preset (`base`), are left out: a pane may hide a
    key of its screen on purpose.
    """
    found: dict[frozenset[str], tuple[Action, Action, str]] = {}
    for group, action in _grouped():
        if action.name not in changed:
            continue
        keys = set(_keys(action, keymap))
        for other_group, other in _grouped():
            if other is action or not _are_together(group, other_group):
                continue
            for key in sorted(keys.intersection(_keys(other, keymap))):
                is_usual = key in _keys(action, base) and key in _keys(other, base)
                is_typed = not _TYPING.isdisjoint((group, other_group)) and len(shown_key(key)) == 1
                if not is_usual and not is_typed:
                    found.setdefault(frozenset((action.name, other.name)), (action, other, key))
    return list(found.values())


def _are_together(one: str, other: str) -> bool:
    """Return whether the keys of two groups can act at the same time."""
    return one == other or "app" in (one, other) or one in _BEHIND.get(other, ()) or other in _BEHIND.get(one, ())


def _keys(action: Action, keymap: Mapping[str, str]) -> list[str]:
    return [key.strip() for key in keymap.get(action.name, action.keys).split(",")]


def _grouped() -> Iterator[tuple[str, Action]]:
    for group, (_, actions) in GROUPS.items():
        for action in actions:
            yield group, action


def _actions() -> Iterator[Action]:
    return (action for _, action in _grouped())


def _short(action: Action) -> str:
    """The words of an action up to the first colon or semicolon."""
    return action.about.partition(";")[0].partition(":")[0]
