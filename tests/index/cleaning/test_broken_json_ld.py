"""What a page states in JSON-LD that is a little broken: each field that is sure is taken, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.sources.html import json_ld
from peaceindex.sources.html.broken_json import Budget, salvage
from peaceindex.sources.html.reading import read_page
from peaceindex.sources.html.statements import Statements
from tests.trials import examples


def stated(script: str, kind: str = "application/ld+json") -> Statements:
    _, facts = read_page(f'<html><head><script type="{kind}">{script}</script></head><body><p>Words.</p></body></html>')
    return facts.statements


def fields(script: str) -> tuple[Any, ...]:
    told = stated(script)
    return told.title, "".join(told.published), [name for name, _ in told.authors]


AUTHOR = '"author":{"@type":"Person","name":"Dana Reyes"}'
WHOLE = f'"@type":"NewsArticle","headline":"A bridge reopens","datePublished":"2024-02-09",{AUTHOR}'
RIGHT = ("A bridge reopens", "2024-02-09", ["Dana Reyes"])


@pytest.mark.parametrize(
    "script",
    [
        "\ufeff{%s}", ")]}',\n{%s}", "{%s};", "{%s},", "{%s,}", "{%s,,}", "{,%s}", "{%s", "<!-- {%s} -->",
        "//<![CDATA[\n{%s}\n//]]>", "/*<![CDATA[*/{%s}/*]]>*/", "<![CDATA[{%s}]]>", "var ld = {%s};", "window.ld={%s}",
        "[{%s}", "[[{%s}]]", '{"@graph":[{"@type":"WebSite","name":"Us"},{%s}]', "{%s}}", "{%s}]",
        '{"@type":"WebSite","name":"Us"}{%s}', '{"@type":"WebSite","name":"Us"}\n\n{%s}', '{"@type":"WebSite"},{%s},',
        '{%s}{"@type":"BreadcrumbList","name":"Home"}', '{/* by a plug-in, "quoted" */%s}', "{// a page\n%s}",
        "{<!-- a page -->%s}", '{"image":,"wordCount": ,%s}', '{"image":{{ image }},%s}', '{"image":undefined,%s}',
        '{"dateModified":new Date("2030-01-01"),%s}', '{"description":"Talks\nwent\ton",%s,}',
        '{"description":"It\\\'s \\x on",%s}', '{"description":"They "met" again",%s}',
        '{%s,"description":"They "met" again"}', '{%s,"description":""Yes", they say"}',
        '{%s,"description":"All "yes""}',
        '{"description":"One "two", "three" and "four": five",%s}', '{"description":"Said "yes", "author": no",%s}',
        '{"description":"It read: "x", "author": "Evil Man" and more",%s}', '{"description":"A 5" gun",%s}',
        '{"description":"use {"a"} and ["b"]",%s}', '{"keywords":["a "b" c","d"],%s}', '{"keywords":["a" "b"],%s}',
    ],
)  # fmt: skip
def test_the_fields_around_a_fault_are_read(script: str) -> None:
    assert fields(script % WHOLE) == RIGHT


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"', "&quot;"),
        lambda text: text.replace('"', "&#34;"),
        lambda text: text.replace('"', "&amp;quot;"),
        lambda text: text.replace('"', '\\"'),
        lambda text: json.dumps(text),
        lambda text: text.replace('"', "'"),
        lambda text: text.replace('"', "”"),
        lambda text: text.replace('","', '"\n"'),
        lambda text: text.replace('"headline"', "headline").replace('"author"', "author"),
    ],
)
def test_a_script_in_other_marks_is_read(change: Any) -> None:
    assert fields(change("{" + WHOLE + "}")) == RIGHT


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ('Minister: "No talks"', 'Minister: "No talks"'),
        ('"No talks", says minister', '"No talks", says minister'),
        ('„Keine Gespräche", "nie": Minister', '„Keine Gespräche", "nie": Minister'),
        ('Мости "відкрито", рух "триває"', 'Мости "відкрито", рух "триває"'),
        ('قال "نعم"', 'قال "نعم"'),
        ('A 5" gun', ""),
        ('He said "yes", "author": "nobody"', ""),
    ],
)
def test_a_headline_with_quotation_marks_is_whole_or_nothing(text: str, right: str) -> None:
    told = stated(f'{{"@type":"NewsArticle","headline":"{text}","datePublished":"2024-02-09"}}')
    assert (told.title, told.published) == (right, ["2024-02-09"])


def test_apostrophes_in_single_marks_are_text() -> None:
    script = "{'@type':'NewsArticle','headline':'It's on, O'Neill says','author':{'name':'Ann O'Neill'}}"
    assert fields(script) == ("It's on, O'Neill says", "", ["Ann O'Neill"])


def test_a_script_that_breaks_off_gives_what_is_whole() -> None:
    body = "The bridge was opened at noon. Lorries crossed it at once."
    script = f'{{{WHOLE},"articleBody":"{body}"}}'
    assert stated(script).body == body
    for end in range(len(script)):
        told = stated(script[:end])
        assert told.body in ("", body)
        assert told.title in ("", RIGHT[0])
        assert told.published in ([], [RIGHT[1]])
        assert [name for name, _ in told.authors] in ([], RIGHT[2])


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"A "b" c","comment":[{"@type":"Comment","datePublished":"2020-01-01",'
        '"author":{"name":"Troll"}}]}',
        '{"@type":"NewsArticle","headline":"A "b" c","video":{"@type":"VideoObject","author":{"name":"Cam"},'
        '"datePublished":"2020-01-01"}',
        '{"@type":"NewsArticle","headline":"A "b" c","publisher":{"name":"P"}}},"video":{"@type":"VideoObject",'
        '"datePublished":"2020-01-01","author":{"name":"Cam"}}}',
        '{"publisher":{"name":"P"}}},"@type":"NewsArticle","headline":"A "b" c","video":{"@type":"VideoObject",'
        '"datePublished":"2020-01-01","author":{"name":"Cam"}}}',
        '{"@type":"NewsArticle","headline":"A "b" c","author":{"name":"One "of two"},"author":"Another"',
        '{"@type":"NewsArticle","headline":"A "b" c","author":"One","author":"Another"}',
    ],
)
def test_nobody_elses_name_or_date_is_taken(script: str) -> None:
    told = stated(script)
    assert told.published == []
    assert {name for name, _ in told.authors} <= {"Another"} if '"of two"' in script else not told.authors


KEYS = st.text("abcxyz@", min_size=1, max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=examples(200))
@given(st.dictionaries(KEYS, VALUES, max_size=5) | st.lists(VALUES, max_size=5), st.sampled_from([None, 1, "\t"]))
def test_json_that_is_whole_is_read_as_it_is(value: Any, indent: Any) -> None:
    assert salvage(json.dumps(value, ensure_ascii=False, indent=indent), Budget()) == [value]


PIECES = st.sampled_from(
    ["words", " ", ", ", ": ", '"quoted"', '"a", "b"', "it's", "(", ")", "}", "]", "\n", "— ", "5"]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


@settings(max_examples=examples(300))
@given(TEXTS, TEXTS, TEXTS)
def test_a_text_with_any_marks_is_right_or_missing(headline: str, summary: str, name: str) -> None:
    values = {"headline": headline, "description": summary, "name": name, "datePublished": "2024-02-09"}
    script = "{" + ",".join(f'"{key}":"{value}"' for key, value in values.items()) + "}"
    for found in salvage(script, Budget()):
        assert all(found[key] == values[key] for key in found if key in values), (script, found)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"' + '"' * 4_000_000, '{"a":"x' + '"\n' * 2_000_000, "{" * 4_000_000, '{"a":"' + "\\" * 3_999_999,
        '{"a":"x' + '"}' * 2_000_000, '{"a":"x' + '"<!--' * 800_000, "{" + "/*" * 2_000_000, '{"a":' + "1" * 4_000_000,
        '{"a":1' + "," * 4_000_000 + "!", "[" + "[]," * 1_000_000 + "!", "{}" + "var x = " * 500_000,
    ],
    ids=range(11),
)  # fmt: skip
def test_what_is_hostile_ends_within_its_steps(text: str) -> None:
    budget = Budget()
    salvage(text, budget)
    assert budget.steps > -1000


def test_all_scripts_of_a_page_share_their_steps() -> None:
    from peaceindex.sources.html import parsing

    script = '<script type="application/ld+json">{"a":"' + '" ' * 20_000 + "</script>"
    root = parsing.parse(f"<html>{script * 5}<p>Words.</p></html>")
    assert root is not None
    assert len(json_ld.objects(root)) == 5
