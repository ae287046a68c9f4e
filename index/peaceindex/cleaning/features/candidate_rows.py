"""The features that the models see of candidates for date and author: rows of numbers, with columns named by tuples."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from peaceindex.text import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.cleaning.dates import Found
    from peaceindex.cleaning.metadata.authors import Signature
    from peaceindex.cleaning.page import Page

_FUNCTION_WORDS = language.ALL_FUNCTION_WORDS
_EARLIEST_YEAR = 1980
"""The earliest year of a date that only its place supports. A date line, a label or a field may give an older one."""
_MAX_DATES = 200
"""If a page has more dates than this, only those near the edges of the text are considered."""


@dataclass
class Layout:
    """The position of the article's text on the page, for judging what surrounds it."""

    page: Page
    kept: Sequence[int]
    chances: dict[int, float] = field(default_factory=dict)
    title: int | None = None
    clean: bool = False
    """Whether the page contains almost nothing but the article."""

    @cached_property
    def first(self) -> int:
        """The index of the first line of the text, not counting a single line far before the others."""
        kept = self.kept
        if not kept:
            return len(self.page)
        for before, after in pairwise(kept):
            if after - before <= 12:
                return before
        return kept[0]

    @cached_property
    def last(self) -> int:
        """The index of the last line of the text."""
        return self.kept[-1] if self.kept else 0

    @cached_property
    def words(self) -> set[str]:
        """The longer words of the first lines of the text, without function words."""
        kept = [i for i in self.kept if i >= self.first][:10]
        return {w for i in kept for w in self.page.words[i] if len(w) > 3 and w not in _FUNCTION_WORDS}

    @cached_property
    def text_words(self) -> Counter[str]:
        """How often each word stands in the text."""
        return Counter(chain.from_iterable(self.page.words[i] for i in self.kept))

    @cached_property
    def body(self) -> frozenset[int]:
        """The indices of the lines of the text."""
        return frozenset(self.kept)


DATE = (
    "from_title", "has_title", "to_text", "after_text", "kept", "words", "hits", "order", "time", "modified",
    "published",
    "byline", "rights", "more", "bullet", "same_day", "days", "newest", "oldest", "age", "date_lines_near", "only_date",
    "byline_near", "chance", "caption", "comma_list", "place", "lines", "nearest_before", "order_on_page", "form",
    "iso", "next_words", "before_words", "gap",
)  # fmt: skip


def date_rows(layout: Layout) -> tuple[list[tuple[int, Found]], list[list[float]]]:
    """Return (line index and date, rows) of all complete dates in the page's shorter lines."""
    page = layout.page
    n = len(page)
    candidates = [
        (i, hit)
        for i, hits in page.dates.items()
        for hit in hits
        if not hit.ambiguous and hit.day.year >= _EARLIEST_YEAR
    ]
    if len(candidates) > _MAX_DATES:
        edges = {layout.first, layout.last, layout.title or 0}
        candidates = [cues for cues in candidates if any(abs(cues[0] - place) <= 40 for place in edges)][:_MAX_DATES]
    if not candidates:
        return [], []
    days = Counter(hit.day for _, hit in candidates)
    newest, oldest = max(days), min(days)
    date_lines = sorted({i for i, _ in candidates})
    first, last, title = layout.first, layout.last, layout.title
    rows: list[list[float]] = []
    for rank, (i, hit) in enumerate(candidates):
        line, cues, size = page.lines[i], page.cues[i], page.sizes[i]
        before = line.text[max(0, hit.start - 30) : hit.start].casefold()
        near = range(max(0, i - 3), min(n, i + 4))
        rows.append(
            [
                i - title if title is not None else 99, title is not None, first - i, i - last, i in layout.body, size,
                len(page.dates[i]), page.dates[i].index(hit), bool(hit.time),
                any(w in before for w in _MODIFIED_WORDS), any(w in before for w in _PUBLISHED_WORDS),
                cues.get("byline", -1),
                cues.get("rights", -1), cues.get("more", -1), line.bullet, days[hit.day], len(days), hit.day == newest,
                hit.day == oldest, (newest - hit.day).days, sum(1 for j in date_lines if abs(j - i) <= 5),
                hit.end - hit.start >= len(line.text) - 4,
                any(page.cues[j].get("byline") == 0 and page.sizes[j] < 25 for j in near), layout.chances.get(i, 0.0),
                i in page.captions, line.text.count(","), i / n, n,
                min((i - j for j in date_lines if j < i), default=99), rank, cues.get("form", -1),
                line.text[hit.start : hit.start + 4].isdigit(), page.sizes[i + 1] if i + 1 < n else 0,
                page.sizes[i - 1] if i else 0, line.gap,
            ]
        )  # fmt: skip
    return candidates, rows


_MODIFIED_WORDS = (
    "updated", "modified", "aktualisiert", "mis à jour", "actualizado", "обновлено", "оновлено", "güncelle",
    "oppdatert", "uppdaterad", "aggiornat", "atualizado", "stand",
)  # fmt: skip
_PUBLISHED_WORDS = (
    "published", "posted", "veröffentlicht", "erschienen", "publié", "publicado", "pubblicat", "опубликовано",
    "опубліковано", "yayın", "publisert", "publicerad", "opublikowano", "date",
)  # fmt: skip

AUTHOR = (
    "kind", "from_title", "has_title", "to_text", "after_text", "kept", "words", "names", "name_words", "date_here",
    "date_near", "role", "role_near", "name_lines", "in_text", "in_title", "bullet", "more", "form", "share", "caption",
    "captions", "advert", "byline", "same_line", "rank", "place", "chance", "others", "before_words", "next_words",
    "line_repeats", "initials", "end", "lone_by",
)  # fmt: skip


def author_rows(layout: Layout, signatures: Sequence[Signature]) -> list[list[float]]:
    """Return the rows for the signatures on a page, in order, with the columns of `AUTHOR`."""
    page = layout.page
    n = len(page)
    first, last, title = layout.first, layout.last, layout.title
    title_words = set(page.words[title]) if title is not None else set()
    counts = Counter(name.casefold() for signature in signatures for name in signature.names)
    rows: list[list[float]] = []
    for rank, signature in enumerate(signatures):
        i = signature.index
        line, cues = page.lines[i], page.cues[i]
        near = [j for j in range(max(0, i - 2), min(n, i + 3)) if j != i]
        words = [w for name in signature.names for w in name.casefold().split()]
        rows.append(
            [
                int(signature.kind), i - title if title is not None else 99, title is not None, first - i, i - last,
                i in layout.body, page.sizes[i], len(signature.names), len(words), i in page.dates,
                any(j in page.dates for j in near), bool(signature.rest),
                any(page.cues[j].get("byline", 9) <= 1 for j in near),
                max(counts[name.casefold()] for name in signature.names),
                layout.text_words[words[-1]], sum(w in title_words for w in words), line.bullet,
                *(cues.get(k, -1) for k in ("more", "form", "share", "caption")), i in page.captions,
                cues.get("advert", -1), cues.get("byline", -1), signature.start, rank, i / n,
                layout.chances.get(i, 0.0),
                len(signatures),
                page.sizes[i - 1] if i else 0, page.sizes[i + 1] if i + 1 < n else 0, page.repeats[line.key],
                sum(len(w) < 3 for w in words), "?!:.,".find(line.end) if line.end else -2, signature.is_below_by,
            ]
        )  # fmt: skip
    return rows
