"""From markup to a tree of elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def parse(markup: str) -> _Element | None:
    """The root of a page, however broken its markup; None if there is nothing in it. No address is ever fetched."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    return root if root is not None and isinstance(root.tag, str) else None
