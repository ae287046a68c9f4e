"""A preview of what `add` would find: the articles of each file, read and cleaned, while nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.cleaning.extract import extract
from peaceindex.errors import NoSourceError, SourceError
from peaceindex.ingest.prepare import never
from peaceindex.ingest.quality_flags import doubts
from peaceindex.model.article import EXTENT, Article, RawDocument
from peaceindex.model.reports import FilePreview
from peaceindex.sources import EncodingChoices, Fields, documents, walk
from peaceindex.storage.serialization import source_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from peaceindex.cleaning.cleaner import Cleaner


def preview(
    paths: Iterable[Path],
    cleaner: Cleaner,
    fields: Fields = MappingProxyType({}),
    encoding: str = "",
    is_known: Callable[[str], bool] = never,
    is_removed: Callable[[str], bool] = never,
    skip: Iterable[Path] = (),
) -> Iterator[FilePreview]:
    """Yield what adding these files and folders would find, file by file, in sorted order. Nothing is written.

    `is_known` returns whether the library has a document with this source hash, `is_removed` whether it had one that
    the user removed. `fields` and `encoding` are as in
    `Ingest.add`; folders in `skip` are skipped.
    """
    for place in walk(paths, skip):
        if isinstance(place, SourceError):
            yield FilePreview("", "", failures=(str(place),))
            continue
        counts = _Counts()
        for document in documents(Path(place.path), place.path, fields, place.named, EncodingChoices(encoding)):
            if isinstance(document, SourceError):
                counts.fail(document)
                continue
            article = extract(cleaner, document)
            if isinstance(article, SourceError):
                counts.fail(article)
            else:
                counts.take(document, article, is_known, is_removed)
        yield counts.preview(place.path)


def _doubts(document: RawDocument, article: Article) -> tuple[str, ...]:
    words, unreadable = len(article.text.split()), document.text.count("\ufffd")
    return doubts(article.date, words, article.losses, unreadable, article.details.get(EXTENT, ""))


@dataclass
class _Counts:
    """What was found in one file so far."""

    articles: int = 0
    known: int = 0
    removed: int = 0
    kind: str = ""
    skipped: str = ""
    outlets: Counter[str] = field(default_factory=Counter)
    dates: list[str] = field(default_factory=list)
    doubts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def take(
        self,
        document: RawDocument,
        article: Article,
        is_known: Callable[[str], bool],
        is_removed: Callable[[str], bool],
    ) -> None:
        hash = source_hash(document)
        self.articles += 1
        self.removed += is_removed(hash)
        self.known += hash in self._seen or is_known(hash)
        self._seen.add(hash)
        self.kind = document.kind
        self.outlets[article.outlet or ""] += 1
        if article.date:
            self.dates = [min([article.date, *self.dates[:1]]), max([article.date, *self.dates[1:]])]
        found = [*_doubts(document, article)]
        found += [f"no {name}" for name in ("title", "outlet") if article.provenance[name] in ("none", "derived")]
        self.doubts.update(found)

    def fail(self, error: SourceError) -> None:
        if isinstance(error, NoSourceError):
            self.skipped = error.kind
        else:
            self.failures.append(str(error))

    def preview(self, path: str) -> FilePreview:
        return FilePreview(
            path,
            self.kind,
            self.articles,
            self.known,
            tuple(self.outlets.most_common()),
            self.dates[0] if self.dates else None,
            self.dates[-1] if self.dates else None,
            tuple(self.doubts.most_common()),
            tuple(self.failures),
            self.skipped,
            self.removed,
        )
