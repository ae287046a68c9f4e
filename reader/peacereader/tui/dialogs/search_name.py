"""The dialog for naming a saved search."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.widgets import Static

from peacereader import wording
from peacereader.tui.dialogs.line_dialog import LineDialog
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Collection

    from peaceindex.model.search import Request

_MAX_NAME_CELLS = 48
_QUERY_SYNTAX = re.compile(r'["()=*?~]|\b(?:title|outlet|tag|author|url|lang|date|is):')


class SearchNameScreen(LineDialog):
    """A dialog that asks for a name that no other saved search has."""

    DEFAULT_CSS = """
    SearchNameScreen .query { color: $room-muted; height: auto; max-height: 4; }
    """

    def __init__(self, request: Request, name: str, taken: Collection[str]) -> None:
        super().__init__(name, "a name for this search")
        self._request = request
        self._taken = taken

    def about(self) -> Static:
        """Return a description of the search."""
        return Static(
            shortened(f"A name for the search {wording.request_line(self._request)}", 200),
            classes="query",
            markup=False,
        )

    def objection(self, line: str) -> str:
        """Return why no search can be saved under this name, or "" if one can."""
        if not line.strip():
            return "A saved search needs a name."
        return "Another search already has this name." if " ".join(line.split()) in self._taken else ""


def proposed_name(request: Request, taken: Collection[str]) -> str:
    """Return a free name for a search: its words and ticked values, without the characters of the query syntax."""
    ticked = [
        wording.date_span(value) if ".." in value else value
        for selection in request.selections.values()
        for value in sorted(selection.include)
    ]
    words = " ".join(_QUERY_SYNTAX.sub(" ", request.text).split())
    name = shortened(", ".join(filter(None, [words, *ticked])) or wording.request_line(request), _MAX_NAME_CELLS)
    number = 2
    candidate = name
    while candidate in taken:
        candidate, number = f"{name} {number}", number + 1
    return candidate
