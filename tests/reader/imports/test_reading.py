"""Files of passages of other programs, and files that are broken or made to harm."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.errors import PassageFileError
from peacereader.exports.contents import PassageExport
from peacereader.imports.reading import read_passages
from tests.reader.articles import article
from tests.reader.exports.exporting import written
from tests.reader.passages import passage
from tests.trials import examples

if TYPE_CHECKING:
    from peaceindex.model.imported_passage import ImportedFile

URL = "https://harbourdispatch.example/talks"
ANNOTATION = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "http://example.org/anno1",
    "type": "Annotation",
    "created": "2025-06-03T10:00:00Z",
    "body": [
        "http://example.org/more",
        {"type": "TextualBody", "value": "A note", "purpose": "commenting"},
        {"type": "TextualBody", "value": "talks", "purpose": "tagging"},
    ],
    "target": {
        "source": {"id": URL, "type": "Text"},
        "selector": {
            "type": "RangeSelector",
            "refinedBy": {"type": "TextQuoteSelector", "exact": "for an hour", "prefix": "They spoke ", "suffix": "."},
        },
    },
}
HYPOTHESIS = {
    "id": "Ab_cd-1",
    "created": "2025-06-03T10:00:00.000000+02:00",
    "user": "acct:ann@hypothes.is",
    "uri": URL,
    "text": "A note",
    "tags": ["talks"],
    "document": {"title": ["Talks end - Harbour Dispatch"]},
    "target": [
        {
            "source": URL,
            "selector": [
                {"type": "TextPositionSelector", "start": 4000, "end": 4011},
                {"type": "TextQuoteSelector", "exact": "for an hour", "prefix": "They spoke ", "suffix": "."},
            ],
        }
    ],
}
QDE = """<?xml version="1.0" encoding="utf-8"?>
<Project name="p" origin="another program" xmlns="urn:QDA-XML:project:1.0">
 <Users><User guid="{{00000000-0000-0000-0000-00000000000A}}" name="Ann"/></Users>
 <CodeBook><Codes>
  <Code guid="00000000-0000-0000-0000-0000000000C1" name="peace" isCodable="true">
   <Description>All of it</Description>
   <Code guid="00000000-0000-0000-0000-0000000000C2" name="other" isCodable="true"/></Code>
  <Code guid="00000000-0000-0000-0000-0000000000C3" name="war" isCodable="true">
   <Code guid="00000000-0000-0000-0000-0000000000C4" name="other" isCodable="true"/></Code>
 </Codes></CodeBook>
 <Sources>{sources}</Sources>
 <Notes><Note guid="00000000-0000-0000-0000-0000000000F1" name="n">
  <PlainTextContent>A memo</PlainTextContent></Note></Notes>
</Project>"""
SELECTION = """<PlainTextSelection guid="00000000-0000-0000-0000-0000000000{number}" startPosition="{start}"
 endPosition="{end}" creatingUser="00000000-0000-0000-0000-00000000000a">{inside}</PlainTextSelection>"""
CODING = """<Coding guid="00000000-0000-0000-0000-0000000000{number}">
 <CodeRef targetGUID="{{00000000-0000-0000-0000-0000000000{code}}}"/></Coding>"""


def read(value: Any) -> ImportedFile:
    return read_passages("file", json.dumps(value).encode())


def zipped(**members: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return file.getvalue()


def source(inside: str, path: str = "internal://one.txt") -> str:
    guid = "00000000-0000-0000-0000-0000000000E1"
    return f'<TextSource guid="{guid}" name="Seite" plainTextPath="{path}">{inside}</TextSource>'


def project(sources: str, text: str | bytes = "One. Two 𝔊 three.") -> bytes:
    return zipped(project_qde=QDE.format(sources=sources), Sources__ONE_txt=text)


def test_a_selection_that_several_people_coded_is_a_passage_of_each() -> None:
    users = '<User guid="00000000-0000-0000-0000-00000000000B" name="Bo"/></Users>'
    by_bo = CODING.replace("<Coding ", '<Coding creatingUser="00000000-0000-0000-0000-00000000000B" ')
    by_ann = CODING.replace("<Coding ", '<Coding creatingUser="{{00000000-0000-0000-0000-00000000000A}}" ')
    inside = (
        by_ann.format(number="D1", code="C1")
        + by_bo.format(number="D2", code="C3")
        + CODING.format(number="D3", code="C3")
    )
    alone = SELECTION.format(number="B2", start=5, end=8, inside=by_bo.format(number="D4", code="C1"))
    noted = SELECTION.format(
        number="B3", start=0, end=8,
        inside=by_bo.format(number="D5", code="C1") + '<NoteRef targetGUID="00000000-0000-0000-0000-0000000000F1"/>',
    )  # fmt: skip
    text = QDE.replace("</Users>", users).format(
        sources=source(SELECTION.format(number="B1", start=0, end=4, inside=inside) + alone + noted)
    )
    file = read_passages("file", zipped(project_qde=text, Sources__ONE_txt="One. Two 𝔊 three."))
    assert [(one.user, one.labels, one.note) for one in file.passages] == [
        ("Ann", ("peace", "war"), ""), ("Bo", ("war",), ""), ("Bo", ("peace",), ""),
        ("Ann", (), "A memo"), ("Bo", ("peace",), ""),
    ]  # fmt: skip
    assert len({one.origin for one in file.passages}) == 5


def test_any_annotation_with_a_quote_is_a_passage() -> None:
    (one,) = read(ANNOTATION).passages
    assert (one.quote, one.prefix, one.suffix) == ("for an hour", "They spoke ", ".")
    assert (one.url, one.note, one.labels, one.start) == (URL, "http://example.org/more\n\nA note", ("talks",), None)


@pytest.mark.parametrize("wrap", [
    lambda one: [one],
    lambda one: {"@context": "x", "@graph": [one]},
    lambda one: {"type": "AnnotationPage", "items": [one]},
    lambda one: {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [one]}},
])  # fmt: skip
def test_annotations_are_found_in_lists_pages_and_collections(wrap: Any) -> None:
    assert [one.quote for one in read(wrap(ANNOTATION)).passages] == ["for an hour"]


@pytest.mark.parametrize("wrap", [
    lambda one: {"rows": [one], "total": 1}, lambda one: [one], lambda one: {"annotations": [one]},
])  # fmt: skip
def test_hypothesis_is_read(wrap: Any) -> None:
    (one,) = read(wrap(HYPOTHESIS)).passages
    assert (one.quote, one.url, one.note, one.labels) == ("for an hour", URL, "A note", ("talks",))
    assert (one.title, one.start) == ("Talks end - Harbour Dispatch", None)


@pytest.mark.parametrize("value", [
    {"rows": [HYPOTHESIS], "total": 153},
    {"type": "AnnotationCollection", "total": 153, "first": {"type": "AnnotationPage", "items": [ANNOTATION]}},
])  # fmt: skip
def test_a_first_page_of_several_says_so(value: Any) -> None:
    file = read(value)
    assert len(file.passages) == 1 and "1 of 153 annotations" in file.refused[0].reason


def test_page_notes_and_replies_are_refused_with_why() -> None:
    file = read({"rows": [HYPOTHESIS | {"target": [{"source": URL}]}, HYPOTHESIS | {"references": ["x"]}, 7]})
    assert not file.passages
    assert [one.where for one in file.refused] == ["entry 1", "entry 2", "entry 3"]
    assert ["whole page" in file.refused[0].reason, "reply" in file.refused[1].reason] == [True, True]


def test_each_passage_says_who_made_it() -> None:
    file = read([HYPOTHESIS, HYPOTHESIS | {"id": "x", "user": "acct:bo@hypothes.is", "text": ""}])
    assert [(one.note, one.user) for one in file.passages] == [("A note", "ann@hypothes.is"), ("", "bo@hypothes.is")]
    assert [one.note for one in read([HYPOTHESIS]).passages] == ["A note"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"quote": 7}, "“quote” is no text"),
        ({"quote": None}, "no quote"),
        ({"labels": {"a": 1}}, "“labels” is no list"),
        ({"labels": ["a", 7]}, "“labels” is no list"),
        ({"start": "7"}, "“start” is no whole number"),
        ({"start": True}, "“start” is no whole number"),
        ({"title": ["x"]}, "“title” is no text"),
        ({"note": {}}, "“note” is no text"),
    ],
)
def test_a_value_of_another_kind_is_refused_and_the_rest_is_read(changed: dict[str, Any], why: str) -> None:
    record = passage().as_record()
    file = read([record | changed, record])
    assert len(file.passages) == 1
    assert why in file.refused[0].reason


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "neither JSON nor a ZIP file"),
        (b"\xff\xfe\xff", "neither JSON nor a ZIP file"),
        (b"quote\n", "neither JSON nor a ZIP file"),
        (b'[{"quote": ', "broken or cut off"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"start": ' + b"9" * 5000 + b"}", "broken"),
        (b'{"hits": []}', "without passages"),
        (b'[{"title": "x"}]', "without passages"),
        (b'{"@context": "https://schema.org", "@type": "NewsArticle"}', "without annotations"),
        (b"PK\3\4 and no more", "broken or cut off"),
        (zipped(word__document_xml="<x/>"), "without project.qde"),
        (zipped(project_qde="<x/>"), "no REFI-QDA project"),
        (zipped(project_qde="<Project"), "cannot be read"),
        (zipped(**{"project_qde": "<Project/>", "______x": "x"}), "leads out of it"),
        (zipped(**{"project_qde": "<Project/>", "a__..__..__x": "x"}), "leads out of it"),
        (zipped(**{"project_qde": "<Project/>", "C:\\x": "x"}), "leads out of it"),
    ],
)
def test_a_file_that_is_not_one_of_passages_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(PassageFileError, match=why):
        read_passages("odd\x1b[31m file", data)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize("xml", [
    LAUGHS + "]><Project>&j;</Project>",
    LAUGHS + ']><Project name="&j;"/>',
    '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>',
    '<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/x.dtd"><Project/>',
])  # fmt: skip
def test_entities_are_never_replaced_nor_fetched(xml: str) -> None:
    with pytest.raises(PassageFileError, match=r"declares a document type|cannot be read"):
        read_passages("file", zipped(project_qde=xml))


def test_a_locked_project_is_refused() -> None:
    data = bytearray(project(source(SELECTION.format(number=11, start=0, end=3, inside=""))))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 1)
    with pytest.raises(PassageFileError, match="locked with a password"):
        read_passages("file", bytes(data))


def test_a_project_in_a_packing_that_may_take_all_memory_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("project.qde", QDE.format(sources=""))
    with pytest.raises(PassageFileError, match="packed in a way"):
        read_passages("file", file.getvalue())


def test_a_text_that_is_too_large_is_refused_before_it_is_unpacked() -> None:
    data = project(source(SELECTION.format(number=11, start=0, end=3, inside="")), bytes(33 * 1024 * 1024))
    assert len(data) < 100_000
    with pytest.raises(PassageFileError, match="more than 32 MB"):
        read_passages("file", data)


def test_a_project_of_another_program_is_read() -> None:
    text = "\ufeffOne. Two 𝔊 three.\r\nFour."
    note = '<NoteRef targetGUID="00000000-0000-0000-0000-0000000000F1"/>'
    inside = (
        SELECTION.format(number=11, start=5, end=10, inside=CODING.format(number=21, code="C2"))
        + SELECTION.format(number=12, start=5, end=10, inside=CODING.format(number=22, code="C3") + note)
        + SELECTION.format(number=13, start=19, end=23, inside="<Description>said here</Description>")
        + SELECTION.format(number=14, start=20, end=99, inside="")
    )
    file = read_passages("file", project(source(inside), text.encode()))
    first, second = file.passages
    assert (first.quote, first.labels, first.note) == ("Two 𝔊", ("peace / other", "war"), "A memo")
    assert (first.title, first.prefix, first.suffix) == ("Seite", "One. ", " three.\r\nFour.")
    assert (second.quote, second.note) == ("Four", "said here")
    assert "its place is not in its text" in file.refused[0].reason
    assert [code.name for code in file.codes] == ["peace", "peace / other", "war", "war / other"]
    assert (file.codes[0].description, file.codes[1].parent) == ("All of it", "peace")


def test_what_another_program_adds_to_our_project_is_read_beside_our_own() -> None:
    made = written("qdpx", PassageExport([passage()], text=lambda id: article().text))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    mine = SELECTION.format(number=11, start=0, end=11, inside="").replace("00000000000a", "00000000000b")
    qde = members.pop("project.qde").replace("</TextSource>", f"{mine}</TextSource>")
    qde = qde.replace("</Users>", '<User guid="00000000-0000-0000-0000-00000000000b" name="Ann"/></Users>')
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in {"project.qde": qde, **members}.items():
            archive.writestr(name, text)
    own, new = read_passages("file", file.getvalue()).passages
    assert (own.id, own.note, own.labels) == (passage().id, passage().note, passage().labels)
    assert (new.id, new.quote, new.article_id, new.title) == ("", "Delegations", article().id, article().title)


def test_the_words_of_bodies_within_bodies_are_kept() -> None:
    body = [
        {"type": "Choice", "items": [{"type": "TextualBody", "value": "in English"}, {"value": "بالعربية"}]},
        {"type": "Composite", "purpose": "tagging", "items": ["http://example.org/tag", {"value": "talks"}]},
        {"type": "SpecificResource", "purpose": "commenting", "source": {"type": "TextualBody", "value": "within"}},
        [{"value": "in a list"}],
    ]
    (read,) = read_passages("file", json.dumps(ANNOTATION | {"body": body}).encode()).passages
    assert read.note == "in English\n\nبالعربية\n\nhttp://example.org/tag\n\nwithin\n\nin a list"
    assert read.labels == ("talks",)
    deep: Any = "bottom"
    for _ in range(30):
        deep = [deep]
    (refused,) = read_passages("file", json.dumps(ANNOTATION | {"body": deep}).encode()).refused
    assert refused.reason == "its bodies lie in each other too deep"


def test_line_ends_of_atlas_ti_count_as_one_and_links_of_nvivo_as_notes() -> None:
    inside = SELECTION.format(number=11, start=5, end=8, inside="")
    ends = 'originGUID="00000000-0000-0000-0000-000000000011" targetGUID="00000000-0000-0000-0000-0000000000F1"'
    link = f'<Links><Link guid="00000000-0000-0000-0000-0000000000D1" {ends}/></Links></Project>'
    qde = QDE.format(sources=source(inside)).replace("</Project>", link)
    text = "One.\r\nTwo."
    (one,) = read_passages("file", zipped(project_qde=qde, sources__one_txt=text)).passages
    assert (one.quote, one.note) == ("\nTw", "A memo")
    qde = qde.replace("another program", "ATLAS.ti for Windows 23.2")
    (one,) = read_passages("file", zipped(project_qde=qde, sources__one_txt=text)).passages
    assert one.quote == "Two"


@pytest.mark.parametrize(
    "path", ["internal://../../etc/passwd", "relative://one.txt", "/etc/passwd", "internal://no.txt", ""]
)
def test_a_source_whose_text_is_not_in_the_file_is_refused_and_the_others_are_read(path: str) -> None:
    selection = SELECTION.format(number=11, start=0, end=3, inside="")
    file = read_passages("file", project(source(selection, path) + source(selection)))
    assert [one.quote for one in file.passages] == ["One"]
    assert [one.reason.partition(" ")[0] for one in file.refused] == ["its"]


def test_selections_without_words_and_codings_of_whole_texts_are_told() -> None:
    picture = (
        '<PictureSource guid="00000000-0000-0000-0000-0000000000E2">'
        '<PictureSelection guid="00000000-0000-0000-0000-0000000000E3" firstX="0" firstY="0" secondX="1" secondY="1">'
        f"{CODING.format(number=23, code='C1')}</PictureSelection>"
        "</PictureSource>"
    )
    file = read_passages("file", project(source(CODING.format(number=24, code="C1")) + picture))
    assert not file.passages
    assert ["whole text" in file.refused[0].reason, "picture" in file.refused[1].reason] == [True, True]


OWN = {form: written(form, PassageExport([passage()], text=lambda id: article().text)) for form in ("jsonld", "qdpx")}


@settings(max_examples=examples(80), deadline=None)
@given(st.sampled_from(["jsonld", "qdpx"]), st.integers(0, 10_000), st.binary(min_size=0, max_size=6), st.booleans())
def test_a_damaged_file_is_read_or_refused_in_words(form: str, at: int, bytes_: bytes, cut: bool) -> None:
    data = OWN[form]
    at %= len(data)
    damaged = data[:at] + bytes_ + (b"" if cut else data[at + len(bytes_) :])
    try:
        read_passages("file", damaged)
    except PassageFileError as error:
        assert str(error).isprintable()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["quote", "id", "type", "@context", "target", "selector", "source", "body", "value", "exact",
                         "rows", "uri", "tags", "items", "first", "labels", "purpose", "refinedBy", "created"]),
        inner | st.sampled_from(["Annotation", "TextQuoteSelector"]), max_size=5),
    max_leaves=15,
)  # fmt: skip


@settings(max_examples=examples(200), deadline=None)
@given(json_values)
def test_any_json_is_read_or_refused_in_words(value: Any) -> None:
    try:
        read(value)
    except PassageFileError as error:
        assert str(error).isprintable()
