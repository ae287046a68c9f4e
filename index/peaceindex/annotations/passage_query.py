"""Queries of passages: words, phrases and fields as a person types them, even if unfinished.

Words stand anywhere in quote, note, labels, event, title, outlet or date, regardless of case and accents; part of a
word is enough. `"a phrase"` stands in one of these as it is written. `label:`, `outlet:`, `article:` and `note:` ask in
one field, `by:` for who made the passage, `event:` for the type of its event, `date:`, `after:` and `before:` for the
date of the article; one that is a month or a year must lie in the range as a whole. `none` asks for passages without a
label, outlet, date, note or event, and `any` for those with a label, outlet, note or event; in quotes both are words.
`-` before any of them excludes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from peaceindex.annotations.annotators import name_key, names_meant
from peaceindex.annotations.article_names import queried_key
from peaceindex.annotations.codebook import code_key
from peaceindex.annotations.event_filter import event_test, event_texts
from peaceindex.model.query_language import DATE_FIELDS, FIELDS, PASSAGE_FIELDS, STATE_FIELD
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text import query_dates
from peaceindex.text.folding import fold
from peaceindex.text.query_signs import QUOTES, is_unknown_field, without_quotes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from peaceindex.model.passage import Passage

    Test = Callable[[Passage], bool]

_TERM = late_pattern(
    rf"(?P<not>-?)(?:(?P<field>[^\W\d_]+):)?(?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)(?:[{QUOTES}]|$)|(?P<word>\S*))"
)
_ID = late_pattern(r"[0-9a-f]{4,}")
"""Matches what may be the beginning of an article's id."""
_PRINTED = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("…", "..."))
_NONE = "none"
_ANY = "any"
_MOST_OFFERED = 5
_EXAMPLES = {"label": "ceasefire", "outlet": '"Amed Post"', "article": "talks", "note": "check", "by": "Ada",
             "event": "Protests"}  # fmt: skip


class Folded(NamedTuple):
    """The texts of a passage in the form in which they are compared."""

    all: str
    note: str
    title: str
    outlet: str


class FoldedTexts:
    """The texts of passages, folded, each remembered for as long as the passage is the same object."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Passage, Folded]] = {}

    def of(self, passage: Passage) -> Folded:
        """Return the folded texts of a passage. Each of its fields is one line, so that no phrase spans two."""
        found = self._found.get(passage.id)
        if found is None or found[0] is not passage:
            note, title, outlet = folded(passage.note), _folded_name(passage.title), _folded_name(passage.outlet)
            asked_outlet = _folded_name(without_quotes(passage.outlet or ""))
            labels = (_folded_name(label) for label in passage.labels)
            events = map(_folded_name, event_texts(passage.event))
            fields = (folded(passage.quote), note, *labels, *events, title, outlet, passage.date or "")
            found = passage, Folded("\n".join(filter(None, fields)), note, title, asked_outlet)
            self._found[passage.id] = found
        return found[1]


class PassageQuery:
    """A parsed query. No text raises an error; what is half typed means what it means so far.

    `hints` and `refusals` are sentences for the user: what is unusual, and what cannot be answered if it is finished.
    """

    def __init__(
        self,
        text: str,
        labels_below: Callable[[str], Iterable[str]] = lambda label: [label],
        known_labels: Callable[[], Iterable[str]] | None = None,
        texts: FoldedTexts | None = None,
        me: str = "",
    ) -> None:
        """`labels_below` returns a label and those of the codes below it, `known_labels` all that there are.

        `texts` remembers what was folded. `me` is the name of who works in the library now.
        """
        self.hints: list[str] = []
        self.refusals: list[str] = []
        self._labels_below = labels_below
        self._known_labels = known_labels
        self._texts = texts or FoldedTexts()
        self._me = me
        self._tests: list[tuple[bool, Test]] = []
        for term in _TERM.finditer(text):
            if term[0]:
                test = self._test_of(term["field"] or "", term["word"] or "", term["phrase"])
                if test is not None:
                    self._tests.append((bool(term["not"]), test))

    def matching(self, passages: Iterable[Passage]) -> list[Passage]:
        """Return the passages that the query asks for."""
        found = list(passages)
        for is_excluded, test in self._tests:
            found = [passage for passage in found if test(passage) != is_excluded]
        return found

    def _refuse(self, sentence: str, *, is_unfinished: bool = False) -> None:
        """Record why the query cannot be answered if it is finished.

        It is a hint already while the user types, unless what is there means something so far (`is_unfinished`).
        """
        self.refusals.append(sentence)
        if not is_unfinished:
            self.hints.append(sentence)

    def _test_of(self, field: str, word: str, phrase: str | None) -> Test | None:
        """Return the test of one term; None if nothing is asked for yet. The value is `phrase` if it is in quotes."""
        name, value = field.lower(), word if phrase is None else phrase
        if name in query_dates.READERS and name in PASSAGE_FIELDS:
            return self._date_test(name, value.strip())
        if name not in PASSAGE_FIELDS:
            return self._plain_test(field, word, phrase)
        if not value.strip():
            self._refuse(f"“{name}:” waits for a word, such as {name}:{_EXAMPLES[name]}.")
            return None
        presence = _presence_of(name) if phrase is None and value.lower() in (_NONE, _ANY) else None
        if presence is not None:
            is_wanted = value.lower() == _ANY
            return lambda passage: bool(presence(passage)) == is_wanted
        if name == "label":
            return self._label_test(value)
        if name == "by":
            names = names_meant(value, self._me)
            return lambda passage: name_key(passage.annotator) in names
        if name == "event":
            is_asked_for = event_test(value, is_quoted=phrase is not None)
            return lambda passage: is_asked_for(passage.event)
        texts, wanted = self._texts, folded(value)
        if name == "outlet":
            wanted = folded(without_quotes(value))
            return lambda passage: wanted in texts.of(passage).outlet
        if name == "note":
            return lambda passage: wanted in texts.of(passage).note
        id = value.lower() if _ID.fullmatch(value.lower()) else None
        return lambda passage: wanted in texts.of(passage).title or bool(id and passage.article_id.startswith(id))

    def _plain_test(self, field: str, word: str, phrase: str | None) -> Test | None:
        """Return the test of words or of a phrase, and refuse a name before it that only looks like a field."""
        name, prefix = field.lower(), f"{field}:" if field else ""
        is_field = name in FIELDS or name in DATE_FIELDS or name == STATE_FIELD
        if is_field or is_unknown_field(prefix + word, "" if phrase is None else '"'):
            known = ", ".join(f"{one}:" for one in PASSAGE_FIELDS)
            self._refuse(f"Passages have no field “{prefix}”; they have {known}. In quotes it is a word.")
        texts = self._texts
        parts = [prefix, phrase] if phrase is not None else (prefix + word).split()
        wanted = [part for part in map(folded, parts) if part]
        if not wanted:
            return None
        if len(wanted) == 1:
            (part,) = wanted
            return lambda passage: part in texts.of(passage).all
        return lambda passage: all(part in texts.of(passage).all for part in wanted)

    def _label_test(self, value: str) -> Test:
        if self._known_labels is None:
            keys = {queried_key(label) for label in self._labels_below(value)}
            return lambda passage: any(queried_key(label) in keys for label in passage.labels)
        known = list(self._known_labels())
        meant = [label for label in known if code_key(label) == code_key(value)]
        meant = meant or [label for label in known if queried_key(label) == queried_key(value)]
        labels = {code_key(label) for name in meant or [value] for label in self._labels_below(name)}
        if labels.isdisjoint(map(code_key, known)):
            similar = [label for label in known if folded(label).startswith(folded(value))][:_MOST_OFFERED]
            some = f" These begin so: {', '.join(similar)}." if similar else ""
            self.hints.append(f"No label is called “{value}”.{some}")
        return lambda passage: any(code_key(label) in labels for label in passage.labels)

    def _date_test(self, name: str, value: str) -> Test | None:
        days, problem = query_dates.READERS[name](value), query_dates.problem_of(name, value)
        if problem:
            self._refuse(problem.words, is_unfinished=problem.is_unfinished)
        if days is None:
            return None
        if days == query_dates.UNKNOWN:
            return lambda passage: _days_of(passage.date) is None
        first, last = days

        def is_within(passage: Passage) -> bool:
            own = _days_of(passage.date)
            return own is not None and first <= own[0] and own[1] <= last

        return is_within


def _presence_of(name: str) -> Callable[[Passage], object] | None:
    """Return what is true of the passages that have something in a field; None if `any` and `none` are values of it."""
    return {
        "label": lambda passage: passage.labels,
        "outlet": lambda passage: passage.outlet,
        "note": lambda passage: passage.note,
    }.get(name)


def folded(text: str) -> str:
    """Return a text as it is compared: folded, in one line, and with typewriter signs for those of printers."""
    text = " ".join(text.split())
    if not text.isascii():
        for printed, typed in _PRINTED:
            text = text.replace(printed, typed)
    return fold(text)


@lru_cache(maxsize=8192)
def _folded_name(text: str | None) -> str:
    return folded(text or "")


@lru_cache(maxsize=8192)
def _days_of(date: str | None) -> query_dates.Days | None:
    return query_dates.parse_date(date[:10]) if date else None
