"""What the properties of a document state about it. They are weak: programs fill them in, and people never look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from peaceindex.model.safe_text import one_line
from peaceindex.startup.late_pattern import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FILE_NAME = late_pattern(
    r"\.(?:docx?|dotx?|rtf|odt|pdf|txt|html?|indd|qxd|pages|wpd|pub|tmp|xml|xlsx?|pptx?)\W*$", re.I
)
_MADE_BY_PROGRAM = late_pattern(
    r"^(?:microsoft (?:word|office|powerpoint|publisher)\b|powerpoint|word\b|print|layout \d|slide \d|untitled|"
    r"unknown\b|no title|title$|document\s*\d*$|dokument\s*\d*$|documento\s*\d*$|документ\s*\d*$|"
    r"(?:new )?template\b|unbenannt|ohne titel|sans titre|sin t[ií]tulo|senza titolo|без имени|about:blank|https?://|"
    r"file://|scan|img[_-]?\d|full page (?:fax|print))",
    re.I,
)
_NOT_A_PERSON = late_pattern(
    r"@|\d|[\\/<>_=]|^(?:admin(?:istrator)?|user|owner|author|default|guest|root|unknown|anonymous|unnamed|none|office|"
    r"microsoft\b.*|windows.*|dell|hp|lenovo|acer|asus|toshiba|pc|python-docx|apache poi|calibre.*|libreoffice.*|"
    r"openoffice.*|lexisnexis.*|nexis.*|factiva.*|proquest.*|admini?strador|administrateur|benutzer|usuario|utilisateur|"
    r"пользователь|администратор|admin.*|user ?\w?|.*\b(?:inc|ltd|gmbh|llc|corp|company|software|scanner)\b.*)$",
    re.I,
)
_MAX_AUTHORS: Final = 6


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a document as written."""

    title: str = ""
    authors: Sequence[str] = ()
    language: str = ""

    def plausible(self, beginning: str) -> dict[str, Any]:
        """Return what can be believed, by our names for values. `beginning` is the text at the document's start.

        A title must stand in the beginning of the text itself, so that it is neither the name of a file nor left over
        from a template. The author of a file is often whoever saved it: a name must stand there too. The day on which
        a file was made is no day of publication, and is left out.
        """
        letters = _letters(beginning)
        values: dict[str, Any] = {}
        title = one_line(self.title)
        if 2 <= len(title.split()) <= 40 and is_title(title) and _letters(title) in letters:
            values["title"] = title
        authors = [name for one in self.authors if is_person(name := one_line(one)) and _letters(name) in letters]
        if authors and len(authors) <= _MAX_AUTHORS:
            values["authors"] = list(dict.fromkeys(authors))
        return values


def is_title(text: str) -> bool:
    """Return whether a text may be a title, and not the name of a file or the default of a program."""
    return bool(text) and len(text) <= 300 and not _FILE_NAME.search(text) and not _MADE_BY_PROGRAM.match(text)


def is_person(text: str) -> bool:
    """Return whether a text may be the name of a person, and not of an account or a program."""
    return 2 <= len(text.split()) <= 6 and len(text) <= 80 and not _NOT_A_PERSON.search(text)


def names_in(text: str) -> list[str]:
    """Return the names in a field for authors, which are separated by semicolons."""
    return [name for part in text.split(";") if (name := one_line(part))]


def texts(values: Iterable[str | None]) -> list[str]:
    """Return the values that are not empty."""
    return [text for value in values if value and (text := one_line(value))]


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
