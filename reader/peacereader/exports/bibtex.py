"""Articles as entries of BibLaTeX, which BibTeX reads too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.search_results import Hit

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_SPECIAL_PATTERN = re.compile(r"[\\{}^~#$%&_]")
_LIGATURE = re.compile(r"([-'`])(?=\1)")
"""Matches signs that TeX draws together with the next."""
_NOT_IN_ADDRESS = re.compile(r"[\s\\{}]")
_DAY = re.compile(r"(\d{4})-\d\d-\d\d")


def bibtex_entry(hit: Hit, evidence: Evidence | None) -> str:
    """Return the entry of an article. Its key is made of the article's id, so that it stays and is the only one.

    Titles and outlets keep their capitals. `urldate` is the day on which the source was retrieved, and `note` has the
    SHA-256 of its file, where they are known.
    """
    retrieved = _DAY.match(evidence.retrieved) if evidence else None
    date = _DAY.fullmatch(hit.date or "")
    fields = {
        "author": " and ".join(_author(author) for author in hit.authors),
        "title": _protected(hit.title),
        "journal": _protected(hit.outlet),
        "date": hit.date or "",
        "year": date[1] if date else "",
        "url": _NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), hit.url or ""),
        "urldate": retrieved[0] if retrieved else "",
        "keywords": ", ".join(_escaped(tag).replace(",", " ") for tag in hit.tags),
        "note": f"SHA-256 of the source: {_escaped(evidence.sha256)}" if evidence and evidence.sha256 else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{article-{hit.id},", *lines, "}", ""])


def _escaped(text: str) -> str:
    text = _SPECIAL_PATTERN.sub(lambda found: _SPECIAL[found[0]], " ".join(text.split()))
    return _LIGATURE.sub(r"\1{}", text)


def _protected(text: str | None) -> str:
    """Return text whose capitals stay."""
    return f"{{{_escaped(text)}}}" if text else ""


def _author(name: str) -> str:
    """Return a name. One that BibTeX would divide, or take for several people, is in braces."""
    words = name.casefold().split()
    return f"{{{_escaped(name)}}}" if "and" in words or "others" in words or name.count(",") > 2 else _escaped(name)
