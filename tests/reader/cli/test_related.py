"""`related`: articles that share what is telling in an article and are near it in time, without its own story."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.model.search import Request

from .test_commands import Run, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]

FILL = ["Growers on the coast speak of frost and of orchards.", "Trains were late after the storm in the hills."]


def page(title: str, text: str, day: str = "2025-06-02", outlet: str = "Bay Post") -> dict[str, str]:
    return {"title": title, "text": text, "published": day, "outlet": outlet, "url": f"https://x.example/{hash(title)}"}


def filled(folder: Path, pages: list[dict[str, str]]) -> Path:
    source = folder / "pages.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in pages), encoding="utf-8")
    with Library.open(folder / "library", create=True) as library:
        assert [one.status for one in library.ingest.add([source])] == ["added"] * len(pages)
    return folder / "library"


def id_of(library: Path, title: str) -> str:
    with Library.open(library) as opened:
        return opened.search.article_ids(opened.search.find(Request(f'title:"{title}"')))[0]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    copy = (
        "The Zaporizhzhia plant lost its last power line on Tuesday, inspectors said. Engineers of the agency asked "
        "for a truce around the reactors, so that the line can be repaired before the diesel runs out."
    )
    near = "Diesel at the Zaporizhzhia reactors lasts ten days, inspectors of the agency found."
    return filled(
        tmp_path,
        [
            page("Plant without power", copy),
            page("Plant loses power", copy, outlet="Harbor Times"),
            page("Reactors on diesel", near, "2025-06-04"),
            page("Reactors once on diesel too", near + " That was another summer.", "2022-08-04"),
            *(page(f"Other news {n}", FILL[n % 2] + f" Number {n} of them.") for n in range(12)),
        ],
    )


def test_related_articles_are_printed_the_nearest_first(library: Path, run: Run) -> None:
    id = id_of(library, "Plant without power")
    code, out, _ = run("--library", library, "related", id[:8])
    assert code == 0
    assert next(line for line in out.splitlines() if not line.startswith(" ")).endswith("Reactors on diesel")
    assert "Bay Post · 4 Jun 2025" in out and "    both: " in out and "diesel" in out
    assert "Plant loses power" not in out, "its own story is left out"
    assert "Other news" not in out
    found = json.loads(run("--library", library, "related", id, "--json")[1])
    assert [one["title"] for one in found] == ["Reactors on diesel", "Reactors once on diesel too"]
    assert all(0 < later["score"] <= earlier["score"] <= 1 for earlier, later in pairwise(found))
    assert len(json.loads(run("--library", library, "related", id, "--json", "--limit", "1")[1])) == 1


def test_a_story_is_listed_once_and_an_article_never_itself(library: Path, run: Run) -> None:
    found = json.loads(run("--library", library, "related", id_of(library, "Reactors on diesel"), "--json")[1])
    titles = [one["title"] for one in found]
    assert sum(title.startswith("Plant") for title in titles) == 1 and "Reactors on diesel" not in titles


def test_nothing_related_is_said(library: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    alone = filled(tmp_path / "one", [page("停火谈判", "停火谈判在伊斯坦布尔开始。双方交换了名单。")])
    code, out, err = run("--library", alone, "related", id_of(alone, "停火谈判"))
    assert (code, out) == (0, "") and "No other article is near enough to this one." in err
    code, _, err = run("--library", alone, "related", "zzz")
    assert code == 1 and "zzz" in err


def test_related_in_a_script_without_spaces(tmp_path: Path, run: Run) -> None:
    pages = [
        page("停火谈判开始", "停火谈判星期一在伊斯坦布尔开始。双方交换了战俘名单,代表团没有谈到扎波罗热核电站。"),
        page("战俘名单", "代表团说战俘名单已经交换。扎波罗热核电站的问题留到下一轮停火谈判。"),
        *(page(f"苹果 {n}", f"今年的苹果很贵,果农说春天有霜冻。第{n}个村子。") for n in range(8)),
    ]
    library = filled(tmp_path, pages)
    found = json.loads(run("--library", library, "related", id_of(library, "停火谈判开始"), "--json")[1])
    assert [one["title"] for one in found] == ["战俘名单"]


def test_names_are_found_where_they_stand(tmp_path: Path) -> None:
    text = "Zelenskyy met Erdoğan in Ankara. Turkey’s foreign minister said that the EU would pay; eu is no word here."
    with Library.open(filled(tmp_path, [page("A visit", text)])) as library:
        found = {text[one.start : one.end]: (one.name, one.kind) for one in library.search.names_in(text)}
    assert found["Zelenskyy"][1] == found["Erdoğan"][1] == "person" and found["Ankara"][1] == "place"
    assert "eu" not in found
