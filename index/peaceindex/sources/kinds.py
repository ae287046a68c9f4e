"""Files that are often found in folders but are not sources, recognised by their name or first bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peaceindex.errors import NoSourceError
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.decoding import printable

NOT_TEXT = "files that are not text"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is not read: its description in the singular and plural, and advice for the user."""

    singular: str
    plural: str
    advice: str = "Leave it out."

    def error(self, name: str) -> NoSourceError:
        """Return the error for a file of this kind."""
        return NoSourceError(f"{printable(name)} is {self.singular}.", self.advice, self.plural)


_TURN_INTO_TEXT = "Turn it into text first."
EMPTY = Kind("empty", "empty files")
OFFICE = Kind(
    "an office document of a kind that is not read",
    "office documents that are not read",
    "Save it as DOCX, ODT or text.",
)
SLIDES = Kind("a presentation, which is not read", "presentations", "Save its text as DOCX, ODT or text.")
SPREADSHEET = Kind(
    "a spreadsheet of a kind that is not read", "spreadsheets that are not read", "Save it as XLSX or CSV."
)
_PICTURE = Kind("a picture", "pictures")
_FILM = Kind("a film or sound", "films and sounds")
_FONT = Kind("a font", "fonts")
_PROGRAM = Kind("a program or a part of one", "programs")
_DATABASE = Kind("a database", "databases")
_OTHER_XML = Kind("XML that is neither a page nor a feed", "XML files that are neither page nor feed", _TURN_INTO_TEXT)
_ABOUT_FOLDER = Kind("about the folder that it lies in", "files about a folder", "Name it to have it read.")


def _archive(name: str) -> Kind:
    return Kind(f"packed ({name}), which is not read", f"archives packed by {name}", "Unpack it first.")


_BY_BYTES = (
    (b"\x28\xb5\x2f\xfd", _archive("zstd")),
    (b"7z\xbc\xaf", _archive("7-Zip")),
    (b"Rar!\x1a\x07", _archive("RAR")),
    (b"SQLite format 3\0", _DATABASE),
    *((mark, _PICTURE) for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"\0\0\1\0", b"8BPS")),
    *((mark, _FILM) for mark in (b"RIFF", b"ID3", b"OggS", b"fLaC", b"\xff\xfb", b"\x1aE\xdf\xa3", b"FLV\1")),
    *((mark, _FONT) for mark in (b"wOFF", b"wOF2", b"OTTO", b"\0\1\0\0\0")),
    *((mark, _PROGRAM) for mark in (b"\x7fELF", b"MZ\x90", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\0asm")),
)
_BY_SUFFIX = {
    **dict.fromkeys((".svg", ".bmp", ".webp", ".avif", ".heic"), _PICTURE),
    **dict.fromkeys((".mp3", ".mp4", ".m4a", ".mov", ".webm", ".wav"), _FILM),
    **dict.fromkeys(
        (
            ".css", ".scss", ".less", ".js", ".mjs", ".cjs", ".ts", ".map", ".py", ".pyc", ".rb", ".java", ".c", ".h",
            ".cpp", ".go", ".rs", ".sh", ".bat", ".ps1", ".sql", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf",
            ".lock",
        ),
        _PROGRAM,
    ),
}  # fmt: skip
_ABOUT_NAMES = late_pattern(
    r"(?:readme|licen[cs]e|copying|changelog|contributing|code_of_conduct|citation)(?:\.\w{1,5}){0,2}"
    r"|(?:robots|humans|requirements|cmakelists)\.txt|sitemap\w*\.xml|(?:make|docker)file",
    re.IGNORECASE,
)


def kind_by_name(name: str) -> Kind | None:
    """Return the kind that a file's name indicates, mainly by its extension."""
    base = _base_name(name)
    if _ABOUT_NAMES.fullmatch(base):
        return _ABOUT_FOLDER
    stem, dot, ending = base.rpartition(".")
    return _BY_SUFFIX.get(dot + ending.lower()) if stem else None


def kind_by_bytes(head: bytes) -> Kind | None:
    """Return the kind that the first bytes of a file indicate."""
    for mark, kind in _BY_BYTES:
        if head.startswith(mark):
            return kind
    if head[4:8] == b"ftyp":
        return _FILM
    return _OTHER_XML if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") else None


_OFFICE_BY_SUFFIX = {
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".odp", ".key"), SLIDES),
    **dict.fromkeys((".ods", ".xlsb", ".numbers"), SPREADSHEET),
}


def kind_of_office(name: str) -> Kind | None:
    """Return the kind of a packed office document that is not read, by the extension of its name."""
    _, dot, ending = _base_name(name).rpartition(".")
    return _OFFICE_BY_SUFFIX.get(dot + ending.lower())


_LITTER = late_pattern(
    r"\..*|~\$.*|.*~|__MACOSX|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|.*\.(?:swp|tmp|part|crdownload)",
    re.IGNORECASE | re.DOTALL,
)


def is_litter(name: str) -> bool:
    """Return whether a file or folder of this name is hidden, incomplete, or left behind by a system or an editor."""
    return _LITTER.fullmatch(name) is not None


def is_in_litter(member: str) -> bool:
    """Return whether any part of the name of an archive member is litter."""
    return any(is_litter(part) for part in member.replace("\\", "/").split("/") if part not in (".", ".."))


_PAGE_RESOURCES = late_pattern(
    r"(.+)(?:[_.]files|_fichiers|-Dateien|_archivos|_file|_pliki|_bestanden|_файлы|_файли|_dosyalar)"
)


def saved_page_stem(folder: str) -> str:
    """Return the stem of the page whose resources a browser saved in a folder of this name, or "" if there is none."""
    found = _PAGE_RESOURCES.fullmatch(folder)
    return found[1] if found else ""


def _base_name(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].rpartition("!")[2]
