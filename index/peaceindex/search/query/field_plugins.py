"""The plug-ins of the query parser for what stands before a colon: fields, dates, states and the user's own names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from whoosh.qparser import syntax
from whoosh.qparser.plugins import Plugin

from peaceindex.model.query_language import DATE_FIELDS, FIELDS, OWN_WORDS, STATE_FIELD, STATES
from peaceindex.search.query import nodes
from peaceindex.search.query.node_tagger import NodeTagger
from peaceindex.text import query_dates as dates
from peaceindex.text.query_signs import QUOTES

if TYPE_CHECKING:
    from peaceindex.search.query.parser import Parser

Filter = Callable[[Any, Any], Any]

_WORD_START = r"(?<![\w])"

_EXAMPLES = {"title": "ceasefire", "outlet": "bbc", "tag": "gas", "author": "stone", "url": "bbc.co.uk", "lang": "uk"}


def _is_wordless(node: Any) -> bool:
    """Return whether a node holds no word. A field before it would narrow nothing."""
    if isinstance(node, syntax.GroupNode):
        return all(_is_wordless(inner) for inner in node)
    return bool(node.is_ws() or (isinstance(node, nodes.Leaf) and node.is_empty()))


class FieldsPlugin(Plugin):
    """`title:`, `outlet:` and so on before a word, a phrase or a bracket."""

    def taggers(self, parser: Parser) -> list[tuple[Any, int]]:
        """The tagger of field names."""
        pattern = rf"{_WORD_START}(?P<field>{'|'.join(FIELDS)}):\s*"
        return [(NodeTagger(f"(?i:{pattern})", self._make), -10)]

    def _make(self, parser: Parser, match: re.Match[str]) -> syntax.FieldnameNode:
        return syntax.FieldnameNode(FIELDS[match["field"].lower()], match[0])

    def filters(self, parser: Parser) -> list[tuple[Filter, int]]:
        """Return the filter that applies each field name to the node after it."""
        return [(self._apply, 100)]

    def _apply(self, parser: Parser, group: Any) -> Any:
        applied = group.empty_copy()
        field_node = None
        for node in group:
            if isinstance(node, syntax.GroupNode):
                node = self._apply(parser, node)
            if isinstance(node, syntax.FieldnameNode):
                self._refuse_unfinished(parser, field_node)
                field_node = node
                continue
            if field_node is not None:
                if isinstance(node, nodes.Leaf | syntax.GroupNode):
                    node.set_fieldname(field_node.fieldname)
                if not isinstance(node, nodes.Leaf | syntax.GroupNode) or _is_wordless(node):
                    self._refuse_unfinished(parser, field_node)
                field_node = None
            applied.append(node)
        self._refuse_unfinished(parser, field_node)
        return applied

    def _refuse_unfinished(self, parser: Parser, field_node: Any) -> None:
        if field_node is not None:
            name = field_node.original.strip()
            parser.refuse(f"“{name}” waits for a word, such as {name}{_EXAMPLES[field_node.fieldname]}.")


class DatesPlugin(Plugin):
    """`date:` with a date, a range or `none`; `after:` (that day too) and `before:` (not that day); `added:`."""

    def taggers(self, parser: Parser) -> list[tuple[Any, int]]:
        """The tagger of dates."""
        name = "|".join(DATE_FIELDS)
        pattern = rf'(?i:{_WORD_START}(?P<field>{name}):(?:\s*"?(?P<date>[\d.][^\s()"]*)"?|(?P<other>[^\s()]*)))'
        return [(NodeTagger(pattern, self._make), -10)]

    def _make(self, parser: Parser, match: re.Match[str]) -> syntax.SyntaxNode:
        name = match["field"].lower()
        value = (match["date"] or match["other"] or "").strip('"')
        days = dates.READERS[name](value)
        problem = dates.problem_of(name, value)
        if days is None:
            assert problem is not None
            parser.refuse(problem.words)
            return nodes.Unfinished()
        is_added = name == "added"
        if name in ("after", "before"):
            parser.remark("“after:” counts from that day on, “before:” up to the day before.")
        if problem:
            parser.refuse(problem.words, unfinished=problem.is_unfinished)
        parser.is_relative = parser.is_relative or (is_added and dates.is_relative(value))
        return nodes.Added(days) if is_added else nodes.Days(days)


class StatesPlugin(Plugin):
    """`is:` with one of `STATES`."""

    def taggers(self, parser: Parser) -> list[tuple[Any, int]]:
        """The tagger of states."""
        return [(NodeTagger(rf"(?i:{_WORD_START}{STATE_FIELD}:(?P<state>[^\s()]*))", self._make), -10)]

    def _make(self, parser: Parser, match: re.Match[str]) -> syntax.SyntaxNode:
        name = match["state"].lower()
        if name in STATES:
            return nodes.State(name)
        known = f"{', '.join(STATES[:-1])} or {STATES[-1]}"
        parser.refuse(f"“{STATE_FIELD}:” is followed by {known}, as in {STATE_FIELD}:{STATES[0]}.")
        return nodes.Unfinished()


class OwnPlugin(Plugin):
    """`label:` and `mine:` with the name of a label or a tag of the user's, or with `any` or `none`."""

    _PATTERN = (
        # “mine: ” before a space is the word, as in a gold mine: three dead.
        rf"(?i:{_WORD_START}(?:(?P<label>label):\s*|mine:(?!\s)))"
        rf"(?:[{QUOTES}](?P<quoted>[^{QUOTES}]*)(?P<end>[{QUOTES}]|$)|(?P<word>[^\s(){QUOTES}]*))"
    )

    def taggers(self, parser: Parser) -> list[tuple[Any, int]]:
        """The tagger of labels and tags."""
        return [(NodeTagger(self._PATTERN, self._make), -10)]

    def _make(self, parser: Parser, match: re.Match[str]) -> syntax.SyntaxNode:
        field = "label" if match["label"] else "mine"
        word, name = match["word"], " ".join((match["quoted"] or match["word"] or "").split())
        if match["quoted"] is not None and not match["end"]:
            parser.refuse('A quotation mark is still open; a name of two words is written "prisoner swap".')
        if word and word.lower() in OWN_WORDS:
            return nodes.Own(field, "", is_without=word.lower() == "none")
        if name:
            return nodes.Own(field, name)
        what = "a label" if field == "label" else "one of your tags"
        example = "ceasefire" if field == "label" else '"to cite"'
        parser.refuse(f"“{field}:” waits for the name of {what}, such as {field}:{example}, or for any or none.")
        return nodes.Unfinished()
