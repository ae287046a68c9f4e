"""The query syntax in parts: each plug-in of the Whoosh parser handles one kind of thing that can be typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from whoosh.qparser import syntax
from whoosh.qparser.plugins import GroupPlugin, OperatorsPlugin, Plugin

from peaceindex.model.query_language import FIELD_NAMES
from peaceindex.search.query import nodes
from peaceindex.search.query.build import MAX_FUZZY_EDITS
from peaceindex.search.query.node_tagger import NodeTagger
from peaceindex.text.query_signs import GERSHAYIM, QUOTES, is_unknown_field
from peaceindex.text.tokens import folded_words

if TYPE_CHECKING:
    from peaceindex.search.query.parser import Parser

Filter = Callable[[Any, Any], Any]

MAX_BRACKET_DEPTH = 20
"""Brackets nested deeper than this are ignored; nobody types that many."""
_MAX_FUZZY_CHARS = 100
"""Longer words are searched as they are written, since the time of a fuzzy search grows with the word's length."""

_WORD_START = r"(?<![\w])"

_OPERATOR_HINTS = {
    "-": "“-” stands directly before a word that is not wanted, as in talks -minsk.",
    "=": "“=” stands directly before a word that is wanted in this spelling alone, as in =Kiev.",
    "*": "“*” stands for any letters within a word or after it, as in cease*; an empty query finds every article.",
    "~": "“~” stands after a word, for words much like it, as in zelenski~.",
}


class PhrasePlugin(Plugin):
    """Quoted phrases. `"…"~3` allows words up to three places apart; `="…"` searches only these spellings.

    A quotation mark between two Hebrew letters belongs to the word, as in צה"ל.
    """

    def taggers(self, parser: Parser) -> list[tuple[Any, int]]:
        """Return the tagger of phrases, including one that is not closed yet."""
        text = rf"(?:[^{QUOTES}]|{GERSHAYIM})*+"
        pattern = rf"(?P<exact>=?)[{QUOTES}](?P<text>{text})(?:(?P<end>[{QUOTES}])(?:~(?P<slop>\d{{0,4}}))?|$)"
        return [(NodeTagger(pattern, self._make), -5)]

    def _make(self, parser: Parser, match: re.Match[str]) -> nodes.Quoted:
        if not match["end"]:
            parser.refuse('A quotation mark is still open; a phrase is written "prisoner swap".')
        elif not folded_words(match["text"]):
            parser.refuse("There is no word between the quotation marks.")
        return nodes.Quoted(match["text"], int(match["slop"] or 1), bool(match["exact"]))


class BracketsPlugin(GroupPlugin):
    """Brackets. An unclosed bracket closes at the end of the query; one that was never opened is ignored."""

    def do_groups(self, parser: Parser, group: Any) -> Any:
        """Arrange the flat list of nodes into nested groups."""
        stack = [parser.group()]
        ignored_brackets = 0
        for node in group:
            if isinstance(node, self.OpenBracket):
                if len(stack) > MAX_BRACKET_DEPTH:
                    ignored_brackets += 1
                else:
                    stack.append(parser.group())
            elif isinstance(node, self.CloseBracket):
                if ignored_brackets:
                    ignored_brackets -= 1
                elif len(stack) > 1:
                    closed = stack.pop()
                    if all(inner.is_ws() for inner in closed):
                        parser.refuse("There is no word between the brackets.")
                    stack[-1].append(closed)
                else:
                    parser.refuse("A bracket is closed that was not opened; a group is written (riyadh OR jeddah).")
            else:
                stack[-1].append(node)
        if len(stack) > 1 or ignored_brackets:
            parser.refuse("A bracket is still open; a group is written (riyadh OR jeddah).")
        while len(stack) > 1:
            closed = stack.pop()
            stack[-1].append(closed)
        return stack[0]


class WordsPlugin(Plugin):
    """Words: plain, `=exact`, with `*` and `?`, fuzzy with `~`, and words that look like a field but are not."""

    def taggers(self, parser: Parser) -> list[tuple[Any, int]]:
        """Return the tagger of everything that no other one claims, up to the next space, bracket or quotation mark."""
        return [(NodeTagger(rf"(?:[^\s(){QUOTES}]|{GERSHAYIM})+", self._make), 200)]

    def _make(self, parser: Parser, match: re.Match[str]) -> nodes.Leaf:
        text = match[0]
        if address := re.match(r"https?://(?:www\.)?", text):
            node = nodes.Plain(text[address.end() :])
            node.fieldname = "url"
            return node
        if text.startswith("="):
            name = text[1:].partition(":")
            if name[1] and name[0].lower() in FIELD_NAMES:
                parser.refuse(f"“=” stands after the field, as in {name[0]}:={name[2] or 'word'}.")
            return nodes.Exact(text[1:])
        if len(text) < _MAX_FUZZY_CHARS and (found := re.fullmatch(r"(.*\w)~(\d{0,4})", text, re.DOTALL)):
            if found[2] and int(found[2]) > MAX_FUZZY_EDITS:
                parser.refuse(f"“~” finds words that are one or two letters off, as {found[1]}~ or {found[1]}~1.")
            return nodes.Fuzzy(found[1], int(found[2]) if found[2] else None)
        if is_unknown_field(text, match.string[match.end() :]):
            return nodes.Unknown(text)
        text = text.rstrip("?")  # a final “?” is punctuation: what is a ceasefire?
        if "*" in text or re.search(r"\?[\w?]", text):
            return nodes.Pattern(text)
        return nodes.Plain(text)

    def filters(self, parser: Parser) -> list[tuple[Filter, int]]:
        """Return the filters that drop empty nodes and join words that are one known form."""
        return [(self._drop_empty, 520), (self._join, 540)]

    def _drop_empty(self, parser: Parser, group: Any) -> Any:
        remaining = group.empty_copy()
        for node in group:
            if isinstance(node, syntax.GroupNode):
                node = self._drop_empty(parser, node)
                if not len(node):
                    continue
            elif isinstance(node, nodes.Leaf) and node.is_empty():
                operator = "=" if type(node) is nodes.Exact and not node.text else node.text
                if operator in _OPERATOR_HINTS:
                    parser.refuse(_OPERATOR_HINTS[operator])
                continue
            elif isinstance(node, nodes.Leaf) and not parser.admits_word():
                continue
            remaining.append(node)
        return remaining

    def _join(self, parser: Parser, group: Any) -> Any:
        joined = group.empty_copy()
        siblings = list(group)
        index = 0
        while index < len(siblings):
            node = siblings[index]
            count = self._known_form_length(parser, siblings, index)
            if count > 1:
                node = nodes.KnownForm([plain.text for plain in siblings[index : index + count]])
                node.fieldname = siblings[index].fieldname
                node.set_range(siblings[index].startchar, siblings[index + count - 1].endchar)
                index += count - 1
            elif isinstance(node, syntax.GroupNode):
                node = self._join(parser, node)
            joined.append(node)
            index += 1
        return joined

    def _known_form_length(self, parser: Parser, siblings: list[Any], index: int) -> int:
        """Return how many plain words from here on are one known form.

        Operators next to the words apply to single words, so such words are not joined.
        """
        names = parser.builder.names
        if names is None or type(siblings[index]) is not nodes.Plain:
            return 0
        if index and isinstance(siblings[index - 1], syntax.Operator):
            return 0
        end = index + 1
        while (
            end < len(siblings)
            and type(siblings[end]) is nodes.Plain
            and siblings[end].fieldname == siblings[index].fieldname
        ):
            end += 1
        if end < len(siblings) and isinstance(siblings[end], syntax.Operator):
            end -= 1
        words = [folded_words(node.text) for node in siblings[index:end][:8]]
        if len(words) < 2 or not words[0]:
            return 0
        length = parser.builder.known_form_length(list(chain.from_iterable(words)))
        ends = list(accumulate(map(len, words)))  # a word with a hyphen is several, as in Hayat Tahrir al-Sham
        return ends.index(length) + 1 if length in ends else 0


class ConnectivesPlugin(OperatorsPlugin):
    """`AND`, `OR`, `NOT` and `-`. They are in capitals, so that the words and, or, not can be searched.

    `OR` binds more tightly than the implicit AND, but less tightly than a written one:
    `a b OR c` is a AND (b OR c), `a AND b OR c` is (a AND b) OR c.
    """

    def __init__(self) -> None:
        tagger = self.OpTagger
        standalone = r"(?<![^\s()]){}(?![^\s()])"
        minus = r"(?<![^\s(])[-\u2212](?=[^\s)])"
        super().__init__(
            [
                (tagger(f"{standalone.format('NOT')}|{minus}", syntax.NotGroup, syntax.PrefixOperator), 0),
                (tagger(standalone.format("AND"), syntax.AndGroup), 0),
                (tagger(standalone.format("OR"), syntax.OrGroup), 0),
            ],
            clean=True,
        )

    def do_operators(self, parser: Parser, group: Any) -> Any:
        """Drop operators without operands, then let Whoosh arrange the rest."""
        remaining: list[Any] = []
        for node in group:
            last = remaining[-1] if remaining else None
            if isinstance(node, syntax.PrefixOperator):
                if isinstance(last, syntax.PrefixOperator):
                    remaining.pop()  # not not
                    continue
            elif isinstance(node, syntax.Operator):
                while remaining and isinstance(remaining[-1], syntax.Operator):
                    self._hint_unfinished(parser, remaining.pop())
                if not remaining:
                    self._hint_unfinished(parser, node)
                    continue
            remaining.append(node)
        while remaining and isinstance(remaining[-1], syntax.Operator):
            self._hint_unfinished(parser, remaining.pop())
        arranged = group.empty_copy()
        arranged.extend(remaining)
        return super().do_operators(parser, arranged)

    def _hint_unfinished(self, parser: Parser, operator: Any) -> None:
        example = {"NOT": "talks NOT minsk", "AND": "talks AND gas", "OR": "riyadh OR jeddah"}.get(operator.text)
        meaning = f", as in {example}; the word itself is searched in small letters." if example else "."
        parser.refuse(f"“{operator.text}” waits for a word{meaning}")
