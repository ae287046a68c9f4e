"""From a source to what the database stores: the work that any process can do, without the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.cleaning.extract import extract
from peaceindex.cleaning.retrieval import dated
from peaceindex.cleaning.siblings import page_fingerprints
from peaceindex.errors import NoSourceError, SourceError
from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peaceindex.near_duplicates.minhash import packed_bands
from peaceindex.sources import Fields, FoundFile, Markup, read, unparsed_documents
from peaceindex.storage.serialization import PackedArticle, source_hash

if TYPE_CHECKING:
    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.article import RawDocument
    from peaceindex.model.correction import Correction

IsKnown = Callable[[str], bool]
"""Returns whether the library has a document with this source hash."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document, read and cleaned. If it has neither `article` nor `failure`, the library already has it."""

    source: str
    member: str = ""
    sha256: str = ""
    source_hash: str = ""
    article: PackedArticle | None = None
    failure: str = ""
    kind: str = ""
    """The kind of file (such as pictures) if it is no source at all."""
    evidence: Evidence = NO_EVIDENCE


def never(source_hash: str) -> bool:
    """Return False: for a library of which nothing is known."""
    return False


def prepare(
    cleaner: Cleaner,
    document: RawDocument | Markup,
    previous_sha256: str | None = None,
    is_known: IsKnown = never,
) -> Prepared:
    """Clean a document, unless its bytes have the SHA-256 `previous_sha256` or the library is known to have it."""
    if previous_sha256 and document.sha256 == previous_sha256:
        return Prepared(document.source, document.member, document.sha256, evidence=dated(document.evidence))
    if isinstance(document, Markup):
        found = read(document)
        if isinstance(found, SourceError):
            return Prepared(document.source, document.member, document.sha256, failure=str(found))
        document = found
    hash = source_hash(document)
    identity = (document.source, document.member, document.sha256, hash)
    evidence = dated(document.evidence)
    if is_known(hash):
        return Prepared(*identity, evidence=evidence)
    article = extract(cleaner, document)
    if isinstance(article, SourceError):
        return Prepared(*identity, failure=str(article))
    packed = PackedArticle.of(article, document, packed_bands(article.text), page_fingerprints(document.text, article))
    return Prepared(*identity, packed, evidence=evidence)


def prepare_again(
    cleaner: Cleaner, document: RawDocument, corrections: Sequence[Correction], sibling_cuts: Mapping[int, str]
) -> Prepared:
    """Clean a document again, without the lines that its siblings show not to belong to its article."""
    identity = (document.source, document.member, document.sha256, source_hash(document))
    article = extract(cleaner, document, corrections, sibling_cuts)
    if isinstance(article, SourceError):
        return Prepared(*identity, failure=str(article))
    return Prepared(*identity, PackedArticle.of(article, document, packed_bands(article.text)))


def prepared_failure(name: str, error: SourceError) -> Prepared:
    """Return what is known of a source called `name` that yields no document."""
    return Prepared(name, failure=str(error), kind=error.kind if isinstance(error, NoSourceError) else "")


def prepare_file(
    cleaner: Cleaner, place: FoundFile, previous_hashes: Mapping[str, str], is_known: IsKnown, fields: Fields
) -> Iterator[Prepared]:
    """Read and clean the contents of a file.

    `previous_hashes` maps its members to their SHA-256 when it was last read.
    """
    for document in unparsed_documents(Path(place.path), place.path, fields, place.named, place.encodings):
        if isinstance(document, SourceError):
            yield prepared_failure(place.path, document)
        else:
            yield prepare(cleaner, document, previous_hashes.get(document.member), is_known)
