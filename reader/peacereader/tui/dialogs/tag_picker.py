"""The list of the user's own tags: type to find or make one, and set or remove any number of them on articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from peaceindex.model.code import Code
from peacereader.tui.dialogs.label_picker import LabelPicker

if TYPE_CHECKING:
    from collections.abc import Sequence


class TagPicker(LabelPicker):
    """A dialog whose result is the change of tags, or None if there is none."""

    BINDINGS: ClassVar = [Binding("escape", "leave", "save the tags")]

    THING = "tag"

    def __init__(self, about: str, tags: Sequence[Sequence[str]], known: Sequence[str]) -> None:
        """`about` names the articles, `tags` are those of each of them, `known` all that there are."""
        super().__init__([Code(tag) for tag in known], {}, tags, about)
