"""Pages with known articles, and what is learnt from them: which lines are text, which candidates are right."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from peaceindex.cleaning.features.line_rows import Table
from peaceindex.cleaning.metadata import machine_fields as machine
from peaceindex.cleaning.models.network import Matrix
from peaceindex.cleaning.outlets import Outlets
from peaceindex.cleaning.page import Page
from peaceindex.text.lines import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

TOKEN = re.compile(r"\w+|[^\w\s]")
FOLDS = 5


@dataclass(slots=True)
class Sample:
    """One rendering of a page, with its known article. Pages of a site share a fold."""

    id: str
    site: str
    kind: str
    text: str
    body: str
    gold: dict[str, Any]
    spliced: bool = False
    marks: Mapping[int, bool] | None = None
    """For a page made from a known article: whether each line is text, by line number from 1."""
    own: bool = False
    """Whether it is a sample page of this project. Its metadata are certain: None means not on the page."""
    page: Page | None = None
    candidates: list[int] = field(default_factory=list)
    """The lines that the model is asked about, by index; their features are in `rows`."""
    rows: Matrix = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    labels: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    gold_size: int = 0

    @property
    def fold(self) -> int:
        """The fold of its site."""
        return int(hashlib.md5(f"0{self.site}".encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS

    @property
    def page_id(self) -> str:
        """The id of the page; for a made page, that of the page whose text it has."""
        return self.id.partition("=")[0].removesuffix("+")

    def prepare(self, outlets: Outlets) -> Sample:
        """Fill in page, features and labels, and return the sample."""
        self.page = Page(self.text)
        found = machine.read(self.page.lines, outlets)
        table = Table(self.page, {i for i in found.taken if i not in found.body})
        self.candidates, self.rows = table.candidates, table.rows
        self.labels, self.sizes, self.gold_size = line_labels(self.page, self.body)
        if self.marks is not None:
            self.labels = [float(self.marks[line.number]) for line in self.page.lines]
        return self


def read(folder: Path) -> list[Sample]:
    """Return the pages of `folder` (`dev.jsonl.gz`), each in both renderings."""
    with gzip.open(folder / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    return [
        Sample(
            r["id"],
            r["site"],
            kind,
            r[kind],
            r["body"],
            {k: r.get(k) for k in ("title", "date", "authors", "english")},
        )
        for r in records
        for kind in ("full", "noisy")
    ]


def read_own(folder: Path, expectations: Path) -> list[Sample]:
    """Return the sample pages of this project. Their metadata are known: `None` means not stated on the page."""
    import yaml

    known = yaml.safe_load(expectations.read_text(encoding="utf-8"))
    samples = []
    for name in sorted(known):
        try:
            text = (folder / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a page in an older encoding; there are enough others
        gold = {k: known[name].get(k) for k in ("title", "date", "authors")} | {"english": None}
        samples.append(Sample(name, name, "own", text, _own_body(text, known[name]), gold, own=True))
    return samples


def _own_body(text: str, known: dict[str, Any]) -> str:
    """Return the article of a sample page: its lines from the known first to the known last words, less known cuts."""
    lines = text.split("\n")
    keys = [normalise(line) for line in lines]
    starts, ends = normalise(known["starts"]), normalise(known["ends"])
    cuts = {normalise(line) for line in known.get("cut", [])}
    first = next((i for i, key in enumerate(keys) if starts in key), 0)
    last = next((i for i in range(len(keys) - 1, -1, -1) if ends in keys[i]), len(keys) - 1)
    return "\n".join(lines[i] for i in range(first, last + 1) if len(keys[i].split()) > 4 and keys[i] not in cuts)


def tokens(text: str) -> list[str]:
    """Return words and punctuation marks in lower case, as the measure counts them."""
    return TOKEN.findall(text.lower())


def shingles(words: Sequence[str], n: int = 4) -> Counter[tuple[str, ...]]:
    """Return all runs of n words; a shorter text is one run."""
    if len(words) < n:
        return Counter([tuple(words)] if words else [])
    return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))


def line_labels(page: Page, body: str) -> tuple[list[float], list[int], int]:
    """Return (share of each line that is in the article, words of each line, words of the article).

    A short line counts only near a long one that does. Of a line that is on the page more than once, only the one
    nearest to the text counts.
    """
    body_tokens = tokens(body)
    gold = shingles(body_tokens)
    joined = f" {' '.join(body_tokens)} "
    lines = [tokens(line.text) for line in page.lines]
    labels = []
    for words in lines:
        if len(words) >= 4:
            runs = shingles(words)
            labels.append(sum(1 for run in runs if run in gold) / len(runs))
        else:
            labels.append(1.0 if len("".join(words)) > 3 and f" {' '.join(words)} " in joined else 0.0)
    certain = [i for i, words in enumerate(lines) if labels[i] > 0.6 and len(words) >= 12]
    if certain:
        for i, words in enumerate(lines):
            if labels[i] > 0.5 and len(words) < 12 and min(abs(i - s) for s in certain) > 3:
                labels[i] = 0.0
    lines_by_key = defaultdict(list)
    for i, line in enumerate(page.lines):
        if labels[i] > 0.5:
            lines_by_key[line.key].append(i)
    for copies in lines_by_key.values():
        if len(copies) > 1 and certain and joined.count(f" {' '.join(lines[copies[0]])} ") <= 1:
            best = max(copies, key=lambda i: sum(1 / (1 + abs(i - s)) for s in certain if s not in copies))
            for i in copies:
                labels[i] = labels[i] if i == best else 0.0
    return labels, [len(words) for words in lines], len(body_tokens)


def splice(samples: Iterable[Sample], seed: int = 1) -> list[Sample]:
    """Make new pages: the text of one page between the head and the foot of others of the same fold and kind.

    They teach that the surroundings of an article say little about it.
    """
    rng = random.Random(seed)  # noqa: S311
    groups: dict[tuple[int, str, Any], list[tuple[Sample, list[str], int, int]]] = defaultdict(list)
    for sample in samples:
        assert sample.page is not None
        text = [
            line.number - 1
            for line, label, size in zip(sample.page.lines, sample.labels, sample.sizes, strict=True)
            if label > 0.5 and size >= 6
        ]
        if text:
            key = (sample.fold, sample.kind, sample.gold["english"])
            groups[key].append((sample, sample.text.split("\n"), text[0], text[-1]))
    spliced = []
    for group in groups.values():
        for sample, raw, start, stop in group:
            _, head, head_stop, _ = rng.choice(group)
            _, foot, _, foot_start = rng.choice(group)
            near = rng.choice([4, 8, 14])
            before = [] if rng.random() < 0.35 else head[: max(0, head_stop - near)]
            after = [] if rng.random() < 0.35 else foot[foot_start + 1 :]
            middle = raw[max(0, start - near) :] if rng.random() < 0.2 else raw[max(0, start - near) : stop + 1]
            lines = [*before, *middle, *after]
            if rng.random() < 0.25:
                lines = [line for line in lines if line.strip()]
            spliced.append(replace(sample, id=f"{sample.id}+", text="\n".join(lines), spliced=True))
    return spliced
