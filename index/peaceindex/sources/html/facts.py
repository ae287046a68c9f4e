"""What is known of a page of markup before anybody judges its lines: its tree, and what it states about itself.

`reading` makes the facts, `page` judges by them. A library keeps them packed beside the text, so that a better model
can judge an old page without its file.
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
"""Raise it when `reading` sees more, or other things, in the same page: `rebuild` then reads unchanged files again."""
_LAYOUT: Final = b"1"
"""The first byte of packed facts. Facts in another layout are not read."""

_WINDOW: Final = 30_000
"""zlib looks back 32,768 bytes for what it has seen before."""
_TELLING: Final = 60
"""Lines of so many letters are what a page may state a second time, in its title, summary or text."""
_MAX_FACTS: Final = 8 * 1024 * 1024
"""Bytes of facts; those of a page of 40,000 lines and 100,000 elements are a megabyte."""
_COMMON: Final = msgspec.msgpack.encode(
    [
        "section", "button", "main", "figure", "figcaption", "picture", "em", "time", "h3", "aside", "article",
        "header", "h1", "h2", "footer", "form", "label", "nav", "img", "html", "body", "strong", "br", "p", "ul", "li",
        "a", "span", "div",
    ]
)  # fmt: skip
"""Tags of most pages, as packed facts have them."""
_NEW, _SAME = 1, 0


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The tree of a page and its statements.

    With `whole` somebody has made sure that the page is the body of an article
    and nothing else; one of plain text has an empty tree. `yielding` names those
    values in `RawDocument.stated` that count only where the page states none.
    """

    tree: Tree
    told: Statements = field(default_factory=Statements)
    whole: bool = False
    yielding: tuple[str, ...] = ()

    def packed(self, text: str) -> bytes:
        """The facts as a library keeps them. `text` is the document's; `unpacked` needs the same one again."""
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
    """The facts of a document of markup, unpacked if need be; None if it has none, or they do not fit its text."""
    facts = document.facts
    if isinstance(facts, bytes):
        return unpacked(facts, document.text)
    return facts if isinstance(facts, PageFacts) else None


def unpacked(packed: bytes, text: SafeText) -> PageFacts | None:
    """The facts that `PageFacts.packed` packed with this text; None if they cannot be read, or are of another text."""
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
    """What the page of a document states, as plain values; empty if it is none."""
    if isinstance(document.facts, PageFacts):
        return _plain(document.facts.told)
    try:
        return _wire(document.facts, document.text).told if isinstance(document.facts, bytes) else {}
    except (zlib.error, msgspec.MsgspecError, RecursionError):
        return {}


def are_sound(packed: bytes, text: SafeText) -> bool:
    """Whether packed facts of a document with this text can be read, or are of a layout that this version does not."""
    if packed[: len(_LAYOUT)] != _LAYOUT:
        return packed[: len(_LAYOUT)].isdigit()
    return unpacked(packed, text) is not None


def reading_of(packed: bytes) -> int:
    """The `reading` of the version that packed these facts."""
    return int.from_bytes(packed[len(_LAYOUT) : len(_LAYOUT) + 4], "little")


@cache
def reading() -> int:
    """A number for the way in which pages are read here: another where they are read otherwise, or to other kinds."""
    return zlib.crc32(repr((_READING, sorted(markup_words._WORD_BITS.items()), markup_words.KINDS)).encode())


class _Nodes(msgspec.Struct, array_like=True):
    """The nodes as columns, each a number a node, since like beside like packs best."""

    climbs: list[int]
    """How many elements end before each node but the first begins."""
    below: list[int]
    """Which of the shapes seen before below its parent's shape a node has, from 1; 0 for one not seen there yet."""
    tags: list[int]
    """For each shape not seen before: its tag, a place in `tag_names`."""
    kinds: list[int]
    """0: as the last node of that shape; 1: kinds not seen before; from 2 on, a place in `kind_bits`."""
    apart: list[int]
    """A place in `reasons`."""
    tag_names: list[str]
    kind_bits: list[bytes]
    """The numbers of the bits that are set."""
    reasons: list[str]


class _Lines(msgspec.Struct, array_like=True):
    """The blocks as columns, but for what their text tells."""

    homes: list[int]
    """The node of each, less that of the one before."""
    linked: list[int]
    """0: nothing; 1: all letters; else the number of letters and one. So too `strong`."""
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
    """Node, first and last block, what the node calls itself, attributes."""


def _wire(packed: bytes, text: str) -> _Wire:
    """Raises zlib.error or msgspec.MsgspecError."""
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
    """What packed facts are likely to hold, for zlib to refer to."""
    return "\n".join(line for line in text.split("\n") if len(line) >= _TELLING).encode()[:_WINDOW] + _COMMON
