"""From paths to articles, without a library: the way that `clean` and `add` share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.article import Article, RawDocument
from peaceindex.correcting import choices, with_fields
from peaceindex.correction import Correction
from peaceindex.errors import DataFileError, SourceError
from peaceindex.places import config_dir
from peaceindex.sources import Encodings, Fields, documents, walk
from peaceindex.sources.bounds import check_text
from peaceindex.sources.decoding import printable
from peaceindex.sources.registry import too_large

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
            article = article_of(cleaner, document)
            yield article if isinstance(article, SourceError) else (document, article)


def article_of(
    cleaner: Cleaner,
    document: RawDocument,
    corrections: Sequence[Correction] = (),
    told: Mapping[int, str] = MappingProxyType({}),
) -> Article | SourceError:
    """The article that a document holds, with the user's corrections, or why there is none.

    `told` are lines that other pages of its outlet tell to be none of it (see `Cleaner.clean`).
    """
    try:
        check_text(document.text, document.source)
    except SourceError as error:
        return error
    try:
        article = cleaner.clean(document, choices(corrections, document.text), told)
        article = with_fields(article, corrections, cleaner)
    except Exception as error:
        # One source among thousands must not stop the rest, not even by a mistake of ours.
        if isinstance(error, MemoryError):
            return too_large(document.source)
        why = f"{type(error).__name__}: {printable(str(error))}"
        return SourceError(f"{printable(document.source)} could not be cleaned ({why}).", "Please report it.")
    if any(paragraph.strip() for paragraph in article.paragraphs):
        return article
    return SourceError(f"No article text was found in {printable(document.source)}.", "Look at what it holds.")


def make_cleaner(notices: list[str]) -> Cleaner:
    """A cleaner that knows the outlets and names of this program and of the user.

    A file of the user's that cannot be used is named in `notices`, and passed over.
    """
    from peaceindex.cleaning import Cleaner, Outlets
    from peaceindex.names import default_names

    names = default_names()
    if names.problem:
        notices.append(f"{names.problem} Until then it is passed over.")
    mine = config_dir() / "outlets.yaml"
    try:
        outlets = Outlets.load(mine if mine.exists() else None)
    except DataFileError as error:
        notices.append(f"{error} Until then it is passed over.")
        outlets = Outlets.load()
    return Cleaner(outlets, topics=names.topics)
