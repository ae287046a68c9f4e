"""Rows in few bytes: cut lines and values are read back as they were, in the form of today and of older versions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peaceindex import Library
from peaceindex.errors import SourceTextError
from peaceindex.model.evidence import Evidence
from peaceindex.model.safe_text import neutralise
from peaceindex.storage.columns import ARTICLES, RAWS, SOURCES
from peaceindex.storage.compact_values import evidence_of, evidence_value, lead_value, provenance_value
from peaceindex.storage.packed_cuts import PACKED_CUTS, pack_cuts
from peaceindex.storage.packed_text import pack_if_shorter
from tests.index.older import set_back, write_cuts_as_rows
from tests.index.pages import add

HASH = "0f" * 32
PROVENANCE = dict.fromkeys(("title", "outlet", "date", "authors", "tags", "url", "language", "lead"), "found")
MENU = "\n".join(f"Section {number} of the site" for number in range(1, 6))
PAGE = (
    "Talks in Oslo go on\n\nThe delegations met in Oslo for the third time this week, and both of them said that they "
    "would come again soon.\n\nAn adviser said that nobody should expect much of it, since the list of prisoners is "
    f"not complete yet.\n\n{MENU}\n\nCopyright 2025. All rights reserved.\n"
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compact")
    (folder / "page.txt").write_text(PAGE)
    with Library.open(folder / "library", create=True) as library:
        add(library, folder / "page.txt")
    return folder


@pytest.fixture
def library(template: Path, tmp_path: Path) -> Path:
    with closing(sqlite3.connect(template / "library" / "library.db")) as database:
        (tmp_path / "library").mkdir()
        database.execute("VACUUM INTO ?", (str(tmp_path / "library" / "library.db"),))
    return tmp_path / "library"


def _change(library: Path, table: str, column: str, change: Callable[[bytes], bytes | str]) -> None:
    with closing(sqlite3.connect(library / "library.db")) as database, database:
        (value,) = database.execute(f"SELECT {column} FROM {table}").fetchone()
        database.execute(f"UPDATE {table} SET {column} = ?", (change(value),))


def _cuts(library: Path) -> tuple[list[tuple[int, str, str]], list[str]]:
    """The cuts of the only article, and what was reported."""
    with Library.open(library) as opened:
        (id,) = opened.articles.ids().values()
        return [(cut.line, cut.text, cut.reason) for cut in opened.article(id).cuts], list(opened.bad_values())


_LINES = st.lists(st.text("ab é", max_size=4), min_size=1, max_size=9)


@given(st.lists(st.tuples(st.integers(0, 11), st.text("ab é", max_size=4), st.sampled_from("xyz"))), _LINES)
def test_any_cuts_are_stored_as_they_are(cuts: list[tuple[int, str, str]], lines: list[str]) -> None:
    stored = PACKED_CUTS.read(pack_cuts(cuts, "\n".join(lines)))
    found = []
    for line, extent, reason in stored.cuts:
        texts = [extent] if isinstance(extent, str) else lines[line - 1 : line - 1 + extent]
        found += [(line + n, text, stored.reasons[reason]) for n, text in enumerate(texts)]
    assert found == cuts


def test_lines_of_the_source_are_not_stored_again() -> None:
    lines = [f"line {number} of a long menu with many words" for number in range(400)]
    cuts = [(number, text, "menu") for number, text in enumerate(lines, 1)]
    assert len(pack_cuts(cuts, "\n".join(lines))) < 100


def test_cuts_are_those_of_the_source_and_in_either_form_the_same(library: Path) -> None:
    cuts, reported = _cuts(library)
    lines = PAGE.split("\n")
    assert len(cuts) >= 5 and not reported
    assert all(lines[line - 1] == text for line, text, _ in cuts)
    write_cuts_as_rows(library)
    assert _cuts(library) == (cuts, [])


def test_a_damaged_source_leaves_the_article_and_is_told(library: Path) -> None:
    cuts, _ = _cuts(library)
    _change(library, "raws", "packed", lambda packed: packed[:-40])
    damaged, reported = _cuts(library)
    assert damaged and damaged[-1][1] == "\ufffd"
    readable = [cut for cut in damaged if "\ufffd" not in cut[1]]
    assert readable == cuts[: len(readable)]
    assert any("source text" in line and "cut from it" in line for line in reported)


def test_cuts_are_not_read_from_another_source(library: Path) -> None:
    from peaceindex.storage.packed_text import pack

    _change(library, "raws", "packed", lambda packed: pack("\n".join(["another line"] * 40)))
    cuts, reported = _cuts(library)
    assert {text for _, text, _ in cuts} == {"\ufffd"} and reported


def test_a_library_of_before_knows_its_sources_again(library: Path, template: Path, tmp_path: Path) -> None:
    for table, column in (("articles", "source_hash"), ("articles", "text_hash"), ("sources", "sha256")):
        _change(library, table, column, bytes.hex)
    set_back(library, 9)
    (tmp_path / "copy.txt").write_text(PAGE)
    with Library.open(library) as opened:
        reports = add(opened, template / "page.txt") + add(opened, tmp_path / "copy.txt")
        assert [report.status for report in reports] == ["unchanged", "same"]
        assert not [problem for problem in opened.maintenance.check() if problem.severity == "error"]


@pytest.mark.parametrize("provenance", [PROVENANCE, {"title": "found"}, PROVENANCE | {"title": "by hand"}, {}])
def test_provenance_is_read_back(provenance: dict[str, str]) -> None:
    assert dict(ARTICLES.columns["provenance"].read(provenance_value(provenance))) == provenance


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence(),
        Evidence(neutralise("2025-05-01"), "record", HASH, 3),
        Evidence(sha256="ab" * 32, line=7),
        Evidence(neutralise("2025-05-01T10:00:00Z"), "file", "", 0, 2),
    ],
)
def test_evidence_is_read_back(evidence: Evidence) -> None:
    read = SOURCES.columns["evidence"].read
    assert evidence_of(read(evidence_value(evidence, HASH)), HASH) == evidence


def test_a_lead_that_begins_the_text_is_stored_as_its_length() -> None:
    assert ARTICLES.columns["lead"].read(lead_value("Früh am Tag", "Früh am Tag kam er.")) == 11
    assert lead_value("A summary", "Another text") == "A summary"
    assert lead_value(None, "Text") is None


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.text("ab é\0", max_size=9), _VALUES))
def test_what_a_source_states_is_read_back(stated: dict[str, Any]) -> None:
    stored = pack_if_shorter(json.dumps(stated, ensure_ascii=False))
    assert RAWS.columns["stated"].read(stored) == RAWS.columns["stated"].read(json.dumps(stated)) == stated


def test_damaged_statements_are_found_and_the_rest_is_read(tmp_path: Path) -> None:
    record = {"title": "Talks in Oslo go on", "outlet": "Amber Post", "date": "2025-05-16", "text": PAGE}
    (tmp_path / "page.json").write_text(json.dumps(record))
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, tmp_path / "page.json")
        stated = library.document(next(iter(library.articles.ids().values()))).stated
    assert (stated["title"], stated["outlet"]) == (record["title"], record["outlet"])
    _change(tmp_path / "library", "raws", "stated", lambda packed: packed[:-9] + bytes(9))
    with Library.open(tmp_path / "library") as library:
        (id,) = library.articles.ids().values()
        assert library.article(id).title == record["title"]
        assert any("statements" in problem.what for problem in library.maintenance.check())
        with pytest.raises(SourceTextError):
            library.document(id)
        assert list(library.maintenance.repair())
        assert library.document(id).stated == stated
