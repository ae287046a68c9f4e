"""Finds what is wrong with a library, and suggests what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.errors import LibraryDamagedError, LibraryError
from peaceindex.ingest.quality_flags import BEGINNING_CUT, MIN_WORDS, TENTH_CUT, tomorrow
from peaceindex.maintenance.flaws import find_flaws
from peaceindex.model.article import ONLY_A_SUMMARY
from peaceindex.model.reports import Problem
from peaceindex.storage.columns import ANNOTATION_TABLES, LIBRARY_TABLES
from peaceindex.storage.loss_backfill import notable_losses
from peaceindex.storage.rows import column_label
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from peaceindex.maintenance.subject import Subject
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.database import Database
    from peaceindex.storage.rows import Table

_EARLIEST_DATE = "1600-01-01"
"""A date before the first newspapers. Earlier dates are doubtful."""


def check(library: Subject) -> Iterator[Problem]:
    """Yield everything that is wrong or doubtful, the worst first. Changes nothing.

    It reads every row of every table of both databases, and every file of the search index. If one part cannot be
    read, the others are still checked.
    """
    store = library.articles
    reported: set[str] = set()
    parts: tuple[Callable[[], Iterator[Problem]], ...] = (
        lambda: _database_pages(store.statistics.problems(), "library.db", "Move it aside and add your sources again."),
        lambda: _flaws(store.database, LIBRARY_TABLES, store),
        lambda: _annotations(library),
        lambda: _articles(store),
        lambda: _models(store),
        lambda: _losses(store),
        lambda: _index(library),
        lambda: _sources(store),
        lambda: _passages(library),
        lambda: _corrections(library),
    )
    for part in parts:
        try:
            yield from part()
        except LibraryError as error:
            if error.what not in reported:
                kind = "damage" if isinstance(error, LibraryDamagedError) else "refused"
                yield Problem(kind, error.what, error.advice, "error")
            reported.add(error.what)


def _database_pages(lines: Iterable[str], name: str, advice: str) -> Iterator[Problem]:
    """Yield what SQLite finds wrong with the pages of a file. `lines` is its output."""
    for line in lines:
        indexes = "'peacereader check --repair' makes its indexes again." if "index" in line else advice
        yield Problem("damage", f"{name}: {line}.", indexes, "error")


def _flaws(database: Database, tables: Iterable[Table], store: ArticleStore) -> Iterator[Problem]:
    """Yield the values that are not of their column's kind."""
    for flaw in find_flaws(database, tables):
        for column, reason in flaw.reasons.items():
            owner = flaw.label(store)
            what = f"The {column_label(column)} of {owner} in {database.path.name} cannot be read: {reason}."
            yield Problem("damaged value", what, "'peacereader check --repair' repairs it or sets it aside.", "error")


def _annotations(library: Subject) -> Iterator[Problem]:
    """Yield the problems of the user's own work and its backups."""
    yield from _database_pages(
        library.annotations.file.problems(), "annotations.db", "'peacereader restore' lists the copies."
    )
    with library.annotations.file.exclusive_database() as database:
        yield from list(_flaws(database, ANNOTATION_TABLES, library.articles))
    yield from _backups(library)


def _backups(library: Subject) -> Iterator[Problem]:
    for backup, missing in library.annotations.file.list_backups():
        name = f"The copy {printable(backup.name)} of annotations.db"
        if missing is None:
            advice = "What can be read of it is used if it is needed; nothing needs to be done."
            yield Problem("copy damaged", f"{name} is damaged.", advice, "warning")
        elif missing:
            advice = f"'peacereader restore {printable(backup.stem)}' shows what differs, and brings it back."
            yield Problem("copy has more", f"{name} has what is missing now: {missing}.", advice, "note")


def _articles(store: ArticleStore) -> Iterator[Problem]:
    last = tomorrow()
    again = "'peacereader rebuild' cleans it again."
    for row in store.statistics.doubtful(last, _EARLIEST_DATE, MIN_WORDS):
        name = f"Article {row['id']} ({printable(row['title'] or 'no title')[:60]})"
        if not row["words"]:
            yield Problem("no text", f"{name} has no text.", again, "error")
        elif row["words"] < MIN_WORDS:
            yield Problem("short", f"{name} has only {row['words']} words.", "See 'peacereader show --cuts'.", "note")
        if row["date"] and row["date"] > last:
            yield Problem("date", f"{name} is dated {row['date']}, in the future.", "Look at its source.", "warning")
        elif row["date"] and row["date"] < _EARLIEST_DATE:
            yield Problem("date", f"{name} is dated {row['date']}, long ago.", "Look at its source.", "note")
        elif not row["date"]:
            dated = "'peacereader search date:none' finds those without one; the key c, then d, states it."
            yield Problem("no date", f"{name} has no date.", dated, "note")
    if count := store.statistics.summary_count():
        what = "1 article is" if count == 1 else f"{count:,} articles are"
        advice = "Their sources, such as feeds, hold no more; the head of each article says so."
        yield Problem("summary", f"{what} {ONLY_A_SUMMARY}.", advice, "note")
    for id, title, number in store.raws.unreadable():
        characters = f"{number} {'sign' if number == 1 else 'signs'} that could not be read (shown as \ufffd)"
        yield Problem(
            "unreadable", f"Article {id} ({printable(title or 'no title')[:60]}) has {characters}.",
            "See what it was read as with the key c, then e; or fetch its source again.", "note",
        )  # fmt: skip
    for id in store.statistics.without_raw().values():
        what = f"Article {printable(id)} has lost its source text."
        yield Problem("no source text", what, "Add its source again, or run 'peacereader check --repair'.", "error")


def _models(store: ArticleStore) -> Iterator[Problem]:
    from peaceindex.cleaning.models.registry import models_version

    if count := store.statistics.count_cleaned_by_other_models(models_version()):
        what = "1 article was" if count == 1 else f"{count:,} articles were"
        again = "'peacereader rebuild' cleans them again."
        yield Problem("older models", f"{what} cleaned by older models.", again, "note")


def _losses(store: ArticleStore) -> Iterator[Problem]:
    for row, losses in notable_losses(store):
        article = store.article(row)
        name = f"Article {article.id} ({printable(article.title or 'no title')[:60]})"
        advice = f"See 'peacereader show {article.id} --cuts'; in the reader, c brings a line back."
        if losses.opening:
            lines = "A line" if losses.opening == 1 else f"{losses.opening} lines"
            was = "was" if losses.opening == 1 else "were"
            what = f"{name} may have lost its beginning. {lines} before its text {was} cut."
            yield Problem(BEGINNING_CUT, what, advice, "warning")
        if losses.exceed_a_tenth:
            share = round(100 * losses.words / (losses.words + losses.kept))
            what = f"{name} may have lost {share} % of its words."
            yield Problem(TENTH_CUT, what, advice, "warning")


def _index(library: Subject) -> Iterator[Problem]:
    state = library.index_state()
    if state == "missing":
        yield Problem(
            "index",
            "There is no search index.",
            "It is made at the next search, or by 'peacereader rebuild'.",
            "warning",
        )
        return
    if library.index_is_damaged():
        what = "The search index cannot be used: it is damaged, of another version, or somebody else made it."
        yield Problem(
            "index", what, "It is made anew at the next search, or by 'peacereader check --repair'.", "warning"
        )
        return
    if state == "behind":
        yield Problem("index", "The search index lacks some articles.", "It catches up at the next search.", "warning")
        return
    if difference := library.index_difference():
        yield Problem(
            "index",
            f"The search index does not agree with the articles ({difference}).",
            "Run 'peacereader check --repair'.",
            "error",
        )


def _sources(store: ArticleStore) -> Iterator[Problem]:
    for name, size, mtime_ns, id in store.statistics.source_files():
        try:
            status = Path(name).stat()
        except OSError:
            yield Problem(
                "source gone",
                f"{printable(name)}, the source of {id}, is not there.",
                "Nothing needs to be done: the article and its source text are kept.",
                "note",
            )
            continue
        if size is not None and (status.st_size, status.st_mtime_ns) != (size, mtime_ns) and mtime_ns is not None:
            yield Problem(
                "source changed", f"{printable(name)}, the source of {id}, has changed.", "Add it again.", "note"
            )


def _passages(library: Subject) -> Iterator[Problem]:
    for passage in library.passages():
        quote = printable(passage.quote[:50])
        if passage.removal:
            what = "is in the bin" if passage.removal == "in the bin" else "was removed"
            yield Problem(
                "passage removed",
                f"The article of passage {passage.id} (“{quote}”) {what}.",
                "Its quote, note and labels are kept.",
                "note",
            )
        elif passage.anchoring == "lost":
            yield Problem(
                "passage lost",
                f"Passage {passage.id} (“{quote}”) is nowhere in article {passage.article_id} any more."
                if passage.article_id
                else f"Passage {passage.id} (“{quote}”) was imported, and its page is not in this library.",
                "Its quote, note and labels are kept; look whether the article has changed."
                if passage.article_id
                else "Add the page, then import the passage again.",
                "warning",
            )
        elif passage.anchoring == "uncertain":
            yield Problem(
                "passage uncertain",
                f"Passage {passage.id} (“{quote}”) stands in article {passage.article_id} in other words now.",
                "Read it again before you quote it.",
                "warning",
            )


def _corrections(library: Subject) -> Iterator[Problem]:
    for correction in library.corrections():
        value = correction.value if isinstance(correction.value, str) else ", ".join(correction.value or ("not known",))
        summary = (
            f"{value} “{correction.line.strip()[:50]}”" if correction.line else f"{correction.field}: {value[:50]}"
        )
        name = f"Correction {correction.id} ({printable(summary)})"
        if correction.standing == "lost" and not correction.removal:
            gone = "finds its line no more in" if correction.field == "line" else "has lost its article,"
            yield Problem(
                "correction lost",
                f"{name} {gone} article {correction.article_id}.",
                "It is still there; 'peacereader corrections --remove' removes it.",
                "warning",
            )
        elif correction.standing == "waiting":
            yield Problem(
                "correction waiting",
                f"{name} is not yet in article {correction.article_id}.",
                "'peacereader rebuild' applies it.",
                "warning",
            )
