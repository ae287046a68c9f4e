"""Every action of the reader has a command, with options that there are, or says why it has none."""

from __future__ import annotations

import shlex

import click
import pytest

from peacereader.cli.group import group
from peacereader.command_help import COMMAND_NAMES
from peacereader.tui.command_twins import COMMANDS, NO_COMMAND, twin
from peacereader.tui.keys import GROUPS

ACTIONS = [action.name for _, actions in GROUPS.values() for action in actions]


def test_the_table_has_every_action_once_and_no_other() -> None:
    assert sorted(ACTIONS) == sorted([*COMMANDS, *NO_COMMAND])
    assert all(twin(name) for name in ACTIONS)


@pytest.mark.parametrize("line", sorted({one for line in COMMANDS.values() for one in line.split("; ")}))
def test_the_command_of_an_action_exists_with_its_options(line: str) -> None:
    context = click.Context(group, info_name="peacereader", **group.context_settings)
    name, *words = shlex.split(line)
    if name == "--help":
        return
    assert name in COMMAND_NAMES
    command = group.get_command(context, name)
    assert command is not None
    options = {opt: option for option in command.get_params(context) for opt in (*option.opts, *option.secondary_opts)}
    for place, word in enumerate(words):
        if word.startswith("--"):
            option = options[word]
            if isinstance(option.type, click.Choice) and not words[place + 1].isupper():
                assert words[place + 1] in option.type.choices, word


def test_what_changes_or_exports_has_a_command() -> None:
    changes = (
        "bookmark",
        "note",
        "label",
        "remove",
        "undo",
        "redo",
        "rename",
        "export",
        "write",
        "seen",
        "turn",
        "title",
    )
    for action in NO_COMMAND:
        assert not any(word in changes for word in action.split("-")), action
