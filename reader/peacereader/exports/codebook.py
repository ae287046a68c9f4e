"""The codebook alone: REFI-QDA's .qdc (Codebook.xsd of version 1.0), and the CSV that Taguette exports and imports."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from peaceindex.errors import PassageFileError
from peaceindex.model.code import Code
from peaceindex.model.safe_text import neutralise
from peacereader import __version__
from peacereader.exports.tables import table_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from lxml.etree import _Element

    from peaceindex.model.passage import Passage
    from peacereader.exports.contents import PassageExport

ORIGIN: Final = f"peacereader {__version__}"
_CODEBOOK: Final = "urn:QDA-XML:codebook:1.0"
_GUIDS: Final = uuid.UUID("9b9f7c9e-52a0-4c0e-8c3a-6e5a1f0d2b47")
"""The namespace of our GUIDs; drawn once, and never to be changed, so that programs know again what they have seen."""
_COLOR: Final = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_HEADER: Final = ("tag", "description", "number of highlights", "number of documents")
"""The columns of Taguette's codebook (`codebook_csv` in its export.py)."""


def guid(kind: str, name: str) -> str:
    """Return the GUID of a thing of a kind. It is the same in each export."""
    return str(uuid.uuid5(_GUIDS, f"{kind}:{name}"))


def code_key(name: str) -> str:
    """Return the form in which names of codes are compared, as the library compares them."""
    return unicodedata.normalize("NFC", " ".join(neutralise(name).split())).casefold()


def all_codes(codes: Sequence[Code], passages: Iterable[Passage]) -> list[Code]:
    """Return the codebook, with a code for each label of the passages that is not in it, after it and in order."""
    known = {code_key(code.name) for code in codes}
    more: dict[str, Code] = {}
    for passage in passages:
        for label in passage.labels:
            if (key := code_key(label)).strip() and key not in known:
                more.setdefault(key, Code(neutralise(label)))
    return [*codes, *(more[key] for key in sorted(more))]


def qdc(export: PassageExport) -> str:
    """Return the codebook as .qdc. Memos stand below descriptions, since this format has no notes.

    Raise PassageFileError if there are no codes: the format must have one.
    """
    from lxml import etree

    codes = all_codes(export.codes, export.passages)
    if not codes:
        raise PassageFileError(
            "There are no codes to export: no passage has a label.", "Give labels to passages, then try again."
        )
    root = etree.Element(f"{{{_CODEBOOK}}}CodeBook", {"origin": ORIGIN}, nsmap={None: _CODEBOOK})
    add_codes(root, codes, lambda element, code: describe(element, code.description, code.memo))
    return as_xml(root).decode()


def add_codes(parent: _Element, codes: Sequence[Code], fill: Callable[[_Element, Code], None]) -> None:
    """Add `Codes` with the tree of codes to an element. `fill` adds what a code has before those below it."""
    from lxml import etree

    namespace = etree.QName(parent).namespace
    top = etree.SubElement(parent, f"{{{namespace}}}Codes")
    elements: dict[str, _Element] = {}
    for code in codes:
        above = elements.get(code_key(code.parent), top) if code.parent else top
        element = etree.SubElement(
            above,
            f"{{{namespace}}}Code",
            {"guid": guid("code", code_key(code.name)), "name": neutralise(code.name), "isCodable": "true"},
        )
        if _COLOR.fullmatch(code.color):
            element.set("color", code.color)
        fill(element, code)
        elements[code_key(code.name)] = element


def describe(element: _Element, *texts: str) -> None:
    """Add a `Description` of some texts, those that are empty left out, to an element; none if all are."""
    from lxml import etree

    if text := neutralise("\n\n".join(filter(None, texts))):
        etree.SubElement(element, f"{{{etree.QName(element).namespace}}}Description").text = text


def as_xml(root: _Element) -> bytes:
    """Return a document in UTF-8, unindented: white space would become part of texts."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def codebook_rows(export: PassageExport) -> Iterator[str]:
    """Yield the rows of the codebook as Taguette's CSV: for each code its path, description, and where it is used.

    Taguette writes a code below another as a path with dots.
    """
    uses: Counter[str] = Counter()
    articles: dict[str, set[str]] = defaultdict(set)
    for passage in export.passages:
        for key in {code_key(label) for label in passage.labels}:
            uses[key] += 1
            articles[key].add(passage.article_id)
    paths: dict[str, str] = {}
    yield table_row(_HEADER, "csv")
    for code in all_codes(export.codes, export.passages):
        key = code_key(code.name)
        above = paths.get(code_key(code.parent), "") if code.parent else ""
        paths[key] = f"{above}.{neutralise(code.name)}" if above else neutralise(code.name)
        row = (paths[key], neutralise(code.description), str(uses[key]), str(len(articles[key])))
        yield table_row(row, "csv")
