"""The stand-ins with which the search engine is loaded quickly do what the modules do that they stand for."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = """
import sys
from peaceindex.search import engine
from peaceindex.startup.stand_ins import Later
assert not any(isinstance(module, Later) for module in list(sys.modules.values()))
from whoosh.analysis import StemmingAnalyzer
from whoosh.query import Variations
from whoosh.util import random_name
from whoosh import query
assert [token.text for token in StemmingAnalyzer()("fundamentally willows")] == ["fundament", "willow"]
assert "rendered" in query.terms.variations("render")
assert len(random_name(12)) == 12
"""
WHILE_LOADING = """
import sys
from peaceindex.search import engine
from peaceindex.startup.stand_ins import Later, stand_ins
name, function, arguments, answer = {row!r}
sys.modules.pop(name, None)
with stand_ins({{name: engine._STAND_INS[name]}}):
    stand_in = sys.modules[name]
    assert isinstance(stand_in, Later)
    assert getattr(stand_in, function)(*arguments) == answer
    assert not isinstance(sys.modules[name], Later)
assert name in sys.modules
"""


def _run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_what_was_left_out_is_there_when_it_is_called() -> None:
    _run(LOADED)


@pytest.mark.parametrize(
    "row",
    [
        ("html", "escape", ("<b>",), "&lt;b&gt;"),
        ("random", "choice", ("a",), "a"),
        ("whoosh.lang.porter", "stem", ("talking",), "talk"),
    ],
)
def test_another_thread_may_use_a_module_while_its_stand_in_is_in_place(row: tuple[object, ...]) -> None:
    _run(WHILE_LOADING.format(row=row))
