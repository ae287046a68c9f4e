"""From paths to articles without a library, as `clean` does it; `add` shares the steps."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.cleaning.extract import extract, make_cleaner
from peaceindex.errors import SourceError
from peaceindex.sources import EncodingChoices, Fields, documents, walk
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.article import Article, RawDocument
    from peaceindex.model.reports import FilePreview


def clean(
    paths: Iterable[Path],
    notices: list[str] | None = None,
    fields: Fields = MappingProxyType({}),
    encoding: str = "",
) -> Iterator[Article | SourceError]:
    """Clean everything that `paths` name (files, folders in sorted order, `-` for standard input), one by one.

    A source that cannot be read, or holds no article, is yielded as a SourceError in its place. A file in a folder that
    is not a source of articles at all, such as a picture, is yielded as a NoSourceError. `notices` receives further
    messages for the user. `fields` gives the user's names for the fields of records. `encoding` (Python's name) is the
    encoding that the user states for all sources.
    """
    notices = [] if notices is None else notices
    for page in cleaned(paths, make_cleaner(notices), fields, encoding):
        if isinstance(page, SourceError):
            yield page
            continue
        document, article = page
        if unreadable := document.text.count("\ufffd"):
            noun = "sign" if unreadable == 1 else "signs"
            notices.append(f"{printable(document.source)}: {unreadable} {noun} could not be read, and show as \ufffd.")
        yield article


def cleaned(
    paths: Iterable[Path], cleaner: Cleaner, fields: Fields, encoding: str = ""
) -> Iterator[tuple[RawDocument, Article] | SourceError]:
    """Clean as `clean` does, and yield with each article the document that it was made from."""
    for location in walk(paths):
        if isinstance(location, SourceError):
            yield location
            continue
        for document in documents(
            Path(location.path), location.path, fields, location.named, EncodingChoices(encoding)
        ):
            if isinstance(document, SourceError):
                yield document
                continue
            article = extract(cleaner, document)
            yield article if isinstance(article, SourceError) else (document, article)


def preview(
    paths: Iterable[Path], notices: list[str], fields: Fields = MappingProxyType({}), encoding: str = ""
) -> Iterator[FilePreview]:
    """Yield what each file holds that `paths` name, without a library. The arguments are as in `clean`."""
    from peaceindex.ingest import preview as previewing

    return previewing.preview(paths, make_cleaner(notices), fields, encoding)
