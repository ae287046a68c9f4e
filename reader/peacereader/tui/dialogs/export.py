"""The dialog for exports: what is written, in which format, with what besides, and to which file."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.suggester import Suggester
from textual.widgets import Checkbox, Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import WorkerError

from peacereader.exports.formats import EXTRAS, FORMATS, HIT_FORMATS, PASSAGE_FORMATS
from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.dialogs.file_name import file_objection
from peacereader.tui.tasks.export_tasks import ExportScope, ExportTasks
from peacereader.tui.tasks.runner import Runner
from peacereader.tui.widgets.guarded import GuardedCheckbox, GuardedInput, GuardedOptionList
from peacereader.tui.widgets.wrapping import is_mark, padded, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Library
    from peacereader.exports.formats import Format
    from peacereader.tui.dialogs.export_draft import AskedExport, ExportDrafts
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done

_HELP = "Enter writes it · Tab moves on · → completes a folder · Esc leaves"
_BOXES = {"text": "text", "sha256": "SHA-256", "retrieved": "retrieved", "archive": "archive", "id": "id"}
_WIDTH = 84
_LINES_AROUND = 11
"""The lines of the dialog beside its lists: its border, the boxes, the path, the keys, and what is between them."""
_MOST_FORMATS = 9
_TITLE_CELLS = 23


class ExportScreen(ReaderDialog[str | None]):
    """A dialog that writes a file itself, so that it stays open if that fails. Its result says where the file is.

    What was typed when it is left stands there again when it is opened for the same. `extras` is what is ticked at
    first; an article comes with its text. What was `asked` for by a command is written at once, if there is only one
    thing that it can mean.
    """

    BINDINGS: ClassVar = [Binding("escape", "leave", "leave it")]

    DEFAULT_CSS = """
    ExportScreen { align: center middle; background: $background 60%; }
    ExportScreen > Vertical {
        width: 84; max-width: 98%; height: auto; max-height: 100%; overflow-y: auto; background: $surface;
        padding: 0 2; border: round $accent;
    }
    ExportScreen OptionList { background: $surface; border: none; padding: 0; height: auto; }
    ExportScreen #scopes { max-height: 4; }
    ExportScreen #formats { margin-top: 1; }
    ExportScreen OptionList > .option-list--option-highlighted { color: $foreground; text-style: bold; }
    ExportScreen OptionList:focus > .option-list--option-highlighted { background: $room-cursor; }
    ExportScreen Horizontal { height: 1; margin-top: 1; }
    ExportScreen Horizontal > Static { width: auto; color: $room-muted; }
    ExportScreen Checkbox { background: $surface; border: none; padding: 0 2 0 0; width: auto; height: 1; }
    ExportScreen Checkbox:focus > .toggle--label { background: $room-cursor; text-style: bold; }
    ExportScreen Input { border: none; height: 1; padding: 0; margin-top: 1; background: $room-cursor; }
    ExportScreen #help { color: $room-muted; height: auto; margin-top: 1; }
    ExportScreen #help.-wrong { color: $room-warning; }
    """

    def __init__(
        self,
        library: Library,
        scopes: Sequence[ExportScope],
        drafts: ExportDrafts,
        extras: frozenset[str],
        asked: AskedExport | None = None,
    ) -> None:
        super().__init__()
        self._tasks = ExportTasks(Runner(self, library))
        self._scopes = scopes
        self._drafts = drafts
        self._extras = (extras if drafts.extras is None else drafts.extras) | ({"text"} if scopes[0].article else set())
        self._scope = scopes[0]
        self._asked = asked
        self._is_asked_path = bool(asked and asked.path)
        """Whether the path of the command is still to be put into the line."""
        self._form = ""
        self._path = ""
        """The path as the dialog proposed it."""
        self._is_writing = False

    def compose(self) -> ComposeResult:
        """Yield what can be exported, the formats, what can be said besides, the path and the keys."""
        with Vertical():
            width = self._width
            scopes = (Text(shortened(scope.words, width)) for scope in self._scopes)
            yield GuardedOptionList(*scopes, compact=True, id="scopes")
            yield GuardedOptionList(compact=True, id="formats")
            with Horizontal():
                yield Static("with  ", markup=False)
                for name, words in _BOXES.items():
                    yield GuardedCheckbox(words, name in self._extras, compact=True, id=name, tooltip=EXTRAS[name])
            line = GuardedInput(
                compact=True, select_on_focus=False, placeholder="a file", suggester=_FolderSuggester(), id="path"
            )
            line.cursor_blink = False
            yield line
            yield Static(_HELP, id="help", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for all else in a low terminal: the list of formats scrolls."""
        room = event.size.height - _LINES_AROUND - min(4, len(self._scopes))
        formats = self.query_one("#formats", OptionList)
        formats.styles.max_height = max(1, min(_MOST_FORMATS, room))
        for option in formats.options:
            if option.id:
                formats.replace_option_prompt(option.id, Text(self._row(FORMATS[option.id], self._width)))

    def on_mount(self) -> None:
        """Show the formats of what is exported first. With one thing to export, there is nothing to choose."""
        scopes = self.query_one("#scopes", OptionList)
        scopes.highlighted = 0
        scopes.can_focus = len(self._scopes) > 1
        self._show_formats()
        self.query_one("#formats", OptionList).focus()

    @property
    def is_changed(self) -> bool:
        """Whether a path was typed that is not written to, or the file is not finished."""
        return self._is_writing or (self.is_mounted and self._line.value != self._path)

    @property
    def quit_warning(self) -> str:
        """What the user is told who quits now."""
        unfinished = "The file is not finished yet. Quit again to leave without it."
        return unfinished if self._is_writing else super().quit_warning

    @property
    def _width(self) -> int:
        """The cells of a line of a list, without its scroll bar."""
        return max(20, min(_WIDTH, int(0.98 * self.app.size.width)) - 10)

    @property
    def _line(self) -> Input:
        return self.query_one("#path", Input)

    # Choosing

    def _show_formats(self) -> None:
        """List the formats of the scope, with the cursor on the one that was used last."""
        of_passages = self._scope.passages is not None
        names = PASSAGE_FORMATS if of_passages else HIT_FORMATS
        width = self._width
        formats = self.query_one("#formats", OptionList)
        formats.clear_options()
        formats.add_options(Option(Text(self._row(FORMATS[n], width)), id=n) for n in names)
        wanted = self._form or (self._asked.form if self._asked else "") or self._drafts.form
        formats.highlighted = names.index(wanted) if wanted in names else 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Take the scope, or the format and the ending of its files."""
        if event.option_list.id == "scopes":
            if self._scope is not self._scopes[event.option_index]:
                self._scope = self._scopes[event.option_index]
                self.query_one("#text", Checkbox).value = self._scope.article is not None
                self._show_formats()
        elif event.option.id:
            self._form = event.option.id
            is_asked = self._is_asked_path
            self._propose()
            for box in self.query(Checkbox):
                box.disabled = box.id not in self._on_request
            if is_asked and self._is_clear:
                self._line.focus()  # in case that it cannot be written there
                self._write()

    @property
    def _is_clear(self) -> bool:
        """Whether what the command asked for can mean only one thing.

        An article that is being read may be meant, or else its passages or the hits. The format may be one that this
        is not written in.
        """
        asked, scopes = self._asked, self._scopes
        if asked is None or not asked.is_offered or asked.form != self._form:
            return False
        return len(scopes) == 1 or scopes[0].article is None

    @staticmethod
    def _row(form: Format, width: int) -> str:
        return f"{padded(form.title, _TITLE_CELLS)}{shortened(form.about, width - _TITLE_CELLS)}"

    @property
    def _format(self) -> Format:
        return FORMATS[self._form]

    @property
    def _on_request(self) -> frozenset[str]:
        """What can be said besides of what is exported, in its format. All else is said anyway, or has no place."""
        return self._format.hits_with if self._scope.passages is None else self._format.passages_with

    def _propose(self) -> None:
        """Propose a path, unless one was typed: then only its ending follows the format."""
        line = self._line
        asked = self._asked.path if self._asked and self._is_asked_path else ""
        self._is_asked_path = False
        draft = asked or self._drafts.paths.pop(self._scope.words, "")
        if line.value != self._path or draft:
            typed = draft or line.value
            ending = next((form.ending for form in FORMATS.values() if form.ending and typed.endswith(form.ending)), "")
            line.value = f"{typed.removesuffix(ending)}{self._format.ending}" if ending else typed
        else:
            self._path = line.value = _free_path(self._drafts.folder, self._scope.name, self._format.ending)
        line.cursor_position = len(line.value)
        self._say(_HELP)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on to the formats, or to the path."""
        (self._line if event.option_list.id == "formats" else self.query_one("#formats")).focus()

    # Writing

    def on_input_submitted(self) -> None:
        """Write the file, or show why it cannot be written."""
        if not self._is_writing:
            self._write()

    def _write(self) -> None:
        path = self._line.value
        if objection := file_objection(path, self._format.kind == "folder"):
            self._say(objection, is_wrong=True)
            return
        ticked = frozenset(box.id or "" for box in self.query(Checkbox) if box.value)
        self._drafts.form, self._drafts.extras = self._form, ticked - {"text"}
        ticked &= self._on_request
        self._is_writing = True
        self._say("Writing …")
        self._tasks.write(self._scope, self._form, ticked, Path(path.strip()).expanduser().absolute())

    def on_export_progress(self, message: later.ExportProgress) -> None:
        """Show how many hits are written."""
        if self._is_writing:
            self._say(f"Writing … {message.done:,} of {message.total:,} · Esc stops")

    async def on_exported(self, message: later.Exported) -> None:
        """Leave, and say where the file is."""
        # The thread that posted this is about to end: a screen that is left before would count it as cancelled.
        ending = [worker for worker in self.workers if worker.node is self and worker.group == "export"]
        with suppress(WorkerError):
            await self.workers.wait_for_complete(ending)
        folder, slash, _ = self._line.value.strip().rpartition("/")
        self._drafts.folder = folder + slash
        self.leave(message.words)

    def on_failed(self, message: done.Failed) -> None:
        """Say what went wrong, and let the user choose another place."""
        self._is_writing = False
        self._say(message.words, is_wrong=True)

    def on_reader_dialog_leaving(self, message: ReaderDialog.Leaving) -> None:  # type: ignore[override]
        """Stop writing, or leave; what was typed stands here again the next time."""
        if self._is_writing:
            message.prevent_default()  # the base would leave
            self._is_writing = False
            self.workers.cancel_group(self, "export")
            self._say("Stopped: no unfinished file is left.")
            return
        if self._line.value != self._path:
            self._drafts.paths[self._scope.words] = self._line.value
        self.leave()

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        line = self.query_one("#help", Static)
        line.update(words)
        line.set_class(is_wrong, "-wrong")


class _FolderSuggester(Suggester):
    """Completes the names of folders that exist, as a shell does."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the path with the name of the first folder that begins as it ends; None if there is none."""
        return await asyncio.to_thread(completed_folder, value)


def completed_folder(path: str) -> str | None:
    """Return a path that was typed with its last name completed to that of a folder, and a slash; None if none fits."""
    head, slash, part = path.rpartition("/")
    if not part or part in (".", ".."):
        return None
    if part == "~" and not slash:
        return "~/"
    try:
        folder = Path(head + slash or ".").expanduser()
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.name.startswith(part) and entry.is_dir())
    except (OSError, ValueError, RuntimeError):
        return None
    return f"{head}{slash}{names[0]}/" if names else None


def file_stem(*words: str) -> str:
    """Return a name for a file that is made of words, without what a name should not have; "export" if none is left."""
    letters = "".join(char if char.isalnum() or is_mark(char) else " " for char in " ".join(words).casefold())
    return shortened("-".join(letters.split()), 48).rstrip("…-") or "export"


def _free_path(folder: str, stem: str, ending: str) -> str:
    """Return a path in a folder at which there is nothing yet. Without a folder it is the present one, or the home."""
    number, name = 1, f"{stem}{ending}"
    try:
        if not folder:
            folder, home = f"{Path.cwd()}/", f"{Path.home()}/"
            folder = f"~/{folder.removeprefix(home)}" if folder.startswith(home) else folder
        while os.path.lexists(Path(folder).expanduser() / name) and number < 1000:
            number += 1
            name = f"{stem}-{number}{ending}"
    except (OSError, RuntimeError):  # the present folder is gone, or there is no home
        pass
    return f"{folder or '~/'}{name}"
