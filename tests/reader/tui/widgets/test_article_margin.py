"""The margin of an article: notes stand whole, in order, each below the one before."""

from __future__ import annotations

from peacereader.tui.widgets.article_margin import beside


def test_notes_of_one_line_stay_in_their_order_and_keep_their_empty_lines() -> None:
    lines, links = beside([(3, "zeal\n\nand more"), (3, "aid")], (), 30)
    shown = {number: " " * line.indent + line.text for number, line in lines.items()}
    assert shown == {3: "› zeal", 4: "  ", 5: "  and more", 7: "› aid"} and links == []


def test_no_line_is_wider_than_the_margin() -> None:
    lines, _ = beside([(0, "a note with a longwordthatiswiderthanallofthemargin " * 3)], (), 20)
    assert all(line.indent + len(line.text) <= 20 for line in lines.values())
