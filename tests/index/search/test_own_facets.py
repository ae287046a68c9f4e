"""Facets of what the user made of articles: labels of passages, and what is read or bookmarked."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library
from peaceindex.model.code import Code
from peaceindex.model.query_language import COUNTED_STATES
from peaceindex.model.search import FURTHER_FACETS, Request, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = ("talks", "convoy", "talks convoy", "harvest", "talks harvest", "harbour")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    rows = [
        {
            "title": f"Number {number}",
            "text": f"The {words} of the week were long, and article {number} tells of them in words of its own: "
            + " ".join(f"word{number}x{n}" for n in range(60)),
            "outlet": "Amed Post" if number % 2 else "Riga Post",
        }
        for number, words in enumerate(WORDS)
    ]
    (tmp_path / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with Library.open(tmp_path / "library", create=True) as library:
        assert [one.status for one in library.ingest.add([tmp_path / "articles.jsonl"])] == ["added"] * len(WORDS)
        yield library


def find(library: Library, text: str = "", **selections: Any) -> tuple[set[str], dict[str, dict[str, int]]]:
    """Return the titles found, and the counts of labels and states."""
    results = library.search.find(replace(Request(text, counted=FURTHER_FACETS), **selections))
    counts = {facet: {one.value: one.count for one in getattr(results.facets, facet)} for facet in ("labels", "states")}
    return {hit.title or "" for hit in library.search.hits(results, 0, 20)}, counts


def test_labels_and_states_count_what_the_query_fields_find(library: Library) -> None:
    assert find(library)[1] == {"labels": {"": 6}, "states": {"unread": 6}}
    coding = library.annotations.coding
    coding.add(Code("Ceasefire"))
    coding.add(Code("Cease fire violation", parent="Ceasefire"))
    ids = {hit.title: hit.id for hit in library.search.hits(library.search.find(Request("")), 0, 10)}
    for number, label in ((0, "Ceasefire"), (1, "Cease fire violation"), (1, "Aid"), (4, "Hilfe für Gäza")):
        library.annotations.bookmark(library.article(ids[f"Number {number}"]), 0, 12, labels=[label])
    library.annotations.bookmark(library.article(ids["Number 3"]), 0, 12)
    for number in (0, 1, 2):
        library.annotations.mark_read(ids[f"Number {number}"])

    labels = ("Ceasefire", "Cease fire violation", "Aid", "Hilfe für Gäza", "")
    for text, outlet in product(("", "talks", "harvest", "nowhere"), ("", "Amed Post")):
        outlets = Selection(frozenset({outlet})) if outlet else Selection()
        _, counts = find(library, text, outlets=outlets)
        by_query = {
            one: find(library, f"{text} label:{f'{chr(34)}{one}{chr(34)}' if one else 'none'}", outlets=outlets)[0]
            for one in labels
        }
        assert counts["labels"] == {label: len(found) for label, found in by_query.items() if found}
        by_state = {state: find(library, f"{text} is:{state}", outlets=outlets)[0] for state in COUNTED_STATES}
        assert counts["states"] == {state: len(found) for state, found in by_state.items() if found}
        for label, found in by_query.items():
            assert find(library, text, outlets=outlets, labels=Selection(frozenset({label})))[0] == found
        for state, found in by_state.items():
            every = find(library, text, outlets=outlets)[0]
            assert (
                find(library, text, outlets=outlets, states=Selection(exclude=frozenset({state})))[0] == every - found
            )

    both, counts = find(library, labels=Selection(frozenset({"Aid"})), states=Selection(frozenset({"unread"})))
    assert both == set() and counts == {
        "labels": {"": 2, "Hilfe für Gäza": 1, "Aid": 0},
        "states": {"read": 1, "bookmarked": 1, "unread": 0},
    }


def test_a_label_that_is_gone_finds_nothing_and_stays_ticked(library: Library) -> None:
    found, counts = find(library, labels=Selection(frozenset({"Removed"})))
    assert not found and counts["labels"] == {"": 6, "Removed": 0}
    saved = library.search.save_search("removed", Request("", labels=Selection(frozenset({"Removed"}))))
    assert library.search.saved_search("removed").request == saved.request
    assert library.search.news(saved).total == 0
