"""The folders that were added to a library, and what is odd about their sources."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryError, PeaceindexError
from peaceindex.ingest.quality_flags import BEGINNING_CUT, TENTH_CUT
from peaceindex.model.additions import SourceNote, covers
from peaceindex.model.safe_text import printable
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from peaceindex.model.additions import AddedFolder
    from peaceindex.model.reports import AddReport
    from peaceindex.storage.articles import ArticleStore

_WRITE_SECONDS = 1.0
"""The longest time for which notes wait until they are written, in seconds."""
_MAX_WAITING = 500
_MAX_FILES = 20
"""Files named one by one that are recorded. Of more, as a pattern of the shell names them, nobody keeps a list."""


class Folders:
    """The files and folders that the user added: `Library.folders`. Any method may be called from any thread."""

    def __init__(self, articles: ArticleStore) -> None:
        self._articles = articles

    def all(self) -> list[AddedFolder]:
        """Return all files and folders that were added, in the order of their paths."""
        return self._articles.folders.all()

    def notes(self, path: str) -> list[SourceNote]:
        """Return which sources at or below an added path failed or look doubtful: those that failed first.

        A path that is not in the list itself may lie below one that is. Losses of text are left out if the pages beside
        it have shown since that a line was rightly cut, and so is what is doubtful about articles that were removed.
        """
        known = [folder.path for folder in self.all()]
        cover = path if path in known else next((folder for folder in known if covers(folder, path)), path)
        notes = [note for note in self._articles.folders.notes(cover) if covers(printable(path), note.source)]
        rows = self._articles.rows_of({note.article_id for note in notes if note.article_id})
        present = self._articles.stories.present(rows.values())
        found = []
        for note in notes:
            if note.reason:
                found.append(note)
            elif (row := rows.get(note.article_id)) in present and row is not None:
                losses = self._articles.losses.of(row)
                gone = set()
                if losses is not None:
                    gone |= set() if losses.opening else {BEGINNING_CUT}
                    gone |= set() if losses.exceed_a_tenth else {TENTH_CUT}
                if doubts := tuple(doubt for doubt in note.doubts if doubt not in gone):
                    found.append(replace(note, doubts=doubts))
        return found

    def forget(self, path: Path) -> None:
        """Take a path from the list. Its articles stay. Raises PeaceindexError if it is not in the list."""
        name = self._named(path)
        with self._articles.writing():
            self._articles.folders.forget(name)

    def moved(self, old: Path, new: Path) -> int:
        """Say where an added path, or one below or above it, is now. Return how many sources are known there.

        No article is added twice: what lay below `old` counts as lying at the same place below `new`. Raises
        PeaceindexError if `new` is not there or is the same place, or if nothing of `old` is known.
        """
        before, now = os.path.abspath(old), os.path.abspath(new)  # noqa: PTH100 - `resolve` follows links
        if before == now:
            raise PeaceindexError(
                f"{printable(now)} is where it was before.", "Name the place where the files are now."
            )
        if not os.path.lexists(now):
            raise PeaceindexError(f"{printable(now)} is not there.", "Name the place where the files are now.")
        with self._articles.writing():
            known = any(covers(before, folder.path) for folder in self.all())
            moved = self._articles.folders.move(before, now)
            if not moved and not known:
                raise PeaceindexError(
                    f"Nothing was added from {printable(before)}.", "'peacereader folders' lists what was added."
                )
        return moved

    def _named(self, path: Path) -> str:
        name = os.path.abspath(path)  # noqa: PTH100 - `resolve` follows links
        if all(folder.path != name for folder in self.all()):
            raise PeaceindexError(
                f"{printable(name)} is not in the list.", "'peacereader folders' lists what was added."
            )
        return name


class AdditionRecord:
    """Records an addition of files and folders, with notes about sources that failed or look doubtful.

    It is used by the library's one writer. Several additions of the same paths may be recorded one after the other, as
    in a watch. They count as one: the first says when it was, and the first that comes to its end that it is finished.
    """

    def __init__(self, articles: ArticleStore, paths: Sequence[Path], encoding: str) -> None:
        self._articles = articles
        self._encoding = encoding
        there = [path for path in paths if str(path) != "-" and os.path.lexists(path)]
        files = [path for path in there if not path.is_dir()]
        if len(files) > _MAX_FILES:
            there = [path for path in there if path.is_dir()]
        self._given = {str(path): os.path.abspath(path) for path in there}  # noqa: PTH100 - `resolve` follows links
        self._is_first = True
        self._started = ""
        self._noted: dict[str, set[str]] = {}
        self._waiting: dict[tuple[str, str], SourceNote | None] = {}
        self._written = 0.0

    def through(self, reports: Iterable[AddReport]) -> Iterator[AddReport]:
        """Yield the reports, and record them. They must be committed when they come.

        Raises LibraryError if something about them cannot be written, unless another error ends the addition.
        """
        self._begin()
        try:
            for report in reports:
                self._take(report)
                yield report
        except BaseException:
            with suppress(LibraryError):  # the error that ends the addition says more
                self._write()
            raise
        self._write()

    def finish(self) -> None:
        """Record that everything was read to the end."""
        if self._is_first:
            with self._articles.writing():
                for path in self._given.values():
                    self._articles.folders.finish(path, self._started)
        self._is_first = False

    def _begin(self) -> None:
        if not self._is_first or self._started:
            return
        self._started = timestamp()
        known = [folder.path for folder in self._articles.folders.all()]
        with self._articles.writing():
            for given, path in self._given.items():
                cover = next((folder for folder in known if folder != path and covers(folder, path)), None)
                self._given[given] = cover or path
                if cover is None:
                    self._articles.folders.begin(path, self._encoding)
        for path in set(self._given.values()):
            self._noted[path] = {note.source for note in self._articles.folders.notes(path)}

    def _take(self, report: AddReport) -> None:
        if report.status in ("unchanged", "same", "skipped", "joined"):
            return
        place = self._place(report.source)
        if place is None:
            return
        folder, source = place
        if report.status == "failed" or (report.doubts and report.status != "removed"):
            reason = report.reason if report.status == "failed" else ""
            self._waiting[place] = SourceNote(source, report.article_id or "", reason, report.doubts)
            self._noted[folder].add(source)
        elif source in self._noted[folder]:
            self._waiting[place] = None
        if len(self._waiting) >= _MAX_WAITING or time.monotonic() - self._written > _WRITE_SECONDS:
            self._write()

    def _place(self, source: str) -> tuple[str, str] | None:
        """Return the folder that a source belongs to, and its full name."""
        for given, folder in self._given.items():
            if source == given or source.startswith((f"{given.rstrip('/')}/", f"{given}!")):
                absolute = os.path.abspath(given)  # noqa: PTH100
                return folder, printable(absolute.rstrip("/") + source[len(given.rstrip("/")) :])
        if "." in self._given:
            return self._given["."], printable(f"{Path.cwd()}/{source}")
        return None

    def _write(self) -> None:
        self._written = time.monotonic()
        if not self._waiting:
            return
        with self._articles.writing():
            for (folder, source), note in self._waiting.items():
                if note is None:
                    self._articles.folders.drop_note(folder, source)
                else:
                    self._articles.folders.write_note(folder, note)
        self._waiting.clear()  # not before: what could not be written waits for the next scan of a watch
