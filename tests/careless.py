"""A cleaner that makes mistakes on demand: lines with a certain word are cut, for no reason but a model's judgement."""

from __future__ import annotations

from typing import Any

import pytest

from peaceindex.cleaning import cleaner
from peaceindex.cleaning.page import Page
from peaceindex.cleaning.selection import Selection, select

WORD = "Marigold"
ORDINALS = ("second", "third", "fourth", "fifth")
REASON = "text that is not of this article"
TITLE = "Delegations meet in Vienna for the {} round of the talks"
FIRST_TITLE = TITLE.format("second")
TEXT = (
    "The two delegations met in Vienna on Monday for the {} round of their talks, officials said. "
    "They are expected to speak about an exchange of prisoners and about a ceasefire along the whole front.",
    "An adviser told reporters in Vienna that a list of the prisoners had been handed over. "
    "He added that nobody should expect a quick result, and that the talks would go on for several days.",
    "The next meeting is planned for the week after, if both delegations agree to come again. "
    "Until then the officials who prepare the exchange of prisoners stay in Vienna.",
)
FIRST = f"Minister {WORD} opened the talks in Vienna on Monday and welcomed both delegations to the exchange."
SECOND = f"Officials of {WORD} said the delegations would speak of prisoners before they speak of a ceasefire."


def page(*before: str, within: tuple[str, ...] = (), number: int = 0) -> str:
    """A page of text: its title, lines before the text, the text with lines in it."""
    ordinal = ORDINALS[number]
    return "\n\n".join((TITLE.format(ordinal), *before, TEXT[0].format(ordinal), *within, *TEXT[1:])) + "\n"


def make_careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every line with `WORD` is cut."""

    def careless(page: Page, *rest: Any) -> Selection:
        selection = select(page, *rest)
        selection.leave_out({i: REASON for i, line in enumerate(page.lines) if WORD in line.text})
        return selection

    monkeypatch.setattr(cleaner, "select", careless)
