"""From words of a query to the engine's queries: which fields are searched, which other spellings count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from whoosh import query

from peaceindex.names import Names
from peaceindex.search.query.engine_queries import Group, Key
from peaceindex.search.query.expansion import Near
from peaceindex.search.schema import LONGEST_TERM
from peaceindex.text.folding import fold
from peaceindex.text.tokens import words

TITLE_BOOST = 2.0
"""A word in the title weighs this much more than the engine's own preference for short fields makes it."""

TEXT_FIELDS = ("title", "body")
_WIDENED_FIELDS = (*TEXT_FIELDS, "tag")
_MOST_VARIANTS = 64

_Maker = Callable[[str, float], query.Query]


class Synonyms(query.Or):
    """One word or phrase of a query in all the spellings and fields in which it is searched."""


@dataclass(frozen=True, slots=True)
class Widened:
    """A spelling that is searched besides the word that was asked for."""

    word: str
    form: str
    key: Key


@dataclass
class Builder:
    """Makes queries of words. `widened` takes down the other words that they were widened by."""

    names: Names | None
    """Where other spellings come from; None to search for words as they are written."""
    family: Callable[[str], tuple[str, ...]] = lambda word: ()
    """Gives the other forms of a folded word (talks, talked); words in quotation marks stay as they are written."""
    widened: list[Widened] = field(default_factory=list)

    def words(
        self, fieldname: str | None, text: str, *, slop: int = 1, exact: bool = False, family: bool = True
    ) -> query.Query | None:
        """The query for a word or phrase; None if there is no word in the text."""
        found = list(words(text))
        if not found:
            return None
        key = tuple(word.text[:LONGEST_TERM] for word in found)
        widen = not exact and (fieldname is None or fieldname in _WIDENED_FIELDS)
        choices = [key]
        slots: list[list[Key]] = [[(word,)] for word in key]
        if widen:
            shown = text.strip()
            choices += self._variants(shown, key)
            if family and len(key) == 1 and self.names is not None:
                choices += self._families(shown, choices)
            if len(key) > 1:
                for slot, word in zip(slots, found, strict=True):
                    slot += self._variants(text[word.start : word.end], slot[0])
        return self._everywhere(fieldname, choices, slots, slop)

    def together(self, fieldname: str | None, texts: Sequence[str]) -> query.Query | None:
        """Words that stand side by side and are a known form: all of them, or another spelling of the whole."""
        apart = [built for text in texts if (built := self.words(fieldname, text, family=False))]
        shown = " ".join(texts)
        others = self._variants(shown, tuple(word.text for word in words(shown)))
        if not others:
            return query.And(apart) if apart else None
        return query.Or([query.And(apart), self._everywhere(fieldname, others, [], 1)])

    def pattern(self, fieldname: str | None, text: str) -> query.Query | None:
        """The query for a word with `*` or `?` in it; None if nothing else is in it."""
        folded = fold(text)
        if folded.endswith("*") and not set(folded[:-1]) & set("*?"):
            return self._each(fieldname, lambda name, boost: query.Prefix(name, folded[:-1], boost=boost))
        return self._each(fieldname, lambda name, boost: query.Wildcard(name, folded, boost=boost))

    def fuzzy(self, fieldname: str | None, word: str, distance: int | None) -> query.Query:
        """The query for words much like this one: by one letter, by two if it is long, or by `distance`."""
        most = distance if distance is not None else (1 if len(word) < 6 else 2)
        most = min(most, 2, max(0, len(word) - 2))
        return self._each(fieldname, lambda name, boost: Near(name, word, boost, most, 1))

    def _variants(self, shown: str, key: Key) -> list[Key]:
        if self.names is None:
            return []
        found = []
        for form in self.names.variants_of(key)[:_MOST_VARIANTS]:
            other = tuple(word.text for word in words(form))
            found.append(other)
            self.widened.append(Widened(shown, form, other))
        return found

    def _families(self, shown: str, choices: Sequence[Key]) -> list[Key]:
        """The other forms of a word and of its spellings of one word."""
        known = set(choices)
        found: list[Key] = []
        for choice in choices:
            for form in self.family(choice[0]) if len(choice) == 1 else ():
                if (form,) not in known:
                    known.add((form,))
                    found.append((form,))
                    self.widened.append(Widened(shown, form, (form,)))
        return found

    def _everywhere(
        self, fieldname: str | None, choices: Sequence[Key], slots: list[list[Key]], slop: int
    ) -> query.Query:
        """Any of the choices in any of the fields; `slots` hold the choices for each word of the first one."""
        queries: list[query.Query] = []
        widened = len(slots) > 1 and any(len(slot) > 1 for slot in slots)
        apart = widened or slop > 1
        alike = tuple(dict.fromkeys(choices[1:] if apart else choices))
        for name, boost in _fields(fieldname):
            if widened:
                parts = [_any([_one(name, key) for key in slot]) for slot in slots]
                queries.append(query.Sequence(parts, slop=slop, boost=boost))
            elif apart:
                queries.append(_one(name, choices[0], boost, slop))
            if len(alike) > 1:
                queries.append(Group(name, alike, boost))
            elif alike:
                queries.append(_one(name, alike[0], boost))
        return _scored(fieldname, Synonyms(queries))

    def _each(self, fieldname: str | None, make: _Maker) -> query.Query:
        """A pattern in each field, with the same score for all words that it stands for."""
        fields = _fields(fieldname)
        return _scored(
            fieldname, Synonyms([query.ConstantScoreQuery(make(name, 1.0), boost) for name, boost in fields])
        )


def _fields(fieldname: str | None) -> Sequence[tuple[str, float]]:
    if fieldname is None:
        return [("title", TITLE_BOOST), ("body", 1.0)]
    return [(fieldname, TITLE_BOOST if fieldname == "title" else 1.0)]


def _one(name: str, key: Key, boost: float = 1.0, slop: int = 1) -> query.Query:
    if len(key) == 1:
        return query.Term(name, key[0], boost=boost)
    return query.Phrase(name, list(key), slop=slop, boost=boost)


def _any(queries: list[query.Query]) -> query.Query:
    return queries[0] if len(queries) == 1 else query.Or(queries)


def _scored(fieldname: str | None, built: query.Query) -> query.Query:
    """Fields that only filter give every article the same score, so that they do not sway the order."""
    if fieldname is None or fieldname in TEXT_FIELDS:
        return built
    return query.ConstantScoreQuery(built, 1.0)


def slots_of(tree: query.Sequence) -> tuple[str, list[list[Key]]] | None:
    """A sequence of words, each with its alternatives, if the query is such a one in a single field."""
    slots: list[list[Key]] = []
    fields: set[str] = set()
    for sub in tree.subqueries:
        slot: list[Key] = []
        for choice in sub.subqueries if isinstance(sub, query.Or) and sub.boost == 1.0 else [sub]:
            if type(choice) is query.Term and choice.boost == 1.0:
                slot.append((choice.text,))
            elif type(choice) is query.Phrase and choice.slop == 1 and choice.boost == 1.0:
                slot.append(tuple(choice.words))
            else:
                return None
            fields.add(choice.fieldname)
        slots.append(slot)
    return (fields.pop(), slots) if len(fields) == 1 and tree.ordered else None
