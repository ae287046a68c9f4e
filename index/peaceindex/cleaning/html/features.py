"""What the model sees of each line of a page: its own look, the places it stands in, and the lines around it."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from peaceindex.cleaning import cues, looks
from peaceindex.cleaning.features import sequences, tallies
from peaceindex.cleaning.features.tallies import Signs
from peaceindex.cleaning.html import places
from peaceindex.cleaning.html.places import Places, Told
from peaceindex.cleaning.models.network import Matrix, Numbers
from peaceindex.sources.html.blocks import Block, Tree
from peaceindex.text import language
from peaceindex.text.lines import squash

_CLOSERS = "\"'”’»«“‘)]}›*"
_QUOTES = '"“”„«»'
_END = {".": 1, "!": 2, "?": 2, "…": 3, ":": 4, ",": 5, ";": 5, "。": 1, "؟": 2, "۔": 1, "।": 1, "|": 7}
_TOKEN = re.compile(r"\w+")
_FAR = 99

CUES: Final = ("rights", "more", "form", "share", "consent", "advert", "caption", "byline", "about_author")
OWN: Final = (
    "words", "letters", "end", "closed", "start", "commas", "stops", "function", "capitals", "shouted", "digits",
    "marks", "quotes", "link_share", "links", "strong_share", "broken", "repeats", "caption", "pointer", "byline",
    "word_length", "in_stated", "stated", "in_title", "is_title", "in_summary", "dated",
    *(f"cue_{name}" for name in CUES),
)  # fmt: skip
"""Features of a line by itself."""
FLOW: Final = (
    "same_node_before", "same_node_after", "place", "prose_before", "prose_after", "prose_near_before",
    "prose_near_after", "since_title", "since_prose", "until_prose", "since_heading", "heading_cue",
    "prose_since_heading", "since_notice", "prose_since_notice", "link_near", "kin_head", "kin_all",
)  # fmt: skip
"""Features of a line's place in the sequence of lines."""
NAMES: Final = (*OWN, *places.NAMES, *FLOW)
_AT = {name: k for k, name in enumerate(OWN)}
_LINK_WORDS = 12
"""A line of fewer words, most of them links, is never asked about: it is a menu's or a teaser's."""


class Page:
    """The lines of a page with what the page states about itself, ready to be told apart.

    `title` is the stated title, `summary` the stated description, `stated` the
    text that the page states as its article's; each empty where there is none.
    `blocks` are the lines that no place has set apart, `asked` those of them
    (by index) that the model is to judge.
    """

    def __init__(self, tree: Tree, title: str = "", summary: str = "", stated: str = "") -> None:
        self.tree = tree
        self.blocks = [b for b in tree.blocks if not b.apart]
        self.asked = [i for i, b in enumerate(self.blocks) if _is_asked(b)]
        self.title = frozenset(_telling(title))
        self.title_key = squash(title)
        self.summary = frozenset(_grams(summary.casefold()))
        self.stated = frozenset(_grams(stated.casefold()))
        longest = sorted(self.blocks, key=lambda b: -len(b.text))[:12]
        self.language = language.detect("\n".join(b.text[:1500] for b in longest))

    def features(self) -> Matrix:
        """One row for each line asked, the columns of `NAMES`."""
        if not self.asked:
            return np.zeros((0, len(NAMES)), dtype=np.float32)
        own = self._own()
        prose = _prose(own)
        column = {name: own[:, k] for name, k in _AT.items()}
        placed = Places(
            self.tree,
            Told(
                np.array([b.node for b in self.blocks], dtype=np.intp),
                prose,
                column["words"],
                column["link_share"],
                column["in_title"] + column["is_title"],
                np.array([bool(b.key) and b.key == self.title_key for b in self.blocks], dtype=float),
            ),
        )
        flow = self._flow(column, placed.heading(), prose)
        return np.concatenate([own, placed.rows(), flow], axis=1, dtype=np.float32)[self.asked]

    def _own(self) -> Numbers:
        """The features of all lines by themselves; of those not asked only what their neighbours need."""
        small = language.function_words(self.language)
        counts: dict[str, int] = {}
        for block in self.blocks:
            counts[block.key] = counts.get(block.key, 0) + 1
        asked = set(self.asked)
        found = np.zeros((len(self.blocks), len(OWN)))
        found[self.asked] = [self._row(self.blocks[i], small, counts[self.blocks[i].key]) for i in self.asked]
        found[np.ix_(self.asked, _WRITTEN)] = _written([self.blocks[i].text for i in self.asked])
        others = [i for i in range(len(self.blocks)) if i not in asked]
        if others:
            found[np.ix_(others, _LEAST)] = [self._least(self.blocks[i]) for i in others]
        return found

    def _row(self, block: Block, small: frozenset[str], repeats: int) -> list[float]:
        """The values of `OWN` for a line, with zeros where `_WRITTEN` goes."""
        text, size = block.text, block.size
        head = block.key[:600].split()[:60]
        found = cues.cues_in(head)
        bare = text.rstrip(_CLOSERS)
        end = bare[-1:]
        first = text[0]
        start = (
            3 if first in _QUOTES else 1 if first.isupper() else 2 if first.isdigit() else 0 if first.islower() else 4
        )
        letters = len(text)
        grams = _grams(text[:3000].casefold()) if (self.stated or self.summary) and size > 3 else []
        telling = [w for w in head if len(w) > 3]
        shared = len([w for w in telling if w in self.title])
        return [
            size, letters, 0 if end.isalnum() else _END.get(end, 6), text[-1] in _CLOSERS, start,
            0, text.count(". ") + text.count("! ") + text.count("? ") + text.count("。"),
            len([w for w in head if w in small]) / (len(head) or 1), 0, 0, 0, 0, 0,
            min(1.0, block.linked / letters), block.links, min(1.0, block.strong / letters), block.broken,
            min(6, repeats),
            letters < 400 and looks.caption_like(text), looks.pointer_like(text),
            found.get("byline", 9) == 0 and size < 30,
            len(block.key) / (size or 1),
            len([g for g in grams if g in self.stated]) / len(grams) if grams and self.stated else -1,
            bool(self.stated), shared / (len(self.title) or 1), shared / len(telling) if telling else 0,
            len([g for g in grams if g in self.summary]) / len(grams) if grams and self.summary else -1,
            letters < 120 and ("202" in text or "201" in text),
            *[found.get(name, -1) for name in CUES],
        ]  # fmt: skip

    def _least(self, block: Block) -> list[float]:
        """The values of `_LEAST` for a line."""
        head = block.key[:600].split()[:60]
        found = cues.cues_in(head)
        telling = [w for w in head if len(w) > 3]
        shared = len([w for w in telling if w in self.title])
        letters = len(block.text)
        return [
            block.size, min(1.0, block.linked / letters), min(1.0, block.strong / letters),
            shared / (len(self.title) or 1), shared / len(telling) if telling else 0,
            *[found.get(name, -1) for name in CUES],
        ]  # fmt: skip

    def _flow(self, told: dict[str, Numbers], heading: Numbers, prose: Numbers) -> Numbers:
        count = len(prose)
        order = np.arange(count)
        cue = np.zeros(count)
        for k, name in enumerate(("byline", "caption", "advert", "share", "form", "more", "rights"), 1):
            cue = np.where((told[f"cue_{name}"] >= 0) & (told[f"cue_{name}"] <= 2), k, cue)
        small = told["words"] <= 12
        heading = np.where(heading | ((told["strong_share"] > 0.8) & small), 1.0, 0.0)
        shapes = np.array([self.tree.nodes[b.node].shape for b in self.blocks])
        same = shapes[1:] == shapes[:-1]
        before = sequences.sums(prose)
        total = before[-1] or 1.0
        lead = int(np.argmax(told["in_title"] * (told["is_title"] > 0.4) + 0.3 * heading))
        reads = prose > 0
        last_head = sequences.last((heading > 0) & small)
        rights, form = told["cue_rights"], told["cue_form"]
        notice = ((rights >= 0) & (rights <= 3)) | ((form >= 0) & (form <= 1))
        last_notice = sequences.last(notice & (before[:-1] > 0))
        words_linked, words_all = sequences.sums(told["link_share"] * told["words"]), sequences.sums(told["words"])
        low, high = np.maximum(order - 4, 0), np.minimum(order + 5, count)
        kin_head, kin_all = self._kin(reads)
        return np.stack(
            [
                np.concatenate([[False], same]), np.concatenate([same, [False]]),
                order / count, before[:-1] / total, (total - before[1:]) / total,
                before[:-1] - before[np.maximum(order - 6, 0)], before[np.minimum(order + 7, count)] - before[1:],
                order - lead, sequences.since(reads, _FAR), sequences.until(reads, _FAR),
                np.where(last_head >= 0, order - last_head, _FAR), np.where(last_head >= 0, cue[last_head], -1),
                np.where(last_head >= 0, before[:-1] - before[last_head], -1),
                np.where(last_notice >= 0, order - last_notice, -1),
                np.where(last_notice >= 0, before[:-1] - before[last_notice], -1),
                (words_linked[high] - words_linked[low]) / np.maximum(words_all[high] - words_all[low], 1),
                kin_head, kin_all,
            ],
            axis=1,
        ).astype(np.float64)  # fmt: skip

    def _kin(self, reads: Numbers) -> tuple[Numbers, Numbers]:
        """For each line asked the share of its telling words that stand in the title or opening, and in other prose."""
        small = language.ALL_FUNCTION_WORDS
        sets = {i: {w for w in self.blocks[i].key[:800].split() if len(w) > 3} - small for i in self.asked}
        once: set[str] = set()
        twice: set[str] = set()
        opening = set(self.title)
        running = [i for i in self.asked if reads[i]]
        for i in running:
            twice |= once & sets[i]
            once |= sets[i]
        for i in running[:4]:
            opening |= sets[i]
        head, everywhere = np.full((2, len(self.blocks)), -1.0)
        for i, telling in sets.items():
            if telling:
                head[i] = len(telling & opening) / len(telling)
                everywhere[i] = len(telling & (twice if reads[i] else once)) / len(telling)
        return head, everywhere


_WRITTEN = [_AT[name] for name in ("commas", "capitals", "shouted", "digits", "marks", "quotes")]


def _written(texts: list[str]) -> Numbers:
    """The values of `_WRITTEN` for these lines."""
    signs = Signs(texts)
    groups = signs.groups(400)
    return np.stack(
        [
            signs.count(tallies.COMMA) / groups.number, groups.capitals / groups.number, groups.shouted / groups.number,
            signs.count(tallies.DIGIT, 120) / np.minimum(signs.lengths, 120), signs.count(tallies.MARK, 200),
            signs.count(tallies.QUOTE),
        ],
        axis=1,
    )  # fmt: skip


_LEAST = [_AT[name] for name in ("words", "link_share", "strong_share", "in_title", "is_title")]
_LEAST += [_AT[f"cue_{name}"] for name in CUES]


def _is_asked(block: Block) -> bool:
    return block.size > 1 and (block.size >= _LINK_WORDS or 2 * block.linked <= len(block.text))


def _prose(own: Numbers) -> Numbers:
    """The words of each line that reads like running text, 0 for others, 80 at most."""
    size, end, function, linked = (own[:, _AT[name]] for name in ("words", "end", "function", "link_share"))
    ended = (end >= 1) & (end <= 3) & (size >= 6) & ((function > 0.08) | (size >= 14))
    reads = (linked < 0.5) & ((size >= 45) | ended | ((size >= 28) & (function > 0.12)))
    return np.where(reads, np.minimum(size, 80), 0.0)


def _telling(text: str) -> list[str]:
    return [w for w in _TOKEN.findall(text.casefold()) if len(w) > 3]


def _grams(text: str) -> list[int]:
    tokens = _TOKEN.findall(text)
    if len(tokens) < 4:
        return [hash(tuple(tokens))] if tokens else []
    return [hash(four) for four in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)]
