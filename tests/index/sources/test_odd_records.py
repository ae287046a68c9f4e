"""Records that are odd: each gives its text or one clear message, and the records beside it are read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.cleaning.outlets import Outlets
from peaceindex.model.article import Article
from peaceindex.sources import bodies
from tests.index.sources.made import read
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path

ONE = "The bridge at Kastel was opened to lorries on Monday, the first time since the flood."
TWO = "Drivers had waited for nine days; the ferry took forty of them across each morning."
GOOD = {"title": "Beside it", "url": "https://x.example/good", "text": f"{ONE}\n\n{TWO}"}


def made(folder: Path, *lines: object, name: str = "x.jsonl") -> tuple[list[Article], list[str]]:
    """The articles of records (or lines that are written already), and what is said of those that are none."""
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    found, errors = read(folder, name, text.encode("utf-8", "surrogatepass"))
    return [Cleaner(Outlets()).clean(one) for one in found], errors


def block(text: str, kind: str = "paragraph") -> dict[str, Any]:
    return {"type": kind, "content": [{"type": "text", "text": text[:20]}, {"type": "text", "text": text[20:]}]}


@pytest.mark.parametrize(
    "fields",
    [
        {"text": [ONE, TWO]},
        {"text": [ONE, None, "", 7, TWO]},
        {"text": [[ONE], [TWO]]},
        {"text": [{"text": ONE}, {"text": TWO}]},
        {"body": [{"type": "paragraph", "content": ONE}, {"type": "image", "content": "a.jpg"}, {"content": TWO}]},
        {"content": {"type": "doc", "content": [block(ONE), block("A caption", "caption"), block(TWO)]}},
        {"content": {"blocks": [{"type": "paragraph", "data": {"text": ONE}}, {"data": {"text": TWO}}]}},
        {"content": [{"_type": "block", "children": [{"_type": "span", "text": t}]} for t in (ONE, TWO)]},
        {"content": [{"type": "text/html", "value": f"<p>{ONE}</p><p>{TWO}</p>"}]},
        {"text": {"paragraphs": [ONE, TWO]}},
        {"paragraphs": [ONE, TWO]},
        {"content:encoded": f"<p>{ONE}</p><p>{TWO}</p>"},
        {"text": None, "content": f"{ONE}\n\n{TWO}"},
        {"text": None, "html": f"<p>{ONE}</p><p>{TWO}</p>"},
        {"text": 42, "maintext": f"{ONE}\n{TWO}"},
        {"text": f"<div><p>{ONE}</p><p>{TWO}</p></div>"},
        {"text": f"{ONE}<br/><br/>{TWO}"},
        {"text": f"{ONE}\n\n<a href='/x'>{TWO[:7]}</a>{TWO[7:]}"},
        {"maintext": f"{ONE}\n\n{TWO[:7]}<b>{TWO[7:]}</b>"},
        {"text": f"{ONE}\n\n<blockquote>{TWO}</blockquote>"},
        {"text": f"<b>{ONE}</b>\n\n{TWO}"},
        {"content_html": f"<i>{ONE}</i>\n\n{TWO}"},
        {"text": f"&lt;p&gt;{ONE}&lt;/p&gt;&lt;p&gt;{TWO}&lt;/p&gt;"},
        {"text": f"&amp;lt;p&amp;gt;{ONE}&amp;lt;/p&amp;gt;{TWO}"},
        {"text": f"{ONE}\n\n{TWO}".replace(" ", "&nbsp;", 1).replace("-", "&ndash;")},
        {"article": {"text": f"{ONE}\n\n{TWO}"}},
        {"_index": "news", "_source": {"text": f"{ONE}\n\n{TWO}"}},
    ],
)
def test_a_text_is_found_however_it_lies_in_its_record(tmp_path: Path, fields: dict[str, Any]) -> None:
    found, errors = made(tmp_path, {"title": "Lorries cross", **fields}, GOOD)
    assert errors == []
    assert [list(article.paragraphs) for article in found] == [[ONE, TWO]] * 2
    assert found[0].title == "Lorries cross"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": None}, "has no text: its field text holds none"),
        ({"text": 42}, "its field text holds a number"),
        ({"text": True}, "its field text holds none"),
        ({"text": "  \n"}, "its field text holds none"),
        ({"text": "\x1b[2J\u202e"}, "its field text holds none"),
        ({"text": [], "content": {}}, "its field text holds none"),
        ({"text": [{"type": "image", "url": "a.jpg"}]}, "its field text holds none"),
        ({}, "has no field with a text"),
    ],
)
def test_a_record_without_a_text_is_named_once(tmp_path: Path, fields: dict[str, Any], said: str) -> None:
    found, errors = made(tmp_path, {"title": "A title", "url": "https://x.example/none", **fields}, GOOD)
    assert [article.title for article in found] == ["Beside it"]
    (error,) = errors
    assert said in error and "https://x.example/none" in error


@pytest.mark.parametrize("value", ["5", "null", "true", '"word"', "[]", "[1, 2]", '""'])
def test_what_is_no_record_is_told_once_a_file(tmp_path: Path, value: str) -> None:
    found, errors = made(tmp_path, GOOD, value, value, GOOD)
    assert len(found) == 2
    (error,) = errors
    assert "holds 2 values that are no records" in error


def test_texts_alone_are_records(tmp_path: Path) -> None:
    found, errors = made(tmp_path, json.dumps([ONE, TWO, "停火协议将于周一开始生效。"]), name="x.json")
    assert (errors, [article.text for article in found]) == ([], [ONE, TWO, "停火协议将于周一开始生效。"])


@pytest.mark.parametrize("data", [b"", b"\n \n", b"[]", b"\xef\xbb\xbf[ ]"])
def test_a_file_without_records_says_so(tmp_path: Path, data: bytes) -> None:
    found, errors = read(tmp_path, "x.json", data)
    assert not found
    assert len(errors) == 1


@pytest.mark.parametrize("begin", ["\ufeff", " \n\ufeff", "\n\n"])
def test_marks_before_json_are_passed_over(tmp_path: Path, begin: str) -> None:
    for text in (json.dumps(GOOD), json.dumps([GOOD]), json.dumps(GOOD, indent=1)):
        found, errors = made(tmp_path, begin + text, name="x.json")
        assert (errors, [article.title for article in found]) == ([], ["Beside it"])


def test_numbers_that_json_does_not_have_do_no_harm(tmp_path: Path) -> None:
    line = json.dumps({**GOOD, "score": float("nan"), "rank": float("-inf"), "date": float("inf"), "tags": [1e999]})
    found, errors = made(tmp_path, line, GOOD)
    assert (errors, len(found)) == ([], 2)
    assert found[0].date is None


@pytest.mark.parametrize(
    ("line", "paragraphs"),
    [
        ('{"text": "%s", "text": ""}', [ONE]),
        ('{"text": null, "text": "%s"}', [ONE]),
        ('{"text": "%s", "text": "%s"}', [ONE]),
        ('{"text": "%s", "text": "Something else was said too."}', [ONE, "Something else was said too."]),
    ],
)
def test_a_key_that_stands_twice_loses_no_text(tmp_path: Path, line: str, paragraphs: list[str]) -> None:
    found, errors = made(tmp_path, line.replace("%s", ONE), GOOD)
    assert (errors, list(found[0].paragraphs)) == ([], paragraphs)


def test_records_over_several_lines_stand_behind_each_other(tmp_path: Path) -> None:
    text = "\n".join(json.dumps({**GOOD, "title": f"Number {n}"}, indent=2) for n in range(3))
    found, errors = made(tmp_path, text, name="x.json")
    assert (errors, [article.title for article in found]) == ([], ["Number 0", "Number 1", "Number 2"])
    broken = text.replace('"Number 1"', "Number 1")
    found, errors = made(tmp_path, broken, name="x.json")
    assert [article.title for article in found] == ["Number 0", "Number 2"]
    (error,) = errors
    assert error.startswith("Record 2 of x.json is no JSON")


def test_a_broken_record_in_a_list_takes_no_other_with_it(tmp_path: Path) -> None:
    records = [json.dumps({**GOOD, "url": f"https://x.example/{n}", "authors": [{"name": "A"}]}) for n in range(5)]
    records[2] = records[2].replace('"title": ', "title: ")
    for text in (f"[{', '.join(records)}]", "[" + ",\n".join(records) + "]"):
        found, errors = made(tmp_path, text, name="x.json")
        assert [article.url for article in found] == [f"https://x.example/{n}" for n in (0, 1, 3, 4)]
        (error,) = errors
        assert "x.json is broken" in error


def test_records_may_lie_by_their_keys(tmp_path: Path) -> None:
    keyed = {str(n): {**GOOD, "url": f"https://x.example/{n}"} for n in range(3)}
    for value in (keyed, {"data": keyed}, {"hits": {"hits": [{"_source": record} for record in keyed.values()]}}):
        found, errors = made(tmp_path, json.dumps(value), name="x.json")
        assert (errors, [article.url for article in found]) == ([], [f"https://x.example/{n}" for n in range(3)])


def test_a_paragraph_of_megabytes_is_read(tmp_path: Path) -> None:
    long = "The list was read out name by name. " * 140_000
    for record in ({"text": long}, {"text": f"<p>{long}</p>"}):
        found, errors = made(tmp_path, record, GOOD)
        assert (errors, len(found)) == ([], 2)
        assert len(found[0].text) == len(long) - 1


@pytest.mark.parametrize(
    "text", ["5 < 7 and 9 > 8, he said.", "AT&T and R&D; <unknown> stays", "<https://x.example> is an address."]
)
def test_signs_of_markup_in_plain_text_stay(text: str) -> None:
    assert bodies.plain_or_markup(text) == (text, False)


@settings(max_examples=examples(200))
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=30),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["text", "content", "type", "children", "value", "x"]), inner, max_size=4)
        ),
        max_leaves=20,
    )
)
def test_any_value_has_a_text_or_none(value: Any) -> None:
    assert isinstance(bodies.text_of(value), str)
    assert isinstance(bodies.plain_or_markup(bodies.text_of(value))[0], str)
