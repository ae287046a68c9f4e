"""The lines of a text table of any size, decoded one by one."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO, Final

from peaceindex.errors import SourceError
from peaceindex.sources.tables.row import MAX_ROW_CHARACTERS
from peaceindex.text.decoding import decode
from peaceindex.text.encodings import as_text, detect_encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from typing_extensions import Buffer

    from peaceindex.sources.source import Source

_SAMPLE_BYTES: Final = 512 * 1024
_CHUNK_BYTES: Final = 65_536
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end. `is_cut` is set if it is longer than any row; then the rest of it was skipped."""

    number: int
    data: bytes
    text: str
    encoding: str
    confidence: float | None
    is_cut: bool = False


class Lines:
    """The lines of a source, in its encoding: the user's choice, or as its beginning shows it.

    While all was ASCII or UTF-8, a line in another encoding is judged where it comes. `sample` is the beginning of the
    text. Raise SourceError if it is no text, or in an encoding that is not certain.
    """

    def __init__(self, source: Source) -> None:
        head = source.head + source.stream.read(max(0, _SAMPLE_BYTES - len(source.head)))
        source.head = head
        self._name = source.name
        self._is_chosen = bool(source.encoding)
        bom, self._encoding = next(((mark, name) for mark, name in _BOMS if head.startswith(mark)), (b"", ""))
        self._encoding = source.encoding or self._encoding
        self._confidence: float | None = None
        self._seen_utf8 = False
        whole = head[: head.rfind(b"\n") + 1] or head
        if not self._encoding:
            self._detect(whole, source)
        self._stream: BinaryIO = source.full_stream
        self._stream.read(len(bom) if self._encoding == _encoding_of(bom) else 0)
        wide = self._encoding if self._encoding.replace("_", "-").lower().startswith(("utf-16", "utf-32")) else ""
        if wide:
            self._stream = _recoded(self._stream, _from_wide(wide))
            self.sample = as_text(head[len(bom) :], wide)
            self._shown_encoding, self._encoding = wide, "utf-8"
        else:
            self._shown_encoding = self._encoding
            self.sample = as_text(whole[len(bom) :], self._encoding)
            if b"\r" in head and b"\n" not in head:
                self._stream = _recoded(self._stream, lambda data, final: data.replace(b"\r", b"\n"))
        self.sample = self.sample.replace("\0", "")

    def _detect(self, sample: bytes, source: Source) -> None:
        try:
            sample.decode("utf-8")
            self._encoding = "utf-8"
            self._seen_utf8 = not sample.isascii()
            if b"\0" not in sample:
                return
        except UnicodeDecodeError:
            pass
        found = source.decode(sample)
        self._encoding, self._confidence = found.encoding, found.confidence
        if "+" in self._encoding:
            parts = self._encoding.split("+")
            self._encoding = "utf-8" if "utf-8" in parts else parts[0]
        self._seen_utf8 = self._encoding == "utf-8"

    def __iter__(self) -> Iterator[Line]:
        number = 0
        while data := self._stream.readline(MAX_ROW_CHARACTERS + 1):
            number += 1
            is_cut = len(data) > MAX_ROW_CHARACTERS
            if is_cut:
                rest = data
                while rest and not rest.endswith(b"\n"):
                    rest = self._stream.readline(_CHUNK_BYTES)
                data = data[:200]
            text, encoding, confidence = self._decoded(data, number)
            yield Line(number, data, text.replace("\0", ""), encoding, confidence, is_cut)

    def _decoded(self, data: bytes, number: int) -> tuple[str, str, float | None]:
        if self._encoding != "utf-8" or self._is_chosen:
            return as_text(data, self._encoding), self._shown_encoding, self._confidence
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return self._other(data, number)
        self._seen_utf8 = self._seen_utf8 or not data.isascii()
        return text, self._shown_encoding, None

    def _other(self, data: bytes, number: int) -> tuple[str, str, float | None]:
        """Return the text of a line that is not UTF-8."""
        if not self._seen_utf8:  # all was ASCII so far: the table is in another encoding
            ahead = self._stream.peek(_CHUNK_BYTES) if isinstance(self._stream, BufferedReader) else b""
            self._encoding, self._confidence = detect_encoding(data + ahead, self._name)
            self._shown_encoding = self._encoding
            return as_text(data, self._encoding), self._encoding, self._confidence
        try:
            found = decode(data, f"Line {number:,} of {self._name}")
        except SourceError:
            return data.decode("utf-8", "replace"), "utf-8", None
        end = b"\n" if data.endswith(b"\n") else b""
        text = found.text if not end or found.text.endswith("\n") else f"{found.text}\n"
        return text, found.encoding, found.confidence


def _encoding_of(bom: bytes) -> str:
    return next((name for mark, name in _BOMS if mark == bom), "")


def _from_wide(encoding: str) -> Callable[[bytes, bool], bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return lambda data, final: decoder.decode(data, final).lstrip("\ufeff").encode("utf-8", "replace")


def _recoded(stream: BinaryIO, recode: Callable[[bytes, bool], bytes]) -> BinaryIO:
    return BufferedReader(_Recoded(stream, recode), _CHUNK_BYTES)


class _Recoded(RawIOBase):
    """A stream of the bytes of another, each chunk changed by a function of the bytes and whether they are the last."""

    def __init__(self, stream: BinaryIO, recode: Callable[[bytes, bool], bytes]) -> None:
        self._stream = stream
        self._recode = recode
        self._pending = b""
        self._has_ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        while not self._pending and not self._has_ended:
            data = self._stream.read(_CHUNK_BYTES)
            self._has_ended = not data
            self._pending = self._recode(data, not data)
        taken = self._pending[: len(view)]
        self._pending = self._pending[len(view) :]
        view[: len(taken)] = taken
        return len(taken)
