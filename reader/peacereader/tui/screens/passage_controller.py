"""What a screen does with passages that exist: notes, labels, events, undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.screens.toasts import show_toast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.event import Event
    from peaceindex.model.passage import Passage
    from peacereader.tui.base_screens import GuardedScreen
    from peacereader.tui.dialogs.label_picker import LabelChange
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks.library_tasks import LibraryTasks


class PassageController:
    """Changes passages for one screen, and opens the dialogs that this takes."""

    def __init__(self, screen: GuardedScreen, tasks: LibraryTasks) -> None:
        self._screen = screen
        self._tasks = tasks

    def write_note(self, passages: Sequence[Passage], *, in_editor: bool = False) -> None:
        """Ask for the note on a passage, or for one that is added to those of several, here or in the user's editor."""
        draft = None
        if in_editor:
            from peacereader.tui.editor import edit

            edited = edit(self._screen.app, _note_of(passages))
            if edited.words:
                show_toast(self._screen, edited.words)
            if edited.text is None:
                return
            if not edited.is_doubtful:
                self._save_note(passages, edited.text)
                return
            draft = edited.text
        self._ask_for_note(passages, draft)

    def _ask_for_note(self, passages: Sequence[Passage], draft: str | None) -> None:
        from peacereader.tui.dialogs.label_picker import about_passages
        from peacereader.tui.dialogs.note import NoteScreen

        def save(note: str | None) -> None:
            if note is not None:
                self._save_note(passages, note)

        about = about_passages([passage.quote for passage in passages])
        if len(passages) > 1:
            about += ": the note is added to those that they have"
        self._screen.enter(NoteScreen(about, _note_of(passages), draft), save)

    def _save_note(self, passages: Sequence[Passage], note: str) -> None:
        if len(passages) == 1:
            self._tasks.passages.annotate(passages[0], note)
        elif note:
            self._tasks.passages.add_note(passages, note)

    def choose_labels(self, passages: Sequence[Passage]) -> None:
        """Read the labels that there are; `ask_for_labels` goes on with them."""
        self._tasks.passages.read_labels(passages)

    def ask_for_labels(self, message: later.LabelsRead) -> None:
        """Ask which labels the passages should have."""
        from peacereader.tui.dialogs.label_picker import LabelPicker, about_passages

        passages = message.passages

        def save(change: LabelChange | None) -> None:
            if change is not None:
                self._tasks.passages.label(passages, change.add, change.remove)

        labels = [passage.labels for passage in passages]
        about = about_passages([passage.quote for passage in passages])
        self._screen.enter(LabelPicker(message.codes, message.digits, labels, about), save)

    def label_by_digit(self, passages: Sequence[Passage], digit: str) -> None:
        """Set the label that this digit stands for, or remove it if all the passages have it."""
        self._tasks.passages.label_by_digit(passages, digit)

    def write_event(self, passage: Passage) -> None:
        """Read what is known of events; `ask_for_event` goes on with it."""
        self._tasks.passages.read_event(passage)

    def ask_for_event(self, message: later.EventRead) -> None:
        """Ask which event the passage tells of."""
        from peacereader.tui.dialogs.event_dialog import EventDialog

        def save(event: Event | None) -> None:
            if event is not None:
                self._tasks.passages.set_event(message.passage, event)

        self._screen.enter(EventDialog(message.passage, message.known, message.listed, message.suggested), save)

    def undo(self) -> None:
        """Undo the last change of passages."""
        self._tasks.passages.undo()

    def redo(self) -> None:
        """Redo what was undone last."""
        self._tasks.passages.redo()


def _note_of(passages: Sequence[Passage]) -> str:
    """Return the note that is edited: that of one passage; for several, one that is new."""
    return passages[0].note if len(passages) == 1 else ""
