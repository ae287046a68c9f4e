"""Completions of a query of passages: names of fields, and the labels and outlets that passages have."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from peaceindex.annotations.passage_query import folded
from peaceindex.model.query_language import OWN_WORDS, PASSAGE_FIELDS
from peaceindex.model.search_results import Completion
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.query_signs import QUOTES, in_quotes, without_quotes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from peaceindex.model.passage import Passage
    from peaceindex.model.search_results import CompletionKind

_TYPED = late_pattern(rf"(?<!\S)-?(?:(?P<field>[^\W\d_]+):)?(?P<value>[{QUOTES}][^{QUOTES}]*|[^\s:{QUOTES}]*)$")
_MOST = 12


def completions(
    text: str, cursor: int, passages: Callable[[], Iterable[Passage]], labels: Callable[[], Iterable[str]]
) -> tuple[Completion, ...]:
    """Return completions of the word that ends at the cursor, those that most passages have first.

    `passages` and `labels` return all passages, and the labels of the codebook, which no passage may have yet. They are
    called only if names of that kind are completed.
    """
    typed, rest = _TYPED.search(text[:cursor]), text[cursor:]
    if typed is None or rest[:1].strip():
        return ()
    start, field = typed.start("value"), (typed["field"] or "").lower()
    found = []
    for name, kind, count in _offers(field, typed["value"].lstrip(QUOTES), passages, labels):
        quoted = in_quotes(name)
        needs_quotes = " " in name or name.lower() in OWN_WORDS or quoted != f'"{name}"'
        inserted = quoted if kind != "field" and needs_quotes else name
        following = rest or ("" if kind == "field" else " ")
        completed = text[:start] + inserted + following
        if completed.rstrip() != text.rstrip():
            after = start + len(inserted) + (not rest and bool(following))
            found.append(Completion(name, kind, count, completed, after, start))
    return tuple(found[:_MOST])


def _offers(
    field: str, value: str, passages: Callable[[], Iterable[Passage]], labels: Callable[[], Iterable[str]]
) -> Iterator[tuple[str, CompletionKind, int]]:
    """Yield names that begin with a value, in whole or in one of their words, each with its kind and count."""
    if not field:
        fields = (f"{name}:" for name in PASSAGE_FIELDS if value and name.startswith(value.lower()))
        yield from ((name, "field", 0) for name in fields)
        return
    counts: Counter[str]
    if field == "label":
        counts = Counter(chain.from_iterable(passage.labels for passage in passages()))
        names = list(dict.fromkeys([*labels(), *counts]))
        kind: CompletionKind = "label"
    elif field == "outlet":
        counts = Counter(passage.outlet for passage in passages() if passage.outlet)
        names, kind = list(counts), "outlet"
    else:
        return
    wanted = folded(value)
    compared = {name: folded(without_quotes(name)) for name in names}
    matching = [name for name in names if f" {wanted}" in f" {compared[name]}"]
    matching.sort(key=lambda name: (not compared[name].startswith(wanted), -counts[name]))
    yield from ((name, kind, counts[name]) for name in matching)
