"""Text in Markdown, as web clippers save pages: each line's words without the markup. Fields at the head stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peaceindex.model.article import RawDocument
from peaceindex.model.safe_text import SafeText, neutralise
from peaceindex.sources.registry import Format, SourceItem
from peaceindex.sources.source import Source, sha256_hex
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_TARGET = r"\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s+\"[^\"\n]{0,300}\")?\)"
_MARKS = (
    (late_pattern(r"^[ ]{0,3}(?:>[ ]?)+", re.MULTILINE), ""),
    (late_pattern(r"!\[[^\[\]\n]{0,300}\]" + _TARGET), ""),
    (late_pattern(r"\[([^\[\]\n]{0,300})\]" + _TARGET), r"\1"),
    (late_pattern(r"<(https?://[^<>\s]{1,2000})>"), r"\1"),
    # None of these looks past the next mark of its own kind, so none is slow on many of them.
    (late_pattern(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,2000}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (late_pattern(r"(?<![\w_\\])_(?=[^\s_])([^_\n]{1,2000}?)(?<=\S)_(?!\w)"), r"\1"),
    (late_pattern(r"(?<!\\)\*\*(?=\S)([^*\n]{1,2000}?)(?<=\S)\*\*"), r"\1"),
    (late_pattern(r"(?<![\w\\])__(?=\S)([^_\n]{1,2000}?)(?<=\S)__(?!\w)"), r"\1"),
    (late_pattern(r"\\([*_\[\]()#>!`])"), r"\1"),
)


def _documents(source: Source) -> Iterator[SourceItem]:
    data = source.read()
    decoded = source.decode(data)
    yield RawDocument(
        source=source.name,
        text=without_marks(decoded.text),
        path=source.path,
        member=source.member,
        mtime=source.mtime,
        sha256=sha256_hex(data),
        encoding=decoded.encoding,
        encoding_confidence=decoded.confidence,
    )


def without_marks(text: str) -> SafeText:
    """Return the text without the marks for links, pictures, emphasis and quotations. Each line stays a line."""
    for marks, words in _MARKS:
        text = marks.sub(words, text)
    return neutralise(text)


FORMAT = Format(
    name="Markdown",
    suffixes=(".md", ".markdown"),
    sniff=lambda head: False,
    documents=_documents,
    is_known_by_name=True,
)
