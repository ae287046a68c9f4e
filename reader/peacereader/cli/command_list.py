"""The names of the commands. What each does, for people, stands in `peacereader.command_help`."""

from __future__ import annotations

from peacereader.command_help import COMMANDS as COMMANDS

COMMAND_NAMES = frozenset(name for group in COMMANDS.values() for name in group)
