"""The line of facts in a row of the results, in columns: outlet, date, and what else is to be said of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from peacereader import wording
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from peaceindex.model.search_results import Hit

_WIDE = 50
"""The cells from which the rest has room behind the date, and counts stand with their noun."""
_OUTLET = 22
"""The cells of the outlet in a wide line."""
_DATE = len("12 May 2025")
_LEAST_OUTLET = 6
_LEAST_TAGS = 6
"""The room in cells from which the user's tags are named; with less a # stands for them."""


Kind = Literal["mark", "new", "fact"]


def fact_columns(hit: Hit, room: int) -> list[tuple[str, Kind]]:
    """Return the parts of the line about a hit, in `room` cells, each with what it is painted as.

    In a narrow line the date stands at the right edge, and what else there is to say between outlet and date.
    """
    new = ("★ " if hit.starred else "") + ("later · " if hit.later else "") + ("new · " if hit.new else "")
    outlet = hit.outlet or wording.OUTLET_NOT_KNOWN
    date = wording.short_date(hit.date)
    is_wide = room >= _WIDE
    count = wording.publication_count(hit, short=not is_wide)
    published = f"  {count}" if count else ""
    passages = f"  ┃{hit.passages}" if hit.passages else ""
    parts: list[tuple[str, Kind]] = [("  " if hit.read else "● ", "mark"), (new, "new")]
    if is_wide:
        date = f"  {date:>{_DATE}}"
        name = _filled(shortened(outlet, _OUTLET - cell_len(new)), _OUTLET - cell_len(new))
        tags = _tags(hit, room - 2 - _OUTLET - cell_len(date + published + passages))
        return [*parts, (name + date + published, "fact"), (passages + tags, "mark")]
    own = passages + ("  #" if hit.mine else "")
    free = room - 2 - cell_len(new) - cell_len(published + own) - 2 - cell_len(date)
    name = shortened(outlet, max(_LEAST_OUTLET, free))
    gap = " " * max(0, free - cell_len(name))
    return [*parts, (name + published, "fact"), (own, "mark"), (f"{gap}  {date}", "fact")]


def _tags(hit: Hit, free: int) -> str:
    """Return the user's tags as far as they fit, after two spaces."""
    if not hit.mine:
        return ""
    return "  " + shortened(f"#{' #'.join(hit.mine)}", free - 2) if free - 2 >= _LEAST_TAGS else " #"


def _filled(text: str, cells: int) -> str:
    return text + " " * max(0, cells - cell_len(text))
