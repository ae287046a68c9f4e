"""A page's markup as a tree of places and a sequence of lines: what a reader would see, in order. Judges nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from peaceindex.model.safe_text import SafeText, one_line
from peaceindex.sources.bounds import MAX_LINES
from peaceindex.sources.html import markup_words
from peaceindex.sources.html.markup_words import words_in
from peaceindex.text.lines import squash, word_count

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BLOCKS: Final = MAX_LINES + 1
"""Lines of a page beyond this are not read: it has too many to be cleaned by then, and is reported for that."""

_UNSEEN = words_in(
    "script style template head noscript svg math iframe object embed applet canvas audio video select option "
    "optgroup datalist textarea input button map area base link meta title frame frameset param source track "
    "progress meter"
)
INLINE: Final = words_in(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr img picture br amp-img"
)
_LONGEST_NAMES: Final = 1000
_WHOLE = frozenset({"html", "body"})
"""Elements whose names speak of the page, not of a part of it."""
_NAMES = frozenset({"class", "id", "role", "itemprop", "data-testid", "data-component", "data-qa", "property"})
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NEVER_ASKED = re.compile(r"^\W*$")


@dataclass(slots=True)
class Node:
    """An element: its place in the tree, the kinds it is (see `words`), and what it calls itself."""

    parent: int
    tag: str
    kinds: int
    depth: int
    shape: int
    """Elements whose path from the root has the same tags and classes have the same shape."""
    names: str = ""
    """Its class, id, role and the like, of a mark that may be a date; of others nobody asks."""
    apart: str = ""
    """What it holds where that is sure to be no article: a notice on cookies, readers' comments."""


@dataclass(slots=True)
class Block:
    """A line of the page. `node` is the innermost element that holds all of it."""

    text: SafeText
    key: str
    node: int
    size: int
    """Words."""
    linked: int
    """Letters that stand in links."""
    links: int
    strong: int
    broken: bool
    """It begins after a line break inside an element, not with the element."""
    apart: str = ""
    """Why it is none of the article's lines, where its place alone tells: at first as `Node.apart` has it."""


@dataclass(slots=True)
class Mark:
    """An element that may say who wrote the article, or when: its node, its attributes, and the blocks at its edges."""

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


_DATED = markup_words.bit("date")
_MARKED = markup_words.bit("byline") | _DATED
_TELLING = re.compile("date|time|publi|modif|author|creator", re.IGNORECASE)
"""In the `itemprop` or `rel` of an element that says when an article was written, or by whom."""
_ATTRIBUTES = ("itemprop", "rel", "datetime", "content", "title", "data-timestamp", "data-date")


def read(root: _Element) -> Tree:
    """The places and lines of a parsed page."""
    return _Reader().read(root)


class _Reader:
    def __init__(self) -> None:
        self.tree = Tree()
        self.shapes: dict[tuple[int, str, str], int] = {}
        self.pieces: list[str] = []
        self.linked = self.strong = self.links = 0
        self.in_link = self.in_strong = self.in_pre = 0
        self.node = -1
        self.home = -1
        self.broken = self.marked = self.last_linked = False

    def read(self, root: _Element) -> Tree:
        from lxml.etree import iterwalk

        walker = iterwalk(root, events=("start", "end"))
        open_marks: list[Mark] = []
        tree = self.tree
        skipped: _Element | None = None
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str) or tag in _UNSEEN:
                    walker.skip_subtree()
                    skipped = element
                    continue
                inline = tag in INLINE or ("-" in tag and self._in_paragraph())
                if tag == "br":
                    self._flush(broken=True)
                    continue
                if not inline:
                    self._flush()
                node, names = self._enter(element, tag)
                if tag == "a":
                    self.in_link += 1
                    self.links += 1
                    self._space()
                elif tag in ("strong", "b"):
                    self.in_strong += 1
                elif tag == "pre":
                    self.in_pre += 1
                if node.kinds & _MARKED or tag == "time" or self.marked:
                    mark = Mark(self.node, _attributes(element), len(tree.blocks))
                    if tag == "time" or node.kinds & _DATED:
                        node.names = names
                    open_marks.append(mark)
                    tree.marks.append(mark)
                if element.text:
                    self._text(element.text)
            else:
                if element is skipped or not isinstance(tag, str) or tag in _UNSEEN:
                    skipped = None
                elif tag != "br":
                    if tag not in INLINE and not ("-" in tag and self._in_paragraph(self._parent())):
                        self._flush()
                    if tag == "a":
                        self.in_link -= 1
                    elif tag in ("strong", "b"):
                        self.in_strong -= 1
                    elif tag == "pre":
                        self.in_pre -= 1
                    if open_marks and open_marks[-1].node == self.node:
                        open_marks.pop().last = len(tree.blocks) + bool(self.pieces)
                    self.node = self._parent()
                if element.tail and self.node >= 0:
                    self._text(element.tail)
            if len(tree.blocks) >= MAX_BLOCKS:
                break
        self._flush()
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
        apart = "window over the page" if tag == "dialog" else ""
        self.marked = False
        called = []
        for name, value in element.items():
            if name in _NAMES:
                called.append(value)
                if name == "class":
                    css = value
                elif name == "itemprop":
                    self.marked = bool(_TELLING.search(value))
            elif name == "style":
                if _NOT_SHOWN.search(value):
                    kinds |= markup_words.OFF
            elif name == "rel":
                self.marked = self.marked or bool(_TELLING.search(value))
            elif name == "hidden" or (name == "aria-hidden" and value == "true"):
                kinds |= markup_words.OFF
            elif name == "aria-modal" and value == "true":
                apart = "window over the page"
        if called:
            names = " ".join(called)[:_LONGEST_NAMES]  # what they tell is remembered for long
            if tag not in _WHOLE:
                kinds |= markup_words.name_kinds(names)
                apart = apart or markup_words.set_apart(names)
        if self.node >= 0:
            parent = nodes[self.node]
            apart = parent.apart or apart
            key, depth = (parent.shape, tag, css), parent.depth + 1
        else:
            key, depth = (-1, tag, css), 0
        shape = self.shapes.setdefault(key, len(self.shapes))
        node = Node(self.node, tag, kinds, depth, shape, "", apart)
        self.node = len(nodes)
        nodes.append(node)
        return node, names

    def _space(self) -> None:
        # Links side by side are parted by style sheets, not by spaces.
        if self.pieces and self.last_linked and self.pieces[-1][-1:].strip():
            self.pieces.append(" ")

    def _text(self, text: str) -> None:
        if text.isspace():
            if self.pieces:
                self.pieces.append("\n" if self.in_pre and "\n" in text else " ")
            return
        if self.in_pre and "\n" in text:
            head, *rest = text.split("\n")
            self._piece(head)
            for line in rest:
                self._flush(broken=True)
                self._piece(line)
            return
        self._piece(text)

    def _piece(self, text: str) -> None:
        if not text:
            return
        if not self.pieces:
            self.home = self.node
        elif self.home != self.node:
            self.home = self._common(self.home, self.node)
        self.pieces.append(text)
        if self.in_link:
            self.linked += len(text.strip())
        if self.in_strong:
            self.strong += len(text.strip())
        self.last_linked = self.in_link > 0

    def _common(self, a: int, b: int) -> int:
        nodes = self.tree.nodes
        while a != b:
            if nodes[a].depth >= nodes[b].depth:
                a = nodes[a].parent
            else:
                b = nodes[b].parent
        return a

    def _flush(self, *, broken: bool = False) -> None:
        if self.pieces:
            text = one_line("".join(self.pieces))
            if text and not _NEVER_ASKED.match(text):
                key = squash(text)
                node = self.home
                apart = self.tree.nodes[node].apart
                self.tree.blocks.append(
                    Block(text, key, node, word_count(key), self.linked, self.links, self.strong, self.broken, apart)
                )
            self.pieces.clear()
        self.linked = self.strong = self.links = 0
        self.broken = broken


def _attributes(element: _Element) -> dict[str, str]:
    return {name: str(value).strip()[:120] for name in _ATTRIBUTES if (value := element.get(name)) is not None}
