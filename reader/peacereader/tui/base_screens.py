"""The base of all screens and dialogs: entering and leaving them, and dropping messages that come too late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import events, messages
from textual.geometry import Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.widget import Widget

from peacereader.tui.error_handling import GuardedApp, GuardedWidget
from peacereader.tui.tasks.messages import Failed

if TYPE_CHECKING:
    from collections.abc import Callable

    _Screen = Screen[Any]
else:
    _Screen = MessagePump

_TEXTUAL_MODULES = (events.__name__, messages.__name__)


class GuardedScreen(GuardedWidget, _Screen):
    """A mixin for screens. No screen calls `push_screen`, `pop_screen` or `dismiss` itself."""

    _has_left = False

    def enter(self, screen: Screen[Any], on_result: Callable[[Any], None] | None = None) -> bool:
        """Open a screen on top of this one, and call `on_result` with its result.

        Return False and open nothing if another screen is already on top: a key may have been pressed twice, or a
        thread may have answered late.
        """
        if self._has_left or self.app.screen is not self:
            return False
        self.app.push_screen(screen, on_result)
        return True

    def leave(self, result: object = None) -> None:
        """Leave this screen and pass `result` to the screen that opened it. Works once, and only while it is on top."""
        if not self._has_left:
            self._has_left = cast(GuardedApp, self.app).remove_screen(self, result)

    # Keys go to the focused widget. Textual removes the focus when a click finds no widget, for example on a screen
    # that is still being laid out. Without a focus, no key would do anything any more.

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Focus a widget. If nothing is focused then, restore the last focus, unless the terminal itself lost it."""
        previous = self.focused
        super().set_focus(widget, scroll_visible, from_app_focus)
        if widget is None and self.app.app_focus:
            self.call_later(self._restore_focus, previous)

    def on_key(self) -> None:
        """Restore the focus when a key reaches the screen because no widget has the focus."""
        self._restore_focus(None)

    def _restore_focus(self, previous: Widget | None) -> None:
        if self.focused is None and self.is_current and not self._has_left and (focusable := self.focus_chain):
            self.set_focus(previous if previous in focusable else focusable[0])

    async def _dispatch_message(self, message: Message) -> None:
        """Drop messages to a screen that was left: they come late, from threads or earlier keys, and are not needed."""
        if not self._has_left or type(message).__module__ in _TEXTUAL_MODULES:
            await super()._dispatch_message(message)
        elif isinstance(message, Failed):  # the user must still learn that something was not saved
            self.notify(message.words, severity="error", timeout=12, markup=False)


class ReaderScreen(GuardedScreen, Screen[ScreenResultType]):
    """A screen of the reader."""

    _laid_out_size: Size | None = None
    _painted_layout: dict[Widget, Any] | None = None
    """Where widgets were when they were painted last."""

    @property
    def article_in_view(self) -> tuple[str, int | None] | None:
        """The id of the article that the screen shows or that its cursor is on, and the place; None if there is none.

        Commands that are about one article are about this one.
        """
        return None

    # Textual lays a screen out, tells it of its new size, and lays it out again for that, several times when it starts.
    # Each time it paints everything. Both are done once for each size.

    def on_compose(self) -> None:
        """Take on the classes for the width and height, before there are widgets whose styles depend on them."""
        width, height = self.app.size
        by_width = self._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS or [])
        self.add_class(*by_width, *self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS or []))

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keep the styles the first time: all widgets have just got them."""
        if not self.stack_updates:
            event.refresh_styles = False

    # Textual paints where a new layout differs from the one before. But it makes the old one again when it is asked for
    # a place after a scroll, or for a new widget. If a widget has gone by then, a message for example, it does not know
    # any more where that was, and what it showed stays until something else is painted there.

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        if size is not None:
            self._laid_out_size = size
        compositor = self._compositor
        if self._painted_layout:
            compositor._full_map = self._painted_layout  # the same, or the one that was lost
        super()._refresh_layout(size, scroll)
        visible = compositor._visible_map
        self._painted_layout = compositor._full_map if visible is None else {**compositor._full_map, **visible}

    def _screen_resized(self, size: Size) -> None:
        # A size that is out of date needs no layout: that of the present one follows. What else asks for a layout is
        # done within a sixtieth of a second.
        if self._laid_out_size != size == self.app.size:
            super()._screen_resized(size)


class ReaderDialog(GuardedScreen, ModalScreen[ScreenResultType]):
    """A dialog on top of a screen that stays visible."""

    KEEPING_KEY = "Enter"
    """The key that keeps what was typed or chosen."""

    @property
    def is_changed(self) -> bool:
        """Whether something was typed or chosen that quitting would lose."""
        return False

    @property
    def quit_warning(self) -> str:
        """What the user is told who quits while something would be lost."""
        return f"What you typed is not kept yet: {self.KEEPING_KEY} keeps it. Quit again to leave without it."

    class Leaving(Message):
        """Posted when the user leaves the dialog without a choice."""

    def action_leave(self) -> None:
        """Leave the dialog after all earlier requests are handled, so that Enter followed by Esc saves the text."""
        (self.focused or self).post_message(self.Leaving())

    def on_reader_dialog_leaving(self) -> None:
        """Go back without a choice."""
        self.leave()
