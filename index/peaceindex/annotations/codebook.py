"""The codebook: `codes.yaml` in the library, a tree of codes that people edit by hand or from the reader.

A code is known by its name, which is the label that passages carry. Labels that the file does not name are codes too,
without a description: a file that was deleted or is damaged costs no coding. The file is written so that comments and
order stay.
"""

from __future__ import annotations

import io
import os
import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from peaceindex.errors import DataFileError, PeaceindexError
from peaceindex.model.code import Code
from peaceindex.model.safe_text import neutralise
from peaceindex.private_files import replace_private
from peaceindex.text.yaml_file import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

NAME: Final = "codes.yaml"
_TEXT_FIELDS = tuple(field.name for field in fields(Code) if field.name != "parent")
_MAX_NAME = 200
_FIRST_LINES = """\
# The codes by which you label passages. Each has a name, and may have a description, a color (#rrggbb), a key (1 to 9),
# a memo, and codes below it (codes). peacereader changes only the lines that you change in it.
codes: []
"""


def code_key(name: str) -> str:
    """Return the form in which two names of the same code are equal."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


@dataclass(frozen=True, slots=True)
class Codebook:
    """The codes of a library, parents before children, and what is wrong with the file, in words."""

    codes: tuple[Code, ...] = ()
    problems: tuple[str, ...] = ()

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
        f"{NAME}: '{neutralise(str(name))}' is not a field of a codebook; codes are under 'codes'."
        for name in content
        if name != "codes"
    ]
    codes: dict[str, Code] = {}
    _read_entries(content.get("codes"), None, codes, problems)
    _keep_keys_apart(codes, problems)
    return Codebook(tuple(codes.values()), tuple(problems))


def _read_entries(entries: Any, parent: str | None, codes: dict[str, Code], problems: list[str]) -> None:
    where = f"below '{parent}'" if parent else "in it"
    if entries is None:
        return
    if not isinstance(entries, list):
        problems.append(f"{NAME}: the codes {where} are not a list. Begin each one with '- name:'.")
        return
    for number, entry in enumerate(entries, 1):
        values = entry if isinstance(entry, dict) else {"name": entry}
        name = _clean_name(_text(values.get("name")))
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
    for field in _TEXT_FIELDS[1:]:
        value = values.get(field)
        if value is not None and not (text := _text(value)) and value != "":
            problems.append(f"{NAME}: the {field} of '{name}' is not text; it is left out.")
        elif value:
            found[field] = neutralise(text).strip()
    unknown = sorted(neutralise(str(field)) for field in values.keys() - {*_TEXT_FIELDS, "codes"})
    problems += [f"{NAME}: '{field}' of '{name}' is not a field of a code; it is not used." for field in unknown]
    if found.get("key") and found["key"] not in list("123456789"):
        problems.append(f"{NAME}: the key of '{name}' is not a digit from 1 to 9; it has none.")
        del found["key"]
    if found.get("color") and not _is_color(found["color"]):
        problems.append(f"{NAME}: the color of '{name}' is not written as #rrggbb; it has none.")
        del found["color"]
    return Code(name, parent=parent, **found)


def _keep_keys_apart(codes: dict[str, Code], problems: list[str]) -> None:
    used: dict[str, str] = {}
    for key, code in codes.items():
        if code.key and code.key in used:
            problems.append(f"{NAME}: '{used[code.key]}' and '{code.name}' have the same key; the first one has it.")
            codes[key] = replace(code, key="")
        elif code.key:
            used[code.key] = code.name


def _is_color(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(digit in "0123456789abcdefABCDEF" for digit in text[1:])


def _text(value: Any) -> str:
    """Return a value as text: numbers and days as they are written; "" for anything else that is not text."""
    is_text = isinstance(value, str | int | float | date) and not isinstance(value, bool)
    return str(value) if is_text else ""


def _scalar(text: str) -> Any:
    """Return text for the file, in quotes where it would be read as a number, a day or something else."""
    import yaml
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    try:
        is_plain = yaml.safe_load(text) == text
    except yaml.YAMLError:
        is_plain = False
    return text if is_plain else DoubleQuotedScalarString(text)


def _clean_name(name: str) -> str:
    return " ".join(neutralise(name).split())[:_MAX_NAME]


class CodebookFile:
    """Changes `codes.yaml`. Comments, order and unknown fields stay; each change is on disk before a method returns.

    Every method raises PeaceindexError if the file cannot be understood: it is then left as it is.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, code: Code) -> Code:
        """Add a code, below its parent. Raise PeaceindexError if it has no name, or there is one of that name."""
        name = _clean_name(code.name)
        if not name:
            raise PeaceindexError("A code needs a name.", "Type one.")
        code = replace(code, name=name)
        tree = self._tree()
        if _find(tree, name):
            raise PeaceindexError(f"There is a code '{name}' already.", "Choose another name.")
        entry = {field: _scalar(value) for field in _TEXT_FIELDS if (value := getattr(code, field))}
        self._children(tree, code.parent).append(entry)
        self._write(tree)
        return code

    def change(self, code: str, /, **values: str) -> None:
        """Set name, description, color, key or memo of a code; "" removes a value other than the name."""
        tree = self._tree()
        entries, number = self._place(tree, code)
        entry = entries[number] if isinstance(entries[number], dict) else {"name": entries[number]}
        if new := values.pop("name", ""):
            found = _find(tree, new)
            if found and code_key(new) != code_key(code):
                raise PeaceindexError(f"There is a code '{new}' already.", "Merge them, or choose another name.")
            entry["name"] = _scalar(_clean_name(new))
        for field, value in values.items():
            if value:
                entry[field] = _scalar(value)
            else:
                entry.pop(field, None)
        entries[number] = entry
        self._write(tree)

    def move(self, name: str, parent: str | None) -> None:
        """Move a code with those below it under another, or to the top. Raise PeaceindexError for a circle."""
        tree = self._tree()
        entries, number = self._place(tree, name)
        entry = entries[number]
        if parent is not None:
            below = {"codes": [entry]}
            if _find(below, parent):
                raise PeaceindexError(f"'{name}' cannot be below '{parent}', which is below it.", "Choose another.")
        del entries[number]
        self._children(tree, parent).append(entry)
        self._write(tree)

    def remove(self, name: str) -> None:
        """Take a code out of the file. Those below it move up to its place; passages keep their labels."""
        tree = self._tree()
        entries, number = self._place(tree, name)
        entry = entries[number]
        entries[number : number + 1] = (entry.get("codes") or []) if isinstance(entry, dict) else []
        self._write(tree)

    # --- inside

    def _tree(self) -> Any:
        if os.path.lexists(self._path):
            load_yaml(self._path, dict[str, Any])  # raises an error that names file and line
            text = self._path.read_text(encoding="utf-8-sig")
        else:
            text = _FIRST_LINES
        tree = _yaml().load(text)
        if tree is None:
            tree = _yaml().load(_FIRST_LINES)
        if tree.get("codes") is None:
            tree["codes"] = []
        if not isinstance(tree["codes"], list):
            raise PeaceindexError(f"The codes in {NAME} are not a list.", "Begin each one with '- name:'.")
        return tree

    def _place(self, tree: Any, name: str) -> tuple[Any, int]:
        found = _find(tree, name)
        if found is None:
            raise PeaceindexError(f"There is no code '{name}' in {NAME}.", "'peacereader codes' lists them.")
        return found

    def _children(self, tree: Any, parent: str | None) -> Any:
        if parent is None:
            return tree["codes"]
        entries, number = self._place(tree, parent)
        if not isinstance(entries[number], dict):
            entries[number] = {"name": entries[number]}
        entry = entries[number]
        if not isinstance(entry.get("codes"), list):
            entry["codes"] = []
        return entry["codes"]

    def _write(self, tree: Any) -> None:
        if not tree["codes"] and hasattr(tree["codes"], "fa"):
            tree["codes"].fa.set_flow_style()
        elif hasattr(tree["codes"], "fa"):
            tree["codes"].fa.set_block_style()
        out = io.StringIO()
        _yaml().dump(tree, out)
        replace_private(self._path, out.getvalue())


def _find(tree: Any, name: str) -> tuple[Any, int] | None:
    """Return the list in which the code of this name is, and its index there; None if there is none."""
    key = code_key(name)
    for entries in _lists(tree):
        for number, entry in enumerate(entries):
            own = entry.get("name") if isinstance(entry, dict) else entry
            if isinstance(own, str) and code_key(own) == key:
                return entries, number
    return None


def _lists(tree: Any) -> Iterator[Sequence[Any]]:
    pending = [tree.get("codes")]
    while pending:
        entries = pending.pop(0)
        if isinstance(entries, list):
            yield entries
            pending += [entry.get("codes") for entry in entries if isinstance(entry, dict)]


def _yaml() -> Any:
    from ruamel.yaml import YAML  # loaded only to change the file: it keeps comments, which PyYAML drops

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
