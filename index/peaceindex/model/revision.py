"""The revision of a library, by which a reader notices that somebody has written to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Revision:
    """A state of a library. It only serves to be compared with an earlier one: a part that differs has been written to.

    `articles` stands for library.db, `annotations` for annotations.db, `index` for the search index.
    """

    articles: object
    annotations: object
    index: object
