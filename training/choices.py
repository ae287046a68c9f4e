"""Training of the models that choose title, date and author among candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from peaceindex.cleaning import rules
from peaceindex.cleaning.features import candidate_rows, title_rows
from peaceindex.cleaning.line_choice import best_choice
from peaceindex.cleaning.metadata import titles
from peaceindex.cleaning.metadata.authors import SignatureKind, signatures
from peaceindex.cleaning.metadata.gather import byline_places, signature_places
from peaceindex.cleaning.models.line_judge import Judge
from peaceindex.cleaning.models.registry import Chooser
from peaceindex.cleaning.outlets import Outlets
from training import network
from training.boost import grow_forest
from training.measure import Measure
from training.pages import Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VOTES = 3
_TITLE_FLAGS = network.flags(
    title_rows.NAMES,
    **{"end": [(k, k) for k in range(-2, 5)], "to_text": [(0, 0), (1, 1), (2, 2)], "next_1": [(0, 3)]},
    **{"kept": [(1, 1)], "person": [(0, 0)]},
    **{name: [(0, 2)] for name in ("more", "form", "share", "consent", "advert", "captions", "bylines", "rights")},
)
_DATE_FLAGS = network.flags(
    candidate_rows.DATE,
    **{"hits": [(0, 1)], "order": [(0, 0)], "kept": [(1, 1)], "has_title": [(0, 0)], "same_day": [(1, 1)]},
    **{"to_text": [(0, 5)], "from_title": [(0, 3), (-3, -1)], "rights": [(0, 5)]},
    **{name: [(0, 2)] for name in ("byline", "more", "form")},
)
_AUTHOR_FLAGS = network.flags(
    candidate_rows.AUTHOR,
    **{"kind": [(k.value, k.value) for k in SignatureKind], "kept": [(1, 1)], "has_title": [(0, 0)], "rank": [(0, 0)]},
    **{"to_text": [(0, 5)], "from_title": [(0, 3)], "byline": [(0, 1)], "more": [(0, 2)], "caption": [(0, 2)]},
)


def layout_of(sample: Sample, model: Judge) -> candidate_rows.Layout:
    """Return the layout of the text on a page, found by `model`, which must not have seen the site."""
    assert sample.page is not None
    page = sample.page
    found = model.chances(sample.rows).tolist()
    chances = {
        i: 0.0 if rules.sure_reason(page, i) else chance for i, chance in zip(sample.candidates, found, strict=True)
    }
    places = list(chances)
    is_kept = best_choice(list(chances.values()), [page.sizes[i] for i in places])
    return candidate_rows.Layout(page, [i for i, k in zip(places, is_kept, strict=True) if k], chances)


def train_choices(
    samples: Sequence[Sample],
    layouts: Sequence[candidate_rows.Layout],
    outlets: Outlets,
    measure: Measure,
    leave_out: int = -1,
) -> tuple[Chooser, Chooser, Chooser]:
    """Train the models that choose title, date and author. Spliced pages are used for titles only."""
    training_pages = [
        (sample, layout) for sample, layout in zip(samples, layouts, strict=True) if sample.fold != leave_out
    ]
    unspliced = [(sample, layout) for sample, layout in training_pages if not sample.spliced]
    title = _train(
        title_rows.NAMES,
        _TITLE_FLAGS,
        training_pages,
        lambda sample, layout: _title_rows(sample, layout, outlets, measure),
    )
    for _, layout in unspliced:
        places, rows = title_rows.rows_of(layout, [], byline_lines(layout, outlets))
        scores = title.chances(rows)
        layout.title = places[scores.index(max(scores))] if scores else None
    date = _train(candidate_rows.DATE, _DATE_FLAGS, unspliced, _date_rows)
    author = _train(
        candidate_rows.AUTHOR,
        _AUTHOR_FLAGS,
        unspliced,
        lambda sample, layout: _author_rows(sample, layout, outlets, measure),
    )
    return title, date, author


def byline_lines(layout: candidate_rows.Layout, outlets: Outlets) -> set[int]:
    """Return the lines of a page that look like bylines."""
    return byline_places(layout.page, signatures(layout.page, signature_places(layout), outlets))


def _train(
    names: Sequence[str],
    flags: Sequence[tuple[int, float, float]],
    known: Sequence[tuple[Sample, candidate_rows.Layout]],
    make_rows: Callable[[Sample, candidate_rows.Layout], tuple[list[list[float]], list[Any]]],
) -> Chooser:
    rows: list[list[float]] = []
    labels: list[float] = []
    pages: list[network.Lines] = []
    for sample, layout in known:
        page_rows, is_right = make_rows(sample, layout)
        if page_rows:
            rows.extend(page_rows)
            labels.extend(map(float, is_right))
            page_labels = np.array(is_right, dtype=np.float64)
            pages.append(network.Lines(np.array(page_rows, dtype=np.float32), page_labels, np.ones(len(page_labels))))
    trained = network.train(pages, flags, VOTES, choosing=True)
    return Chooser(grow_forest(names, rows, labels), lambda: trained)


def _title_rows(
    sample: Sample, layout: candidate_rows.Layout, outlets: Outlets, measure: Measure
) -> tuple[list[list[float]], list[Any]]:
    if not sample.gold["title"]:
        return [], []
    places, rows = title_rows.rows_of(layout, [], byline_lines(layout, outlets))
    texts = [titles.strip_suffix(layout.page.lines[i].text, outlets) for i in places]
    return rows, [measure.title_right(sample.gold["title"], t) for t in texts]


def _date_rows(sample: Sample, layout: candidate_rows.Layout) -> tuple[list[list[float]], list[Any]]:
    if not sample.gold["date"] and not sample.own:
        return [], []
    candidates, rows = candidate_rows.date_rows(layout)
    return rows, [hit.day.isoformat() == str(sample.gold["date"]) for _, hit in candidates]


def _author_rows(
    sample: Sample, layout: candidate_rows.Layout, outlets: Outlets, measure: Measure
) -> tuple[list[list[float]], list[Any]]:
    if not sample.gold["authors"] and not sample.own:
        return [], []
    found = signatures(layout.page, signature_places(layout), outlets) if layout.kept else []
    if not sample.gold["authors"]:
        return candidate_rows.author_rows(layout, found), [False] * len(found)
    return candidate_rows.author_rows(layout, found), [
        measure.author_right(sample.gold["authors"], list(signature.names)) for signature in found
    ]
