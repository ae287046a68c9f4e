"""A pattern that is compiled late finds what it would find at once."""

from __future__ import annotations

import re

import pytest

from peaceindex.startup.late_pattern import late_pattern


def test_it_has_the_methods_of_a_pattern() -> None:
    pattern, compiled = late_pattern("(b)+", re.IGNORECASE), re.compile("(b)+", re.IGNORECASE)
    assert pattern.sub("-", "aBba") == compiled.sub("-", "aBba") == "a-a"
    assert [found.span() for found in pattern.finditer("b aB")] == [(0, 1), (3, 4)]
    assert pattern.fullmatch("a") is None and pattern.search("ab") is not None and pattern.match("ab") is None
    assert (pattern.pattern, pattern.flags) == (compiled.pattern, compiled.flags)


def test_it_is_compiled_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def compile_pattern(pattern: str, flags: int) -> re.Pattern[str]:
        made.append(pattern)
        return compiled

    compiled = re.compile("c")
    monkeypatch.setattr(re, "compile", compile_pattern)
    pattern = late_pattern("c")
    assert made == []
    assert pattern.search("abc") and pattern.search("c")
    assert made == ["c"]


def test_a_wrong_pattern_says_so_when_it_is_used() -> None:
    pattern = late_pattern("(")
    with pytest.raises(re.error, match="missing"):
        pattern.search("")
