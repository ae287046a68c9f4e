"""What the package document of an EPUB says (EPUB 2 and 3): metadata, reading order, table of contents."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from peaceindex.errors import SourceError
from peaceindex.model.article import DETAILS
from peaceindex.model.safe_text import one_line
from peaceindex.sources.packages import Package, attribute, local_name
from peaceindex.sources.text_documents.properties import is_person, is_title
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

_PAGES: Final = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_DAY: Final = late_pattern(r"\d{4}-\d\d-\d\d")
_FONT_METHODS: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Fonts are made unusable outside their book by these. The text is not."""
_MAX_ITEMS: Final = 20_000
_MAX_AUTHORS: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the table of contents: the part and the place in it that it leads to, and its depth from 0."""

    part: str
    fragment: str
    label: str
    depth: int


@dataclass(slots=True)
class Book:
    """A book. `spine` has the names of the parts with its pages, in reading order."""

    title: str = ""
    spine: list[str] = field(default_factory=list)
    contents: list[Entry] = field(default_factory=list)
    stated: dict[str, Any] = field(default_factory=dict)
    """What it states about each chapter: the book as outlet, its authors unless there are many, language, day."""


def read_book(package: Package) -> Book:
    """Return what a package says about its book. Raise SourceError if it is broken, or locked by its shop."""
    name = _package_document(package)
    root = package.root(name)
    if root is None:
        raise package.error("it has no list of chapters")
    folder = posixpath.dirname(name)
    parts = {local_name(part): part for part in root}
    book = Book()
    items = _items(parts.get("manifest"), folder)
    navigation = ""
    for item_id, (part, kind, properties) in items.items():
        if "nav" in properties.split() or (kind == "application/x-dtbncx+xml" and not navigation):
            navigation = part if part in package.names else navigation
        del item_id
    spine = parts.get("spine")
    for reference in () if spine is None else spine:
        part, kind, properties = items.get(attribute(reference, "idref"), ("", "", ""))
        if (
            part in package.names
            and kind in _PAGES
            and "nav" not in properties.split()
            and len(book.spine) < _MAX_ITEMS
        ):
            book.spine.append(part)
    _check_lock(package, book.spine)
    if navigation:
        book.contents = list(_contents(package, navigation))[:_MAX_ITEMS]
    _read_metadata(book, parts.get("metadata"))
    return book


def _package_document(package: Package) -> str:
    container = package.root("META-INF/container.xml")
    for element in () if container is None else container.iter("{*}rootfile"):
        path = posixpath.normpath(unquote(attribute(element, "full-path")))
        if path in package.names:
            return path
    found = sorted(name for name in package.names if name.endswith(".opf"))
    if not found:
        raise package.error("it has no list of chapters")
    return found[0]


def _items(manifest: _Element | None, folder: str) -> dict[str, tuple[str, str, str]]:
    """Return name, kind and properties of each part, by its id."""
    return {
        attribute(item, "id"): (
            _resolved(folder, attribute(item, "href"))[0],
            attribute(item, "media-type"),
            attribute(item, "properties"),
        )
        for item in (() if manifest is None else manifest)
    }


def _resolved(folder: str, address: str) -> tuple[str, str]:
    """Return the part and the fragment that an address within the book names. Names never lead out of the package."""
    path, _, fragment = address.partition("#")
    return posixpath.normpath(posixpath.join(folder, unquote(path))) if path else "", unquote(fragment)


def _check_lock(package: Package, pages: Sequence[str]) -> None:
    root = package.root("META-INF/encryption.xml")
    for data in () if root is None else root.iter("{*}EncryptedData"):
        method = next((attribute(m, "Algorithm") for m in data.iter("{*}EncryptionMethod")), "")
        target = next((unquote(attribute(r, "URI")) for r in data.iter("{*}CipherReference")), "")
        if target in pages and method not in _FONT_METHODS:
            raise SourceError(f"{package.shown} is locked: it opens only in the program of its shop.", "Leave it out.")


def _contents(package: Package, navigation: str) -> Iterator[Entry]:
    """Yield the entries of the table of contents: of a navigation document (EPUB 3), or of an NCX (EPUB 2)."""
    try:
        root = package.root(navigation)
    except SourceError:
        return  # the chapters have headings of their own
    if root is None:
        return
    folder = posixpath.dirname(navigation)
    if local_name(root) == "ncx":
        for point in root.iter("{*}navPoint"):
            label = next(("".join(text.itertext()) for text in point.iterfind("{*}navLabel/{*}text")), "")
            source = next((attribute(content, "src") for content in point.iterfind("{*}content")), "")
            depth = sum(1 for _ in point.iterancestors("{*}navPoint"))
            yield Entry(*_resolved(folder, source), one_line(label), depth)
        return
    lists = [nav for nav in root.iter("{*}nav") if attribute(nav, "type") == "toc"] or list(root.iter("{*}nav"))[:1]
    for nav in lists[:1]:
        for link in nav.iter("{*}a"):
            depth = sum(1 for _ in link.iterancestors("{*}ol")) - 1
            yield Entry(*_resolved(folder, attribute(link, "href")), one_line("".join(link.itertext())), max(depth, 0))


def _read_metadata(book: Book, metadata: _Element | None) -> None:
    if metadata is None:
        return
    parts = [part for part in metadata.iter() if isinstance(part.tag, str)]
    refined = {
        (attribute(part, "refines").lstrip("#"), attribute(part, "property")): one_line("".join(part.itertext()))
        for part in parts
        if local_name(part) == "meta" and attribute(part, "refines")
    }
    facts = {
        attribute(part, "name") or attribute(part, "property"): attribute(part, "content")
        or one_line("".join(part.itertext()))
        for part in parts
        if local_name(part) == "meta" and not attribute(part, "refines")
    }
    by_name: dict[str, list[tuple[str, str, str]]] = {}
    for part in parts:
        if text := one_line("".join(part.itertext()))[:500]:
            role = attribute(part, "role") or refined.get((attribute(part, "id"), "role"), "")
            by_name.setdefault(local_name(part), []).append((text, role, attribute(part, "event")))
    titles = [text for text, _, _ in by_name.get("title", ())]
    book.title = titles[0] if titles else ""
    stated = book.stated
    if book.title and is_title(book.title):
        stated["outlet"] = book.title
    creators = by_name.get("creator", [])
    authors = [text for text, role, _ in creators if role in ("", "aut") and is_person(text)]
    if len(authors) == len(creators) <= _MAX_AUTHORS:  # otherwise it is a volume whose chapters have their own authors
        stated["authors"] = authors
    if languages := by_name.get("language"):
        stated["language"] = languages[0][0]
    if day := _day(by_name.get("date", []), facts):
        stated["published"] = day
    if publishers := by_name.get("publisher"):
        stated[DETAILS] = {"publisher": publishers[0][0]}


def _day(dates: Sequence[tuple[str, str, str]], facts: dict[str, str]) -> str:
    """Return the day of publication, or "" if the day may be that on which a program made the file."""
    stated = next((text for text, _, event in dates if event in ("", "publication", "original-publication")), "")
    found = _DAY.match(stated)
    if not found or found[0] < "1000":
        return ""
    is_periodical = facts.get("calibre:publication_type", "").startswith("periodical")
    made = (facts.get("dcterms:modified", ""), facts.get("calibre:timestamp", ""))
    return "" if not is_periodical and any(day.startswith(found[0]) for day in made) else found[0]
