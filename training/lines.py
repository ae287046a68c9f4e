"""Training of the model that separates a page's lines of article text from the rest."""

from __future__ import annotations

from collections import defaultdict
from statistics import mean
from typing import TYPE_CHECKING

import numpy as np

from peaceindex.cleaning.features import line_rows
from peaceindex.cleaning.line_choice import best_choice
from peaceindex.cleaning.models.line_judge import Judge
from peaceindex.cleaning.models.network import Matrix, Numbers
from training import boost, network
from training.pages import FOLDS, Sample, shingles, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

VOTES = 2
_MIN_LAST_LINE_WORDS = 6
"""Words. The last line of a text is sought only among lines with at least this many."""
DOUBTFUL_F1 = 0.5
"""Pages with an F1 below this, by a first model, count less: their known articles are mostly incomplete."""
_FLAGS = network.flags(
    line_rows.NAMES,
    **{"end": [(k, k) for k in range(6)], "start": [(k, k) for k in range(4)], "cue_": [(0, 2), (3, 99)]},
    **{name: [(k, k) for k in range(-1, 6)] for name in ("end-1", "end+1")},
)


def train_lines(samples: Sequence[Sample], doubtful: Collection[str]) -> Judge:
    """Train the model that separates text from the rest.

    Lines of `doubtful` pages (ids) have a tenth of their weight, and the ends of these pages are not used.
    """
    # A page made from a known article, marked line by line, is never in doubt.
    is_doubtful = [s.page_id in doubtful and s.marks is None for s in samples]
    weighed = list(zip(samples, is_doubtful, strict=True))
    pages = [network.Lines(s.rows, _labels(s), _weights(s) * (0.1 if doubt else 1.0)) for s, doubt in weighed]
    ends = [network.Lines(s.rows, _last_line(s), np.ones(len(s.candidates))) for s, doubt in weighed if not doubt]
    return Judge(network.train(pages, _FLAGS, VOTES), network.train(ends, _FLAGS, VOTES, choosing=True))


def doubtful_pages(samples: Sequence[Sample], more: Sequence[Sample]) -> set[str]:
    """Return the ids of the pages of `samples` whose known article hardly matches the page.

    Boosted trees judge each fifth of the sites, and are trained on the other sites and on `more`.
    """
    scores: dict[str, list[float]] = defaultdict(list)
    for fold in range(FOLDS):
        others = [s for s in [*samples, *more] if s.fold != fold]
        predict = boost.train_first_estimate(
            np.concatenate([s.rows for s in others]),
            np.concatenate([_labels(s) for s in others]),
            np.concatenate([_weights(s) for s in others]),
        )
        for s in samples:
            if s.fold == fold:
                scores[s.page_id].append(_f1(s, predict(s.rows)))
    return {page for page, f1 in scores.items() if mean(f1) < DOUBTFUL_F1}


def _labels(sample: Sample) -> Numbers:
    return np.array([sample.labels[i] > 0.5 for i in sample.candidates], dtype=np.float64)


def _last_line(sample: Sample) -> Numbers:
    """Return 1 for the last text line of at least `_MIN_LAST_LINE_WORDS` words, 0 for the others."""
    labels = np.zeros(len(sample.candidates))
    text_lines = [
        k for k, i in enumerate(sample.candidates) if sample.labels[i] > 0.5 and sample.sizes[i] >= _MIN_LAST_LINE_WORDS
    ]
    labels[text_lines[-1:]] = 1.0
    return labels


def _weights(sample: Sample) -> Numbers:
    """Return the weight of each line, by its share of its page; lines of spliced pages weigh half."""
    sizes = np.array([max(1, sample.sizes[i]) for i in sample.candidates], dtype=np.float64)
    return np.asarray(np.sqrt(sizes / max(60, sample.gold_size)) * (0.5 if sample.spliced else 1.0))


def _f1(sample: Sample, chances: Matrix) -> float:
    assert sample.page is not None
    lines = sample.page.lines
    is_kept = best_choice(chances.tolist(), [lines[i].words for i in sample.candidates], ratio=1.0)
    text = "\n".join(lines[i].text for i, k in zip(sample.candidates, is_kept, strict=True) if k)
    kept_runs, known_runs = shingles(tokens(text)), shingles(tokens(sample.body))
    return 2 * sum((kept_runs & known_runs).values()) / max(1, sum(kept_runs.values()) + sum(known_runs.values()))
