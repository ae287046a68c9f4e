"""Queries over all articles: statistics, and articles that look doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peaceindex.model.article import EXTENT, ONLY_A_SUMMARY
from peaceindex.storage.bad_text import as_text
from peaceindex.storage.columns import ARTICLES, SOURCES
from peaceindex.storage.rows import read_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from peaceindex.storage.database import Database


class ArticleStatistics:
    """Queries over the whole of library.db."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def totals(self) -> dict[str, Any]:
        """Return counts of articles, sources, outlets, words and missing values, and the first and last date.

        The keys are those of `Stats`.
        """
        row = self._ask(
            """SELECT count(*) AS articles, count(DISTINCT outlet) AS outlets,
                      min(date) AS first_date, max(date) AS last_date,
                      count(*) - count(date) AS without_date, count(*) - count(title) AS without_title,
                      count(*) - count(outlet) AS without_outlet, total(words) AS words,
                      count(*) FILTER (WHERE CASE WHEN typeof(provenance) = 'text' AND json_valid(provenance)
                          THEN json_extract(provenance, '$.title') = 'derived'
                          ELSE provenance LIKE 'd%' END) AS derived_titles
               FROM articles WHERE indexed NOT BETWEEN 2 AND 5"""
        )[0]
        totals = dict(row) | {"words": int(row["words"])}
        for name in ("first_date", "last_date"):
            totals[name] = as_text(row[name]) or None
        return totals | {"sources": self._source_count()}

    def _source_count(self) -> int:
        query = """SELECT count(*) FROM sources WHERE article_row NOT IN (
                   SELECT row FROM articles WHERE indexed BETWEEN 2 AND 5 AND indexed <> 1)"""
        return int(self._ask(query)[0][0])

    def languages(self) -> dict[str, int]:
        """Return the number of articles by language, most frequent first. "" stands for an unknown language."""
        query = """SELECT coalesce(language, '') AS code, count(*) AS n FROM articles WHERE indexed NOT BETWEEN 2 AND 5
                   GROUP BY code ORDER BY n DESC, code"""
        return {as_text(row["code"]): row["n"] for row in self._ask(query)}

    def count_cleaned_by_other_models(self, models: str) -> int:
        """Return how many articles were cleaned by other models than `models`, the version in use now."""
        query = """SELECT count(*) FROM raws JOIN articles ON row = article_row
                   WHERE indexed NOT BETWEEN 2 AND 5 AND models IS NOT ?"""
        return int(self._ask(query, (models,))[0][0])

    def doubtful(self, after: str, before: str, words: int) -> Iterator[dict[str, Any]]:
        """Yield id, title, date and word count of doubtful articles.

        An article is doubtful if it has no date, a date later than `after` or earlier than `before`, or fewer than
        `words` words. Both dates are ISO days.
        """
        query = """SELECT id, title, date, words FROM articles WHERE indexed NOT BETWEEN 2 AND 5
                   AND (date IS NULL OR date > ? OR date < ? OR words < ?) ORDER BY row"""
        yield from read_rows(self._ask(query, (after, before, words)), ARTICLES, self.database.bad, dict)

    def summary_count(self) -> int:
        """Return the number of articles of which their source holds only a summary."""
        query = "SELECT count(*) FROM articles WHERE indexed NOT BETWEEN 2 AND 5 AND details <> '{}' AND details LIKE ?"
        ((count,),) = self._ask(query, (f'%"{EXTENT}": "%{ONLY_A_SUMMARY}"%',))
        return int(count)

    def without_raw(self) -> dict[int, str]:
        """Return the articles whose source text is missing, as row -> id."""
        query = """SELECT row, id FROM articles WHERE indexed NOT BETWEEN 2 AND 5
                   AND NOT EXISTS (SELECT 1 FROM raws WHERE article_row = row)"""
        return {row: as_text(id) for row, id in self._ask(query)}

    def source_files(self) -> Iterator[tuple[str, int | None, int | None, str]]:
        """Yield path, size (bytes), modification time (ns) and article id of each source file."""
        query = """SELECT path, size, mtime_ns, id FROM sources JOIN articles ON row = article_row
                   WHERE path <> '' AND indexed NOT BETWEEN 2 AND 5 GROUP BY path ORDER BY number"""
        for found in read_rows(self._ask(query), SOURCES, self.database.bad, dict):
            yield found["path"], found["size"], found["mtime_ns"], as_text(found["id"])

    def problems(self) -> list[str]:
        """Return what SQLite finds wrong with the file, or an empty list."""
        found = [row[0] for row in self._ask("PRAGMA integrity_check(10)")]
        found = [] if found == ["ok"] else found
        return found + [f"{row[0]} refers to a row that is not there" for row in self._ask("PRAGMA foreign_key_check")]

    def _ask(self, query: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        return self.database.ask(query, values)
