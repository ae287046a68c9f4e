"""What is known about a page of markup before its lines are judged: its tree, and what it states about itself.

`reading` makes the facts, `page` judges by them. A library stores them packed along with the text, so that a better
model can judge an old page without its file.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any, Final

import msgspec

from peaceindex.model.article import RawDocument
from peaceindex.model.safe_text import SafeText, parts
from peaceindex.sources.decompression import inflated
from peaceindex.sources.html import markup_words
from peaceindex.sources.html.blocks import Block, Mark, Node, Tree
from peaceindex.sources.html.statements import Statements
from peaceindex.text.lines import squash, word_count

_READING: Final = 1
"""Raise it when `reading` extracts more, or other things, from the same page. `rebuild` then reads unchanged files
again."""
_LAYOUT: Final = b"1"
"""The first byte of packed facts. Facts in another layout are not read."""

_WINDOW: Final = 30_000
"""zlib looks back 32,768 bytes for what it has seen before."""
_TELLING: Final = 60
"""Lines of at least this many characters are what a page may state again in its title, summary or text."""
_MAX_FACTS: Final = 8 * 1024 * 1024
"""The maximum size of facts in bytes. A page of 40,000 lines and 100,000 elements has a megabyte of facts."""
_COMMON: Final = msgspec.msgpack.encode(
    [
        "section", "button", "main", "figure", "figcaption", "picture", "em", "time", "h3", "aside", "article",
        "header", "h1", "h2", "footer", "form", "label", "nav", "img", "html", "body", "strong", "br", "p", "ul", "li",
        "a", "span", "div",
    ]
)  # fmt: skip
"""The tags of most pages, in the form used in packed facts."""
_NEW, _SAME = 1, 0


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The tree of a page and its statements.

    If `whole` is set, the page is known to be the body of an article and nothing
    else; for plain text the tree is then empty. `yielding` names the values in
    `RawDocument.stated` that count only if the page itself states none.
    """

    tree: Tree
    told: Statements = field(default_factory=Statements)
    whole: bool = False
    yielding: tuple[str, ...] = ()

    def packed(self, text: str) -> bytes:
        """Return the facts in stored form. `text` is the document's text; `unpacked` needs the same text again."""
        tree = self.tree
        wire = _Wire(
            _plain(self.told),
            self.whole,
            self.yielding,
            _packed_nodes(tree.nodes),
            _Lines(
                _steps([b.node for b in tree.blocks]),
                [_share(b.linked, len(b.text)) for b in tree.blocks],
                [b.links for b in tree.blocks],
                [_share(b.strong, len(b.text)) for b in tree.blocks],
                [b.broken for b in tree.blocks],
            ),
            [(m.node, m.first, m.last, tree.nodes[m.node].names, m.attributes) for m in tree.marks],
        )
        packer = zlib.compressobj(6, zdict=_primer(text))
        head = _LAYOUT + reading().to_bytes(4, "little")
        return head + packer.compress(msgspec.msgpack.encode(wire)) + packer.flush()


def facts_of(document: RawDocument) -> PageFacts | None:
    """Return the facts of a document of markup, unpacked if necessary, or None if it has none or they do not fit."""
    facts = document.facts
    if isinstance(facts, bytes):
        return unpacked(facts, document.text)
    return facts if isinstance(facts, PageFacts) else None


def unpacked(packed: bytes, text: SafeText) -> PageFacts | None:
    """Return the facts packed by `PageFacts.packed`, or None if they are unreadable or belong to another text."""
    try:
        wire = _wire(packed, text)
        nodes = _unpacked_nodes(wire.nodes)
        for node, _, _, names, _ in wire.marks:
            nodes[node].names = names
        marks = [Mark(node, attributes, first, last) for node, first, last, _, attributes in wire.marks]
        tree = Tree(nodes, _unpacked_lines(wire.lines, text, nodes) if nodes else [], marks)
        return PageFacts(tree, msgspec.convert(wire.told, Statements), wire.whole, wire.yielding)
    except (zlib.error, msgspec.MsgspecError, ValueError, LookupError, StopIteration, RecursionError):
        return None


def told_by(document: RawDocument) -> dict[str, Any]:
    """Return what the page of a document states, as plain values; an empty dict if there is no page."""
    if isinstance(document.facts, PageFacts):
        return _plain(document.facts.told)
    try:
        return _wire(document.facts, document.text).told if isinstance(document.facts, bytes) else {}
    except (zlib.error, msgspec.MsgspecError, RecursionError):
        return {}


def are_sound(packed: bytes, text: SafeText) -> bool:
    """Return whether packed facts of a document with this text are readable, or in a layout unknown to this version."""
    if packed[: len(_LAYOUT)] != _LAYOUT:
        return packed[: len(_LAYOUT)].isdigit()
    return unpacked(packed, text) is not None


def reading_of(packed: bytes) -> int:
    """Return the `reading` of the version that packed these facts."""
    return int.from_bytes(packed[len(_LAYOUT) : len(_LAYOUT) + 4], "little")


@cache
def reading() -> int:
    """Return a number that identifies how pages are read. It changes if the reading or the set of kinds changes."""
    return zlib.crc32(repr((_READING, sorted(markup_words._WORD_BITS.items()), markup_words.KINDS)).encode())


class _Nodes(msgspec.Struct, array_like=True):
    """The nodes as columns with one number a node, since similar values side by side compress best."""

    climbs: list[int]
    """For each node except the first: how many elements end before it begins."""
    below: list[int]
    """For each node: which of the shapes seen so far below its parent's shape it has, from 1, or 0 if a new one."""
    tags: list[int]
    """For each new shape: its tag, as an index in `tag_names`."""
    kinds: list[int]
    """0: as the last node of that shape; 1: kinds not seen before; from 2 on: an index in `kind_bits`, plus 2."""
    apart: list[int]
    """An index in `reasons`."""
    tag_names: list[str]
    kind_bits: list[bytes]
    """The positions of the bits that are set."""
    reasons: list[str]


class _Lines(msgspec.Struct, array_like=True):
    """The blocks as columns, without anything that follows from their text."""

    homes: list[int]
    """The node of each block, minus the node of the block before it."""
    linked: list[int]
    """0: no characters; 1: all characters; otherwise their number plus 1. The same is true of `strong`."""
    links: list[int]
    strong: list[int]
    broken: list[bool]


class _Wire(msgspec.Struct, array_like=True):
    told: dict[str, Any]
    whole: bool
    yielding: tuple[str, ...]
    nodes: _Nodes
    lines: _Lines
    marks: list[tuple[int, int, int, str, dict[str, str]]]
    """Node, first and last block, names of the node, attributes."""


def _wire(packed: bytes, text: str) -> _Wire:
    """Return the unpacked facts. Raise zlib.error or msgspec.MsgspecError if they cannot be read."""
    if packed[:1] != _LAYOUT:
        raise zlib.error("another layout")
    data = inflated(packed[len(_LAYOUT) + 4 :], _MAX_FACTS, _primer(text))
    return msgspec.msgpack.decode(data, type=_Wire)


def _plain(told: Statements) -> dict[str, Any]:
    return {name: value for name in Statements.__slots__ if (value := getattr(told, name))}


def _packed_nodes(nodes: Sequence[Node]) -> _Nodes:
    tags: dict[str, int] = {}
    kinds: dict[int, int] = {}
    reasons: dict[str, int] = {}
    seen: dict[int, dict[int, int]] = {}
    last: dict[int, int] = {}
    found = _Nodes([a.depth + 1 - b.depth for a, b in pairwise(nodes)], [], [], [], [], [], [], [])
    for node in nodes:
        shapes = seen.setdefault(nodes[node.parent].shape if node.parent >= 0 else -1, {})
        found.below.append(number := shapes.get(node.shape, 0))
        if not number:
            shapes[node.shape] = len(shapes) + 1
            found.tags.append(tags.setdefault(node.tag, len(tags)))
        if last.get(node.shape) == node.kinds:
            found.kinds.append(_SAME)
        elif node.kinds in kinds:
            found.kinds.append(kinds[node.kinds] + 2)
        else:
            kinds[node.kinds] = len(kinds)
            found.kinds.append(_NEW)
        last[node.shape] = node.kinds
        found.apart.append(reasons.setdefault(node.apart, len(reasons)))
    found.tag_names, found.reasons = list(tags), list(reasons)
    found.kind_bits = [bytes(n for n in range(bits.bit_length()) if bits >> n & 1) for bits in kinds]
    return found


def _unpacked_nodes(columns: _Nodes) -> list[Node]:
    kinds = [sum(1 << n for n in numbers) for numbers in columns.kind_bits]
    new_tags, new_kinds = iter(columns.tags), iter(kinds)
    shape_tags: list[str] = []
    last: list[int] = []
    seen: dict[int, list[int]] = {}
    path: list[int] = []
    nodes: list[Node] = []
    rows = zip([0, *columns.climbs], columns.below, columns.kinds, columns.apart, strict=True)
    for climb, number, kind, apart in rows if columns.below else ():
        if climb:
            del path[-climb:]
        parent = path[-1] if path else -1
        shapes = seen.setdefault(nodes[parent].shape if path else -1, [])
        if number:
            shape = shapes[number - 1]
        else:
            shape = len(shape_tags)
            shapes.append(shape)
            shape_tags.append(columns.tag_names[next(new_tags)])
            last.append(0)
        if kind != _SAME:
            last[shape] = next(new_kinds) if kind == _NEW else kinds[kind - 2]
        nodes.append(Node(parent, shape_tags[shape], last[shape], len(path), shape, "", columns.reasons[apart]))
        path.append(len(nodes) - 1)
    return nodes


def _unpacked_lines(columns: _Lines, text: SafeText, nodes: Sequence[Node]) -> list[Block]:
    found = []
    node = 0
    lines = [line for line in parts(text, "\n") if line]
    rows = zip(lines, columns.homes, columns.linked, columns.links, columns.strong, columns.broken, strict=True)
    for line, step, linked, links, strong, broken in rows:
        node += step
        key = squash(line)
        letters = len(line)
        found.append(
            Block(
                line, key, node, word_count(key), _letters(linked, letters), links, _letters(strong, letters), broken,
                nodes[node].apart,
            )
        )  # fmt: skip
    return found


def _steps(values: Sequence[int]) -> list[int]:
    return [b - a for a, b in pairwise([0, *values])]


def _share(part: int, whole: int) -> int:
    return 1 if part == whole else part + 1 if part else 0


def _letters(share: int, whole: int) -> int:
    return whole if share == 1 else max(0, share - 1)


def _primer(text: str) -> bytes:
    """Return what packed facts are likely to contain, as a dictionary for zlib."""
    return "\n".join(line for line in text.split("\n") if len(line) >= _TELLING).encode()[:_WINDOW] + _COMMON
