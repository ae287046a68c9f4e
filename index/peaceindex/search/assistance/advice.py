"""What to say when nothing is found: which words were meant, and what to leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from whoosh.qparser import syntax

from peaceindex.model.search import Relaxation, Request, Selection, Suggestion
from peaceindex.names import Names
from peaceindex.search.assistance.vocabulary import TEXT, Vocabulary
from peaceindex.search.query import nodes, plugins
from peaceindex.search.query.syntax import LONGEST_QUERY, Parser
from peaceindex.text.edit_distance import distance
from peaceindex.text.tokens import word_list, words

MOST_SUGGESTIONS = 3
_MOST_PARTS = 8
_MOST_WORDS = 20
"""A query of more words is a list of them: to look for words like each would take longer than to search for all."""
_MOST_CHOICES = 3
_SHORTEST = 4
"""Shorter words are like too many others."""
_LONGEST = 60
"""Longer ones are none."""
_RARE, _MORE = 25, 50
"""A word of so few articles may be a slip too, of a word that stands in so many times more of them."""

Count = Callable[[Request], int]


@dataclass(frozen=True)
class _Piece:
    """A piece of a query's text, what it is, and the field it stands in."""

    node: object
    start: int
    end: int
    field: str | None
    excluded: bool


class Adviser:
    """Advises on requests that found nothing. `count` tells how many hits another request has; it may raise."""

    def __init__(self, vocabulary: Vocabulary, names: Names, count: Count) -> None:
        self._vocabulary = vocabulary
        self._names = names
        self._count = count

    def suggestions(self, request: Request) -> tuple[Suggestion, ...]:
        """The text with words that are there for its unknown ones: what finds something, the likeliest first."""
        text = request.text
        places = [
            (piece, place)
            for piece in _pieces(text)
            if isinstance(piece.node, nodes.Plain | nodes.Exact | nodes.Quoted) and not piece.excluded
            for place in words(text[piece.start : piece.end])
        ]
        if len(places) > _MOST_WORDS:
            return ()
        unknown = [
            (place.start + piece.start, place.end + piece.start, choices)
            for piece, place in places
            for frequency in [self._frequency(place.text, piece.field)]
            if frequency <= _RARE
            for choices in [self._choices(place.text, text[piece.start :][place.start : place.end], piece.field)]
            if choices or not frequency
        ]
        if not unknown or not all(choices for _, _, choices in unknown):
            return ()
        found: dict[str, Suggestion] = {}
        for replaced in islice(_texts(text, unknown), 2 * MOST_SUGGESTIONS):
            if count := self._count(replace(request, text=replaced)):
                found[replaced] = Suggestion(replaced, count)
        return tuple(found.values())[:MOST_SUGGESTIONS]

    def relaxations(self, request: Request) -> tuple[Relaxation, ...]:
        """What finds something if it is left out: a part of the text, a facet's ticks, `exact`, quotation marks."""
        found = []
        for what, relaxed in self._relaxed(request):
            if count := self._count(relaxed):
                found.append(Relaxation(what, relaxed, count))
        return tuple(found)

    def _relaxed(self, request: Request) -> Iterator[tuple[str, Request]]:
        nothing = Selection()
        if request.outlets:
            yield "in any outlet", replace(request, outlets=nothing)
        if request.dates:
            yield "at any date", replace(request, dates=nothing)
        if request.tags:
            yield "with any tags", replace(request, tags=nothing)
        if request.exact:
            yield "with other spellings and forms", replace(request, exact=False)
        text = request.text
        for piece in _pieces(text):
            if isinstance(piece.node, nodes.Quoted) and len(word_list(piece.node.text)) > 1:
                loose = f"{text[: piece.start]}({piece.node.text}){text[piece.end :]}"
                yield f"without the quotation marks around {piece.node.text}", replace(request, text=loose)
        parts = _parts(text)
        if 1 < len(parts) <= _MOST_PARTS:
            shown = [text[start:end].strip() for start, end in parts]
            for number, part in enumerate(shown):
                rest = " ".join(shown[:number] + shown[number + 1 :])
                yield f"without {part}", replace(request, text=rest)

    def _frequency(self, word: str, field: str | None) -> int:
        """In how many documents a word or another spelling of it occurs."""
        fields = TEXT if field is None else (field,)
        return max(
            self._vocabulary.frequency(word, fields),
            *(self._form_occurs(form, fields) for form in ("", *self._names.variants_of([word]))),
        )

    def _form_occurs(self, form: str, fields: Sequence[str]) -> int:
        """In how many documents the rarest word of a form occurs."""
        return min((self._vocabulary.frequency(word, fields) for word in word_list(form)), default=0)

    def _choices(self, word: str, written: str, field: str | None) -> list[str]:
        """What an unknown word may have been meant to be, the likeliest first."""
        fields = TEXT if field is None else (field,)
        ranked: dict[str, tuple[int, int]] = {}
        if len(word) > _LONGEST:
            return []
        most = 1 if len(word) < _SHORTEST + 2 else 2
        known = self._frequency(word, field)
        if len(word) >= _SHORTEST:
            for beginning, reach in ((1, most), (0, 1)):
                for other, frequency in self._vocabulary.near(word, reach, beginning, fields).items():
                    if other != word and frequency >= known * _MORE:
                        ranked[_like(other, written)] = (distance(word, other, most), -frequency)
                if ranked or known:
                    break
        if len(word) >= _SHORTEST and not known:
            for form, away in self._names.like(word, most).items():
                spellings = [form, *self._names.variants(form)]
                best = max(spellings, key=lambda one: self._form_occurs(one, fields))
                if frequency := self._form_occurs(best, fields):
                    ranked = {key: rank for key, rank in ranked.items() if key.casefold() != best.casefold()}
                    ranked[best.upper() if written.isupper() else best] = (away, -frequency)
            for at in range(2, len(word) - 1):
                first, second = (self._vocabulary.frequency(half, fields) for half in (word[:at], word[at:]))
                if first and second and min(at, len(word) - at) > 2:
                    ranked[f"{word[:at]} {word[at:]}"] = (2, -min(first, second))
        return sorted(ranked, key=lambda one: (*ranked[one], one))[:_MOST_CHOICES]


def _like(word: str, written: str) -> str:
    """A word with the capitals of another."""
    if len(written) > 1 and written.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if written[:1].isupper() else word


def _texts(text: str, unknown: list[tuple[int, int, list[str]]]) -> Iterator[str]:
    """The text with the best choices, then with the next best in one place after the other."""
    best = [0] * len(unknown)
    turns = [best]
    for choice in range(1, _MOST_CHOICES):
        turns += [[*best[:n], choice, *best[n + 1 :]] for n, one in enumerate(unknown) if choice < len(one[2])]
    for turn in turns:
        replaced, at = [], 0
        for (start, end, choices), choice in zip(unknown, turn, strict=True):
            replaced += [text[at:start], choices[choice]]
            at = end
        yield "".join([*replaced, text[at:]])


def _pieces(text: str) -> Iterator[_Piece]:
    """The pieces of a query's text in order, with the field that each stands in."""
    parser = Parser(None, lambda name: None, lambda word: ())
    waiting: str | None = None
    excluded = False
    outer: list[str | None] = []
    for node in parser.tag(text[:LONGEST_QUERY]):
        if isinstance(node, syntax.WordNode | syntax.Whitespace):
            continue
        inside = next((field for field in reversed(outer) if field), None)
        if isinstance(node, syntax.FieldnameNode):
            waiting = node.fieldname
        elif isinstance(node, plugins.BracketsPlugin.OpenBracket):
            outer.append(waiting)
            waiting = None
        elif isinstance(node, plugins.BracketsPlugin.CloseBracket) and outer:
            outer.pop()
        yield _Piece(node, node.startchar, node.endchar, waiting or inside, excluded)
        if isinstance(node, nodes.Leaf):
            waiting = None
        if not isinstance(node, syntax.FieldnameNode):
            excluded = isinstance(node, syntax.PrefixOperator)


def _parts(text: str) -> list[tuple[int, int]]:
    """Where the parts of a query stand that AND joins, written or not; none if they cannot be told apart safely."""
    parts: list[tuple[int, int]] = []
    depth = 0
    glued = written_and = alternative = False
    for piece in _pieces(text):
        node = piece.node
        if depth == 0 and isinstance(node, syntax.Operator) and not isinstance(node, syntax.PrefixOperator):
            if node.grouptype is syntax.OrGroup:
                glued = alternative = True
            else:
                written_and = True
            continue
        if isinstance(node, syntax.MarkerNode):
            continue
        if parts and (glued or depth):
            parts[-1] = (parts[-1][0], piece.end)
        else:
            parts.append((piece.start, piece.end))
        if isinstance(node, plugins.BracketsPlugin.OpenBracket):
            depth += 1
        elif isinstance(node, plugins.BracketsPlugin.CloseBracket):
            depth = max(0, depth - 1)
        glued = isinstance(node, syntax.FieldnameNode | syntax.PrefixOperator)
    return [] if written_and and alternative else parts
