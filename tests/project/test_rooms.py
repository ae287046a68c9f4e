"""The shape of the index, which a stranger should find a way through: few modules at the top, none long."""

from __future__ import annotations

from pathlib import Path

import grimp

INDEX = Path(__file__).resolve().parents[2] / "index" / "peaceindex"


def test_few_modules_stand_beside_the_packages_of_the_index() -> None:
    assert len([path for path in INDEX.glob("*.py") if path.name != "__init__.py"]) <= 5


def test_no_module_of_the_index_is_long() -> None:
    lines = {path.name: path.read_text(encoding="utf-8").count("\n") for path in INDEX.rglob("*.py")}
    assert {name: count for name, count in lines.items() if count > 350} == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph("peaceindex", "peacereader", cache_dir=None)  # imports for types count, too
    left = {module: graph.find_modules_directly_imported_by(module) & graph.modules for module in graph.modules}
    while free := {module for module, imported in left.items() if not imported & left.keys()}:
        left = {module: imported for module, imported in left.items() if module not in free}
    assert sorted(left) == [], "each of these imports another of them, or is imported by such a one"
