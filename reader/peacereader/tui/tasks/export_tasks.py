"""Tasks that write passages, hits or an article to a file, in the formats of the commands."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.worker import Worker, get_current_worker

from peaceindex.errors import Cancelled, PeaceindexError
from peacereader import wording
from peacereader.tui.tasks.later_messages import Exported, ExportProgress

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from textual.message import Message

    from peaceindex import Library
    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.model.search_results import Hit, Results
    from peacereader.exports.contents import HitExport, PassageExport
    from peacereader.tui.tasks.runner import Runner

_SECONDS_BETWEEN_REPORTS = 0.2


@dataclass(frozen=True, slots=True)
class ExportScope:
    """Something that can be exported: `passages`, all hits of `results`, or an `article`.

    `words` names it for people, `name` is proposed for its file.
    """

    words: str
    name: str
    passages: Sequence[Passage] | None = None
    results: Results | None = None
    article: Article | None = None


class ExportTasks:
    """Writes exports for one screen, which receives `ExportProgress`, and `Exported` or `Failed` at the end."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def write(self, scope: ExportScope, form: str, extras: frozenset[str], path: Path) -> None:
        """Write an export to a new file, or into a folder. A newer one, or leaving the screen, stops it."""

        def work(library: Library) -> Message:
            from peaceindex.model.safe_text import printable
            from peacereader.exports.formats import FORMATS
            from peacereader.exports.writing import write_export

            export, problems = self._export(library, scope, form, extras)
            written = write_export(FORMATS[form], export, path)
            words = f"{scope.words[:1].upper()}{scope.words[1:]}: written to {printable(str(path))}."
            if written:
                words = f"{wording.counted(written.written, 'page')} written to {printable(str(path))}."
                if written.left:
                    left = wording.counted(len(written.left), "page")
                    words += f" {left} changed by somebody else left as before."
            return Exported(" ".join([words, *problems]))

        self._runner.run("export", work, newest_only=True)

    def _export(
        self, library: Library, scope: ExportScope, form: str, extras: frozenset[str]
    ) -> tuple[PassageExport | HitExport, Sequence[str]]:
        """Return what is to be written, and what is wrong with the codebook if it belongs to it."""
        from peacereader.exports.contents import PassageExport
        from peacereader.exports.formats import FORMATS
        from peacereader.exports.hits import hit_export, hit_of_article, hits_of

        if scope.passages is not None:
            book = library.annotations.coding.codebook() if FORMATS[form].codebook else None
            evidence = library.evidence(passage.article_id for passage in scope.passages)
            texts = _Texts(library)
            codes, problems = (book.codes, book.problems) if book else ((), ())
            mine = library.annotations.tagging.all()
            return PassageExport(scope.passages, evidence, codes, texts.of, extras, mine=mine), problems
        hits: Iterable[Hit]
        if scope.article is not None:
            hits = [hit_of_article(library, scope.article)]
        else:
            assert scope.results is not None
            hits = self._counted(hits_of(library, scope.results, 0, scope.results.total), scope.results.total)
        return hit_export(library, hits, form, extras)

    def _counted(self, hits: Iterator[Hit], total: int) -> Iterator[Hit]:
        """Yield hits, and report now and then how many there were. Raise Cancelled if nobody waits any more."""
        worker: Worker[None] = get_current_worker()
        reported = time.monotonic()
        for number, hit in enumerate(hits):
            if worker.is_cancelled:
                raise Cancelled
            if (now := time.monotonic()) - reported > _SECONDS_BETWEEN_REPORTS:
                reported = now
                self._runner.post(ExportProgress(number, total))
            yield hit


class _Texts:
    """The texts of articles, for as long as somebody waits for them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._worker: Worker[None] = get_current_worker()

    def of(self, article_id: str) -> str | None:
        """Return the text of an article; None if it is not there. Raise Cancelled."""
        if self._worker.is_cancelled:
            raise Cancelled
        try:
            return self._library.article(article_id).text
        except PeaceindexError:
            return None
