"""REFI-QDA projects (.qdpx): the selections in their texts, with codes and notes, of this program and of others.

Nothing is unpacked to the disk, and every size has a bound. A project whose members have paths that climb out of it, or
whose XML declares anything, was made to harm and is refused as a whole.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from peaceindex.errors import PassageFileError
from peaceindex.model.code import Code
from peaceindex.model.imported_passage import ImportedFile, ImportedPassage, RefusedPassage
from peaceindex.model.safe_text import printable
from peacereader.described_lines import ONLY_WORDS, event_in, facts_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

_PROJECT: Final = "project.qde"
_SOURCES: Final = "sources/"
_INTERNAL: Final = "internal://"
_MAX_MEMBERS: Final = 50_000
_MAX_PROJECT_BYTES: Final = 128 * 1024 * 1024
_MAX_TEXT_BYTES: Final = 32 * 1024 * 1024
_MAX_ALL_TEXT_BYTES: Final = 512 * 1024 * 1024
_CONTEXT: Final = 64
_NOBODY: Final = "peacereader"
"""The user under whom this program writes passages of which it was not said who made them."""
_AGAIN: Final = "Export it again from the program that made it."
_CLIMBS: Final = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0")
_TEXTS: Final = ("TextSource", "Representation")
_WITHOUT_WORDS: Final = {
    "PDFSelection": "it is a part of a page in a PDF, without words",
    "PictureSelection": "it is a part of a picture, without words",
    "AudioSelection": "it is a part of a recording, without words",
    "VideoSelection": "it is a part of a film, without words",
    "TranscriptSelection": "it is a part of a transcript by time, without words",
}


def read_project(shown: str, data: bytes) -> ImportedFile:
    """Return the passages of a project, its codebook, and what in it is no passage. `shown` names it for messages.

    Raise PassageFileError if the file is broken, locked, too large, or made to harm.
    """
    if data.count(b"PK\1\2") > _MAX_MEMBERS:  # counted before the list is read, which takes 600 bytes for each
        raise PassageFileError(f"{shown} lists more than {_MAX_MEMBERS:,} files.", "Export fewer sources.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _Members(shown, archive)
            return _Reader(shown, members, members.root()).read()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
        raise PassageFileError(
            f"{shown} is a ZIP file that is broken or cut off ({printable(str(error))[:200]}).", _AGAIN
        ) from error


class _Members:
    """The members of a project by name. Programs differ in the case of `sources/`."""

    def __init__(self, shown: str, archive: zipfile.ZipFile) -> None:
        self._shown = shown
        self._archive = archive
        self._left = _MAX_ALL_TEXT_BYTES
        members = archive.infolist()
        for member in members:
            if _CLIMBS.search(member.orig_filename) or _CLIMBS.search(member.filename):
                raise PassageFileError(
                    f"{shown} has a file whose path leads out of it ({printable(member.orig_filename)[:100]}).",
                    "No program for coding writes that: do not trust it.",
                )
        self._by_name = {member.filename.lower(): member for member in members}

    def root(self) -> _Element:
        """Return the root element of the project, parsed without entities, DTD or anything fetched."""
        from lxml import etree

        data = self._read(_PROJECT, _MAX_PROJECT_BYTES)
        if data is None:
            raise PassageFileError(f"{self._shown} is a ZIP file without {_PROJECT}: no REFI-QDA project.", _AGAIN)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise PassageFileError(
                f"{self._shown} has a {_PROJECT} that cannot be read ({printable(str(error))[:200]}).", _AGAIN
            ) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise PassageFileError(
                f"{self._shown} has a {_PROJECT} that declares a document type, which may be meant to harm.",
                "No program for coding writes that: do not trust it.",
            )
        if _name(root) != "Project":
            raise PassageFileError(f"{self._shown} has a {_PROJECT} that is no REFI-QDA project.", _AGAIN)
        return root

    def text(self, path: str) -> str:
        """Return the text at a path such as `internal://NAME.txt`. Raise _NoTextError if there is none to be had."""
        if not path.startswith(_INTERNAL):
            raise _NoTextError("its text lies outside the file")
        data = self._read(_SOURCES + path.removeprefix(_INTERNAL), _MAX_TEXT_BYTES)
        if data is None:
            raise _NoTextError("its text is not in the file")
        try:
            # Positions count from the first character: QualCoder, for one, writes a mark before it and leaves it out.
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _NoTextError("its text is not UTF-8") from None

    def _read(self, name: str, max_bytes: int) -> bytes | None:
        member = self._by_name.get(name.lower())
        if member is None:
            return None
        if member.flag_bits & 1:
            raise PassageFileError(f"{self._shown} is locked with a password.", "Export it without one.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others may take all memory
            raise PassageFileError(f"{self._shown} is packed in a way that no REFI-QDA project is.", _AGAIN)
        limit = min(max_bytes, self._left)
        with self._archive.open(member) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise PassageFileError(
                f"{self._shown} has more than {limit // 1024 // 1024} MB in {printable(name)}.", "Export it in parts."
            )
        self._left -= len(data)
        return data


class _NoTextError(Exception):
    """The text of a source cannot be had, for a reason in words."""


@dataclass
class _Found:
    passages: list[ImportedPassage] = field(default_factory=list)
    refused: list[RefusedPassage] = field(default_factory=list)


class _Reader:
    """Reads the parts of a project that refer to each other by GUID."""

    def __init__(self, shown: str, members: _Members, root: _Element) -> None:
        self._shown = shown
        self._members = members
        self._root = root
        self._users = {_guid(user): user.get("name", "") for user in _all(root, "User")}
        self._notes = {_guid(note): note for note in _all(root, "Note")}
        self._linked = self._links()
        # ATLAS.ti writes texts with line ends of two characters, and counts each as one.
        self._is_one_line_end = "ATLAS" in root.get("origin", "").upper()
        self._codes: dict[str, str] = {}
        self._codebook: list[Code] = []
        self._found = _Found()

    def read(self) -> ImportedFile:
        """Return what the project holds."""
        self._read_codes()
        for source in self._root.iter():
            if _name(source) in _TEXTS:
                self._read_source(source)
            reason = _WITHOUT_WORDS.get(_name(source), "")
            if reason and (_child(source, "Coding") is not None or _child(source, "NoteRef") is not None):
                self._found.refused.append(RefusedPassage(_where(source), reason))
        return ImportedFile(tuple(self._found.passages), tuple(self._found.refused), tuple(self._codebook))

    def _links(self) -> Mapping[str, Sequence[str]]:
        """Return the notes that a link joins to something, by its GUID: NVivo writes notes on selections so."""
        found: dict[str, list[str]] = defaultdict(list)
        for link in _all(self._root, "Link"):
            ends = [link.get(name, "").strip("{}").lower() for name in ("originGUID", "targetGUID")]
            for one, other in (ends, ends[::-1]):
                if other in self._notes:
                    found[one].append(other)
        return found

    def _read_codes(self) -> None:
        book = _child(self._root, "CodeBook")
        elements = [] if book is None else _all(book, "Code")
        counts = Counter(_code_name(element) for element in elements)
        for element in elements:
            above = element.getparent()
            is_below = above is not None and _name(above) == "Code"
            parent = self._codes.get(_guid(above)) if above is not None and is_below else None
            name = _code_name(element)
            if counts[name] > 1 and parent:  # labels are names, so two codes of one name need theirs
                name = f"{parent} / {name}"
            self._codes[_guid(element)] = name
            text, memo = _text(element, "Description"), self._note_of(element)
            color = element.get("color", "")
            if len(color) == 4:  # the standard allows #rgb
                color = "#" + "".join(digit * 2 for digit in color[1:])
            self._codebook.append(Code(name, text, color, memo=memo, parent=parent))

    def _read_source(self, source: _Element) -> None:
        selections = _children(source, "PlainTextSelection")
        if any(True for _ in _children(source, "Coding")):
            self._found.refused.append(RefusedPassage(_where(source), "it is a coding of a whole text"))
        if not selections:
            return
        try:
            text = _text(source, "PlainTextContent") or self._members.text(source.get("plainTextPath", ""))
        except _NoTextError as error:
            self._found.refused += [RefusedPassage(_where(selection), str(error)) for selection in selections]
            return
        if self._is_one_line_end:
            text = text.replace("\r\n", "\n")
        facts = facts_in(_text(source, "Description"))
        if "article" not in facts and facts.get("text") != [ONLY_WORDS]:
            facts = {"title": [source.get("name", "")]}
        text_hash = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        found: dict[tuple[int, int, str], list[ImportedPassage]] = defaultdict(list)
        for selection in selections:
            start, end = _number(selection, "startPosition"), _number(selection, "endPosition")
            if not 0 <= start < end <= len(text):
                self._found.refused.append(RefusedPassage(_where(selection), "its place is not in its text"))
                continue
            for one in self._passages(selection, text, start, end, text_hash, facts):
                # Some programs write a selection for each code, so those of one place and person are one passage.
                found[start, end, f"{one.id} {one.user}" if one.id else one.user].append(one)
        self._found.passages += [_joined(group) for group in found.values()]

    def _passages(
        self, selection: _Element, text: str, start: int, end: int, text_hash: str, about: Mapping[str, list[str]]
    ) -> list[ImportedPassage]:
        """Return the passages of a selection: one for each person who coded it; notes are of who selected it."""
        description = _text(selection, "Description")
        own = facts_in(description)
        notes = [self._note_of(selection)]
        if "passage" not in own:  # another program's words on its selection
            own, notes = {}, [*notes, description]
        facts = {**about, **own}

        def fact(name: str, otherwise: str = "") -> str:
            return next(iter(facts.get(name, ())), otherwise)

        try:
            event = event_in(own)
        except ValueError as error:  # somebody has changed the description: the passage is taken without it
            event = None
            self._found.refused.append(RefusedPassage(f"the event of {_where(selection)}", str(error)))
        codings = _children(selection, "Coding")
        notes += [self._note_of(coding) for coding in codings]
        note = "\n\n".join(filter(None, notes))
        coders = [self._name_of_user(coding) for coding in codings]
        user = self._name_of_user(selection) or next(filter(None, coders), "")
        labels: dict[str, list[str]] = {user: []} if own or note or not any(coders) else {}
        for coding, coder in zip(codings, coders, strict=True):
            names = [self._codes.get(_target(ref), "") for ref in _children(coding, "CodeRef")]
            labels.setdefault(coder or user, []).extend(filter(None, names))
        is_alone = "text" in about
        place: tuple[int | None, int | None] = (start, end)
        if is_alone:
            place = _whole(fact("start")), _whole(fact("end"))
        selected = ImportedPassage(
            quote=fact("quote", text[start:end]),
            id=fact("passage"),
            origin=f"qdpx {_guid(selection)}",
            article_id=fact("article"),
            prefix=fact("before", text[max(0, start - _CONTEXT) : start]),
            suffix=fact("after", text[end : end + _CONTEXT]),
            start=place[0],
            end=place[1],
            text_hash=fact("text hash") if is_alone else text_hash,
            source_hash=fact("source hash"),
            note=note,
            created=selection.get("creationDateTime", "") or fact("created"),
            title=fact("title"),
            outlet=fact("outlet"),
            date=fact("date"),
            authors=tuple(filter(None, facts.get("author", ()))),
            url=fact("address"),
            source=fact("source"),
        )
        first = user if user in labels else next(iter(labels))
        return [
            replace(
                selected,
                labels=tuple(names),
                note=note if name == user else "",
                event=event if name == user else None,
                origin=selected.origin if name == first else f"{selected.origin} {name}",
                user="" if own and name == _NOBODY and "coder" not in own else name,
            )
            for name, names in labels.items()
        ]

    def _name_of_user(self, element: _Element) -> str:
        return self._users.get(element.get("creatingUser", "").strip("{}").lower(), "")

    def _note_of(self, element: _Element) -> str:
        """Return the notes to which an element refers, and those that are linked to it."""
        texts = []
        refs = [*map(_target, _children(element, "NoteRef")), *self._linked.get(_guid(element), ())]
        for ref in dict.fromkeys(refs):
            note = self._notes.get(ref)
            if note is None:
                continue
            text = _text(note, "PlainTextContent")
            if not text and (path := note.get("plainTextPath", "")):
                try:
                    text = self._members.text(path)
                except _NoTextError as error:
                    self._found.refused.append(RefusedPassage(f"the note “{note.get('name', '')[:60]}”", str(error)))
            texts.append(text or _text(note, "Description"))
        return "\n\n".join(filter(None, texts))


def _joined(group: list[ImportedPassage]) -> ImportedPassage:
    first = group[0]
    notes = dict.fromkeys(one.note for one in group if one.note)
    labels = dict.fromkeys(label for one in group for label in one.labels)
    return replace(first, note="\n\n".join(notes), labels=tuple(labels))


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(element: _Element, name: str) -> list[_Element]:
    return [one for one in element.iter() if _name(one) == name]


def _children(element: _Element, name: str) -> list[_Element]:
    return [one for one in element if _name(one) == name]


def _child(element: _Element, name: str) -> _Element | None:
    return next(iter(_children(element, name)), None)


def _text(element: _Element, name: str) -> str:
    child = _child(element, name)
    return "" if child is None else child.text or ""


def _guid(element: _Element) -> str:
    return element.get("guid", "").strip("{}").lower()


def _target(element: _Element) -> str:
    return element.get("targetGUID", "").strip("{}").lower()


def _code_name(element: _Element) -> str:
    name = element.get("name", "")
    return name if name.strip() else "(code without a name)"


def _number(element: _Element, name: str) -> int:
    value = _whole(element.get(name, ""))
    return -1 if value is None else value


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text.strip()) else None


def _where(element: _Element) -> str:
    return f"“{element.get('name', '')[:60]}” ({_name(element)} {_guid(element)})"
