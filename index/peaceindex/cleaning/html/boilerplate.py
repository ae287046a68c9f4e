"""Lines that are no part of the article because of their place: notices, comments, and other articles on the page."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from peaceindex.cleaning.reasons import Reason
from peaceindex.text.lines import normalise

if TYPE_CHECKING:
    from peaceindex.sources.html.blocks import Tree

_MIN_ARTICLE_WORDS = 80
"""The number of words that makes an element an article."""


def mark(tree: Tree, titles: list[str]) -> None:
    """Set `Block.exclusion` for every line of a page that states these titles, whatever it was before."""
    for block in tree.blocks:
        block.exclusion = tree.nodes[block.node].exclusion
    _undo_false_marks(tree)
    _mark_other_articles(tree, titles)


def _undo_false_marks(tree: Tree) -> None:
    """Undo what names say about a part that turns out to be more than half of the page."""
    total_words = sum(b.size for b in tree.blocks)
    for reason in {b.exclusion for b in tree.blocks} - {"", Reason.COMMENTS}:
        if 2 * sum(b.size for b in tree.blocks if b.exclusion == reason) > total_words:
            for block in tree.blocks:
                block.exclusion = "" if block.exclusion == reason else block.exclusion


def _mark_other_articles(tree: Tree, titles: list[str]) -> None:
    """Set apart the lines of `<article>` elements other than the one whose heading is the page's title.

    Nothing happens where the heading stands outside all of them, because each may be an entry of a live report then, or
    where no other one contains much text.
    """
    keys = {normalise(t) for t in titles if t}
    outermost: list[int] = []
    for i, node in enumerate(tree.nodes):
        parent_article = outermost[node.parent] if node.parent >= 0 else -1
        outermost.append(parent_article if parent_article >= 0 else i if node.tag == "article" else -1)
    words_by_article: dict[int, int] = defaultdict(int)
    own_article = -1
    for block in tree.blocks:
        article = outermost[block.node]
        if article >= 0:
            if block.size > 8 and not block.exclusion:
                words_by_article[article] += block.size
            if own_article < 0 and block.key in keys and _is_in_heading(tree, block.node):
                own_article = article
    if own_article < 0 or words_by_article[own_article] < _MIN_ARTICLE_WORDS:
        return
    others = {
        article for article, words in words_by_article.items() if article != own_article and words >= _MIN_ARTICLE_WORDS
    }
    for block in tree.blocks:
        if outermost[block.node] in others and not block.exclusion:
            block.exclusion = Reason.OTHER_ARTICLE


def _is_in_heading(tree: Tree, node: int) -> bool:
    for _ in range(4):
        if node < 0:
            return False
        if tree.nodes[node].tag in ("h1", "h2"):
            return True
        node = tree.nodes[node].parent
    return False
