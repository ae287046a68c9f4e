"""The dialog in which a saved search is given its name."""

from __future__ import annotations

import re
from collections.abc import Collection

from textual.widgets import Static

from peaceindex.model.search import Request
from peacereader import wording
from peacereader.tui.dialogs.line_dialog import LineDialog
from peacereader.tui.widgets.wrapping import shortened

_LONGEST = 48
_SIGNS = re.compile(r'["()=*?~]|\b(?:title|outlet|tag|author|url|lang|date|is):')


class SearchNameScreen(LineDialog):
    """Asks for a name that no other saved search has."""

    DEFAULT_CSS = """
    SearchNameScreen .query { color: $room-muted; height: auto; max-height: 4; }
    """

    def __init__(self, request: Request, name: str, taken: Collection[str]) -> None:
        super().__init__(name, "a name for this search")
        self._request = request
        self._taken = taken

    def about(self) -> Static:
        """What is searched."""
        return Static(
            shortened(f"A name for the search {wording.asked(self._request)}", 200), classes="query", markup=False
        )

    def objection(self, line: str) -> str:
        """Why no search can be saved under this name."""
        if not line.strip():
            return "A saved search needs a name."
        return "Another search has this name already." if " ".join(line.split()) in self._taken else ""


def proposed_name(request: Request, taken: Collection[str]) -> str:
    """A name for a search: its words and what is ticked, without the signs of the query syntax."""
    ticked = [value for chosen in (request.outlets, request.dates, request.tags) for value in sorted(chosen.include)]
    words = " ".join(_SIGNS.sub(" ", request.text).split())
    name = shortened(", ".join(filter(None, [words, *ticked])) or wording.asked(request), _LONGEST)
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free
