"""The labels of passages by article, read without all else that a passage has: searches count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex.storage.columns import PASSAGES

if TYPE_CHECKING:
    from peaceindex.storage.annotations_file import AnnotationFile


def labels_by_article(file: AnnotationFile) -> dict[str, set[str]]:
    """Return the labels on the passages of each article that has some, by the id that the article had then."""
    found: dict[str, set[str]] = {}
    with file.using() as connection:
        # Few passages have other labels than all others, so that few lists are read.
        query = """SELECT id, labels, group_concat(DISTINCT article_id) AS article_id
                   FROM passages WHERE labels <> '[]' GROUP BY labels"""
        for values in file.read(connection, PASSAGES, query, lambda values: values):
            for article_id in values["article_id"].split(","):
                found.setdefault(article_id, set()).update(values["labels"])
    return found
