"""What a page states about its article: JSON-LD first, then `<meta>`, then links and the document's own title."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources.html import json_ld
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.decoding import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_TITLE_METAS: Final = (
    "og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline",
    "title", "hdl", "cxenseparse:title", "citation_title",
)  # fmt: skip
_PUBLISHED_METAS: Final = (
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
_MODIFIED_METAS: Final = (
    "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified",
    "article:modified", "revision_date",
)  # fmt: skip
_AUTHOR_METAS: Final = (
    "author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
    "article:author_name", "og:article:author", "cxenseparse:author", "authors", "article.author", "dc.author",
    "shareaholic:article_author_name", "mediator_author", "citation_author", "twitter:data1", "creator",
    "rnews:author", "vr:author", "bt:author",
)  # fmt: skip
_OUTLET_METAS: Final = (
    "og:site_name", "application-name", "dc.publisher", "article:publisher", "publisher", "cre", "source",
)  # fmt: skip
_MAX_TAGS: Final = 100
_MAX_TAG_CHARACTERS: Final = 80
_TAG_METAS: Final = (
    "article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags", "og:article:tag",
)  # fmt: skip


_LANGUAGE_TAG = late_pattern(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*")


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
    """(name, origin). The origin is `person`, `organization` or another type in JSON-LD, or `meta` for a `<meta>`."""
    outlets: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    url: str = ""
    language: str = ""
    locale: str = ""
    """The language with its region, if the page states one: `en-GB`."""
    is_article: bool = False
    """Whether JSON-LD calls the page an article."""

    @property
    def title(self) -> str:
        """The first title that the page states, or else the title of the document."""
        return self.titles[0] if self.titles else self.document_title


def read(root: _Element) -> Statements:
    """Return what the page with this root states."""
    found = Statements()
    metas = _metas(root)
    objects = json_ld.objects(root)
    article = json_ld.article(objects)
    found.is_article = bool(article) and bool(json_ld.types(article) & json_ld.ARTICLE_TYPES)
    _add_json_ld(found, article, objects)
    _add_metas(found, metas)
    title = next(root.iter("title"), None)
    found.document_title = _single_line("".join(str(t) for t in title.itertext())) if title is not None else ""
    found.language, found.locale = _language(root, article, metas)
    found.url = _url(root, article, metas)
    return found


def _add_json_ld(found: Statements, article: dict[str, Any], objects: list[dict[str, Any]]) -> None:
    _append_new(found.titles, json_ld.text(article.get("headline")) or json_ld.text(article.get("name")))
    _append_new(found.published, json_ld.text(article.get("datePublished")))
    _append_new(found.published, json_ld.text(article.get("dateCreated")))
    _append_new(found.modified, json_ld.text(article.get("dateModified")))
    found.summary = json_ld.text(article.get("description"))
    found.body = json_ld.text(article.get("articleBody") or article.get("text"), lines=True)
    people = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str)}
    for key in ("author", "creator"):
        value = article.get(key)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict) and "name" not in part and isinstance(part.get("@id"), str):
                part = people.get(part["@id"], part)
            found.authors.extend((n[:200], kind or "linked") for n, kind in json_ld.names(part) if n)
        if found.authors:
            break
    publisher = article.get("publisher")
    for part in publisher if isinstance(publisher, list) else [publisher]:
        if isinstance(part, dict) and "name" not in part and isinstance(part.get("@id"), str):
            part = people.get(part["@id"], part)
        for name, _ in json_ld.names(part):
            _append_new(found.outlets, name)
    keywords = article.get("keywords")
    for keyword in keywords if isinstance(keywords, list) else [keywords]:
        for tag in re.split(r"[,;]", json_ld.text(keyword)):
            _append_tag(found.tags, tag.strip())
    found.url = json_ld.text(article.get("url"))


def _add_metas(found: Statements, metas: dict[str, list[str]]) -> None:
    for names, values in (
        (_TITLE_METAS, found.titles),
        (_PUBLISHED_METAS, found.published),
        (_MODIFIED_METAS, found.modified),
        (_OUTLET_METAS, found.outlets),
    ):
        for name in names:
            for value in metas.get(name, ()):
                _append_new(values, value)
    for name in _AUTHOR_METAS:
        if name == "twitter:data1" and not any("by" in v.lower() for v in metas.get("twitter:label1", ())):
            continue
        found.authors.extend((value[:200], "meta") for value in metas.get(name, ()))
    for name in _TAG_METAS:
        if not found.tags or name == "article:tag":
            for value in metas.get(name, ()):
                for tag in re.split(r"[,;]", value) if name != "article:tag" else [value]:
                    _append_tag(found.tags, tag.strip())
    for name in ("og:description", "description", "twitter:description"):
        found.summary = found.summary or next(iter(metas.get(name, ())), "")


def _language(root: _Element, article: dict[str, Any], metas: dict[str, list[str]]) -> tuple[str, str]:
    """Return the two-letter language code, and a tag of that language, with a region if any statement has one."""
    html = root if root.tag == "html" else next(root.iter("html"), root)
    values: list[str] = [
        html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        json_ld.text(article.get("inLanguage")), *metas.get("og:locale", ()), *metas.get("content-language", ()),
    ]  # fmt: skip
    tags = [tag.replace("_", "-") for value in values if _LANGUAGE_TAG.fullmatch(tag := value.strip())]
    code = next((tag[:2].lower() for tag in tags if tag[2:3] in ("", "-")), "")
    same = [tag for tag in tags if not code or tag[:2].lower() == code]
    return code, next((tag for tag in same if "-" in tag), same[0] if same else "")


def _url(root: _Element, article: dict[str, Any], metas: dict[str, list[str]]) -> str:
    """Return the page's own address: the canonical link, or else the shared address, or else that in JSON-LD."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            address = _single_line(link.get("href") or "")
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
    # An address without a path is the front page of the site, not the article.
    return bool(re.match(r"https?://[^\s/]+\.[^\s/]+/\S+", value)) and len(value) < 2000


def _metas(root: _Element) -> dict[str, list[str]]:
    values_by_name: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = meta.get("content")
        if not content:
            continue
        for name in _meta_names(meta):
            values = values_by_name.setdefault(name, [])
            if len(values) < 60:
                values.append(_single_line(content))
    return values_by_name


def _meta_names(meta: _Element) -> Iterator[str]:
    for key in ("property", "name", "itemprop", "http-equiv"):
        if value := meta.get(key):
            yield value.strip().lower()


def _single_line(value: str) -> str:
    return " ".join(neutralise(value).split())[:4000]


def _append_new(values: list[str], value: str) -> None:
    if value and value not in values:
        values.append(value)


def _append_tag(values: list[str], value: str) -> None:
    # Some pages state whole lists of what people search for.
    if len(values) < _MAX_TAGS:
        _append_new(values, value[:_MAX_TAG_CHARACTERS])
