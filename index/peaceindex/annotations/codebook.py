"""The codebook: `codes.yaml` in the library, a tree of codes that people edit by hand or from the reader.

A code is known by its name, which is the label that passages carry. Labels that the file does not name are codes too,
without a description: a file that was deleted or is damaged costs no coding. The file may also state for which side
each outlet speaks, since nobody but the user knows that.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from peaceindex.errors import DataFileError, PeaceindexError
from peaceindex.model.code import Code
from peaceindex.model.safe_text import neutralise
from peaceindex.text.decoding import printable
from peaceindex.text.yaml_file import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NAME: Final = "codes.yaml"
TEXT_FIELDS = tuple(field.name for field in fields(Code) if field.name != "parent")
_MAX_NAME = 200


def code_key(name: str) -> str:
    """Return the form in which two names of the same code are equal."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


@dataclass(frozen=True, slots=True)
class Codebook:
    """The codes of a library, parents before children, and what is wrong with the file, in words.

    `sides` has the outlets of each side that the user stated.
    """

    codes: tuple[Code, ...] = ()
    problems: tuple[str, ...] = ()
    sides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, name: str) -> Code | None:
        """Return the code of this name, whatever its case, or None."""
        key = code_key(name)
        return next((code for code in self.codes if code_key(code.name) == key), None)

    def spelled(self, name: str) -> str:
        """Return the name as the codebook spells it, or as it is, without white space around it."""
        found = self.find(name)
        return found.name if found else " ".join(neutralise(name).split())

    def below(self, name: str) -> list[Code]:
        """Return a code and all codes below it; an empty list if there is no such code."""
        first = self.find(name)
        found = [first] if first else []
        for code in self.codes:
            if code.parent is not None and any(code.parent == other.name for other in found):
                found.append(code)
        return found

    def side_of(self) -> dict[str, str]:
        """Return the side of each outlet, by its `code_key`; the first one that names it."""
        found: dict[str, str] = {}
        for side, outlets in self.sides.items():
            for outlet in outlets:
                found.setdefault(code_key(outlet), side)
        return found

    def depth(self, code: Code) -> int:
        """Return how many codes are above this one."""
        above = {each.name: each.parent for each in self.codes}
        depth, parent = 0, code.parent
        while parent is not None:
            depth, parent = depth + 1, above.get(parent)
        return depth

    def with_labels(self, labels: Iterable[str]) -> Codebook:
        """Return the codebook with a code for each label that it does not name."""
        known = {code_key(code.name) for code in self.codes}
        more: dict[str, Code] = {}
        for label in labels:
            if code_key(label) not in known:
                more.setdefault(code_key(label), Code(label))
        return replace(self, codes=(*self.codes, *more.values()))


def read_codebook(path: Path) -> Codebook:
    """Return the codebook in a file; an empty one if there is no file. What cannot be used is named in `problems`."""
    if not os.path.lexists(path):
        return Codebook()
    try:
        content = load_yaml(path, dict[str, Any])
    except DataFileError as error:
        return Codebook(problems=(str(error),))
    problems = [
        f"{NAME}: '{neutralise(str(name))}' is not a field of a codebook; codes are under 'codes', sides under 'sides'."
        for name in content
        if name not in ("codes", "sides")
    ]
    codes: dict[str, Code] = {}
    _read_entries(content.get("codes"), None, codes, problems)
    _keep_keys_apart(codes, problems)
    sides = _read_sides(content.get("sides"), problems)
    return Codebook(tuple(codes.values()), tuple(problems), sides)


def _read_sides(stated: Any, problems: list[str]) -> dict[str, tuple[str, ...]]:
    if stated is None:
        return {}
    if not isinstance(stated, dict):
        problems.append(f"{NAME}: the sides are not written as 'side: [outlet, outlet]'; they are left out.")
        return {}
    side_of: dict[str, str] = {}
    sides: dict[str, tuple[str, ...]] = {}
    for side, outlets in stated.items():
        name = clean_name(_text(side))
        values = outlets if isinstance(outlets, list) else [outlets]
        names = [outlet for value in values if (outlet := clean_name(_text(value)))]
        if not name or len(names) < len(values):
            problems.append(f"{NAME}: a name on the side '{name}' is not text. (Put yes and no in quotes.)")
        problems += [
            f"{NAME}: '{outlet}' is on two sides; it counts on the first, '{other}'."
            for outlet in names
            if (other := side_of.setdefault(code_key(outlet), name)) != name
        ]
        if name:
            sides[name] = (*sides.get(name, ()), *names)
    return sides


def _read_entries(entries: Any, parent: str | None, codes: dict[str, Code], problems: list[str]) -> None:
    where = f"below '{parent}'" if parent else "in it"
    if entries is None:
        return
    if not isinstance(entries, list):
        problems.append(f"{NAME}: the codes {where} are not a list. Begin each one with '- name:'.")
        return
    for number, entry in enumerate(entries, 1):
        values = entry if isinstance(entry, dict) else {"name": entry}
        name = clean_name(_text(values.get("name")))
        if not name:
            problems.append(f"{NAME}: code {number} {where} has no name; it is left out. (Put yes and no in quotes.)")
            _read_entries(values.get("codes"), parent, codes, problems)
            continue
        if code_key(name) in codes:
            problems.append(f"{NAME}: there are two codes of the name '{name}'; they count as one.")
        else:
            codes[code_key(name)] = _code(name, values, parent, problems)
        _read_entries(values.get("codes"), codes[code_key(name)].name, codes, problems)


def _code(name: str, values: dict[Any, Any], parent: str | None, problems: list[str]) -> Code:
    found: dict[str, str] = {}
    for which in TEXT_FIELDS[1:]:
        value = values.get(which)
        if value is not None and not (text := _text(value)) and value != "":
            problems.append(f"{NAME}: the {which} of '{name}' is not text; it is left out.")
        elif value:
            found[which] = neutralise(text).strip()
    unknown = sorted(neutralise(str(each)) for each in values.keys() - {*TEXT_FIELDS, "codes"})
    problems += [f"{NAME}: '{each}' of '{name}' is not a field of a code; it is not used." for each in unknown]
    if found.get("key") and found["key"] not in list("123456789"):
        problems.append(f"{NAME}: the key of '{name}' is not a digit from 1 to 9; it has none.")
        del found["key"]
    if found.get("color") and not is_color(found["color"]):
        problems.append(f"{NAME}: the color of '{name}' is not written as #rrggbb; it has none.")
        del found["color"]
    return Code(name, parent=parent, **found)


def check_values(values: Mapping[str, str]) -> None:
    """Raise PeaceindexError if a color or a key is not what a codebook may hold. An empty value is none."""
    if (color := values.get("color")) and not is_color(color):
        raise PeaceindexError(f"'{printable(color)}' is no color.", "Write one as #rrggbb, as in #2a6f97.")
    if (key := values.get("key")) and key not in list("123456789"):
        raise PeaceindexError(f"'{printable(key)}' is no key for a label.", "Choose a digit from 1 to 9.")


def _keep_keys_apart(codes: dict[str, Code], problems: list[str]) -> None:
    used: dict[str, str] = {}
    for key, code in codes.items():
        if code.key and code.key in used:
            problems.append(f"{NAME}: '{used[code.key]}' and '{code.name}' have the same key; the first one has it.")
            codes[key] = replace(code, key="")
        elif code.key:
            used[code.key] = code.name


def is_color(text: str) -> bool:
    """Return whether a text is a color as a codebook may hold it: #rrggbb."""
    return len(text) == 7 and text[0] == "#" and all(digit in "0123456789abcdefABCDEF" for digit in text[1:])


def _text(value: Any) -> str:
    """Return a value as text: numbers and days as they are written; "" for anything else that is not text."""
    is_text = isinstance(value, str | int | float | date) and not isinstance(value, bool)
    return str(value) if is_text else ""


def clean_name(name: str) -> str:
    """Return a name on one line, without what acts on a terminal, and not longer than a name may be."""
    return " ".join(neutralise(name).split())[:_MAX_NAME]
