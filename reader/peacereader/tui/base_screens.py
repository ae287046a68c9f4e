"""What all screens and dialogs have in common: one way in, one way out, and nothing that comes too late."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual import events, messages
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.widget import Widget

from peacereader.tui.error_handling import GuardedApp, GuardedWidget
from peacereader.tui.tasks.messages import Failed

if TYPE_CHECKING:
    _Screen = Screen[Any]
else:
    _Screen = MessagePump

_OF_TEXTUAL = (events.__name__, messages.__name__)


class GuardedScreen(GuardedWidget, _Screen):
    """A mixin for screens. No screen calls `push_screen`, `pop_screen` or `dismiss` itself."""

    _left = False

    def enter(self, screen: Screen[Any], come_back: Callable[[Any], None] | None = None) -> bool:
        """Open a screen over this one, and call `come_back` with its result.

        Not where another one lies over this one by now: a key that was pressed twice, or the answer of a thread that
        took its time, opens nothing. False says so.
        """
        if self._left or self.app.screen is not self:
            return False
        self.app.push_screen(screen, come_back)
        return True

    def leave(self, result: object = None) -> None:
        """Go back, with a result for who opened this screen; once, and only while no other screen lies over it."""
        if not self._left:
            self._left = cast(GuardedApp, self.app).remove_screen(self, result)

    # Keys go to the widget in focus. Textual takes the focus away where a click finds no widget, as on a screen that is
    # being laid out; without it no key would do anything any more.

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Focus a widget; where nothing is in focus, the one that was last, unless the terminal itself is left."""
        before = self.focused
        super().set_focus(widget, scroll_visible, from_app_focus)
        if widget is None and self.app.app_focus:
            self.call_later(self._focus_again, before)

    def on_key(self) -> None:
        """A key that no widget took, since none is in focus."""
        self._focus_again(None)

    def _focus_again(self, before: Widget | None) -> None:
        if self.focused is None and self.is_current and not self._left and (there := self.focus_chain):
            self.set_focus(before if before in there else there[0])

    async def _dispatch_message(self, message: Message) -> None:
        """What a screen that was left is still told, by threads or by keys pressed before, concerns nobody."""
        if not self._left or type(message).__module__ in _OF_TEXTUAL:
            await super()._dispatch_message(message)
        elif isinstance(message, Failed):  # but what was not kept is
            self.notify(message.words, severity="error", timeout=12, markup=False)


class ReaderScreen(GuardedScreen, Screen[ScreenResultType]):
    """A screen of the reader."""


class ReaderDialog(GuardedScreen, ModalScreen[ScreenResultType]):
    """A dialog, which lies over a screen that stays in view."""

    class Leaving(Message):
        """The user leaves the dialog without a choice."""

    def action_leave(self) -> None:
        """Leave the dialog, after all that was asked of it before: Enter and Esc in a row keep what was typed."""
        (self.focused or self).post_message(self.Leaving())

    def on_reader_dialog_leaving(self) -> None:
        """Go back without a choice."""
        self.leave()
