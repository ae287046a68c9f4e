"""The place of each line in a page's tree: the kinds of elements around it, the text near it, and the title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from peaceindex.sources.html import markup_words

if TYPE_CHECKING:
    from peaceindex.cleaning.models.network import Numbers
    from peaceindex.sources.html.blocks import Tree

_MAX_DISTANCE = 8
_LEVELS = (1, 2, 3, 4, 5)
_TEXT_SHARES = (0.95, 0.75, 0.5, 0.35)
_CONTAINER_KINDS: Final = ("articleBody", "body", "article", "<article>", "text", "content", "<main>")
_HEADINGS = [markup_words.KINDS.index(f"<h{n}>") for n in (1, 2, 3, 4)]
NAMES: Final = (
    *(f"near_{kind}" for kind in markup_words.KINDS), "depth", "heading",
    *(f"{what}_up{level}" for level in _LEVELS for what in ("prose_share", "link_share", "blocks", "prose_blocks")),
    *(f"{what}_{share}" for share in _TEXT_SHARES for what in ("inside", "before_after", "climb")),
    "shape_share", "shape_count", "parent_shape_share", "to_best", "same_parent_best", "tops",
    *(f"{what}_{name}" for name in _CONTAINER_KINDS for what in ("inside_named", "named_share")),
    "title_climb", "title_prose", "title_place", "titles_before", "own_article", "articles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What is known of the lines of a page before their places are computed: one value a line."""

    nodes: Numbers
    """The index of the node that each line stands in."""
    prose_words: Numbers
    """The number of words of running text."""
    words: Numbers
    """The number of words."""
    link_share: Numbers
    """The share of the line that stands in links (0 to 1)."""
    title_overlap: Numbers
    """How much the line shares with the stated title, as the sum of both directions: 2 for the same words."""
    is_title: Numbers
    """Whether the line is the stated title."""


class Places:
    """The places of a page's lines in its tree. `rows` returns one row for each line, with the columns of `NAMES`."""

    def __init__(self, tree: Tree, facts: LineFacts) -> None:
        nodes = tree.nodes
        self.facts = facts
        self.parents = np.array([node.parent for node in nodes], dtype=np.intp)
        self.depths = np.array([node.depth for node in nodes], dtype=np.intp)
        self.shapes = np.array([node.shape for node in nodes], dtype=np.intp)
        self.kinds = _flag_rows([node.kinds for node in nodes])
        self.subtree_ends = _subtree_ends(self.parents.tolist())
        self.total = float(facts.prose_words.sum()) or 1.0
        self.levels = [np.flatnonzero(self.depths == d) for d in range(int(self.depths.max(initial=0)) + 1)]
        self.subtree_sums = self._subtree_sums()

    def is_in_heading(self) -> Numbers:
        """Return whether each line stands in a heading."""
        return np.asarray(self.kinds[self.facts.nodes][:, _HEADINGS].any(axis=1))

    def rows(self) -> Numbers:
        """Return the places of all lines, shape (lines, len(NAMES))."""
        nodes, parents, subtree_sums, total = self.facts.nodes, self.parents, self.subtree_sums, self.total
        columns: list[Numbers] = [self._distances_to_kinds()[nodes].astype(np.float64), self.depths[nodes][:, None]]
        columns.append(self.is_in_heading()[:, None])
        here = nodes
        for _ in _LEVELS:
            at = subtree_sums[here]
            columns.append(np.stack([at[:, 0] / total, at[:, 2] / np.maximum(at[:, 1], 1), at[:, 3], at[:, 4]], axis=1))
            here = np.where(parents[here] >= 0, parents[here], here)
        columns.extend(self._densest_columns(share * total) for share in _TEXT_SHARES)
        columns += [self._shape_columns(), self._container_columns(), self._title_columns()]
        return np.concatenate(columns, axis=1)

    def _subtree_sums(self) -> Numbers:
        """Return the contents of each node: words of running text, words, words in links, lines, lines of text."""
        facts = self.facts
        found = np.zeros((len(self.parents), 5))
        columns = [
            facts.prose_words,
            facts.words,
            facts.words * facts.link_share,
            np.ones(len(facts.nodes)),
            facts.prose_words > 0,
        ]
        np.add.at(found, facts.nodes, np.stack(columns, axis=1))
        for level in reversed(self.levels[1:]):
            np.add.at(found, self.parents[level], found[level])
        return found

    def _distances_to_kinds(self) -> Numbers:
        """Return, for each node and kind, how many elements up the nearest one is, at most `_MAX_DISTANCE`."""
        # A name on a wrapper of the whole page reflects the habits of its makers, and does not distinguish its lines.
        is_kind = self.kinds & np.less(self.subtree_sums[:, 1], 0.9 * self.subtree_sums[0, 1]).reshape(-1, 1)
        distances = np.full(is_kind.shape, _MAX_DISTANCE, dtype=np.int16)
        for d, level in enumerate(self.levels):
            if d:
                distances[level] = np.minimum(distances[self.parents[level]] + 1, _MAX_DISTANCE)
            distances[level] = np.where(is_kind[level], 0, distances[level])
        return distances

    def _shape_columns(self) -> Numbers:
        """Return how much text stands in elements of the same shape, and how far away the parent with most text is."""
        nodes, parents, shapes, prose_words, total = (
            self.facts.nodes,
            self.parents,
            self.shapes,
            self.facts.prose_words,
            self.total,
        )
        count = len(parents) + 1
        parent = np.where(parents[nodes] >= 0, parents[nodes], nodes)
        by_shape = np.bincount(shapes[nodes], weights=prose_words, minlength=count)
        shape_counts = np.bincount(shapes[nodes], minlength=count)
        by_parent_shape = np.bincount(shapes[parent], weights=prose_words, minlength=count)
        by_parent = np.bincount(parent, weights=prose_words, minlength=count)
        best = int(np.argmax(by_parent))
        return np.stack(
            [
                by_shape[shapes[nodes]] / total, shape_counts[shapes[nodes]], by_parent_shape[shapes[parent]] / total,
                self._levels_to(best), parent == best, by_parent[parent] / total,
            ],
            axis=1,
        )  # fmt: skip

    def _container_columns(self) -> Numbers:
        """Return, for each of `_CONTAINER_KINDS`, whether a line is in the main element, and its share of text.

        Columns are -1 where no element has the name.
        """
        columns = []
        count = len(self.facts.nodes)
        for name in _CONTAINER_KINDS:
            named = np.flatnonzero(self.kinds[:, markup_words.KINDS.index(name)])
            if not len(named):
                columns += [np.full(count, -1.0), np.full(count, -1.0)]
                continue
            # Take the deepest of the elements that contain about as much text as the fullest.
            fullest = named[self.subtree_sums[named, 0] >= 0.7 * self.subtree_sums[named, 0].max()]
            container = int(fullest[np.argmax(self.depths[fullest])])
            columns += [self._levels_to(container) == 0, np.full(count, self.subtree_sums[container, 0] / self.total)]
        return np.stack(columns, axis=1).astype(np.float64)

    def _title_columns(self) -> Numbers:
        """Return the position of each line relative to the heading that is the page's title, and to other articles."""
        facts, parents, nodes = self.facts, self.parents, self.facts.nodes
        order = np.arange(len(nodes))
        is_h1 = self.kinds[:, markup_words.KINDS.index("<h1>")][nodes]
        score = (
            np.where(facts.title_overlap > 1.0, facts.title_overlap, 0)
            + 0.5 * self.is_in_heading()
            + 0.5 * is_h1
            + facts.is_title
        )
        title = int(np.argmax(score))
        levels = self._levels_to(int(nodes[title]))
        path = _path_to_root(parents, int(nodes[title]))
        prose_shares = self.subtree_sums[np.array(path, dtype=np.intp)][:, 0] / self.total
        h1_counts = np.cumsum(is_h1 & (np.concatenate([[-1], nodes[:-1]]) != nodes))
        # Only the outermost article counts: articles inside articles are teasers or comments, seen by other features.
        article_by_node: list[int] = []
        article_flags = self.kinds[:, markup_words.KINDS.index("<article>")]
        for node, (parent, is_article) in enumerate(zip(parents.tolist(), article_flags.tolist(), strict=True)):
            outer_article = article_by_node[parent] if parent >= 0 else -1
            article_by_node.append(outer_article if outer_article >= 0 else node if is_article else -1)
        articles = np.array(article_by_node)[nodes]
        same_article = np.where(articles < 0, 0, np.where(articles == articles[title], 1, -1))
        return np.stack(
            [
                levels, prose_shares[levels.astype(np.intp)], order - title, h1_counts - h1_counts[title], same_article,
                np.full(len(nodes), len(set(articles.tolist()))),
            ],
            axis=1,
        ).astype(np.float64)  # fmt: skip

    def _densest_columns(self, min_words: float) -> Numbers:
        """Return the position of each line relative to the deepest element with this much running text."""
        candidates = np.flatnonzero(self.subtree_sums[:, 0] >= min_words)
        count = len(self.facts.nodes)
        if not len(candidates):
            return np.zeros((count, 3))
        container = int(candidates[np.argmax(self.depths[candidates] * 1e6 + self.subtree_sums[candidates, 0])])
        levels = self._levels_to(container)
        is_inside = levels == 0
        order = np.arange(count)
        first, last = (order[is_inside][0], order[is_inside][-1]) if is_inside.any() else (0, count)
        position = np.where(is_inside, 0, np.where(order < first, -1, np.where(order > last, 1, 2)))
        return np.stack([is_inside, position, levels], axis=1).astype(np.float64)

    def _levels_to(self, container: int) -> Numbers:
        """Return how far above `container` the first element is that also contains the line; 0 for lines in it."""
        path = _path_to_root(self.parents, container)
        nodes = self.facts.nodes
        # In document order an element and its contents are a range of nodes; the ranges of a path lie inside one
        # another.
        path_starts = np.array(path[::-1], dtype=np.intp)
        levels_after = np.searchsorted(self.subtree_ends[np.array(path, dtype=np.intp)], nodes, side="right")
        levels_before = len(path) - np.searchsorted(path_starts, nodes, side="right")
        return np.maximum(levels_after, levels_before).astype(np.float64)


def _path_to_root(parents: Numbers, node: int) -> list[int]:
    """Return the node, its parent, and so on up to the root."""
    path = [node]
    while (parent := int(parents[path[-1]])) >= 0:
        path.append(parent)
    return path


def _subtree_ends(parents: list[int]) -> Numbers:
    """Return for each node the index after the last node inside it."""
    subtree_ends = list(range(1, len(parents) + 1))
    for i in range(len(subtree_ends) - 1, 0, -1):
        parent = parents[i]
        if parent >= 0 and subtree_ends[i] > subtree_ends[parent]:
            subtree_ends[parent] = subtree_ends[i]
    return np.array(subtree_ends, dtype=np.intp)


def _flag_rows(kinds: list[int]) -> Numbers:
    """Return a row of flags for each bit mask, lowest bit first, with one column for each kind."""
    width = (len(markup_words.KINDS) + 7) // 8
    data = b"".join([k.to_bytes(width, "little") for k in kinds])
    rows = np.frombuffer(data, dtype=np.uint8).reshape(len(kinds), width)
    return np.unpackbits(rows, axis=1, bitorder="little")[:, : len(markup_words.KINDS)].astype(bool)
