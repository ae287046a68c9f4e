"""What the model sees of each line of a page: its own look, the places it stands in, and its neighbours."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from peaceindex.cleaning import language, rules
from peaceindex.cleaning.html import words
from peaceindex.cleaning.html.blocks import Block, Tree
from peaceindex.cleaning.lines import squash

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[Any]

_FAR = 8
_CUES_WITHIN = 40
_CLOSERS = "\"'”’»«“‘)]}›*"
_QUOTES = '"“”„«»'
_END = {".": 1, "!": 2, "?": 2, "…": 3, ":": 4, ",": 5, ";": 5, "。": 1, "؟": 2, "۔": 1, "।": 1, "|": 7}
_TOKEN = re.compile(r"\w+")

CUES: Final = ("rights", "more", "form", "share", "consent", "advert", "caption", "byline", "about_author")
Phrases = dict[str, list[tuple[tuple[str, ...], str]]]
"""Cue phrases by their first word: the other words, and the cue."""
OWN: Final = (
    "words", "letters", "end", "closed", "start", "commas", "stops", "function", "capitals", "shouted", "digits",
    "marks", "quotes", "link_share", "links", "strong_share", "broken", "repeats", "caption", "pointer", "byline",
    "word_length", "in_stated", "stated", "in_title", "is_title", "in_summary", "dated",
    *(f"cue_{name}" for name in CUES),
)  # fmt: skip
_NEAR = ("words", "end", "link_share", "prose", "strong_share", "heading", "cue")
_STEPS = (-3, -2, -1, 1, 2, 3)
_LEVELS = (1, 2, 3, 4, 5)
_SHARES = (0.95, 0.75, 0.5, 0.35)
_NAMED: Final = ("articleBody", "body", "article", "<article>", "text", "content", "<main>")
PLACE: Final = (
    *(f"near_{kind}" for kind in words.KINDS), "depth", "heading",
    *(f"{what}_up{level}" for level in _LEVELS for what in ("prose_share", "link_share", "blocks", "prose_blocks")),
    *(f"{what}_{share}" for share in _SHARES for what in ("inside", "before_after", "climb")),
    "shape_share", "shape_count", "parent_shape_share", "to_best", "same_parent_best", "tops",
    *(f"{what}_{name}" for name in _NAMED for what in ("inside_named", "named_share")),
    "title_climb", "title_prose", "title_place", "titles_before", "own_article", "articles",
)  # fmt: skip
FLOW: Final = (
    *(f"{name}{step:+d}" for step in _STEPS for name in _NEAR), "same_node_before", "same_node_after",
    "place", "prose_before", "prose_after", "prose_near_before", "prose_near_after", "since_title", "since_prose",
    "until_prose", "since_heading", "heading_cue", "prose_since_heading", "since_notice", "prose_since_notice",
    "link_near", "kin_head", "kin_all",
)  # fmt: skip
_HEADINGS = [words.KINDS.index(f"<h{n}>") for n in (1, 2, 3, 4)]
NAMES: Final = (*OWN, *PLACE, *FLOW)


class _Places:
    """The tree as arrays: each node's parent and depth, and the node after the last of its own."""

    def __init__(self, tree: Tree) -> None:
        self.parents = np.array([node.parent for node in tree.nodes], dtype=np.intp)
        self.depths = np.array([node.depth for node in tree.nodes], dtype=np.intp)
        stops = list(range(1, len(tree.nodes) + 1))
        for i in range(len(stops) - 1, 0, -1):
            up = tree.nodes[i].parent
            if up >= 0 and stops[i] > stops[up]:
                stops[up] = stops[i]
        self.stops = np.array(stops, dtype=np.intp)


class Page:
    """The lines of a page with what the page states about itself, ready to be told apart.

    `title` is the stated title, `summary` the stated description, `stated` the
    text that the page states as its article's; each empty where there is none.
    `phrases` are the cue phrases that the model has learned with.
    """

    def __init__(self, tree: Tree, phrases: Phrases, title: str = "", summary: str = "", stated: str = "") -> None:
        self.tree = tree
        self.phrases = phrases
        self.blocks = [b for b in tree.blocks if not b.apart]
        self.title = frozenset(_telling(title))
        self.title_key = squash(title)
        self.summary = frozenset(_grams(summary.casefold()))
        self.stated = frozenset(_grams(stated.casefold()))
        longest = sorted(self.blocks, key=lambda b: -len(b.text))[:12]
        self.language = language.detect("\n".join(b.text[:1500] for b in longest))

    def features(self) -> Matrix:
        """One row a line, the columns of `NAMES`."""
        n = len(self.blocks)
        own = self._own()
        prose = self._prose(own)
        place = self._place(own, prose)
        flow = self._flow(own, place, prose)
        matrix = np.concatenate([own, place, flow], axis=1, dtype=np.float32)
        assert matrix.shape == (n, len(NAMES))
        return matrix

    def _own(self) -> Numbers:
        small = language.function_words(self.language)
        counts: dict[str, int] = {}
        for block in self.blocks:
            counts[block.key] = counts.get(block.key, 0) + 1
        rows = [self._row(block, small, counts[block.key]) for block in self.blocks]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(OWN))

    def _row(self, block: Block, small: frozenset[str], repeats: int) -> list[float]:
        text, size = block.text, block.size
        head = block.key[:600].split()[:60]
        found = self._cues(head)
        bare = text.rstrip(_CLOSERS)
        end = bare[-1:]
        first = text[0]
        start = (
            3 if first in _QUOTES else 1 if first.isupper() else 2 if first.isdigit() else 0 if first.islower() else 4
        )
        tokens = text[:400].split()
        count = len(tokens) or 1
        letters = len(text)
        grams = _grams(text[:3000].casefold()) if (self.stated or self.summary) and size > 3 else []
        telling = [w for w in head if len(w) > 3]
        shared = sum(w in self.title for w in telling) if self.title else 0
        return [
            size, letters, 0 if end.isalnum() else _END.get(end, 6), text[-1] in _CLOSERS, start,
            text.count(",") / count, text.count(". ") + text.count("! ") + text.count("? ") + text.count("。"),
            sum(w in small for w in head) / (len(head) or 1), sum(t[0].isupper() for t in tokens) / count,
            sum(len(t) > 1 and t.isupper() for t in tokens) / count,
            sum(map(str.isdigit, text[:120])) / min(120, letters),
            sum(map(text[:200].count, "|»›•·/>#@_")), sum(map(text.count, _QUOTES)),
            min(1.0, block.linked / letters), block.links, min(1.0, block.strong / letters), block.broken,
            min(6, repeats),
            letters < 400 and rules.caption_like(text), rules.pointer_like(text),
            found.get("byline", 9) == 0 and size < 30,
            len(block.key) / (size or 1),
            sum(g in self.stated for g in grams) / len(grams) if grams and self.stated else -1,
            bool(self.stated), shared / (len(self.title) or 1), shared / len(telling) if telling else 0,
            sum(g in self.summary for g in grams) / len(grams) if grams and self.summary else -1,
            letters < 120 and ("202" in text or "201" in text),
            *[found.get(name, -1) for name in CUES],
        ]  # fmt: skip

    def _cues(self, head: list[str]) -> dict[str, int]:
        """The cues among the first words of a line, each with the place of its first word."""
        found: dict[str, int] = {}
        for place, word in enumerate(head[:_CUES_WITHIN]):
            for rest, name in self.phrases.get(word, ()):
                if name not in found and (not rest or tuple(head[place + 1 : place + 1 + len(rest)]) == rest):
                    found[name] = place
        return found

    def _prose(self, own: Numbers) -> Numbers:
        """The words of each line that reads like running text, 0 for others, 80 at most."""
        size, end = own[:, 0], own[:, 2]
        function, linked = own[:, OWN.index("function")], own[:, OWN.index("link_share")]
        ended = (end >= 1) & (end <= 3) & (size >= 6) & ((function > 0.08) | (size >= 14))
        reads = (linked < 0.5) & ((size >= 45) | ended | ((size >= 28) & (function > 0.12)))
        return np.where(reads, np.minimum(size, 80), 0.0)

    def _place(self, own: Numbers, prose: Numbers) -> Numbers:
        nodes = self.tree.nodes
        homes = np.array([b.node for b in self.blocks], dtype=np.intp)
        n = len(homes)
        places = _Places(self.tree)
        parents, depths = places.parents, places.depths
        headings = _bits([node.kinds for node in nodes])
        own_kinds = headings.copy()
        total = float(prose.sum()) or 1.0
        size = own[:, 0]
        sums = np.zeros((len(nodes), 5))
        np.add.at(
            sums, homes, np.stack([prose, size, size * own[:, OWN.index("link_share")], np.ones(n), prose > 0], axis=1)
        )
        levels = [np.flatnonzero(depths == d) for d in range(int(depths.max(initial=0)) + 1)]
        for level in reversed(levels[1:]):
            np.add.at(sums, parents[level], sums[level])
        # A name on a wrapper of the whole page tells its makers' habits, and nothing of one line against another.
        own_kinds &= np.less(sums[:, 1], 0.9 * sums[0, 1]).reshape(-1, 1)
        near = np.full((len(nodes), len(words.KINDS)), _FAR, dtype=np.int16)
        for d, level in enumerate(levels):
            if d:
                near[level] = np.minimum(near[parents[level]] + 1, _FAR)
            near[level] = np.where(own_kinds[level], 0, near[level])
        columns: list[Numbers] = [near[homes].astype(np.float64), depths[homes][:, None]]
        columns.append(headings[homes][:, _HEADINGS].sum(axis=1, keepdims=True))
        here = homes
        for _ in _LEVELS:
            at = sums[here]
            columns.append(np.stack([at[:, 0] / total, at[:, 2] / np.maximum(at[:, 1], 1), at[:, 3], at[:, 4]], axis=1))
            here = np.where(parents[here] >= 0, parents[here], here)
        columns.extend(self._container(share * total, sums, places, homes) for share in _SHARES)
        shapes = np.array([node.shape for node in nodes], dtype=np.intp)
        by_shape = np.bincount(shapes[homes], weights=prose, minlength=len(nodes) + 1)
        shape_counts = np.bincount(shapes[homes], minlength=len(nodes) + 1)
        up = np.where(parents[homes] >= 0, parents[homes], homes)
        by_parent_shape = np.bincount(shapes[up], weights=prose, minlength=len(nodes) + 1)
        by_parent = np.bincount(up, weights=prose, minlength=len(nodes) + 1)
        best = int(np.argmax(by_parent))
        climb = _climb(places, homes, best)
        columns.append(self._named(headings, sums, places, homes, total))
        columns.append(self._titled(own, headings, sums, places, homes, total))
        columns.insert(
            -2,
            np.stack(
                [
                    by_shape[shapes[homes]] / total, shape_counts[shapes[homes]],
                    by_parent_shape[shapes[up]] / total, climb, up == best, by_parent[up] / total,
                ],
                axis=1,
            )
        )  # fmt: skip
        return np.concatenate(columns, axis=1)

    def _named(
        self,
        own_kinds: Numbers,
        sums: Numbers,
        places: _Places,
        homes: Numbers,
        total: float,
    ) -> Numbers:
        """For each telling name: whether the line stands in the element of that name with most text, and its share."""
        columns = []
        for name in _NAMED:
            kind = words.KINDS.index(name)
            called = np.flatnonzero(own_kinds[:, kind])
            if not len(called):
                columns += [np.full(len(homes), -1.0), np.full(len(homes), -1.0)]
                continue
            # The deepest of those that hold about as much as the fullest.
            most = sums[called, 0].max()
            full = called[sums[called, 0] >= 0.7 * most]
            top = int(full[np.argmax(places.depths[full])])
            columns += [_climb(places, homes, top) == 0, np.full(len(homes), sums[top, 0] / total)]
        return np.stack(columns, axis=1).astype(np.float64)

    def _titled(
        self,
        own: Numbers,
        own_kinds: Numbers,
        sums: Numbers,
        places: _Places,
        homes: Numbers,
        total: float,
    ) -> Numbers:
        """How each line lies to the heading that is the page's title, and to other articles on the page."""
        n = len(homes)
        parents = places.parents
        first_rank = own_kinds[:, words.KINDS.index("<h1>")]
        score = own[:, OWN.index("in_title")] + own[:, OWN.index("is_title")]
        heading = own_kinds[homes][:, _HEADINGS].any(axis=1)
        same = np.array([bool(b.key) and b.key == self.title_key for b in self.blocks], dtype=float)
        score = np.where(score > 1.0, score, 0) + 0.5 * heading + 0.5 * first_rank[homes] + same
        title = int(np.argmax(score)) if n else 0
        order = np.arange(n)
        climb = _climb(places, homes, int(homes[title])) if n else np.zeros(0)
        path = [int(homes[title])] if n else []
        while path and parents[path[-1]] >= 0:
            path.append(int(parents[path[-1]]))
        held = sums[np.array(path, dtype=np.intp)][:, 0] / total if path else np.zeros(1)
        heads = np.cumsum(first_rank[homes] & (np.concatenate([[-1], homes[:-1]]) != homes)) if n else np.zeros(0)
        is_article = own_kinds[:, words.KINDS.index("<article>")]
        # The outermost one: articles inside articles are teasers or comments, told by other features.
        article: list[int] = []
        for node, (up, begins) in enumerate(zip(parents.tolist(), is_article.tolist(), strict=True)):
            above = article[up] if up >= 0 else -1
            article.append(above if above >= 0 else node if begins else -1)
        mine = np.array(article)[homes]
        same_article = np.where(mine < 0, 0, np.where(mine == (mine[title] if n else -1), 1, -1))
        return np.stack(
            [
                climb, held[climb.astype(np.intp)], order - title, heads - (heads[title] if n else 0), same_article,
                np.full(n, len(set(mine.tolist()))),
            ],
            axis=1,
        ).astype(np.float64)  # fmt: skip

    def _container(self, least: float, sums: Numbers, places: _Places, homes: Numbers) -> Numbers:
        """How each line lies to the deepest element that holds this much running text."""
        holding = np.flatnonzero(sums[:, 0] >= least)
        n = len(homes)
        if not len(holding):
            return np.zeros((n, 3))
        top = int(holding[np.argmax(places.depths[holding] * 1e6 + sums[holding, 0])])
        climb = _climb(places, homes, top)
        inside = climb == 0
        order = np.arange(n)
        first, last = (order[inside][0], order[inside][-1]) if inside.any() else (0, n)
        where = np.where(inside, 0, np.where(order < first, -1, np.where(order > last, 1, 2)))
        return np.stack([inside, where, climb], axis=1).astype(np.float64)

    def _flow(self, own: Numbers, place: Numbers, prose: Numbers) -> Numbers:
        n = len(prose)
        order = np.arange(n)
        heading = place[:, PLACE.index("heading")]
        cue_from = OWN.index(f"cue_{CUES[0]}")
        told = {name: own[:, cue_from + k] for k, name in enumerate(CUES)}
        cue = np.zeros(n)
        for k, name in enumerate(("byline", "caption", "advert", "share", "form", "more", "rights"), 1):
            cue = np.where((told[name] >= 0) & (told[name] <= 2), k, cue)
        small = own[:, 0] <= 12
        heading = np.where((heading > 0) | ((own[:, OWN.index("strong_share")] > 0.8) & small), 1.0, 0.0)
        values = {
            "words": own[:, 0], "end": own[:, 2], "link_share": own[:, OWN.index("link_share")], "prose": prose,
            "strong_share": own[:, OWN.index("strong_share")], "heading": heading, "cue": cue,
        }  # fmt: skip
        strip = np.stack([values[name] for name in _NEAR], axis=1)
        padded = np.concatenate([np.full((3, len(_NEAR)), -1.0), strip, np.full((3, len(_NEAR)), -1.0)])
        columns: list[Numbers] = [padded[3 + step : 3 + step + n] for step in _STEPS]
        shapes = np.array([self.tree.nodes[b.node].shape for b in self.blocks])
        same = shapes[1:] == shapes[:-1]
        before = np.concatenate([[0.0], np.cumsum(prose)])
        total = before[-1] or 1.0
        title = own[:, OWN.index("in_title")] * (own[:, OWN.index("is_title")] > 0.4) + 0.3 * heading
        lead = int(np.argmax(title)) if n else 0
        reads = prose > 0
        since, until = _distance(reads), _distance(reads[::-1])[::-1]
        head = (heading > 0) & small
        last_head = _last(head)
        head_cue = np.where(last_head >= 0, cue[np.maximum(last_head, 0)], -1)
        notice = ((told["rights"] >= 0) & (told["rights"] <= 3)) | ((told["form"] >= 0) & (told["form"] <= 1))
        last_notice = _last(notice & (before[:-1] > 0))
        linked = own[:, OWN.index("link_share")]
        words_linked = np.concatenate([[0.0], np.cumsum(linked * own[:, 0])])
        words_all = np.concatenate([[0.0], np.cumsum(own[:, 0])])
        low, high = np.maximum(order - 4, 0), np.minimum(order + 5, n)
        kin_head, kin_all = self._kin(reads)
        columns.append(
            np.stack(
                [
                    np.concatenate([[False], same]), np.concatenate([same, [False]]),
                    order / n, before[:-1] / total, (total - before[1:]) / total,
                    before[:-1] - before[np.maximum(order - 6, 0)], before[np.minimum(order + 7, n)] - before[1:],
                    order - lead, since, until, np.where(last_head >= 0, order - last_head, 99), head_cue,
                    np.where(last_head >= 0, before[:-1] - before[np.maximum(last_head, 0)], -1),
                    np.where(last_notice >= 0, order - last_notice, -1),
                    np.where(last_notice >= 0, before[:-1] - before[np.maximum(last_notice, 0)], -1),
                    (words_linked[high] - words_linked[low]) / np.maximum(words_all[high] - words_all[low], 1),
                    kin_head, kin_all,
                ],
                axis=1,
            )
        )  # fmt: skip
        return np.concatenate(columns, axis=1)

    def _kin(self, reads: Numbers) -> tuple[Numbers, Numbers]:
        """For each line the share of its telling words that stand in the title or opening, and in other prose."""
        small = language.ALL_FUNCTION_WORDS
        sets = [frozenset(w for w in b.key[:800].split() if len(w) > 3 and w not in small) for b in self.blocks]
        counts: dict[str, int] = {}
        opening = set(self.title)
        seen = 0
        for telling, is_prose in zip(sets, reads, strict=True):
            if is_prose:
                for w in telling:
                    counts[w] = counts.get(w, 0) + 1
                if seen < 4:
                    opening |= telling
                    seen += 1
        head = np.full(len(sets), -1.0)
        everywhere = np.full(len(sets), -1.0)
        for i, telling in enumerate(sets):
            if telling:
                mine = 1 if reads[i] else 0
                head[i] = sum(w in opening for w in telling) / len(telling)
                everywhere[i] = sum(counts.get(w, 0) > mine for w in telling) / len(telling)
        return head, everywhere


def _bits(kinds: list[int]) -> Numbers:
    """A row of flags for each number, the lowest bit first, as many as there are kinds."""
    width = (len(words.KINDS) + 7) // 8
    data = b"".join([k.to_bytes(width, "little") for k in kinds])
    rows = np.frombuffer(data, dtype=np.uint8).reshape(len(kinds), width)
    return np.unpackbits(rows, axis=1, bitorder="little")[:, : len(words.KINDS)].astype(bool)


def _telling(text: str) -> list[str]:
    return [w for w in _TOKEN.findall(text.casefold()) if len(w) > 3]


def _grams(text: str) -> list[int]:
    tokens = _TOKEN.findall(text)
    if len(tokens) < 4:
        return [hash(tuple(tokens))] if tokens else []
    return [hash(four) for four in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)]


def _climb(places: _Places, homes: Numbers, top: int) -> Numbers:
    """How far from `top` the first element lies that holds both it and the line: 0 for lines inside it."""
    path = [top]
    while (up := int(places.parents[path[-1]])) >= 0:
        path.append(up)
    # In document order an element and all in it are a stretch of nodes; those of a path lie one within the other.
    starts = np.array(path[::-1], dtype=np.intp)
    stops = places.stops[np.array(path, dtype=np.intp)]
    after = np.searchsorted(stops, homes, side="right")
    before = len(path) - np.searchsorted(starts, homes, side="right")
    return np.maximum(after, before).astype(np.float64)


def _distance(flags: Numbers) -> Numbers:
    """Lines since the last one that has the flag, before this one; 99 if there is none."""
    last = _last(flags)
    shifted = np.concatenate([[-1], last[:-1]]) if len(last) else last
    return np.where(shifted >= 0, np.minimum(np.arange(len(last)) - shifted, 99), 99)


def _last(flags: Numbers) -> Numbers:
    """The place of the last line up to this one that has the flag; -1 if there is none."""
    places = np.where(flags, np.arange(len(flags)), -1)
    return np.maximum.accumulate(places) if len(places) else places
