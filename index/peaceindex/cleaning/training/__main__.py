"""Train the models of the cleaner on pages with known articles, and tell how they do on sites they have not seen.

    python -m peaceindex.cleaning.training ../shared/cleaning [--check-only]

The figures come first: each fifth of the sites is cleaned by models trained on
the other four. Then the models that go into the package are trained on all.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from peaceindex.cleaning import ranking, rules, titles
from peaceindex.cleaning.authors import signatures
from peaceindex.cleaning.choice import best_choice
from peaceindex.cleaning.metadata import signed_places, strong
from peaceindex.cleaning.models import CHOICES_FILE, LINES_FILE, Models
from peaceindex.cleaning.network import Network
from peaceindex.cleaning.network import chances as chances_of
from peaceindex.cleaning.outlets import Outlets
from peaceindex.cleaning.training.boost import grow, record
from peaceindex.cleaning.training.lines import doubtful_pages, train_lines
from peaceindex.cleaning.training.measure import Measure
from peaceindex.cleaning.training.pages import FOLDS, Sample, read, read_own, splice
from peaceindex.cleaning.trees import Forest


def main() -> None:
    """Read the pages, check by site, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder of dev.jsonl.gz and score.py")
    parser.add_argument("--samples", type=Path, default=Path("seeds"), help="the sample pages of this project")
    parser.add_argument("--expectations", type=Path, default=Path("tests/index/sample_expectations.yaml"))
    parser.add_argument("--check-only", action="store_true", help="print the figures by site, write nothing")
    parser.add_argument("--write-only", action="store_true", help="train on all and write, without the figures")
    arguments = parser.parse_args()
    outlets, measure = Outlets(), Measure(arguments.folder / "score.py")
    say(f"reading {arguments.folder}")
    samples = [s.prepare(outlets) for s in read(arguments.folder)]
    own = [s.prepare(outlets) for s in read_own(arguments.samples, arguments.expectations)]
    spliced = [s.prepare(outlets) for s in splice(samples)]
    say(f"{len(samples)} pages, {len(spliced)} spliced")
    everything = [*samples, *own]
    doubtful = doubtful_pages(samples, [*spliced, *own])
    say(f"{len(doubtful)} pages whose known article is doubtful")
    folds = range(FOLDS)
    lines = {f: train_lines([s for s in [*samples, *spliced, *own] if s.fold != f], doubtful) for f in folds}
    say("line models by fold are there")
    layouts = [layout_of(s, lines[s.fold]) for s in everything]
    if not arguments.write_only:
        choices = {f: train_choices(everything, layouts, outlets, measure, leave_out=f) for f in folds}
        models = {f: Models(partial(lines.__getitem__, f), *choices[f]) for f in folds}
        measure.show(samples, models, "unseen sites")
    if arguments.check_only:
        return
    train_lines([*samples, *spliced, *own], doubtful).save(LINES_FILE)
    found = train_choices(everything, layouts, outlets, measure)
    records = {name: record(forest) for name, forest in zip(("title", "date", "author"), found, strict=True)}
    CHOICES_FILE.write_text(json.dumps(records, separators=(",", ":")) + "\n")
    say(f"{LINES_FILE.name} and {CHOICES_FILE.name} written")


def say(text: str) -> None:
    """A line on standard error, with the time since the start."""
    print(f"[{time.monotonic() - _START:5.0f} s] {text}", file=sys.stderr, flush=True)


_START = time.monotonic()


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


if __name__ == "__main__":
    main()
