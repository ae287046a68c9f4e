"""Changes to `codes.yaml`, the codebook, which leave comments, order and unknown fields as they are."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from peaceindex.annotations.codebook import NAME, TEXT_FIELDS, clean_name, code_key
from peaceindex.annotations.codebook_copies import keep_copy
from peaceindex.errors import PeaceindexError
from peaceindex.private_files import replace_private
from peaceindex.text.yaml_file import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from peaceindex.model.code import Code

_FIRST_LINES: Final = """\
# The codes by which you label passages. Each has a name, and may have a description, a color (#rrggbb), a key (1 to 9),
# a memo, and codes below it (codes). Under sides, a line for each side has the outlets that speak for it, as in
# Government: [Amed Post, Harbour Dispatch]. peacereader changes only the lines that you change in it.
codes: []
"""


class CodebookFile:
    """Changes `codes.yaml`. Comments, order and unknown fields stay; each change is on disk before a method returns.

    Every method raises PeaceindexError if the file cannot be understood: it is then left as it is.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, code: Code) -> Code:
        """Add a code, below its parent. Raise PeaceindexError if it has no name, or there is one of that name."""
        name = clean_name(code.name)
        if not name:
            raise PeaceindexError("A code needs a name.", "Type one.")
        code = replace(code, name=name)
        tree = self._tree()
        if _find(tree, name):
            raise PeaceindexError(f"There is a code '{name}' already.", "Choose another name.")
        entry = {field: _scalar(value) for field in TEXT_FIELDS if (value := getattr(code, field))}
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
            entry["name"] = _scalar(clean_name(new))
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

    def text(self) -> str:
        """Return what is in the file, or what it begins with if there is none."""
        try:
            return self._path.read_bytes().decode("utf-8", "replace")
        except FileNotFoundError:
            return _FIRST_LINES

    def restore(self, text: str) -> None:
        """Make a former text that of the file."""
        keep_copy(self._path)
        replace_private(self._path, text)

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
        keep_copy(self._path)
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


def _scalar(text: str) -> Any:
    """Return text for the file, in quotes where it would be read as a number, a day or something else."""
    import yaml
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    try:
        is_plain = yaml.safe_load(text) == text
    except yaml.YAMLError:
        is_plain = False
    return text if is_plain else DoubleQuotedScalarString(text)
