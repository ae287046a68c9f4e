"""Lines that are none of the article's by their place alone: notices, comments, and other articles on the page."""

from __future__ import annotations

from collections import defaultdict

from peaceindex.sources.html.blocks import Tree
from peaceindex.text.lines import squash

_ENOUGH = 80
"""Words that make an article of an element."""


def mark(tree: Tree, titles: list[str]) -> None:
    """Set `Block.apart` for every line of a page that states these titles; what it was before does not matter."""
    for block in tree.blocks:
        block.apart = tree.nodes[block.node].apart
    _believe(tree)
    _mark_other_articles(tree, titles)


def _believe(tree: Tree) -> None:
    """Take back what names say of a part that turns out to be the greater part of the page."""
    total = sum(b.size for b in tree.blocks)
    for reason in {b.apart for b in tree.blocks} - {"", "comments"}:
        if 2 * sum(b.size for b in tree.blocks if b.apart == reason) > total:
            for block in tree.blocks:
                block.apart = "" if block.apart == reason else block.apart


def _mark_other_articles(tree: Tree, titles: list[str]) -> None:
    """Set apart the lines of `<article>` elements beside the one whose heading is the page's title.

    Nothing happens where the heading stands outside of all of them (each may
    be an entry of a live report then), or where no other holds much text.
    """
    keys = {squash(t) for t in titles if t}
    outer: list[int] = []
    for i, node in enumerate(tree.nodes):
        up = outer[node.parent] if node.parent >= 0 else -1
        outer.append(up if up >= 0 else i if node.tag == "article" else -1)
    size: dict[int, int] = defaultdict(int)
    own = -1
    for block in tree.blocks:
        home = outer[block.node]
        if home >= 0:
            if block.size > 8 and not block.apart:
                size[home] += block.size
            if own < 0 and block.key in keys and _in_heading(tree, block.node):
                own = home
    if own < 0 or size[own] < _ENOUGH:
        return
    others = {home for home, words in size.items() if home != own and words >= _ENOUGH}
    for block in tree.blocks:
        if outer[block.node] in others and not block.apart:
            block.apart = "another article on the page"


def _in_heading(tree: Tree, node: int) -> bool:
    for _ in range(4):
        if node < 0:
            return False
        if tree.nodes[node].tag in ("h1", "h2"):
            return True
        node = tree.nodes[node].parent
    return False
