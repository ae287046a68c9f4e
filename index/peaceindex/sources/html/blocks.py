"""The markup of a page as a tree of places and a sequence of lines, in reading order. Nothing is judged here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from peaceindex.model.safe_text import SafeText, one_line
from peaceindex.sources.bounds import MAX_LINES
from peaceindex.sources.html import markup_words
from peaceindex.sources.html.markup_words import words_in
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.lines import normalise, word_count

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BLOCKS: Final = MAX_LINES + 1
"""Lines of a page beyond this are not read. By then it has too many to be cleaned, and is reported for that."""

_UNDISPLAYED_TAGS = words_in(
    "script style template head noscript svg math iframe object embed applet canvas audio video select option "
    "optgroup datalist textarea input button map area base link meta title frame frameset param source track "
    "progress meter"
)
INLINE: Final = words_in(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr img picture br amp-img"
)
_MAX_NAMES_CHARACTERS: Final = 1000
_PAGE_TAGS = frozenset({"html", "body"})
"""Elements whose names describe the page, not a part of it."""
_NAME_ATTRIBUTES = frozenset(
    {"class", "id", "role", "itemprop", "data-testid", "data-component", "data-qa", "property"}
)
_HIDDEN_STYLE = late_pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NO_WORD = late_pattern(r"^\W*$")


@dataclass(slots=True)
class Node:
    """An element: its place in the tree, the kinds that apply to it (see `markup_words`), and its names."""

    parent: int
    tag: str
    kinds: int
    depth: int
    shape: int
    """Elements have the same shape if their paths from the root have the same tags and classes."""
    names: str = ""
    """Its class, id, role and similar attributes. Set only for a mark that may be a date; nothing else uses them."""
    exclusion: str = ""
    """What it holds if that is never part of an article: a cookie notice, readers' comments."""


@dataclass(slots=True)
class Block:
    """A line of the page. `node` is the innermost element that contains all of it."""

    text: SafeText
    key: str
    node: int
    size: int
    """The number of words."""
    linked_characters: int
    """The number of characters in links."""
    links: int
    strong_characters: int
    follows_break: bool
    """Whether it begins after a line break inside an element, not with the element."""
    exclusion: str = ""
    """Why it is not a line of the article, if its place alone shows that. Initially the same as `Node.exclusion`."""


@dataclass(slots=True)
class Mark:
    """An element that may state the author or time of the article: its node, its attributes, first and last block."""

    node: int
    attributes: dict[str, str]
    first: int
    last: int = -1


@dataclass(slots=True)
class Tree:
    """The nodes and blocks of a page, both in document order, and the marks found on the way."""

    nodes: list[Node] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


_DATE_BIT = markup_words.bit("date")
_MARK_BITS = markup_words.bit("byline") | _DATE_BIT
_DATE_OR_AUTHOR = late_pattern("date|time|publi|modif|author|creator", re.IGNORECASE)
"""Found in the `itemprop` or `rel` of an element that states when, or by whom, an article was written."""
_MARK_ATTRIBUTES = ("itemprop", "rel", "datetime", "content", "title", "data-timestamp", "data-date")


def read(root: _Element) -> Tree:
    """Return the places and lines of a parsed page."""
    return _Reader().read(root)


class _Reader:
    def __init__(self) -> None:
        self.tree = Tree()
        self.shapes: dict[tuple[int, str, str], int] = {}
        self.pieces: list[str] = []
        self.linked_characters = self.strong_characters = self.links = 0
        self.link_depth = self.strong_depth = self.pre_depth = 0
        self.node = -1
        self.block_node = -1
        self.follows_break = self.is_mark = self.ended_in_link = False

    def read(self, root: _Element) -> Tree:
        from lxml.etree import iterwalk

        walker = iterwalk(root, events=("start", "end"))
        open_marks: list[Mark] = []
        tree = self.tree
        skipped: _Element | None = None
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str) or tag in _UNDISPLAYED_TAGS:
                    walker.skip_subtree()
                    skipped = element
                    continue
                inline = tag in INLINE or ("-" in tag and self._in_paragraph())
                if tag == "br":
                    self._end_block(broken=True)
                    continue
                if not inline:
                    self._end_block()
                node, names = self._enter(element, tag)
                if tag == "a":
                    self.link_depth += 1
                    self.links += 1
                    self._separate_links()
                elif tag in ("strong", "b"):
                    self.strong_depth += 1
                elif tag == "pre":
                    self.pre_depth += 1
                if node.kinds & _MARK_BITS or tag == "time" or self.is_mark:
                    mark = Mark(self.node, _attributes(element), len(tree.blocks))
                    if tag == "time" or node.kinds & _DATE_BIT:
                        node.names = names
                    open_marks.append(mark)
                    tree.marks.append(mark)
                if element.text:
                    self._add_text(element.text)
            else:
                if element is skipped or not isinstance(tag, str) or tag in _UNDISPLAYED_TAGS:
                    skipped = None
                elif tag != "br":
                    if tag not in INLINE and not ("-" in tag and self._in_paragraph(self._parent())):
                        self._end_block()
                    if tag == "a":
                        self.link_depth -= 1
                    elif tag in ("strong", "b"):
                        self.strong_depth -= 1
                    elif tag == "pre":
                        self.pre_depth -= 1
                    if open_marks and open_marks[-1].node == self.node:
                        open_marks.pop().last = len(tree.blocks) + bool(self.pieces)
                    self.node = self._parent()
                if element.tail and self.node >= 0:
                    self._add_text(element.tail)
            if len(tree.blocks) >= MAX_BLOCKS:
                break
        self._end_block()
        return tree

    def _parent(self) -> int:
        return self.tree.nodes[self.node].parent if self.node >= 0 else -1

    def _in_paragraph(self, node: int | None = None) -> bool:
        place = self.node if node is None else node
        return place >= 0 and self.tree.nodes[place].tag in ("p", "span", "a", "strong", "em", "li")

    def _enter(self, element: _Element, tag: str) -> tuple[Node, str]:
        nodes = self.tree.nodes
        kinds = markup_words.tag_kinds(tag)
        names = css = ""
        exclusion = "window over the page" if tag == "dialog" else ""
        self.is_mark = False
        names_found = []
        for name, value in element.items():
            if name in _NAME_ATTRIBUTES:
                names_found.append(value)
                if name == "class":
                    css = value
                elif name == "itemprop":
                    self.is_mark = bool(_DATE_OR_AUTHOR.search(value))
            elif name == "style":
                if _HIDDEN_STYLE.search(value):
                    kinds |= markup_words.OFF
            elif name == "rel":
                self.is_mark = self.is_mark or bool(_DATE_OR_AUTHOR.search(value))
            elif name == "hidden" or (name == "aria-hidden" and value == "true"):
                kinds |= markup_words.OFF
            elif name == "aria-modal" and value == "true":
                exclusion = "window over the page"
        if names_found:
            names = " ".join(names_found)[:_MAX_NAMES_CHARACTERS]  # since the caches keep them for long
            if tag not in _PAGE_TAGS:
                kinds |= markup_words.name_kinds(names)
                exclusion = exclusion or markup_words.exclusion_reason(names)
        if self.node >= 0:
            parent = nodes[self.node]
            exclusion = parent.exclusion or exclusion
            key, depth = (parent.shape, tag, css), parent.depth + 1
        else:
            key, depth = (-1, tag, css), 0
        shape = self.shapes.setdefault(key, len(self.shapes))
        node = Node(self.node, tag, kinds, depth, shape, "", exclusion)
        self.node = len(nodes)
        nodes.append(node)
        return node, names

    def _separate_links(self) -> None:
        # Adjacent links are separated by style sheets, not by spaces.
        if self.pieces and self.ended_in_link and self.pieces[-1][-1:].strip():
            self.pieces.append(" ")

    def _add_text(self, text: str) -> None:
        if text.isspace():
            if self.pieces:
                self.pieces.append("\n" if self.pre_depth and "\n" in text else " ")
            return
        if self.pre_depth and "\n" in text:
            head, *rest = text.split("\n")
            self._add_piece(head)
            for line in rest:
                self._end_block(broken=True)
                self._add_piece(line)
            return
        self._add_piece(text)

    def _add_piece(self, text: str) -> None:
        if not text:
            return
        if not self.pieces:
            self.block_node = self.node
        elif self.block_node != self.node:
            self.block_node = self._common_ancestor(self.block_node, self.node)
        self.pieces.append(text)
        if self.link_depth:
            self.linked_characters += len(text.strip())
        if self.strong_depth:
            self.strong_characters += len(text.strip())
        self.ended_in_link = self.link_depth > 0

    def _common_ancestor(self, a: int, b: int) -> int:
        nodes = self.tree.nodes
        while a != b:
            if nodes[a].depth >= nodes[b].depth:
                a = nodes[a].parent
            else:
                b = nodes[b].parent
        return a

    def _end_block(self, *, broken: bool = False) -> None:
        if self.pieces:
            text = one_line("".join(self.pieces))
            if text and not _NO_WORD.match(text):
                key = normalise(text)
                node = self.block_node
                exclusion = self.tree.nodes[node].exclusion
                self.tree.blocks.append(
                    Block(
                        text,
                        key,
                        node,
                        word_count(key),
                        self.linked_characters,
                        self.links,
                        self.strong_characters,
                        self.follows_break,
                        exclusion,
                    )
                )
            self.pieces.clear()
        self.linked_characters = self.strong_characters = self.links = 0
        self.follows_break = broken


def _attributes(element: _Element) -> dict[str, str]:
    return {name: str(value).strip()[:120] for name in _MARK_ATTRIBUTES if (value := element.get(name)) is not None}
