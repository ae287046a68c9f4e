"""Tasks that audit an article against its source, correct it, or read its source in another encoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from peacereader import wording
from peacereader.config import load_config
from peacereader.tui.tasks.later_messages import AuditRead, EncodingsRead
from peacereader.tui.tasks.messages import ActionDone

if TYPE_CHECKING:  # the library and its databases are loaded by the worker that opens them, after the first paint
    from collections.abc import Callable, Mapping

    from peaceindex import Library
    from peaceindex.model.correction import Field
    from peaceindex.model.search_results import Results
    from peacereader.tui.tasks.runner import Runner


class CorrectionTasks:
    """Audits and corrects articles for one screen."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def audit(self, article_id: str) -> None:
        """Read an article beside its source."""
        self._runner.run("audit", lambda library: AuditRead(library.annotations.audit(article_id)))

    def correct_line(self, article_id: str, number: int, keep: bool | None) -> None:
        """Keep or cut a line of an article's source. With None, leave the line to cleaning again."""
        self._correct(article_id, lambda library: library.annotations.correct_line(article_id, number, keep))

    def correct_field(self, article_id: str, field: Field, value: str) -> None:
        """Set a field of an article."""
        self._correct(article_id, lambda library: library.annotations.correct_field(article_id, field, value))

    def correct_hits(self, results: Results, field: Field, value: str) -> None:
        """Set a field of all hits of a search, in one step."""

        def work(library: Library) -> Message:
            count = library.annotations.correct_fields(library.search.article_ids(results), field, value)
            words = f"{wording.field_name(field)} corrected in {wording.counted(count, 'article')}."
            return ActionDone(f"{words} 'peacereader corrections --undo' undoes all of it." if count else words)

        self._runner.run_in_order(work)

    def step(self, article_id: str, *, is_redo: bool) -> None:
        """Undo the last correction of an article, or redo it. If there is none, say so."""

        def move(library: Library) -> Message | None:
            if (library.annotations.redo_correction if is_redo else library.annotations.undo_correction)(article_id):
                return None
            return ActionDone(
                "Nothing is left to redo." if is_redo else "You have not corrected anything in this article."
            )

        self._correct(article_id, move)

    def read_encodings(self, article_id: str) -> None:
        """Find the encodings that the source of an article may be in."""
        self._runner.run("audit", lambda library: EncodingsRead(library.ingest.encodings(article_id, _record_fields())))

    def read_again(self, article_id: str, encoding: str) -> None:
        """Read the source of an article in another encoding. If it is empty, detect the encoding again."""
        self._correct(article_id, lambda library: library.ingest.read_again(article_id, encoding, _record_fields()))

    def _correct(self, article_id: str, change: Callable[[Library], object]) -> None:
        """Make a change and read the article again; if the change returns a message, post that instead."""

        def work(library: Library) -> Message:
            before = {p.id: p.anchoring for p in library.annotations.passages(article_id=article_id)}
            if isinstance(message := change(library), Message):
                return message
            after = library.annotations.passages(article_id=article_id)
            reanchored = [p for p in after if p.anchoring != before.get(p.id)]
            return AuditRead(library.annotations.audit(article_id), is_corrected=True, reanchored=reanchored)

        self._runner.run_in_order(work)


def _record_fields() -> Mapping[str, tuple[str, ...]]:
    return load_config()[0].fields.as_mapping()
