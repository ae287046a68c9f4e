"""Parsing markup into a tree of elements."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from peaceindex.sources.html.blocks import INLINE
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG = late_pattern(r"<(/?)([a-zA-Z][^\s/>]{0,40})[^<>]*>")
_NESTING_LIMITS: Final = (200, 20, 0)
"""The limits on the nesting of elements with the same name. Each is more than a page needs; they are tried in turn."""
_UNCOUNTED_TAGS: Final = frozenset(
    ("html", "body", "p", "br", "script", "style", "title", "template", "noscript", "textarea")
)
"""Tags that close themselves, or hold text that is not displayed."""


def parse(markup: str) -> _Element | None:
    """Return the root of a page, however broken its markup, or None if it is empty. No address is ever fetched.

    The parser stops at elements nested 2,048 deep, and omits everything after them. Such a page is read without the
    tags that make it so deep: those that are not inline become line ends, and the text stays.
    """
    root, is_too_deep = _parse_once(markup)
    for depth in _NESTING_LIMITS:
        if not is_too_deep:
            break
        markup = _flatten(markup, depth)
        root, is_too_deep = _parse_once(markup)
    return root


def _parse_once(markup: str) -> tuple[_Element | None, bool]:
    """Return the root, and whether the parser stopped because the page is nested too deeply."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        root = None
    last = parser.error_log.last_error
    if last is not None and last.type == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError
    is_too_deep = last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return (root if root is not None and isinstance(root.tag, str) else None), is_too_deep


def _flatten(markup: str, max_depth: int) -> str:
    """Return the page without the tags of any name that is nested more than `max_depth` levels deep."""
    depth: Counter[str] = Counter()
    deepest: Counter[str] = Counter()
    for end, name in _TAG.findall(markup):
        name = name.lower()
        depth[name] = max(0, depth[name] - 1) if end else depth[name] + 1
        deepest[name] = max(deepest[name], depth[name])
    deep = {name for name, number in deepest.items() if number > max_depth} - _UNCOUNTED_TAGS
    replacements = {name: "" if name in INLINE else "<br>" for name in deep}
    return _TAG.sub(lambda found: replacements.get(found[2].lower(), found[0]), markup)
