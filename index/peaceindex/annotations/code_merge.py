"""Merges codes from elsewhere into `codes.yaml`. Nothing that is written there is changed or lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from peaceindex.annotations.codebook import read_codebook
from peaceindex.annotations.codebook_file import CodebookFile
from peaceindex.errors import PeaceindexError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from peaceindex.model.code import Code

_ALSO = "Also described as: "


@dataclass(frozen=True, slots=True)
class CodebookMerge:
    """What became of the codes. `problems` says what could not be merged."""

    added: int = 0
    filled: int = 0
    """Codes that were there, and lacked a description or the like that they have now."""
    described_twice: tuple[str, ...] = ()
    """Codes that are described in two ways. Both are kept now."""
    problems: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether the file has not changed."""
        return not (self.added or self.filled or self.described_twice)


def merge_codes(path: Path, codes: Iterable[Code], problems: tuple[str, ...] = ()) -> CodebookMerge:
    """Merge codes, parents before children, into the `codes.yaml` at `path`.

    A code that is not there is added, with its place in the tree if that is there. Of a code that is there, what it
    lacks is filled in; another description, and another memo, go to the end of its memo. Raise PeaceindexError if the
    file cannot be read or written.
    """
    file, own = CodebookFile(path), read_codebook(path)
    if own.problems and not own.codes:
        raise PeaceindexError(own.problems[0])
    added, filled, twice = 0, 0, list[str]()
    used_keys = {code.key for code in own.codes if code.key}
    for code in codes:
        found = own.find(code.name)
        if found is None:
            key = "" if code.key in used_keys else code.key
            parent = own.find(code.parent) if code.parent else None
            new = replace(code, key=key, parent=parent.name if parent else None)
            own = replace(own, codes=(*own.codes, file.add(new)))
            used_keys.add(key)
            added += 1
            continue
        values = _missing(found, code)
        if found.key or code.key in used_keys:
            values.pop("key", None)
        if notes := _other_words(found, code):
            values["memo"] = "\n".join(filter(None, (found.memo, values.get("memo"), *notes)))
            twice.append(found.name)
        if values:
            file.change(found.name, **values)
            filled += not notes
    return CodebookMerge(added, filled, tuple(twice), problems)


def _missing(own: Code, other: Code) -> dict[str, str]:
    fields = ("description", "color", "key", "memo")
    return {name: getattr(other, name) for name in fields if getattr(other, name) and not getattr(own, name)}


def _other_words(own: Code, other: Code) -> list[str]:
    """Return what is said of a code there, and not here: another description, and another memo."""
    notes = []
    if own.description and other.description and own.description != other.description:
        notes.append(f"{_ALSO}{other.description}")
    if own.memo and other.memo and own.memo != other.memo:
        notes.append(other.memo)
    return [note for note in notes if note not in own.memo]
