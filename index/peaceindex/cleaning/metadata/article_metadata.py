"""The metadata of one article, with the origin of each value."""

from __future__ import annotations

from dataclasses import dataclass, field

from peaceindex.model.article import FIELDS_WITH_PROVENANCE, Provenance


@dataclass(slots=True)
class Metadata:
    """The metadata of an article. `used` are the lines that became metadata, by index, each with what it is."""

    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    lead: str | None = None
    provenance: dict[str, Provenance] = field(default_factory=lambda: dict.fromkeys(FIELDS_WITH_PROVENANCE, "none"))
    used: dict[int, str] = field(default_factory=dict)
