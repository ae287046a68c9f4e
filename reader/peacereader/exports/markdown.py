"""Passages as Markdown: block quotes, each with everything that a citation needs."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from peacereader import wording
from peacereader.exports.citation import citation_of_passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage
    from peacereader.exports.citation import Citation, Quotation

_SPECIAL_CHARACTERS = re.compile(r"([\\`*_\[\]<>~|])")
_SPECIAL_AT_LINE_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))", re.MULTILINE)


def markdown(passages: Iterable[Passage], evidence: Mapping[str, Evidence] = MappingProxyType({})) -> str:
    """Return the passages in their order, separated by horizontal rules.

    `evidence` is that of their articles, by article id.
    """
    return "\n\n---\n\n".join(
        markdown_quotation(citation_of_passage(passage, evidence.get(passage.article_id))).rstrip("\n")
        for passage in passages
    )


def markdown_quotation(citation: Citation) -> str:
    """Return the quotations as block quotes, then their source, the evidence, and for each its note and labels."""
    quotes = (quoted(quotation.quote) for quotation in citation.quotations)
    parts = [*quotes, f"— {attribution(citation)}"]
    if source := wording.evidence_words(citation.evidence, citation.url):
        parts.append(escaped(source))
    for quotation in citation.quotations:
        parts += remarks(quotation)
    return "\n\n".join(parts) + "\n"


def markdown_article(citation: Citation) -> str:
    """Return an article: its title as a heading, its source and evidence, its quotations, and its text if wanted."""
    parts = [f"## {escaped(' '.join((citation.title or wording.TITLE_NOT_KNOWN).split()))}", attribution(citation)]
    if source := wording.evidence_words(citation.evidence, citation.url):
        parts.append(escaped(source))
    for quotation in citation.quotations:
        parts += [quoted(quotation.quote), *remarks(quotation)]
    if citation.text:
        parts.append(escaped(citation.text))
    return "\n\n".join(parts) + "\n"


def quoted(text: str) -> str:
    """Return text as a block quote."""
    return "\n".join(f"> {line}".rstrip() for line in escaped(text).split("\n"))


def attribution(citation: Citation) -> str:
    """Return authors, title, outlet, date, address and article id on one line."""
    facts = [
        escaped(wording.join_words(citation.authors)),
        f"“{escaped(citation.title)}”" if citation.title else wording.TITLE_NOT_KNOWN,
        f"*{escaped(citation.outlet)}*" if citation.outlet else wording.OUTLET_NOT_KNOWN,
        wording.long_date(citation.date),
        _address(citation.url) if citation.url else f"source: {escaped(citation.source)}" if citation.source else "",
        f"article {citation.article_id}" if citation.article_id else "",
    ]
    return ", ".join(fact for fact in facts if fact)


def remarks(quotation: Quotation) -> list[str]:
    """Return what is to be said of a quotation: whether the article has changed, note, labels, event and maker."""
    parts = []
    if quotation.removal:
        parts.append("(The article was removed from the library.)")
    elif quotation.anchoring == "uncertain":
        parts.append("(The article now words this differently.)")
    elif quotation.anchoring == "lost":
        parts.append("(The article no longer says this, or is gone.)")
    if quotation.note:
        parts.append(f"Note: {escaped(quotation.note)}")
    if quotation.labels:
        parts.append(f"Labels: {', '.join(escaped(label) for label in quotation.labels)}")
    parts += [f"{name}: {escaped(words)}" for name, words in quotation.origin]
    return parts


def _address(url: str) -> str:
    return f"<{url}>" if re.fullmatch(r"https?://[^\s<>\\]+", url) else escaped(url)


def escaped(text: str) -> str:
    """Return text with a backslash before every character that Markdown would interpret."""
    return _SPECIAL_AT_LINE_START.sub(r"\1\\\2", _SPECIAL_CHARACTERS.sub(r"\\\1", text)).replace("&", "&amp;")
