"""What a page states about its article: JSON-LD first, then `<meta>`, then links and the document's own title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources.html import json_ld
from peaceindex.text.decoding import neutralise

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLES: Final = (
    "og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline",
    "title", "hdl", "cxenseparse:title", "citation_title",
)  # fmt: skip
_PUBLISHED: Final = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published",
    "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "article.published", "article:post_date", "publishdate", "publish-date",
    "publish_date", "publication_date", "publicationdate", "published-date", "pubdate", "pub_date",
    "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date",
    "date.published", "displaydate", "originalpublicationdate", "citation_publication_date",
    "article_date_original", "pdate", "ptime", "vr:published_time", "mediator_published_time", "date",
    "article:create_at", "created", "firstpublished", "analyticsattributes.articledate", "rnews:datepublished",
    "shareaholic:article_published_time", "bt:pubdate", "prism.publicationdate", "iso-8601-publish-date",

)  # fmt: skip
_MODIFIED: Final = (
    "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified",
    "article:modified", "revision_date",
)  # fmt: skip
_AUTHORS: Final = (
    "author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
    "article:author_name", "og:article:author", "cxenseparse:author", "authors", "article.author", "dc.author",
    "shareaholic:article_author_name", "mediator_author", "citation_author", "twitter:data1", "creator",
    "rnews:author", "vr:author", "bt:author",
)  # fmt: skip
_OUTLETS: Final = (
    "og:site_name", "application-name", "dc.publisher", "article:publisher", "publisher", "cre", "source",
)  # fmt: skip
_MOST_TAGS: Final = 100
_LONGEST_TAG: Final = 80
_TAGS: Final = (
    "article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags", "og:article:tag",
)  # fmt: skip


_TAG = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*")


@dataclass(slots=True)
class Statements:
    """The values that a page states, best first. Text has single spaces and no controls; `body` keeps its lines."""

    titles: list[str] = field(default_factory=list)
    document_title: str = ""
    summary: str = ""
    body: str = ""
    published: list[str] = field(default_factory=list)
    modified: list[str] = field(default_factory=list)
    authors: list[tuple[str, str]] = field(default_factory=list)
    """(name, what says so): `person`, `organization` or another type in JSON-LD, `meta` for a `<meta>`."""
    outlets: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    url: str = ""
    language: str = ""
    locale: str = ""
    """The language with its region, where the page states one: `en-GB`."""
    is_article: bool = False
    """JSON-LD calls the page an article."""

    @property
    def title(self) -> str:
        """The title that the page states first, or that of the document."""
        return self.titles[0] if self.titles else self.document_title


def read(root: _Element) -> Statements:
    """What the page with this root states."""
    told = Statements()
    metas = _metas(root)
    objects = json_ld.objects(root)
    article = json_ld.article(objects)
    told.is_article = bool(article) and bool(json_ld.types(article) & json_ld._ARTICLES)
    _from_linked(told, article, objects)
    _from_metas(told, metas)
    title = next(root.iter("title"), None)
    told.document_title = _line("".join(str(t) for t in title.itertext())) if title is not None else ""
    told.language, told.locale = _language(root, article, metas)
    told.url = _url(root, article, metas)
    return told


def _from_linked(told: Statements, article: dict[str, Any], objects: list[dict[str, Any]]) -> None:
    _put(told.titles, json_ld.text(article.get("headline")) or json_ld.text(article.get("name")))
    _put(told.published, json_ld.text(article.get("datePublished")))
    _put(told.published, json_ld.text(article.get("dateCreated")))
    _put(told.modified, json_ld.text(article.get("dateModified")))
    told.summary = json_ld.text(article.get("description"))
    told.body = json_ld.text(article.get("articleBody") or article.get("text"), lines=True)
    people = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str)}
    for key in ("author", "creator"):
        value = article.get(key)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict) and "name" not in part and isinstance(part.get("@id"), str):
                part = people.get(part["@id"], part)
            told.authors.extend((n[:200], kind or "linked") for n, kind in json_ld.names(part) if n)
        if told.authors:
            break
    publisher = article.get("publisher")
    for part in publisher if isinstance(publisher, list) else [publisher]:
        if isinstance(part, dict) and "name" not in part and isinstance(part.get("@id"), str):
            part = people.get(part["@id"], part)
        for name, _ in json_ld.names(part):
            _put(told.outlets, name)
    keywords = article.get("keywords")
    for keyword in keywords if isinstance(keywords, list) else [keywords]:
        for tag in re.split(r"[,;]", json_ld.text(keyword)):
            _put_tag(told.tags, tag.strip())
    told.url = json_ld.text(article.get("url"))


def _from_metas(told: Statements, metas: dict[str, list[str]]) -> None:
    for names, values in (
        (_TITLES, told.titles), (_PUBLISHED, told.published), (_MODIFIED, told.modified), (_OUTLETS, told.outlets),
    ):  # fmt: skip
        for name in names:
            for value in metas.get(name, ()):
                _put(values, value)
    for name in _AUTHORS:
        if name == "twitter:data1" and not any("by" in v.lower() for v in metas.get("twitter:label1", ())):
            continue
        told.authors.extend((value[:200], "meta") for value in metas.get(name, ()))
    for name in _TAGS:
        if not told.tags or name == "article:tag":
            for value in metas.get(name, ()):
                for tag in re.split(r"[,;]", value) if name != "article:tag" else [value]:
                    _put_tag(told.tags, tag.strip())
    for name in ("og:description", "description", "twitter:description"):
        told.summary = told.summary or next(iter(metas.get(name, ())), "")


def _language(root: _Element, article: dict[str, Any], metas: dict[str, list[str]]) -> tuple[str, str]:
    """The language as two letters, and its tag with the region if any statement of that language has one."""
    html = root if root.tag == "html" else next(root.iter("html"), root)
    values: list[str] = [
        html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        json_ld.text(article.get("inLanguage")), *metas.get("og:locale", ()), *metas.get("content-language", ()),
    ]  # fmt: skip
    tags = [tag.replace("_", "-") for value in values if _TAG.fullmatch(tag := value.strip())]
    code = next((tag[:2].lower() for tag in tags if tag[2:3] in ("", "-")), "")
    same = [tag for tag in tags if not code or tag[:2].lower() == code]
    return code, next((tag for tag in same if "-" in tag), same[0] if same else "")


def _url(root: _Element, article: dict[str, Any], metas: dict[str, list[str]]) -> str:
    """The page's own address: the canonical link, else what is shared, else JSON-LD's."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            address = _line(link.get("href") or "")
            if _is_address(address):
                return address
    main = article.get("mainEntityOfPage")
    about = main.get("@id") if isinstance(main, dict) else main
    values: list[str] = [*metas.get("og:url", ()), json_ld.text(article.get("url")), json_ld.text(about)]
    for value in values:
        if _is_address(value):
            return value
    return ""


def _is_address(value: str) -> bool:
    # An address without a path is the site's front page, not the article's.
    return bool(re.match(r"https?://[^\s/]+\.[^\s/]+/\S+", value)) and len(value) < 2000


def _metas(root: _Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = meta.get("content")
        if not content:
            continue
        for name in _meta_names(meta):
            values = found.setdefault(name, [])
            if len(values) < 60:
                values.append(_line(content))
    return found


def _meta_names(meta: _Element) -> Iterator[str]:
    for key in ("property", "name", "itemprop", "http-equiv"):
        if value := meta.get(key):
            yield value.strip().lower()


def _line(value: str) -> str:
    return " ".join(neutralise(value).split())[:4000]


def _put(values: list[str], value: str) -> None:
    if value and value not in values:
        values.append(value)


def _put_tag(values: list[str], value: str) -> None:
    # Some pages state whole lists of what people search for.
    if len(values) < _MOST_TAGS:
        _put(values, value[:_LONGEST_TAG])
