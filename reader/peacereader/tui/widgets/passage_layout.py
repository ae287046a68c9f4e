"""The lines of a passage in the list of passages: pure functions, which can be tested without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from peacereader import wording
from peacereader.tui.widgets.wrapping import wrap

if TYPE_CHECKING:
    from peaceindex.model.passage import Passage
    from peacereader.passage_order import Group

LineKind = Literal["quote", "source", "labels", "note", "warning", "heading", "blank", "words"]


class PassageLine(msgspec.Struct, frozen=True):
    """A line of the list: its kind and its text."""

    kind: LineKind
    text: str


BLANK = PassageLine("blank", "")


def passage_lines(passage: Passage, width: int, *, with_source: bool = True) -> list[PassageLine]:
    """Return the whole of a passage, none of its lines wider than `width` cells, with a blank line at the end.

    The source is left out where a heading names it.
    """
    facts = [
        passage.outlet or wording.OUTLET_NOT_KNOWN,
        wording.long_date(passage.date),
        passage.title or wording.TITLE_NOT_KNOWN,
    ]
    maker = [f"by {passage.annotator}"] if passage.annotator else []
    about = " · ".join([*maker, *(facts if with_source else [])])
    parts: tuple[tuple[LineKind, str], ...] = (
        ("quote", passage.quote),
        ("source", f"— {about}" if about else ""),
        ("labels", " · ".join(passage.labels)),
        ("labels", wording.event_words(passage.event) if passage.event else ""),
        ("note", passage.note),
        ("warning", wording.passage_place_words(passage)),
    )
    return [*(line for kind, text in parts for line in _wrapped(kind, text, width)), BLANK]


def heading_lines(group: Group, width: int) -> list[PassageLine]:
    """Return the heading of a group, with the number of its passages, and a blank line."""
    return [*_wrapped("heading", f"{group.heading} ({len(group.passages):,})", width), BLANK]


def words_lines(words: str, width: int) -> list[PassageLine]:
    """Return words of the reader itself, in place of passages."""
    return _wrapped("words", words, width)


def _wrapped(kind: LineKind, text: str, width: int) -> list[PassageLine]:
    """Return the lines of a text. A paragraph begins a line; of several empty lines one is kept, and none at an end."""
    lines: list[PassageLine] = []
    for paragraph in text.strip().split("\n"):
        pieces = [PassageLine(kind, paragraph[start:end]) for start, end in wrap(paragraph, width)]
        if not pieces and lines and lines[-1].text:
            pieces = [PassageLine(kind, "")]
        lines += pieces
    return lines
