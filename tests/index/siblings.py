"""Pages of made-up outlets: each article is its own, its surroundings are the outlet's."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WORDS = """
delegates ministers officials reporters guards drivers farmers teachers river bridge border harbour market station said
asked promised refused signed opened crossed counted watched carried brought promise treaty letter list map yesterday
today early late again together slowly quietly twice never always north south east west old new small the of and with
""".split()  # noqa: SIM905

APPEAL = (
    "We send reporters to places where few others go, and we tell what they find there in plain words. "
    "That is only possible with readers who stand by us month after month, so please think of becoming one of them."
)


def sentences(seed: object, count: int) -> str:
    """Return `count` sentences that no other seed gives, on one line."""
    draw = random.Random(repr(seed))
    told = (" ".join(draw.choice(WORDS) for _ in range(draw.randint(12, 20))).capitalize() for _ in range(count))
    return ". ".join(told) + "."


def body(seed: object, paragraphs: int = 6) -> list[str]:
    return [sentences((seed, place), 3) for place in range(paragraphs)]


def page(
    number: int, paragraphs: Sequence[str] | None = None, *, outlet: str = "Amber Post", after: str = APPEAL
) -> str:
    """Return a page of an outlet: its menu, an article, and the lines that it puts below each article."""
    host = outlet.lower().replace(" ", "")
    lines = [
        f"url: https://www.{host}.example/2025/05/{number}.html",
        f"The {outlet} in your language",
        "Sign in to read more of it",
        f"{sentences(('title', number), 1)[:60].rsplit(' ', 1)[0]}",
        "By Ada Lindqvist",
        *(body(number) if paragraphs is None else paragraphs),
        *([after] if after else []),
        f"All that the {outlet} writes about this",
        "Tell your friends about this page",
        f"© 2025 {outlet}. All rights reserved.",
    ]
    return "\n\n".join(lines) + "\n"


def write(folder: Path, pages: dict[int, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in pages.items():
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    return folder
