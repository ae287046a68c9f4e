"""The models of the cleaner, from the data files next to this module, which `training/` writes."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning.models.trees import Forest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex.cleaning.models.line_judge import Judge
    from peaceindex.cleaning.models.network import Network

HERE: Final = Path(__file__).parent
LINES_FILE: Final = HERE / "lines.npz"
END_FILE: Final = HERE / "end.npz"
CHOICES_FILE: Final = HERE / "choices.json"
CHOSEN: Final = ("title", "date", "author")
"""The values chosen among the candidates of a page. The network for each has its own file."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """The choice of the right candidate for a value: trees judge each by itself, a network all of them together."""

    trees: Forest
    network: Callable[[], Network]
    """Returns the network, loaded on first use: a page that states its values needs neither it nor numpy."""

    def chances(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Return how likely each candidate is to be the right one (0 to 1), in their order on the page."""
        if not rows:
            return []
        import numpy as np

        table = np.array(rows, dtype=np.float64)
        odds = self.trees.scores(table) + self.network().scores(table.astype(np.float32))
        return [_chance(each) for each in odds.tolist()]


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def _markup_network() -> Network:
    from peaceindex.cleaning.html.page import LINES_FILE
    from peaceindex.cleaning.models.network import Network

    return Network.load(LINES_FILE)


@dataclass(frozen=True, slots=True)
class Models:
    """The models that decide which lines are text, which line is the title, and which name and date are right."""

    lines: Callable[[], Judge]
    """Returns the judge, loaded on first use: a page that is already clean does not need it."""
    title: Chooser
    date: Chooser
    author: Chooser
    markup: Callable[[], Network] = _markup_network
    """Returns the network that judges the lines of a page of markup."""


def network_file(name: str) -> Path:
    """Return the path of the network that chooses among candidates for a value."""
    return HERE / f"{name}.npz"


@cache
def default_models() -> Models:
    """Return the models that come with the package."""
    records = json.loads(CHOICES_FILE.read_text(encoding="utf-8"))
    title, date, author = (
        Chooser(Forest.from_record(records[name]), partial(_load_network, network_file(name))) for name in CHOSEN
    )
    return Models(_line_judge, title, date, author)


@cache
def models_version() -> str:
    """Return a digest of all models in the package (12 hex digits), which changes when any of them is retrained."""
    found = hashlib.sha256()
    for file in sorted([*HERE.rglob("*.npz"), CHOICES_FILE]):
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


@cache
def _line_judge() -> Judge:
    from peaceindex.cleaning.models.line_judge import Judge

    return Judge.load(LINES_FILE, END_FILE)


@cache
def _load_network(file: Path) -> Network:
    from peaceindex.cleaning.models.network import Network

    return Network.load(file)
