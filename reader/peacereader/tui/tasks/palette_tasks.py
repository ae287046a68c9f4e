"""Reading what the palette offers besides actions: saved and recent searches, and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.tasks.later_messages import PaletteRead

if TYPE_CHECKING:
    from textual.message import Message

    from peaceindex import Library
    from peacereader.tui.tasks.runner import Runner


def read_palette(runner: Runner) -> None:
    """Read the searches and labels, after all changes that were asked for before."""

    def work(library: Library) -> Message:
        labels = [code.name for code in library.annotations.coding.codebook().codes]
        return PaletteRead(library.search.saved_searches(), library.search.search_log(), labels)

    runner.run_in_order(work, newest_of="palette")
