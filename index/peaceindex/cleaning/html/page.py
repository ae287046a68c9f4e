"""A page of markup judged: which of its lines are the article, why the others are not, and what its values are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning.choice import MARKUP_RATIO, best_choice
from peaceindex.cleaning.html import boilerplate
from peaceindex.cleaning.verdicts import KEY, REASONS
from peaceindex.model.article import BODY_STATED, RawDocument
from peaceindex.model.safe_text import Stated, stated
from peaceindex.sources.html import markup_words
from peaceindex.sources.html.blocks import Block, Node, Tree
from peaceindex.sources.html.facts import facts_of
from peaceindex.text.lines import split

if TYPE_CHECKING:
    from peaceindex.cleaning.models.network import Network
    from peaceindex.sources.html.statements import Statements

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
_ORDER = [(markup_words.bit(kind), REASONS.index(reason)) for kind, reason in _BY_KIND]
_TELLING = reduce(or_, (bit for bit, _ in _ORDER))
_REACH = 6
_LONG = 8
_FLOOR = 0.2


def judged(document: RawDocument, model: Callable[[], Network]) -> RawDocument:
    """A document of markup with what it states, and a verdict on each of its lines (see `verdicts`).

    `model` gives the network that judges lines, if one is needed. The document comes back as it is where its facts
    cannot be read, or are those of another text.
    """
    facts = facts_of(document)
    if facts is None:
        return document
    tree, told = facts.tree, facts.told
    if facts.whole:
        found = _not_text(tree) if tree.blocks else [0] * len(split(document.text))
        return replace(document, stated=Stated({**document.stated, KEY: found, BODY_STATED: True}))
    from peaceindex.cleaning.html import metadata

    boilerplate.mark(tree, told.titles)
    likely = likelihoods(tree, told, model())
    kept = choose(likely, tree.blocks)
    says = metadata.choose(told, tree, likely).as_stated()
    sure = {name: v for name, v in document.stated.items() if name not in says or name not in facts.yielding}
    if "published" in sure:
        says.pop("day", None)
    said = sure.keys() | ({"date"} if "published" in sure else set())
    says["found"] = [name for name in says.get("found", ()) if name not in said]
    says |= sure
    says[KEY] = [0 if keep else _reason(tree.nodes, block) for keep, block in zip(kept, tree.blocks, strict=True)]
    return replace(document, stated=stated(says))


def likelihoods(tree: Tree, told: Statements, model: Network) -> list[float]:
    """How likely each line of a page is of its article, from 0 to 1."""
    from peaceindex.cleaning.html.features import Page
    from peaceindex.cleaning.models.network import chances

    page = Page(tree, told.title, told.summary, told.body)
    found = dict(zip(page.asked, chances(model.scores(page.features())).tolist(), strict=True))
    places = iter(range(len(page.blocks)))
    return [0.0 if block.apart else found.get(next(places), 0.0) for block in tree.blocks]


def choose(likely: Sequence[float], blocks: Sequence[Block]) -> list[bool]:
    """Which lines to keep: those of the best choice (see `choice`); a long line never twice."""
    chances = list(likely)
    seen: set[str] = set()
    for i, block in enumerate(blocks):
        if block.size >= _LONG and chances[i] > _FLOOR:
            if block.key in seen:
                chances[i] = 0.0
            seen.add(block.key)
    return best_choice(chances, [block.size for block in blocks], MARKUP_RATIO)


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


_NO_TEXT = (
    markup_words.bit("share")
    | markup_words.bit("<figcaption>")
    | markup_words.bit("<form>")
    | markup_words.bit("<nav>")
)


def _not_text(tree: Tree) -> list[int]:
    """The verdicts on the body of an article: all of it is kept but captions, forms and buttons."""
    boilerplate.mark(tree, [])
    return [_reason(tree.nodes, b) if b.apart or tree.nodes[b.node].kinds & _NO_TEXT else 0 for b in tree.blocks]
