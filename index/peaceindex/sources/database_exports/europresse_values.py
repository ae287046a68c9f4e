"""The values of the headers and notices of Europresse, in French, English and the languages like them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_ISSUE = late_pattern(r",?\s*(?:no|n°|nº|nr|num)\.?\s*[\w-]*\d[\w-]*\s*$", re.IGNORECASE)
_MONTH: Final = r"[^\W\d_]{3,12}\.?"
_DATE = late_pattern(
    rf"(?:\b[^\W\d_]{{4,12}}(?:-feira)?,?\s+)?(?:\b\d{{1,2}}(?:er|\.|º)?\s+(?:de\s+)?{_MONTH}\s+(?:de\s+)?\d{{4}}\b"
    rf"|\b{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b)|\b{_MONTH}\s+\d{{4}}\b"
)
_PAGE = late_pattern(r"\b(?:p\.|pp\.|page|pág\.|pag\.|S\.)\s*([\w-]*\d[\w, –-]*)", re.IGNORECASE)
_WORDS = late_pattern(
    r"(?<![\w.])(\d{1,3}(?:[\s.,]\d{3})+|\d+)\s*(?:mots|words|palabras|parole|wörter|palavras)\b", re.IGNORECASE
)
_BY = late_pattern(r"^(?:par|by|von|por|di|door)\s+", re.IGNORECASE)
_BETWEEN = late_pattern(r"\s*[;|]\s*|\s+(?:et|and|und)\s+|\s*,\s*(?=[^\W\d_]+[ -][^\W\d_])")
_ID = late_pattern(r"\b((?:news|pub|web|soc|tv|biblio|report|bio|photo)[·.•]\d{8}[·.•][\w.-]{1,20}[·.•][\w.-]{1,80})")
_ID_LABEL = late_pattern(
    r"(?:num[ée]ro de document|document number|número de documento|dokumentnummer)\s*:\s*(\S{4,120})", re.I
)
_ISSUED = late_pattern(
    r"(?:date d['’]émission|date issued|issue date|issued(?: on)?|fecha de emisión)"
    r"\s*:?\s*(\d{4}-\d\d-\d\d|\d{1,2}\s\S+\s\d{4})",
    re.IGNORECASE,
)
_NOTICE = late_pattern(
    r"(?:©|\(c\)\s|copyright\b(?=\W*(?:$|©|\(c\)|(?:19|20)\d\d|by\b|:|(?-i:[A-ZÀ-ÞΑ-ΩА-Я])))|"
    r"num[ée]ro de document|document number|ce certificat|this certificate|certificat émis|"
    r"date d['’]émission|date issued|le présent document|"
    r"this document is protected|tous droits réservés|all rights reserved|"
    r"illustration\(s\)|note\(s\)\s*:|lire aussi\b.{0,200}(?<!\.)$|cet article est paru dans\b|sauvegarder$|annuler$|"
    r"(?:news|web|pub|soc)·\d{8}·)",
    re.IGNORECASE,
)


def outlet_of(lines: Sequence[str]) -> tuple[str, str]:
    """Return the outlet without the number of its issue, and its edition."""
    if not lines:
        return "", ""
    name = _ISSUE.sub("", lines[0]).strip(" ,")
    edition = next((text for line in lines[1:] if (text := _ISSUE.sub("", line).strip(" ,-–"))), "")
    return name, edition


def header_of(text: str) -> dict[str, str]:
    """Return the values in "Politique, mardi 14 mars 2006 - 12:30 UTC, p. 16, 843 mots"."""
    text = " ".join(text.split())[:1000]
    values: dict[str, str] = {}
    found = next(iter(_DATE.finditer(text)), None)
    after = text
    if found:
        values["published"] = found[0].strip(" ,")
        values["section"] = text[: found.start()].strip(" ,;-–")
        after = text[found.end() :]
    if page := _PAGE.search(after):
        values["page"] = page[1].split(",")[0].strip()
    if words := _WORDS.search(after):
        values["words"] = re.sub(r"\D", "", words[1])
    return {name: value for name, value in values.items() if value}


def authors_of(lines: Sequence[str]) -> list[str]:
    """Return the authors named in the lines of a byline."""
    names: list[str] = []
    for line in lines:
        for part in _BETWEEN.split(_BY.sub("", line)):
            name = part.strip(" ,.")
            if name and len(name) <= 120 and "@" not in name and name not in names:
                names.append(name)
    return names


def id_in(notices: str) -> tuple[str, str]:
    """Return the id of the document in its notices, and the day of the export."""
    found = _ID_LABEL.search(notices) or _ID.search(notices)
    issued = _ISSUED.search(notices)
    return (found[1] if found else ""), (issued[1] if issued else "")


def is_notice(text: str) -> bool:
    """Return whether a line stands after a text: copyright, number of the document, certificate, illustrations."""
    return _NOTICE.match(text) is not None
