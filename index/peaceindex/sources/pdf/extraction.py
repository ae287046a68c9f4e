"""The program that takes the text out of a PDF, in a process of its own.

PDFium is native code that reads whatever strangers made. In a process of its own, with bounds on time and memory, a
file that makes it fail costs nothing but that file. The PDF comes on standard input, which must be seekable. Lines of
JSON go to standard output: one with the number of pages and the properties, one for each page, then one that says that
all went well.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PAGES: Final = 5000
MAX_CHARACTERS: Final = 8_000_000
_MAX_PIECES: Final = 400_000
_EXTRA_BYTES: Final = 256 * 1024 * 1024
_SECONDS: Final = 240
_GAP: Final = 1.1
"""A gap of this many letter sizes divides a line into pieces."""
_MIN_GAP: Final = 5.0
_ERROR_PASSWORD: Final = 4
_BOLD_WEIGHT: Final = 600
_HYPHENS: Final = {0x02: "-", 0xFFFE: "-"}
"""PDFium's marks for a hyphen at the end of a line."""


def main() -> None:
    """Read a PDF from standard input and write its pages to standard output."""
    output = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    _limit()
    try:
        document = pdfium.PdfDocument(sys.stdin.buffer)
    except pdfium.PdfiumError as error:
        is_locked = raw.FPDF_GetLastError() == _ERROR_PASSWORD or "password" in str(error).lower()
        print(json.dumps({"error": "password" if is_locked else "broken"}), file=output, flush=True)
        return
    count = len(document)
    if count > MAX_PAGES:
        print(json.dumps({"error": "pages"}), file=output, flush=True)
        return
    properties = {key: document.get_metadata_value(key) for key in ("Title", "Author")}
    print(json.dumps({"pages": count, "properties": properties}), file=output)
    letters = number = 0
    for index in range(count):
        try:
            page = _page(document, index)
        except pdfium.PdfiumError:
            page = {"broken": True}
        letters += page.get("letters", 0)
        number += len(page.get("pieces", ()))
        if letters > MAX_CHARACTERS or number > _MAX_PIECES:
            print(json.dumps({"error": "letters"}), file=output, flush=True)
            return
        print(json.dumps(page), file=output)
    print(json.dumps({"done": True}), file=output, flush=True)


def _limit() -> None:
    """Bound the memory and the time of this process, where the system can."""
    with suppress(ImportError, OSError, ValueError, LookupError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        limit = pages * resource.getpagesize() + _EXTRA_BYTES
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _page(document: Any, index: int) -> dict[str, Any]:
    page = document[index]
    try:
        text = page.get_textpage()
        try:
            width, height = page.get_size()
            # Boxes of characters are in the coordinates of the page before it is turned, from the corner of its box.
            pieces, letters = _pieces(text, page)
            return {
                "width": width, "height": height, "pieces": pieces, "letters": letters,
                "has_pictures": _has_pictures(page),
            }  # fmt: skip
        finally:
            text.close()
    finally:
        page.close()


def _has_pictures(page: Any) -> bool:
    from pypdfium2 import raw

    count = min(raw.FPDFPage_CountObjects(page), 1000)
    kinds = (raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, i)) for i in range(count))
    return any(kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) for kind in kinds)


def _pieces(text: Any, page: Any) -> tuple[list[list[Any]], int]:
    """Return the pieces of text of a page, in the order of the file, and the number of letters."""
    from pypdfium2 import raw

    rotation = page.get_rotation()
    page_width, page_height = page.get_size()
    left, bottom, right, top = (ctypes.c_double() for _ in range(4))
    crop = page.get_bbox()
    pieces: list[list[Any]] = []
    current = _Piece()
    letters = raw.FPDFText_CountChars(text)
    for i in range(min(letters, MAX_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, i)
        if code in (0x0D, 0x0A):
            pieces += current.take()
            continue
        character = _HYPHENS.get(code) or _character(code)
        if not character:
            continue
        if not raw.FPDFText_GetCharBox(text, i, left, right, bottom, top):
            continue
        box = _turned(
            (left.value - crop[0], bottom.value - crop[1], right.value - crop[0], top.value - crop[1]),
            rotation, page_width, page_height,
        )  # fmt: skip
        size = raw.FPDFText_GetFontSize(text, i)
        if character.isspace():
            current.space()
            continue
        if size <= 1.5 or size > 400:  # set by a matrix, not by its size
            size = 0.0
        size = max(size if 0.5 < size / max(box[3] - box[1], 0.1) < 4 else 0.0, box[3] - box[1])
        if not current.continues(box, size):
            pieces += current.take()
        weight = raw.FPDFText_GetFontWeight(text, i) if not current.characters else 0
        current.add(character, box, size, weight)
    pieces += current.take()
    return pieces, letters


def _character(code: int) -> str:
    if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    return chr(code)


def _turned(
    box: tuple[float, float, float, float], rotation: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a box, in points from the upper left corner of the page as it is shown."""
    left, bottom, right, top = box
    if rotation == 90:
        return bottom, left, top, right
    if rotation == 180:
        return width - right, bottom, width - left, top
    if rotation == 270:
        return width - top, height - right, width - bottom, height - left
    return left, height - top, right, height - bottom


class _Piece:
    """Collects the characters of a piece of a line."""

    def __init__(self) -> None:
        self.characters: list[str] = []
        self._box = [0.0, 0.0, 0.0, 0.0]
        self._size = 0.0
        self._weight = 0
        self._has_space = False

    def space(self) -> None:
        self._has_space = bool(self.characters)

    def continues(self, box: tuple[float, float, float, float], size: float) -> bool:
        """Return whether a character in this box stands behind the last one, on the same line."""
        if not self.characters:
            return True
        middle = (box[1] + box[3]) / 2
        is_level = self._box[1] - 0.2 * size <= middle <= self._box[3] + 0.2 * size
        wide = max(_GAP * min(size, self._size), _MIN_GAP)
        gap = box[0] - self._box[2]
        is_right_to_left = -wide < box[2] - self._box[0] <= 0.5 * size and box[0] < self._box[0]
        return is_level and (-0.8 * size < gap < wide or is_right_to_left)

    def add(self, character: str, box: tuple[float, float, float, float], size: float, weight: int) -> None:
        if self.characters:
            if self._has_space:
                self.characters.append(" ")
            old = self._box
            self._box = [min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3])]
        else:
            self._box, self._weight, self._size = list(box), weight, size
        self._size = max(self._size, size)
        self._has_space = False
        self.characters.append(character)

    def take(self) -> Iterator[list[Any]]:
        """Yield the piece, if there is one, and begin another."""
        if text := "".join(self.characters).strip():
            yield [text, *(round(value, 1) for value in self._box), round(self._size, 1), self._weight >= _BOLD_WEIGHT]
        self.characters, self._has_space, self._size = [], False, 0.0


if __name__ == "__main__":
    main()
