"""The judgement of a page of markup: which of its lines are the article, why the others are not, and its metadata."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning.html import boilerplate
from peaceindex.cleaning.line_choice import MARKUP_RATIO, best_choice
from peaceindex.cleaning.reasons import Reason
from peaceindex.cleaning.verdicts import KEY, REASONS
from peaceindex.model.article import BODY_STATED, RawDocument
from peaceindex.model.safe_text import Stated, neutralise_values
from peaceindex.sources.html import markup_words
from peaceindex.sources.html.facts import facts_of
from peaceindex.text.lines import split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from peaceindex.cleaning.models.network import Network
    from peaceindex.sources.html.blocks import Block, Node, Tree
    from peaceindex.sources.html.statements import Statements

LINES_FILE: Final = Path(__file__).with_name("lines.npz")
_REASON_BY_KIND: Final = (
    ("comment", Reason.COMMENTS), ("consent", Reason.CONSENT), ("<footer>", Reason.PAGE_FOOT),
    ("footer", Reason.PAGE_FOOT), ("<nav>", Reason.MENU), ("nav", Reason.MENU),
    ("<figcaption>", Reason.CAPTION), ("caption", Reason.CAPTION),
    ("related", Reason.ARTICLES_POINTER), ("teaser", Reason.TEASER), ("share", Reason.SHARE_BUTTONS),
    ("letter", Reason.NEWSLETTER_FORM), ("<form>", Reason.FORM), ("advert", Reason.ADVERTISEMENT),
    ("bio", Reason.ABOUT_AUTHOR), ("byline", Reason.BYLINE_OR_DATE), ("<time>", Reason.BYLINE_OR_DATE),
    ("tags", Reason.PAGE_TAGS), ("<aside>", Reason.SIDEBAR), ("sidebar", Reason.SIDEBAR), ("title", Reason.TITLE),
    ("<h1>", Reason.TITLE), ("live", Reason.LIVE_UPDATES), ("media", Reason.MEDIA), ("search", Reason.SEARCH),
    ("<header>", Reason.PAGE_HEAD),
)  # fmt: skip
"""The reason for a cut that each kind of element gives, in order of precedence."""
_VERDICTS = [(markup_words.bit(kind), REASONS.index(reason)) for kind, reason in _REASON_BY_KIND]
_KINDS_WITH_REASON = reduce(or_, (bit for bit, _ in _VERDICTS))
_MAX_LEVELS = 6
"""How many elements around a line are searched for a reason."""
_LONG_LINE_WORDS = 8
_REPEAT_FLOOR = 0.2
"""A line that is long and likelier text than this counts as the first of its copies."""
_NEVER_TEXT = (
    markup_words.bit("share")
    | markup_words.bit("<figcaption>")
    | markup_words.bit("<form>")
    | markup_words.bit("<nav>")
)
"""The elements of a body whose lines are no text."""


def judged(document: RawDocument, model: Callable[[], Network]) -> RawDocument:
    """Return a document of markup with what it states, and a verdict on each of its lines (see `verdicts`).

    `model` returns the network that judges lines; it is called only if one is needed. The document is returned
    unchanged if its facts cannot be read or belong to another text.
    """
    facts = facts_of(document)
    if facts is None:
        return document
    tree, statements = facts.tree, facts.statements
    if facts.is_body:
        verdicts = _body_verdicts(tree) if tree.blocks else [0] * len(split(document.text))
        return replace(document, stated=Stated({**document.stated, KEY: verdicts, BODY_STATED: True}))
    from peaceindex.cleaning.html import metadata

    boilerplate.mark(tree, statements.titles)
    chances = likelihoods(tree, statements, model())
    kept = lines_to_keep(chances, tree.blocks)
    values = metadata.choose(statements, tree, chances).as_stated()
    given = {
        name: value for name, value in document.stated.items() if name not in values or name not in facts.fallback_names
    }
    if "published" in given:
        values.pop("day", None)
    given_names = given.keys() | ({"date"} if "published" in given else set())
    values["found"] = [name for name in values.get("found", ()) if name not in given_names]
    values |= given
    values[KEY] = [0 if keep else _verdict(tree.nodes, block) for keep, block in zip(kept, tree.blocks, strict=True)]
    return replace(document, stated=neutralise_values(values))


def likelihoods(tree: Tree, statements: Statements, model: Network) -> list[float]:
    """Return how likely each line of a page is to belong to its article, from 0 to 1."""
    from peaceindex.cleaning.html.features import Page
    from peaceindex.cleaning.models.network import chances

    page = Page(tree, statements.title, statements.summary, statements.body)
    chance_by_line = dict(zip(page.asked, chances(model.scores(page.features())).tolist(), strict=True))
    indices = iter(range(len(page.blocks)))
    return [0.0 if block.exclusion else chance_by_line.get(next(indices), 0.0) for block in tree.blocks]


def lines_to_keep(chances: Sequence[float], blocks: Sequence[Block]) -> list[bool]:
    """Return which lines to keep: those of the best choice (see `choice`), but no long line twice."""
    adjusted = list(chances)
    seen: set[str] = set()
    for i, block in enumerate(blocks):
        if block.size >= _LONG_LINE_WORDS and adjusted[i] > _REPEAT_FLOOR:
            if block.key in seen:
                adjusted[i] = 0.0
            seen.add(block.key)
    return best_choice(adjusted, [block.size for block in blocks], MARKUP_RATIO)


def _verdict(nodes: Sequence[Node], block: Block) -> int:
    """Return what a cut line most probably is, as an index into `REASONS`.

    The nearest element around it that shows this decides.
    """
    if block.exclusion:
        return REASONS.index(block.exclusion)
    node, levels = block.node, 0
    while node >= 0 and levels < _MAX_LEVELS:
        kinds = nodes[node].kinds
        if kinds & _KINDS_WITH_REASON:
            return next(verdict for bit, verdict in _VERDICTS if kinds & bit)
        node = nodes[node].parent
        levels += 1
    return REASONS.index(Reason.LINK if block.linked_characters > 0.6 * len(block.text) else Reason.NOT_OF_ARTICLE)


def _body_verdicts(tree: Tree) -> list[int]:
    """Return the verdicts on the body of an article: everything is kept except captions, forms and buttons."""
    boilerplate.mark(tree, [])
    return [
        _verdict(tree.nodes, b) if b.exclusion or tree.nodes[b.node].kinds & _NEVER_TEXT else 0 for b in tree.blocks
    ]
