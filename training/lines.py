"""Training of the model that tells a page's lines of text from the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from statistics import mean

import numpy as np

from peaceindex.cleaning.choice import best_choice
from peaceindex.cleaning.features import line_rows
from peaceindex.cleaning.models.line_judge import Judge
from peaceindex.cleaning.models.network import Matrix, Numbers
from training import boost, network
from training.pages import FOLDS, Sample, shingles, tokens

VOTES = 2
_SCRAP = 6
"""Lines of fewer words do not tell where a text ends."""
DOUBTFUL = 0.5
"""Pages on which a first model by site does worse than this count less: of most the known article is but a part."""
_FLAGS = network.flags(
    line_rows.NAMES,
    **{"end": [(k, k) for k in range(6)], "start": [(k, k) for k in range(4)], "cue_": [(0, 2), (3, 99)]},
    **{name: [(k, k) for k in range(-1, 6)] for name in ("end-1", "end+1")},
)


def train_lines(samples: Sequence[Sample], doubtful: Collection[str]) -> Judge:
    """The model that tells text from the rest. Of `doubtful` pages (ids) lines count a tenth, and the end nothing."""
    # What was made of a known article and marked line by line is never in doubt.
    unsure = [s.page_id in doubtful and s.marks is None for s in samples]
    both = list(zip(samples, unsure, strict=True))
    pages = [network.Lines(s.rows, _labels(s), _weights(s) * (0.1 if doubt else 1.0)) for s, doubt in both]
    ends = [network.Lines(s.rows, _last(s), np.ones(len(s.candidates))) for s, doubt in both if not doubt]
    return Judge(network.train(pages, _FLAGS, VOTES), network.train(ends, _FLAGS, VOTES, choosing=True))


def doubtful_pages(samples: Sequence[Sample], more: Sequence[Sample]) -> set[str]:
    """The ids of the pages of `samples` whose known article is hardly that of the page.

    Boosted trees judge each fifth of the sites that have learned from the others, and from `more`.
    """
    found: dict[str, list[float]] = defaultdict(list)
    for fold in range(FOLDS):
        others = [s for s in [*samples, *more] if s.fold != fold]
        predict = boost.first_opinion(
            np.concatenate([s.rows for s in others]),
            np.concatenate([_labels(s) for s in others]),
            np.concatenate([_weights(s) for s in others]),
        )
        for s in samples:
            if s.fold == fold:
                found[s.page_id].append(_f1(s, predict(s.rows)))
    return {page for page, f1 in found.items() if mean(f1) < DOUBTFUL}


def _labels(sample: Sample) -> Numbers:
    return np.array([sample.labels[i] > 0.5 for i in sample.candidates], dtype=np.float64)


def _last(sample: Sample) -> Numbers:
    """1 for the last line of the text that is no mere scrap, 0 for the others."""
    found = np.zeros(len(sample.candidates))
    text = [k for k, i in enumerate(sample.candidates) if sample.labels[i] > 0.5 and sample.sizes[i] >= _SCRAP]
    found[text[-1:]] = 1.0
    return found


def _weights(sample: Sample) -> Numbers:
    """What each line counts: by its share of its page; lines of spliced pages count half."""
    sizes = np.array([max(1, sample.sizes[i]) for i in sample.candidates], dtype=np.float64)
    return np.asarray(np.sqrt(sizes / max(60, sample.gold_size)) * (0.5 if sample.spliced else 1.0))


def _f1(sample: Sample, found: Matrix) -> float:
    assert sample.page is not None
    lines = sample.page.lines
    keep = best_choice(found.tolist(), [lines[i].words for i in sample.candidates], ratio=1.0)
    text = "\n".join(lines[i].text for i, k in zip(sample.candidates, keep, strict=True) if k)
    got, wanted = shingles(tokens(text)), shingles(tokens(sample.body))
    return 2 * sum((got & wanted).values()) / max(1, sum(got.values()) + sum(wanted.values()))
