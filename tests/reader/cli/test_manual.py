"""The manual page says all that the program knows, and formatters read it without a warning."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peacereader.cli import exit_codes, roff
from peacereader.cli.group import group
from peacereader.cli.program import main
from peacereader.command_help import COMMAND_NAMES
from peacereader.config_help import config_fields
from peacereader.environment_help import VARIABLES
from peacereader.exports.formats import FORMATS
from peacereader.query_help import FORMS, PASSAGE_FORMS
from peacereader.tui.keys import GROUPS
from tests.conftest import REPOSITORY

from .test_commands import Run, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["run"]

_WRITTEN = {r"\e": "\\", r"\-": "-", r"\(aq": "'", r"\(ga": "`", r"\(ha": "^", r"\(ti": "~", r"\(dq": '"'}
_PIECES = {r"\&": "", r"\%": "", r"\:": "", r"\fB": "", r"\fI": "", r"\fR": "", **_WRITTEN}


def read(page: str) -> str:
    """Return what a formatter would show of a page, words joined by single spaces."""
    lines = [line for line in page.splitlines() if not re.match(r"\.[A-Z]{2}\b(?! \")|\.(?:ad|br)\b", line)]
    text = re.sub(r'^\.S[HS] "(.*)"$', r"\1", "\n".join(lines), flags=re.MULTILINE)
    shown = re.sub(r"\\\[u([0-9A-F]+)\]|\\\(..|\\f.|\\.", lambda one: _read(one[0], one[1]), text)
    return " ".join(shown.split())


def _read(escape: str, number: str | None) -> str:
    return chr(int(number, 16)) if number else _PIECES[escape]


@pytest.fixture
def page(run: Run) -> str:
    code, out, err = run("manual")
    assert (code, err) == (0, "")
    return out


def all_commands() -> Iterator[tuple[click.Command, click.Context]]:
    top = click.Context(group, info_name="peacereader", **group.context_settings)
    waiting = [(group.get_command(top, name), name, top) for name in sorted(COMMAND_NAMES)]
    while waiting:
        command, name, above = waiting.pop()
        assert command is not None
        context = click.Context(command, above, name, **command.context_settings)
        yield command, context
        if isinstance(command, click.Group):
            waiting += [(inner, one, context) for one, inner in command.commands.items()]


def test_every_command_and_option_is_in_it(page: str) -> None:
    shown = read(page)
    seen = 0
    for command, context in all_commands():
        usage = f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}"
        _, found, section = page.partition(f"\n{roff.subsection(usage)}\n")
        assert found, usage
        section = read(re.split(r"\n\.S[HS] ", section)[0])
        for option in command.params:
            if isinstance(option, click.Option):
                seen += 1
                assert option.help and " ".join(option.help.split()) in section, (usage, option.opts)
                assert all(opt in section.split() or f"{opt}," in section for opt in option.opts), (usage, option.opts)
    assert seen > 150
    for option in group.get_params(click.Context(group, **group.context_settings)):
        assert all(opt in shown for opt in option.opts)


def test_queries_keys_settings_formats_variables_and_exit_codes_are_in_it(page: str) -> None:
    shown = read(page)
    for form in (*FORMS, *PASSAGE_FORMS):
        assert f"{form.example} {form.meaning}" in shown
    for heading, actions in GROUPS.values():
        assert not heading or all(f"{one.about} [{one.name}]" in shown for one in actions)
    assert all(f"{field.name} " in shown for field in config_fields())
    assert all(f"{name} {form.title}" in shown for name, form in FORMATS.items())
    codes = {value for value in vars(exit_codes).values() if isinstance(value, int)}
    assert codes == set(exit_codes.MEANINGS)
    assert all(f"{code} {words}" in shown for code, words in exit_codes.MEANINGS.items())
    assert all(f"{names} {words}" in shown for names, words in VARIABLES)


def test_every_variable_that_the_program_reads_is_in_the_table() -> None:
    known = {name for names, _ in VARIABLES for name in names.split(", ")}
    read_by = re.compile(r"""environ(?:\.get\(|\[)["']([A-Z]\w+)["']|["']([A-Z][A-Z_]+)["'] in (?:os\.)?environ""")
    found = set()
    for top in ("reader", "index"):
        for file in (REPOSITORY / top).rglob("*.py"):
            found |= {first or second for first, second in read_by.findall(file.read_text(encoding="utf-8"))}
    assert len(found) >= 8
    assert found <= known


@pytest.mark.parametrize(
    "formatter",
    [("mandoc", "-T", "lint", "-W", "all"), ("groff", "-man", "-ww", "-Tutf8"), ("man", "--warnings", "-l")],
)
def test_formatters_read_it_without_a_warning(page: str, formatter: tuple[str, ...], tmp_path: Path) -> None:
    if not shutil.which(formatter[0]):
        pytest.skip(f"needs {formatter[0]}")
    (tmp_path / "peacereader.1").write_text(page)
    done = subprocess.run([*formatter, tmp_path / "peacereader.1"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    if formatter[0] == "mandoc":
        assert done.stdout == ""
    else:
        assert "a reading room for news archives" in done.stdout


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12), min_size=1))
def test_nothing_in_a_text_is_read_as_a_request_or_an_escape(words: list[str]) -> None:
    text = " ".join(words)
    lines = list(roff.filled(text))
    assert all(line.isascii() and not line.startswith((".", "'")) for line in lines)
    assert read("\n".join(lines)) == text
    assert read("\n".join(roff.entries([(text, text)]))) == f"{text} {text}"


def test_the_wheel_brings_the_page_that_the_command_prints(page: str) -> None:
    assert (REPOSITORY / "docs" / "peacereader.1").read_text(encoding="utf-8") == page
    settings = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    assert '"docs/peacereader.1" = "share/man/man1/peacereader.1"' in settings


def test_who_asks_for_man_is_told_how_the_command_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["man"]) == 2
    assert "peacereader manual" in capsys.readouterr().err
