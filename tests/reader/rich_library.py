"""A small library in which each key of the reader has something to do, as a person who has worked with it leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peaceindex import Library
from peaceindex.model.event import Event
from peaceindex.model.search import Request
from tests.reader.pages import write_pages, write_story, write_swap
from tests.reader.passages import article_ids

if TYPE_CHECKING:
    from pathlib import Path

    from peaceindex.model.article import Article

CODES = """\
codes:
  - name: Talks
    key: "1"
    description: What is said of negotiations.
    codes:
      - {name: Offers, key: "2"}
      - {name: Refusals}
  - {name: Aid, key: "3"}
  - {name: Law}
"""
LONG = "The long road to the hearing"
"""The title of an article that is longer than any screen."""


def make_rich_library(folder: Path) -> Path:
    """Write pages into a folder and make a library of them, with passages of two coders and of one's own, events,
    codes, tags, marks, saved and recent searches, corrections, and articles in the bin. Return the library."""
    folder.mkdir(exist_ok=True)
    write_pages(folder / "pages")
    write_story(folder / "story")
    _write_long_page(folder / "long.txt")
    for number in range(1, 6):
        write_swap(folder / "swaps", number)
    (folder / "story" / "empty").mkdir()
    for number in range(7):
        (folder / "story" / "empty" / f"{number}.txt").write_text("")
    library_folder = folder / "library"
    with Library.open(library_folder, create=True) as library:
        for path in (folder / "pages", folder / "story", folder / "swaps" / "swap-1.txt", folder / "long.txt"):
            list(library.ingest.add([path]))
        (library_folder / "codes.yaml").write_text(CODES)
        library.search.save_search("swaps", Request("prisoner"))
        library.search.save_search("talks", Request("talks", sort="newest"))
        library.search.save_search("north", Request("alaska"))
        for words in ("ceasefire", "istanbul", "kyiv"):
            library.search.log_search(library.search.find(Request(words)))
        list(library.ingest.add([folder / "swaps"]))
        _code(library)
        ids = article_ids(library)
        for name in ("to cite", "to check", "background"):
            library.annotations.tagging.change(ids[:2], add=[name])
        library.annotations.marking.change(ids[2:3], {"starred": True})
        for number in (2, 3, 4):
            library.bin.remove(library.search.article_ids(library.search.find(Request(f'"swap number {number}"'))))
    return library_folder


def _write_long_page(path: Path) -> None:
    paragraphs = [
        f"On day {day} the committee in Istanbul heard witness {day} of the prisoner exchange, who spoke for an hour "
        f"and left. The clerk wrote down page {day * 7} of the record, and the ceasefire was asked about once more."
        for day in range(1, 41)
    ]
    lines = [
        " date 2025-07-03 https://harbourdispatch.example/20250703/long.html",
        LONG,
        "Harbour Dispatch",
        *paragraphs,
    ]
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def _code(library: Library) -> None:
    """Bookmark paragraphs as two coders, who differ at some places, and as the user."""
    articles = [library.article(id) for id in article_ids(library)]
    with_paragraphs = [one for one in articles if len(one.paragraphs) >= 2][:4]
    for article in with_paragraphs[:3]:
        for maker, labels in {"Ada": (("Talks",), ("Aid",)), "Bo": (("Talks",), ("Law",))}.items():
            library.annotations.annotator = maker
            _bookmark(library, article, 0, "", labels[0])
            _bookmark(library, article, 1, f"by {maker}", labels[1])
    library.annotations.annotator = ""
    for number, article in enumerate(with_paragraphs):
        passage = _bookmark(library, article, -1, "what happened", ("Offers",))
        event = Event("2025-05-16", place="Istanbul", type="Talks") if number < 2 else Event("2025-05-25", place="Sumy")
        library.annotations.events.set([passage], lambda *_, event=event: event)
    long = next(article for article in articles if article.title == LONG)
    for number, label in enumerate(("Talks", "Talks", "Harvest", "Roads", "Bridges", "Schools", "Ports", "Talks")):
        _bookmark(library, long, 4 * number, f"note {number}", (label,))


def _bookmark(library: Library, article: Article, number: int, note: str, labels: tuple[str, ...]) -> str:
    words = article.paragraphs[number]
    start = article.text.index(words)
    return library.annotations.bookmark(article, start, start + len(words), note, labels).id
