"""Passages as Markdown: block quotes, each with all that a citation needs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from peaceindex.model.passage import Passage
from peacereader import wording

_SIGNS = re.compile(r"([\\`*_\[\]<>~|])")
_AT_LINE_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))", re.MULTILINE)


def markdown(passages: Iterable[Passage]) -> str:
    """The passages in their order, parted by rules."""
    return "\n\n---\n\n".join(_entry(passage) for passage in passages)


def _entry(passage: Passage) -> str:
    quote = "\n".join(f"> {line}".rstrip() for line in _plain(passage.quote).split("\n"))
    facts = [
        _plain(wording.listed(passage.authors)),
        f"“{_plain(passage.title)}”" if passage.title else wording.TITLE_NOT_KNOWN,
        f"*{_plain(passage.outlet)}*" if passage.outlet else wording.OUTLET_NOT_KNOWN,
        wording.spoken_date(passage.date),
        _address(passage.url) if passage.url else f"source: {_plain(passage.source)}",
        f"article {passage.article_id}",
    ]
    parts = [quote, f"— {', '.join(fact for fact in facts if fact)}"]
    if passage.anchoring == "uncertain":
        parts.append("(The article says this in other words now.)")
    elif passage.anchoring == "lost":
        parts.append("(The article does not say this any more, or is gone.)")
    if passage.note:
        parts.append(f"Note: {_plain(passage.note)}")
    if passage.labels:
        parts.append(f"Labels: {', '.join(_plain(label) for label in passage.labels)}")
    return "\n\n".join(parts)


def _address(url: str) -> str:
    return f"<{url}>" if re.fullmatch(r"https?://[^\s<>\\]+", url) else _plain(url)


def _plain(text: str) -> str:
    """`text` with every sign that Markdown would take for its own set off by a backslash."""
    return _AT_LINE_START.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", text)).replace("&", "&amp;")
