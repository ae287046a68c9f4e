"""The gate of the screens: every line that Textual paints passes it, whatever widget or message it comes from."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from peaceindex.model.safe_text import printable


class Gate(LineFilter):
    """Shows what could act in the terminal as `\\x1b`; a line stays as wide as it was."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments of a line, harmless. Nearly every line is already, and then comes back as it is."""
        safe = [printable(segment.text) for segment in segments]
        if all(text is segment.text or text == segment.text for text, segment in zip(safe, segments, strict=True)):
            return segments
        width = Segment.get_line_length(segments)
        made = [Segment(text, segment.style) for text, segment in zip(safe, segments, strict=True)]
        return Segment.adjust_line_length(made, width)
