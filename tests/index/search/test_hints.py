"""What is odd or half-typed in a query is told, with words that say what to write."""

from __future__ import annotations

import pytest

from peaceindex.search.query.syntax import parse_query


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
        ("is:", "is:unread"),
        ("is:foo", "unread, read, bookmarked or cut"),
        ("foo:bar", "title: outlet: tag: author: url: lang: date: after: before: is:"),
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
        ("( )", "nothing to search for"),
    ],
)
def test_a_hint_says_what_to_write(typed: str, told: str) -> None:
    assert told in parse_query(typed, None).hint


@pytest.mark.parametrize("typed", ["", " ", "talks", "a-b", "10:30", "ceas", "-minsk", "date:2025-0", 'outlet:"A B"'])
def test_what_is_in_order_is_not_remarked_on(typed: str) -> None:
    assert parse_query(typed, None).hint == ""
