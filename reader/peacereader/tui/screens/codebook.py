"""The codebook on a screen: a tree of codes to describe, move, rename, merge and split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container
from textual.widgets import Static

from peaceindex.errors import PeaceindexError
from peaceindex.model.code import Code
from peacereader import wording
from peacereader.exports.codebook import code_key
from peacereader.tui.base_screens import ReaderScreen
from peacereader.tui.dialogs.code_value import CodeChoice, CodeValueScreen
from peacereader.tui.dialogs.note import NoteScreen
from peacereader.tui.keys import key_of
from peacereader.tui.screens.toasts import show_error, show_toast
from peacereader.tui.tasks.library_tasks import LibraryTasks
from peacereader.tui.widgets.code_list import CodeList
from peacereader.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from peaceindex import Library
    from peacereader.tui.screens.context import ReaderContext
    from peacereader.tui.tasks import later_messages as later
    from peacereader.tui.tasks import messages as done

    Change = Callable[[Library], tuple[str, str]]
    """Changes the codebook, and returns the code to show next, and words for the user or ""."""

_HOW_TO_CHOOSE = "Which passages? In the list of passages, mark some with Space or search, then come back."


class CodebookScreen(ReaderScreen[str | None]):
    """The codebook. Its result is the label whose passages the user wants to see, or None."""

    DEFAULT_CSS = """
    CodebookScreen { background: $background; }
    CodebookScreen #head { height: 1; background: $surface; color: $room-muted; padding: 0 1; }
    CodebookScreen #code { height: auto; max-height: 40%; padding: 0 2; color: $room-muted; background: $surface; }
    """

    def __init__(self, context: ReaderContext, library: Library, query: str, marked: Sequence[str]) -> None:
        """`query` is what the list of passages shows, `marked` are the ids of those that are marked in it."""
        super().__init__()
        self._reader_context = context
        self._library = library
        self._tasks = LibraryTasks(self, library)
        self._query = query
        self._marked = list(marked)
        self._found: Sequence[str] = ()
        self._problems: Sequence[str] = ()
        self._list = CodeList()
        self._bar = KeyBar(context.keymap)

    def compose(self) -> ComposeResult:
        """Yield the heading, the codes, what is known of the one under the cursor, and the key bar."""
        yield Static("your codebook · codes.yaml", id="head", markup=False)
        with Container(classes="centred"):
            yield self._list
        yield Static("", id="code", markup=False)
        yield self._bar

    def on_mount(self) -> None:
        """Read the codes."""
        self._list.focus()
        self._tasks.codebook.read(self._query)

    def on_codes_read(self, message: later.CodesRead) -> None:
        """Show the codes, and once what is wrong with the file."""
        self._found = message.found
        self._list.show(message.codes, message.uses, message.at)
        if message.problems != self._problems:
            self._problems = message.problems
            for problem in message.problems[:2]:
                show_error(self, problem)

    def on_code_list_moved(self) -> None:
        """Show description and memo of the code under the cursor."""
        code = self._list.current
        about = [code.description, f"memo: {code.memo}" if code.memo else ""] if code else []
        self.query_one("#code", Static).update("\n".join(filter(None, about)))

    def on_failed(self, message: done.Failed) -> None:
        """Show the error, and what is in the file now."""
        show_error(self, message.words)

    def on_action_done(self, message: done.ActionDone) -> None:
        """Show what was done."""
        show_toast(self, message.words)

    def on_passages_changed(self, message: done.PassagesChanged) -> None:
        """Read the codes again after an undo."""
        self._tasks.codebook.read(self._query)

    def on_code_list_requested(self, message: CodeList.Requested) -> None:
        """Do what the list requests."""
        match message.what, message.code:
            case "back", _:
                self.leave(None)
            case "table", _:
                from peacereader.tui.screens.code_counts import CodeCountsScreen

                self.enter(CodeCountsScreen(self._reader_context, self._library, self._query))
            case "undo", _:
                self._tasks.passages.undo()
            case "redo", _:
                self._tasks.passages.redo()
            case "add", code:
                self._add(code.parent if code else None)
            case "add below", Code() as code:
                self._add(code.name)
            case "passages", Code() as code:
                self.leave(code.name)
            case "key", Code() as code if message.digit == code.key:
                show_toast(self, f"{code.key} is its key already." if code.key else "It has no key to take away.")
            case "key", Code() as code:
                self._set(code, key=message.digit)
            case "rename", Code() as code:
                self._rename(code)
            case "color", Code() as code:
                self._color(code)
            case ("description" | "memo") as which, Code() as code:
                self._write(code, which)
            case "move", Code() as code:
                self._move(code)
            case "merge", Code() as code:
                self._merge(code)
            case "split", Code() as code:
                self._split(code)
            case "remove", Code() as code:
                self._remove(code)

    # Changes

    @property
    def _undoes(self) -> str:
        """The end of a message on a change: which key undoes it."""
        return f". {key_of('code-undo', self._reader_context.keymap)} undoes."

    def _change(self, work: Change) -> None:
        self._tasks.codebook.change(self._query, work)

    def _set(self, code: Code, **values: str) -> None:
        def work(library: Library) -> tuple[str, str]:
            library.annotations.coding.change(code.name, **values)
            return code.name, ""

        self._change(work)

    def _ask_for_name(self, about: str, value: str, save: Callable[[str], None]) -> None:
        taken = {code_key(code.name) for code in self._list.codes} - {code_key(value)}

        def refuse(line: str) -> str:
            if not line:
                return "A code needs a name."
            return "There is a code of this name already." if code_key(line) in taken else ""

        def done(name: str | None) -> None:
            if name and name != value:
                save(name)

        self.enter(CodeValueScreen(about, value, "a name", refuse), done)

    def _add(self, parent: str | None) -> None:
        def save(name: str) -> None:
            self._change(lambda library: (library.annotations.coding.add(Code(name, parent=parent)).name, ""))

        self._ask_for_name(f"A new code below “{parent}”" if parent else "A new code", "", save)

    def _rename(self, code: Code) -> None:
        def save(name: str) -> None:
            def work(library: Library) -> tuple[str, str]:
                count = library.annotations.coding.rename(code.name, name)
                return name, f"Renamed on {wording.counted(count, 'passage')}{self._undoes}"

            self._change(work)

        self._ask_for_name(f"A new name for “{code.name}”, on all its passages too", code.name, save)

    def _color(self, code: Code) -> None:
        def save(color: str | None) -> None:
            if color is not None and color != code.color:
                self._set(code, color=color)

        about = f"The color of “{code.name}”, as #2a6f97; empty: none"
        self.enter(CodeValueScreen(about, code.color, "none", _refuse_color), save)

    def _write(self, code: Code, which: str) -> None:
        def save(text: str | None) -> None:
            if text is not None:
                self._set(code, **{which: text})

        self.enter(NoteScreen(f"{which} of {code.name}", str(getattr(code, which))), save)

    def _move(self, code: Code) -> None:
        def save(parent: str | None) -> None:
            if parent is not None:

                def work(library: Library) -> tuple[str, str]:
                    library.annotations.coding.move(code.name, parent or None)
                    return code.name, ""

                self._change(work)

        choices = [("", "(at the top)"), *self._choices({code.name, *self._below(code)})]
        self.enter(CodeChoice(f"Move “{code.name}” below", choices), save)

    def _merge(self, code: Code) -> None:
        def save(target: str | None) -> None:
            if target:

                def work(library: Library) -> tuple[str, str]:
                    count = library.annotations.coding.merge(code.name, target)
                    return target, f"Merged: {wording.counted(count, 'passage')} had “{code.name}”{self._undoes}"

                self._change(work)

        choices = self._choices({code.name, *self._below(code)})
        if choices:
            self.enter(CodeChoice(f"Give the passages of “{code.name}” instead, and those below it", choices), save)
        else:
            show_toast(self, "There is no other code to merge it with.")

    def _split(self, code: Code) -> None:
        chosen = self._marked or self._found
        if not chosen:
            show_toast(self, _HOW_TO_CHOOSE)
            return

        def save(name: str | None) -> None:
            if name:

                def work(library: Library) -> tuple[str, str]:
                    count = library.annotations.coding.split(code.name, name, chosen)
                    return name, f"{wording.counted(count, 'passage')} now with “{name}”{self._undoes}"

                self._change(work)

        which = "marked" if self._marked else f"found by {self._query}"
        about = f"Split “{code.name}”: those of its passages that are {which} get the label"
        self.enter(CodeValueScreen(about, "", "a new label, or another one"), save)

    def _remove(self, code: Code) -> None:
        def work(library: Library) -> tuple[str, str]:
            count = library.annotations.coding.remove(code.name)
            kept = (
                f"; {wording.counted(count, 'passage')} {'keeps' if count == 1 else 'keep'} the label" if count else ""
            )
            return "", f"Taken out of codes.yaml{kept}{self._undoes}"

        self._change(work)

    # Other codes

    def _below(self, code: Code) -> set[str]:
        names = {code.name}
        for other in self._list.codes:  # parents come before children
            if other.parent in names:
                names.add(other.name)
        return names - {code.name}

    def _choices(self, left_out: set[str]) -> list[tuple[str, str]]:
        depths: dict[str, int] = {}
        for code in self._list.codes:
            depths[code.name] = 0 if code.parent is None else depths.get(code.parent, 0) + 1
        return [
            (code.name, "  " * depths[code.name] + code.name) for code in self._list.codes if code.name not in left_out
        ]


def _refuse_color(line: str) -> str:
    from peaceindex import check_code_values

    try:
        check_code_values({"color": line})
    except PeaceindexError as error:
        return str(error)
    return ""
