"""The join of a table of addresses with the articles of a library: what the table states fills what is unknown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from peaceindex.cleaning.extract import extract
from peaceindex.errors import SourceError, SourceTextError
from peaceindex.model.reports import AddReport
from peaceindex.model.safe_text import neutralise_values, one_line, printable
from peaceindex.sources import Fields, unparsed_documents
from peaceindex.sources.tables.values import is_missing
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.storage.article_lookup import ArticleLookup
from peaceindex.storage.batches import Batches
from peaceindex.storage.serialization import PackedArticle, source_hash
from peaceindex.text.addresses import address_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.ingest.scan import File
    from peaceindex.model.article import Article
    from peaceindex.sources.tables.address_rows import AddressRow
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.corrections import Corrections

_MAX_VALUE_CHARACTERS: Final = 500
_FIELDS: Final = {"title": "title", "outlet": "outlet", "date": "published"}
"""The fields of an article that are filled in, and the keys by which a document states them."""
_HOST_NAME = late_pattern(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+/?")


@dataclass
class _Counts:
    rows: int = 0
    found: int = 0
    filled: dict[str, int] = field(default_factory=dict)

    def summary(self, name: str) -> str:
        noun = "row" if self.rows == 1 else "rows"
        what = f"{printable(name)} holds addresses: {self.found:,} of {self.rows:,} {noun} found their article"
        filled = [f"{count:,} with {field}" for field, count in self.filled.items()]
        return f"{what}; filled in: {', '.join(filled)}." if filled else f"{what}; there was nothing to fill in."


class AddressJoin:
    """Joins tables of addresses with the articles of a store. The caller holds the library's write lock."""

    def __init__(
        self, store: ArticleStore, cleaner: Callable[[], Cleaner], corrections: Corrections, fields: Fields
    ) -> None:
        self._store = store
        self._make_cleaner = cleaner
        self._cleaner: Cleaner | None = None
        self._corrections = corrections
        self._fields = fields
        self._rows: dict[bytes, list[int]] = {}
        for row, url in ArticleLookup(store.database).addresses():
            if key := address_key(url):
                self._rows.setdefault(_digest(key), []).append(row)

    def join(self, file: File, cancelled: Callable[[], bool]) -> AddReport:
        """Fill in what the table in a file states about articles of the library, and return the report."""
        if not file.path:
            reason = "A table of addresses cannot be joined from standard input. Save it as a file, and add that."
            return AddReport(file.name, "failed", reason=reason)
        counts = _Counts()
        batches = Batches[None](self._store.database.connection)

        def take(row: AddressRow) -> None:
            counts.rows += 1
            key = address_key(row.url)
            rows = self._rows.get(_digest(key), ()) if key and not cancelled() else ()
            counts.found += bool(rows)
            for article_row in rows:
                with batches.document():
                    for name in self._fill(article_row, row):
                        counts.filled[name] = counts.filled.get(name, 0) + 1

        try:
            for _ in unparsed_documents(
                Path(file.name), file.name, self._fields, file.place.named, file.place.encodings, take_address=take
            ):
                pass
        finally:
            batches.close()
        return AddReport(file.name, "joined", reason=counts.summary(file.name))

    def _fill(self, row: int, stated_row: AddressRow) -> tuple[str, ...]:
        """Fill in what is unknown about an article. Return the names of the fields that are known now."""
        article = self._store.article(row)
        offered = _offered(stated_row, article)
        if not offered:
            return ()
        try:
            document = self._store.raws.document(row)
        except SourceTextError:  # `check` reports it
            return ()
        if self._cleaner is None:
            self._cleaner = self._make_cleaner()
        corrections = self._corrections.of(article.id, self._store.sources.source_name(row))
        more = replace(document, stated=neutralise_values({**document.stated, **offered}))
        found = extract(self._cleaner, more, corrections, self._store.siblings.cuts_of(row))
        if isinstance(found, SourceError):
            return ()
        filled = tuple(
            name for name, key in _FIELDS.items() if key in offered and getattr(found, name) != getattr(article, name)
        )
        if filled:
            # The hash stays that of the source, so that the same document is recognised when it is added again.
            self._store.update(row, PackedArticle.of(found, more), source_hash(document))
        return filled


def _offered(row: AddressRow, article: Article) -> Mapping[str, Any]:
    """Return what a row states about fields of an article that are unknown, or only derived."""
    values = {"title": row.title, "outlet": row.outlet, "date": row.published}
    found: dict[str, Any] = {}
    for name, key in _FIELDS.items():
        value = one_line(values[name])[:_MAX_VALUE_CHARACTERS]
        provenance = article.provenance.get(name, "none")
        is_guess = provenance == "derived"
        if name == "outlet":  # a host name stands in for a name, and says no more than another one
            is_guess = bool(_HOST_NAME.fullmatch(article.outlet or "")) or is_guess
            is_guess = is_guess and provenance != "stated" and not _HOST_NAME.fullmatch(value)
        if not is_missing(value) and (provenance == "none" or is_guess):
            found[key] = value
    return found


def _digest(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
