"""A page of markup as a document to clean: its lines as text, a verdict on each, and what the page states of itself."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from peaceindex.cleaning.html import words
from peaceindex.cleaning.html.blocks import Block, Node, Tree
from peaceindex.cleaning.lines import split
from peaceindex.cleaning.verdicts import KEY, REASONS
from peaceindex.sources.decoding import neutralise

if TYPE_CHECKING:
    from peaceindex.cleaning.html.statements import Statements
    from peaceindex.cleaning.network import Network

LINES_FILE: Final = Path(__file__).with_name("lines.npz")
_BY_KIND: Final = (
    ("comment", "comments"), ("consent", "consent or site notice"), ("<footer>", "foot of the page"),
    ("footer", "foot of the page"), ("<nav>", "menu"), ("nav", "menu"),
    ("<figcaption>", "caption"), ("caption", "caption"),
    ("related", "pointer to other articles"), ("teaser", "teaser"), ("share", "share buttons"),
    ("letter", "form for readers (newsletter, sign-in)"), ("<form>", "form"), ("advert", "advertisement"),
    ("bio", "about the author"), ("byline", "byline or date line"), ("<time>", "byline or date line"),
    ("tags", "tags of the page"), ("<aside>", "beside the article"), ("sidebar", "beside the article"),
    ("title", "title"),
    ("<h1>", "title"), ("live", "live updates"), ("media", "media"), ("search", "search"),
    ("<header>", "head of the page"),
)  # fmt: skip
_ORDER = [(words.bit(kind), REASONS.index(reason)) for kind, reason in _BY_KIND]
_TELLING = reduce(or_, (bit for bit, _ in _ORDER))
_MARKED_UP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:#\d+|\w+);")
_REACH = 6
_LONG = 8
_FLOOR = 0.2


@dataclass(slots=True)
class HtmlPage:
    """The lines of a page as text, and what a RawDocument of it carries as `stated`."""

    text: str = ""
    stated: dict[str, Any] = field(default_factory=dict)


def read_page(markup: str, model: Network | None = None) -> HtmlPage:
    """Read a decoded page, judged by another model than the package's if one is given.

    Never raises for any markup; a page without text gives an empty one.
    """
    from peaceindex.cleaning.html import apart, blocks, parsing, statements, values

    root = parsing.parse(markup)
    if root is None:
        return HtmlPage()
    told = statements.read(root)
    tree = blocks.read(root)
    if not tree.blocks:
        return HtmlPage()
    apart.mark_other_articles(tree, told.titles)
    likely = likelihoods(tree, told, model or _network())
    kept = choose(likely, tree.blocks)
    stated = values.choose(told, tree, likely).as_stated()
    stated[KEY] = [0 if keep else _reason(tree.nodes, block) for keep, block in zip(kept, tree.blocks, strict=True)]
    return HtmlPage(render(tree.blocks), stated)


def likelihoods(tree: Tree, told: Statements, model: Network) -> list[float]:
    """How likely each line of a page is of its article, from 0 to 1."""
    from peaceindex.cleaning.html.features import Page
    from peaceindex.cleaning.network import chances

    page = Page(tree, told.title, told.summary, told.body)
    found = dict(zip(page.asked, chances(model.scores(page.features())).tolist(), strict=True))
    places = iter(range(len(page.blocks)))
    return [0.0 if block.apart else found.get(next(places), 0.0) for block in tree.blocks]


@cache
def _network() -> Network:
    from peaceindex.cleaning.network import Network

    return Network.load(LINES_FILE)


def choose(likely: Sequence[float], blocks: Sequence[Block]) -> list[bool]:
    """Which lines to keep: the likeliest, as many as give the best F1 to be expected; a long line never twice."""
    chances = list(likely)
    seen: set[str] = set()
    for i, block in enumerate(blocks):
        if block.size >= _LONG and chances[i] > _FLOOR:
            if block.key in seen:
                chances[i] = 0.0
            seen.add(block.key)
    sizes = [block.size for block in blocks]
    whole = sum(p * s for p, s in zip(chances, sizes, strict=True))
    taken = hit = best = 0.0
    count = 0
    order = sorted(range(len(chances)), key=lambda i: -chances[i])
    for rank, i in enumerate(order, 1):
        if chances[i] < _FLOOR:
            break
        taken += sizes[i]
        hit += chances[i] * sizes[i]
        if (expected := 2 * hit / (taken + whole)) >= best:
            best, count = expected, rank
    kept = [False] * len(chances)
    for i in order[:count]:
        kept[i] = True
    return kept


def render(blocks: Sequence[Block]) -> str:
    """The lines as text; an empty line between elements, none where the page breaks a line inside one."""
    parts: list[str] = []
    for block in blocks:
        if parts:
            parts.append("\n" if block.broken else "\n\n")
        parts.append(block.text)
    return "".join(parts)


def _reason(nodes: Sequence[Node], block: Block) -> int:
    """What a cut line most probably is: the nearest telling place that it stands in."""
    if block.apart:
        return REASONS.index(block.apart)
    node, steps = block.node, 0
    while node >= 0 and steps < _REACH:
        kinds = nodes[node].kinds
        if kinds & _TELLING:
            return next(reason for bit, reason in _ORDER if kinds & bit)
        node = nodes[node].parent
        steps += 1
    return REASONS.index("link") if block.linked > 0.6 * len(block.text) else 1


_NO_TEXT = words.bit("share") | words.bit("<figcaption>") | words.bit("<form>") | words.bit("<nav>")


def read_fragment(markup: str) -> HtmlPage:
    """Read the body of an article, of which all is kept but captions, forms and buttons. Plain text will do as well."""
    from peaceindex.cleaning.html import blocks, parsing

    if "<" not in markup or not _MARKED_UP.search(markup):
        text = neutralise(html.unescape(markup)).strip()
        return HtmlPage(text, {KEY: [0] * len(split(text))}) if text else HtmlPage()
    root = parsing.parse(markup)
    if root is None:
        return HtmlPage()
    tree = blocks.read(root)
    told = [_reason(tree.nodes, b) if b.apart or tree.nodes[b.node].kinds & _NO_TEXT else 0 for b in tree.blocks]
    return HtmlPage(render(tree.blocks), {KEY: told} if told else {})
