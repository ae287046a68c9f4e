"""Passages as a REFI-QDA project (.qdpx, Project.xsd of 18 March 2019), which programs for coding read.

A project is a ZIP file with `project.qde` and the texts in `sources/`. Each article is a TextSource, whose text is the
article's text in UTF-8, with line feeds and no mark at its beginning, so that code points count the same in both. A
passage that is lost has a TextSource of its own, of its words and what stood around them.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from peaceindex.model.safe_text import neutralise, one_line
from peacereader import wording
from peacereader.described_lines import ONLY_WORDS, described, event_facts
from peacereader.exports.citation import citation_of_hit, citation_of_passage
from peacereader.exports.codebook import ORIGIN, add_codes, all_codes, as_xml, code_key, describe, guid
from peacereader.exports.contents import PassageExport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from peaceindex.model.code import Code
    from peaceindex.model.passage import Passage
    from peacereader.exports.citation import Citation
    from peacereader.exports.contents import HitExport

PROJECT: Final = "urn:QDA-XML:project:1.0"
_USER: Final = "peacereader"
"""The user who made the passages of which it was not said who did."""
_CONTEXT: Final = 64
_NAME_LENGTH: Final = 60
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?", re.ASCII)
_NOT_IN_FILE_NAMES: Final = re.compile(r'[/\\:*?"<>|]+')
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of all members, so that the same passages give the same file."""


def qdpx_of_hits(export: HitExport) -> bytes:
    """Return articles as a project, whether or not they have passages. A hit without a text is left out."""
    articles = [one for one in export.hits if one.text]
    texts = {one.hit.id: one.text for one in articles}
    evidence = {one.hit.id: one.evidence for one in articles if one.evidence}
    passages = [passage for one in articles for passage in one.passages]
    return qdpx(PassageExport(passages, evidence, export.codes, texts.get, articles=articles))


def qdpx(export: PassageExport) -> bytes:
    """Return the passages as a project: their articles as sources, codings, notes and codebook with memos."""
    return _Project(export).packed()


class _Project:
    def __init__(self, export: PassageExport) -> None:
        from lxml import etree

        self._export = export
        self._new = etree.SubElement
        self._texts: dict[str, str] = {}
        self._notes: list[tuple[str, str, str, str]] = []
        self._names: set[str] = set()
        self._root = etree.Element(
            f"{{{PROJECT}}}Project", {"name": "peacereader passages", "origin": ORIGIN}, nsmap={None: PROJECT}
        )
        times = [passage.created for passage in export.passages if _TIME.fullmatch(passage.created)]
        self._root.set("creatingUserGUID", guid("user", _USER))
        if times:
            self._root.set("creationDateTime", max(times))
        users = self._add(self._root, "Users")
        for name in dict.fromkeys([_USER, *map(_user, export.passages)]):
            self._add(users, "User", guid=guid("user", name), name=name)
        if codes := all_codes(export.codes, export.passages):
            add_codes(self._add(self._root, "CodeBook"), codes, self._fill_code)
        self._add_sources()
        if self._notes:
            notes = self._add(self._root, "Notes")
            for id, name, text, user in self._notes:
                note = self._add(notes, "Note", guid=id, name=name, creatingUser=user)
                self._add(note, "PlainTextContent").text = text
        passages = wording.counted(len(export.passages), "passage")
        describe(self._root, f"{passages} of {wording.counted(len(self._texts), 'text')}, written by {ORIGIN}.")

    def packed(self) -> bytes:
        """Return the bytes of the ZIP file."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            members = {"project.qde": as_xml(self._root)}
            members |= {f"sources/{id}.txt": text.encode() for id, text in self._texts.items()}
            for name, data in members.items():
                archive.writestr(zipfile.ZipInfo(name, _OLDEST), data, zipfile.ZIP_DEFLATED)
        return file.getvalue()

    def _add(self, parent: _Element, tag: str, /, **values: str) -> _Element:
        return self._new(parent, f"{{{PROJECT}}}{tag}", values)

    def _fill_code(self, element: _Element, code: Code) -> None:
        describe(element, code.description)
        if code.memo:
            memo = guid("memo", code_key(code.name))
            self._add_note(element, memo, f"Memo on {code.name}", code.memo, guid("user", _USER))

    def _add_note(self, element: _Element, id: str, name: str, text: str, user: str) -> None:
        """Refer to a note. All notes stand at the end of the project. `user` is the GUID of who wrote it."""
        self._notes.append((id, one_line(name)[:_NAME_LENGTH], neutralise(text), user))
        self._add(element, "NoteRef", targetGUID=id)

    def _add_sources(self) -> None:
        texts: dict[str, str | None] = {}
        groups: dict[str, list[Passage]] = {}
        alone: list[Passage] = []
        for passage in self._export.passages:
            id = passage.article_id
            if id not in texts:
                texts[id] = self._export.text(id) if id else None
            text = texts[id]
            is_there = text and passage.anchoring != "lost" and 0 <= passage.start < passage.end <= len(text)
            (groups.setdefault(id, []) if is_there else alone).append(passage)
        whole = {one.hit.id: one for one in self._export.articles}
        if not groups and not alone and not whole:
            return
        sources = self._add(self._root, "Sources")
        for id, one in whole.items():
            if id not in groups:
                self._add_source(sources, guid("article", id), one.text, citation_of_hit(one.hit, one.evidence), ())
        for id, passages in groups.items():
            self._add_source(sources, guid("article", id), texts[id] or "", self._citation(passages[0]), passages)
        for passage in alone:
            text = neutralise(passage.prefix) + neutralise(passage.quote) + neutralise(passage.suffix)
            about = self._citation(passage)
            self._add_source(sources, guid("lost", passage.id), text, about, [passage], is_alone=True)

    def _add_source(
        self,
        sources: _Element,
        id: str,
        text: str,
        about: Citation,
        passages: Sequence[Passage],
        is_alone: bool = False,
    ) -> None:
        self._texts[id] = text
        source = self._add(
            sources, "TextSource", guid=id, name=self._name(about), plainTextPath=f"internal://{id}.txt",
            creatingUser=guid("user", _USER),
        )  # fmt: skip
        facts = self._facts(about)
        only = {"text": [ONLY_WORDS]} if is_alone else {}
        describe(source, described({**only, **facts}))
        for passage in passages:
            self._add_selection(source, text, passage, facts, is_alone)

    def _add_selection(
        self, source: _Element, text: str, passage: Passage, known: dict[str, list[str]], is_alone: bool
    ) -> None:
        start, end = passage.start, passage.end
        if is_alone:
            start = len(neutralise(passage.prefix))
            end = start + len(neutralise(passage.quote))
        user = guid("user", _user(passage))
        selection = self._add(
            source,
            "PlainTextSelection",
            guid=guid("passage", passage.id),
            name=one_line(passage.quote)[:_NAME_LENGTH],
            startPosition=str(start),
            endPosition=str(end),
            creatingUser=user,
        )
        facts: dict[str, list[str]] = {"passage": [passage.id]}
        if _TIME.fullmatch(passage.created):
            selection.set("creationDateTime", passage.created)
        else:
            facts["created"] = [passage.created]
        if neutralise(passage.quote) != text[start:end]:
            facts["quote"] = [passage.quote]
        if (passage.prefix, passage.suffix) != (text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]):
            facts |= {"before": [passage.prefix], "after": [passage.suffix]}
        if is_alone:
            facts |= {"start": [str(passage.start)], "end": [str(passage.end)], "text hash": [passage.text_hash]}
        own = self._facts(self._citation(passage))
        facts |= {name: own.get(name, [""]) for name in {**known, **own} if own.get(name) != known.get(name)}
        if one_line(passage.annotator) == _USER:  # else nobody would have said who made it
            facts["coder"] = [_USER]
        facts |= event_facts(passage.event)
        describe(selection, described(facts))
        for key in dict.fromkeys(map(code_key, passage.labels)):
            if key.strip():
                coding = self._add(selection, "Coding", guid=guid("coding", f"{passage.id} {key}"), creatingUser=user)
                self._add(coding, "CodeRef", targetGUID=guid("code", key))
        if passage.note:
            name = f"Note on {passage.quote}"
            self._add_note(selection, guid("note", passage.id), name, passage.note, user)

    def _citation(self, passage: Passage) -> Citation:
        return citation_of_passage(passage, self._export.evidence.get(passage.article_id))

    def _name(self, about: Citation) -> str:
        """Return a name of an article that no other has, and that programs can use for a file."""
        facts = filter(None, (about.date, about.outlet, about.title or wording.TITLE_NOT_KNOWN))
        name = _NOT_IN_FILE_NAMES.sub("-", one_line(" ".join(facts)))[:_NAME_LENGTH].strip(" .")
        number, unique = 1, name
        while unique.casefold() in self._names:
            number += 1
            unique = f"{name} ({number})"
        self._names.add(unique.casefold())
        return unique

    @staticmethod
    def _facts(about: Citation) -> dict[str, list[str]]:
        """Return what a citation needs, as a description tells it."""
        facts = {
            "author": about.authors,
            "title": [about.title],
            "outlet": [about.outlet],
            "date": [about.date],
            "address": [about.url],
            "archive address": [about.archive_url],
            "retrieved": [about.evidence.retrieved],
            "article": [about.article_id],
            "source": [about.source],
            "source hash": [about.evidence.sha256],
        }
        return {name: known for name, values in facts.items() if (known := [value for value in values if value])}


def _user(passage: Passage) -> str:
    """Return the name of who made a passage; the program's own if nobody said."""
    return one_line(passage.annotator) or _USER
