"""From RTF to paragraphs and tables.

striprtf, which makes text of RTF, drops footnotes and text boxes, keeps deleted text, writes the addresses of links
into the text and bars between cells; so a quotation would not be exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from peaceindex.errors import SourceError
from peaceindex.sources.rtf.destinations import (
    CHARACTERS,
    CODE_PAGE_BY_CHARSET,
    HIDING,
    LABELS,
    NOT_TEXT,
    SYMBOLS,
    TEXT_WITHIN,
    codec_of,
)
from peaceindex.sources.text_documents.blocks import Block, Paragraph, Table
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN: Final = late_pattern(
    r"\\(?:([a-zA-Z]{1,40})(-?\d{1,10})? ?|'([0-9a-fA-F]{2})|(.)|$)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.S
)
_MAX_DEPTH: Final = 2000
_MAX_FONTS: Final = 10_000
_HEADING: Final = late_pattern(r"heading (\d)", re.I)


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it."""

    destination: str = ""
    """What the group is for, if it holds no text of the document: a name in `NOT_TEXT`, or another one."""
    skipped: int = 1
    """The characters after a Unicode character that old programs read instead of it."""
    font: int = -1
    is_bold: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    is_html_copy: bool = False


class RtfReader:
    """Reads one document. `title`, `author` and `is_cut_off` are known when all blocks have been taken."""

    def __init__(self, text: str, shown: str) -> None:
        self._text = text
        """Each byte as the character with its number."""
        self._shown = shown
        self._state = _State()
        self._stack: list[_State] = []
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._bytes = bytearray()
        self._has_raw = False
        self._high = 0
        self._left_to_skip = 0
        self._levels: dict[int, int] = {}
        self._style = 0
        self._properties: dict[str, list[str]] = {"title": [], "author": []}
        self._paragraph = Paragraph()
        self._level = 0
        self._is_in_table = self._is_item = False
        self._cell: list[Paragraph] = []
        self._row: list[list[Paragraph]] = []
        self._done: list[Block] = []
        self._notes: list[Paragraph] = []
        self._outer: list[tuple[int, Paragraph]] = []
        self.is_cut_off = False

    @property
    def title(self) -> str:
        """The title in its properties."""
        return "".join(self._properties["title"])

    @property
    def author(self) -> str:
        """The author in its properties."""
        return "".join(self._properties["author"])

    def blocks(self) -> Iterator[Block]:
        """Yield the paragraphs and tables, then the notes. Raise SourceError if its groups are nested without end."""
        position, end = 0, len(self._text)
        while position < end:
            found = _TOKEN.match(self._text, position)
            if found is None:
                break
            position = found.end()
            word, number, code, symbol, brace, plain = found.groups()
            if plain is not None:
                self._plain(plain)
            elif code is not None:
                self._byte(int(code, 16))
            elif word is not None:
                if word == "bin":
                    position += max(0, int(number or 0))
                else:
                    self._word(word, None if number is None else int(number))
            elif symbol is not None:
                self._symbol(symbol)
            elif brace == "{":
                self._open()
            elif brace == "}":
                self._close()
                if not self._stack:
                    break
            if self._done:
                yield from self._done
                self._done.clear()
        self.is_cut_off = bool(self._stack)
        self._flush()
        self._end_paragraph()
        self._end_table()
        yield from self._done
        yield from self._notes

    def _open(self) -> None:
        self._flush()
        self._left_to_skip = 0
        if len(self._stack) >= _MAX_DEPTH:
            raise SourceError(f"{self._shown} has groups nested more than {_MAX_DEPTH:,} deep.", "Leave it out.")
        self._stack.append(self._state)
        self._state = replace(self._state)

    def _close(self) -> None:
        self._flush()
        self._left_to_skip = 0
        if self._outer and self._outer[-1][0] == len(self._stack):  # the end of a note or a text box
            if self._paragraph.text.strip():
                self._end_paragraph()
            self._paragraph = self._outer.pop()[1]
        if self._stack:
            self._state = self._stack.pop()

    def _word(self, word: str, number: int | None) -> None:
        self._flush(keep_high=word == "u")
        if self._left_to_skip and word != "u":
            self._left_to_skip = 0
        state = self._state
        is_on = number != 0
        if word in LABELS:
            state.destination = word
            self._is_item = True
        elif word in TEXT_WITHIN:
            self._enter(word)
        elif word in NOT_TEXT or word in ("fonttbl", "stylesheet", "info"):
            state.destination = word if word != "author" or state.destination != "info" else "info author"
        elif state.destination == "info" and word == "title":
            state.destination = "info title"
        elif word == "f":
            state.font = number or 0
        elif word in ("fcharset", "cpg"):
            self._set_font(CODE_PAGE_BY_CHARSET.get(number or 0, 0) if word == "fcharset" else number or 0)
        elif word == "ansicpg":
            self._codec = codec_of(number or 0) or self._codec
        elif word in ("mac", "pc", "pca"):
            self._codec = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "uc":
            state.skipped = min(max(number or 0, 0), 100)
        elif word == "u":
            self._unicode(number or 0)
        elif word == "b":
            state.is_bold = is_on
        elif word == "v":
            state.is_hidden = is_on
        elif word == "deleted":
            state.is_deleted = is_on
        elif word == "htmlrtf":
            state.is_html_copy = is_on
        elif word == "plain":
            state.is_bold = state.is_hidden = state.is_deleted = False
        elif word in ("s", "outlinelevel"):
            self._set_level(word, number or 0)
        elif not self._is_text:
            return
        elif word in CHARACTERS:
            self._add(CHARACTERS[word])
        else:
            self._structure(word)

    def _structure(self, word: str) -> None:
        """Act on a word about paragraphs and tables."""
        if word in ("par", "sect", "page", "column"):
            self._end_paragraph()
        elif word == "pard":
            self._is_in_table = self._is_item = False
            self._level = 0
        elif word == "intbl":
            self._is_in_table = True
        elif word in ("cell", "nestcell"):
            self._is_in_table = True
            self._end_paragraph()
            self._row.append(self._cell)
            self._cell = []
        elif word in ("row", "nestrow"):
            self._end_row()

    def _symbol(self, symbol: str) -> None:
        self._flush()
        self._left_to_skip = 0
        if symbol == "*":
            if not self._state.destination:
                self._state.destination = "*"  # unless a word follows that is known to hold text
        elif symbol in SYMBOLS:
            if self._is_text:
                self._add(SYMBOLS[symbol])
        elif symbol in "\r\n" and self._is_text:
            self._end_paragraph()

    @property
    def _is_text(self) -> bool:
        state = self._state
        return not (state.destination or state.is_hidden or state.is_deleted or state.is_html_copy)

    def _enter(self, word: str) -> None:
        """Begin a group with text of its own: a paragraph begins that is not part of the one around it."""
        if any(state.destination in HIDING for state in self._stack):
            return
        self._state.destination = ""
        if word in ("footnote", "shptxt", "dptxbxtext"):
            self._outer.append((len(self._stack), self._paragraph))
            self._paragraph = Paragraph()

    def _plain(self, text: str) -> None:
        if self._left_to_skip:
            skipped = min(self._left_to_skip, len(text))
            self._left_to_skip -= skipped
            text = text[skipped:]
        if not text:
            return
        if self._state.destination in NOT_TEXT:  # a picture may be megabytes of digits
            return
        data = text.encode("latin-1", "replace")
        self._has_raw = self._has_raw or not data.isascii()
        self._bytes += data

    def _byte(self, code: int) -> None:
        if self._left_to_skip:
            self._left_to_skip -= 1
        elif self._state.destination not in NOT_TEXT:
            self._bytes.append(code)

    def _unicode(self, number: int) -> None:
        code = number & 0xFFFF
        self._left_to_skip = self._state.skipped
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            if not self._high:
                return
            code = 0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00
        self._high = 0
        self._put(chr(code))

    def _flush(self, keep_high: bool = False) -> None:
        """Decode the bytes that have come since the last word."""
        if not keep_high:
            self._high = 0
        if not self._bytes:
            return
        data = bytes(self._bytes)
        self._bytes.clear()
        codec = self._fonts.get(self._state.font, self._codec)
        if self._has_raw:
            self._has_raw = False
            try:  # RTF has only ASCII; programs that write other bytes mostly write UTF-8
                self._put(data.decode("utf-8"))
                return
            except UnicodeDecodeError:
                pass
        self._put(data.decode(codec, "replace"))

    def _put(self, text: str) -> None:
        destination = self._state.destination
        if destination.startswith("info "):
            self._properties[destination[5:]].append(text[:1000])
        elif destination == "stylesheet":
            if found := _HEADING.match(text.strip()):
                self._levels[self._style] = int(found[1])
            elif text.strip(" ;").casefold() == "title":
                self._levels[self._style] = 1
        elif self._is_text:
            self._add(text)

    def _add(self, text: str) -> None:
        self._paragraph.add(text, self._state.is_bold)

    def _set_font(self, code_page: int) -> None:
        if self._state.destination == "fonttbl" and len(self._fonts) < _MAX_FONTS and (codec := codec_of(code_page)):
            self._fonts[self._state.font] = codec

    def _set_level(self, word: str, number: int) -> None:
        if self._state.destination == "stylesheet":
            if word == "s":
                self._style = number
        elif word == "s":
            self._level = self._levels.get(number, 0)
        else:
            self._level = number + 1 if number < 9 else 0

    def _end_paragraph(self) -> None:
        paragraph, self._paragraph = self._paragraph, Paragraph()
        paragraph.level, paragraph.is_item = (0 if self._outer else self._level), self._is_item
        if not paragraph.text.strip():
            return
        if self._outer:
            self._notes.append(paragraph)
        elif self._is_in_table:
            self._cell.append(paragraph)
        else:
            self._end_table()
            self._done.append(paragraph)

    def _end_row(self) -> None:
        self._flush()
        if self._paragraph.text.strip():
            self._end_paragraph()
        if self._cell:
            self._row.append(self._cell)
            self._cell = []
        if self._row:
            self._done.append(Table([self._row]))
            self._row = []

    def _end_table(self) -> None:
        """Let the cells of a row without an end stand as a row."""
        if self._cell or self._row:
            self._end_row()
