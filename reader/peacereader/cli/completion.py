"""What may come next on a command line: commands, options, and names of the library in use.

Whatever fails offers nothing, since a message would land in the user's prompt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import ShellComplete

from peacereader.cli.completion_scripts import SCRIPTS
from peacereader.cli.shell_words import TypedLine, for_bash, typed_line

if TYPE_CHECKING:
    from collections.abc import Sequence


def answer(asked: str, words: Sequence[str]) -> str:
    """Return what to print for a value of `_PEACEREADER_COMPLETE`: a script, or what completes a line; "" if nothing.

    `words` are the line up to the cursor and, of bash, its COMP_WORDBREAKS.
    """
    shell, _, what = asked.partition("_")
    if shell not in SCRIPTS:
        return ""
    if what == "source":
        return SCRIPTS[shell]
    try:
        line = typed_line(words[0], words[1] if shell == "bash" and len(words) > 1 else "")
        return _lines(shell, line)
    except Exception:  # whatever it is: a prompt is no place for it
        return ""


def _lines(shell: str, line: TypedLine) -> str:
    from peacereader.cli.group import group

    prefix, current, words = "", line.current, list(line.words[1:])
    if current.startswith("--") and "=" in current:
        option, _, current = current.partition("=")
        prefix, words = f"{option}=", [*words, option]
    items = ShellComplete(group, {}, "peacereader", "_PEACEREADER_COMPLETE").get_completions(words, current)
    if items and items[0].type in ("file", "dir"):
        return "folders\n" if items[0].type == "dir" else "files\n"
    values = [(f"{prefix}{item.value}", item.help or "") for item in items]
    kind = "open" if values and all(value.endswith((":", "=")) for value, _ in values) else "values"
    if shell == "bash":
        return "\n".join([kind, *(for_bash(value, line) for value, _ in values), ""])
    return "\n".join([kind, *(f"{value}\t{' '.join(words.split())}" for value, words in values), ""])
