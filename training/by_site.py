"""Models for unseen sites: each fifth of the sites is judged by models trained on the other four."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.cleaning.features import candidate_rows
from peaceindex.cleaning.models.line_judge import Judge
from peaceindex.cleaning.models.registry import Models
from peaceindex.cleaning.outlets import Outlets
from training.choices import layout_of, train_choices
from training.dirt import pages_with_less_around
from training.lines import doubtful_pages, train_lines
from training.measure import Measure
from training.pages import FOLDS, Sample, read, read_own, splice

if TYPE_CHECKING:
    from collections.abc import Sequence

OWN = Path("seeds")
"""The sample pages of this project, relative to the checkout; `EXPECTATIONS` holds what is known of them."""
EXPECTATIONS = Path("tests/index/sample_expectations.yaml")


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages for training: those of the collection, this project's own, and new ones made from the collection.

    `spliced` have the head and foot of another page. `cleaner` have less around their article, down to nothing.
    """

    samples: Sequence[Sample]
    own: Sequence[Sample]
    spliced: Sequence[Sample]
    cleaner: Sequence[Sample]
    doubtful: set[str]

    @classmethod
    def read(cls, folder: Path, outlets: Outlets, own: Path = OWN, expectations: Path = EXPECTATIONS) -> Pages:
        """Read the pages of the collection in `folder` and this project's own, and make new ones."""
        samples = [s.prepare(outlets) for s in read(folder)]
        own_samples = [s.prepare(outlets) for s in read_own(own, expectations)]
        spliced = [s.prepare(outlets) for s in splice(samples)]
        cleaner = [s.prepare(outlets) for s in pages_with_less_around(samples)]
        return cls(samples, own_samples, spliced, cleaner, doubtful_pages(samples, [*spliced, *own_samples]))

    @property
    def all(self) -> list[Sample]:
        """The pages of the collection, those made from them, and this project's own."""
        return [*self.samples, *self.spliced, *self.cleaner, *self.own]

    def lines(self, leave_out: int = -1) -> Judge:
        """Return the model of lines trained on all pages except those of the fold `leave_out`."""
        known = [s for s in self.all if s.fold != leave_out]
        return train_lines(known, self.doubtful)


def line_models(pages: Pages) -> dict[int, Judge]:
    """Return for each fold the model of lines that has not seen its sites.

    As many are trained in parallel as there are cores.
    """
    global _worker_pages
    _worker_pages = pages
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        return dict(zip(range(FOLDS), pool.map(_without_fold, range(FOLDS)), strict=True))


_worker_pages: Pages
"""The training pages of the processes of `line_models`. These are forks of this one, so the pages need not be sent."""


def _without_fold(fold: int) -> Judge:
    return _worker_pages.lines(leave_out=fold)


def layouts(pages: Pages, lines: dict[int, Judge]) -> list[candidate_rows.Layout]:
    """Return the layout of the text on each of `pages.all`, found by a model that has not seen the site."""
    return [layout_of(s, lines[s.fold]) for s in pages.all]


def models(
    pages: Pages, lines: dict[int, Judge], layouts: list[candidate_rows.Layout], outlets: Outlets, measure: Measure
) -> dict[int, Models]:
    """Return for each fold all models, none of which has seen its sites."""
    return {
        fold: Models(
            partial(lines.__getitem__, fold), *train_choices(pages.all, layouts, outlets, measure, leave_out=fold)
        )
        for fold in range(FOLDS)
    }
