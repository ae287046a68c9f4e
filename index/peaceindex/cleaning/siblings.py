"""What the pages of one outlet have in common, which separates the boilerplate of its pages from their articles.

A line that stands on many pages of an outlet with different articles belongs to none of them. If no other page of the
outlet goes on after a certain line, this page does not go on after it either. Only fingerprints of lines are stored, so
that a random sample of pages can be held for every outlet.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from peaceindex.cleaning.outlets import host_of
from peaceindex.model.article import Article, Cut
from peaceindex.text.lines import squash, word_count

REASONS: Final = ("repeats on other pages of this outlet", "behind the end that other pages of this outlet have")
"""The reasons for cuts based on other pages of the outlet."""
REPEATS, BEHIND = REASONS

SAMPLE: Final = 64
UNKNOWN: Final = 0
"""The family of pages for which neither address nor outlet is known."""
SAMPLE_UNKNOWN: Final = 1024
"""The number of pages of a family to compare with. It is larger for pages that may be of any outlet."""

_MOST_LINES = 3000
_LONG = 8
"""The number of words that make a line one of text. Copies of one article are recognised by these lines."""
_TELLING = 3
"""The number of words from which a boilerplate line is rarely found at other outlets."""
_ALIKE = 3
"""The number of common boilerplate lines that makes pages siblings."""
_COPY = 0.6
"""The share of the shorter page's text from which pages are copies of one article, and no evidence on each other."""
_SHARE = 0.3
"""A line repeats if it stands on this share of the siblings, with copies counted once."""
_SURE = 2
"""A line in the middle of the text stays if fewer siblings than this contain it."""
_FULL = 12
"""The number of words from which a line that no sibling contains is certainly text."""
_TAIL = 0.02
_OVERHANG = 0.3
_BEFORE = 30
"""The limits (`_TAIL`, `_OVERHANG`, `_BEFORE`) for an end that siblings show. If siblings have at most the share
`_TAIL` of their text after a line, the text of this page ends there too. At least `_BEFORE` words of its text must
stand before that line, and after it at most the share `_OVERHANG` of those."""


@dataclass(frozen=True, eq=False)
class Prints:
    """The lines of a page that contain words, as three arrays.

    The arrays hold the fingerprint of each line, its number in the source, and twice its word count, plus 1 if it is
    kept.
    """

    hashes: array[int]
    numbers: array[int]
    weights: array[int]

    @classmethod
    def of(cls, text: str, cuts: Iterable[Cut]) -> Prints:
        """Return the fingerprints of a source text, given what cleaning cut from it without looking at other pages."""
        whole: dict[int, list[str]] = {}
        for cut in cuts:
            if cut.reason not in REASONS:
                whole.setdefault(cut.line, []).append(cut.text.strip())
        prints = cls(array("q"), array("I"), array("H"))
        for number, line in enumerate(text.split("\n"), 1):
            if len(prints.hashes) >= _MOST_LINES:
                break
            if key := squash(line):
                kept = number not in whole or line.strip() not in whole[number]
                prints.hashes.append(_hash(key.encode("utf-8", "surrogatepass")))
                prints.numbers.append(number)
                prints.weights.append(2 * min(word_count(key), 30_000) + kept)
        return prints

    @classmethod
    def unpack(cls, packed: bytes) -> Prints:
        """Return the fingerprints that `pack` stored in these bytes."""
        count = len(packed) // 14
        parts = packed[: 8 * count], packed[8 * count : 12 * count], packed[12 * count :]
        prints = cls(array("q"), array("I"), array("H"))
        for values, part in zip((prints.hashes, prints.numbers, prints.weights), parts, strict=True):
            values.frombytes(part)
        return prints

    def pack(self) -> bytes:
        """Return the fingerprints as bytes, 14 for each line."""
        return b"".join(values.tobytes() for values in (self.hashes, self.numbers, self.weights))

    @cached_property
    def mark(self) -> int:
        """A number computed from the page's lines alone. Samples are drawn by it."""
        return _hash(self.hashes.tobytes())

    @cached_property
    def text(self) -> dict[int, int]:
        """The fingerprints of the longer kept lines, with their word counts."""
        return {h: w >> 1 for h, w in zip(self.hashes, self.weights, strict=True) if w & 1 and w >> 1 >= _LONG}

    @cached_property
    def furniture(self) -> frozenset[int]:
        """The fingerprints of the cut lines that are long enough to distinguish one outlet from another."""
        pairs = zip(self.hashes, self.weights, strict=True)
        return frozenset(h for h, w in pairs if not w & 1 and w >> 1 >= _TELLING) - self.text.keys()

    @cached_property
    def words(self) -> int:
        """The word count of the longer kept lines."""
        return sum(self.text.values())


def prints_of(text: str, article: Article) -> tuple[int, int, bytes]:
    """Return the family, mark and packed fingerprints of a page.

    `article` is what the source text became when the page was judged by itself.
    """
    prints = Prints.of(text, article.cuts)
    return family_of(article), prints.mark, prints.pack()


def family_of(article: Article) -> int:
    """Return a number for a page's outlet, from the host of its address or the outlet's name; else `UNKNOWN`."""
    key = (host_of(article.url) if article.url else "") or (article.outlet or "")
    return (_hash(key.encode("utf-8", "surrogatepass")) or 1) if key else UNKNOWN


def sample_of(family: int) -> int:
    """Return how many pages of a family to compare with."""
    return SAMPLE if family != UNKNOWN else SAMPLE_UNKNOWN


class Family:
    """Some pages of an outlet, as evidence for any page of it."""

    def __init__(self, pages: Iterable[Prints]) -> None:
        self._pages = sorted({page.mark: page for page in pages}.values(), key=lambda page: page.mark)
        self._places: dict[int, list[int]] = {}
        self._furniture: dict[int, list[int]] = {}
        self._text: dict[int, list[int]] = {}
        for place, page in enumerate(self._pages):
            for index, hashes in (
                (self._places, set(page.hashes)),
                (self._furniture, page.furniture),
                (self._text, page.text),
            ):
                for hash in hashes:
                    index.setdefault(hash, []).append(place)
        self._groups = self._grouped()
        self._tails = [self._tail(place) for place in range(len(self._pages))]
        self._ends = {hash for tails in self._tails for hash, tail in tails.items() if tail <= _TAIL}

    def cuts(self, page: Prints) -> dict[int, str]:
        """Return the kept lines of a page that siblings show to be no part of its article, with reasons, by number."""
        if not self._may_tell(page):
            return {}
        siblings = self._siblings(page)
        groups = len({self._groups[place] for place in siblings})
        if not groups:
            return {}
        kept = [i for i, weight in enumerate(page.weights) if weight & 1]
        counts = [self._count(hash, siblings) for hash in page.hashes]
        own = [
            weight >> 1 if weight & 1 and not count else 0 for weight, count in zip(page.weights, counts, strict=True)
        ]
        midst = _midst(page, own)
        found = {
            i: REPEATS
            for i in kept
            if counts[i] >= _SHARE * groups and counts[i] and (counts[i] >= _SURE or i not in midst)
        }
        end = self._end(page, siblings, groups, counts, own)
        found |= {i: BEHIND for i in kept if i > end and i not in found}
        # If no text of the article would be left, the siblings' evidence is not trusted.
        left = any(own[i] for i in kept if i not in found)
        return {page.numbers[i]: reason for i, reason in sorted(found.items())} if left else {}

    def _may_tell(self, page: Prints) -> bool:
        """Return whether a kept line stands on another page, or after a line that ends another page. Rarely true."""
        last = max((i for i, weight in enumerate(page.weights) if weight & 1), default=-1)
        for i in range(last + 1):
            hash = page.hashes[i]
            if not page.weights[i] & 1:
                if hash in self._ends:
                    return True
            elif any(self._pages[place].mark != page.mark for place in self._places.get(hash, ())[:2]):
                return True
        return False

    def _siblings(self, page: Prints) -> set[int]:
        """Return the pages with the same boilerplate, except the page itself and copies of its article."""
        alike = Counter[int]()
        for hash in page.furniture:
            alike.update(self._furniture.get(hash, ()))
        shared = self._shared(page)
        return {
            place
            for place, count in alike.items()
            if count >= _ALIKE
            and self._pages[place].mark != page.mark
            and not _are_copies(page, self._pages[place], shared[place])
        }

    def _count(self, hash: int, siblings: set[int]) -> int:
        return len({self._groups[place] for place in self._places.get(hash, ()) if place in siblings})

    def _end(self, page: Prints, siblings: set[int], groups: int, counts: list[int], own: list[int]) -> int:
        """Return the index of the cut line after which siblings have no text and this page little.

        If there is none, this is the number of lines.
        """
        total = sum(own)
        before = 0
        for i, (hash, weight) in enumerate(zip(page.hashes, page.weights, strict=True)):
            near_the_end = before >= _BEFORE and total - before <= _OVERHANG * before
            if near_the_end and not weight & 1 and counts[i] >= max(1, _SHARE * groups):
                tails = [self._tails[place][hash] for place in self._places[hash] if place in siblings]
                if sum(tails) <= _TAIL * len(tails):
                    return i
            before += own[i]
        return len(page.hashes)

    # --- how the pages relate to each other

    def _shared(self, page: Prints) -> Counter[int]:
        """Return how many words of its text a page shares with each of the others."""
        shared = Counter[int]()
        for hash, words in page.text.items():
            for place in self._text.get(hash, ()):
                shared[place] += words
        return shared

    def _grouped(self) -> list[int]:
        """Return for each page the first of those that are copies of the same article."""
        groups = list(range(len(self._pages)))
        for place, page in enumerate(self._pages):
            copies = (
                other
                for other, shared in self._shared(page).items()
                if other < place and _are_copies(page, self._pages[other], shared)
            )
            groups[place] = groups[min(copies, default=place)]
        return groups

    def _tail(self, place: int) -> dict[int, float]:
        """Return for each line of a page, at its first occurrence, the share of the page's own text that follows it."""
        page = self._pages[place]
        own = [
            _words(weight) if not self._elsewhere(hash, place) else 0
            for hash, weight in zip(page.hashes, page.weights, strict=True)
        ]
        total = sum(own) or 1
        tails: dict[int, float] = {}
        for hash, before in zip(page.hashes, accumulate(own), strict=True):
            tails.setdefault(hash, (total - before) / total)
        return tails

    def _elsewhere(self, hash: int, place: int) -> bool:
        return any(self._groups[other] != self._groups[place] for other in self._places[hash])


def _midst(page: Prints, own: list[int]) -> range:
    """Return the range from the first to the last line of certain text, with the long kept lines that follow it."""
    sure = [i for i, words in enumerate(own) if words >= _FULL]
    if not sure:
        return range(0)
    first, last = sure[0], sure[-1]
    while last + 1 < len(own) and _words(page.weights[last + 1]) >= _LONG:
        last += 1
    return range(first, last + 1)


def _words(weight: int) -> int:
    """Return the word count of a line if it is kept, else 0."""
    return weight >> 1 if weight & 1 else 0


def _enter(index: dict[int, list[int]], hashes: Iterable[int], place: int) -> None:
    for hash in hashes:
        index.setdefault(hash, []).append(place)


def _are_copies(page: Prints, other: Prints, shared: int) -> bool:
    return shared >= _COPY * max(1, min(page.words, other.words))


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
