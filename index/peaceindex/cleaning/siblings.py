"""What the pages of one outlet have in common, which separates the boilerplate of its pages from their articles.

A line that stands on many pages of an outlet with different articles belongs to none of them. If no other page of the
outlet goes on after a certain line, this page does not go on after it either. Only fingerprints of lines are stored, so
that a random sample of pages can be held for every outlet.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning.outlets import host_of
from peaceindex.cleaning.packed_fingerprints import pack_fingerprints, unpack_fingerprints
from peaceindex.cleaning.reasons import Reason
from peaceindex.text.lines import normalise, word_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peaceindex.model.article import Article, Cut

SIBLING_REASONS: Final = (Reason.REPEATS_ON_SIBLINGS, Reason.AFTER_SIBLINGS_END)
"""The reasons for cuts based on other pages of the outlet."""

SAMPLE: Final = 64
UNKNOWN: Final = 0
"""The family of pages for which neither address nor outlet is known."""
SAMPLE_UNKNOWN: Final = 1024
"""The number of pages of a family to compare with. It is larger for pages that may be of any outlet."""

_MAX_LINES = 3000
_TEXT_LINE_WORDS = 8
"""The number of words that make a line one of text. Copies of one article are recognised by these lines."""
_BOILERPLATE_LINE_WORDS = 3
"""The number of words from which a boilerplate line is rarely found at other outlets."""
_MIN_SHARED_LINES = 3
"""The fewest lines of boilerplate that siblings have in common."""
_COPY_SHARE = 0.6
"""The share of the shorter page's text from which pages are copies of one article, and no evidence on each other."""
_REPEAT_SHARE = 0.3
"""A line repeats if it stands on this share of the siblings, with copies counted once."""
_MIN_REPEATS_IN_TEXT = 2
"""A line in the middle of the text stays if fewer siblings than this contain it."""
_CERTAIN_TEXT_WORDS = 12
"""The number of words from which a line that no sibling contains is certainly text."""
_MAX_TAIL_SHARE = 0.02
_MAX_OVERHANG_SHARE = 0.3
_MIN_WORDS_BEFORE_END = 30
"""The limits for an end that siblings show. If siblings have at most the share `_MAX_TAIL_SHARE` of their text after a
line, the text of this page ends there too. At least `_MIN_WORDS_BEFORE_END` words of its text must stand before that
line, and after it at most the share `_MAX_OVERHANG_SHARE` of those."""

_KEPT_BIT = 1
"""The bit of a weight that is set for a kept line; the other bits are its word count."""


@dataclass(frozen=True, eq=False)
class LineFingerprints:
    """The lines of a page that contain words, as three arrays.

    The arrays hold the fingerprint of each line, its number in the source, and twice its word count, plus 1 if it is
    kept.
    """

    hashes: array[int]
    numbers: array[int]
    weights: array[int]

    @classmethod
    def of(cls, text: str, cuts: Iterable[Cut]) -> LineFingerprints:
        """Return the fingerprints of a source text, given what cleaning cut from it without looking at other pages."""
        cut_texts: dict[int, list[str]] = {}
        for cut in cuts:
            if cut.reason not in SIBLING_REASONS:
                cut_texts.setdefault(cut.line, []).append(cut.text.strip())
        fingerprints = cls(array("I"), array("I"), array("H"))
        for number, line in enumerate(text.split("\n"), 1):
            if len(fingerprints.hashes) >= _MAX_LINES:
                break
            if key := normalise(line):
                is_kept = number not in cut_texts or line.strip() not in cut_texts[number]
                fingerprints.hashes.append(_hash(key.encode("utf-8", "surrogatepass")) >> 32 & 0xFFFF_FFFF)
                fingerprints.numbers.append(number)
                fingerprints.weights.append(2 * min(word_count(key), 30_000) + is_kept)
        return fingerprints

    @classmethod
    def unpack(cls, packed: bytes) -> LineFingerprints:
        """Return the fingerprints that `pack` stored in these bytes. Raise ValueError if they are damaged."""
        hashes, numbers, weights = unpack_fingerprints(packed)
        return cls(array("I", hashes), array("I", numbers), array("H", weights))

    def pack(self) -> bytes:
        """Return the fingerprints as bytes, about five for each line."""
        return pack_fingerprints(self.hashes, self.numbers, self.weights)

    @cached_property
    def mark(self) -> int:
        """A number computed from the page's lines alone. Samples are drawn by it."""
        return _hash(self.hashes.tobytes())

    @cached_property
    def text(self) -> dict[int, int]:
        """The fingerprints of the longer kept lines, with their word counts."""
        pairs = zip(self.hashes, self.weights, strict=True)
        return {h: w >> 1 for h, w in pairs if w & _KEPT_BIT and w >> 1 >= _TEXT_LINE_WORDS}

    @cached_property
    def boilerplate(self) -> frozenset[int]:
        """The fingerprints of the cut lines that are long enough to distinguish one outlet from another."""
        pairs = zip(self.hashes, self.weights, strict=True)
        long = (h for h, w in pairs if not w & _KEPT_BIT and w >> 1 >= _BOILERPLATE_LINE_WORDS)
        return frozenset(long) - self.text.keys()

    @cached_property
    def text_words(self) -> int:
        """The word count of the longer kept lines."""
        return sum(self.text.values())


def page_fingerprints(text: str, article: Article) -> tuple[int, int, bytes]:
    """Return the family, mark and packed fingerprints of a page.

    `article` is what the source text became when the page was judged by itself.
    """
    fingerprints = LineFingerprints.of(text, article.cuts)
    return family_of(article), fingerprints.mark, fingerprints.pack()


def family_of(article: Article) -> int:
    """Return a number for a page's outlet, from the host of its address or the outlet's name; else `UNKNOWN`."""
    key = (host_of(article.url) if article.url else "") or (article.outlet or "")
    return (_hash(key.encode("utf-8", "surrogatepass")) or 1) if key else UNKNOWN


def sample_size(family: int) -> int:
    """Return how many pages of a family to compare with."""
    return SAMPLE if family != UNKNOWN else SAMPLE_UNKNOWN


class Family:
    """Some pages of an outlet, as evidence for any page of it. A page is known by its index in `_pages`."""

    def __init__(self, pages: Iterable[LineFingerprints]) -> None:
        self._pages = sorted({page.mark: page for page in pages}.values(), key=lambda page: page.mark)
        self._pages_by_line: dict[int, list[int]] = {}
        self._pages_by_boilerplate: dict[int, list[int]] = {}
        self._pages_by_text: dict[int, list[int]] = {}
        for index, page in enumerate(self._pages):
            for pages_by_hash, hashes in (
                (self._pages_by_line, set(page.hashes)),
                (self._pages_by_boilerplate, page.boilerplate),
                (self._pages_by_text, page.text),
            ):
                for line_hash in hashes:
                    pages_by_hash.setdefault(line_hash, []).append(index)
        self._groups = self._copy_groups()
        self._tail_shares = [self._tail_shares_of(index) for index in range(len(self._pages))]
        self._end_lines = {
            line_hash
            for tail_shares in self._tail_shares
            for line_hash, share in tail_shares.items()
            if share <= _MAX_TAIL_SHARE
        }

    def cuts(self, page: LineFingerprints) -> dict[int, str]:
        """Return the kept lines of a page that siblings show to be no part of its article, with reasons, by number."""
        if not self._may_have_cuts(page):
            return {}
        siblings = self._siblings_of(page)
        group_count = len({self._groups[index] for index in siblings})
        if not group_count:
            return {}
        kept = [i for i, weight in enumerate(page.weights) if weight & _KEPT_BIT]
        repeats = [self._repeats(line_hash, siblings) for line_hash in page.hashes]
        own_words = [
            weight >> 1 if weight & _KEPT_BIT and not count else 0
            for weight, count in zip(page.weights, repeats, strict=True)
        ]
        certain_text = _certain_text(page, own_words)
        reasons: dict[int, str] = {
            i: Reason.REPEATS_ON_SIBLINGS.value
            for i in kept
            if repeats[i] >= _REPEAT_SHARE * group_count
            and repeats[i]
            and (repeats[i] >= _MIN_REPEATS_IN_TEXT or i not in certain_text)
        }
        end = self._end(page, siblings, group_count, repeats, own_words)
        reasons |= {i: Reason.AFTER_SIBLINGS_END.value for i in kept if i > end and i not in reasons}
        # If no text of the article would be left, the siblings' evidence is not trusted.
        is_text_left = any(own_words[i] for i in kept if i not in reasons)
        return {page.numbers[i]: reason for i, reason in sorted(reasons.items())} if is_text_left else {}

    def _may_have_cuts(self, page: LineFingerprints) -> bool:
        """Return whether a kept line stands on another page, or after a line that ends another page. Rarely true."""
        last_kept = max((i for i, weight in enumerate(page.weights) if weight & _KEPT_BIT), default=-1)
        for i in range(last_kept + 1):
            line_hash = page.hashes[i]
            if not page.weights[i] & _KEPT_BIT:
                if line_hash in self._end_lines:
                    return True
            elif any(self._pages[index].mark != page.mark for index in self._pages_by_line.get(line_hash, ())[:2]):
                return True
        return False

    def _siblings_of(self, page: LineFingerprints) -> set[int]:
        """Return the pages with the same boilerplate, except the page itself and copies of its article."""
        shared_lines = Counter[int]()
        for line_hash in page.boilerplate:
            shared_lines.update(self._pages_by_boilerplate.get(line_hash, ()))
        shared_words = self._shared_words(page)
        return {
            index
            for index, count in shared_lines.items()
            if count >= _MIN_SHARED_LINES
            and self._pages[index].mark != page.mark
            and not _are_copies(page, self._pages[index], shared_words[index])
        }

    def _repeats(self, line_hash: int, siblings: set[int]) -> int:
        """Return on how many siblings a line stands, with copies of one article counted once."""
        return len({self._groups[index] for index in self._pages_by_line.get(line_hash, ()) if index in siblings})

    def _end(
        self, page: LineFingerprints, siblings: set[int], group_count: int, repeats: list[int], own_words: list[int]
    ) -> int:
        """Return the index of the cut line after which siblings have no text and this page little.

        If there is none, this is the number of lines.
        """
        total = sum(own_words)
        before = 0
        for i, (line_hash, weight) in enumerate(zip(page.hashes, page.weights, strict=True)):
            is_near_end = before >= _MIN_WORDS_BEFORE_END and total - before <= _MAX_OVERHANG_SHARE * before
            if is_near_end and not weight & _KEPT_BIT and repeats[i] >= max(1, _REPEAT_SHARE * group_count):
                shares = [
                    self._tail_shares[index][line_hash] for index in self._pages_by_line[line_hash] if index in siblings
                ]
                if sum(shares) <= _MAX_TAIL_SHARE * len(shares):
                    return i
            before += own_words[i]
        return len(page.hashes)

    # --- how the pages relate to each other

    def _shared_words(self, page: LineFingerprints) -> Counter[int]:
        """Return how many words of its text a page shares with each of the others."""
        shared_words = Counter[int]()
        for line_hash, words in page.text.items():
            for index in self._pages_by_text.get(line_hash, ()):
                shared_words[index] += words
        return shared_words

    def _copy_groups(self) -> list[int]:
        """Return for each page the first of those that are copies of the same article."""
        groups = list(range(len(self._pages)))
        for index, page in enumerate(self._pages):
            copies = (
                other
                for other, shared_words in self._shared_words(page).items()
                if other < index and _are_copies(page, self._pages[other], shared_words)
            )
            groups[index] = groups[min(copies, default=index)]
        return groups

    def _tail_shares_of(self, index: int) -> dict[int, float]:
        """Return for each line of a page, at its first occurrence, the share of the page's own text that follows it."""
        page = self._pages[index]
        own_words = [
            _kept_words(weight) if not self._is_in_another_article(line_hash, index) else 0
            for line_hash, weight in zip(page.hashes, page.weights, strict=True)
        ]
        total = sum(own_words) or 1
        shares: dict[int, float] = {}
        for line_hash, before in zip(page.hashes, accumulate(own_words), strict=True):
            shares.setdefault(line_hash, (total - before) / total)
        return shares

    def _is_in_another_article(self, line_hash: int, index: int) -> bool:
        """Return whether a line of a page also stands on a page with another article."""
        return any(self._groups[other] != self._groups[index] for other in self._pages_by_line[line_hash])


def _certain_text(page: LineFingerprints, own_words: list[int]) -> range:
    """Return the range from the first to the last line of certain text, with the long kept lines that follow it."""
    certain = [i for i, words in enumerate(own_words) if words >= _CERTAIN_TEXT_WORDS]
    if not certain:
        return range(0)
    first, last = certain[0], certain[-1]
    while last + 1 < len(own_words) and _kept_words(page.weights[last + 1]) >= _TEXT_LINE_WORDS:
        last += 1
    return range(first, last + 1)


def _kept_words(weight: int) -> int:
    """Return the word count of a line if it is kept, else 0."""
    return weight >> 1 if weight & _KEPT_BIT else 0


def _are_copies(page: LineFingerprints, other: LineFingerprints, shared_words: int) -> bool:
    return shared_words >= _COPY_SHARE * max(1, min(page.text_words, other.text_words))


def _hash(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
