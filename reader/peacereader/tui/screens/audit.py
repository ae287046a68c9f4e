"""The screen of the page as it was scraped: what cleaning cut and why, and keys to correct it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Static

from peacereader import wording
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.dialogs.encoding_picker import EncodingPicker
from peacereader.tui.dialogs.field import FieldScreen
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.audit_pane import AuditPane
from peacereader.tui.widgets.key_bar import KeyBar
from peacereader.tui.widgets.wrapping import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Library
    from peaceindex.model.audit import Audit
    from peaceindex.model.passage import Passage
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done


class AuditScreen(ReaderScreen[bool]):
    """The screen of a scraped page. Its result says whether anything was corrected."""

    DEFAULT_CSS = """
    AuditScreen { background: $background; }
    AuditScreen #head { height: 1; background: $surface; color: $room-muted; padding: 0 1; }
    """

    def __init__(self, context: ReaderContext, library: Library, article_id: str) -> None:
        super().__init__()
        self._tasks = LibraryTasks(self, library)
        self._article_id = article_id
        self._is_changed = False
        self._is_correcting = False
        """Whether a correction is pending. A second one would refer to a page that is out of date."""
        self._pane = AuditPane(context.keymap)
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the heading, the page and the key bar."""
        yield Static("", id="head", markup=False)
        with Container(classes="centred"):
            yield self._pane
        yield self._bar

    def on_mount(self) -> None:
        """Read the page."""
        self._pane.focus()
        self._tasks.corrections.audit(self._article_id)

    @property
    def article_in_view(self) -> tuple[str, int | None] | None:
        """The article of the page."""
        return self._article_id, None

    def on_audit_read(self, message: later.AuditRead) -> None:
        """Show the page, and report what a correction did to the passages."""
        self._is_correcting = False
        self._is_changed = self._is_changed or message.is_corrected
        self._pane.show(message.audit)
        self._show_heading()
        if message.reanchored:
            show_toast(self, reanchored_words(message.reanchored))

    def on_failed(self, message: done.Failed) -> None:
        """Show the error. Nothing has changed in this case."""
        self._is_correcting = False
        show_error(self, message.words)

    def on_resize(self) -> None:
        """Shorten the heading for the new width."""
        self._show_heading()

    def _show_heading(self) -> None:
        audit = self._pane.audit
        width = self.size.width - 2
        words = heading_words(audit, width) if audit else "the page as it was scraped"
        self.query_one("#head", Static).update(shortened(words, width))

    def on_audit_pane_moved(self) -> None:
        """Show the line of the cursor."""
        audit = self._pane.audit
        self._bar.say(f"line {self._pane.cursor}" if audit else "")

    # Correcting

    def _can_correct(self) -> bool:
        if self._is_correcting:
            show_toast(self, "Still at the last correction.")
        return not self._is_correcting and self._pane.audit is not None

    def on_audit_pane_line_toggled(self, message: AuditPane.LineToggled) -> None:
        """Keep or cut a line."""
        if self._can_correct():
            self._is_correcting = True
            self._tasks.corrections.correct_line(self._article_id, message.line.number, message.keep)

    def on_audit_pane_field_wanted(self, message: AuditPane.FieldWanted) -> None:
        """Ask for the value of a field."""
        audit = self._pane.audit
        if audit is None or not self._can_correct():
            return
        field = message.field
        known = getattr(audit.article, field)
        before = known or "" if isinstance(known, str | None) else ", ".join(known)

        def save(value: str | None) -> None:
            if value is not None and value != before:
                self._is_correcting = True
                self._tasks.corrections.correct_field(self._article_id, field, value)

        self.enter(FieldScreen(field, before), save)

    def on_audit_pane_encoding_wanted(self) -> None:
        """Find the encodings to choose from."""
        if self._can_correct():
            self._is_correcting = True
            self._tasks.corrections.read_encodings(self._article_id)

    def on_encodings_read(self, message: later.EncodingsRead) -> None:
        """Let the user choose an encoding."""
        self._is_correcting = False
        audit = self._pane.audit

        def read(encoding: str | None) -> None:
            if encoding is not None and not self._is_correcting:
                self._is_correcting = True
                self._tasks.corrections.read_again(self._article_id, encoding)

        self.enter(EncodingPicker(message.choices, bool(audit and audit.is_encoding_chosen)), read)

    def on_audit_pane_step_wanted(self, message: AuditPane.StepWanted) -> None:
        """Undo the last correction, or redo it."""
        if self._can_correct():
            self._is_correcting = True
            self._tasks.corrections.step(self._article_id, is_redo=message.is_redo)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        self._is_correcting = False
        show_toast(self, message.words)

    def on_audit_pane_left(self) -> None:
        """Go back to the article, unless a correction is pending."""
        if self._is_correcting and self._has_pending_answer():
            show_toast(self, "Still at the last correction.")
        else:
            self.leave(self._is_changed)

    def _has_pending_answer(self) -> bool:
        """Return whether the answer to a request is still to come. It never comes if its handler has failed."""
        is_running = any(worker.node is self and not worker.is_finished for worker in self.workers)
        return is_running or self.message_queue_size > 0


def heading_words(audit: Audit, width: int) -> str:
    """Return the heading of this screen, with its counts; a shorter one if it is wider than `width` cells."""
    count = sum(line.state != "blank" for line in audit.lines)
    mine, lost = len(audit.corrections), sum(c.standing == "lost" for c in audit.corrections)
    cut = f"{audit.cut_count:,} of {count:,}"
    long = ["the page as it was scraped", f"{cut} {'line' if count == 1 else 'lines'} cut"]
    short = ["as scraped", f"{cut} cut"]
    if mine:
        long.append(f"{mine:,} corrected by you")
        short.append(f"{mine:,} yours")
    if audit.encoding:
        long.append(f"read as {audit.encoding}{_certainty_words(audit)}")
        short.append(audit.encoding)
    if audit.unreadable_count:
        long.append(f"{wording.counted(audit.unreadable_count, 'sign')} could not be read")
        short.append(f"{audit.unreadable_count:,} unreadable")
    if lost:
        long.append(f"{lost:,} without its line")
        short.append(f"{lost:,} lost")
    words = " · ".join(long)
    return words if cell_len(words) <= width else " · ".join(short)


def _certainty_words(audit: Audit) -> str:
    if audit.is_encoding_chosen:
        return ", as you chose"
    return ", not quite sure" if audit.encoding_confidence is not None and audit.encoding_confidence < 0.95 else ""


def reanchored_words(passages: Sequence[Passage]) -> str:
    """Return a message about the passages whose anchoring has changed."""
    counts = Counter(p.anchoring for p in passages)
    words = {
        "exact": "stands again where it was bookmarked",
        "moved": "has moved with the text",
        "uncertain": "stands there in other words now",
        "lost": "is no longer in the article; it is kept",
    }
    return " ".join(
        f"{wording.counted(counts[kind], 'passage')} {words[kind] if counts[kind] == 1 else _in_plural(words[kind])}."
        for kind in ("lost", "uncertain", "moved", "exact")
        if counts[kind]
    )


def _in_plural(words: str) -> str:
    verb, _, rest = words.partition(" ")
    verb = {"stands": "stand", "has": "have", "is": "are"}[verb]
    return f"{verb} {rest}".replace("; it is", "; they are").replace("it was", "they were")
