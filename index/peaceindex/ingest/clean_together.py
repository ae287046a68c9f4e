"""Cleaning pages beside each other, without a library: what repeats across an outlet's pages is cut from each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.cleaning.extract import extract, make_cleaner
from peaceindex.cleaning.siblings import Family, Prints, family_of, sample_of
from peaceindex.errors import SourceError
from peaceindex.ingest.clean_paths import cleaned
from peaceindex.model.article import Article, RawDocument
from peaceindex.sources import STANDARD_INPUT, Fields

if TYPE_CHECKING:
    from peaceindex.cleaning import Cleaner

_FAMILIES = 16
"""So many families are held ready at a time; the pages of an outlet mostly lie together."""


def clean_together(
    paths: Iterable[Path],
    notices: list[str] | None = None,
    fields: Fields = MappingProxyType({}),
    encoding: str = "",
) -> Iterator[Article | SourceError]:
    """As `reading.clean`, but with each page judged by the others of its outlet among `paths` too, as in a library.

    Everything is read and cleaned twice, and nothing but prints of some pages
    of each outlet is kept in between; standard input, which can be read only
    once, is judged by the others and does not judge them.
    """
    cleaner = make_cleaner([] if notices is None else notices)
    paths = list(paths)
    family = families(cleaned((path for path in paths if str(path) != STANDARD_INPUT), cleaner, fields, encoding))
    for found in cleaned(paths, cleaner, fields, encoding):
        yield found if isinstance(found, SourceError) else judged_again(cleaner, *found, family)


def judged_again(cleaner: Cleaner, document: RawDocument, article: Article, family: Callable[[int], Family]) -> Article:
    """The article of a document without what the other pages of its outlet tell to be none of it.

    `article` is what the document became by itself, `family` gives the pages of an outlet.
    """
    cuts = family(family_of(article)).cuts(Prints.of(document.text, article.cuts))
    again = extract(cleaner, document, (), cuts) if cuts else article
    return article if isinstance(again, SourceError) else again


def families(pages: Iterable[tuple[RawDocument, Article] | SourceError]) -> Callable[[int], Family]:
    """The families of these pages, by number; made again from packed prints when they are asked for."""
    samples: dict[int, dict[int, bytes]] = {}
    for page in pages:
        if isinstance(page, SourceError):
            continue
        document, article = page
        prints, family = Prints.of(document.text, article.cuts), family_of(article)
        sample = samples.setdefault(family, {})
        sample[prints.mark] = prints.pack()
        if len(sample) > 2 * sample_of(family):
            samples[family] = _smallest(sample, sample_of(family))

    @lru_cache(_FAMILIES)
    def family_numbered(number: int) -> Family:
        sample = _smallest(samples.get(number, {}), sample_of(number))
        return Family(map(Prints.unpack, sample.values()))

    return family_numbered


def _smallest(sample: dict[int, bytes], size: int) -> dict[int, bytes]:
    return {mark: sample[mark] for mark in sorted(sample)[:size]}
