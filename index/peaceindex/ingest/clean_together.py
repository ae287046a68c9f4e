"""Cleaning pages together without a library: lines that repeat across an outlet's pages are cut from each of them."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.cleaning.extract import extract, make_cleaner
from peaceindex.cleaning.siblings import Family, LineFingerprints, family_of, sample_size
from peaceindex.errors import SourceError
from peaceindex.ingest.clean_paths import cleaned
from peaceindex.sources import STANDARD_INPUT, Fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.article import Article, RawDocument

_MAX_CACHED_FAMILIES = 16
"""Number of families held in memory at a time; the pages of an outlet mostly lie together."""


def clean_together(
    paths: Iterable[Path],
    notices: list[str] | None = None,
    fields: Fields = MappingProxyType({}),
    encoding: str = "",
) -> Iterator[Article | SourceError]:
    """Clean as `clean_paths.clean` does, but also judge each page by the other pages of its outlet, as a library does.

    Everything is read and cleaned twice. In between, only the fingerprints of some pages of each outlet are held.
    Standard input can be read only once: it is judged by the other pages and does not judge them.
    """
    cleaner = make_cleaner([] if notices is None else notices)
    paths = list(paths)
    family = families(cleaned((path for path in paths if str(path) != STANDARD_INPUT), cleaner, fields, encoding))
    for page in cleaned(paths, cleaner, fields, encoding):
        yield page if isinstance(page, SourceError) else clean_with_siblings(cleaner, *page, family)


def clean_with_siblings(
    cleaner: Cleaner, document: RawDocument, article: Article, family: Callable[[int], Family]
) -> Article:
    """Return the article of a document, less the lines that the other pages of its outlet show not to belong to it.

    `article` is the article made from the document alone; `family` returns the pages of an outlet.
    """
    cuts = family(family_of(article)).cuts(LineFingerprints.of(document.text, article.cuts))
    recleaned = extract(cleaner, document, (), cuts) if cuts else article
    return article if isinstance(recleaned, SourceError) else recleaned


def families(pages: Iterable[tuple[RawDocument, Article] | SourceError]) -> Callable[[int], Family]:
    """Return a function from a family's number to its `Family`, rebuilt from packed fingerprints on each cache miss."""
    samples: dict[int, dict[int, bytes]] = {}
    for page in pages:
        if isinstance(page, SourceError):
            continue
        document, article = page
        prints, family = LineFingerprints.of(document.text, article.cuts), family_of(article)
        sample = samples.setdefault(family, {})
        sample[prints.mark] = prints.pack()
        if len(sample) > 2 * sample_size(family):
            samples[family] = _smallest(sample, sample_size(family))

    @lru_cache(_MAX_CACHED_FAMILIES)
    def family_numbered(number: int) -> Family:
        sample = _smallest(samples.get(number, {}), sample_size(number))
        return Family(map(LineFingerprints.unpack, sample.values()))

    return family_numbered


def _smallest(sample: dict[int, bytes], size: int) -> dict[int, bytes]:
    return {mark: sample[mark] for mark in sorted(sample)[:size]}
