"""What is clean already must come out as it went in: known articles alone, as records and text, whole and as briefs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.model.article import BODY_STATED, RawDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Gold = dict[str, Any]
_WORD = re.compile(r"\w+")
_LEAST = 12
"""Words that make a line a paragraph whose loss counts."""
_HEAD, _TAIL = 60, 60
"""Letters by which the first and the last paragraph are found again."""


@dataclass(slots=True)
class Lost:
    """What was lost of some articles: first paragraphs, last paragraphs, words, and how many there were."""

    first: int = 0
    last: int = 0
    words: int = 0
    paragraphs: int = 0
    all_words: int = 0

    def add(self, body: str, kept: Sequence[str]) -> None:
        """Count an article of this body of which these paragraphs came out."""
        got = " ".join(_words("\n".join(kept)))
        total = len(_words(body))
        self.all_words += total
        self.words += max(0, total - len(got.split()))
        paragraphs = [" ".join(words) for line in body.split("\n") if len(words := _words(line)) >= _LEAST]
        if paragraphs:
            self.paragraphs += 1
            self.first += paragraphs[0][:_HEAD] not in got
            self.last += paragraphs[-1][-_TAIL:] not in got

    def __str__(self) -> str:
        count = max(1, self.paragraphs)
        return f"{self.first / count:.1%} / {self.last / count:.1%} / {self.words / max(1, self.all_words):.2%}"


def measure(golds: Sequence[Gold], cleaner: Callable[[Gold], Cleaner]) -> dict[str, Lost]:
    """What is lost of the known articles by how they are given. `cleaner` has the models for an article's site."""
    found = {name: Lost() for name in ("records", "text", "brief records", "brief text")}
    for gold in golds:
        body, title = gold["body"], gold.get("title") or ""
        if len(_words(body)) <= 80:
            continue
        brief = _brief(body, 1 + int(gold["id"].encode().hex(), 16) % 3)
        stated = {BODY_STATED: True} | ({"title": title} if title else {})
        for name, text in (("records", body), ("brief records", brief)):
            found[name].add(text, cleaner(gold).clean(RawDocument.of(gold["id"], text, says=stated)).paragraphs)
        for name, text in (("text", body), ("brief text", brief)):
            page = "\n\n".join(filter(None, (title, text)))
            found[name].add(text, cleaner(gold).clean(RawDocument.of(gold["id"], page)).paragraphs)
    return found


def show(name: str, golds: Sequence[Gold], cleaner: Callable[[Gold], Cleaner]) -> None:
    """Print the row."""
    found = measure(golds, cleaner)
    print(f"\nalready clean, {name}: first paragraphs / last paragraphs / words lost")
    for kind, lost in found.items():
        print(f"  {kind:24}{lost!s:>24}  of {lost.paragraphs} articles")


def _brief(body: str, sentences: int) -> str:
    """The first sentences of an article, on one line."""
    from sentencex import segment

    head = next((line for line in body.split("\n") if len(_words(line)) >= _LEAST), body[:400])
    return " ".join(s.strip() for s in list(segment("en", head))[:sentences])


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
