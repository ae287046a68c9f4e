"""The layout of the state line for a given width: a pure function, which can be tested without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from rich.cells import cell_len

from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

CROSS: Final = " ✕"
GAP: Final = "  "
_CHIP_CELLS: Final = (64, 28, 20, 16, 12)
"""The greatest width of a chip in cells: the first at which all of them fit is taken."""
_BRIEF_CHIP_CELLS: Final = 16
"""The width from which on chips are named briefly."""
_MIN_NOTE_CELLS: Final = 18
_MIN_BRIEF_CELLS: Final = 13
_MIN_HINT_CELLS: Final = 30


class Chip(msgspec.Struct, frozen=True):
    """Something that narrows a search: the words for it, and the field of the request and the values that it is."""

    words: str
    field: str
    values: frozenset[str] = frozenset()
    brief: str = ""
    """Fewer words for it, for a narrow terminal; "" if there are none."""
    is_date: bool = False
    """Whether it is a date, which is not shortened as much: half of one means something else."""


class State(msgspec.Struct, frozen=True):
    """What the line shows. `keys` say what to press about the note; `is_hint` says that it is a problem.

    `brief` is the note in fewer words, for a narrow terminal.
    """

    chips: tuple[Chip, ...] = ()
    note: str = ""
    brief: str = ""
    keys: str = ""
    is_hint: bool = False
    order: str = ""
    """The order of the results, as `newest first`; "" before there are any."""
    folds_stories: bool = True
    is_read_only: bool = False
    """Whether the library is open for reading only, which the line says whatever else fits."""


class Part(msgspec.Struct, frozen=True):
    """A piece of the line: what it is, its text, and the number of its chip.

    `kind` is chip, more (chips that are not shown), note, hint, order, folding, read-only or gap.
    """

    kind: str
    text: str
    number: int = -1


def lay_out(state: State, width: int, chosen: int | None = None) -> list[Part]:
    """Return the pieces of the line in at most `width` cells; with a chip `chosen`, the chips around it alone."""
    if chosen is not None and state.chips:
        return _around(state.chips, width, chosen)
    chips, end = _chips_and_end(state, width)
    note = _note(state, _room(width, end, 0) - _width(chips) - (len(GAP) if chips else 0))
    left = [*chips, *([Part("gap", GAP)] if chips and note else []), *note]
    between = width - _width(left) - _width(end)
    return [*left, Part("gap", " " * max(0, between)), *(end if between >= 0 else [])]


def _chips_and_end(state: State, width: int) -> tuple[list[Part], list[Part]]:
    """Return the chips and the right end, as long as they can be.

    The right end is shortened first, then the note, then its keys are left out, then the chips are shortened.
    """
    whole, keys, brief = cell_len(state.note) + _keys_width(state), _keys_width(state), cell_len(state.brief)
    least = min(whole, _MIN_HINT_CELLS if state.is_hint else _MIN_NOTE_CELLS + keys)
    least_brief = min(brief or whole, _MIN_HINT_CELLS if state.is_hint else _MIN_BRIEF_CELLS)
    full, *smaller = _CHIP_CELLS
    ends = _ends(state)
    levels = [(full, end, min(whole, max(least, width * 2 // 3))) for end in ends]
    levels += [(full, end, least) for end in ends]
    levels += [(smaller[0], ends[-1], least), *((cells, ends[-1], least_brief) for cells in smaller)]
    for cells, end, note in levels:
        if _width(chips := _chips(state.chips, cells)) <= _room(width, end, note):
            return chips, end
    if not state.chips:
        return [], ends[-1] if state.is_read_only else []
    return _first_that_fit(state.chips, max(_room(width, ends[-1], least_brief), 10)), ends[-1]


def _keys_width(state: State) -> int:
    return len(GAP) + 1 + cell_len(state.keys) if state.keys else 0


def _room(width: int, end: Sequence[Part], note: int) -> int:
    """Return the cells that chips may take beside the right end and a note of so many cells."""
    return width - _width(end) - (len(GAP) if end else 0) - (note + len(GAP) if note else 0)


def _width(parts: Sequence[Part]) -> int:
    return sum(cell_len(part.text) for part in parts)


def _ends(state: State) -> list[list[Part]]:
    """Return the right end of the line, the longest first: the order, whether stories are folded, and read only."""
    always = [Part("read-only", "read only")] if state.is_read_only else []
    if not state.order:
        return [always]
    between = [Part("gap", " · ")] if always else []
    return [[*end, *between, *always] for end in _orders(state)] + ([always] if always else [])


def _orders(state: State) -> list[list[Part]]:
    folded = "folded" if state.folds_stories else "unfolded"
    order = state.order.removesuffix(" first")
    ends = [
        [Part("order", state.order), Part("gap", " · "), Part("folding", f"stories {folded}")],
        [Part("order", order), Part("gap", " · "), Part("folding", folded)],
    ]
    return [*ends, [Part("order", order)]] if state.folds_stories else ends


def _chips(chips: Sequence[Chip], limit: int) -> list[Part]:
    parts: list[Part] = []
    for number, chip in enumerate(chips):
        room = limit if not chip.is_date else max(limit, _CHIP_CELLS[1])
        words = chip.brief if chip.brief and limit <= _BRIEF_CHIP_CELLS else chip.words
        parts += [Part("gap", GAP)] if parts else []
        parts.append(Part("chip", shortened(words, room - len(CROSS)) + CROSS, number))
    return parts


def _first_that_fit(chips: Sequence[Chip], room: int) -> list[Part]:
    """Return as many short chips as fit, and the number of the others."""
    for count in range(len(chips) - 1, 0, -1):
        parts = [
            *_chips(chips[:count], _CHIP_CELLS[-1]), Part("gap", GAP), Part("more", f"+{len(chips) - count} more"),
        ]  # fmt: skip
        if _width(parts) <= room:
            return parts
    if len(chips) > 1:
        return [Part("more", f"{len(chips)} filters")]
    return [Part("chip", shortened(chips[0].brief or chips[0].words, room - len(CROSS)) + CROSS, 0)]


def _note(state: State, room: int) -> list[Part]:
    """Return the note with its keys, or without them if that leaves too little of it, or in fewer words."""
    kind, note = "hint" if state.is_hint else "note", state.note
    if not note or room < 5:
        return []
    with_keys = room - _keys_width(state)
    if with_keys >= min(cell_len(note), _MIN_NOTE_CELLS):
        return [Part(kind, shortened(note, with_keys) + (f"{GAP} {state.keys}" if state.keys else ""))]
    return [Part(kind, note if cell_len(note) <= room else shortened(state.brief or note, room))]


def _around(chips: Sequence[Chip], width: int, chosen: int) -> list[Part]:
    """Return the chosen chip with as many around it as fit, and the numbers of those that do not."""
    limit = next((limit for limit in _CHIP_CELLS if _width(_chips(chips, limit)) <= width), _CHIP_CELLS[-1])
    whole = _chips(chips, max(10, min(limit, width - 12)))
    shown = {chosen}
    for number in sorted(range(len(chips)), key=lambda number: abs(number - chosen)):
        parts = _window(whole, min(shown | {number}), max(shown | {number}), len(chips))
        if _width(parts) <= width:
            shown = set(range(min(shown | {number}), max(shown | {number}) + 1))
    return _window(whole, min(shown), max(shown), len(chips))


def _window(whole: Sequence[Part], first: int, last: int, count: int) -> list[Part]:
    before = [Part("more", f"+{first}"), Part("gap", GAP)] if first else []
    after = [Part("gap", GAP), Part("more", f"+{count - 1 - last}")] if last < count - 1 else []
    return [*before, *whole[2 * first : 2 * last + 1], *after]
