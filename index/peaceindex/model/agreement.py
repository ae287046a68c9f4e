"""How far two coders agree: the measures by label, and the places where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.passage import Passage

Unit = Literal["sentence", "paragraph", "article", "character"]
"""What the coders are compared by: for each unit, each of them has a label or has it not."""

RowKind = Literal["label", "marked", "all"]
"""`label`: a unit has this label or not; `marked`: it has a passage or not; `all`: the value of a unit is the set of
its labels, so that two coders agree on it if all their labels are the same."""

CONSENSUS = "consensus"
"""The annotator of the passages by which differences are settled."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure of agreement. `value` is None if it is not defined, and `reason` then says why, in words.

    `low` and `high` are the bounds of its 95 per cent interval; None if there is none.
    """

    value: float | None
    reason: str = ""
    low: float | None = None
    high: float | None = None

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        known = {"reason": self.reason or None, "low": self.low, "high": self.high}
        return {"value": self.value, **{name: value for name, value in known.items() if value is not None}}


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """The agreement on one label, or on all together.

    `both`, `only_first`, `only_second` and `neither` count units, and together are `units`. In the row of all labels,
    `both` are the units with the same labels, `neither` those without any, and `only_first` and `only_second` are None.
    `percent` is that of the units on which the two agree; None without units.
    """

    kind: RowKind
    label: str
    units: int
    both: int
    only_first: int | None
    only_second: int | None
    neither: int
    percent: float | None
    kappa: Coefficient
    alpha: Coefficient
    unitizing_alpha: Coefficient

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        names = ("kind", "label", "units", "both", "only_first", "only_second", "neither", "percent")
        measures = ("kappa", "alpha", "unitizing_alpha")
        return {
            **{name: getattr(self, name) for name in names},
            **{name: getattr(self, name).as_record() for name in measures},
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in an article that the two coders coded differently: from `start` to `end` in its text, in code points.

    `first` and `second` are their passages there, `settled` those of the consensus. `only_first` are the labels that
    only the first one gave to a unit of it, `only_second` those that only the second one gave.
    """

    article_id: str
    title: str | None
    outlet: str | None
    date: str | None
    start: int
    end: int
    quote: str
    first: tuple[Passage, ...]
    second: tuple[Passage, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    settled: tuple[Passage, ...] = ()

    def labels(self, passages: Sequence[Passage]) -> tuple[str, ...]:
        """Return the labels of some of the passages, each once."""
        return tuple(dict.fromkeys(label for passage in passages for label in passage.labels))

    def as_record(self) -> dict[str, Any]:
        """Return the object for JSON."""
        names = ("article_id", "title", "outlet", "date", "start", "end", "quote")

        def coding(passages: Sequence[Passage]) -> dict[str, Any]:
            return {
                "labels": list(self.labels(passages)),
                "notes": [passage.note for passage in passages if passage.note],
                "passages": [passage.id for passage in passages],
            }

        return {
            **{name: getattr(self, name) for name in names},
            "first": coding(self.first),
            "second": coding(self.second),
            "only_first": list(self.only_first),
            "only_second": list(self.only_second),
            "settled": coding(self.settled) if self.settled else None,
        }


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """The agreement of two coders.

    `articles` are the ids of those that were compared. `notes` say in words what was left out of the comparison, and
    what may be wrong with it.
    """

    first: str
    second: str
    unit: Unit
    articles: tuple[str, ...]
    rows: tuple[AgreementRow, ...]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return the object that `agreement --json` prints."""
        return {
            "first": self.first,
            "second": self.second,
            "unit": self.unit,
            "articles": list(self.articles),
            "agreement": [row.as_record() for row in self.rows],
            "differences": [difference.as_record() for difference in self.differences],
            "notes": list(self.notes),
        }
