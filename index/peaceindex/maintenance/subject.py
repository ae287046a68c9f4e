"""The part of a library's interface that maintenance uses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from peaceindex.model.correction import Correction
from peaceindex.model.passage import Passage
from peaceindex.storage.annotations import Annotations
from peaceindex.storage.articles import ArticleStore


class Subject(Protocol):
    """A library to be checked, repaired or counted. `peaceindex.Library` is one."""

    @property
    def folder(self) -> Path:
        """The folder that contains the library."""

    @property
    def articles(self) -> ArticleStore:
        """The articles."""

    @property
    def annotations(self) -> Annotations:
        """The user's annotations."""

    def has_annotations(self) -> bool:
        """Return whether the user has any annotations, or a backup of them."""

    def passages(self) -> Sequence[Passage]:
        """Return all passages, in their present state."""

    def corrections(self) -> Sequence[Correction]:
        """Return all corrections, each with its present standing."""

    def index_state(self) -> Literal["in step", "behind", "missing"]:
        """Return whether the search index holds all articles ("in step"), lacks some ("behind") or does not exist."""

    def index_is_damaged(self) -> bool:
        """Return whether the search index is damaged or cannot be read."""

    def index_difference(self) -> object:
        """Return how the search index differs from the articles; falsy if it does not."""
