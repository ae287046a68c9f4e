"""Articles cut out of real pages: how well, in how many milliseconds, and how other extractors do in the same run.

    python -m tests.bench.cleaning ../shared/cleaning [--limit N] [--shipped]

The folder holds `dev.jsonl.gz`, `dev-html.zip` and `score.py`. The first table
is of models that have not seen the sites they are asked about (each fifth of
the sites by what the other four taught; training takes some minutes and the
extra `train`): it tells what to expect of other pages. The second is of the
models in the package, which have learned from these very pages and do the
better for it. `--shipped` leaves the first one out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import statistics
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.ingest.clean_together import clean_with_siblings, families
from peaceindex.model.article import Article, RawDocument
from peaceindex.sources import Markup, read
from tests.bench import already_clean
from training.measure import score_module

Extract = Callable[[bytes], str]
Golds = Sequence[dict[str, Any]]
KINDS = ("full", "noisy", "HTML")


@dataclass(frozen=True, slots=True)
class Found:
    """What came of the pages, the CPU milliseconds that each took, and for articles what they were made of."""

    values: Sequence[Article | str]
    milliseconds: Sequence[float]
    sources: Sequence[RawDocument] = ()

    @property
    def bodies(self) -> list[str]:
        """The texts of the articles."""
        return ["\n".join(v.paragraphs) if isinstance(v, Article) else v for v in self.values]


def trafilatura() -> Extract:
    import trafilatura  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return lambda data: trafilatura.extract(data, include_comments=False) or ""


def readability() -> Extract:
    import lxml.html
    from readability import Document  # type: ignore[import-not-found,import-untyped,unused-ignore]

    logging.getLogger("readability").setLevel(logging.CRITICAL)  # it prints a traceback where it fails on a page
    return lambda data: lxml.html.fromstring(Document(data.decode("utf-8", "replace")).summary()).text_content()


def justext() -> Extract:
    import justext  # type: ignore[import-not-found,import-untyped,unused-ignore]

    words = justext.get_stoplist("English")
    return lambda data: "\n".join(p.text for p in justext.justext(data, words) if not p.is_boilerplate)


def resiliparse() -> Extract:
    from resiliparse.extract.html2text import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        extract_plain_text,
    )

    return lambda data: str(extract_plain_text(data.decode("utf-8", "replace"), main_content=True))


OTHERS = (trafilatura, readability, justext, resiliparse)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="the first N pages only")
    parser.add_argument("--shipped", action="store_true", help="only the models in the package")
    arguments = parser.parse_args()
    score = score_module(arguments.folder / "score.py")
    with gzip.open(arguments.folder / "dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        golds = [json.loads(line) for line in stream][: arguments.limit]
    with zipfile.ZipFile(arguments.folder / "dev-html.zip") as archive:
        pages = [archive.read(f"{gold['id']}.html") for gold in golds]
    print(f"{len(golds)} pages; F1 of the means of 4-grams' precision and recall; medians of CPU milliseconds a page")
    if not arguments.shipped:
        unseen_html = unseen(arguments.folder, score, golds, pages)
    cleaner = Cleaner()
    shipped = show(score, "as shipped, trained on these", golds, pages, lambda gold: cleaner)
    columns = f"{'news, English':>14}{'English':>9}{'P':>7}{'R':>7}{'others':>9}{'under .8':>10}{'ms':>8}"
    print(f"\n{'HTML, body alone':28}{columns}")
    if not arguments.shipped:
        row(score, "peacereader, sites not seen", golds, unseen_html)
    row(score, "peacereader, as shipped", golds, shipped)
    for other in OTHERS:
        try:
            extract = other()
        except ImportError:
            print(f"{other.__name__:28}not installed (pip install '.[bench-cleaning]')")
            continue
        row(score, other.__name__, golds, run([lambda page=page, cut=extract: cut(page) for page in pages]))  # type: ignore[misc]


def clean(
    golds: Golds,
    pages: Sequence[bytes],
    cleaner: Callable[[dict[str, Any]], Cleaner],
) -> dict[str, Found]:
    """The articles of all pages by kind of source."""
    sources: dict[str, list[RawDocument]] = {kind: [] for kind in KINDS}

    def of_text(gold: dict[str, Any], kind: str) -> Article:
        sources[kind].append(RawDocument.of(gold["id"], gold[kind]))
        return cleaner(gold).clean(sources[kind][-1])

    def of_markup(gold: dict[str, Any], data: bytes) -> Article:
        document = read(Markup(gold["id"], data))
        assert isinstance(document, RawDocument)
        sources["HTML"].append(document)
        return cleaner(gold).clean(sources["HTML"][-1])

    found = {
        kind: run([lambda gold=gold, kind=kind: of_text(gold, kind) for gold in golds])  # type: ignore[misc]
        for kind in KINDS[:2]
    }
    both = zip(golds, pages, strict=True)
    found["HTML"] = run([lambda gold=gold, data=data: of_markup(gold, data) for gold, data in both])  # type: ignore[misc]
    return {kind: replace(these, sources=sources[kind]) for kind, these in found.items()}


def together(golds: Golds, alone: Found, cleaner: Callable[[dict[str, Any]], Cleaner]) -> Found:
    """The articles as they are in a library of all these pages; the time is that of both passes."""
    articles = [v for v in alone.values if isinstance(v, Article)]
    start = time.process_time()
    family = families(list(zip(alone.sources, articles, strict=True)))
    drawing = 1000 * (time.process_time() - start) / len(articles)
    every = zip(golds, alone.sources, articles, strict=True)
    again = run([lambda g=g, s=s, a=a: clean_with_siblings(cleaner(g), s, a, family) for g, s, a in every])  # type: ignore[misc]
    times = [drawing + one + two for one, two in zip(alone.milliseconds, again.milliseconds, strict=True)]
    return replace(again, milliseconds=times)


def unseen(folder: Path, score: Any, golds: Golds, pages: Sequence[bytes]) -> Found:
    """The table of all pages by models that have not seen their sites; what came of the markup."""
    from peaceindex.cleaning.outlets import Outlets
    from training import by_site, html_lines
    from training.measure import Measure

    outlets, measure = Outlets(), Measure(folder / "score.py")
    known = by_site.Pages.read(folder, outlets)
    lines = by_site.line_models(known)
    models = by_site.models(known, lines, by_site.layouts(known, lines), outlets, measure)
    folds = {s.site: s.fold for s in known.samples}
    samples = html_lines.read(folder, score.shingles)
    made = html_lines.cleaner(samples, score.shingles)
    networks = html_lines.models_by_site(samples, made, html_lines.doubtful_pages(samples, score.shingles))
    cleaners = {
        site: Cleaner(outlets, models=replace(models[fold], markup=partial(networks.__getitem__, site)))
        for site, fold in folds.items()
    }
    return show(score, "sites not seen", golds, pages, lambda gold: cleaners[gold["site"]])


def show(
    score: Any,
    name: str,
    golds: Golds,
    pages: Sequence[bytes],
    cleaner: Callable[[dict[str, Any]], Cleaner],
) -> Found:
    """Clean all pages, each alone and then among the others, and print the table; what came of the markup alone."""
    alone = clean(golds, pages, cleaner)
    table(score, name, golds, alone, {kind: together(golds, these, cleaner) for kind, these in alone.items()})
    already_clean.show(name, golds, cleaner)
    return alone["HTML"]


def run(pages: Sequence[Callable[[], Article | str]]) -> Found:
    """What comes of each page; one that breaks an extractor counts as nothing found."""
    values: list[Article | str] = []
    milliseconds = []
    for page in pages:
        start = time.process_time()
        try:
            values.append(page())
        except Exception:
            values.append("")
        milliseconds.append(1000 * (time.process_time() - start))
    return Found(values, milliseconds)


def table(score: Any, name: str, golds: Golds, found: dict[str, Found], joined: dict[str, Found]) -> None:
    """One line a figure, one column a kind of source."""
    english = [gold["english"] for gold in golds]

    def bodies(these: Found, belongs: Callable[[bool], bool]) -> dict[str, float]:
        pairs = [(g["body"], b) for g, b, e in zip(golds, these.bodies, english, strict=True) if belongs(e)]
        result: dict[str, float] = score.body_scores(pairs)
        return result

    def line(what: str, values: Sequence[str]) -> None:
        print(f"{what:34}" + "".join(f"{value:>14}" for value in values))

    print()
    line(name, KINDS)
    ours = [bodies(found[kind], bool) for kind in KINDS]
    line("body F1, English", [f"{figures['F1']:.3f}" for figures in ours])
    line("  with sibling pages", [f"{bodies(joined[kind], bool)['F1']:.3f}" for kind in KINDS])
    line("  pages under .8", [f"{figures['under_.8']:.1%}" for figures in ours])
    line("body F1, other languages", [f"{bodies(found[kind], lambda e: not e)['F1']:.3f}" for kind in KINDS])
    rights = {"title": score.title_right, "date": lambda g, p: str(p)[:10] == g, "authors": score.author_right}
    for key, right in rights.items():
        shares = []
        for kind in KINDS:
            values = [getattr(v, key) if isinstance(v, Article) else None for v in found[kind].values]
            pairs = [
                (gold.get(key), list(v) if isinstance(v, tuple) else v) for gold, v in zip(golds, values, strict=True)
            ]
            result = score.meta_scores(pairs, right)
            shares.append(f"{result['right']:.2f} / {result['wrong']:.2f}")
        line(f"{key} right / wrong", shares)
    for what, these in (("median ms a page", found), ("  with sibling pages", joined)):
        line(what, [f"{statistics.median(these[kind].milliseconds):.1f}" for kind in KINDS])


def row(score: Any, name: str, golds: Golds, found: Found) -> None:
    """The figures of one extractor's texts."""

    def of(belongs: Callable[[dict[str, Any]], bool]) -> dict[str, float]:
        pairs = [(g["body"], body) for g, body in zip(golds, found.bodies, strict=True) if belongs(g)]
        result: dict[str, float] = score.body_scores(pairs)
        return result

    news, english = of(lambda g: g["english"] and g["set"] == "fundus"), of(lambda g: g["english"])
    others = of(lambda g: not g["english"])
    figures = f"{news['F1']:14.3f}{english['F1']:9.3f}{english['P']:7.3f}{english['R']:7.3f}{others['F1']:9.3f}"
    print(f"{name:28}{figures}{english['under_.8']:10.1%}{statistics.median(found.milliseconds):8.1f}", flush=True)


if __name__ == "__main__":
    main()
