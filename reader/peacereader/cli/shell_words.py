"""A command line as a shell reads it up to the cursor, and words as bash must be given them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_BASH_SPECIAL: Final = frozenset(" \t!\"#$&'()*;<>?[\\]^`{|}~")


@dataclass(frozen=True)
class TypedLine:
    """What stands before the cursor: the words that are finished, and the one that is being typed.

    `quote` is the quotation mark in which the cursor stands, or "". Bash replaces only a part of the word; `kept` is
    what stands before this part.
    """

    words: tuple[str, ...]
    current: str
    kept: str
    quote: str


def typed_line(line: str, breaks: str = "") -> TypedLine:
    """Read a command line up to the cursor, as far as its quotation marks go.

    `breaks` are the characters after which bash begins a new word (COMP_WORDBREAKS), "" for other shells.
    """
    words: list[str] = []
    current: list[str] = []
    is_word, quote, kept, escaped = False, "", 0, False
    for character in line:
        if escaped:
            if quote == '"' and character not in '$`"\\':
                current.append("\\")
            current.append(character)
            escaped = False
        elif quote:
            if character == quote:
                quote = ""
                kept = len(current) if character in breaks else kept
            elif character == "\\" and quote == '"':
                escaped = True
            else:
                current.append(character)
        elif character in "\"'":
            is_word, quote, kept = True, character, len(current)
        elif character == "\\":
            is_word = escaped = True
        elif character in " \t\n":
            if is_word:
                words.append("".join(current))
            current, is_word, kept = [], False, 0
        else:
            is_word = True
            current.append(character)
            kept = len(current) if character in breaks else kept
    text = "".join(current)
    return TypedLine(tuple(words), text, text[:kept] if breaks else "", quote)


def for_bash(word: str, line: TypedLine) -> str:
    """Return what bash must put in place of the part of the word that it replaces, to mean `word`."""
    rest = word[len(line.kept) :]
    if line.quote == "'":
        return rest.replace("'", "'\\''")
    if line.quote == '"':
        return "".join(f"\\{one}" if one in '$`"\\' else one for one in rest)
    return "".join(f"\\{one}" if one in _BASH_SPECIAL else one for one in rest)
