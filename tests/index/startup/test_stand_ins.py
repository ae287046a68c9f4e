"""The stand-ins with which packages are imported quickly do what the modules do that they stand for."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from peaceindex.startup.stand_ins import cleandoc

NUMPY = """
import sys
from peaceindex.startup.stand_ins import CLEANING, Later, stand_ins
with stand_ins(CLEANING):
    import click, dataclasses, msgspec, numpy, platformdirs
assert not any(isinstance(module, Later) for module in list(sys.modules.values()))
assert not {"inspect", "numpy.linalg", "typing_extensions", "tempfile"} & set(sys.modules)
"""
WHAT_FOLLOWS = [
    "assert numpy.linalg.matrix_power(numpy.eye(2), 3).tolist() == [[1, 0], [0, 1]]",
    "assert (numpy.matrix([[2]]) ** 2).tolist() == [[4]] and numpy.matrix('1 2').tolist() == [[1, 2]]",
    "assert numpy.roots([1, -3, 2]).tolist() == [2, 1]",
    "assert numpy.dtype('i4,f8').names == ('f0', 'f1') and numpy.zeros(2).ctypes.data",
    "import inspect; assert str(inspect.signature(numpy.sort))",
    "@dataclasses.dataclass\nclass Point:\n x: int\nassert Point.__doc__ == 'Point(x: int)'",
    "class Struct(msgspec.Struct):\n x: 'int | None'\nassert msgspec.json.decode(b'{\"x\":2}', type=Struct).x == 2",
    "assert msgspec.json.schema(int) == {'type': 'integer'}",
    "assert click.UUID('6f1e4f2c-0d5b-4c0d-8d4b-0e8a4b8c9f10').version == 4",
    "assert platformdirs.user_runtime_path('x')",
    "import platform, tempfile, ctypes; assert platform.python_version() and tempfile.gettempdir() and ctypes.c_int",
]


@pytest.mark.parametrize("code", WHAT_FOLLOWS)
def test_what_was_left_out_is_there_when_it_is_used(code: str) -> None:
    subprocess.run([sys.executable, "-c", f"{NUMPY}\n{code}"], check=True, timeout=60)


@pytest.mark.parametrize(
    "doc",
    [
        "",
        "One line.",
        "  One line, indented.  ",
        "\n    First.\n\n        Indented.\n    Last.\n    ",
        "First.\n\n    Second.\n  Third, less.\n\n\n",
        "First.\n\tWith a tab.\n        And eight spaces.",
        "\n\n\n",
        "First.\n   \n  Second.",
    ],
)
def test_docstrings_are_cleaned_as_python_does(doc: str) -> None:
    assert cleandoc(doc) == inspect.cleandoc(doc)
