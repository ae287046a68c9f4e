"""What goes to other programs is valid by their standards, and its positions count in its texts."""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from peaceindex.errors import PassageFileError
from peaceindex.model.code import Code
from peaceindex.model.evidence import Evidence
from peaceindex.model.safe_text import neutralise
from peaceindex.model.search_results import Hit, Snippet
from peacereader.exports.contents import ExportedHit, HitExport, PassageExport
from tests.reader.articles import article
from tests.reader.exports.exporting import written
from tests.reader.exports.refi_qda import problems
from tests.reader.passages import ODD_TEXT, passage

if TYPE_CHECKING:
    from lxml.etree import _Element

EVIDENCE = Evidence(neutralise("2025-06-02T10:00:00Z"), "file", "ab" * 32)
CODES = (
    Code("Peace", "What is said of peace", "#aabbcc", "p", "Begun in May.\nWiden later?"),
    Code("Ceasefire", parent="peace", color="not a colour"),
    Code("Prisoners", "Who goes home <when> & how"),
)


def export(*passages: Any, codes: tuple[Code, ...] = (), **texts: str) -> PassageExport:
    known = {article().id: article().text, **texts}
    return PassageExport(passages, {article().id: EVIDENCE}, codes, known.get)


def project(made: PassageExport) -> tuple[_Element, dict[str, str]]:
    """The root of a project that is valid, and its texts by GUID."""
    with zipfile.ZipFile(io.BytesIO(written("qdpx", made))) as archive:
        assert archive.testzip() is None
        data = {name: archive.read(name) for name in archive.namelist()}
    assert not problems(data["project.qde"])
    texts = {name[8:-4]: text.decode() for name, text in data.items() if name.startswith("sources/")}
    assert set(data) == {"project.qde", *(f"sources/{name}.txt" for name in texts)}
    return etree.fromstring(data["project.qde"]), texts


def found(root: _Element, path: str) -> list[_Element]:
    return root.findall("/".join(f"{{*}}{name}" for name in path.split("/")))


def test_an_annotation_has_what_the_standard_asks_for_and_all_of_our_own() -> None:
    document = json.loads(written("jsonld", export(passage())))
    assert document["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (document["type"], document["total"], document["first"]["type"]) == (
        "AnnotationCollection", 1, "AnnotationPage",
    )  # fmt: skip
    (one,) = document["first"]["items"]
    assert (one["type"], one["id"], one["created"]) == (
        "Annotation", "urn:x-peacereader:passage:0a1b2c3d4e5f", passage().created,
    )  # fmt: skip
    assert [(body["type"], body["purpose"], body["value"]) for body in one["body"]] == [
        ("TextualBody", "commenting", passage().note),
        ("TextualBody", "tagging", "ceasefire"),
        ("TextualBody", "tagging", "talks"),
    ]
    target = one["target"]
    assert target["source"] == target["article"]["id"] == passage().url
    quote, position = target["selector"]
    assert quote == {
        "type": "TextQuoteSelector", "exact": passage().quote, "prefix": passage().prefix, "suffix": passage().suffix,
    }  # fmt: skip
    assert position == {"type": "TextPositionSelector", "start": passage().start, "end": passage().end}
    about = target["article"]
    assert about["articleAuthors"] == ["Ada Stone", "Bo Li"] and about["textSha256"] == article().text_hash
    assert about["evidence"]["sha256"] == "ab" * 32
    terms = set(document["@context"][1])
    assert set(about) - {"id"} <= terms, "every word of our own is defined"


def test_a_passage_without_an_address_is_in_a_source_named_by_its_article() -> None:
    (one,) = json.loads(written("jsonld", export(passage(url=None, note="", labels=()))))["first"]["items"]
    assert one["target"]["source"] == "urn:x-peacereader:article:0123456789ab"
    assert "body" not in one


def test_a_project_is_valid_and_its_positions_count_in_its_texts() -> None:
    start = ODD_TEXT.index("nai\u0308ve")
    odd = passage(
        id="00000000000a", article_id="odd", quote=ODD_TEXT[start : start + 40], start=start, end=start + 40,
        note="]]> & <x> \u2067bidi\u2069 \x1b[31mred\x07", labels=("peace", "Über <b>", "\u202e"), url=None,
        authors=(), date=None,
    )  # fmt: skip
    root, texts = project(export(passage(), odd, codes=CODES, odd=ODD_TEXT))
    sources = found(root, "Sources/TextSource")
    assert [texts[source.get("guid", "")] for source in sources] == [article().text, ODD_TEXT]
    selected = {}
    for source in sources:
        assert source.get("plainTextPath") == f"internal://{source.get('guid')}.txt"
        for selection in found(source, "PlainTextSelection"):
            start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
            selected[texts[source.get("guid", "")][start:end]] = selection
    assert set(selected) == {passage().quote, odd.quote}
    names = {code.get("guid"): code.get("name") for code in root.iter("{*}Code")}
    notes = {note.get("guid"): note.findtext("{*}PlainTextContent") for note in found(root, "Notes/Note")}
    first, second = selected[passage().quote], selected[odd.quote]
    assert [names[ref.get("targetGUID")] for ref in found(first, "Coding/CodeRef")] == ["Ceasefire", "talks"]
    assert [names[ref.get("targetGUID")] for ref in found(second, "Coding/CodeRef")] == ["Peace", "Über <b>"]
    assert [notes[ref.get("targetGUID")] for ref in found(first, "NoteRef")] == [passage().note]
    assert [notes[ref.get("targetGUID")] for ref in found(second, "NoteRef")] == ["]]> & <x> bidi red"]
    about = sources[0].findtext("{*}Description") or ""
    for fact in (
        "author: Ada Stone\nauthor: Bo Li",
        "title: Talks end",
        "date: 2025-06-02",
        f"address: {article().url}",
    ):
        assert fact in about
    guids = [one.get("guid") for one in root.iter() if one.get("guid")]
    assert len(guids) == len(set(guids)) and all(str(uuid.UUID(guid)) == guid for guid in guids)


def test_a_project_has_the_tree_of_codes_with_descriptions_and_memos() -> None:
    root, _ = project(export(passage(labels=("new",)), codes=CODES))
    top = found(root, "CodeBook/Codes/Code")
    assert [code.get("name") for code in top] == ["Peace", "Prisoners", "new"]
    assert top[0].findtext("{*}Description") == "What is said of peace" and top[0].get("color") == "#aabbcc"
    assert [(code.get("name"), code.get("color")) for code in found(top[0], "Code")] == [("Ceasefire", None)]
    (memo,) = found(top[0], "NoteRef")
    notes = {note.get("guid"): note.findtext("{*}PlainTextContent") for note in found(root, "Notes/Note")}
    assert notes[memo.get("targetGUID")] == "Begun in May.\nWiden later?"


def test_a_lost_passage_has_its_own_text() -> None:
    lost = passage(anchoring="lost", article_id="feedfeedfeed")
    root, texts = project(export(lost, passage(id="111111111111")))
    assert sorted(texts.values()) == sorted([lost.prefix + lost.quote + lost.suffix, article().text])
    for source in found(root, "Sources/TextSource"):
        (selection,) = found(source, "PlainTextSelection")
        start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
        assert texts[source.get("guid", "")][start:end] == lost.quote


def test_articles_are_a_project_with_their_passages_and_without() -> None:
    other = Hit("other", "Other <talks>", "Post", None, (), (), 0.0, Snippet(""))
    known = Hit(article().id, article().title, article().outlet, article().date, (), (), 0.0, Snippet(""))
    gone = Hit("gone", None, None, None, (), (), 0.0, Snippet(""))
    whole = ExportedHit(known, None, article().text, [passage()])
    hits = [ExportedHit(other, EVIDENCE, ODD_TEXT), whole, ExportedHit(gone)]
    with zipfile.ZipFile(io.BytesIO(written("qdpx", HitExport(hits, codes=CODES)))) as archive:
        data = {name: archive.read(name) for name in archive.namelist()}
    assert not problems(data["project.qde"])
    sources = found(etree.fromstring(data["project.qde"]), "Sources/TextSource")
    assert {len(found(source, "PlainTextSelection")) for source in sources} == {0, 1} and len(data) == 3
    assert sorted(text.decode() for name, text in data.items() if name.startswith("sources/")) == sorted(
        [ODD_TEXT, article().text]
    )
    assert "source hash: " + "ab" * 32 in (sources[0].findtext("{*}Description") or "")


def test_who_made_a_passage_is_named() -> None:
    by_two = export(passage(annotator="Ada Stone"), passage(id="1" * 12, start=0, end=5, quote=article().text[:5]))
    root, _ = project(by_two)
    users = {user.get("guid"): user.get("name") for user in found(root, "Users/User")}
    selections = found(root, "Sources/TextSource/PlainTextSelection")
    assert [users[one.get("creatingUser")] for one in selections] == ["Ada Stone", "peacereader"]
    (coding, *_) = found(selections[0], "Coding")
    assert users[coding.get("creatingUser")] == "Ada Stone"
    first, second = json.loads(written("jsonld", by_two))["first"]["items"]
    assert first["creator"] == {"type": "Person", "name": "Ada Stone"} and "creator" not in second


def test_a_project_without_passages_is_valid() -> None:
    root, texts = project(export())
    assert not texts and not found(root, "Sources")


def test_the_same_passages_give_the_same_file() -> None:
    assert written("qdpx", export(passage())) == written("qdpx", export(passage()))


def test_sources_have_names_that_no_other_has_and_that_can_be_files() -> None:
    one, other = passage(title="A/B: “c”?"), passage(id="1" * 12, article_id="other", title="A/B: “c”?")
    root, _ = project(export(one, other, other=article().text))
    names = [source.get("name") for source in found(root, "Sources/TextSource")]
    assert names == ["2025-06-02 Harbour Dispatch A-B- “c”-", "2025-06-02 Harbour Dispatch A-B- “c”- (2)"]


def test_a_codebook_is_valid_and_has_descriptions_and_memos() -> None:
    data = written("qdc", export(passage(), codes=CODES))
    assert not problems(data)
    root = etree.fromstring(data)
    assert [code.get("name") for code in found(root, "Codes/Code")] == ["Peace", "Prisoners", "talks"]
    first = found(root, "Codes/Code")[0]
    assert first.findtext("{*}Description") == "What is said of peace\n\nBegun in May.\nWiden later?"
    (below,) = found(first, "Code")
    assert below.get("name") == "Ceasefire"


def test_a_codebook_without_codes_is_refused_in_words() -> None:
    with pytest.raises(PassageFileError, match="no codes"):
        written("qdc", export(passage(labels=())))


def test_the_csv_of_a_codebook_is_taguettes() -> None:
    passages = [passage(), passage(id="2" * 12), passage(id="3" * 12, article_id="other", labels=("CEASEFIRE",))]
    text = written("codebook-csv", export(*passages, codes=CODES)).decode()
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [
        ["tag", "description", "number of highlights", "number of documents"],
        ["Peace", "What is said of peace", "0", "0"],
        ["Peace.Ceasefire", "", "3", "2"],
        ["Prisoners", "Who goes home <when> & how", "0", "0"],
        ["talks", "", "2", "1"],
    ]
