"""The gate of the screens: a filter for every line that Textual paints, from whatever widget or message it comes."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from peaceindex.model.safe_text import printable


class Gate(LineFilter):
    """A filter that shows characters that could act on the terminal as `\\x1b`; the line keeps its width."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line, made harmless; nearly every line is already, and is returned as it is."""
        safe = [printable(segment.text) for segment in segments]
        if all(text is segment.text or text == segment.text for text, segment in zip(safe, segments, strict=True)):
            return segments
        width = Segment.get_line_length(segments)
        replaced = [Segment(text, segment.style) for text, segment in zip(safe, segments, strict=True)]
        return Segment.adjust_line_length(replaced, width)
