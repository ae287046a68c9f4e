"""Coding: labels on passages, and the codebook that describes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex.annotations.code_counts import count_by
from peaceindex.annotations.code_merge import CodebookMerge, merge_codes
from peaceindex.annotations.codebook import NAME, Codebook, check_values, clean_name, code_key, is_color, read_codebook
from peaceindex.annotations.codebook_copies import missing_codebook
from peaceindex.annotations.codebook_file import CodebookFile
from peaceindex.annotations.text_change import parts, replaced
from peaceindex.errors import PeaceindexError
from peaceindex.model.code import Code
from peaceindex.model.safe_text import neutralise

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from peaceindex.model.code_table import CodeTable, CountedBy
    from peaceindex.model.passage import Passage
    from peaceindex.model.passage_change import PassageChange
    from peaceindex.storage.annotations import Annotations

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Coding:
    """The codes of one library and the labels of its passages. Any method may be called from any thread."""

    def __init__(self, folder: Path, store: Annotations) -> None:
        self._path = folder / NAME
        self._file = CodebookFile(self._path)
        self._store = store

    def codebook(self) -> Codebook:
        """Return the codes of codes.yaml, then labels in use that it does not name, by name."""
        uses = self.uses()
        book = read_codebook(self._path)
        if uses and not book.codes and not self._path.exists() and (words := missing_codebook(self._path)):
            book = replace(book, problems=(words,))
        return book.with_labels(sorted(uses, key=code_key))

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
        wanted = self.spelled(add)
        book = self.codebook()
        return self._store.passages.label(passage_ids, wanted, [book.spelled(label) for label in remove])

    def spelled(self, labels: Iterable[str]) -> list[str]:
        """Return labels as the codebook spells them, each once. Raise PeaceindexError if one is empty."""
        book = self.codebook()
        found: dict[str, str] = {}
        for name in map(book.spelled, labels):
            found.setdefault(code_key(name), name)
        if "" in found:
            raise PeaceindexError("A label needs a name.", "Type one.")
        return list(found.values())

    def count(self, passages: Iterable[Passage], by: Sequence[CountedBy]) -> CodeTable:
        """Return how many of the passages have each label, by outlet, month, side or several of them.

        Labels are in the order of the codebook, which also states the sides.
        """
        return count_by(passages, self.codebook(), by)

    def labels_below(self, name: str) -> list[str]:
        """Return a label and those of the codes below it; the name itself if there is no such code."""
        return [name, *(code.name for code in read_codebook(self._path).below(name))]

    def add(self, code: Code) -> Code:
        """Add a code to codes.yaml. A label in use becomes one with a description in this way."""
        self._check(code.name, {"color": code.color, "key": code.key})
        added: list[Code] = []
        self._edit(lambda: added.append(self._file.add(code)))
        return added[0]

    def take_over(self, codes: Sequence[Code]) -> CodebookMerge:
        """Merge the codes of another codebook, parents before children, into codes.yaml, in one step of its own.

        A code of which it says nothing but the name, at the top and with none below it, is a label and no more: it is
        left out. So are a color and a key that cannot be. Raise PeaceindexError if codes.yaml cannot be read or
        written; nothing has changed then.
        """
        parents = {code.parent for code in codes}
        told = [
            replace(
                code,
                name=clean_name(code.name),
                parent=code.parent and clean_name(code.parent),
                description=neutralise(code.description).strip(),
                memo=neutralise(code.memo).strip(),
                color=code.color if is_color(code.color) else "",
                key="",
            )
            for code in codes
            if clean_name(code.name) and (replace(code, name="") != Code("") or code.name in parents)
        ]
        merged: list[CodebookMerge] = []
        if told:
            self._edit(lambda: merged.append(merge_codes(self._path, told)))
        return merged[0] if merged else CodebookMerge()

    def change(self, name: str, **values: str) -> None:
        """Set description, color, key or memo of a code; "" removes the value. A label in use is added first.

        Raise PeaceindexError if there is no such code, if a value is not what codes.yaml may hold, or if another code
        has the key.
        """
        self._check(name, values)

        def edit() -> None:
            self._name_in_file(name)
            self._file.change(name, **values)

        self._edit(edit)

    def _check(self, name: str, values: Mapping[str, str]) -> None:
        check_values(values)
        if key := values.get("key"):
            for code in read_codebook(self._path).codes:
                if code.key == key and code_key(code.name) != code_key(name):
                    raise PeaceindexError(f"The key {key} is that of '{code.name}'.", "Choose another digit.")

    def rename(self, old: str, new: str) -> int:
        """Rename a code, and the label on its passages. Return the number of passages that had it.

        Raise PeaceindexError if there is no such code, or if there is one of the new name: merge them instead.
        """
        book = self.codebook()
        found, other = book.find(old), book.find(new)
        wanted = clean_name(new)
        if found is None:
            raise _no_code(old)
        if not wanted:
            raise PeaceindexError("A code needs a name.", "Type one.")
        if other and code_key(old) != code_key(new):
            raise PeaceindexError(f"There is a code '{other.name}' already.", "Merge the two, or choose another name.")

        def edit() -> None:
            if read_codebook(self._path).find(old):
                self._file.change(found.name, name=wanted)

        return self._edit(edit, {found.name: wanted})

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
        return self._edit(lambda: self._merge_in_file(found, target), {found.name: target.name})

    def _merge_in_file(self, found: Code, target: Code) -> None:
        in_file = read_codebook(self._path)
        if in_file.find(found.name) is None:
            return
        self._name_in_file(target.name)
        for code in in_file.codes:
            if code.parent == found.name:
                self._file.move(code.name, target.name)
        if words := "\n".join(filter(None, (found.description, found.memo))):
            self._file.change(target.name, memo="\n".join(filter(None, (target.memo, f"{found.name}: {words}"))))
        self._file.remove(found.name)

    def split(self, old: str, new: str, passage_ids: Sequence[str]) -> int:
        """Give some of the passages of a code another label instead. Return their number.

        The new code is made beside the old one if there is none of that name. Raise PeaceindexError if there is no such
        code or passage, or if none of the passages has the label; nothing has changed then.
        """
        book = self.codebook()
        found, other, name = book.find(old), book.find(new), clean_name(new)
        if found is None:
            raise _no_code(old)
        if not name:
            raise PeaceindexError("A code needs a name.", "Type one.")
        if found == other:
            raise PeaceindexError("The passages have this label already.", "Name another.")
        passages = [self._store.passages.find(id) for id in passage_ids]
        chosen = {passage.id for passage in passages if found.name in passage.labels}
        if not chosen:
            raise PeaceindexError(f"None of these passages has the label '{found.name}'.", "Choose others.")

        def edit() -> None:
            if other is None and read_codebook(self._path).find(found.name):
                self._file.add(Code(name, parent=found.parent))

        return self._edit(edit, {found.name: other.name if other else name}, chosen)

    def move(self, name: str, parent: str | None) -> None:
        """Move a code under another, or to the top (None). Raise PeaceindexError if that would make a circle."""

        def edit() -> None:
            self._name_in_file(name)
            if parent is not None:
                self._name_in_file(parent)
            self._file.move(name, parent)

        self._edit(edit)

    def remove(self, name: str) -> int:
        """Take a code out of codes.yaml. Passages keep its label. Return how many have it."""
        found = self.codebook().find(name)
        if found is None:
            raise _no_code(name)
        self._edit(lambda: self._file.remove(found.name))
        return self.uses()[found.name]

    def follow(self, changes: Iterable[PassageChange], *, is_undo: bool) -> str:
        """Bring codes.yaml back to what it was before changes that were undone, or after those that were redone.

        Return what to say if it stays as it is, because somebody has changed it since, or because it cannot be written;
        "" otherwise.
        """
        for change in changes:
            if change.action != "code":
                continue
            wanted, present = (change.before, change.after) if is_undo else (change.after, change.before)
            try:
                text = replaced(self._file.text(), present, wanted)
                if text is not None:
                    self._file.restore(text)
            except OSError as error:
                return f"{NAME} stays as it is: {(error.strerror or 'unknown reason').lower()}."
            if text is None:
                return (
                    f"{NAME} was changed by hand since, so it stays as it is. Labels that it does not name are in the "
                    f"codebook without a description."
                )
        return ""

    def _edit(
        self, edit: Callable[[], None], new_names: Mapping[str, str] = _NOTHING, ids: Collection[str] = ()
    ) -> int:
        """Change codes.yaml, and labels on all passages or those with `ids`, in one step that can be undone.

        Return how many passages changed. Nothing has changed if this raises.
        """
        self._store.file.check_writable()
        before = self._file.text()
        try:
            edit()
            after = self._file.text()
            change = (NAME, *parts(before, after)) if before != after else None
            return self._store.passages.relabel(new_names, change, ids)
        except BaseException:
            if self._file.text() != before:
                self._file.restore(before)
            raise

    def _name_in_file(self, name: str) -> None:
        """Add a label that is in use to codes.yaml, unless it is there."""
        if read_codebook(self._path).find(name) is None:
            found = self.codebook().find(name)
            if found is None:
                raise _no_code(name)
            self._file.add(found)


def _no_code(name: str) -> PeaceindexError:
    return PeaceindexError(f"There is no code '{name}'.", "'peacereader codes' lists them.")
