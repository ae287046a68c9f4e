"""The formats in which passages go to other programs that annotate and code: each a writer by its name."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from peaceindex.model.code import Code
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage

    Writer = Callable[["PassageExport"], bytes]


@dataclass(frozen=True, slots=True)
class PassageExport:
    """What an export has to say: passages in their order, and what belongs to them.

    `evidence` is that of their articles by article id. `codes` is the codebook, parents before their children. `text`
    returns the present text of an article by its id, in which the passages' positions count; None if it is not there.
    """

    passages: Sequence[Passage]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    codes: Sequence[Code] = ()
    text: Callable[[str], str | None] = lambda article_id: None


def _jsonld(export: PassageExport) -> bytes:
    from peacereader.exports.jsonld import jsonld

    return jsonld(export)


def _qdpx(export: PassageExport) -> bytes:
    from peacereader.exports.qdpx import qdpx

    return qdpx(export)


def _qdc(export: PassageExport) -> bytes:
    from peacereader.exports.codebook import qdc

    return qdc(export)


def _codebook_csv(export: PassageExport) -> bytes:
    from peacereader.exports.codebook import codebook_csv

    return codebook_csv(export)


WRITERS: Final[Mapping[str, Writer]] = MappingProxyType(
    {"jsonld": _jsonld, "qdpx": _qdpx, "qdc": _qdc, "codebook-csv": _codebook_csv}
)
"""The writers by the name of their format. Each returns the bytes of a whole file, and what it writes without the
articles it writes with them. The modules behind them are imported when they are used."""

BINARY: Final = frozenset({"qdpx"})
"""The formats that are not text in UTF-8."""
