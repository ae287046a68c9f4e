"""A state of a library, by which a reader tells that somebody has written to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Revision:
    """A state of a library, for comparing with an earlier one only: what differs has been written to since.

    `articles` tells of library.db, `annotations` of annotations.db, `index` of the search index.
    """

    articles: object
    annotations: object
    index: object
