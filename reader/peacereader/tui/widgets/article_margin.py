"""What stands beside the text of an article on a wide screen: notes beside their passages, and other articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from peacereader.tui.widgets.article_layout import note_lines, section_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peacereader.tui.widgets.article_layout import Line
    from peacereader.tui.widgets.article_links import Link, Section


def beside(
    notes: Sequence[tuple[int, str]], sections: Sequence[Section], width: int
) -> tuple[Mapping[int, Line], Sequence[Link]]:
    """Return the lines beside the text by the line of the page, none wider than `width` cells, and the links in them.

    Each of the `notes`, in their order, has the line in which its passage ends; it begins there, or below the note
    before it. The other articles stand in the first gap between notes that holds them all, from the top.
    """
    lines: dict[int, Line] = {}
    free = 0
    ends = [0]
    for line, note in notes:
        first = max(line, free)
        rows = note_lines(note, width)
        lines |= dict(enumerate(rows, first))
        free = first + len(rows) + 1
        ends.append(free)
    block, links = section_lines(sections, width)
    start = next(end for end in ends if not any(row in lines for row in range(end, end + len(block) + 1)))
    lines |= dict(enumerate(block, start))
    return lines, [replace(link, line=link.line + start, is_aside=True) for link in links]
