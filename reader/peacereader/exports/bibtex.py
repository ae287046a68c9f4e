"""Articles as entries of BibLaTeX, which BibTeX reads too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peacereader.exports.author_names import AuthorName
    from peacereader.exports.citation import Citation

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
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The names that every style of BibTeX has for the months, in its own language."""
_OTHERS = re.compile("and|others", re.IGNORECASE)


def bibtex_entry(citation: Citation) -> str:
    """Return the entry of an article. Its key is made of the article's id, so that it stays and is the only one.

    It is an `article`, or `misc` without an outlet, since an article without a journal is an error there. Titles and
    outlets keep their capitals. The date is BibLaTeX's `date`, and BibTeX's `year`, `month` and `day`. `urldate` is the
    day on which the source was retrieved, and `note` has the SHA-256 of its file and on request the address of an
    archived copy, where they are known. `annote` has the quotations with the user's notes and labels; line ends in them
    are spaces, as BibTeX has no others. The keywords are the outlet's tags, the user's own and the labels.
    """
    names, others = citation.names
    year, month, day = (*citation.date_parts, 0, 0, 0)[:3]
    fields = {
        "author": " and ".join([*map(_author, names), *(["others"] if others else [])]),
        "title": _protected(citation.title),
        "journal": _protected(citation.outlet),
        "date": citation.date or "",
        "year": f"{year:04}" if year else "",
        "month": _MONTHS[month - 1] if month else "",
        "day": str(day) if day else "",
        "url": _NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode()), citation.url or ""),
        "urldate": citation.retrieved,
        "language": citation.language or "",
        "keywords": ", ".join(_escaped(word.replace(",", " ")) for word in citation.keywords),
        "annote": " ".join(map(_escaped, citation.comments)),
        "note": ". ".join(_escaped(fact) for fact in citation.notes),
    }
    written = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items() if value}
    lines = [f"  {name} = {value}," for name, value in written.items()]
    kind = "article" if citation.outlet else "misc"
    return "\n".join([f"@{kind}{{{citation.key},", *lines, "}", ""])


def _escaped(text: str) -> str:
    text = _SPECIAL_PATTERN.sub(lambda found: _SPECIAL[found[0]], " ".join(text.split()))
    return _LIGATURE.sub(r"\1{}", text)


def _protected(text: str | None) -> str:
    """Return text whose capitals stay."""
    return f"{{{_escaped(text)}}}" if text else ""


def _author(name: AuthorName) -> str:
    """Return a name. One that has no parts is in braces where BibTeX would divide it, or take it for several people."""
    if not name.given:
        is_one_word = len(name.family.split()) < 2 and not _OTHERS.fullmatch(name.family) and "," not in name.family
        return _escaped(name.family) if is_one_word else f"{{{_escaped(name.family)}}}"
    if name.suffix or " " in name.family:
        family = f"{name.particle} {name.family}".strip()
        return ", ".join(_escaped(part) for part in (family, name.suffix, name.given) if part)
    return _escaped(name.in_order)
