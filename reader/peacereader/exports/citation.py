"""What a citation of a news article needs, whatever it is made from: a passage, a part of an article, or a hit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as calendar_day
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peaceindex.model.safe_text import one_line, web_address
from peacereader import wording
from peacereader.exports.author_names import AuthorName, author_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from peaceindex.model.additions import Removal
    from peaceindex.model.article import Article
    from peaceindex.model.event import Event
    from peaceindex.model.passage import Anchoring, Passage
    from peaceindex.model.search import Span
    from peaceindex.model.search_results import Hit
    from peacereader.exports.contents import HitExport

_NOT_IN_AN_ID = re.compile(r"[^0-9A-Za-z]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Quotation:
    """The exact words of a passage, with what the user wrote about it."""

    quote: str
    note: str = ""
    labels: tuple[str, ...] = ()
    anchoring: Anchoring = "exact"
    removal: Removal = ""
    event: Event | None = None
    annotator: str = ""

    @property
    def origin(self) -> list[tuple[str, str]]:
        """The event that the passage tells of, and who made it, as far as they are known: each by its name."""
        event = one_line(wording.event_words(self.event)) if self.event else ""
        return [(name, words) for name, words in (("Event", event), ("By", one_line(self.annotator))) if words]


@dataclass(frozen=True, slots=True)
class Citation:
    """An article with the quotations from it, if there are any. What is not known is None or empty.

    `date` is as precise as what is known: `2025`, `2025-06` or `2025-06-02`. `tags` are those of the outlet, `mine`
    those of the user. `extras` is what is said on request, by the names of `formats.EXTRAS`. `text` is that of the
    article if it is to be said.
    """

    article_id: str
    title: str | None
    outlet: str | None
    date: str | None
    authors: tuple[str, ...]
    url: str | None
    source: str = ""
    language: str | None = None
    tags: tuple[str, ...] = ()
    evidence: Evidence = NO_EVIDENCE
    quotations: tuple[Quotation, ...] = ()
    mine: tuple[str, ...] = ()
    extras: frozenset[str] = frozenset()
    text: str = ""

    @property
    def keywords(self) -> tuple[str, ...]:
        """The tags of the outlet, those of the user, and the labels of the quotations, each once."""
        return tuple(dict.fromkeys((*self.tags, *self.mine, *self.labels)))

    @property
    def key(self) -> str:
        """The name of the article in a bibliography. It is made of the article's id: it stays, and is the only one."""
        return f"article-{self.name_in_files}"

    @property
    def name_in_files(self) -> str:
        """The article's id without what has a meaning in a file's name or format; a stranger's library may have any."""
        if self.article_id:
            return _NOT_IN_AN_ID.sub("-", self.article_id)
        import hashlib  # an imported passage of a page that is not in the library has no id of an article

        facts = repr((self.title, self.outlet, self.date, self.authors, self.url, self.source))
        return hashlib.sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @property
    def date_parts(self) -> tuple[int, ...]:
        """Year, month and day of the date, as many as are known; none if the date is unknown or is no date."""
        return date_parts(self.date)

    @property
    def retrieved_parts(self) -> tuple[int, ...]:
        """Year, month and day on which the source was retrieved; none if they are not known."""
        return date_parts(self.retrieved)

    @property
    def retrieved(self) -> str:
        """The day on which the source was retrieved, or ""."""
        found = _DAY.match(self.evidence.retrieved)
        return found[0] if found else ""

    @property
    def archive_url(self) -> str | None:
        """The address at which the Internet Archive may have the page. Nobody asked the archive."""
        return self.evidence.archive_address(self.url)

    @property
    def wanted_retrieved_parts(self) -> tuple[int, ...]:
        """Year, month and day of retrieval, if they are to be said and are known."""
        return self.retrieved_parts if "retrieved" in self.extras else ()

    @property
    def wanted_archive_url(self) -> str | None:
        """The address of the archived copy, if it is to be said."""
        return web_address(self.archive_url) if "archive" in self.extras else None

    @property
    def wanted_sha256(self) -> str:
        """The SHA-256 of the source, if it is to be said and is known."""
        return self.evidence.sha256 if "sha256" in self.extras else ""

    @property
    def notes(self) -> list[str]:
        """What bibliographies for programs say of the source: always its SHA-256, and on request its archived copy."""
        archived, sha256 = self.wanted_archive_url, self.evidence.sha256
        return [
            *([f"SHA-256 of the source: {sha256}"] if sha256 else []),
            *([f"Archived copy, if there is one: {archived}"] if archived else []),
        ]

    @property
    def names(self) -> tuple[tuple[AuthorName, ...], bool]:
        """The authors' names in their parts, and whether there are others who are not named."""
        return author_names(self.authors, self.outlet)

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels of the quotations, each once."""
        return tuple(dict.fromkeys(label for quotation in self.quotations for label in quotation.labels))

    @property
    def comments(self) -> list[str]:
        """A text for each quotation: its words, note and labels, its event, and who made it."""
        return [_comment(one) for one in self.quotations]


def _comment(quotation: Quotation) -> str:
    note = f"Note: {quotation.note}" if quotation.note else ""
    labels = f"Labels: {', '.join(quotation.labels)}" if quotation.labels else ""
    origin = (f"{name}: {words}" for name, words in quotation.origin)
    return "\n".join(filter(None, [f"“{quotation.quote}”", note, labels, *origin]))


def date_parts(date: str | None) -> tuple[int, ...]:
    """Return a date such as `2025-06` as numbers; nothing for what is no date."""
    if not date or not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", date):
        return ()
    parts = tuple(map(int, date.split("-")))
    try:
        calendar_day(*(*parts, 1, 1)[:3])
    except ValueError:
        return ()
    return parts


def citation_of_passage(
    passage: Passage, evidence: Evidence | None = None, extras: frozenset[str] = frozenset()
) -> Citation:
    """Return the citation of a passage, with the facts of its article as of its bookmarking."""
    return Citation(
        passage.article_id, passage.title, passage.outlet, passage.date, passage.authors, passage.url, passage.source,
        evidence=evidence or NO_EVIDENCE, quotations=quotations_of([passage]), extras=extras,
    )  # fmt: skip


def citation_of_article(article: Article, span: Span | None = None, passage: Passage | None = None) -> Citation:
    """Return the citation of an article, and of the part `span` of its text if there is one.

    `passage` is the bookmarked one that stands there; what the user wrote about it is taken over. A title that cleaning
    derived is not one to cite, so it counts as not known.
    """
    own = quotations_of([passage])[0] if passage else Quotation("")
    quotations = (replace(own, quote=article.text[slice(*span)], anchoring="exact", removal=""),) if span else ()
    return Citation(
        article.id, None if article.provenance.get("title") == "derived" else article.title, article.outlet,
        article.date, article.authors, article.url, article.source, article.language, article.tags, article.evidence,
        quotations,
    )  # fmt: skip


def citation_of_hit(hit: Hit, evidence: Evidence | None = None) -> Citation:
    """Return the citation of a hit. A title that cleaning derived counts as not known."""
    return Citation(
        hit.id, None if hit.title_provenance == "derived" else hit.title, hit.outlet, hit.date, hit.authors, hit.url,
        tags=hit.tags, evidence=evidence or NO_EVIDENCE, mine=hit.mine,
    )  # fmt: skip


def citations_of_hits(export: HitExport) -> Iterator[Citation]:
    """Yield the citation of each hit, with what is to be said of it."""
    for one in export.hits:
        citation = citation_of_hit(one.hit, one.evidence)
        yield replace(citation, extras=export.extras, text=one.text, quotations=quotations_of(one.passages))


def quotations_of(passages: Iterable[Passage]) -> tuple[Quotation, ...]:
    """Return the quotations of passages."""
    return tuple(
        Quotation(one.quote, one.note, one.labels, one.anchoring, one.removal, one.event, one.annotator)
        for one in passages
    )


def citations_of_passages(
    passages: Iterable[Passage],
    evidence: Mapping[str, Evidence] = MappingProxyType({}),
    extras: frozenset[str] = frozenset(),
    mine: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Iterator[Citation]:
    """Yield a citation for each article, with all its passages, in the order in which the articles come first.

    `mine` has the user's own tags by the ids of the articles.
    """
    by_article: dict[str, list[Citation]] = {}
    for passage in passages:
        citation = citation_of_passage(passage, evidence.get(passage.article_id), extras)
        by_article.setdefault(citation.name_in_files, []).append(citation)
    for first, *others in by_article.values():
        quotations = tuple(quotation for one in (first, *others) for quotation in one.quotations)
        yield replace(first, quotations=quotations, mine=mine.get(first.article_id, ()))
