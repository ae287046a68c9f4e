"""The question whether to take passages along from the sample pages to the user's first library."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding

from peacereader import wording
from peacereader.tui.dialogs.question import Question


class TakingAlong(Question):
    """The question; its answers are `later`, `yes` and `no`.

    It opens by itself, so Enter alone, which may have been meant for something else, changes nothing.
    """

    BINDINGS: ClassVar = [Binding("escape,q", "leave", "ask again next time")]

    HELP = "Enter chooses · Esc asks again next time"

    def __init__(self, count: int) -> None:
        passages = wording.counted(count, "passage")
        them = "it" if count == 1 else "them"
        super().__init__(
            f"You bookmarked {passages} in the sample pages. Take {them} along to this library?",
            {
                "later": "Not now",
                "yes": f"Yes, take {them} along, with notes, labels and articles",
                "no": "No, and do not ask again",
            },
        )
