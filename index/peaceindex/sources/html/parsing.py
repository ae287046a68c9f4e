"""From markup to a tree of elements."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from peaceindex.sources.html.blocks import INLINE

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})[^<>]*>")
_DEEP: Final = (200, 20, 0)
"""So many elements of one name inside each other are more than a page needs; each where those before do not help."""
_KEPT: Final = frozenset(("html", "body", "p", "br", "script", "style", "title", "template", "noscript", "textarea"))
"""Tags that end by themselves, or hold what is not shown."""
_TOO_DEEP: Final = 114
_NO_MEMORY: Final = 2
"""libxml2's numbers of the errors (XML_ERR_RESOURCE_LIMIT, XML_ERR_NO_MEMORY)."""


def parse(markup: str) -> _Element | None:
    """The root of a page, however broken its markup; None if there is nothing in it. No address is ever fetched.

    The parser stops at elements nested 2,048 deep, and leaves out all that follows. Such a page is read without the
    tags that make it so deep: a line ends in their place, and the text stays.
    """
    root, stopped = _parsed(markup)
    for depth in _DEEP:
        if not stopped:
            break
        markup = _flattened(markup, depth)
        root, stopped = _parsed(markup)
    return root


def _parsed(markup: str) -> tuple[_Element | None, bool]:
    """The root, and whether the parser stopped since the page is nested too deep."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        root = None
    last = parser.error_log.last_error
    if last is not None and last.type == _NO_MEMORY:
        raise MemoryError
    stopped = last is not None and last.type == _TOO_DEEP
    return (root if root is not None and isinstance(root.tag, str) else None), stopped


def _flattened(markup: str, most: int) -> str:
    """The page without the tags of those names that are nested deeper than `most`."""
    depth: Counter[str] = Counter()
    deepest: Counter[str] = Counter()
    for end, name in _TAG.findall(markup):
        name = name.lower()
        depth[name] = max(0, depth[name] - 1) if end else depth[name] + 1
        deepest[name] = max(deepest[name], depth[name])
    deep = {name for name, number in deepest.items() if number > most} - _KEPT
    plain = {name: "" if name in INLINE else "<br>" for name in deep}
    return _TAG.sub(lambda found: plain.get(found[2].lower(), found[0]), markup)
