"""The models of the cleaner, from the data files beside this module, which `training/` writes."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning.models.trees import Forest

if TYPE_CHECKING:
    from peaceindex.cleaning.models.line_judge import Judge
    from peaceindex.cleaning.models.network import Network

HERE: Final = Path(__file__).parent
LINES_FILE: Final = HERE / "lines.npz"
END_FILE: Final = HERE / "end.npz"
CHOICES_FILE: Final = HERE / "choices.json"
CHOSEN: Final = ("title", "date", "author")
"""What is chosen among the candidates of a page; the network of each lies in a file of its own."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """Which of a page's candidates for a value is right: trees look at each by itself, a network at all together."""

    trees: Forest
    network: Callable[[], Network]
    """Gives the network when it is first asked for: a page that tells its values itself needs none, nor numpy."""

    def chances(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """For each candidate, in their order on the page, how likely it is the right one."""
        if not rows:
            return []
        import numpy as np

        table = np.array(rows, dtype=np.float64)
        odds = self.trees.scores(table) + self.network().scores(table.astype(np.float32))
        return [_chance(each) for each in odds.tolist()]


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def _markup() -> Network:
    from peaceindex.cleaning.html.page import LINES_FILE
    from peaceindex.cleaning.models.network import Network

    return Network.load(LINES_FILE)


@dataclass(frozen=True, slots=True)
class Models:
    """Which lines are text, which line is the title, which name and date are right."""

    lines: Callable[[], Judge]
    """Gives the judge when it is first asked for: a page that is clean already needs none."""
    title: Chooser
    date: Chooser
    author: Chooser
    markup: Callable[[], Network] = _markup
    """Gives the network that judges the lines of a page of markup."""


def network_file(name: str) -> Path:
    """Where the network lies that chooses among candidates for a value."""
    return HERE / f"{name}.npz"


@cache
def default_models() -> Models:
    """The models that come with the package."""
    records = json.loads(CHOICES_FILE.read_text(encoding="utf-8"))
    title, date, author = (
        Chooser(Forest.from_record(records[name]), partial(_network, network_file(name))) for name in CHOSEN
    )
    return Models(_judge, title, date, author)


@cache
def models_version() -> str:
    """A digest of all models in the package: another where any of them has been trained anew."""
    found = hashlib.sha256()
    for file in sorted([*HERE.rglob("*.npz"), CHOICES_FILE]):
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


@cache
def _judge() -> Judge:
    from peaceindex.cleaning.models.line_judge import Judge

    return Judge.load(LINES_FILE, END_FILE)


@cache
def _network(file: Path) -> Network:
    from peaceindex.cleaning.models.network import Network

    return Network.load(file)
