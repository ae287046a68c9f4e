"""The audit of an article: the page as it was scraped, and what cleaning and the user made of each line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from peaceindex.model.article import Article, Cut
from peaceindex.model.correction import Correction
from peaceindex.model.search import Span

LineState = Literal["kept", "cut", "part", "blank"]
"""part: kept but for a piece; blank: nothing to keep or cut."""

AS_LEAD = "shown as the lead"
"""The reason of a line that cleaning takes for a field, whose text yet stands in the article."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line of the source: its number (from 1) and text, what became of it and why.

    `pieces` are the stretches that were cut out of a line that is kept but for
    them. `correction` is the user's own word on the line.
    """

    number: int
    text: str
    state: LineState
    reason: str = ""
    pieces: tuple[Span, ...] = ()
    correction: Correction | None = None

    @property
    def other_choice(self) -> bool | None:
        """What turning the line over means: True to keep it, False to cut it, None to take the user's word back."""
        if self.correction is None:
            return self.state != "kept"
        return False if (self.correction.was, self.correction.value) == ("part", "keep") else None


@dataclass(frozen=True, slots=True)
class Audit:
    """An article with its source's lines, and all of the user's corrections of it, the oldest first."""

    article: Article
    lines: tuple[AuditLine, ...]
    corrections: tuple[Correction, ...]
    read_as: str = ""
    """What people call the encoding that the source was read as; empty for UTF-8."""
    sure: float | None = None
    """How sure that is, from 0 to 1, where its text alone told it."""
    chosen: bool = False
    """Whether the user chose it."""
    unreadable: int = 0
    """How many signs of the source could not be read; each stands there as U+FFFD."""

    @property
    def cut_count(self) -> int:
        """How many lines are cut."""
        return sum(line.state == "cut" for line in self.lines)


@dataclass(frozen=True, slots=True)
class EncodingChoice:
    """An encoding that a source may be in: `encoding` is its name for people, `preview` a line as it reads in it.

    `current` is the one in which it was read. `confidence`, from 0 to 1, is how likely it is by its text alone, None
    where it was not weighed.
    """

    encoding: str
    preview: str
    current: bool
    confidence: float | None


def audit(article: Article, raw: str, corrections: Iterable[Correction]) -> Audit:
    """Put the source text and the article's cuts beside each other. `corrections` know their lines' numbers."""
    mine = tuple(corrections)
    own = {c.number: c for c in mine if c.number is not None}
    cuts: dict[int, list[Cut]] = {}
    for cut in article.cuts:
        cuts.setdefault(cut.line, []).append(cut)
    lines = [_line(n, text, cuts.get(n, []), own.get(n)) for n, text in enumerate(raw.split("\n"), 1)]
    lead = _lead(article, lines)
    if lead is not None:
        lines[lead] = replace(lines[lead], state="kept", reason=AS_LEAD)
    return Audit(article, tuple(lines), mine)


def _lead(article: Article, lines: Sequence[AuditLine]) -> int | None:
    """The line of a field that stands at the head of the article's text, and nowhere else in the source."""
    first = _plain(article.paragraphs[0]) if article.paragraphs and article.lead else ""
    # Before the text of a field there may be its name.
    alike = [i for i, line in enumerate(lines) if first and _plain(line.text).endswith(first) and not line.correction]
    if any(lines[i].state != "cut" for i in alike):
        return None
    return alike[0] if alike else None


def _plain(text: str) -> str:
    return " ".join(text.split())


def _line(number: int, text: str, cuts: list[Cut], correction: Correction | None) -> AuditLine:
    if not cuts:
        return AuditLine(number, text, "kept" if text.strip() else "blank", correction=correction)
    reason = ", ".join(dict.fromkeys(cut.reason for cut in cuts))
    if any(cut.text.strip() == text.strip() for cut in cuts):
        return AuditLine(number, text, "cut", reason, correction=correction)
    pieces = []
    for cut in cuts:
        at = text.find(cut.text)
        if at >= 0:
            pieces.append((at, at + len(cut.text)))
    return AuditLine(number, text, "part", reason, tuple(pieces), correction)
