"""What files of office programs share: a ZIP file of XML parts (ISO/IEC 29500, OOXML), and text that XML can hold."""

from __future__ import annotations

import re
import zipfile
from typing import IO, TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of all parts, so that the same export gives the same file."""
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Matches what is no character of XML 1.0 (section 2.2)."""


def xml_text(text: str) -> str:
    """Return text for an element or attribute. What no XML file can hold shows as U+FFFD."""
    return escape(_NOT_IN_XML.sub("\ufffd", text), {'"': "&quot;", "\r": "&#13;"})


def new_part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Return a new part to write to. Only one can be open at a time."""
    part = zipfile.ZipInfo(name, _OLDEST)
    part.compress_type = zipfile.ZIP_DEFLATED
    return archive.open(part, "w", force_zip64=True)


def add_parts(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> None:
    """Add parts of XML, each with its declaration before it."""
    for name, text in parts.items():
        with new_part(archive, name) as part:
            part.write(f"{HEAD}{text}".encode())


def content_types(kinds: Mapping[str, str]) -> str:
    """Return the part that says what each part is. `kinds` are the last parts of content types by the parts' names."""
    lines = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{lines}</Types>'
    )


def relationships(targets: Mapping[str, str]) -> str:
    """Return the part that leads to others: their kinds by their paths. They get the ids rId1, rId2 and so on."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{path}"/>'
        for number, (path, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{lines}</Relationships>'
