"""Training of the models that choose title, date and author among candidates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from peaceindex.cleaning import ranking, rules, titles
from peaceindex.cleaning.authors import signatures
from peaceindex.cleaning.choice import best_choice
from peaceindex.cleaning.metadata import signed_places, strong
from peaceindex.cleaning.network import Network
from peaceindex.cleaning.network import chances as chances_of
from peaceindex.cleaning.outlets import Outlets
from peaceindex.cleaning.training.boost import grow
from peaceindex.cleaning.training.measure import Measure
from peaceindex.cleaning.training.pages import Sample
from peaceindex.cleaning.trees import Forest


def layout_of(sample: Sample, model: Network) -> ranking.Layout:
    """Where the text lies on a page, as a model sees it that has not seen the site."""
    assert sample.page is not None
    page = sample.page
    found = chances_of(model.scores(sample.rows)).tolist()
    chances = {
        i: 0.0 if rules.sure_reason(page, i) else chance for i, chance in zip(sample.candidates, found, strict=True)
    }
    places = list(chances)
    keep = best_choice(list(chances.values()), [page.sizes[i] for i in places])
    return ranking.Layout(page, [i for i, k in zip(places, keep, strict=True) if k], chances)


def train_choices(
    samples: Sequence[Sample],
    layouts: Sequence[ranking.Layout],
    outlets: Outlets,
    measure: Measure,
    leave_out: int = -1,
) -> tuple[Forest, Forest, Forest]:
    """The models that choose title, date and author."""
    known = [(s, x) for s, x in zip(samples, layouts, strict=True) if s.fold != leave_out]
    title = _train(ranking.TITLE, known, lambda s, x: _title_rows(s, x, outlets, measure))
    for _, layout in known:
        places, rows = ranking.title_rows(layout, [], signed(layout, outlets))
        scores = [title.chance(row) for row in rows]
        layout.title = places[scores.index(max(scores))] if scores else None
    date = _train(ranking.DATE, known, _date_rows)
    author = _train(ranking.AUTHOR, known, lambda s, x: _author_rows(s, x, outlets, measure))
    return title, date, author


def signed(layout: ranking.Layout, outlets: Outlets) -> set[int]:
    """The lines of a page that look like bylines."""
    return strong(layout.page, signatures(layout.page, signed_places(layout), outlets))


def _train(
    names: Sequence[str],
    known: Sequence[tuple[Sample, ranking.Layout]],
    make: Callable[[Sample, ranking.Layout], tuple[list[list[float]], list[Any]]],
) -> Forest:
    rows: list[list[float]] = []
    labels: list[float] = []
    for sample, layout in known:
        more, right = make(sample, layout)
        rows.extend(more)
        labels.extend(map(float, right))
    return grow(names, rows, labels)


def _title_rows(
    s: Sample, x: ranking.Layout, outlets: Outlets, measure: Measure
) -> tuple[list[list[float]], list[Any]]:
    if not s.gold["title"]:
        return [], []
    places, rows = ranking.title_rows(x, [], signed(x, outlets))
    texts = [titles.strip_suffix(x.page.lines[i].text, outlets) for i in places]
    return rows, [measure.title_right(s.gold["title"], t) for t in texts]


def _date_rows(s: Sample, x: ranking.Layout) -> tuple[list[list[float]], list[Any]]:
    if not s.gold["date"] and not s.own:
        return [], []
    candidates, rows = ranking.date_rows(x)
    return rows, [hit.day.isoformat() == str(s.gold["date"]) for _, hit in candidates]


def _author_rows(
    s: Sample, x: ranking.Layout, outlets: Outlets, measure: Measure
) -> tuple[list[list[float]], list[Any]]:
    if not s.gold["authors"] and not s.own:
        return [], []
    found = signatures(x.page, signed_places(x), outlets) if x.kept else []
    if not s.gold["authors"]:
        return ranking.author_rows(x, found), [False] * len(found)
    return ranking.author_rows(x, found), [measure.author_right(s.gold["authors"], list(f.names)) for f in found]
