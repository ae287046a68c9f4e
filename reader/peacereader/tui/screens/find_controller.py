"""Finding something in the text of the article that is read: the line in which it is typed, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.widgets.article_pane import ArticlePane
    from peacereader.tui.widgets.find_line import FindInput, FindLine
    from peacereader.tui.widgets.key_bar import KeyBar


class FindController:
    """Shows the line above the key bar while the user types what to find in the article."""

    def __init__(self, screen: GuardedScreen, pane: ArticlePane, bar: KeyBar) -> None:
        self._screen = screen
        self._pane = pane
        self._bar = bar
        self._line: FindLine | None = None

    def open(self) -> None:
        """Ask what to find, with what was found last still in the line."""
        from peacereader.tui.widgets.find_line import FindLine

        if self._line is None:
            self._pane.begin_find()
            line = self._line = FindLine()
            line.input.value = self._pane.find_text.strip()
            line.input.select_all()
            self._screen.mount(line, before=self._bar)
            self._screen.call_after_refresh(line.input.focus)

    def find(self, message: FindInput.Typed) -> None:
        """Go to the first place of what is typed, and say how many there are."""
        if self._line is not None:
            self._show(is_wrapped=self._pane.find(message.text))

    def step(self, message: FindInput.Stepped) -> None:
        """Go to the next or previous place."""
        if self._pane.find_count:
            self._pane.action_hit(message.by)
            self._show()

    def _show(self, *, is_wrapped: bool = False) -> None:
        if self._line is None:
            return
        if not self._pane.find_text:
            self._line.say("")
        elif not self._pane.find_count:
            self._line.say("not found", is_missing=True)
        else:
            words = f"{self._pane.find_number} of {self._pane.find_count}"
            self._line.say(f"from the top: {words}" if is_wrapped else words)

    def close(self, message: FindInput.Left) -> None:
        """Close the line. The article stays where it is."""
        if (line := self._line) is None:
            return
        self._line = None
        if line.input.has_focus:
            self._pane.focus()
        line.remove()
        if not message.is_kept:
            self._pane.drop_find()
