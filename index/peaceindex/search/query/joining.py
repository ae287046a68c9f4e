"""Two words side by side that others write as one: آتش بس, آتش‌بس and آتشبس. Such words are searched as both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh import query
from whoosh.qparser import syntax
from whoosh.qparser.plugins import Plugin

from peaceindex.search.query import nodes
from peaceindex.text.affixes import is_arabic
from peaceindex.text.tokens import query_key

if TYPE_CHECKING:
    from peaceindex.search.query.parser import Parser


class JoinedWords(nodes.Leaf):
    """Two adjacent words, or the same written as one word."""

    def __init__(self, first: nodes.Plain, second: nodes.Plain) -> None:
        super().__init__(f"{first.text} {second.text}")
        self._parts = (first, second)
        self.set_range(first.startchar, second.endchar)
        self.fieldname = first.fieldname

    def query(self, parser: Parser) -> query.Query | None:
        """Return the query for both words, or for the one word."""
        parts = [built for part in self._parts if (built := part.query(parser)) is not None]
        as_one = parser.builder.as_one_word(self.fieldname, self.text)
        return query.Or([query.And(parts), as_one]) if as_one is not None else query.And(parts)


class JoiningPlugin(Plugin):
    """Adjacent words of the Arabic script. Those next to an operator are left as they are."""

    def filters(self, parser: Parser) -> list[tuple[Any, int]]:
        """Return the filter that makes one node of two words that the index also writes as one."""
        return [(self._join, 550)]

    def _join(self, parser: Parser, group: Any) -> Any:
        joined = group.empty_copy()
        siblings = list(group)
        while siblings:
            node = siblings.pop(0)
            if isinstance(node, syntax.GroupNode):
                node = self._join(parser, node)
            is_free = not joined or not isinstance(joined[-1], syntax.Operator)
            if is_free and siblings and self._is_pair(parser, node, siblings):
                node = JoinedWords(node, siblings.pop(0))
            joined.append(node)
        return joined

    def _is_pair(self, parser: Parser, node: Any, siblings: list[Any]) -> bool:
        other = siblings[0]
        if parser.builder.names is None:
            return False
        if type(node) is not nodes.Plain or type(other) is not nodes.Plain or node.fieldname != other.fieldname:
            return False
        if len(siblings) > 1 and isinstance(siblings[1], syntax.Operator):
            return False
        keys = [query_key(part.text) for part in (node, other)]
        words = [key[0] for key in keys if len(key) == 1 and is_arabic(key[0])]
        return len(words) == 2 and bool(parser.builder.family(" ".join(words)))
