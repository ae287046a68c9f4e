"""What the model sees of each line of a page: its own look, its places in the markup, and the lines around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from peaceindex.cleaning import cues, line_patterns
from peaceindex.cleaning.features import sequences, tallies
from peaceindex.cleaning.features.tallies import Characters
from peaceindex.cleaning.html import places
from peaceindex.cleaning.html.places import LineFacts, Places
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text import language
from peaceindex.text.lines import normalise

if TYPE_CHECKING:
    from peaceindex.cleaning.models.network import Matrix, Numbers
    from peaceindex.sources.html.blocks import Block, Tree

_CLOSERS = "\"'”’»«“‘)]}›*"
_QUOTES = '"“”„«»'
_END_CLASS = {".": 1, "!": 2, "?": 2, "…": 3, ":": 4, ",": 5, ";": 5, "。": 1, "؟": 2, "۔": 1, "।": 1, "|": 7}
_TOKEN = late_pattern(r"\w+")
_MAX_DISTANCE = 99

CUES: Final = ("rights", "more", "form", "share", "consent", "advert", "caption", "byline", "about_author")
OWN: Final = (
    "words", "letters", "end", "closed", "start", "commas", "stops", "function", "capitals", "shouted", "digits",
    "marks", "quotes", "link_share", "links", "strong_share", "broken", "repeats", "caption", "pointer", "byline",
    "word_length", "in_stated", "stated", "in_title", "is_title", "in_summary", "dated",
    *(f"cue_{name}" for name in CUES),
)  # fmt: skip
"""The features of a line by itself."""
FLOW: Final = (
    "same_node_before", "same_node_after", "place", "prose_before", "prose_after", "prose_near_before",
    "prose_near_after", "since_title", "since_prose", "until_prose", "since_heading", "heading_cue",
    "prose_since_heading", "since_notice", "prose_since_notice", "link_near", "shared_opening", "shared_prose",
)  # fmt: skip
"""The features of a line's place in the sequence of lines."""
NAMES: Final = (*OWN, *places.NAMES, *FLOW)
_COLUMN = {name: k for k, name in enumerate(OWN)}
_CHARACTER_COLUMNS = [_COLUMN[name] for name in ("commas", "capitals", "shouted", "digits", "marks", "quotes")]
"""The features counted from characters, for all lines at once."""
_CONTEXT_COLUMNS = [_COLUMN[name] for name in ("words", "link_share", "strong_share", "in_title", "is_title")]
_CONTEXT_COLUMNS += [_COLUMN[f"cue_{name}"] for name in CUES]
"""The features that other lines need of a line that is not judged itself."""
_MAX_LINK_WORDS = 12
"""A line of fewer words, most of them in links, is not judged by the model: it belongs to a menu or teaser."""


class Page:
    """The lines of a page with what the page states about itself, as input for the model.

    `title` is the stated title, `summary` the stated description, and `stated` the text that the page states as its
    article; each is empty where there is none. `blocks` are the lines that no place has set apart. `asked` are the
    indices of those that the model has to judge.
    """

    def __init__(self, tree: Tree, title: str = "", summary: str = "", stated: str = "") -> None:
        self.tree = tree
        self.blocks = [b for b in tree.blocks if not b.exclusion]
        self.asked = [i for i, b in enumerate(self.blocks) if _is_asked(b)]
        self.title = frozenset(_longer_words(title))
        self.title_key = normalise(title)
        self.summary = frozenset(_four_word_hashes(summary.casefold()))
        self.stated = frozenset(_four_word_hashes(stated.casefold()))
        longest = sorted(self.blocks, key=lambda b: -len(b.text))[:12]
        self.language = language.detect("\n".join(b.text[:1500] for b in longest))

    def features(self) -> Matrix:
        """Return the features, shape (len(asked), len(NAMES)): one row for each asked line."""
        if not self.asked:
            return np.zeros((0, len(NAMES)), dtype=np.float32)
        own = self._own_columns()
        prose_words = _prose_words(own)
        own_columns = {name: own[:, k] for name, k in _COLUMN.items()}
        places = Places(
            self.tree,
            LineFacts(
                np.array([b.node for b in self.blocks], dtype=np.intp),
                prose_words,
                own_columns["words"],
                own_columns["link_share"],
                own_columns["in_title"] + own_columns["is_title"],
                np.array([bool(b.key) and b.key == self.title_key for b in self.blocks], dtype=float),
            ),
        )
        flow = self._flow_columns(own_columns, places.is_in_heading(), prose_words)
        return np.concatenate([own, places.rows(), flow], axis=1, dtype=np.float32)[self.asked]

    def _own_columns(self) -> Numbers:
        """Return the features of all lines by themselves; for lines not asked, only what their neighbours need."""
        function_words = language.function_words(self.language)
        repeats: dict[str, int] = {}
        for block in self.blocks:
            repeats[block.key] = repeats.get(block.key, 0) + 1
        asked = set(self.asked)
        rows = np.zeros((len(self.blocks), len(OWN)))
        rows[self.asked] = [self._row(self.blocks[i], function_words, repeats[self.blocks[i].key]) for i in self.asked]
        rows[np.ix_(self.asked, _CHARACTER_COLUMNS)] = _character_columns([self.blocks[i].text for i in self.asked])
        context_lines = [i for i in range(len(self.blocks)) if i not in asked]
        if context_lines:
            rows[np.ix_(context_lines, _CONTEXT_COLUMNS)] = [self._context_row(self.blocks[i]) for i in context_lines]
        return rows

    def _row(self, block: Block, function_words: frozenset[str], repeats: int) -> list[float]:
        """Return the values of `OWN` for a line, with zeros in the columns of `_CHARACTER_COLUMNS`."""
        text, size = block.text, block.size
        words = block.key[:600].split()[:60]
        found_cues = cues.cues_in(words)
        stripped = text.rstrip(_CLOSERS)
        end = stripped[-1:]
        first = text[0]
        start = (
            3 if first in _QUOTES else 1 if first.isupper() else 2 if first.isdigit() else 0 if first.islower() else 4
        )
        length = len(text)
        four_words = _four_word_hashes(text[:3000].casefold()) if (self.stated or self.summary) and size > 3 else []
        longer_words = [w for w in words if len(w) > 3]
        in_title = len([w for w in longer_words if w in self.title])
        return [
            size, length, 0 if end.isalnum() else _END_CLASS.get(end, 6), text[-1] in _CLOSERS, start,
            0, text.count(". ") + text.count("! ") + text.count("? ") + text.count("。"),
            len([w for w in words if w in function_words]) / (len(words) or 1), 0, 0, 0, 0, 0,
            min(1.0, block.linked_characters / length), block.links, min(1.0, block.strong_characters / length),
            block.follows_break,
            min(6, repeats),
            length < 400 and line_patterns.is_caption(text), line_patterns.is_pointer(text),
            found_cues.get("byline", 9) == 0 and size < 30,
            len(block.key) / (size or 1),
            len([h for h in four_words if h in self.stated]) / len(four_words) if four_words and self.stated else -1,
            bool(self.stated), in_title / (len(self.title) or 1), in_title / len(longer_words) if longer_words else 0,
            len([h for h in four_words if h in self.summary]) / len(four_words) if four_words and self.summary else -1,
            length < 120 and ("202" in text or "201" in text),
            *[found_cues.get(name, -1) for name in CUES],
        ]  # fmt: skip

    def _context_row(self, block: Block) -> list[float]:
        """Return the values of `_CONTEXT_COLUMNS` for a line."""
        words = block.key[:600].split()[:60]
        found_cues = cues.cues_in(words)
        longer_words = [w for w in words if len(w) > 3]
        in_title = len([w for w in longer_words if w in self.title])
        length = len(block.text)
        return [
            block.size, min(1.0, block.linked_characters / length), min(1.0, block.strong_characters / length),
            in_title / (len(self.title) or 1), in_title / len(longer_words) if longer_words else 0,
            *[found_cues.get(name, -1) for name in CUES],
        ]  # fmt: skip

    def _flow_columns(self, own: dict[str, Numbers], is_in_heading: Numbers, prose_words: Numbers) -> Numbers:
        count = len(prose_words)
        order = np.arange(count)
        cue = np.zeros(count)
        for k, name in enumerate(("byline", "caption", "advert", "share", "form", "more", "rights"), 1):
            cue = np.where((own[f"cue_{name}"] >= 0) & (own[f"cue_{name}"] <= 2), k, cue)
        is_short = own["words"] <= 12
        is_in_heading = np.where(is_in_heading | ((own["strong_share"] > 0.8) & is_short), 1.0, 0.0)
        shapes = np.array([self.tree.nodes[b.node].shape for b in self.blocks])
        is_same_shape = shapes[1:] == shapes[:-1]
        words_before = sequences.sums(prose_words)
        total_words = words_before[-1] or 1.0
        title = int(np.argmax(own["in_title"] * (own["is_title"] > 0.4) + 0.3 * is_in_heading))
        is_prose = prose_words > 0
        last_heading = sequences.last((is_in_heading > 0) & is_short)
        rights_cue, form_cue = own["cue_rights"], own["cue_form"]
        is_notice = ((rights_cue >= 0) & (rights_cue <= 3)) | ((form_cue >= 0) & (form_cue <= 1))
        last_notice = sequences.last(is_notice & (words_before[:-1] > 0))
        link_word_sums, word_sums = sequences.sums(own["link_share"] * own["words"]), sequences.sums(own["words"])
        start, stop = np.maximum(order - 4, 0), np.minimum(order + 5, count)
        shared_opening, shared_prose = self._shared_words(is_prose)
        return np.stack(
            [
                np.concatenate([[False], is_same_shape]), np.concatenate([is_same_shape, [False]]),
                order / count, words_before[:-1] / total_words, (total_words - words_before[1:]) / total_words,
                words_before[:-1] - words_before[np.maximum(order - 6, 0)],
                words_before[np.minimum(order + 7, count)] - words_before[1:],
                order - title, sequences.since(is_prose, _MAX_DISTANCE), sequences.until(is_prose, _MAX_DISTANCE),
                np.where(last_heading >= 0, order - last_heading, _MAX_DISTANCE),
                np.where(last_heading >= 0, cue[last_heading], -1),
                np.where(last_heading >= 0, words_before[:-1] - words_before[last_heading], -1),
                np.where(last_notice >= 0, order - last_notice, -1),
                np.where(last_notice >= 0, words_before[:-1] - words_before[last_notice], -1),
                (link_word_sums[stop] - link_word_sums[start]) / np.maximum(word_sums[stop] - word_sums[start], 1),
                shared_opening, shared_prose,
            ],
            axis=1,
        ).astype(np.float64)  # fmt: skip

    def _shared_words(self, is_prose: Numbers) -> tuple[Numbers, Numbers]:
        """Return two shares of each asked line's longer words: those in the title or opening, and those in other prose.

        Other lines, and lines without such words, have -1.
        """
        function_words = language.ALL_FUNCTION_WORDS
        words_by_line = {
            i: {w for w in self.blocks[i].key[:800].split() if len(w) > 3} - function_words for i in self.asked
        }
        once: set[str] = set()
        twice: set[str] = set()
        opening = set(self.title)
        prose_lines = [i for i in self.asked if is_prose[i]]
        for i in prose_lines:
            twice |= once & words_by_line[i]
            once |= words_by_line[i]
        for i in prose_lines[:4]:
            opening |= words_by_line[i]
        opening_shares, prose_shares = np.full((2, len(self.blocks)), -1.0)
        for i, longer_words in words_by_line.items():
            if longer_words:
                opening_shares[i] = len(longer_words & opening) / len(longer_words)
                prose_shares[i] = len(longer_words & (twice if is_prose[i] else once)) / len(longer_words)
        return opening_shares, prose_shares


def _character_columns(texts: list[str]) -> Numbers:
    """Return the values of `_CHARACTER_COLUMNS` for these lines."""
    characters = Characters(texts)
    groups = characters.groups(400)
    return np.stack(
        [
            characters.count(tallies.COMMA) / groups.number, groups.capitals / groups.number,
            groups.in_capitals / groups.number,
            characters.count(tallies.DIGIT, 120) / np.minimum(characters.lengths, 120),
            characters.count(tallies.MARK, 200),
            characters.count(tallies.QUOTE),
        ],
        axis=1,
    )  # fmt: skip


def _is_asked(block: Block) -> bool:
    return block.size > 1 and (block.size >= _MAX_LINK_WORDS or 2 * block.linked_characters <= len(block.text))


def _prose_words(own: Numbers) -> Numbers:
    """Return the word count (at most 80) of each line that reads like running text, and 0 for the others."""
    words, end, function, link_share = (own[:, _COLUMN[name]] for name in ("words", "end", "function", "link_share"))
    is_ended = (end >= 1) & (end <= 3) & (words >= 6) & ((function > 0.08) | (words >= 14))
    is_prose = (link_share < 0.5) & ((words >= 45) | is_ended | ((words >= 28) & (function > 0.12)))
    return np.where(is_prose, np.minimum(words, 80), 0.0)


def _longer_words(text: str) -> list[str]:
    return [w for w in _TOKEN.findall(text.casefold()) if len(w) > 3]


def _four_word_hashes(text: str) -> list[int]:
    tokens = _TOKEN.findall(text)
    if len(tokens) < 4:
        return [hash(tuple(tokens))] if tokens else []
    return [hash(four) for four in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)]
