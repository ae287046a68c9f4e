"""From markup to the text of a page, a line for each of its lines, and the facts by which those can be judged."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from peaceindex.model.safe_text import LINE_END, NOTHING, SafeText, joined, neutralise
from peaceindex.sources.html import blocks, parsing, statements
from peaceindex.sources.html.blocks import Block, Tree
from peaceindex.sources.html.facts import PageFacts

_MARKED_UP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:#\d+|\w+);")


def read_page(markup: str, yielding: Sequence[str] = ()) -> tuple[SafeText, PageFacts]:
    """The text of a decoded page, and its facts; `yielding` is as in those.

    Never raises for any markup; a page without text gives an empty one.
    """
    root = parsing.parse(markup)
    tree = Tree() if root is None else blocks.read(root)
    if root is None or not tree.blocks:
        return NOTHING, PageFacts(Tree())
    return render(tree.blocks), PageFacts(tree, statements.read(root), yielding=tuple(yielding))


def read_fragment(markup: str) -> tuple[SafeText, PageFacts]:
    """The text of the body of an article, and its facts. Plain text will do as well: then there is no tree."""
    if "<" not in markup or not _MARKED_UP.search(markup):
        return neutralise(neutralise(html.unescape(markup)).strip()), PageFacts(Tree(), whole=True)
    root = parsing.parse(markup)
    tree = Tree() if root is None else blocks.read(root)
    return render(tree.blocks), PageFacts(tree, whole=True)


def render(lines: Sequence[Block]) -> SafeText:
    """The lines as text; an empty line between elements, none where the page breaks a line inside one."""
    parts: list[SafeText] = []
    for block in lines:
        if parts:
            parts += (LINE_END,) if block.broken else (LINE_END, LINE_END)
        parts.append(block.text)
    return joined("", parts)
