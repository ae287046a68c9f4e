"""Articles cut out of real pages, side by side with other extractors: how well, and in how many milliseconds.

    python -m tests.bench.cleaning ../shared/cleaning [--limit N]

The folder holds `dev.jsonl.gz`, `dev-html.zip` and `score.py`. peacereader's
models were trained on these pages, so its figures here are the better for it;
`python -m peaceindex.cleaning.html.training FOLDER --check-only` tells how it
does on sites that a model has not seen, and the same for text without `html`.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import statistics
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from peaceindex.article import Article, RawDocument
from peaceindex.cleaning import Cleaner
from peaceindex.sources import Markup
from peaceindex.together import families, judged_again

Extract = Callable[[bytes], str]
Golds = Sequence[dict[str, Any]]


def trafilatura() -> Extract:
    import trafilatura  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return lambda data: trafilatura.extract(data, include_comments=False) or ""


def readability() -> Extract:
    import lxml.html
    from readability import Document  # type: ignore[import-not-found,import-untyped,unused-ignore]

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
    arguments = parser.parse_args()
    score = _module(arguments.folder / "score.py")
    with gzip.open(arguments.folder / "dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        golds = [json.loads(line) for line in stream][: arguments.limit]
    with zipfile.ZipFile(arguments.folder / "dev-html.zip") as archive:
        pages = [archive.read(f"{gold['id']}.html") for gold in golds]
    print(
        f"{len(golds)} pages; F1 of 4-grams, the share of English pages under .8, and CPU milliseconds a page (median)"
    )
    print(f"{'':28}{'news, English':>14}{'English':>9}{'others':>9}{'under .8':>10}{'ms':>8}")
    cleaner = Cleaner()
    sources = [Markup(gold["id"], page).read() for page, gold in zip(pages, golds, strict=True)]
    articles = _run(golds, lambda k: cleaner.clean(Markup(golds[k]["id"], pages[k]).read()))
    _row(score, "peacereader, HTML", golds, articles)
    _row(score, "  with sibling pages", golds, _together(cleaner, sources, articles))
    for other in OTHERS:
        try:
            extract = other()
        except ImportError:
            print(f"{other.__name__:28}not installed (pip install '.[bench-cleaning]')")
            continue
        _row(score, f"{other.__name__}, HTML", golds, _run(golds, lambda k, extract=extract: extract(pages[k])))  # type: ignore[misc]
    for kind in ("full", "noisy"):
        sources = [RawDocument(gold["id"], gold[kind]) for gold in golds]
        texts = _run(golds, lambda k, sources=sources: cleaner.clean(sources[k]))  # type: ignore[misc]
        _row(score, f"peacereader, {kind} text", golds, texts)
        _row(score, "  with sibling pages", golds, _together(cleaner, sources, texts))
    print("\nmetadata of peacereader, HTML")
    rights = {"title": score.title_right, "date": lambda g, p: str(p)[:10] == g, "authors": score.author_right}
    for name, right in rights.items():
        values = [getattr(a, name) if isinstance(a, Article) else None for a, _ in articles]
        pairs = [
            (gold.get(name), list(v) if isinstance(v, tuple) else v) for gold, v in zip(golds, values, strict=True)
        ]
        score.show(f"  {name}", score.meta_scores(pairs, right))


def _run(golds: Golds, one: Callable[[int], Article | str]) -> list[tuple[Article | str, float]]:
    found: list[tuple[Article | str, float]] = []
    for k in range(len(golds)):
        start = time.process_time()
        try:
            value = one(k)
        except Exception:  # a page that breaks an extractor counts as nothing found
            value = ""
        found.append((value, 1000 * (time.process_time() - start)))
    return found


def _together(
    cleaner: Cleaner, sources: Sequence[RawDocument], alone: Sequence[tuple[Article | str, float]]
) -> list[tuple[Article | str, float]]:
    """The articles as they are in a library of all these pages; the time is that of both passes."""
    cleaned = [(source, found) for source, (found, _) in zip(sources, alone, strict=True) if isinstance(found, Article)]
    start = time.process_time()
    family = families(cleaned)
    drawing = 1000 * (time.process_time() - start) / max(1, len(cleaned))
    found: list[tuple[Article | str, float]] = []
    for source, (article, milliseconds) in zip(sources, alone, strict=True):
        start = time.process_time()
        again = judged_again(cleaner, source, article, family) if isinstance(article, Article) else article
        found.append((again, milliseconds + drawing + 1000 * (time.process_time() - start)))
    return found


def _row(score: Any, name: str, golds: Golds, found: Sequence[tuple[Article | str, float]]) -> None:
    bodies = ["\n".join(v.paragraphs) if isinstance(v, Article) else v for v, _ in found]

    def of(belongs: Callable[[dict[str, Any]], bool]) -> dict[str, float]:
        pairs = [(g["body"], body) for g, body in zip(golds, bodies, strict=True) if belongs(g)]
        result: dict[str, float] = score.body_scores(pairs)
        return result

    news, english = of(lambda g: g["english"] and g["set"] == "fundus"), of(lambda g: g["english"])
    others = of(lambda g: not g["english"])
    milliseconds = statistics.median(ms for _, ms in found)
    print(
        f"{name:28}{news['F1']:14.3f}{english['F1']:9.3f}{others['F1']:9.3f}{english['under_.8']:10.3f}{milliseconds:8.1f}"
    )


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
