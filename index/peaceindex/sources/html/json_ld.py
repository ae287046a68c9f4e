"""What a page states about its article in JSON-LD: the object of schema.org that is the article, and its values."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources.html.broken_json import Budget, salvage
from peaceindex.sources.html.markup_words import words_in
from peaceindex.text.decoding import neutralise

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST = 4_000_000
_OBJECTS = 4000
_ARTICLES: Final = words_in(
    "article newsarticle blogposting reportagenewsarticle opinionnewsarticle analysisnewsarticle liveblogposting "
    "backgroundnewsarticle reviewnewsarticle satiricalarticle advertisercontentarticle report scholarlyarticle "
    "techarticle posting socialmediaposting review howto recipe interview"
)
_PAGES: Final = frozenset({"webpage", "itempage", "collectionpage", "videoobject", "newsvideo", "medicalwebpage"})
_TAG = re.compile(r"<[^<>]{1,400}>")
_LINE_TAG = re.compile(r"<(?:/p|/div|/li|/h\d|br\s*/?)>", re.IGNORECASE)
_ESCAPED = re.compile(r"[\s{\[]*&(?:amp;)?(?:quot|#0*34|#x0*22|apos|#0*39);", re.IGNORECASE)
_QUOTED = re.compile(r"[\s{\[]*\\\"")
_BACKSLASH = re.compile(r"\\([\"\\/])")
_TYPOGRAPHIC: Final = str.maketrans(dict.fromkeys("“”„", '"'))
_BROKEN: Final = object()
_WRAP = re.compile(r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")


def objects(root: _Element) -> list[dict[str, Any]]:
    """All objects in a page's JSON-LD, the outer before those inside them; of a broken script what is sure."""
    found: list[dict[str, Any]] = []
    budget = Budget()
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        value = _parsed(script.text[:_MOST], budget)
        for item in _walk(value):
            found.append(item)
            if len(found) >= _OBJECTS:
                return found
    return found


def article(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The object that tells most of an article; empty if none does."""
    best: tuple[int, dict[str, Any]] = (0, {})
    for item in found:
        kinds = types(item)
        rank = 4 if kinds & _ARTICLES else 1 if kinds & _PAGES else 0
        if not rank:
            continue
        rank += sum(bool(item.get(key)) for key in ("headline", "datePublished", "author"))
        rank += 2 * bool(item.get("articleBody")) - 3 * ("isPartOf" in item and "headline" not in item)
        if rank > best[0]:
            best = (rank, item)
    return best[1]


def types(item: dict[str, Any]) -> set[str]:
    """The types of an object, in small letters, without the vocabulary's address."""
    value = item.get("@type")
    values = value if isinstance(value, list) else [value]
    return {v.rsplit("/", 1)[-1].lower() for v in values if isinstance(v, str)}


def text(value: object, *, lines: bool = False) -> str:
    """A value as plain text: markup and entities resolved; `lines` keeps line ends. Empty for anything but text."""
    if isinstance(value, list) and value and isinstance(value[0], str):
        value = ("\n" if lines else ", ").join(v for v in value if isinstance(v, str))
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return ""
    plain = value
    if "&" in plain:
        plain = html.unescape(html.unescape(plain))
    if "<" in plain:
        plain = _TAG.sub(" ", _LINE_TAG.sub("\n", plain))
    plain = neutralise(plain)
    if lines:
        return "\n".join(t for line in plain.split("\n") if (t := " ".join(line.split())))
    return " ".join(plain.split())


def names(value: object) -> Iterator[tuple[str, str]]:
    """(name, type) of the people or bodies in a value such as `author`."""
    if isinstance(value, str):
        yield text(value), ""
    elif isinstance(value, list):
        for part in value[:30]:
            yield from names(part)
    elif isinstance(value, dict):
        kind = next(iter(sorted(types(value))), "")
        inner = value.get("name")
        if isinstance(inner, list):
            for part in inner[:30]:
                yield text(part), kind
        elif name := text(inner):
            yield name, kind


def _parsed(source: str, budget: Budget) -> object:
    """What a script states: JSON, if need be without what is wrapped around it; else what is sure of it."""
    plain = _WRAP.sub("", _WRAP.sub("", source.strip("\ufeff \t\r\n")))
    value = _strict(plain)
    for _ in range(2):  # some pages escape twice
        if value is _BROKEN and _ESCAPED.match(plain):
            plain = html.unescape(plain)
            value = _strict(plain)
    if value is _BROKEN and _QUOTED.match(plain):
        plain = _BACKSLASH.sub(r"\1", plain)
        value = _strict(plain)
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        plain = value
        value = _strict(plain)
    if value is _BROKEN and '"' not in plain:
        plain = plain.translate(_TYPOGRAPHIC)
    return salvage(plain, budget) if value is _BROKEN else value


def _strict(source: str) -> object:
    try:
        return json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return _BROKEN


def _walk(value: object) -> Iterator[dict[str, Any]]:
    waiting: deque[tuple[object, int]] = deque([(value, 0)])
    while waiting:
        item, depth = waiting.popleft()
        if depth > 6:
            continue
        if isinstance(item, list):
            waiting.extend((part, depth + 1) for part in item[:200])
        elif isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed", "article"):
                if isinstance(inner := item.get(key), dict | list):
                    waiting.append((inner, depth + 1))
