"""What a screen asks to be counted over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peaceindex.model.search import Request
    from peaceindex.model.timeline import Split, Unit


@dataclass(frozen=True)
class TimelineRequest:
    """What is to be counted: one search or several, by which unit of time, and of one by outlet or tag as well."""

    requests: tuple[Request, ...]
    unit: Unit = "month"
    split: Split | None = None
