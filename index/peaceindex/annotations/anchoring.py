"""Where a bookmarked passage stands in an article's text as it is now.

A passage keeps its quote, what stood around it, and its place. When the text
has changed, the same words are looked for first, then the same words with
other white space, then words much like them. All steps take time that grows
with the text, not with its square.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from peaceindex.model.passage import Anchoring

CONTEXT = 64
"""Code points of context that a passage keeps before and after its quote."""

_LIKE = 0.6
"""From this share of common words on, a stretch counts as much like the quote."""
_MANY = 1000
"""So many places of the same words are weighed against each other, at most."""
_LONG = 400
"""Words from which on two texts are compared by their triples of words and not in order."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stands now, and how surely; for `lost` the old place."""

    start: int
    end: int
    anchoring: Anchoring


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """The `CONTEXT` code points before `start` and after `end`."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def anchor(text: str, quote: str, prefix: str, suffix: str, start: int, end: int) -> Anchor:
    """Find `quote`, once at `start` to `end` between `prefix` and `suffix`, in `text`."""
    if quote and text.startswith(quote, start):
        return Anchor(start, start + len(quote), "exact")
    if found := _best(text, quote, prefix, suffix, start):
        return Anchor(*found, "moved")
    if found := _otherwise_spaced(text, quote, prefix, suffix, start):
        return Anchor(*found, "moved")
    if found := _much_alike(text, quote, start):
        return Anchor(*found, "uncertain")
    return Anchor(start, end, "lost")


def _best(text: str, quote: str, prefix: str, suffix: str, near: int) -> tuple[int, int] | None:
    """The place of exactly these words whose surroundings fit best; among equals, the nearest."""

    def fit(at: int) -> tuple[int, int]:
        before, after = context(text, at, at + len(quote))
        common = _common(before[::-1], prefix[::-1]) + _common(after, suffix)
        return common, -abs(at - near)

    if not quote:
        return None
    best = max(_places(text, quote), key=fit, default=None)
    return None if best is None else (best, best + len(quote))


def _places(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    for _ in range(_MANY):
        if at < 0:
            return
        yield at
        at = text.find(quote, at + 1)


def _common(a: str, b: str) -> int:
    """How many characters two texts have in common at their beginning."""
    length = min(len(a), len(b))
    return next((i for i in range(length) if a[i] != b[i]), length)


def _otherwise_spaced(text: str, quote: str, prefix: str, suffix: str, near: int) -> tuple[int, int] | None:
    """The same, white space apart: paragraphs may have been parted or joined since."""
    # All white space out: what is left is found at once, and `kept` leads back to the text.
    kept = [i for i, character in enumerate(text) if not character.isspace()]
    bare = "".join(text[i] for i in kept)
    quote, prefix, suffix = ("".join(part.split()) for part in (quote, prefix, suffix))
    found = _best(bare, quote, prefix, suffix, bisect_left(kept, near))
    return (kept[found[0]], kept[found[1] - 1] + 1) if found else None


def _much_alike(text: str, quote: str, near: int) -> tuple[int, int] | None:
    """The stretch of `text` whose words are most like those of `quote`; None if none is much like them."""
    wanted = [word.casefold() for word in _WORD.findall(quote)]
    spans = [word.span() for word in _WORD.finditer(text)]
    there = [text[a:b].casefold() for a, b in spans]
    if not wanted or not there:
        return None
    best: tuple[float, int, int, int] | None = None
    home = bisect_left(spans, (near, near))
    for offset in _diagonals(wanted, there, home):
        first, last = max(0, offset), min(len(there), offset + len(wanted))
        slack = max(3, len(wanted) // 4)
        first, last = max(0, first - slack), min(len(there), last + slack)
        match = _overlap(wanted, there[first:last])
        if match and (best is None or (match[0], -abs(offset - home)) > best[:2]):
            best = (match[0], -abs(offset - home), first + match[1], first + match[2])
    if best is None or best[0] < _LIKE:
        return None
    start, end = spans[best[2]][0], spans[best[3] - 1][1]
    # Signs around the words belong to the stretch if they belonged to the quote.
    opening, closing = re.split(r"\w", quote, maxsplit=1)[0], re.split(r"\w", quote[::-1], maxsplit=1)[0]
    while start and text[start - 1] in opening:
        start -= 1
    while end < len(text) and text[end] in closing:
        end += 1
    return start, end


def _diagonals(wanted: Sequence[str], there: Sequence[str], home: int) -> list[int]:
    """Where the quote might begin, as word numbers: the offsets that most of its runs of words agree upon."""
    length = 2 if len(wanted) > 3 else 1
    places: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(wanted) - length + 1):
        places.setdefault(tuple(wanted[i : i + length]), []).append(i)
    votes: Counter[int] = Counter()
    # Offsets are counted in buckets, so that a word put in or left out does not part the votes.
    bucket = max(4, len(wanted) // 4)
    for j in range(len(there) - length + 1):
        for i in places.get(tuple(there[j : j + length]), ())[:8]:
            votes[(j - i) // bucket] += 1
    ranked = sorted(votes, key=lambda b: (-votes[b], abs(b * bucket - home)))
    return [b * bucket + bucket // 2 for b in ranked[:4]]


def _overlap(wanted: Sequence[str], window: Sequence[str]) -> tuple[float, int, int] | None:
    """How much of `wanted` stands in `window` (0 to 1), and from which to which word of it."""
    if len(wanted) > _LONG:
        return _overlap_of_long(wanted, window)
    blocks = [b for b in SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return None
    first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
    return 2 * sum(b.size for b in blocks) / (len(wanted) + last - first), first, last


def _overlap_of_long(wanted: Sequence[str], window: Sequence[str]) -> tuple[float, int, int] | None:
    triples = Counter(zip(wanted, wanted[1:], wanted[2:], strict=False))
    there = [triple in triples for triple in zip(window, window[1:], window[2:], strict=False)]
    if True not in there:
        return None
    first = there.index(True)
    last = len(there) - there[::-1].index(True) + 2
    found = Counter(zip(window, window[1:], window[2:], strict=False))
    common = sum((found & triples).values())
    return 2 * common / (len(wanted) - 2 + last - first - 2), first, last
