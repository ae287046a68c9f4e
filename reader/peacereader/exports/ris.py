"""Articles as records of RIS, which Zotero, EndNote, Mendeley and Citavi import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peacereader.exports.author_names import AuthorName
    from peacereader.exports.citation import Citation


def ris_record(citation: Citation) -> str:
    """Return the record of an article: a newspaper article, with each quotation and the evidence as notes.

    A value of RIS is one line, so line ends in quotations and notes become spaces: nothing in them can begin a field.
    """
    names, others = citation.names
    notes = [*citation.comments, wording.evidence_words(citation.evidence, citation.url)]
    if citation.source:
        notes.append(f"Source: {citation.source}")
    if others:
        notes.append("There are more authors, who are not named.")
    fields: list[tuple[str, str]] = [
        ("TY", "NEWS"),
        ("ID", citation.key),
        *(("AU", _author(name)) for name in names),
        ("TI", citation.title or ""),
        ("T2", citation.outlet or ""),
        ("PY", f"{citation.date_parts[0]:04}" if citation.date_parts else ""),
        ("DA", _date(citation.date_parts)),
        ("Y2", _date(citation.retrieved_parts)),
        ("UR", citation.url or ""),
        ("LA", citation.language or ""),
        *(("KW", word) for word in citation.keywords),
        *(("N1", note) for note in notes),
        ("AN", citation.article_id),
    ]
    return "".join([*_lines(fields), "ER  - \n"])


def _lines(fields: Sequence[tuple[str, str]]) -> Iterator[str]:
    for tag, value in fields:
        if line := " ".join(value.split()):
            yield f"{tag}  - {line}\n"


def _author(name: AuthorName) -> str:
    """Return `King, Martin Luther, Jr.`; a name without parts as it is, without commas that would divide it."""
    if not name.given:
        return name.family.replace(",", " ")
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(filter(None, [family, name.given, name.suffix]))


def _date(parts: Sequence[int]) -> str:
    """Return `2025/06/02/`, with nothing between the strokes for what is not known; "" for no date."""
    if not parts:
        return ""
    return "/".join([f"{parts[0]:04}", *(f"{number:02}" for number in parts[1:]), *[""] * (4 - len(parts))])
