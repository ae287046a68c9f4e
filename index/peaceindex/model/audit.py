"""The audit of an article: the page as it was scraped, and what cleaning and the user did with each line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from peaceindex.model.article import Article, Cut
    from peaceindex.model.correction import Correction
    from peaceindex.model.search import Span

LineState = Literal["kept", "cut", "part", "blank"]
"""part: kept except for some piece of it; blank: holds nothing to keep or cut."""

SHOWN_AS_LEAD = "shown as the lead"
"""The reason given for a line that cleaning takes as a field, but whose text is still part of the article."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line of the source: its number (from 1), its text, what happened to it and why.

    `pieces` are the stretches that were cut from a line that is otherwise
    kept. `correction` is the user's own decision about the line.
    """

    number: int
    text: str
    state: LineState
    reason: str = ""
    pieces: tuple[Span, ...] = ()
    correction: Correction | None = None

    @property
    def toggled_choice(self) -> bool | None:
        """What toggling the line does: True keeps it, False cuts it, None withdraws the user's correction."""
        if self.correction is None:
            return self.state != "kept"
        return False if (self.correction.was, self.correction.value) == ("part", "keep") else None


@dataclass(frozen=True, slots=True)
class Audit:
    """An article with the lines of its source, and all of the user's corrections of it, oldest first."""

    article: Article
    lines: tuple[AuditLine, ...]
    corrections: tuple[Correction, ...]
    encoding: str = ""
    """The common name of the encoding that the source was decoded from; empty for UTF-8."""
    encoding_confidence: float | None = None
    """The confidence in that encoding, from 0 to 1, if it was detected from the text alone."""
    is_encoding_chosen: bool = False
    """Whether the user chose the encoding."""
    unreadable_count: int = 0
    """The number of characters of the source that could not be decoded; U+FFFD stands in place of each."""

    @property
    def cut_count(self) -> int:
        """The number of lines that are cut."""
        return sum(line.state == "cut" for line in self.lines)


@dataclass(frozen=True, slots=True)
class EncodingChoice:
    """An encoding that a source may be in. `encoding` is its common name, `preview` a line decoded with it.

    `current` is set for the encoding that was used. `confidence`, from 0 to 1, is the likelihood judged from the text
    alone. It is None if it was not computed.
    """

    encoding: str
    preview: str
    current: bool
    confidence: float | None


def audit(article: Article, raw: str, corrections: Iterable[Correction]) -> Audit:
    """Return the source text matched with the cuts of the article. `corrections` must know their line numbers."""
    all_corrections = tuple(corrections)
    by_line = {c.number: c for c in all_corrections if c.number is not None}
    cuts: dict[int, list[Cut]] = {}
    for cut in article.cuts:
        cuts.setdefault(cut.line, []).append(cut)
    lines = [_audit_line(n, text, cuts.get(n, []), by_line.get(n)) for n, text in enumerate(raw.split("\n"), 1)]
    lead = _lead_index(article, lines)
    if lead is not None:
        lines[lead] = replace(lines[lead], state="kept", reason=SHOWN_AS_LEAD)
    return Audit(article, tuple(lines), all_corrections)


def _lead_index(article: Article, lines: Sequence[AuditLine]) -> int | None:
    """Return the index of the cut line that opens the article's text, or None if a line with that text is kept."""
    first = _single_spaced(article.paragraphs[0]) if article.paragraphs and article.lead else ""
    # The text of a field may be preceded by the field's name.
    same_text = [
        i for i, line in enumerate(lines) if first and _single_spaced(line.text).endswith(first) and not line.correction
    ]
    if any(lines[i].state != "cut" for i in same_text):
        return None
    return same_text[0] if same_text else None


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def _audit_line(number: int, text: str, cuts: list[Cut], correction: Correction | None) -> AuditLine:
    if not cuts:
        return AuditLine(number, text, "kept" if text.strip() else "blank", correction=correction)
    reason = ", ".join(dict.fromkeys(cut.reason for cut in cuts))
    if any(cut.text.strip() == text.strip() for cut in cuts):
        return AuditLine(number, text, "cut", reason, correction=correction)
    pieces = []
    for cut in cuts:
        start = text.find(cut.text)
        if start >= 0:
            pieces.append((start, start + len(cut.text)))
    return AuditLine(number, text, "part", reason, tuple(pieces), correction)
