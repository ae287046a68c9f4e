"""The dialog that asks what to add: a path with completion, or several that are dropped, and what is in them."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.worker import Worker, get_current_worker

from peaceindex.errors import Cancelled
from peaceindex.model.safe_text import printable, typed
from peacereader import wording
from peacereader.tui.base_screens import ReaderDialog
from peacereader.tui.tasks.later_messages import PathsCompleted, PathsPreviewed
from peacereader.tui.tasks.messages import Failed
from peacereader.tui.tasks.runner import ReaderApp, result_or_failure
from peacereader.tui.typed_paths import completions, exists, quoted, read_paths
from peacereader.tui.widgets.guarded import GuardedInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from peaceindex.model.reports import FilePreview

_MAX_SHOWN = 6
"""Completions, kinds or failures that are shown at most."""


class PathInput(GuardedInput):
    """A line for paths. Tab completes; what is dropped onto the terminal takes the place of what was typed."""

    BINDINGS: ClassVar = [Binding("tab", "complete", show=False, priority=True)]

    def action_complete(self) -> None:
        """Ask the dialog to complete the path."""
        if isinstance(self.screen, AddDialog):
            self.screen.complete()

    def _on_paste(self, event: events.Paste) -> None:
        paths = read_paths(typed(event.text)) if _is_drop(event.text) else []
        if paths and all(map(exists, paths)):
            event.stop()
            event.prevent_default()
            self.value = quoted(paths)
            self.cursor_position = len(self.value)


def _is_drop(text: str) -> bool:
    """Return whether a text that is pasted looks like paths: a part of one may be pasted into the line as well."""
    return text.strip()[:1] in ("/", "~", "'", '"', "\\") or text.strip().startswith("file:") or "\n" in text.strip()


class AddDialog(ReaderDialog["Sequence[Path] | None"]):
    """A dialog whose result is the paths to add, or None if the user leaves it.

    Enter first shows what is in them, as `add --dry-run` does, and then adds them. `preview` finds that out, in a
    thread. `about` is said above the line.
    """

    BINDINGS: ClassVar = [Binding("escape", "leave", "leave it as it was")]

    HELP = "Tab completes · Enter looks what is there · Esc cancels"
    HELP_PREVIEW = "Enter adds · Esc cancels · typing chooses another path"

    DEFAULT_CSS = """
    AddDialog { align: center middle; background: $background 60%; }
    AddDialog > Vertical {
        width: 76; max-width: 96%; height: auto; max-height: 100%; background: $surface; padding: 1 2;
        border: round $accent;
    }
    AddDialog Static { height: auto; }
    AddDialog .about { text-style: bold; }
    AddDialog #found { margin: 0 0 1 0; }
    AddDialog .help { color: $room-muted; }
    AddDialog .help.-wrong { color: $room-warning; }
    AddDialog Input { border: none; height: 1; padding: 0; margin: 1 0; background: $room-cursor; }
    """

    def __init__(self, about: str, preview: Callable[[Sequence[Path]], Iterable[FilePreview]]) -> None:
        super().__init__()
        self._about = about
        self._preview = preview
        self._number = 0
        """The number of the last look at what is in the paths."""
        self._looked_at = ""
        """The line whose paths were looked at, or are."""
        self._has_nothing = False
        """Whether nothing was found there."""
        self._completed: tuple[str, Sequence[str]] = ("", ())
        self._wants_completion = False
        self._cycle: tuple[Sequence[str], int] = ((), -1)
        """The completions that Tab goes through, and where it is."""

    def compose(self) -> ComposeResult:
        """Yield the words, the line, what is found, and the keys."""
        with Vertical():
            yield Static(self._about, classes="about", markup=False)
            line = PathInput(placeholder="a file or a folder, such as ~/archive", compact=True, select_on_focus=False)
            line.cursor_blink = False
            yield line
            yield Static("", id="found", markup=False)
            yield Static(self.HELP, classes="help", markup=False)

    @property
    def is_changed(self) -> bool:
        """Whether a path was typed."""
        return self.is_mounted and bool(self.query_one(Input).value)

    # Completion

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how the path may go on."""
        if self._looked_at != event.value:
            self._stop_looking()
        if event.value not in self._cycle[0]:
            self._cycle = ((), -1)
            self._find_completions(event.value)

    def _find_completions(self, text: str) -> None:
        def work() -> None:
            worker: Worker[None] = get_current_worker()
            found = completions(text) if text else []
            if not worker.is_cancelled:
                self.post_message(PathsCompleted(text, found))

        self.run_worker(work, group="complete", exclusive=True, thread=True)

    def on_paths_completed(self, message: PathsCompleted) -> None:
        """Show the completions, and use them if Tab was pressed meanwhile."""
        if message.text != self.query_one(Input).value or self._looked_at:
            return
        self._completed = message.text, message.found
        self._show_names(message.found)
        if self._wants_completion:
            self.complete()

    def _show_names(self, found: Sequence[str]) -> None:
        names = [printable(os.path.basename(one.rstrip("/")) + "/" * one.endswith("/")) for one in found[:_MAX_SHOWN]]  # noqa: PTH119
        more = f"  … {len(found) - _MAX_SHOWN:,} more" if len(found) > _MAX_SHOWN else ""
        self.query_one("#found", Static).update("   ".join(names) + more)

    def complete(self) -> None:
        """Put what all completions have in common into the line; after that, one completion after the other."""
        line = self.query_one(Input)
        found, place = self._cycle
        if found:
            self._cycle = found, (place + 1) % len(found)
            self._put(found[self._cycle[1]])
            return
        self._wants_completion = self._completed[0] != line.value
        if self._wants_completion:
            return
        found = self._completed[1]
        common = os.path.commonprefix(list(found))  # noqa: RUF071 - names that have letters in common
        if len(common) > len(line.value) or len(found) == 1:
            self._put(common)
        elif found:
            self._cycle = found, 0
            self._put(found[0])

    def _put(self, text: str) -> None:
        line = self.query_one(Input)
        line.value = text
        line.cursor_position = len(text)

    # Looking what is there, and adding it

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look what is in the paths, or add them if that was done."""
        line = event.value.strip()
        paths = read_paths(line)
        if missing := [path for path in paths if not exists(path)]:
            self._refuse(f"There is nothing at {printable(missing[0])}.")
        elif not paths:
            self._refuse("Type the path of a file or folder, or drop one here.")
        elif self._looked_at == event.value and self._has_nothing:
            self._say("There is no article in it, and nothing is added.", is_wrong=True)
        elif self._looked_at == event.value:
            self.leave([Path(path) for path in paths])
        else:
            self._look(event.value, [Path(path) for path in paths])

    def _refuse(self, words: str) -> None:
        self.query_one("#found", Static).update("")
        self._say(words, is_wrong=True)

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        line = self.query_one(".help", Static)
        line.update(words)
        line.set_class(is_wrong, "-wrong")

    def _stop_looking(self) -> None:
        self._looked_at = ""
        self._number += 1
        self.workers.cancel_group(self, "preview")
        self._say(self.HELP)

    def _look(self, line: str, paths: Sequence[Path]) -> None:
        self._stop_looking()
        self._looked_at, self._has_nothing, number = line, False, self._number
        self._say(self.HELP_PREVIEW)
        self.query_one("#found", Static).update("Looking what is there …")

        def work() -> None:
            worker: Worker[None] = get_current_worker()
            counts, kinds, skipped = Counter[str](), Counter[str](), Counter[str]()
            failures: list[str] = []
            files = 0

            def post(*, is_done: bool, problem: str = "") -> None:
                found = PathsPreviewed(
                    number, files, Counter(counts), Counter(kinds), Counter(skipped), tuple(failures), is_done, problem
                )
                self.post_message(found)

            def count() -> None:
                nonlocal files
                for one in self._preview(paths):
                    if worker.is_cancelled:
                        raise Cancelled
                    files += 1
                    counts.update(articles=one.articles, known=one.known, removed=one.removed, failed=len(one.failures))
                    counts.update(doubtful=sum(count for _, count in one.doubts))
                    if one.articles:
                        kinds[one.kind or "files"] += one.articles
                    elif one.skipped:
                        skipped[one.skipped] += 1
                    failures.extend(one.failures[: max(0, _MAX_SHOWN // 2 - len(failures))])
                    post(is_done=False)

            failed = result_or_failure(cast(ReaderApp, self.app), count)
            if not worker.is_cancelled:
                post(is_done=True, problem=failed.words if isinstance(failed, Failed) else "")

        self.run_worker(work, group="preview", exclusive=True, thread=True)

    def on_paths_previewed(self, message: PathsPreviewed) -> None:
        """Show what is there, or why that is not known: Enter looks again then."""
        if message.number != self._number:
            return
        if message.problem:
            self._looked_at = ""
            self._refuse(message.problem)
        else:
            self._has_nothing = message.is_done and not message.counts.get("articles")
            self.query_one("#found", Static).update("\n".join(preview_lines(message)))


def preview_lines(found: PathsPreviewed) -> list[str]:
    """Return in words what adding paths would find."""
    counts = found.counts
    first = f"{wording.counted(counts['articles'], 'article')} in {wording.counted(found.files, 'file')}"
    lines = [first if found.is_done else f"{first} so far …"]
    if kinds := sorted(found.kinds.items(), key=lambda one: (-one[1], one[0])):
        more = f" and {len(kinds) - _MAX_SHOWN:,} more kinds" if len(kinds) > _MAX_SHOWN else ""
        lines.append(f"  {', '.join(f'{kind}: {count:,}' for kind, count in kinds[:_MAX_SHOWN])}{more}")
    new = counts["articles"] - counts["known"] - counts["removed"]
    parts = [f"{new:,} new"] if new or not counts["articles"] else []
    parts += [
        f"{counts[name]:,} {words}"
        for name, words in (("known", "already there"), ("removed", "removed by you, and left out"),
                            ("failed", "could not be read"))
        if counts[name]
    ]  # fmt: skip
    lines.append(f"  {', '.join(parts) or 'nothing new'}")
    if found.skipped:
        listed = ", ".join(f"{kind}: {count:,}" for kind, count in sorted(found.skipped.items()))
        lines.append(f"  no articles in {listed}")
    return [*lines, *(f"  {printable(words)}" for words in found.failures)]
