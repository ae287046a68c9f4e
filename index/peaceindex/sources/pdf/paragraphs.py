"""Paragraphs from the lines of columns: wrapped lines joined, words that were divided at line ends made whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Final

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from peaceindex.sources.pdf.layout import Column

_SENTENCE_END: Final = late_pattern(r"[.!?…:;。！？؟۔।]['\"”’»)\]]*$")
_HYPHEN_END: Final = late_pattern(r"(\w+)[-‐\u00ad]$")
_FIRST_WORD: Final = late_pattern(r"\w+")
_WORDS: Final = late_pattern(r"\w+(?:[-‐]\w+)*")
_BULLET: Final = late_pattern(r"[•‣▪◦●■♦]\s")
_UNSPACED: Final = late_pattern(
    r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
)
"""Letters of scripts that put no space between words."""
_LABEL: Final = late_pattern(r".{1,40}[:：]")
_MIN_PART: Final = 3
_SAME_SIZE: Final = 0.12
_LARGE_GAP: Final = 1.35


@dataclass(slots=True)
class PdfLine:
    """A line of a column: its text and place, and the bounds of its column."""

    text: str
    left: float
    top: float
    right: float
    size: float
    is_bold: bool
    column: int
    column_left: float
    column_right: float
    page: int
    is_running: bool = False


@dataclass(slots=True)
class PdfParagraph:
    """A paragraph: the page on which it begins, and whether a gap separates it from the one before."""

    page: int
    lines: list[PdfLine] = field(default_factory=list)
    has_gap: bool = True
    is_running: bool = False


def lines_of_column(column: Column, number: int, page: int, is_running: bool = False) -> Iterator[PdfLine]:
    """Yield the lines of a column, the pieces of each joined by spaces."""
    if not column:
        return
    left = min(piece.left for line in column for piece in line)
    rights = sorted(line[-1].right for line in column)
    right = rights[-1 - len(rights) // 20]
    for line in column:
        yield PdfLine(
            " ".join(piece.text for piece in line), line[0].left, min(piece.top for piece in line), line[-1].right,
            max(piece.size for piece in line), all(piece.is_bold for piece in line), number, left, right, page,
            is_running,
        )  # fmt: skip


def paragraphs_of_lines(lines: Sequence[PdfLine]) -> list[PdfParagraph]:
    """Return the paragraphs in lines in reading order.

    Running heads stand behind the paragraph that they interrupt, each as a paragraph of its own.
    """
    pitches = _pitches(lines)
    found: list[PdfParagraph] = []
    current: PdfParagraph | None = None
    waiting: list[PdfParagraph] = []
    for line in lines:
        if line.is_running:
            waiting.append(PdfParagraph(line.page, [line], is_running=True))
            continue
        if current is not None and not _begins(current, line, pitches):
            current.lines.append(line)
            continue
        if current is not None:
            found.append(current)
        found += waiting
        waiting = []
        before = current.lines[-1] if current else None
        current = PdfParagraph(line.page, [line], before is None or _is_apart(before, line, pitches))
    if current is not None:
        found.append(current)
    return found + waiting


def _pitches(lines: Sequence[PdfLine]) -> dict[int, float]:
    """Return the usual distance from line to line, by the size of letters."""
    distances: dict[int, list[float]] = {}
    before: PdfLine | None = None
    for line in lines:
        if (
            before
            and (before.page, before.column) == (line.page, line.column)
            and round(before.size) == round(line.size)
        ):
            distance = line.top - before.top
            if 0 < distance < 4 * line.size:
                distances.setdefault(round(line.size), []).append(distance)
        before = None if line.is_running else line
    return {size: _usual(values) for size, values in distances.items()}


def _usual(distances: Sequence[float]) -> float:
    """Return the most frequent distance; of equally frequent ones the smallest."""
    counts = Counter(round(distance) for distance in distances)
    most = max(counts.values())
    return median(d for d in distances if round(d) == min(value for value, count in counts.items() if count == most))


def _is_apart(before: PdfLine, line: PdfLine, pitches: dict[int, float]) -> bool:
    if (before.page, before.column) != (line.page, line.column):
        return True
    usual = pitches.get(round(line.size), 1.3 * line.size)
    return line.top - before.top > _LARGE_GAP * max(usual, line.size)


def _begins(paragraph: PdfParagraph, line: PdfLine, pitches: dict[int, float]) -> bool:
    """Return whether a line begins a new paragraph."""
    before = paragraph.lines[-1]
    if abs(before.size - line.size) > _SAME_SIZE * max(before.size, line.size) or before.is_bold != line.is_bold:
        return True
    if _BULLET.match(line.text):
        return True
    is_divided = bool(_HYPHEN_END.search(before.text)) and line.text[:1].islower()
    is_short = _fits(before, line) and not is_divided
    if (before.page, before.column) != (line.page, line.column):
        if is_divided or line.text[:1].islower():
            return False
        if is_short or line.text[:1].isupper() or _SENTENCE_END.search(before.text) or _LABEL.match(line.text):
            return True
        return line.left - line.column_left > 0.7 * line.size  # it is indented
    if _is_apart(before, line, pitches) or is_short:
        return True
    if line.left - before.left > 0.7 * line.size and line.left - line.column_left > 0.7 * line.size:
        return True  # the first line is indented
    return before.left - line.left > 0.7 * line.size and len(paragraph.lines) > 1


def _fits(before: PdfLine, line: PdfLine) -> bool:
    """Return whether the first word of a line would have fitted on the line before it."""
    word = line.text.split(maxsplit=1)[0]
    if _UNSPACED.match(word):
        word = word[:1]
    width = (line.right - line.left) * len(word) / max(len(line.text), 1)
    return before.right + width + 0.3 * line.size < before.column_right - 1.2 * line.size


class Joiner:
    """Joins the lines of paragraphs. `texts` are all lines of the document, whose words decide about hyphens."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        for text in texts:
            words = _WORDS.findall(text.casefold())
            cut = words[1:-1] if len(words) > 2 else []  # the first and the last word of a line may be halves
            self._words.update(cut)

    def text_of(self, paragraph: PdfParagraph) -> str:
        """Return the text of a paragraph on one line."""
        text = ""
        for line in paragraph.lines:
            text = self._joined(text, line.text.strip()) if text else line.text.strip()
        return text

    def _joined(self, before: str, text: str) -> str:
        divided = _HYPHEN_END.search(before)
        if divided and (rest := _FIRST_WORD.match(text)):
            is_part_of_word = text[:1].islower() and not before[: divided.start()].endswith(("-", "‐"))
            if is_part_of_word and not self._has_hyphen(divided[1].casefold(), rest[0].casefold()):
                return before[:-1] + text
            return (before if before[-1] != "\u00ad" else before[:-1]) + text
        if before and text and _UNSPACED.match(before[-1]) and _UNSPACED.match(text[0]):
            return before + text
        return f"{before} {text}"

    def _has_hyphen(self, first: str, second: str) -> bool:
        """Return whether a word that a line end divides is a compound with a hyphen, judging by the rest of the text.

        It is if it stands there with its hyphen, or if its parts are words there and the whole is not.
        """
        if first + second in self._words:
            return False
        if f"{first}-{second}" in self._words:
            return True
        are_words = first in self._words and second in self._words
        return are_words and min(len(first), len(second)) >= _MIN_PART
