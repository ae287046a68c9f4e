"""From markup to the text of a page, with one line for each of its lines, and the facts for judging them."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from peaceindex.model.safe_text import EMPTY, LINE_END, SafeText, joined, neutralise
from peaceindex.sources.html import blocks, parsing, statements
from peaceindex.sources.html.blocks import Block, Tree
from peaceindex.sources.html.facts import PageFacts
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAG_OR_ENTITY = late_pattern(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:#\d+|\w+);")


def read_page(markup: str, fallback_names: Sequence[str] = ()) -> tuple[SafeText, PageFacts]:
    """Return the text of a decoded page, and its facts. For `fallback_names`, see `PageFacts`.

    No markup raises an error. A page without text gives an empty one.
    """
    root = parsing.parse(markup)
    tree = Tree() if root is None else blocks.read(root)
    if root is None or not tree.blocks:
        return EMPTY, PageFacts(Tree())
    return render(tree.blocks), PageFacts(tree, statements.read(root), fallback_names=tuple(fallback_names))


def read_fragment(markup: str) -> tuple[SafeText, PageFacts]:
    """Return the text of the body of an article, and its facts. Plain text is also accepted: the tree is then empty."""
    if "<" not in markup or not _TAG_OR_ENTITY.search(markup):
        return neutralise(neutralise(html.unescape(markup)).strip()), PageFacts(Tree(), is_body=True)
    root = parsing.parse(markup)
    tree = Tree() if root is None else blocks.read(root)
    return render(tree.blocks), PageFacts(tree, is_body=True)


def render(lines: Sequence[Block]) -> SafeText:
    """Return the lines as text. Empty lines separate elements; a line break inside an element gives no empty line."""
    parts: list[SafeText] = []
    for block in lines:
        if parts:
            parts += (LINE_END,) if block.follows_break else (LINE_END, LINE_END)
        parts.append(block.text)
    return joined("", parts)
