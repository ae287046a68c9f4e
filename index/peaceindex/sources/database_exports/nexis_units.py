"""The units of a Nexis document: runs of lines between empty lines, divided again where a line begins with a label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from peaceindex.sources.database_exports.export import ExportLine
from peaceindex.sources.database_exports.nexis_vocabulary import label_of
from peaceindex.sources.database_exports.paragraphs import paragraphs_of

_NARROWEST: Final = 40
_WIDEST: Final = 132
"""The columns between which exports wrap their lines."""

IsLabel = Callable[[str], bool]
"""Says whether a label is written as labels are in this file."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that belong together. `first` and `end` are indices into the lines of the export; `end` is not part of it.

    `kind` is the kind of its label, or "". `value` is what follows the label in its line. `gap` is the number of empty
    lines before it.
    """

    first: int
    end: int
    kind: str = ""
    value: str = ""
    gap: int = 0


def units_of(lines: Sequence[ExportLine], first: int, end: int, is_label: IsLabel) -> list[Unit]:
    """Return the units of the lines from `first` to `end`."""
    found: list[Unit] = []
    start, kind, value, gap, empty = first, "", "", 0, 0

    def close(at: int) -> None:
        if at > start:
            found.append(Unit(start, at, kind, value, gap))

    is_open = False
    for i in range(first, end):
        text = lines[i].text
        if not text.strip():
            if is_open:
                close(i)
                is_open, empty = False, 0
            empty += 1
            continue
        label = label_of(text)
        is_labelled = label is not None and is_label(label[0])
        if is_open and not is_labelled:
            continue
        if is_open:
            close(i)
            empty = 0
        start, gap, is_open = i, empty, True
        kind, value = (label[1], label[2]) if label and is_labelled else ("", "")
    if is_open:
        close(end)
    return found


@dataclass(slots=True)
class Values:
    """The values of fields with labels, by kind, in the order in which they stand."""

    by_kind: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, value: str) -> None:
        """Add a value. An empty one is left out."""
        if value:
            self.by_kind.setdefault(kind, []).append(value)

    def first(self, kind: str) -> str:
        """Return the first value of a kind, or ""."""
        return next(iter(self.by_kind.get(kind, ())), "")

    def all(self, kind: str) -> list[str]:
        """Return all values of a kind."""
        return self.by_kind.get(kind, [])


def value_of(lines: Sequence[ExportLine], unit: Unit, width: int) -> str:
    """Return the value of a unit with a label, or its text without one, as one line."""
    own = lines[unit.first : unit.end]
    if unit.kind:
        own = [ExportLine(unit.value, own[0].is_block), *own[1:]]
    return joined(own, width)


def wrap_width(lines: Sequence[ExportLine]) -> int:
    """Return a column within which the lines of a classic export are wrapped, or 0 if they are not wrapped.

    It is that of the lines that another follows directly, since these are full in a text that is wrapped. Centred lines
    and fields do not count.
    """
    plain = [len(line.text) for line in lines if not line.is_block and line.text[:4].strip()]
    if not plain or sum(length > _WIDEST for length in plain) * 50 > len(plain):
        return 0
    full = sorted(
        len(line.text)
        for line, following in pairwise(lines)
        if not line.is_block
        and _NARROWEST <= len(line.text) <= _WIDEST
        and line.text[:4].strip()
        and following.text[:4].strip()
        and not label_of(following.text)
    )
    if len(full) < 3:
        return max((length for length in plain if length <= _WIDEST), default=0) if full else 0
    return full[(len(full) * 9) // 10]


def joined(lines: Sequence[ExportLine], width: int) -> str:
    """Return lines as one, with the breaks of wrapped lines taken out."""
    return " ".join(" ".join(text.split()) for text in paragraphs_of(lines, width))
