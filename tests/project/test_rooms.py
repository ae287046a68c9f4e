"""The shape of the index, which a stranger should find a way through: few modules at the top, none long."""

from __future__ import annotations

from pathlib import Path

INDEX = Path(__file__).resolve().parents[2] / "index" / "peaceindex"


def test_few_modules_stand_beside_the_packages_of_the_index() -> None:
    assert len([path for path in INDEX.glob("*.py") if path.name != "__init__.py"]) <= 5


def test_no_module_of_the_index_is_long() -> None:
    lines = {path.name: path.read_text(encoding="utf-8").count("\n") for path in INDEX.rglob("*.py")}
    assert {name: count for name, count in lines.items() if count > 350} == {}
