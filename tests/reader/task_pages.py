"""What a new user of the reader has collected of one summer's talks: pages of four outlets that do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Page(NamedTuple):
    """A page as a scraper saved it. What was not found is empty."""

    date: str
    time: str
    outlet: str
    title: str
    paragraphs: tuple[str, ...]
    tags: tuple[str, ...] = ()


_AGENCY = (
    "Delegations of Russia and Ukraine sat down in Istanbul on Friday, for the first time in three years. After less "
    "than two hours they announced the largest prisoner swap of the war: a thousand people from each side.",
    "The talks brought no ceasefire. The Ukrainian defence minister said that his side had asked for one, and for a "
    "meeting of the two presidents. The head of the Russian delegation took note of both.",
    "Turkey's foreign minister sat at the head of the table. He said later that the sides had agreed to meet again.",
    "No day was named for the exchange. Families of the captives stood at the gate with photographs until dark.",
)
PAGES = {
    "announced": Page(
        "2025-05-16", "15:10", "Harbour Dispatch", "A thousand for a thousand: swap agreed in Istanbul", _AGENCY,
        ("peace talks", "prisoner swap"),
    ),
    "reprinted": Page(
        "2025-05-17", "06:30", "River Courier", "Sides agree to exchange prisoners, but not to stop firing",
        (
            _AGENCY[0].replace("announced the largest prisoner swap", "declared the largest exchange of captives"),
            _AGENCY[1].replace("took note of both", "rejected both"),
            *_AGENCY[2:],
        ),
        ("prisoner swap",),
    ),
    "buses": Page(
        "2025-05-25", "18:45", "River Courier", "The last buses cross the border",
        (
            "The prisoner swap that was announced in Istanbul ended on Sunday, when buses crossed the border in the "
            "north. Over three days a thousand people went home on each side.",
            "Relatives held up photographs of men who are still missing. Some had come from Odesa and Kharkiv.",
        ),
        ("prisoner swap", "families"),
    ),
    "second": Page(
        "2025-06-02", "14:20", "Harbour Dispatch", "Second round in Istanbul ends with lists but no ceasefire",
        (
            "The second round of talks in Istanbul was over in an hour. Each side handed over a paper with its terms.",
            "All sick and badly wounded prisoners are to be exchanged, and all those under twenty-five.",
            "A ceasefire is not in sight. “We wait, as we have waited,” said a volunteer in Kyiv who sorts letters.",
        ),
        ("peace talks",),
    ),
    "football": Page(
        "2025-06-11", "20:00", "The Upland Post", "Prison eleven wins the cup",
        (
            "The team of the county prison won the cup on Wednesday by two goals to one. After a swap of shirts each "
            "prisoner who had played went back to his cell with a medal.",
        ),
        ("football",),
    ),
    "wounded": Page(
        "2025-06-20", "09:05", "The Upland Post", "Wounded come home in a second prisoner swap",
        (
            "A second prisoner swap has begun with the wounded. Ambulances met the first of them at the border on "
            "Friday morning, and the rest are to follow within the week.",
            "Neither side gave a number. The talks on a ceasefire have stood still since the beginning of the month.",
        ),
        ("prisoner swap",),
    ),
    "undated": Page(
        "", "", "", "Families ask for a list of names",
        (
            "Forty families whose sons were not in the prisoner swap have written to both governments. They ask for a "
            "list of the names of all who are held, alive or dead.",
            "Their letter was read out in front of the town hall of Sumy. Nobody came out to take it.",
        ),
    ),
}  # fmt: skip
"""The pages by the names of their files."""

LATER = Page(
    "2025-06-27", "11:15", "River Courier", "Third prisoner swap is announced",
    (
        "A third prisoner swap was announced on Friday, a week after the second had begun. It is to bring home all "
        "who have been held since the first year of the war.",
        "The lists have been handed over, said an official who asked not to be named.",
    ),
    ("prisoner swap",),
)  # fmt: skip
"""A page that comes later."""


def write_pages(folder: Path) -> Path:
    """Write all pages but the later one into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        write_page(folder / f"{name}.txt", page)
    return folder


def write_page(path: Path, page: Page) -> None:
    """Write a page as a scraper with machine fields would."""
    host = page.outlet.lower().replace(" ", "") + ".example"
    stamp = f"{page.date}T{page.time}+0000"
    fields = [f" date {page.date} https://{host}/{page.date.replace('-', '')}/{path.stem}.html"] if page.date else []
    lead, *rest = page.paragraphs
    stamps = [stamp, stamp] if page.date else []
    outlet = [page.outlet] if page.outlet else []
    lines = [*fields, page.title, page.title, *outlet, lead, *stamps, *page.tags, *rest, *outlet]
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
