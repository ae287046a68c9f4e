"""Coding: labels on passages, and the codebook that describes them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from peaceindex.annotations.codebook import NAME, Codebook, CodebookFile, code_key, read_codebook
from peaceindex.errors import PeaceindexError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from peaceindex.model.code import Code
    from peaceindex.model.passage import Passage
    from peaceindex.storage.annotations import Annotations

CountedBy = Literal["outlet", "month"]
UNKNOWN = "not known"
"""The column of passages whose outlet or date is not known."""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """How many passages have each label, by outlet or by month.

    A passage with several labels counts under each. `counts` maps a label and the head of a column to the number.
    """

    labels: tuple[str, ...]
    heads: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]

    def rows(self) -> list[list[str]]:
        """Return the table as rows of text: the heads with "label" and "all", then a row for each label."""
        rows = [["label", "all", *self.heads]]
        for label in self.labels:
            numbers = [self.counts.get((label, head), 0) for head in self.heads]
            rows.append([label, str(sum(numbers)), *map(str, numbers)])
        return rows


class Coding:
    """The codes of one library and the labels of its passages. Any method may be called from any thread."""

    def __init__(self, folder: Path, store: Annotations) -> None:
        self._path = folder / NAME
        self._file = CodebookFile(self._path)
        self._store = store

    def codebook(self) -> Codebook:
        """Return the codes of codes.yaml, then labels in use that it does not name, by name."""
        return read_codebook(self._path).with_labels(sorted(self.uses(), key=code_key))

    def names(self) -> list[str]:
        """Return the names of all codes, those of labels in use included."""
        return [code.name for code in self.codebook().codes]

    def uses(self) -> Counter[str]:
        """Return how many passages have each label."""
        return Counter(chain.from_iterable(passage.labels for passage in self._store.passages.all()))

    def digits(self) -> dict[str, str]:
        """Return the label that each digit from 1 to 9 sets: as the codebook says, then the labels used most."""
        found = {code.key: code.name for code in read_codebook(self._path).codes if code.key}
        rest = [label for label, _ in self.uses().most_common() if label not in found.values()]
        free = (digit for digit in "123456789" if digit not in found)
        return found | dict(zip(free, rest, strict=False))

    def label(self, passage_ids: Sequence[str], add: Iterable[str] = (), remove: Iterable[str] = ()) -> list[Passage]:
        """Add labels to passages and remove others from them, in one step. Return the passages as they are stored.

        Labels are spelled as the codebook spells them. Raise PeaceindexError if a label is empty, or if there is no
        passage of one of the ids; nothing has changed then.
        """
        book = self.codebook()
        wanted = [book.spelled(label) for label in add]
        if not all(wanted):
            raise PeaceindexError("A label needs a name.", "Type one.")
        return self._store.passages.label(passage_ids, wanted, [book.spelled(label) for label in remove])

    def count(self, passages: Iterable[Passage], by: CountedBy) -> CodeTable:
        """Return how many of the passages have each label, by outlet or by month, in the order of the codebook."""
        return count_by(passages, self.codebook().codes, by)

    def labels_below(self, name: str) -> list[str]:
        """Return a label and those of the codes below it; the name itself if there is no such code."""
        return [name, *(code.name for code in read_codebook(self._path).below(name))]

    def add(self, code: Code) -> Code:
        """Add a code to codes.yaml. A label in use becomes one with a description in this way."""
        return self._file.add(code)

    def change(self, name: str, **values: str) -> None:
        """Set description, color, key or memo of a code; "" removes the value. A label in use is added first."""
        self._name_in_file(name)
        self._file.change(name, **values)

    def rename(self, old: str, new: str) -> int:
        """Rename a code, and the label on its passages. Return the number of passages that had it.

        Raise PeaceindexError if there is no such code, or if there is one of the new name: merge them instead.
        """
        book = self.codebook()
        found, other = book.find(old), book.find(new)
        if found is None:
            raise _no_code(old)
        if other and code_key(old) != code_key(new):
            raise PeaceindexError(f"There is a code '{other.name}' already.", "Merge the two, or choose another name.")
        if read_codebook(self._path).find(old):
            self._file.change(found.name, name=new)
        return self._store.passages.relabel({found.name: book.spelled(new) if not other else " ".join(new.split())})

    def merge(self, old: str, into: str) -> int:
        """Give the passages of one code another instead, and take the first out of codes.yaml.

        The codes below it move below the other; its description and memo are added to the memo of the other, so that
        nothing is lost. Return the number of passages that had it.
        """
        book = self.codebook()
        found, target = book.find(old), book.find(into)
        if found is None or target is None:
            raise _no_code(old if found is None else into)
        if found == target:
            raise PeaceindexError("A code cannot be merged with itself.", "Name another.")
        if target in book.below(found.name):
            raise PeaceindexError(f"'{target.name}' is below '{found.name}'.", "Merge it the other way round.")
        in_file = read_codebook(self._path)
        if in_file.find(old):
            self._name_in_file(target.name)
            for code in in_file.codes:
                if code.parent == found.name:
                    self._file.move(code.name, target.name)
            if words := "\n".join(filter(None, (found.description, found.memo))):
                self._file.change(target.name, memo="\n".join(filter(None, (target.memo, f"{found.name}: {words}"))))
            self._file.remove(found.name)
        return self._store.passages.relabel({found.name: target.name})

    def move(self, name: str, parent: str | None) -> None:
        """Move a code under another, or to the top (None). Raise PeaceindexError if that would make a circle."""
        self._name_in_file(name)
        if parent is not None:
            self._name_in_file(parent)
        self._file.move(name, parent)

    def remove(self, name: str) -> int:
        """Take a code out of codes.yaml. Passages keep its label. Return how many have it."""
        found = self.codebook().find(name)
        if found is None:
            raise _no_code(name)
        self._file.remove(found.name)
        return self.uses()[found.name]

    def _name_in_file(self, name: str) -> None:
        """Add a label that is in use to codes.yaml, unless it is there."""
        if read_codebook(self._path).find(name) is None:
            found = self.codebook().find(name)
            if found is None:
                raise _no_code(name)
            self._file.add(found)


def count_by(passages: Iterable[Passage], codes: Iterable[Code], by: CountedBy) -> CodeTable:
    """Return how many of the passages have each label, by outlet or by month, for the labels in use."""
    counts: Counter[tuple[str, str]] = Counter()
    for passage in passages:
        head = passage.outlet if by == "outlet" else (passage.date or "")[:7]
        counts.update((label, head or UNKNOWN) for label in passage.labels)
    used = {label for label, _ in counts}
    labels = [code.name for code in codes if code.name in used]
    heads = {head for _, head in counts}
    order = sorted(heads - {UNKNOWN}) + ([UNKNOWN] if UNKNOWN in heads else [])
    return CodeTable((*labels, *sorted(used.difference(labels))), tuple(order), counts)


def _no_code(name: str) -> PeaceindexError:
    return PeaceindexError(f"There is no code '{name}'.", "'peacereader codes' lists them.")
