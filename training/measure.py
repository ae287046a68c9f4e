"""The quality of the cleaner, by the measure that comes with the pages (score.py)."""

from __future__ import annotations

import importlib.util
import statistics
import time
from typing import TYPE_CHECKING, Any

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.models.registry import Models
from peaceindex.cleaning.outlets import Outlets
from peaceindex.ingest.clean_together import clean_with_siblings, families
from peaceindex.model.article import Article, RawDocument
from training.pages import Sample

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def score_module(script: Path) -> Any:
    """Import `score.py`, which comes with the pages, as a module. Raise FileNotFoundError if it is missing."""
    spec = importlib.util.spec_from_file_location("peaceindex_score", script)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Measure:
    """The functions of score.py, and a table of figures made with them."""

    def __init__(self, script: Path) -> None:
        self._score = score_module(script)

    def title_right(self, gold: str, got: str) -> bool:
        """Return whether a title is near enough to the known one."""
        return bool(self._score.title_right(gold, got))

    def author_right(self, gold: Any, got: list[str]) -> bool:
        """Return whether a name is among the known authors."""
        return bool(self._score.author_right(gold, got))

    def show(self, samples: Sequence[Sample], models: Mapping[int, Models], what: str) -> None:
        """Clean every page with the models of its fold and print the figures."""
        outlets = Outlets()
        cleaners = {fold: Cleaner(outlets, models=m) for fold, m in models.items()}
        for kind in ("full", "noisy"):
            pages = [s for s in samples if s.kind == kind]
            seconds: list[float] = []
            articles: list[Article] = []
            documents = [RawDocument.of(s.id, s.text) for s in pages]
            for s, document in zip(pages, documents, strict=True):
                start = time.process_time()
                articles.append(cleaners[s.fold].clean(document))
                seconds.append(time.process_time() - start)
            cleaned = list(zip(documents, articles, strict=True))
            family = families(cleaned)
            together = [clean_with_siblings(cleaners[s.fold], *c, family) for s, c in zip(pages, cleaned, strict=True)]
            print(f"== {kind}, {what}: {len(pages)} pages, median {1000 * statistics.median(seconds):.1f} ms a page")
            for english, name in ((True, "English"), (False, "other")):
                for found, how in ((articles, "alone"), (together, "with siblings")):
                    pairs = [
                        (s.body, "\n".join(a.paragraphs))
                        for s, a in zip(pages, found, strict=True)
                        if s.gold["english"] == english
                    ]
                    self._line(f"body, {name}, {how}", self._score.body_scores(pairs))
            right = {
                "title": self._score.title_right,
                "authors": self._score.author_right,
                "date": lambda g, p: p[:10] == g,
            }
            for key, judge in right.items():
                values: list[tuple[Any, Any]] = [
                    (s.gold[key], list(v) if isinstance(v := getattr(a, key), tuple) else v)
                    for s, a in zip(pages, articles, strict=True)
                ]
                self._line(key, self._score.meta_scores(values, judge))

    @staticmethod
    def _line(name: str, figures: Mapping[str, Any]) -> None:
        print(
            f"  {name:28}",
            "  ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in figures.items()),
        )
