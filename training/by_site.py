"""Models that have not seen the sites they are asked about: each fifth of the sites by what the other four taught."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from peaceindex.cleaning.features import candidate_rows
from peaceindex.cleaning.models.line_judge import Judge
from peaceindex.cleaning.models.registry import Models
from peaceindex.cleaning.outlets import Outlets
from training.choices import layout_of, train_choices
from training.dirt import degrees
from training.lines import doubtful_pages, train_lines
from training.measure import Measure
from training.pages import FOLDS, Sample, read, read_own, splice

OWN = Path("seeds")
"""The sample pages of this project, and what is known of them; as seen from the checkout."""
EXPECTATIONS = Path("tests/index/sample_expectations.yaml")


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages to learn from: those of the collection, our own, and new ones made of them.

    `spliced` have the head and foot of another page; `cleaner` have less around their article, down to nothing.
    """

    samples: Sequence[Sample]
    own: Sequence[Sample]
    spliced: Sequence[Sample]
    cleaner: Sequence[Sample]
    doubtful: set[str]

    @classmethod
    def read(cls, folder: Path, outlets: Outlets, own: Path = OWN, expectations: Path = EXPECTATIONS) -> Pages:
        """The pages of the collection in `folder`, and our own."""
        samples = [s.prepare(outlets) for s in read(folder)]
        ours = [s.prepare(outlets) for s in read_own(own, expectations)]
        spliced = [s.prepare(outlets) for s in splice(samples)]
        cleaner = [s.prepare(outlets) for s in degrees(samples)]
        return cls(samples, ours, spliced, cleaner, doubtful_pages(samples, [*spliced, *ours]))

    @property
    def all(self) -> list[Sample]:
        """Those of the collection, those made, and our own."""
        return [*self.samples, *self.spliced, *self.cleaner, *self.own]

    def lines(self, leave_out: int = -1) -> Judge:
        """The model of lines, from all pages but those of a fold."""
        known = [s for s in self.all if s.fold != leave_out]
        return train_lines(known, self.doubtful)


def line_models(pages: Pages) -> dict[int, Judge]:
    """For each fold the model of lines that has not seen its sites. As many are trained at once as there are cores."""
    global _pages
    _pages = pages
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        return dict(zip(range(FOLDS), pool.map(_without_fold, range(FOLDS)), strict=True))


_pages: Pages
"""What the processes of `line_models` train on: they are forks of this one, so that it need not be sent to them."""


def _without_fold(fold: int) -> Judge:
    return _pages.lines(leave_out=fold)


def layouts(pages: Pages, lines: dict[int, Judge]) -> list[candidate_rows.Layout]:
    """Where the text lies on each of `pages.all`, as a model sees it that has not seen the site."""
    return [layout_of(s, lines[s.fold]) for s in pages.all]


def models(
    pages: Pages, lines: dict[int, Judge], seen: list[candidate_rows.Layout], outlets: Outlets, measure: Measure
) -> dict[int, Models]:
    """For each fold all models, none of which has seen its sites."""
    return {
        fold: Models(
            partial(lines.__getitem__, fold), *train_choices(pages.all, seen, outlets, measure, leave_out=fold)
        )
        for fold in range(FOLDS)
    }
