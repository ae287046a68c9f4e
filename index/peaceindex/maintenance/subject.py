"""What maintenance needs of a library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

from peaceindex.model.correction import Correction
from peaceindex.model.passage import Passage
from peaceindex.storage.annotations import Annotations
from peaceindex.storage.articles import ArticleStore


class Subject(Protocol):
    """A library that is checked, mended or counted. `peaceindex.Library` is one."""

    @property
    def folder(self) -> Path:
        """The folder that the library lies in."""

    @property
    def articles(self) -> ArticleStore:
        """The articles."""

    @property
    def annotations(self) -> Annotations:
        """The user's own work."""

    def has_annotations(self) -> bool:
        """Whether there is any work of the user's."""

    def passages(self) -> Sequence[Passage]:
        """All passages, as they stand now."""

    def corrections(self) -> Sequence[Correction]:
        """All corrections, each with whether it is in force."""

    def index_state(self) -> Literal["in step", "behind", "missing"]:
        """How the search index stands to the articles."""

    def index_is_damaged(self) -> bool:
        """Whether the search index cannot be read."""

    def index_difference(self) -> object:
        """What the search index holds otherwise than the articles; falsy if nothing."""
