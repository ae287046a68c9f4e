"""What is known about a page of markup before its lines are judged: its tree, and what it states about itself.

`reading` makes the facts, `page` judges by them. A library stores them packed along with the text, so that a better
model can judge an old page without its file.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import msgspec

from peaceindex.model.safe_text import SafeText, parts
from peaceindex.sources.html import markup_words
from peaceindex.sources.html.blocks import Block, Mark, Node, Tree
from peaceindex.sources.html.statements import Statements
from peaceindex.text.inflate import inflate
from peaceindex.text.lines import normalise, word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.article import RawDocument

_READER_VERSION: Final = 1
"""Raise it when `html.reading` extracts more, or other things, from the same page. `rebuild` then reads unchanged files
again."""
_LAYOUT: Final = b"1"
"""The first byte of packed facts. Facts in another layout are not read."""

_WINDOW_BYTES: Final = 30_000
"""zlib looks back 32,768 bytes for what it has seen before."""
_MIN_REPEATABLE_CHARACTERS: Final = 60
"""Lines of at least this many characters are what a page may state again in its title, summary or text."""
_MAX_FACTS_BYTES: Final = 8 * 1024 * 1024
"""The maximum size of facts in bytes. A page of 40,000 lines and 100,000 elements has a megabyte of facts."""
_COMMON_TAGS: Final = msgspec.msgpack.encode(
    [
        "section", "button", "main", "figure", "figcaption", "picture", "em", "time", "h3", "aside", "article",
        "header", "h1", "h2", "footer", "form", "label", "nav", "img", "html", "body", "strong", "br", "p", "ul", "li",
        "a", "span", "div",
    ]
)  # fmt: skip
"""The tags of most pages, in the form used in packed facts."""
_SAME_KINDS, _NEW_KINDS, _FIRST_KIND_INDEX = range(3)
"""The codes in `_NodeColumns.kinds`. Codes from the last one on are indices of kinds that were seen before."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The tree of a page and its statements.

    If `is_body` is set, the page is known to be the body of an article and nothing
    else; for plain text the tree is then empty. `fallback_names` names the values in
    `RawDocument.stated` that count only if the page itself states none.
    """

    tree: Tree
    statements: Statements = field(default_factory=Statements)
    is_body: bool = False
    fallback_names: tuple[str, ...] = ()

    def packed(self, text: str) -> bytes:
        """Return the facts in stored form. `text` is the document's text; `unpacked` needs the same text again."""
        tree = self.tree
        fields = _PackedFacts(
            _as_plain(self.statements),
            self.is_body,
            self.fallback_names,
            _pack_nodes(tree.nodes),
            _LineColumns(
                _differences([b.node for b in tree.blocks]),
                [_encode_share(b.linked_characters, len(b.text)) for b in tree.blocks],
                [b.links for b in tree.blocks],
                [_encode_share(b.strong_characters, len(b.text)) for b in tree.blocks],
                [b.follows_break for b in tree.blocks],
            ),
            [(m.node, m.first, m.last, tree.nodes[m.node].names, m.attributes) for m in tree.marks],
        )
        packer = zlib.compressobj(6, zdict=_zlib_dictionary(text))
        head = _LAYOUT + reader_version().to_bytes(4, "little")
        return head + packer.compress(msgspec.msgpack.encode(fields)) + packer.flush()


def facts_of(document: RawDocument) -> PageFacts | None:
    """Return the facts of a document of markup, unpacked if necessary, or None if it has none or they do not fit."""
    facts = document.facts
    if isinstance(facts, bytes):
        return unpack_facts(facts, document.text)
    return facts if isinstance(facts, PageFacts) else None


def unpack_facts(packed: bytes, text: SafeText) -> PageFacts | None:
    """Return the facts packed by `PageFacts.packed`, or None if they are unreadable or belong to another text."""
    try:
        fields = _unpack(packed, text)
        nodes = _unpack_nodes(fields.nodes)
        for node, _, _, names, _ in fields.marks:
            nodes[node].names = names
        marks = [Mark(node, attributes, first, last) for node, first, last, _, attributes in fields.marks]
        tree = Tree(nodes, _unpack_lines(fields.lines, text, nodes) if nodes else [], marks)
        return PageFacts(tree, msgspec.convert(fields.statements, Statements), fields.is_body, fields.fallback_names)
    except (zlib.error, msgspec.MsgspecError, ValueError, LookupError, StopIteration, RecursionError):
        return None


def stated_by_page(document: RawDocument) -> dict[str, Any]:
    """Return what the page of a document states, as plain values; an empty dict if there is no page."""
    if isinstance(document.facts, PageFacts):
        return _as_plain(document.facts.statements)
    try:
        return _unpack(document.facts, document.text).statements if isinstance(document.facts, bytes) else {}
    except (zlib.error, msgspec.MsgspecError, RecursionError):
        return {}


def are_readable(packed: bytes, text: SafeText) -> bool:
    """Return whether packed facts of a document with this text are readable, or in a layout unknown to this version."""
    if packed[: len(_LAYOUT)] != _LAYOUT:
        return packed[: len(_LAYOUT)].isdigit()
    return unpack_facts(packed, text) is not None


def reader_version_of(packed: bytes) -> int:
    """Return the `reading` of the version that packed these facts."""
    return int.from_bytes(packed[len(_LAYOUT) : len(_LAYOUT) + 4], "little")


@cache
def reader_version() -> int:
    """Return a number that identifies how pages are read. It changes if the reading or the set of kinds changes."""
    return zlib.crc32(repr((_READER_VERSION, sorted(markup_words.WORD_BITS.items()), markup_words.KINDS)).encode())


class _NodeColumns(msgspec.Struct, array_like=True):
    """The nodes as columns with one number a node, since similar values side by side compress best."""

    closed_counts: list[int]
    """For each node except the first: how many elements end before it begins."""
    shape_numbers: list[int]
    """For each node: which of the shapes seen so far below its parent's shape it has, from 1, or 0 if a new one."""
    tags: list[int]
    """For each new shape: its tag, as an index in `tag_names`."""
    kinds: list[int]
    """0: as the last node of that shape; 1: kinds not seen before; from 2 on: an index in `kind_bits`, plus 2."""
    exclusions: list[int]
    """An index in `reasons`."""
    tag_names: list[str]
    kind_bits: list[bytes]
    """The positions of the bits that are set."""
    reasons: list[str]


class _LineColumns(msgspec.Struct, array_like=True):
    """The blocks as columns, without anything that follows from their text."""

    node_steps: list[int]
    """The node of each block, minus the node of the block before it."""
    linked: list[int]
    """0: no characters; 1: all characters; otherwise their number plus 1. The same is true of `strong`."""
    links: list[int]
    strong: list[int]
    broken: list[bool]


class _PackedFacts(msgspec.Struct, array_like=True):
    statements: dict[str, Any]
    is_body: bool
    fallback_names: tuple[str, ...]
    nodes: _NodeColumns
    lines: _LineColumns
    marks: list[tuple[int, int, int, str, dict[str, str]]]
    """Node, first and last block, names of the node, attributes."""


def _unpack(packed: bytes, text: str) -> _PackedFacts:
    """Return the unpacked facts. Raise zlib.error or msgspec.MsgspecError if they cannot be read."""
    if packed[:1] != _LAYOUT:
        raise zlib.error("another layout")
    data = inflate(packed[len(_LAYOUT) + 4 :], _MAX_FACTS_BYTES, _zlib_dictionary(text))
    return msgspec.msgpack.decode(data, type=_PackedFacts)


def _as_plain(statements: Statements) -> dict[str, Any]:
    return {name: value for name in Statements.__slots__ if (value := getattr(statements, name))}


def _pack_nodes(nodes: Sequence[Node]) -> _NodeColumns:
    tags: dict[str, int] = {}
    kinds: dict[int, int] = {}
    reasons: dict[str, int] = {}
    seen: dict[int, dict[int, int]] = {}
    last: dict[int, int] = {}
    columns = _NodeColumns([a.depth + 1 - b.depth for a, b in pairwise(nodes)], [], [], [], [], [], [], [])
    for node in nodes:
        shapes = seen.setdefault(nodes[node.parent].shape if node.parent >= 0 else -1, {})
        columns.shape_numbers.append(number := shapes.get(node.shape, 0))
        if not number:
            shapes[node.shape] = len(shapes) + 1
            columns.tags.append(tags.setdefault(node.tag, len(tags)))
        if last.get(node.shape) == node.kinds:
            columns.kinds.append(_SAME_KINDS)
        elif node.kinds in kinds:
            columns.kinds.append(kinds[node.kinds] + _FIRST_KIND_INDEX)
        else:
            kinds[node.kinds] = len(kinds)
            columns.kinds.append(_NEW_KINDS)
        last[node.shape] = node.kinds
        columns.exclusions.append(reasons.setdefault(node.exclusion, len(reasons)))
    columns.tag_names, columns.reasons = list(tags), list(reasons)
    columns.kind_bits = [bytes(n for n in range(bits.bit_length()) if bits >> n & 1) for bits in kinds]
    return columns


def _unpack_nodes(columns: _NodeColumns) -> list[Node]:
    kinds = [sum(1 << n for n in numbers) for numbers in columns.kind_bits]
    new_tags, new_kinds = iter(columns.tags), iter(kinds)
    shape_tags: list[str] = []
    last: list[int] = []
    seen: dict[int, list[int]] = {}
    path: list[int] = []
    nodes: list[Node] = []
    rows = zip([0, *columns.closed_counts], columns.shape_numbers, columns.kinds, columns.exclusions, strict=True)
    for closed, number, kind, exclusion in rows if columns.shape_numbers else ():
        if closed:
            del path[-closed:]
        parent = path[-1] if path else -1
        shapes = seen.setdefault(nodes[parent].shape if path else -1, [])
        if number:
            shape = shapes[number - 1]
        else:
            shape = len(shape_tags)
            shapes.append(shape)
            shape_tags.append(columns.tag_names[next(new_tags)])
            last.append(0)
        if kind != _SAME_KINDS:
            last[shape] = next(new_kinds) if kind == _NEW_KINDS else kinds[kind - _FIRST_KIND_INDEX]
        nodes.append(Node(parent, shape_tags[shape], last[shape], len(path), shape, "", columns.reasons[exclusion]))
        path.append(len(nodes) - 1)
    return nodes


def _unpack_lines(columns: _LineColumns, text: SafeText, nodes: Sequence[Node]) -> list[Block]:
    found = []
    node = 0
    lines = [line for line in parts(text, "\n") if line]
    rows = zip(lines, columns.node_steps, columns.linked, columns.links, columns.strong, columns.broken, strict=True)
    for line, step, linked, links, strong, broken in rows:
        node += step
        key = normalise(line)
        letters = len(line)
        found.append(
            Block(
                line, key, node, word_count(key), _decode_share(linked, letters), links,
                _decode_share(strong, letters), broken, nodes[node].exclusion,
            )
        )  # fmt: skip
    return found


def _differences(values: Sequence[int]) -> list[int]:
    return [b - a for a, b in pairwise([0, *values])]


def _encode_share(part: int, total: int) -> int:
    return 1 if part == total else part + 1 if part else 0


def _decode_share(share: int, total: int) -> int:
    return total if share == 1 else max(0, share - 1)


def _zlib_dictionary(text: str) -> bytes:
    """Return what packed facts are likely to contain, as a dictionary for zlib."""
    return (
        "\n".join(line for line in text.split("\n") if len(line) >= _MIN_REPEATABLE_CHARACTERS).encode()[:_WINDOW_BYTES]
        + _COMMON_TAGS
    )
