"""Read a source again in another encoding that the user chooses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex.errors import PeaceindexError, SourceError
from peaceindex.model.audit import EncodingChoice
from peaceindex.sources import EncodingChoices, Fields, Markup, bytes_of, read, unparsed_documents
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.decoding import neutralise, printable
from peaceindex.text.encodings import as_text, codec_of, confidence, readings, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.ingest.add import Adder
    from peaceindex.model.article import RawDocument
    from peaceindex.storage.articles import ArticleStore

_MAX_PREVIEW_CHARS = 200
"""Characters of the line shown for each encoding, at most."""
_PREVIEW_CONTEXT_CHARS = 20
_TAG = late_pattern(r"<[^<>]*>?")


@dataclass(frozen=True, slots=True)
class _SourceFile:
    path: Path
    member: str


class Rereader:
    """Reads the sources of articles again. `fields` gives the user's names for the fields of records."""

    def __init__(self, store: ArticleStore, fields: Fields) -> None:
        self._store = store
        self._fields = fields

    def choices(self, row: int) -> list[EncodingChoice]:
        """Return the encodings that may be those of the source of the article in this row, the likeliest first.

        Raise PeaceindexError if the source no longer exists.
        """
        file = self._source_file(row)
        data = bytes_of(file.path, file.member, self._fields, self._chosen_encodings(row))
        if data is None:
            raise self._missing_error(file)
        current = self._store.raws.document(row).encoding
        ranked = readings(data)
        top_confidence = confidence(ranked)
        names = [one.encoding for one in ranked]
        if (is_utf8 := _is_utf8(data)) or "utf-8" in current:
            names = ["utf-8", *names] if is_utf8 else [*names, "utf-8"]
        if current not in names and "+" not in current:
            names.insert(1, current)
        confidences = (
            {} if is_utf8 else {one.encoding: top_confidence if n == 0 else None for n, one in enumerate(ranked)}
        )
        return [
            EncodingChoice(shown(name), _preview(data, name), name == current, confidences.get(name)) for name in names
        ]

    def read_again(self, row: int, encoding: str, adder: Adder) -> bool:
        """Read the source of an article again in an encoding, and clean it.

        `encoding` is a common name; if empty, the encoding is detected from the bytes. Raise PeaceindexError if this
        fails; then nothing has changed. Return False if the file is one text that holds many articles, so that all of
        it must be read again.
        """
        codec = codec_of(encoding) if encoding else ""
        file = self._source_file(row)
        encodings = EncodingChoices(members={file.member: codec}) if file.member else EncodingChoices(codec)
        document = self._document(file, encodings)
        if file.member and codec and document.encoding != codec:
            return False
        adder.read_again(row, document, codec)
        return True

    def path_of(self, row: int) -> Path:
        """Return the file that holds the source of an article. Raise PeaceindexError if it no longer exists."""
        return self._source_file(row).path

    def _document(self, file: _SourceFile, encodings: EncodingChoices) -> RawDocument:
        for found in unparsed_documents(file.path, str(file.path), self._fields, True, encodings):
            if isinstance(found, SourceError):
                if not file.member:
                    raise PeaceindexError(found.what, found.advice)
            elif found.member == file.member:
                document = read(found) if isinstance(found, Markup) else found
                if isinstance(document, SourceError):
                    raise PeaceindexError(document.what, document.advice)
                return document
        raise self._missing_error(file)

    def _chosen_encodings(self, row: int) -> EncodingChoices:
        members = {member: chosen for _, member, chosen in self._store.sources.places_of(row) if chosen}
        return EncodingChoices(members=members)

    def _source_file(self, row: int) -> _SourceFile:
        files = [_SourceFile(Path(path), member) for path, member, _ in self._store.sources.places_of(row) if path]
        if not files:
            raise PeaceindexError(
                "This article came from standard input, which cannot be read again.", "Add it anew with --encoding."
            )
        existing = next((file for file in files if file.path.is_file()), None)
        if existing is None:
            raise self._missing_error(files[0])
        return existing

    @staticmethod
    def _missing_error(file: _SourceFile) -> PeaceindexError:
        name = f"{file.path}!{file.member}" if file.member else str(file.path)
        return PeaceindexError(
            f"{printable(name)} is not there any more, and without it the article cannot be read otherwise.",
            "Put the file back, then try again.",
        )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _preview(data: bytes, encoding: str) -> str:
    """Return the line of a text that reveals most about its encoding, decoded with this encoding."""
    if encoding.startswith("utf-16"):
        text = as_text(data[:4000], encoding)
    else:
        text = as_text(max(_lines(data), key=_non_ascii_count, default=data[:1000]), encoding)
    line = " ".join(_TAG.sub(" ", neutralise(text)).split())
    start = next((i for i, c in enumerate(line) if c > "\x7f"), 0)
    return line[max(0, start - _PREVIEW_CONTEXT_CHARS) :][:_MAX_PREVIEW_CHARS]


def _lines(data: bytes) -> Iterator[bytes]:
    return (line[:1000] for line in data[:200_000].split(b"\n") if line)


def _non_ascii_count(data: bytes) -> int:
    return min(sum(byte > 0x7F for byte in data[:300]), 60)
