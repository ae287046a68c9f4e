"""What is odd or half-typed in a query is told, with words that say what to write; what means nothing is refused."""

from __future__ import annotations

import pytest
from whoosh.query import Every, Query

from peaceindex.search.query.syntax import parse_query


def known_state(name: str) -> Query:
    """Stand in for a library that knows the state of its articles."""
    return Every()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ('"prisoner', '"prisoner swap"'),
        ("“prisoner", '"prisoner swap"'),
        ("(riyadh", "(riyadh OR jeddah)"),
        ("riyadh)", "(riyadh OR jeddah)"),
        ("date:", "date:2025-05"),
        ("date:20", "date:2025-05"),
        ("after:2", "after:2025-05"),
        ("date:2025-13", "“2025-13” is not a date; write dates as 2025, 2025-05 or 2025-05-12."),
        ("date:2025-02-30", "not a date"),
        ("date:yesterday", "not a date"),
        ("before:soon", "not a date"),
        ("added:", "“added:” waits for a date, such as added:7d."),
        ("added:yester", "added:7d"),
        ("added:30", "added:7d"),
        ("is:", "is:unread"),
        ("is:foo", "unread, read, starred, later, new, bookmarked or cut"),
        ("foo:bar", "title: outlet: tag: author: url: lang: date: after: before: added: is: label: mine:"),
        ("label:", "label:ceasefire, or for any or none"),
        ("mine:", 'mine:"to cite"'),
        ('label:"prisoner', '"prisoner swap"'),
        ("outlet:", "outlet:bbc"),
        ("lang:", "lang:uk"),
        ("NOT", "talks NOT minsk"),
        ("talks NOT", "talks NOT minsk"),
        ("talks AND", "talks AND gas"),
        ("OR talks", "riyadh OR jeddah"),
        ("talks -", "talks -minsk"),
        ("=", "=Kiev"),
        ("*", "cease*"),
        ("~", "zelenski~"),
        ("( )", "no word between the brackets"),
        ("!", "nothing to search for"),
    ],
)
def test_a_hint_says_what_to_write(typed: str, told: str) -> None:
    assert told in parse_query(typed, None).hint


@pytest.mark.parametrize("typed", ["", " ", "talks", "a-b", "10:30", "ceas", "-minsk", "date:2025-0", 'outlet:"A B"'])
def test_what_is_in_order_is_not_remarked_on(typed: str) -> None:
    assert parse_query(typed, None).hint == ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("date:2025-13", "“2025-13” is not a date; write dates as 2025, 2025-05 or 2025-05-12."),
        ("date:2025-02-30", "not a date"),
        ("date:2025-00", "not a date"),
        ("date:0000", "not a date"),
        ("date:2025/05", "not a date"),
        ("date:2025-05..2024-13", "not a date"),
        ("date:2025-05..2024-01", "“2025-05..2024-01” ends before it begins; write date:2024-01..2025-05."),
        ("date:2025-05-12..2025-05-11", "ends before"),
        ("date:2025-", "“2025-” is not a whole date"),
        ("date:2025-0", "not a whole date"),
        ("date:2025-05-0..2026", "not a whole date"),
        ("date:..", "not a whole date"),
        ("date:", "date:2025-05"),
        ("date:202", "date:2025-05"),
        ("talks after:", "after:2025-05"),
        ("after:2025-01..2025-02", "not a date"),
        ("before:none", "not a date"),
        ("added:2025-13", "2025-05-12, or as today, yesterday or 7d for the last seven days"),
        ("added:0d", "not a date"),
        ("added:last-week", "not a date"),
        ("added:2025-06..2025-05", "ends before it begins; write added:2025-05..2025-06"),
        ("added:today..yesterday", "ends before it begins; write added:yesterday..today"),
        ("added:2025-0", "not a whole date"),
        ("is:new-ish", "is:unread"),
        ("foo:bar", "There is no field “foo:”"),
        ("talks foo:2025", "There is no field “foo:”"),
        ("site:bbc.co.uk", "title: outlet:"),
        ("foo:(a b)", "There is no field “foo:”"),
        ('foo:"a b"', "There is no field “foo:”"),
        ("foo:=bar", "There is no field “foo:”"),
        ("-foo:bar", "There is no field “foo:”"),
        ("title:foo:bar", "There is no field “foo:”"),
        ("title:", "“title:” waits for a word"),
        ("title: AND talks", "“title:” waits for a word"),
        ("outlet: tag:gas", "“outlet:” waits for a word"),
        ('outlet:""', "“outlet:” waits for a word"),
        ("author:…", "“author:” waits for a word"),
        ("tag:(— …)", "“tag:” waits for a word"),
        ("title:*", "“title:” waits for a word"),
        ("=outlet:bbc", "outlet:=bbc"),
        ("talks label:", "“label:” waits for the name of a label"),
        ('label:""', "“label:” waits for the name of a label"),
        ("label:(a OR b)", "“label:” waits for the name of a label"),
        ("title:label:a", "“title:” waits for a word"),
        ("mine:", "“mine:” waits for the name of one of your tags"),
        ('mine:"to cite', "A quotation mark is still open"),
        ("NOT", "talks NOT minsk; the word itself is searched in small letters"),
        ("talks NOT", "talks NOT minsk"),
        ("talks AND", "talks AND gas"),
        ("OR talks", "riyadh OR jeddah"),
        ("talks OR AND gas", "riyadh OR jeddah"),
        ("(talks OR) gas", "riyadh OR jeddah"),
        ("talks - minsk", "talks -minsk"),
        ("talks -", "talks -minsk"),
        ("= talks", "=Kiev"),
        ("*", "cease*"),
        ("talks ~", "zelenski~"),
        ('"prisoner swap', "A quotation mark is still open"),
        ("«prisoner", "A quotation mark is still open"),
        ('talks "', "A quotation mark is still open"),
        ('talks ""', "no word between the quotation marks"),
        ("(riyadh", "A bracket is still open"),
        ("riyadh)", "A bracket is closed"),
        ("talks ()", "no word between the brackets"),
        ("!?", "no word in it"),
        ("lang:klingon", "“klingon” is not a language; write its code or its English name, as in lang:uk"),
        ("talks -lang:engl", "“engl” is not a language"),
        ("lang:(uk OR klingon)", "“klingon” is not a language"),
        ("putin~9", "“~” finds words that are one or two letters off, as putin~ or putin~1."),
        ("talks putin~3", "one or two letters off"),
        ("putin~10", "one or two letters off"),
        ("—", "no word in it"),
    ],
)
def test_what_means_nothing_is_refused(typed: str, told: str) -> None:
    assert told in parse_query(typed, None, known_state).refusal


@pytest.mark.parametrize(
    "typed",
    [
        *["", " ", "talks", "-minsk", "NOT talks", "talks NOT NOT gas", "and or not", "=Kiev", "cease*", "zelenski~1"],
        *["12:30", "Matthew 5:9", "a: b", "Mark: 9", "note : this", "EU:s ministrar", "NATO:ssa", "3:2", "9/11: then"],
        *[
            "http://a.example/b?c=d:e",
            "https://www.bbc.co.uk",
            "HTTPS://a.example",
            "url:https://a.example",
            "url:a.b:80/c",
        ],
        *["outlet:=bbc", 'outlet:"A B"', "tag: gas", "tag:(a OR b)", "title:—peace", "-title:x", "TITLE:x", "lang:uk"],
        *[
            "date:2025",
            "date:2025-05..2025",
            "date:2025-05..",
            "date:..2025",
            "date:none",
            "date:2025-05-12..2025-05-12",
        ],
        *["date:2025-05..2025-05-12", "after:2025-05", "date: 2025", 'date:"2025"', "is:unread", "is:cut", "IS:READ"],
        *["label:a", "-label:a", 'LABEL: "a b"', "label:none", "(label:a OR label:any)", "mine:a", "gold mine: three"],
        *[
            '"a b"~3',
            '="Kiev talks"',
            "“a b”",
            "„a b“",
            "((a))",
            "what is a ceasefire?",
            "a & b",
            "a / b",
            "talks — gas",
        ],
        *[
            'צה"ל',
            '"דובר צה"ל"',
            'או"ם ישראל',
            "U.S. envoy",
            "C# 4.0",
            "don't",
            "a, b; c.",
            "talks…",
            "50% of",
            "#peace",
        ],
    ],
)
def test_what_means_something_is_not_refused(typed: str) -> None:
    assert parse_query(typed, None, known_state).refusal == ""


def test_a_quotation_mark_within_a_hebrew_word_opens_no_phrase() -> None:
    assert parse_query('צה"ל', None) == parse_query('"צה"ל"', None)
    assert parse_query('"דובר צה"ל" gas', None) == parse_query("“דובר צה״ל” gas", None)


@pytest.mark.parametrize(
    "typed", ["lang:english", 'lang:"English"', "lang:=english", "language:Farsi", "lang:pt-br", "lang:ckb", "lang:en*"]
)
def test_a_language_is_named_in_words_too(typed: str) -> None:
    assert parse_query(typed, None).refusal == parse_query(typed, None).hint == ""


def test_a_language_that_is_being_typed_is_not_remarked_on() -> None:
    assert parse_query("lang:ukrai", None).hint == "" != parse_query("lang:ukrai", None).refusal
    assert parse_query("lang:ukray", None).hint


@pytest.mark.parametrize("typed", ["putin~2", "putin~", "putin~0", '"a b"~9', "a~b"])
def test_a_distance_that_is_kept_is_not_refused(typed: str) -> None:
    assert parse_query(typed, None).refusal == ""


@pytest.mark.parametrize(
    "typed", ["date:2025-0", "date:2025-05-", "date:2025-05..2025-", "date:..", "date:2025-05..202"]
)
def test_a_date_that_is_being_typed_is_not_remarked_on_before_it_is_finished(typed: str) -> None:
    parsed = parse_query(typed, None)
    assert parsed.refusal
    assert "not a" not in parsed.hint
