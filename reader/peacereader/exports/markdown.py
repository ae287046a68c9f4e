"""Passages as Markdown: block quotes, each with everything that a citation needs."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peacereader import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from peaceindex.model.passage import Passage

_SPECIAL_CHARACTERS = re.compile(r"([\\`*_\[\]<>~|])")
_SPECIAL_AT_LINE_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))", re.MULTILINE)


def markdown(passages: Iterable[Passage], evidence: Mapping[str, Evidence] = MappingProxyType({})) -> str:
    """Return the passages in their order, separated by horizontal rules.

    `evidence` is that of their articles, by article id.
    """
    return "\n\n---\n\n".join(
        _passage_text(passage, evidence.get(passage.article_id, NO_EVIDENCE)) for passage in passages
    )


def _passage_text(passage: Passage, evidence: Evidence) -> str:
    quote = "\n".join(f"> {line}".rstrip() for line in _escaped(passage.quote).split("\n"))
    facts = [
        _escaped(wording.join_words(passage.authors)),
        f"“{_escaped(passage.title)}”" if passage.title else wording.TITLE_NOT_KNOWN,
        f"*{_escaped(passage.outlet)}*" if passage.outlet else wording.OUTLET_NOT_KNOWN,
        wording.long_date(passage.date),
        _address(passage.url) if passage.url else f"source: {_escaped(passage.source)}",
        f"article {passage.article_id}" if passage.article_id else "",
    ]
    parts = [quote, f"— {', '.join(fact for fact in facts if fact)}"]
    if source := wording.evidence_words(evidence, passage.url):
        parts.append(_escaped(source))
    if passage.anchoring == "uncertain":
        parts.append("(The article now words this differently.)")
    elif passage.anchoring == "lost":
        parts.append("(The article no longer says this, or is gone.)")
    if passage.note:
        parts.append(f"Note: {_escaped(passage.note)}")
    if passage.labels:
        parts.append(f"Labels: {', '.join(_escaped(label) for label in passage.labels)}")
    return "\n\n".join(parts)


def _address(url: str) -> str:
    return f"<{url}>" if re.fullmatch(r"https?://[^\s<>\\]+", url) else _escaped(url)


def _escaped(text: str) -> str:
    """Return `text` with a backslash before every character that Markdown would interpret."""
    return _SPECIAL_AT_LINE_START.sub(r"\1\\\2", _SPECIAL_CHARACTERS.sub(r"\\\1", text)).replace("&", "&amp;")
