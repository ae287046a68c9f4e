"""Tasks that read, change and count the codes of the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from peacereader.tui.tasks.later_messages import CodesCounted, CodesRead
from peacereader.tui.tasks.messages import ActionDone, Failed

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from peaceindex import Library
    from peaceindex.model.code_table import CountedBy
    from peacereader.tui.tasks.runner import Runner


class CodebookTasks:
    """Works on the codebook for one screen, in the order in which it asks."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def read(self, query: str) -> None:
        """Read the codes, and the ids of the passages that a query finds."""
        self._runner.run_in_order(lambda library: _read(library, query, ""))

    def change(self, query: str, work: Callable[[Library], tuple[str, str]]) -> None:
        """Change the codebook by `work`, which returns the code to show next, and words for the user or ""."""

        def change(library: Library) -> Message:
            name, words = work(library)
            if words:
                self._runner.post(ActionDone(words))
            return _read(library, query, name)

        self._runner.run_in_order(change)

    def count(self, query: str, by: Sequence[CountedBy]) -> None:
        """Count the passages that a query finds by label and by other properties."""

        def work(library: Library) -> Message:
            coding = library.annotations.coding
            if "side" in by and not coding.codebook().sides:
                self._runner.post(Failed("codes.yaml states no sides yet: as in sides: {Government: [Amed Post]}"))
            return CodesCounted(coding.count(library.annotations.find_passages(query).passages, by))

        self._runner.run_in_order(work, newest_of="counts")

    def write(self, path: Path, rows: Sequence[Sequence[str]]) -> None:
        """Write rows as CSV, for spreadsheets if its name says so, to a file that does not exist yet."""

        def work(library: Library) -> Message:
            from peaceindex import printable
            from peacereader.exports.formats import FORMATS
            from peacereader.exports.tables import table_named, table_row
            from peacereader.exports.writing import write_new

            form = table_named(path)
            write_new(path, [table_row(row, form) for row in rows], FORMATS[form])
            return ActionDone(f"Written to {printable(str(path))}.")

        self._runner.run_in_order(work)


def _read(library: Library, query: str, name: str) -> CodesRead:
    coding = library.annotations.coding
    book = coding.codebook()
    found = library.annotations.find_passages(query) if query else None
    ids = [passage.id for passage in found.passages] if found and not found.refusal else []
    return CodesRead(book.codes, coding.uses(), book.problems, ids, name)
