"""From paths to articles, without a library: the way that `clean` and `add` share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.cleaning.extract import extract, make_cleaner
from peaceindex.errors import SourceError
from peaceindex.model.article import Article, RawDocument
from peaceindex.sources import Encodings, Fields, documents, walk
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from peaceindex.cleaning import Cleaner


def clean(
    paths: Iterable[Path],
    notices: list[str] | None = None,
    fields: Fields = MappingProxyType({}),
    encoding: str = "",
) -> Iterator[Article | SourceError]:
    """Clean all that `paths` name (files, folders in sorted order, `-` for standard input), one by one.

    A source that cannot be read, or holds no article, comes as a SourceError
    in its place: a NoSourceError for a file in a folder that is no source
    of articles at all, such as a picture. `notices` receives what the person should know besides;
    `fields` says what the user calls the fields of records, `encoding` (Python's
    name) in what encoding the user says that all of it is.
    """
    notices = [] if notices is None else notices
    for found in cleaned(paths, make_cleaner(notices), fields, encoding):
        if isinstance(found, SourceError):
            yield found
            continue
        document, article = found
        if number := document.text.count("\ufffd"):
            signs = "sign" if number == 1 else "signs"
            notices.append(f"{printable(document.source)}: {number} {signs} could not be read, and show as \ufffd.")
        yield article


def cleaned(
    paths: Iterable[Path], cleaner: Cleaner, fields: Fields, encoding: str = ""
) -> Iterator[tuple[RawDocument, Article] | SourceError]:
    """As `clean`, with the document that each article was made of."""
    for place in walk(paths):
        if isinstance(place, SourceError):
            yield place
            continue
        for document in documents(Path(place.path), place.path, fields, place.named, Encodings(encoding)):
            if isinstance(document, SourceError):
                yield document
                continue
            article = extract(cleaner, document)
            yield article if isinstance(article, SourceError) else (document, article)
