"""`[` and `]` go to what leads further in an article: outlet, authors, tags, names in the text, other articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peacereader.tui.screens.hit_article import HitArticleScreen
from peacereader.tui.screens.reading_room import ReadingRoom
from peacereader.tui.widgets.article_pane import ArticlePane
from tests.reader.driving import Driver, reading

if TYPE_CHECKING:
    from pathlib import Path

COPY = (
    "Delegations from Moscow and Kyiv met in Istanbul on Monday for an hour. Vladimir Medinsky spoke of a swap of "
    "prisoners.\n\nRustem Umerov said that the lists would be exchanged by the end of June, and that the bodies of "
    "six thousand soldiers would come home.\n\nNo ceasefire was agreed in the Çırağan palace."
)
PAGES = [
    {"title": "Talks in Istanbul end", "outlet": "Harbor Times", "published": "2025-06-02", "authors": ["Ada Stone"],
     "tags": ["Talks"], "text": COPY, "url": "https://a.example/1"},
    {"title": "Istanbul talks over", "outlet": "Bay Post", "published": "2025-06-02", "text": COPY,
     "url": "https://b.example/1"},
    {"title": "What Medinsky said in the palace", "outlet": "Bay Post", "published": "2025-06-03", "tags": ["Talks"],
     "text": "Vladimir Medinsky told reporters in the Çırağan palace that Rustem Umerov had brought lists of prisoners "
     "and of bodies. He expects the swap of both in June.", "url": "https://b.example/2"},
    {"title": "Apples are dear this year", "outlet": "Bay Post", "published": "2025-06-02",
     "text": "A late frost took the blossom of most orchards, growers on the coast say. Prices will rise in autumn.",
     "url": "https://b.example/3"},
]  # fmt: skip


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    source = tmp_path / "talks.jsonl"
    source.write_text("".join(json.dumps(page) + "\n" for page in PAGES), encoding="utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        assert [one.status for one in library.ingest.add([source])] == ["added"] * len(PAGES)
    return tmp_path / "library"


async def links(driver: Driver) -> list[str]:
    """Go through all links, and return what each is."""
    found: list[str] = []
    while True:
        await driver.press("right_square_bracket")
        link = driver.pane.link
        assert link is not None
        if found and f"{link.kind} {link.words}" == found[0]:
            return found
        found.append(f"{link.kind} {link.words}")


@pytest.mark.parametrize("size", [(60, 20), (120, 40), (240, 50)])
async def test_links_are_gone_through_and_followed(talks: Path, size: tuple[int, int]) -> None:
    async with reading(talks, "title:ends outlet:harbor", size=size) as driver:
        await driver.press("enter")
        found = await links(driver)
        assert found[:4] == ["outlet Harbor Times", "date 2 June 2025", "author Ada Stone", "tag Talks"]
        assert [one for one in found if one.startswith("person")] == [
            "person Vladimir Medinsky",
            "person Rustem Umerov",
        ]
        assert "place Istanbul" in found and found.count("place Moscow") <= 1
        assert found[-2:] == ["same story Istanbul talks over", "related What Medinsky said in the palace"]
        assert "The same copy in 1 other article" in driver.text() or size[1] < 40
        is_beside = driver.pane.link is not None and bool(driver.pane._side)
        assert is_beside == (size[0] == 240)
        await driver.press("right_square_bracket", "right_square_bracket")
        assert (driver.pane.link.kind if driver.pane.link else "") == "author"
        await driver.press("enter")
        assert driver.app.screen._search.request.text == 'author:"Ada Stone"'  # type: ignore[attr-defined]
        assert driver.results.total == 1
        await driver.press("enter", "left_square_bracket")
        assert (driver.pane.link.kind if driver.pane.link else "") == "related"
        await driver.press("enter")
        assert driver.pane.article and driver.pane.article.title == "What Medinsky said in the palace"
        assert driver.app.focused is driver.pane, "it is read at once"
        await driver.press("left_square_bracket", "escape")
        assert driver.pane.link is None and driver.app.focused is driver.pane, "Esc leaves the link first"


async def test_names_and_tags_lead_to_searches(talks: Path) -> None:
    async with reading(talks, "title:ends outlet:harbor", size=(120, 40)) as driver:
        await driver.press("enter")
        queries = {}
        for link in driver.pane._links():
            if link.query:
                queries[link.words] = link.query
        assert queries["Talks"] == "tag:Talks" and queries["2 June 2025"] == "date:2025-06-02"
        assert queries["Harbor Times"] == 'outlet:"Harbor Times"'
        with Library.open(talks) as library:
            from peaceindex.model.search import Request

            for words, query in queries.items():
                found = library.search.find(Request(query))
                assert found.total and not found.hint, (words, query)
        await driver.pilot.click(driver.pane, offset=(12, 1))  # on the outlet
        await driver.rest()
        assert driver.results.total == 1
        assert driver.app.screen._search.request.text == 'outlet:"Harbor Times"'  # type: ignore[attr-defined]


async def test_notes_stand_beside_their_passages_on_a_wide_screen(talks: Path) -> None:
    async with reading(talks, "title:ends outlet:harbor", size=(240, 40)) as driver:
        await driver.press("enter", "v", "b", "e")
        await driver.type("look at the date")
        await driver.press("ctrl+s")
        line = next(line for line in driver.lines() if "look at the date" in line)
        assert line.index("look at the date") > line.index("Istanbul"), "it stands in the line of its passage"
        await driver.press("i")
        assert "look at the date" not in driver.text()
        await driver.press("i")
    async with reading(talks, "title:ends outlet:harbor", size=(120, 40)) as driver:
        await driver.press("enter")
        assert "› look at the date" in driver.text() and not driver.pane._side, "below it where there is no room"


async def test_a_lonely_article_leads_to_searches_only(talks: Path) -> None:
    async with reading(talks, "apples", size=(100, 30)) as driver:
        await driver.press("enter")
        assert [one.split()[0] for one in await links(driver)] == ["outlet", "date"]
        assert "Related" not in driver.text()


async def test_links_in_the_facts_are_whole_words_of_their_own_kind(tmp_path: Path) -> None:
    source = tmp_path / "odd.jsonl"
    odd = {
        "title": "A", "outlet": "Gas Post", "published": "2025-05-02",
        "authors": ["Li", "Lina Post", "Bartholomew Castle-Gandolfini of Harbour Dunes"],
        "tags": ["Gas", "Post", "May", "a very long tag that does not fit on one line of the page at all, as it seems"],
        "text": COPY,
    }  # fmt: skip
    source.write_text(json.dumps(odd) + "\n", encoding="utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        (added,) = library.ingest.add([source])
        library.annotations.tagging.change([str(added.article_id)], ["a", "tags", "your"])
    async with reading(tmp_path / "library", "", size=(60, 40)) as driver:
        await driver.press("enter")
        page = driver.pane._page
        there = [(link.kind, link.words, page.lines[link.line].text[link.start : link.end]) for link in page.links]
        assert there[:7] == [
            ("outlet", "Gas Post", "Gas Post"), ("date", "2 May 2025", "2 May 2025"), ("author", "Li", "Li"),
            ("author", "Lina Post", "Lina Post"), there[4],
            ("tag", "Gas", "Gas"), ("tag", "Post", "Post"),
        ]  # fmt: skip
        assert there[4][:2] == ("author", odd["authors"][2])
        assert odd["authors"][2].startswith(there[4][2]) and there[4][2] not in ("", odd["authors"][2])
        assert there[7:9] == [("tag", "May", "May"), ("tag", odd["tags"][3], there[8][2])]
        assert odd["tags"][3].startswith(there[8][2]) and there[8][2]
        assert there[9:] == [("your tag", "a", "a"), ("your tag", "tags", "tags"), ("your tag", "your", "your")]


async def test_an_article_opened_from_its_story_is_read_in_the_list(talks: Path) -> None:
    async with reading(talks, "istanbul", size=(120, 40)) as driver:
        await driver.press("z")  # one row for each article
        rows = {hit.title: index for index in range(driver.results.total) if (hit := driver.results.hit(index))}
        await driver.press("g", *["j"] * rows["Talks in Istanbul end"], "m", "j", "k")
        await driver.press("j" if driver.app.screen._list.cursor == 0 else "k", "enter")  # type: ignore[attr-defined]
        assert driver.pane.article and driver.pane.article.title == "Istanbul talks over"
        read = driver.results.hit(rows["Istanbul talks over"])
        assert read and read.read


async def test_links_are_followed_in_an_article_of_the_concordance(talks: Path) -> None:
    async with reading(talks, "bodies") as driver:
        await driver.press("C", "enter")
        screen = driver.app.screen
        assert isinstance(screen, HitArticleScreen)
        pane, found = screen.query_one(ArticlePane), dict[str, int]()
        while True:
            await driver.press("right_square_bracket")
            assert pane.link
            if pane.link.kind in found:
                break
            found[pane.link.kind] = len(found)
        assert {"outlet", "date"} <= found.keys()
        while pane.link.kind != "outlet":
            await driver.press("left_square_bracket")
        outlet = pane.link.value
        await driver.press("enter")
        assert isinstance(driver.app.screen, ReadingRoom) and driver.results.total
        assert {hit.outlet for row in range(driver.results.total) if (hit := driver.results.hit(row))} == {outlet}
        await driver.press("u", "C", "enter")
        screen = driver.app.screen
        assert isinstance(screen, HitArticleScreen)
        pane = screen.query_one(ArticlePane)
        while not pane.link or pane.link.kind not in ("same story", "related"):
            await driver.press("left_square_bracket")
        wanted = pane.link.value
        await driver.press("enter")
        assert isinstance(driver.app.screen, ReadingRoom) and driver.pane.has_focus
        assert driver.pane.article and driver.pane.article.id == wanted
        await driver.press("H")
        assert driver.pane.article.id != wanted, "back to the one that led there"
