"""References (of Zotero, in RIS, in BibTeX): what they have in common, and which of their fields is a text.

A reference has no field for the text of an article. It may stand in the abstract or in a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from peaceindex.sources import bodies
from peaceindex.sources.record_documents import SUMMARY_DETAILS, Record, Skipped
from peaceindex.sources.record_kinds import values
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WITHOUT_TEXT: Final = Skipped("references without an abstract or a note")

_MAX_SUMMARY_WORDS: Final = 250
"""The words up to which an abstract counts as a summary. A longer one can be the whole text."""
_MIN_TEXT_CHARACTERS: Final = 60
"""A note that is shorter is about the reference, and no text of it."""
_NO_TEXT = late_pattern(
    r"\s*(?:Copyright|©|Last updated|Date (?:completed|created|revised)|Document feature|Content type|Place|People"
    r"|Name|Number of references|Source(?: attribution)?|SQN|ISSN|CODEN|Provider|Accession(?: number)?|Publication info"
    r"|SubjectsTermNotLitGenreText|Subject|Full ?text|DOI|Extra|Citation Key|Online; accessed|Accessed|Retrieved"
    r"|\[?Online|Zugriff|Consulté|Visited)\b[^\n]{0,40}?(?: - |: |\s+on\b|\s+\d|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference, with its values as written. Each of the `notes` may be markup."""

    key: str = ""
    title: str = ""
    outlet: str = ""
    date: str = ""
    authors: Sequence[str] = ()
    tags: Sequence[str] = ()
    address: str = ""
    doi: str = ""
    language: str = ""
    retrieved: str = ""
    abstract: str = ""
    notes: Sequence[str] = ()
    details: Mapping[str, str] = field(default_factory=dict)


def record_of(reference: Reference) -> Record | Skipped:
    """Return the article of a reference, or that it is skipped since it holds no text.

    The text is the abstract; the longest note if there is no abstract, or if it begins as the abstract does and is
    longer. An abstract of some length, and every note, may be the whole text; a short abstract is a summary.
    """
    notes = [note for written in reference.notes if _is_text(note := _plain(written))]
    note = max(notes, key=len, default="")
    abstract = _plain(reference.abstract)
    is_whole = bool(note) and _beginning(note).startswith(_beginning(abstract)[:80]) and len(note) > len(abstract)
    body = note if is_whole else abstract or note
    if not body.strip():
        return WITHOUT_TEXT
    details = dict(reference.details)
    if body is abstract and len(abstract.split()) <= _MAX_SUMMARY_WORDS:
        details |= SUMMARY_DETAILS
    doi = reference.doi.removeprefix("doi:").strip()
    address = reference.address or (doi if doi.startswith("http") else f"https://doi.org/{doi}" if doi else "")
    stated = {
        "title": reference.title, "outlet": reference.outlet, "published": reference.date,
        "authors": list(dict.fromkeys(reference.authors)), "url": address,
        "tags": list(dict.fromkeys(tag.strip() for tag in reference.tags if tag.strip())),
        "language": values.language(reference.language),
    }  # fmt: skip
    key = reference.key or address or reference.title
    return Record(key, body, stated=stated, details=details, is_post=True, retrieved=reference.retrieved)


def last_name_last(name: str) -> str:
    """Return a name such as `Torlak, Ana` or `Torlak, Ana, Jr.` with the first name in front; others unchanged."""
    family, _, rest = (part.strip() for part in name.partition(","))
    given, _, suffix = (part.strip() for part in rest.partition(","))
    return " ".join(part for part in (given, family, suffix) if part)


def _plain(written: str) -> str:
    text, is_markup = bodies.plain_or_markup(written)
    return values.plain(text).strip() if is_markup else text.strip()


def _is_text(note: str) -> bool:
    return len(note) >= _MIN_TEXT_CHARACTERS and not _NO_TEXT.match(note)


def _beginning(text: str) -> str:
    return " ".join(text[:400].split()).casefold()
