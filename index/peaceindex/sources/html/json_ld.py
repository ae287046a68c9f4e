"""What a page states in JSON-LD: the schema.org object that describes its article, and the values of that object."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from peaceindex.sources.html.broken_json import Budget, salvage
from peaceindex.sources.html.markup_words import words_in
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.decoding import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_MAX_SCRIPT_CHARACTERS = 4_000_000
_MAX_OBJECTS = 4000
ARTICLE_TYPES: Final = words_in(
    "article newsarticle blogposting reportagenewsarticle opinionnewsarticle analysisnewsarticle liveblogposting "
    "backgroundnewsarticle reviewnewsarticle satiricalarticle advertisercontentarticle report scholarlyarticle "
    "techarticle posting socialmediaposting review howto recipe interview"
)
_PAGE_TYPES: Final = frozenset({"webpage", "itempage", "collectionpage", "videoobject", "newsvideo", "medicalwebpage"})
_TAG = late_pattern(r"<[^<>]{1,400}>")
_LINE_TAG = late_pattern(r"<(?:/p|/div|/li|/h\d|br\s*/?)>", re.IGNORECASE)
_ESCAPED_ENTITY = late_pattern(r"[\s{\[]*&(?:amp;)?(?:quot|#0*34|#x0*22|apos|#0*39);", re.IGNORECASE)
_ESCAPED_QUOTE = late_pattern(r"[\s{\[]*\\\"")
_BACKSLASH = late_pattern(r"\\([\"\\/])")
_TYPOGRAPHIC: Final = str.maketrans(dict.fromkeys("“”„", '"'))
_INVALID: Final = object()
_WRAPPER = late_pattern(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$"
)


def objects(root: _Element) -> list[dict[str, Any]]:
    """Return all objects in the JSON-LD of a page, outer ones first. A broken script gives its certain values."""
    found: list[dict[str, Any]] = []
    budget = Budget()
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        value = _parse(script.text[:_MAX_SCRIPT_CHARACTERS], budget)
        for item in _walk_objects(value):
            found.append(item)
            if len(found) >= _MAX_OBJECTS:
                return found
    return found


def article(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the object that says most about an article, or an empty one if none does."""
    best: tuple[int, dict[str, Any]] = (0, {})
    for item in found:
        kinds = types(item)
        rank = 4 if kinds & ARTICLE_TYPES else 1 if kinds & _PAGE_TYPES else 0
        if not rank:
            continue
        rank += sum(bool(item.get(key)) for key in ("headline", "datePublished", "author"))
        rank += 2 * bool(item.get("articleBody")) - 3 * ("isPartOf" in item and "headline" not in item)
        if rank > best[0]:
            best = (rank, item)
    return best[1]


def types(item: dict[str, Any]) -> set[str]:
    """Return the types of an object, in lower case, without the address of the vocabulary."""
    value = item.get("@type")
    values = value if isinstance(value, list) else [value]
    return {v.rsplit("/", 1)[-1].lower() for v in values if isinstance(v, str)}


def text(value: object, *, lines: bool = False) -> str:
    """Return a value as plain text without markup and entities; "" if it is not text. `lines` keeps line ends."""
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
    """Yield (name, type) for each person or organisation in a value such as `author`."""
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


def _parse(source: str, budget: Budget) -> object:
    """Return what a script states as JSON, unwrapped if necessary, or else its certain values."""
    plain = _WRAPPER.sub("", _WRAPPER.sub("", source.strip("\ufeff \t\r\n")))
    value = _parse_strictly(plain)
    for _ in range(2):  # some pages escape twice
        if value is _INVALID and _ESCAPED_ENTITY.match(plain):
            plain = html.unescape(plain)
            value = _parse_strictly(plain)
    if value is _INVALID and _ESCAPED_QUOTE.match(plain):
        plain = _BACKSLASH.sub(r"\1", plain)
        value = _parse_strictly(plain)
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        plain = value
        value = _parse_strictly(plain)
    if value is _INVALID and '"' not in plain:
        plain = plain.translate(_TYPOGRAPHIC)
    return salvage(plain, budget) if value is _INVALID else value


def _parse_strictly(source: str) -> object:
    try:
        return json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return _INVALID


def _walk_objects(value: object) -> Iterator[dict[str, Any]]:
    queue: deque[tuple[object, int]] = deque([(value, 0)])
    while queue:
        item, depth = queue.popleft()
        if depth > 6:
            continue
        if isinstance(item, list):
            queue.extend((part, depth + 1) for part in item[:200])
        elif isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed", "article"):
                if isinstance(inner := item.get(key), dict | list):
                    queue.append((inner, depth + 1))
