"""How wide the panes of the reading room are: a pure function of the terminal's width and of the pane in use."""

from __future__ import annotations

from typing import Literal

import msgspec

Pane = Literal["list", "article", "facets"]

TWO_FROM = 80
"""The columns of the terminal from which two panes stand side by side."""
THREE_FROM = 120
"""The columns from which all three do."""
MARGIN_FROM = 170
"""The columns from which the article has room for a margin beside its text, with notes and other articles in it."""

AROUND_TEXT = 7
"""The columns of the article's pane that its text never takes: bar of passages, space on both sides, scroll bar."""

_LIST = 36
"""The columns below which titles are cut too often."""
_WIDEST_LIST = 60
_FACETS_ALONE = 30
_FACETS = 22
_FACETS_BESIDE_MARGIN = 32
_MARGIN = 34
"""The columns that are left for a margin right of the article's text."""


class Widths(msgspec.Struct, frozen=True):
    """The columns of each pane; 0 for a pane that is not shown."""

    facets: int = 0
    list: int = 0
    article: int = 0

    @property
    def shown(self) -> tuple[tuple[str, int], ...]:
        """The panes that are shown, from the left, each by its id and its columns."""
        panes = (("facets", self.facets), ("list", self.list), ("article", self.article))
        return tuple((name, width) for name, width in panes if width)


def pane_widths(total: int, current: Pane, measure: int) -> Widths:
    """Return the widths of the panes in a terminal of `total` columns.

    `current` is the pane visited last, `measure` the columns of the article's text. While one reads, the text keeps its
    measure: the facets give way, then the list.
    """
    text = measure + AROUND_TEXT
    if total < TWO_FROM:
        return Widths(**{current: total})
    if total < THREE_FROM:
        if current == "article":
            return _reading(total, text)
        if current == "facets":
            return Widths(facets=_FACETS_ALONE, list=total - _FACETS_ALONE)
        return Widths(list=_LIST, article=total - _LIST)
    has_margin = total >= MARGIN_FROM
    facets = _FACETS_BESIDE_MARGIN if has_margin else _FACETS
    wanted = total - facets - text - (_MARGIN if has_margin else 0)
    listed = min(_WIDEST_LIST, max(_LIST, wanted))
    article = total - facets - listed
    if current == "article" and article < text:
        return _reading(total, text)
    return Widths(facets=facets, list=listed, article=article)


def _reading(total: int, text: int) -> Widths:
    """Return the widths while one reads and not all panes have room: the list stays if the text keeps its measure."""
    listed = total - text
    return Widths(list=listed, article=text) if listed >= _LIST else Widths(article=total)
