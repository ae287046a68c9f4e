"""What an action is for, in a word: the headings under which the help lists the keys of a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from peacereader.tui.keys import Action

_WORDS: Final[Mapping[str, str]] = {
    "Search and narrow": """
        search find complete completion take-rest exact sort facets facet tick exclude filter chip clear
        save-search fold-stories same reverse group to-results""",
    "Read and open": """
        open story audit passages concordance searches article next-article previous-article address table codes
        events agreement compare link star later read folders timeline""",
    "Select and mark": """
        select by-words by-sentences by-paragraphs word-right word-left sentence-down sentence-up other-end mark
        passage-mark""",
    "Change": """
        bookmark note editor label label-key tag tags remove undo redo rename event edit add describe memo color key
        merge split turn title outlet date authors encoding seen first second labels change default here move month
        side""",
    "Copy and export": "quote style export write copy",
    "Look": "theme fold unfold notes wider narrower measure",
    "Help and leave": "help quit back leave palette command-line to-list list",
}
_PURPOSES: Final[Mapping[str, str]] = {word: purpose for purpose, words in _WORDS.items() for word in words.split()}
_MOVING: Final = frozenset((
    "move", "half_page", "page", "first", "last", "line", "top", "bottom", "scroll", "edge", "columns", "step", "hit",
    "cut", "next_pane", "previous_pane", "passage", "next", "shift_order", "link",
))  # fmt: skip
"""The functions of actions that only move."""
ORDER: Final = ("Move", *_WORDS)


def purpose_of(action: Action) -> str:
    """Return what an action is for: one of `ORDER`."""
    function = action.action.rpartition(".")[2].partition("(")[0]
    if action.name in _PURPOSES:
        return _PURPOSES[action.name]
    if function in _MOVING or action.action in ("ask('place')", "ask('list')"):
        return "Move"
    parts = action.name.split("-")
    for start in range(len(parts)):  # `passage-fold-notes`: `fold-notes` before `notes`
        if purpose := _PURPOSES.get("-".join(parts[start:])):
            return purpose
    return next((_PURPOSES[part] for part in reversed(parts) if part in _PURPOSES), "Look")


def by_purpose(actions: Iterable[Action]) -> list[tuple[str, list[Action]]]:
    """Return actions by what they are for, in the order of `ORDER`."""
    groups: dict[str, list[Action]] = {purpose: [] for purpose in ORDER}
    for action in actions:
        groups[purpose_of(action)].append(action)
    return [(purpose, listed) for purpose, listed in groups.items() if listed]
