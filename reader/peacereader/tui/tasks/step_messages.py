"""Messages of the tasks that undo and redo in the reading room. `step` is the number under which it asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.field_message import FieldMessage

if TYPE_CHECKING:
    from collections.abc import Sequence


class NothingRemoved(FieldMessage):
    """There is no removal that is later than the last change of passages or tags, so that the latter is undone."""

    step: int


class RemovalUndone(FieldMessage):
    """A removal was undone: the articles with these ids came back. `latest` is when the change before it was made."""

    step: int
    ids: Sequence[str]
    latest: str


class NothingUndone(FieldMessage):
    """There was no change of passages or tags to undo."""

    step: int


class NothingRedone(FieldMessage):
    """What was to be redone cannot be: something else was changed since."""
