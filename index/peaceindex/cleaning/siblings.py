"""What the pages of one outlet have in common, which tells the furniture of its pages from their articles.

A line that stands on many pages of an outlet, whose articles are different ones, belongs to none of them; and behind
a line after which none of its other pages goes on, this one does not go on either. Only fingerprints of lines are
held, so that some pages of each outlet, drawn by chance, can be kept for as many outlets as there are.
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
"""Why a line is cut by what other pages of its outlet tell."""
REPEATS, BEHIND = REASONS

SAMPLE: Final = 64
UNKNOWN: Final = 0
"""The family of pages of which neither address nor outlet is known."""
SAMPLE_UNKNOWN: Final = 1024
"""So many pages of a family are compared with; more of those that may be of any outlet."""

_MOST_LINES = 3000
_LONG = 8
"""Words that make a line one of text, by which copies of one article are known."""
_TELLING = 3
"""Words that make a line of furniture one that other outlets hardly have."""
_ALIKE = 3
"""Pages with so many lines of furniture in common are siblings."""
_COPY = 0.6
"""Pages that share this part of the shorter one's text are copies of one article, and tell nothing of each other."""
_SHARE = 0.3
"""A line repeats if it stands on this share of the siblings, copies counted once."""
_SURE = 2
"""Where fewer siblings than this have it, a line in the midst of the text stays."""
_FULL = 12
"""Words that make a line which no sibling has surely one of the text."""
_TAIL = 0.02
_OVERHANG = 0.3
_BEFORE = 30
"""After a line behind which siblings have at most this share of their text, this page has none either: where at least
so many words of text stand before it, and behind it at most this share of those."""


@dataclass(frozen=True, eq=False)
class Prints:
    """The lines of a page that hold words: fingerprint, number in the source, and words twice, plus 1 if it is kept."""

    hashes: array[int]
    numbers: array[int]
    weights: array[int]

    @classmethod
    def of(cls, text: str, cuts: Iterable[Cut]) -> Prints:
        """Of a source text, and what cleaning cut from it, taken by itself."""
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
        """What `pack` made."""
        count = len(packed) // 14
        parts = packed[: 8 * count], packed[8 * count : 12 * count], packed[12 * count :]
        prints = cls(array("q"), array("I"), array("H"))
        for values, part in zip((prints.hashes, prints.numbers, prints.weights), parts, strict=True):
            values.frombytes(part)
        return prints

    def pack(self) -> bytes:
        """As bytes, 14 a line."""
        return b"".join(values.tobytes() for values in (self.hashes, self.numbers, self.weights))

    @cached_property
    def mark(self) -> int:
        """A number that the page's lines give, whatever else is known of it: by it samples are drawn."""
        return _hash(self.hashes.tobytes())

    @cached_property
    def text(self) -> dict[int, int]:
        """The longer lines that are kept, with their words."""
        return {h: w >> 1 for h, w in zip(self.hashes, self.weights, strict=True) if w & 1 and w >> 1 >= _LONG}

    @cached_property
    def furniture(self) -> frozenset[int]:
        """The lines that are cut and long enough to tell one outlet from another."""
        pairs = zip(self.hashes, self.weights, strict=True)
        return frozenset(h for h, w in pairs if not w & 1 and w >> 1 >= _TELLING) - self.text.keys()

    @cached_property
    def words(self) -> int:
        """Words of the longer lines that are kept."""
        return sum(self.text.values())


def prints_of(text: str, article: Article) -> tuple[int, int, bytes]:
    """Family, mark and packed prints of a page whose source text became this article when it was judged by itself."""
    prints = Prints.of(text, article.cuts)
    return family_of(article), prints.mark, prints.pack()


def family_of(article: Article) -> int:
    """A number for the outlet of a page: by the host of its address, else by the outlet's name; `UNKNOWN`."""
    key = (host_of(article.url) if article.url else "") or (article.outlet or "")
    return (_hash(key.encode("utf-8", "surrogatepass")) or 1) if key else UNKNOWN


def sample_of(family: int) -> int:
    """How many pages of a family are compared with."""
    return SAMPLE if family != UNKNOWN else SAMPLE_UNKNOWN


class Family:
    """Some pages of an outlet, and what they tell of any page of it."""

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
        """The lines of a page, by number, that cleaning has kept and its siblings tell to be none of its article."""
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
        # An article of which nothing would be left is not one that its siblings know better.
        left = any(own[i] for i in kept if i not in found)
        return {page.numbers[i]: reason for i, reason in sorted(found.items())} if left else {}

    def _may_tell(self, page: Prints) -> bool:
        """Whether any line that is kept stands on another page, or behind one that ends another. It seldom does."""
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
        """The pages with the same furniture, but for itself and copies of its article."""
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
        """The place of the cut line behind which siblings have no text, and this page little; if none is, the end."""
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

    # --- what the pages have to do with each other

    def _shared(self, page: Prints) -> Counter[int]:
        """How many words of its text a page shares with each of the others."""
        shared = Counter[int]()
        for hash, words in page.text.items():
            for place in self._text.get(hash, ()):
                shared[place] += words
        return shared

    def _grouped(self) -> list[int]:
        """For each page the first of those that are copies of the same article."""
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
        """For each line of a page, where it stands first, the share of the page's own text that stands behind it."""
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
    """The places from the first to the last line of text that no sibling has, and what goes on from there unbroken."""
    sure = [i for i, words in enumerate(own) if words >= _FULL]
    if not sure:
        return range(0)
    first, last = sure[0], sure[-1]
    while last + 1 < len(own) and _words(page.weights[last + 1]) >= _LONG:
        last += 1
    return range(first, last + 1)


def _words(weight: int) -> int:
    """The words of a line that is kept."""
    return weight >> 1 if weight & 1 else 0


def _enter(index: dict[int, list[int]], hashes: Iterable[int], place: int) -> None:
    for hash in hashes:
        index.setdefault(hash, []).append(place)


def _are_copies(page: Prints, other: Prints, shared: int) -> bool:
    return shared >= _COPY * max(1, min(page.words, other.words))


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
