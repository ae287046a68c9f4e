"""`label:` and `mine:` find the articles that the user labelled passages of, or tagged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.errors import QueryError
from peaceindex.model.code import Code
from peaceindex.model.search import Request, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BODIES = {
    "Riyadh": "Talks on a ceasefire went on in Riyadh, and both sides said that they would meet again in the summer.",
    "Jeddah": "Talks on a ceasefire went on in Jeddah, where the delegations stayed for another two days of meetings.",
    "Minsk": "Talks ended in Minsk without a word to the reporters, who had waited there since the early morning.",
    "Geneva": "The Swiss hosts spoke of aid convoys, of roads that were closed, and of a winter that nobody wanted.",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    rows = [{"title": name, "text": text, "outlet": f"{name} Post", "language": "en"} for name, text in BODIES.items()]
    (tmp_path / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    with Library.open(tmp_path / "library", create=True) as library:
        assert [one.status for one in library.ingest.add([tmp_path / "articles.jsonl"])] == ["added"] * 4
        yield library


def find(library: Library, text: str, outlets: Selection | None = None) -> list[str]:
    results = library.search.find(Request(text, outlets=outlets or Selection()))
    assert results.total == sum(one.count for one in results.facets.outlets if one.count) or outlets
    return sorted(hit.title or "" for hit in library.search.hits(results, 0, 10))


def ids(library: Library) -> dict[str, str]:
    hits = library.search.hits(library.search.find(Request("")), 0, 10)
    return {hit.title or "": hit.id for hit in hits}


def label(library: Library, title: str, *labels: str) -> str:
    article = library.article(ids(library)[title])
    return library.annotations.bookmark(article, 0, 12, labels=labels).id


def test_articles_are_found_by_their_labels_and_those_below(library: Library) -> None:
    coding = library.annotations.coding
    coding.add(Code("Ceasefire"))
    coding.add(Code("Cease fire violation", parent="Ceasefire"))
    coding.add(Code("Unused"))
    label(library, "Riyadh", "Ceasefire")
    passage = label(library, "Jeddah", "Cease fire violation")
    label(library, "Jeddah", "Aid")
    label(library, "Geneva", "Hilfe für Gäza")
    assert find(library, "label:ceasefire") == ["Jeddah", "Riyadh"]
    assert find(library, "LABEL: CEASEFIRE talks -riyadh") == ["Jeddah"]
    assert find(library, 'label:"cease  FIRE violation"') == find(library, "label:aid") == ["Jeddah"]
    assert find(library, "label:“Hilfe für Ga\u0308za”") == ["Geneva"], "however the letters are composed"
    assert find(library, "label:unused") == []
    assert find(library, "-label:ceasefire") == ["Geneva", "Minsk"]
    assert find(library, "label:none") == ["Minsk"]
    assert find(library, "label:any talks") == ["Jeddah", "Riyadh"]
    assert find(library, "label:aid OR minsk") == ["Jeddah", "Minsk"]
    assert find(library, "label:any", Selection(frozenset({"Geneva Post"}))) == ["Geneva"]
    lines = library.search.concordance(Request("label:ceasefire talks"))
    assert {line.title for line in lines} == {"Riyadh", "Jeddah"}
    # each change counts at once, and so does one of codes.yaml by hand
    library.annotations.label([passage], ["Aid"], ["Cease fire violation"])
    assert find(library, "label:ceasefire") == ["Riyadh"]
    library.annotations.undo()
    path = library.folder / "codes.yaml"
    path.write_text("codes: [{name: Aid, codes: [Ceasefire]}]\n")
    assert find(library, "label:aid") == ["Jeddah", "Riyadh"]
    library.annotations.remove_passage(passage)
    assert find(library, "label:any") == ["Geneva", "Jeddah", "Riyadh"], "the other passage of Jeddah"


def test_articles_are_found_by_the_users_own_tags(library: Library) -> None:
    tags, by_title = library.stores.annotations.article_tags, ids(library)
    tags.change([by_title["Minsk"], by_title["Geneva"]], ["To cite", "any"])
    assert find(library, 'mine:"to cite" talks') == ["Minsk"]
    assert find(library, "mine:any") == find(library, 'mine:"any"') == ["Geneva", "Minsk"]
    assert find(library, "mine:none") == ["Jeddah", "Riyadh"]
    tags.change([by_title["Minsk"]], [], ["To cite", "any"])
    assert find(library, "mine:any") == ["Geneva"]
    assert find(library, "gold mine: nothing such") == [], "with a space after it, it is a word"
    offered = [one.text for one in library.search.complete("talks mine:")]
    assert offered == ['talks mine:"any" ', 'talks mine:"To cite" ', "talks mine:any ", "talks mine:none "]
    saved = library.search.save_search("cited", Request('mine:"to cite"'))
    assert library.search.news(saved).total == 1
    library.search.log_search(library.search.find(saved.request))
    tags.change([by_title["Geneva"]], [], ["To cite"])
    assert "There is no tag of yours “to cite”" in library.search.news(saved).refusal


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("label:ceasfire", "There is no label “ceasfire”. Is it “Ceasefire”?"),
        ("talks -label:cease", "There is no label “cease”. Is it “Ceasefire”?"),
        ("label:Опор OR talks", "There is no label “Опор”, but “Draft”, “Ceasefire”."),
        ("mine:draft", "There is no tag of yours “draft”, nor any other yet; 'peacereader tag' sets one."),
        ('mine:"draft', "A quotation mark is still open"),
    ],
)
def test_a_name_that_nothing_has_is_refused_and_finds_nothing(library: Library, text: str, told: str) -> None:
    library.annotations.coding.add(Code("Draft"))
    label(library, "Riyadh", "Ceasefire")
    for _ in range(2):  # a refusal is not kept as an answer
        with pytest.raises(QueryError, match=told.replace("?", r"\?")):
            library.search.find(Request(text))
    with pytest.raises(QueryError):
        library.search.save_search("vain", Request(text))
    half_typed = library.search.search_page(Request(text), False, 0, 10).results
    assert half_typed.refusal and half_typed.total == (3 if "talks" in text else 0)
    library.annotations.coding.add(Code("ceasfire"))
    library.annotations.coding.add(Code("cease"))
    library.annotations.coding.add(Code("Опор"))
    library.stores.annotations.article_tags.change([ids(library)["Minsk"]], ["draft"])
    if "open" not in told:
        library.search.find(Request(text))


def test_completions_offer_the_labels_that_find_something(library: Library) -> None:
    library.annotations.coding.add(Code("Unused"))
    library.annotations.coding.add(Code("Parent"))
    label(library, "Riyadh", "Ceasefire")
    label(library, "Jeddah", "Ceasefire", "Cease fire")
    offered = [(one.text, one.kind, one.count) for one in library.search.complete("label:cea")]
    assert offered == [("label:Ceasefire ", "label", 2), ('label:"Cease fire" ', "label", 1)]
    assert [one.text for one in library.search.complete('label:"cease f')] == ['label:"Cease fire" ']
    library.annotations.coding.move("Ceasefire", "Parent")
    assert library.search.complete("label:par")[0].count == 2, "what is below counts"
    assert library.search.complete("label:un") == ()
    assert library.search.complete("lab")[0].shown == "label:"
