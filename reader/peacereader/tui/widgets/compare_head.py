"""The heading of a comparison: of each article its title, outlet and date, then what differs between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from peacereader import wording
from peacereader.exports.comparison import count_words, fact_words
from peacereader.tui.error_handling import GuardedWidget
from peacereader.tui.widgets.compare_layout import Columns
from peacereader.tui.widgets.wrapping import shortened, wrap

if TYPE_CHECKING:
    from peaceindex.model.article import Article
    from peaceindex.model.comparison import Comparison

_MOST_FACT_LINES = 3
_LOW_LINES = 24
"""A screen of fewer lines has the facts that differ in one line."""

Line = list[tuple[str, str]]
"""Pieces of a line, each with its kind and its text."""


def head_lines(comparison: Comparison, width: int, height: int) -> list[Line]:
    """Return the lines of the heading for a screen of this size."""
    columns = Columns.of(width - 1)  # the scroll bar of the view below
    indent = " " * columns.indent
    if columns.right:
        left, right = _of_article(comparison.left), _of_article(comparison.right)
        lines: list[Line] = []
        for kind, one, other in (("title", left[0], right[0]), ("about", left[1], right[1])):
            first, second = shortened(one, columns.left), shortened(other, columns.right)
            gap = " " * (columns.left - cell_len(first))
            signs = ("−", "+") if kind == "title" else (" ", " ")
            lines.append([
                ("about", f"{indent} {signs[0]} "), (kind, first),
                ("about", f"{gap} {signs[1]} "), (kind, second),
            ])  # fmt: skip
    else:
        lines = []
        for sign, article in (("−", comparison.left), ("+", comparison.right)):
            title, about = _of_article(article)
            about = shortened(about, max(8, width // 2))
            title = shortened(title, max(8, width - 7 - cell_len(about)))
            lines.append([("about", f" {sign} "), ("title", title), ("about", f" · {about}")])
    room = max(8, width - columns.indent - 4)
    lines.append([("words", f"{indent}   {shortened(count_words(comparison), room)}")])
    facts = "; ".join(fact_words(comparison))
    most = _MOST_FACT_LINES if height >= _LOW_LINES else 1
    pieces = [facts[start:end] for start, end in wrap(facts, room)]
    if len(pieces) > most:
        pieces = [*pieces[: most - 1], shortened(f"{pieces[most - 1]} {pieces[most]}", room)]
    lines += [[("facts", f"{indent}   {piece}")] for piece in pieces]
    return lines


def _of_article(article: Article) -> tuple[str, str]:
    about = f"{article.outlet or wording.OUTLET_NOT_KNOWN} · {wording.short_date(article.date)}"
    return article.title or wording.TITLE_NOT_KNOWN, about


class CompareHead(GuardedWidget, Widget):
    """The heading."""

    COMPONENT_CLASSES = {"head--title", "head--about", "head--words", "head--facts"}

    DEFAULT_CSS = """
    CompareHead { height: auto; background: $surface; color: $foreground; }
    CompareHead > .head--title { text-style: bold; }
    CompareHead > .head--about { color: $room-muted; }
    CompareHead > .head--words { color: $foreground; }
    CompareHead > .head--facts { color: $room-hit; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._comparison: Comparison | None = None
        self._words = ""
        self._lines: list[Line] = []

    def show(self, comparison: Comparison | None, words: str = "") -> None:
        """Show the heading of a comparison, or words."""
        self._comparison, self._words = comparison, words
        self.lay_out()

    def lay_out(self) -> None:
        """Make the lines for the size of the screen."""
        width, height = self.screen.size
        self._lines = head_lines(self._comparison, width, height) if self._comparison else [[("about", self._words)]]
        self.styles.height = len(self._lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return a line of it."""
        base = self.rich_style
        pieces = self._lines[y] if y < len(self._lines) else []
        segments = [
            Segment(text, base + self.get_component_rich_style(f"head--{kind}", partial=True)) for kind, text in pieces
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)
