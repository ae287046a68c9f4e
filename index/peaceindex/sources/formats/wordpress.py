"""The export of a WordPress site (WXR): its published posts and pages. Drafts, menus, pictures and others are skipped.

Source of the layout: `wp-admin/includes/export.php` of WordPress. It is a feed in RSS with more elements.
"""

from __future__ import annotations

import html
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import one_line, printable, stated_address
from peaceindex.sources.record_documents import SUMMARY_DETAILS, Item, Record, Skipped, documents_of
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from peaceindex.sources.source import Source

_MARK: Final = b"://wordpress.org/export/"
_KINDS: Final = {
    "attachment": "attachments", "nav_menu_item": "menu items", "revision": "revisions", "product": "products",
    "product_variation": "products", "shop_order": "orders", "wpcf7_contact_form": "forms", "mc4wp-form": "forms",
    "wpforms": "forms", "custom_css": "settings of a site", "customize_changeset": "settings of a site",
    "oembed_cache": "settings of a site", "user_request": "settings of a site", "acf-field": "settings of a site",
    "acf-field-group": "settings of a site", "elementor_library": "templates", "wp_block": "templates",
    "wp_template": "templates", "wp_template_part": "templates", "wp_navigation": "menu items",
    "wp_global_styles": "settings of a site", "wp_font_family": "settings of a site",
    "wp_font_face": "settings of a site", "feedback": "forms", "popup": "templates",
}  # fmt: skip
"""The types of entries that are no articles, and their kinds in the plural."""
_STATUSES: Final = {
    "draft": "drafts", "auto-draft": "drafts", "pending": "posts awaiting review", "private": "private posts",
    "future": "scheduled posts", "trash": "posts in the trash", "inherit": "revisions",
}  # fmt: skip
"""The states of entries that are not published, and their kinds in the plural."""
_TAG = late_pattern(r"<[^<>]{1,500}>")
_MAX_OFFSET: Final = timedelta(hours=15)


def _documents(source: Source) -> Iterator[SourceItem]:
    yield from documents_of(source, _items(source))


def _items(source: Source) -> Iterator[Item]:
    from lxml import etree

    from peaceindex.sources.formats.feed import MeteredStream, stream_of

    try:
        stream, encoding = stream_of(source)
    except SourceError as error:
        yield error
        return
    metered = MeteredStream(stream, source.shown)
    events = etree.iterparse(
        metered, events=("end",), resolve_entities=False, no_network=True, recover=True, huge_tree=False,
        encoding=encoding, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    site = _Site()
    try:
        for _, element in events:
            name, parent = _name(element), element.getparent()
            if name == "item":
                metered.begin()
                try:
                    yield _item(element, site)
                except (UnicodeDecodeError, ValueError):  # half of a surrogate pair, which the parser accepts
                    yield SourceError(f"An entry of {source.shown} is not text.", "Leave it out.")
                element.clear()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
            elif parent is not None and _name(parent) == "channel":
                site.take(name, element)
    except etree.XMLSyntaxError as error:
        what = f"{source.shown} is broken ({printable(str(error))[:120]})."
        yield SourceError(what, "What stands before that place was read. Export the site again.")
        return
    if b"</rss" not in metered.end and b"\0" not in metered.end:
        yield SourceError(
            f"{source.shown} breaks off before its end.", "What is whole was read. Export the site again."
        )


class _Site:
    """What an export states about its site."""

    def __init__(self) -> None:
        self.title = self.language = self.exported = ""
        self.authors: dict[str, str] = {}

    def take(self, name: str, element: _Element) -> None:
        """Take in an element of the channel."""
        if name == "title":
            self.title = _text(element)
        elif name == "language":
            self.language = _text(element)
        elif name == "pubDate":
            self.exported = _text(element)
        elif name == "author":
            parts = {_name(part): _text(part) for part in element}
            full_name = " ".join(
                part for field in ("author_first_name", "author_last_name") if (part := parts.get(field, ""))
            )
            login = parts.get("author_login", "")
            self.authors[login.casefold()] = parts.get("author_display_name") or full_name or login


def _item(item: _Element, site: _Site) -> Record | Skipped:
    from peaceindex.sources.formats.feed import stamp
    from peaceindex.sources.wordpress_text import text_of_post

    fields: dict[str, str] = {}
    tags: list[str] = []
    for part in item:
        if not isinstance(part.tag, str):
            continue
        name = _name(part)
        if name == "category":
            if part.get("domain", "category") in ("category", "post_tag", "tag"):
                tags.append(html.unescape(_text(part)))
        elif name == "encoded":
            fields["excerpt" if "excerpt" in part.tag else "content"] = "".join(map(str, part.itertext()))
        elif name not in ("comment", "postmeta"):
            fields.setdefault(name, _text(part))
    kind, status = fields.get("post_type", "post"), fields.get("status", "")
    if kind in _KINDS:
        return Skipped(_KINDS[kind])
    if status != "publish":
        return Skipped(_STATUSES.get(status, "posts that are not published"))
    if fields.get("post_password"):
        return Skipped("posts behind a password")
    body, details = text_of_post(fields.get("content", "")), {"document_id": fields.get("post_id", "")}
    if not _has_words(body):
        body = text_of_post(fields.get("excerpt", ""))
        details |= SUMMARY_DETAILS
    if not _has_words(body):
        return Skipped("posts without a text")
    login = fields.get("creator", "")
    author = site.authors.get(login.casefold(), login)
    address = stated_address(fields.get("link", "")) or stated_address(fields.get("guid", ""))
    stated: dict[str, Any] = {
        "title": one_line(html.unescape(_TAG.sub("", fields.get("title", "")))), "outlet": html.unescape(site.title),
        "published": _moment(fields, "post_date") or stamp(fields.get("pubDate", "")),
        "modified": _moment(fields, "post_modified"), "url": address, "authors": [author] if author else [],
        "tags": [tag for tag in dict.fromkeys(tags) if tag and tag.casefold() != "uncategorized"],
        "language": site.language,
    }  # fmt: skip
    key = address or fields.get("guid", "") or fields.get("title", "")
    exported = stamp(site.exported)
    return Record(key, markup=body, stated=stated, details=details, retrieved=exported, retrieved_by="export")


def _has_words(markup: str) -> bool:
    return any(c.isalnum() for c in html.unescape(_TAG.sub("", markup)))


def _moment(fields: dict[str, str], name: str) -> str:
    """Return a moment in the site's own time, with its offset if the same moment is also given in GMT."""
    try:
        local = datetime.fromisoformat(fields.get(name, ""))
    except ValueError:
        return ""
    try:
        offset = local - datetime.fromisoformat(fields.get(f"{name}_gmt", ""))
    except (ValueError, TypeError):
        return local.isoformat()
    if abs(offset) > _MAX_OFFSET or offset % timedelta(minutes=15):
        return local.isoformat()
    return local.replace(tzinfo=timezone(offset)).isoformat()


def _name(element: _Element) -> str:
    try:
        return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
    except UnicodeDecodeError:
        return ""


def _text(element: _Element) -> str:
    return one_line("".join(map(str, element.itertext())))


def _sniff(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _MARK in head and b"<rss" in head


FORMAT = Format(name="WordPress export", suffixes=(".xml", ".wxr", ".rss"), sniff=_sniff, documents=_documents)
