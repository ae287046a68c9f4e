"""Train the line judge for markup on pages with known articles, and report its results on unseen sites.

    python -m training.html_lines ../shared/cleaning [--check-only]

The folder holds `dev.jsonl.gz`, `dev-html.zip` and `score.py`. The figures come
first: each fifth of the sites is judged by models trained on the other four.
Then the models in the package are trained on all pages. Needs `pip install .[train]`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import html
import json
import random
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from peaceindex.cleaning.html import boilerplate, features
from peaceindex.cleaning.html.page import LINES_FILE, lines_to_keep
from peaceindex.cleaning.models.network import Matrix, Network, Numbers, chances
from peaceindex.sources.html import blocks
from peaceindex.sources.html.reading import read_page
from peaceindex.text.decoding import decode
from training import boost, fingerprints, network
from training.dirt import KnownArticle
from training.measure import score_module

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Collection, Sequence

FOLDS = 5
VOTES = 2
PLAIN_PAGES_PER_ARTICLE = 3
"""Number of plain pages made from each known article."""
DOUBTFUL_F1 = 0.45
"""Pages with an F1 below this, by models of other sites, count less: their known articles are mostly incomplete."""
_FLAGS = network.flags(
    features.NAMES,
    **{"end": [(k, k) for k in range(8)], "start": [(k, k) for k in range(5)], "cue_": [(0, 2), (3, 99)]},
    **{"near_": [(0, 7)], "before_after_": [(-1, -1), (1, 1)]},
)


@dataclass(slots=True)
class Sample:
    """A page with its known article: features, labels (1: the line is in the article), and weights of its lines."""

    gold: dict[str, Any]
    lines: list[blocks.Block]
    asked: list[int]
    """The lines that the model is asked about, by index; `rows`, `labels` and `weights` refer to them."""
    rows: Matrix
    labels: Numbers
    weights: Numbers
    fold: int


def read(folder: Path, shingles: Callable[[str], Counter[Any]]) -> list[Sample]:
    """Return the pages of the collection."""
    samples = []
    with gzip.open(folder / "dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        golds = [json.loads(line) for line in stream]
    sites = sorted({g["site"] for g in golds}, key=lambda s: hashlib.md5(s.encode()).hexdigest())  # noqa: S324
    fold = {site: i % FOLDS for i, site in enumerate(sites)}
    with zipfile.ZipFile(folder / "dev-html.zip") as pages:
        for gold in golds:
            markup = decode(pages.read(f"{gold['id']}.html"), gold["id"]).text
            if sample := _sample(gold, markup, shingles(gold["body"]), shingles, fold[gold["site"]]):
                samples.append(sample)
    return samples


def _sample(
    gold: dict[str, Any], markup: str, article_runs: Counter[Any], shingles: Callable[[str], Counter[Any]], fold: int
) -> Sample | None:
    """Return a page for training, whose article holds the runs of words `article_runs`; None if it has no text."""
    text, facts = read_page(markup)
    if not text:
        return None
    statements, tree = facts.statements, facts.tree
    boilerplate.mark(tree, statements.titles)
    page = features.Page(tree, statements.title, statements.summary, statements.body)
    runs = [shingles(page.blocks[i].text) for i in page.asked]
    sizes = np.array([sum(s.values()) for s in runs], dtype=np.float64)
    shares = np.array([sum((s & article_runs).values()) / max(1, sum(s.values())) for s in runs])
    # Each page weighs the same, however much of it is outside the article.
    other = sizes[(shares <= 0.5) & (sizes >= 10)].sum()
    weights = sizes / (max(1, sum(article_runs.values())) + other) * 10 + 0.01
    labels = (shares > 0.5).astype(np.float64)
    return Sample(gold, page.blocks, page.asked, page.features(), labels, weights, fold)


def cleaner(samples: Sequence[Sample], shingles: Callable[[str], Counter[Any]]) -> list[Sample]:
    """Make plain pages from the known articles, with less around them, down to nothing (see `training.dirt`)."""
    plain_pages = []
    for sample in samples:
        rng = random.Random(sample.gold["id"])  # noqa: S311
        text = [i for i, label in zip(sample.asked, sample.labels, strict=True) if label]
        lines = [block.text for block in sample.lines]
        before, after = (lines[: text[0]], lines[text[-1] + 1 :]) if text else ([], [])
        known = KnownArticle(sample.gold["body"], sample.gold.get("title"), before, after, rng)
        variants = known.variants()
        for _, marked in rng.sample([*variants, ("page", known.page())], PLAIN_PAGES_PER_ARTICLE) if variants else ():
            article_runs = shingles("\n".join(line for line, keep in marked if keep))
            if page := _sample(sample.gold, markup_of(marked, known.title, rng), article_runs, shingles, sample.fold):
                plain_pages.append(replace(page, weights=page.weights * 0.5))
    return plain_pages


def markup_of(lines: Sequence[tuple[str, bool]], title: str, rng: random.Random) -> str:
    """Return a plain page of these lines, in one of the usual containers or in none."""
    inner = rng.choice(("", "article", "div class='content'", "main", "div"))
    closing = f"</{inner.split()[0]}>" if inner else ""
    paragraph = rng.choice(("p", "p", "p", "div"))
    head = f"<title>{html.escape(title)}</title>" if rng.random() < 0.8 else ""
    parts = [f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>", f"<{inner}>" if inner else ""]
    for line, keep in lines:
        tag = rng.choice(("h1", "h1", "h2")) if line == title and not keep else paragraph
        parts.append(f"<{tag}>{html.escape(line)}</{tag}>")
    return "\n".join([*parts, closing, "</body></html>"])


def train(samples: Sequence[Sample], doubtful: Collection[str] = ()) -> Network:
    """Train the network on these pages; doubtful ones (by id) have a tenth of the weight."""
    return network.train(
        [network.Lines(s.rows, s.labels, s.weights * (0.1 if s.gold["id"] in doubtful else 1.0)) for s in samples],
        _FLAGS,
        VOTES,
    )


def models_by_site(
    samples: Sequence[Sample], plain_pages: Sequence[Sample], doubtful: Collection[str]
) -> dict[str, Network]:
    """Return for each site a network that has not seen it."""
    models = {f: train([s for s in (*samples, *plain_pages) if s.fold != f], doubtful) for f in range(FOLDS)}
    return {s.gold["site"]: models[s.fold] for s in samples}


def doubtful_pages(samples: Sequence[Sample], shingles: Callable[[str], Counter[Any]]) -> set[str]:
    """Return the ids of pages whose known article hardly matches the page, by boosted trees of other sites."""
    doubtful = set()
    for fold in range(FOLDS):
        known = [s for s in samples if s.fold != fold]
        judge = boost.train_first_estimate(
            *(np.concatenate([getattr(s, name) for s in known]) for name in ("rows", "labels", "weights"))
        )
        for s in samples:
            if s.fold == fold and _f1(s, judge(s.rows), shingles) < DOUBTFUL_F1:
                doubtful.add(s.gold["id"])
    return doubtful


def main() -> None:
    """Read the pages, check by site, train, write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check-only", action="store_true", help="print the figures by site, write nothing")
    arguments = parser.parse_args()
    score = score_module(arguments.folder / "score.py")
    samples = read(arguments.folder, score.shingles)
    doubtful = doubtful_pages(samples, score.shingles)
    plain_pages = cleaner(samples, score.shingles)
    models = models_by_site(samples, plain_pages, doubtful)
    chances_by_page = [chances(models[s.gold["site"]].scores(s.rows)) for s in samples]
    groups: dict[str, Callable[[dict[str, Any]], bool]] = {
        "all": lambda g: True,
        "English": lambda g: g["english"],
        "English, news sites": lambda g: g["english"] and g["set"] == "fundus",
        "other languages": lambda g: not g["english"],
    }
    for name, belongs in groups.items():
        pairs = [
            (s.gold["body"], "\n".join(b.text for b, keep in zip(s.lines, _is_kept(s, p), strict=True) if keep))
            for s, p in zip(samples, chances_by_page, strict=True)
            if belongs(s.gold)
        ]
        score.show(f"sites not seen, {name}", score.body_scores(pairs))
    if arguments.check_only:
        return
    train([*samples, *plain_pages], doubtful).save(LINES_FILE, **{fingerprints.NAME: np.array(fingerprints.of_html())})


def _is_kept(sample: Sample, chances: Numbers) -> list[bool]:
    line_chances = np.zeros(len(sample.lines))
    line_chances[sample.asked] = chances
    return lines_to_keep(line_chances.tolist(), sample.lines)


def _f1(sample: Sample, chances: Numbers, shingles: Callable[[str], Counter[Any]]) -> float:
    known_runs = shingles(sample.gold["body"])
    kept_runs = shingles(
        "\n".join(b.text for b, keep in zip(sample.lines, _is_kept(sample, chances), strict=True) if keep)
    )
    return 2 * sum((known_runs & kept_runs).values()) / max(1, sum(known_runs.values()) + sum(kept_runs.values()))


if __name__ == "__main__":
    main()
