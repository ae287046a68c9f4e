"""Train the judge of a page's lines on pages with known articles, and tell how they do on sites not seen.

    python -m peaceindex.cleaning.html.training ../shared/cleaning [--check-only]

The folder holds `dev.jsonl.gz`, `dev-html.zip` and `score.py`. The figures come
first: each fifth of the sites is judged by models trained on the other four.
Then the models in the package are trained on all pages. Needs `pip install .[train]`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from peaceindex.cleaning import cues
from peaceindex.cleaning.html import apart, blocks, features, parsing, statements, trees, words
from peaceindex.cleaning.html.page import choose
from peaceindex.sources.decoding import decode

FOLDS = 5
ROUNDS = 120
DOUBTFUL = 0.45
"""Pages on which models by site do worse than this count less: of most of them the known article is but a part."""
SETTINGS = {
    "objective": "binary", "learning_rate": 0.1, "num_leaves": 20, "min_data_in_leaf": 40, "feature_fraction": 0.5,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0, "max_bin": 127, "verbose": -1, "num_threads": 2,
    "seed": 0, "deterministic": True, "force_row_wise": True,
}  # fmt: skip
Numbers = features.Numbers


@dataclass(slots=True)
class Sample:
    """A page with its known article: features, how much of each line is in the article, and what a line weighs."""

    gold: dict[str, Any]
    tree: blocks.Tree
    lines: list[blocks.Block]
    rows: features.Matrix
    shares: Numbers
    weights: Numbers
    chosen: Numbers
    """The lines to learn from: menus are many and easy, a quarter of them is enough."""
    fold: int


def fingerprint() -> str:
    """A digest of the word lists that the models were trained with: other lists want other models."""
    told = repr((sorted(words._WORD_BITS.items()), words.KINDS, features.NAMES))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def read(folder: Path, shingles: Callable[[str], Counter[Any]]) -> list[Sample]:
    """The pages of the collection."""
    samples = []
    with gzip.open(folder / "dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        golds = [json.loads(line) for line in stream]
    sites = sorted({g["site"] for g in golds}, key=lambda s: hashlib.md5(s.encode()).hexdigest())  # noqa: S324
    fold = {site: i % FOLDS for i, site in enumerate(sites)}
    rng = np.random.default_rng(0)
    with zipfile.ZipFile(folder / "dev-html.zip") as pages:
        for gold in golds:
            root = parsing.parse(decode(pages.read(f"{gold['id']}.html"), gold["id"]))
            if root is None:
                continue
            told, tree = statements.read(root), blocks.read(root)
            apart.mark_other_articles(tree, told.titles)
            page = features.Page(tree, cues._PHRASES, told.title, told.summary, told.body)
            rows = page.features()
            wanted = shingles(gold["body"])
            found = [shingles(b.text) for b in page.blocks]
            sizes = np.array([sum(s.values()) for s in found], dtype=np.float64)
            shares = np.array([sum((s & wanted).values()) / max(1, sum(s.values())) for s in found])
            # Each page weighs the same, however much of it is not the article.
            other = sizes[(shares <= 0.5) & (sizes >= 10)].sum()
            weights = sizes / (max(1, sum(wanted.values())) + other) * 10 + 0.01
            easy = (shares <= 0.5) & (sizes < 12) & (rows[:, features.NAMES.index("link_share")] > 0.5)
            chosen = ~easy | (rng.random(len(sizes)) < 0.25)
            weights = np.where(easy, weights * 4, weights)
            samples.append(Sample(gold, tree, page.blocks, rows, shares, weights, chosen, fold[gold["site"]]))
    return samples


def train(samples: Sequence[Sample]) -> Any:
    """A boosted forest from these pages."""
    import lightgbm  # type: ignore[import-not-found,import-untyped,unused-ignore]

    data = lightgbm.Dataset(
        np.concatenate([s.rows[s.chosen] for s in samples]),
        label=np.concatenate([s.shares[s.chosen] > 0.5 for s in samples]),
        weight=np.concatenate([s.weights[s.chosen] for s in samples]),
    )
    return lightgbm.train(SETTINGS, data, ROUNDS)


def by_site(samples: Sequence[Sample]) -> list[Numbers]:
    """What models that have not seen a page's site say of its lines."""
    found: list[Numbers] = [np.zeros(0)] * len(samples)
    for fold in range(FOLDS):
        model = train([s for s in samples if s.fold != fold])
        for k, sample in enumerate(samples):
            if sample.fold == fold:
                found[k] = np.asarray(model.predict(sample.rows, num_threads=2))
    return found


def export(model: Any) -> dict[str, Numbers]:
    """A trained forest as flat arrays (see `trees.Forest`)."""
    feature: list[int] = []
    limit: list[float] = []
    below: list[int] = []
    above: list[int] = []
    value: list[float] = []
    roots: list[int] = []

    def add(node: dict[str, Any]) -> int:
        place = len(feature)
        feature.append(node.get("split_feature", 0))
        limit.append(node.get("threshold", 0.0))
        value.append(node.get("leaf_value", 0.0))
        below.append(place)
        above.append(place)
        if "left_child" in node:
            value[place] = 0.0
            below[place] = add(node["left_child"])
            above[place] = add(node["right_child"])
        return place

    for tree in model.dump_model()["tree_info"]:
        roots += [add(tree["tree_structure"])]
    return {
        "feature": np.array(feature, dtype=np.int32), "limit": np.array(limit, dtype=np.float32),
        "below": np.array(below, dtype=np.int32), "above": np.array(above, dtype=np.int32),
        "value": np.array(value, dtype=np.float32), "roots": np.array(roots, dtype=np.int32),
    }  # fmt: skip


def main() -> None:
    """Read the pages, check by site, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check-only", action="store_true", help="print the figures by site, write nothing")
    arguments = parser.parse_args()
    score = _module(arguments.folder / "score.py")
    samples = read(arguments.folder, score.shingles)
    found = by_site(samples)
    for sample, likely in zip(samples, found, strict=True):
        if _f1(sample, likely, score.shingles) < DOUBTFUL:
            sample.weights *= 0.1
    found = by_site(samples)
    groups: dict[str, Callable[[dict[str, Any]], bool]] = {
        "all": lambda g: True,
        "English": lambda g: g["english"],
        "English, news sites": lambda g: g["english"] and g["set"] == "fundus",
        "other languages": lambda g: not g["english"],
    }
    for name, belongs in groups.items():
        pairs = [
            (s.gold["body"], "\n".join(b.text for b, keep in zip(s.lines, _kept(s, p), strict=True) if keep))
            for s, p in zip(samples, found, strict=True)
            if belongs(s.gold)
        ]
        score.show(f"sites not seen, {name}", score.body_scores(pairs))
    if arguments.check_only:
        return
    arrays = export(train(samples))
    phrases = (f"{name}:{' '.join((head, *rest))}" for head, all in cues._PHRASES.items() for rest, name in all)
    arrays["phrases"] = np.array("\n".join(phrases))
    arrays["fingerprint"] = np.array(fingerprint())
    np.savez_compressed(trees._FILE, allow_pickle=False, **arrays)


def _kept(sample: Sample, found: Numbers) -> list[bool]:
    return choose(found.tolist(), sample.lines)


def _f1(sample: Sample, found: Numbers, shingles: Callable[[str], Counter[Any]]) -> float:
    wanted = shingles(sample.gold["body"])
    got = shingles("\n".join(b.text for b, keep in zip(sample.lines, _kept(sample, found), strict=True) if keep))
    return 2 * sum((wanted & got).values()) / max(1, sum(wanted.values()) + sum(got.values()))


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
