"""From a source to what the database takes: the work that may be done by any process, without the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.cleaning.extract import extract
from peaceindex.cleaning.siblings import prints_of
from peaceindex.errors import NoSourceError, SourceError
from peaceindex.model.article import RawDocument
from peaceindex.model.correction import Correction
from peaceindex.near_duplicates.minhash import bands_of
from peaceindex.sources import Fields, Markup, Place, read, unread
from peaceindex.storage.serialization import Packed, source_hash

if TYPE_CHECKING:
    from peaceindex.cleaning import Cleaner

Known = Callable[[str], bool]
"""Whether the library has a document of this source hash."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document, read and cleaned. Without `article` and `failure` it is one that the library has already."""

    source: str
    member: str = ""
    sha256: str = ""
    source_hash: str = ""
    article: Packed | None = None
    failure: str = ""
    kind: str = ""
    """What it is, among others, where it is no source at all: pictures …"""


def never(source_hash: str) -> bool:
    """For a library of which nothing is known."""
    return False


def prepare(
    cleaner: Cleaner, document: RawDocument | Markup, before: str | None = None, known: Known = never
) -> Prepared:
    """Clean a document, unless its bytes have the SHA-256 `before`, or the library is known to have it."""
    if before and document.sha256 == before:
        return Prepared(document.source, document.member, document.sha256)
    if isinstance(document, Markup):
        found = read(document)
        if isinstance(found, SourceError):
            return Prepared(document.source, document.member, document.sha256, failure=str(found))
        document = found
    hash = source_hash(document)
    about = (document.source, document.member, document.sha256, hash)
    if known(hash):
        return Prepared(*about)
    article = extract(cleaner, document)
    if isinstance(article, SourceError):
        return Prepared(*about, failure=str(article))
    return Prepared(*about, Packed.of(article, document, bands_of(article.text), prints_of(document.text, article)))


def prepare_again(
    cleaner: Cleaner, document: RawDocument, corrections: Sequence[Correction], told: Mapping[int, str]
) -> Prepared:
    """Clean a document again, without the lines that its siblings tell to be none of its article."""
    about = (document.source, document.member, document.sha256, source_hash(document))
    article = extract(cleaner, document, corrections, told)
    if isinstance(article, SourceError):
        return Prepared(*about, failure=str(article))
    return Prepared(*about, Packed.of(article, document, bands_of(article.text)))


def failed(name: str, error: SourceError) -> Prepared:
    """What is known of a source called `name` of which there is no document."""
    return Prepared(name, failure=str(error), kind=error.kind if isinstance(error, NoSourceError) else "")


def prepare_file(
    cleaner: Cleaner, place: Place, before: Mapping[str, str], known: Known, fields: Fields
) -> Iterator[Prepared]:
    """Read and clean what a file holds. `before` are the SHA-256 of its members when it was last read."""
    for document in unread(Path(place.path), place.path, fields, place.named, place.encodings):
        if isinstance(document, SourceError):
            yield failed(place.path, document)
        else:
            yield prepare(cleaner, document, before.get(document.member), known)
