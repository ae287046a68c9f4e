"""Where each line stands in a page's tree: inside which kinds of elements, among how much text, near which title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from peaceindex.cleaning.models.network import Numbers
from peaceindex.sources.html import markup_words
from peaceindex.sources.html.blocks import Tree

_FAR = 8
_LEVELS = (1, 2, 3, 4, 5)
_SHARES = (0.95, 0.75, 0.5, 0.35)
_NAMED: Final = ("articleBody", "body", "article", "<article>", "text", "content", "<main>")
_HEADINGS = [markup_words.KINDS.index(f"<h{n}>") for n in (1, 2, 3, 4)]
NAMES: Final = (
    *(f"near_{kind}" for kind in markup_words.KINDS), "depth", "heading",
    *(f"{what}_up{level}" for level in _LEVELS for what in ("prose_share", "link_share", "blocks", "prose_blocks")),
    *(f"{what}_{share}" for share in _SHARES for what in ("inside", "before_after", "climb")),
    "shape_share", "shape_count", "parent_shape_share", "to_best", "same_parent_best", "tops",
    *(f"{what}_{name}" for name in _NAMED for what in ("inside_named", "named_share")),
    "title_climb", "title_prose", "title_place", "titles_before", "own_article", "articles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the lines of a page before their places are: one value a line."""

    homes: Numbers
    """The node that each stands in."""
    prose: Numbers
    """Words of running text."""
    size: Numbers
    """Words."""
    linked: Numbers
    """The share that stands in links."""
    titled: Numbers
    """How much it shares with the stated title, both ways: 2 for the same words."""
    same: Numbers
    """Whether it is the stated title."""


class Places:
    """The places of a page's lines in its tree; `rows` has one for each line, the columns of `NAMES`."""

    def __init__(self, tree: Tree, told: Told) -> None:
        nodes = tree.nodes
        self.told = told
        self.parents = np.array([node.parent for node in nodes], dtype=np.intp)
        self.depths = np.array([node.depth for node in nodes], dtype=np.intp)
        self.shapes = np.array([node.shape for node in nodes], dtype=np.intp)
        self.kinds = _bits([node.kinds for node in nodes])
        self.stops = _stops(self.parents.tolist())
        self.total = float(told.prose.sum()) or 1.0
        self.levels = [np.flatnonzero(self.depths == d) for d in range(int(self.depths.max(initial=0)) + 1)]
        self.sums = self._sums()

    def heading(self) -> Numbers:
        """Whether each line stands in a heading."""
        return np.asarray(self.kinds[self.told.homes][:, _HEADINGS].any(axis=1))

    def rows(self) -> Numbers:
        """The places of all lines."""
        homes, parents, sums, total = self.told.homes, self.parents, self.sums, self.total
        columns: list[Numbers] = [self._near()[homes].astype(np.float64), self.depths[homes][:, None]]
        columns.append(self.heading()[:, None])
        here = homes
        for _ in _LEVELS:
            at = sums[here]
            columns.append(np.stack([at[:, 0] / total, at[:, 2] / np.maximum(at[:, 1], 1), at[:, 3], at[:, 4]], axis=1))
            here = np.where(parents[here] >= 0, parents[here], here)
        columns.extend(self._container(share * total) for share in _SHARES)
        columns += [self._shaped(), self._named(), self._titled()]
        return np.concatenate(columns, axis=1)

    def _sums(self) -> Numbers:
        """For each node what stands in it: words of running text, words, words in links, lines, lines of text."""
        told = self.told
        found = np.zeros((len(self.parents), 5))
        each = [told.prose, told.size, told.size * told.linked, np.ones(len(told.homes)), told.prose > 0]
        np.add.at(found, told.homes, np.stack(each, axis=1))
        for level in reversed(self.levels[1:]):
            np.add.at(found, self.parents[level], found[level])
        return found

    def _near(self) -> Numbers:
        """For each node and kind how many elements up the nearest of that kind is."""
        # A name on a wrapper of the whole page tells its makers' habits, and nothing of one line against another.
        own = self.kinds & np.less(self.sums[:, 1], 0.9 * self.sums[0, 1]).reshape(-1, 1)
        near = np.full(own.shape, _FAR, dtype=np.int16)
        for d, level in enumerate(self.levels):
            if d:
                near[level] = np.minimum(near[self.parents[level]] + 1, _FAR)
            near[level] = np.where(own[level], 0, near[level])
        return near

    def _shaped(self) -> Numbers:
        """How much text stands in elements of the same shape, and how far the parent with most text is."""
        homes, parents, shapes, prose, total = self.told.homes, self.parents, self.shapes, self.told.prose, self.total
        count = len(parents) + 1
        up = np.where(parents[homes] >= 0, parents[homes], homes)
        by_shape = np.bincount(shapes[homes], weights=prose, minlength=count)
        shape_counts = np.bincount(shapes[homes], minlength=count)
        by_parent_shape = np.bincount(shapes[up], weights=prose, minlength=count)
        by_parent = np.bincount(up, weights=prose, minlength=count)
        best = int(np.argmax(by_parent))
        return np.stack(
            [
                by_shape[shapes[homes]] / total, shape_counts[shapes[homes]], by_parent_shape[shapes[up]] / total,
                self._climb(best), up == best, by_parent[up] / total,
            ],
            axis=1,
        )  # fmt: skip

    def _named(self) -> Numbers:
        """For each telling name: whether the line stands in the element of that name with most text, and its share."""
        columns = []
        count = len(self.told.homes)
        for name in _NAMED:
            called = np.flatnonzero(self.kinds[:, markup_words.KINDS.index(name)])
            if not len(called):
                columns += [np.full(count, -1.0), np.full(count, -1.0)]
                continue
            # The deepest of those that hold about as much as the fullest.
            full = called[self.sums[called, 0] >= 0.7 * self.sums[called, 0].max()]
            top = int(full[np.argmax(self.depths[full])])
            columns += [self._climb(top) == 0, np.full(count, self.sums[top, 0] / self.total)]
        return np.stack(columns, axis=1).astype(np.float64)

    def _titled(self) -> Numbers:
        """How each line lies to the heading that is the page's title, and to other articles on the page."""
        told, parents, homes = self.told, self.parents, self.told.homes
        order = np.arange(len(homes))
        first_rank = self.kinds[:, markup_words.KINDS.index("<h1>")][homes]
        score = np.where(told.titled > 1.0, told.titled, 0) + 0.5 * self.heading() + 0.5 * first_rank + told.same
        title = int(np.argmax(score))
        climb = self._climb(int(homes[title]))
        path = _path(parents, int(homes[title]))
        held = self.sums[np.array(path, dtype=np.intp)][:, 0] / self.total
        heads = np.cumsum(first_rank & (np.concatenate([[-1], homes[:-1]]) != homes))
        # The outermost one: articles inside articles are teasers or comments, told by other features.
        article: list[int] = []
        is_article = self.kinds[:, markup_words.KINDS.index("<article>")]
        for node, (up, begins) in enumerate(zip(parents.tolist(), is_article.tolist(), strict=True)):
            above = article[up] if up >= 0 else -1
            article.append(above if above >= 0 else node if begins else -1)
        mine = np.array(article)[homes]
        same_article = np.where(mine < 0, 0, np.where(mine == mine[title], 1, -1))
        return np.stack(
            [
                climb, held[climb.astype(np.intp)], order - title, heads - heads[title], same_article,
                np.full(len(homes), len(set(mine.tolist()))),
            ],
            axis=1,
        ).astype(np.float64)  # fmt: skip

    def _container(self, least: float) -> Numbers:
        """How each line lies to the deepest element that holds this much running text."""
        holding = np.flatnonzero(self.sums[:, 0] >= least)
        count = len(self.told.homes)
        if not len(holding):
            return np.zeros((count, 3))
        top = int(holding[np.argmax(self.depths[holding] * 1e6 + self.sums[holding, 0])])
        climb = self._climb(top)
        inside = climb == 0
        order = np.arange(count)
        first, last = (order[inside][0], order[inside][-1]) if inside.any() else (0, count)
        where = np.where(inside, 0, np.where(order < first, -1, np.where(order > last, 1, 2)))
        return np.stack([inside, where, climb], axis=1).astype(np.float64)

    def _climb(self, top: int) -> Numbers:
        """How far from `top` the first element lies that holds both it and the line: 0 for lines inside it."""
        path = _path(self.parents, top)
        homes = self.told.homes
        # In document order an element and all in it are a stretch of nodes; those of a path lie one within the other.
        starts = np.array(path[::-1], dtype=np.intp)
        after = np.searchsorted(self.stops[np.array(path, dtype=np.intp)], homes, side="right")
        before = len(path) - np.searchsorted(starts, homes, side="right")
        return np.maximum(after, before).astype(np.float64)


def _path(parents: Numbers, node: int) -> list[int]:
    """The node, its parent, and so on up to the root."""
    path = [node]
    while (up := int(parents[path[-1]])) >= 0:
        path.append(up)
    return path


def _stops(parents: list[int]) -> Numbers:
    """For each node the one after the last in it."""
    stops = list(range(1, len(parents) + 1))
    for i in range(len(stops) - 1, 0, -1):
        up = parents[i]
        if up >= 0 and stops[i] > stops[up]:
            stops[up] = stops[i]
    return np.array(stops, dtype=np.intp)


def _bits(kinds: list[int]) -> Numbers:
    """A row of flags for each number, the lowest bit first, as many as there are kinds."""
    width = (len(markup_words.KINDS) + 7) // 8
    data = b"".join([k.to_bytes(width, "little") for k in kinds])
    rows = np.frombuffer(data, dtype=np.uint8).reshape(len(kinds), width)
    return np.unpackbits(rows, axis=1, bitorder="little")[:, : len(markup_words.KINDS)].astype(bool)
