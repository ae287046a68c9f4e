"""The models of the cleaner, from the data files beside this module, which `training/` writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning.trees import Forest

if TYPE_CHECKING:
    from peaceindex.cleaning.network import Network

LINES_FILE: Final = Path(__file__).with_name("lines.npz")
CHOICES_FILE: Final = Path(__file__).with_name("choices.json")


@dataclass(frozen=True, slots=True)
class Models:
    """Which lines are text, which line is the title, which name and date are right.

    `lines` gives the network when it is first asked for: a page that is clean
    already needs neither it nor numpy.
    """

    lines: Callable[[], Network]
    title: Forest
    date: Forest
    author: Forest


@cache
def default_models() -> Models:
    """The models that come with the package."""
    records = json.loads(CHOICES_FILE.read_text(encoding="utf-8"))
    title, date, author = (Forest.from_record(records[name]) for name in ("title", "date", "author"))
    return Models(_network, title, date, author)


@cache
def _network() -> Network:
    from peaceindex.cleaning.network import Network

    return Network.load(LINES_FILE)
