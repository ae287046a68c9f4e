"""What an export has to say: passages, or articles as hits, with what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from peaceindex.model.code import Code
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage
    from peaceindex.model.search_results import Hit


@dataclass(frozen=True, slots=True)
class PassageExport:
    """Passages in their order, and what belongs to them.

    `evidence` is that of their articles by article id; an article that is gone has none. `codes` is the codebook,
    parents before their children. `text` returns the present text of an article by its id, in which the passages'
    positions count; None if it is not there. `extras` are names of `formats.EXTRAS`. `articles` are exported whole,
    with their texts, whether or not they have passages.
    """

    passages: Sequence[Passage]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    codes: Sequence[Code] = ()
    text: Callable[[str], str | None] = lambda article_id: None
    extras: frozenset[str] = frozenset()
    articles: Sequence[ExportedHit] = ()


@dataclass(frozen=True, slots=True)
class ExportedHit:
    """A hit with the evidence for its article, the article's text if that is wanted, and its passages if they are."""

    hit: Hit
    evidence: Evidence | None = None
    text: str = ""
    passages: Sequence[Passage] = ()


@dataclass(frozen=True, slots=True)
class HitExport:
    """Hits in their order, which may be read while they are written; `codes` is the codebook, as of passages.

    `extras` are names of `formats.EXTRAS`.
    """

    hits: Iterable[ExportedHit]
    extras: frozenset[str] = frozenset()
    codes: Sequence[Code] = ()
