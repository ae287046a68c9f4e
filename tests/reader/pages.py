"""Pages for tests of the reader, in a plain shape that any cleaning understands; the outlets do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PAGES = {
    "01": (
        "2025-05-16",
        "Harbour Dispatch",
        "Delegations meet in Istanbul for the first time in three years",
        [
            "Two delegations sat down in Istanbul on Friday for talks that lasted less than two hours. It was their "
            "first direct meeting in three years. A ceasefire was discussed and put off.",
            "The sides agreed to exchange a thousand prisoners each. Families of the captives called the prisoner "
            "swap the one thing that counts.",
            "Officials in Kyiv said that Zelenskyy would judge the talks by what follows. Moscow said it was content.",
        ],
        ["peace talks", "istanbul"],
    ),
    "02": (
        "2025-05-25",
        "River Courier",
        "A thousand for a thousand: the last buses cross the border",
        [
            "The last of three exchanges ended on Sunday when buses crossed the border in the north. Over three days "
            "a thousand prisoners went home on each side.",
            "Relatives held up photographs of men who are still missing. Some had come from Odesa and Kharkiv.",
            "It was the largest prisoner swap of the war, and no ceasefire went with it.",
        ],
        ["prisoner swap"],
    ),
    "03": (
        "2025-06-02",
        "Harbour Dispatch",
        "Second round in Istanbul ends with lists but no ceasefire",
        [
            "The second round of talks in Istanbul was over in an hour. Each side handed over a paper with its terms.",
            "All sick and badly wounded prisoners are to be exchanged, and all those under twenty-five. The bodies of "
            "six thousand fallen soldiers will be returned.",
            "A ceasefire is not in sight. “We wait, as we have waited,” said a volunteer in Kiev who sorts letters "
            "for prisoners. “What else should we do?”",
            "Turkey offered to host a meeting of the presidents. Erdogan had spoken with both on the telephone.",
        ],
        ["peace talks", "istanbul", "prisoner swap"],
    ),
    "04": (
        "2025-08-15",
        "The Upland Post",
        "Summit in Alaska brings handshakes and no agreement",
        [
            "The presidents of the United States and Russia met on a military base in Alaska. After three hours they "
            "spoke of progress and named none.",
            "In Kyiv the mood was wary. Europe asked to be heard before borders were talked about.",
        ],
        ["summit"],
    ),
    "05": (
        "2025-11-23",
        "River Courier",
        "Geneva: a plan of twenty-eight points grows shorter",
        [
            "Negotiators in Geneva went through a plan of twenty-eight points line by line. By evening it had grown "
            "shorter, officials said.",
            "The hardest questions, territory and security guarantees, were left to the presidents.",
        ],
        ["peace talks"],
    ),
}
"""File number: date, outlet, title, paragraphs, tags."""

WIRE_COPY = (
    "Ferries crossed the strait again on Tuesday after the port authority lifted its order of last week.",
    "The first boat carried forty lorries and a school class that had waited since Friday.",
    "Its captain said that the sea was calm and the queue was not.",
    "The order had followed a night in which two patrol boats came within sight of each other.",
    "Nobody was hurt, and both governments called the meeting an accident of navigation.",
    "A commission of six officers is to look at the charts and the logs of both crews.",
    "It will hold its sessions on a hospital ship anchored between the two harbours.",
    "Fishermen on the northern shore asked to be heard by it as well.",
    "They say that the buoys were moved in the spring and never put back.",
    "The harbour master promised to have them counted before the end of the month.",
)
"""What an agency sent, sentence by sentence."""


def write_story(folder: Path) -> list[Path]:
    """Write pages of three outlets that print `WIRE_COPY`: as it came, shortened and added to, with words changed."""
    pages = {
        "as-sent": ("2025-09-02", "Harbour Dispatch", "Ferries cross the strait again", list(WIRE_COPY)),
        "shortened": (
            "2025-09-03",
            "River Courier",
            "Strait opens for lorries and a school class",
            [*WIRE_COPY[:7], *WIRE_COPY[8:], "Our own reporter saw the class go on board with songs and sandwiches."],
        ),
        "changed": (
            "2025-09-03",
            "The Upland Post",
            "After a week, boats sail the strait",
            [*WIRE_COPY[:4], "Nobody was hurt, and both capitals called the meeting an accident.", *WIRE_COPY[5:]],
        ),
    }
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, (date, outlet, title, sentences) in pages.items():
        host = outlet.lower().replace(" ", "") + ".example"
        texts = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        path = folder / f"{name}.txt"
        lines = [f" date {date} https://{host}/{date.replace('-', '')}/{name}.html", title, outlet, *texts]
        path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def write_pages(folder: Path) -> list[Path]:
    """Write the pages as a scraper with machine fields would, and give their paths."""
    folder.mkdir(parents=True)
    paths = []
    for number, (date, outlet, title, paragraphs, tags) in PAGES.items():
        host = outlet.lower().replace(" ", "") + ".example"
        path = folder / f"{number}.txt"
        address = f"https://{host}/{date.replace('-', '')}/{number}.html"
        stamps = [f"{date}T09:25+0000", f"{date}T09:25+0000", f"{date}T10:02+0000"]
        contact = f"{outlet} desk@{host} +3120000{number}"
        lead, *body = paragraphs
        lines = [
            *(
                f" date {date} {address}",
                title,
                title,
                outlet,
                lead,
                *stamps,
                *tags,
                f"https://img.{host}/{number}.jpg",
            ),
            *(*body, contact, date[:4], contact, "News", "en_EN", contact, "1920 1080 true", contact, outlet),
        ]
        path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def write_swap(folder: Path, number: int) -> Path:
    """Write a page about a prisoner swap that tells no other's copy, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"swap-{number}.txt"
    sentences = [
        f"Clerk number{number}word{n} of the office{number}n{n} counted swap{number}list{n}." for n in range(20)
    ]
    first = f"The prisoner swap was prepared today. {' '.join(sentences)}"
    path.write_text(f"Prisoner swap number {number} is prepared\n\n{first}\n", encoding="utf-8")
    return path
