"""A file of passages, recognised by what is in it and read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from peaceindex.errors import PassageFileError
from peaceindex.model.imported_passage import ImportedFile, ImportedPassage, RefusedPassage
from peaceindex.model.safe_text import printable
from peacereader.imports import hypothesis, jsonld, own_json
from peacereader.imports.values import WrongValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MAX_BYTES = 256 * 1024 * 1024
"""The most bytes of a file of passages; 10,000 passages as JSON are 12 MB."""
_KINDS = "It reads what 'passages --json' prints, Web Annotations (JSON-LD), REFI-QDA projects (.qdpx) and Hypothesis."


def read_passages(name: str, data: bytes) -> ImportedFile:
    """Return the passages in a file, and what in it cannot be taken. `name` is its name for messages.

    Raise PassageFileError if the file is broken, too large, or of no kind that is read.
    """
    shown = printable(name)
    if len(data) > MAX_BYTES:
        raise PassageFileError(f"{shown} has more than {MAX_BYTES // 1024 // 1024} MB.", "Export it in parts.")
    if data.startswith(b"PK"):
        from peacereader.imports.qdpx import read_project

        return read_project(shown, data)
    return _of_json(shown, _parsed(shown, data))


def _parsed(shown: str, data: bytes) -> Any:
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise PassageFileError(f"{shown} is neither JSON nor a ZIP file.", _KINDS) from None
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:1] not in ("{", "["):
        raise PassageFileError(f"{shown} is neither JSON nor a ZIP file.", _KINDS)
    try:
        return json.loads(text)
    except RecursionError:
        raise PassageFileError(f"{shown} is JSON that is nested too deep.", _KINDS) from None
    except ValueError as error:  # also numbers of thousands of digits
        raise PassageFileError(
            f"{shown} is JSON that is broken or cut off ({printable(str(error))[:200]}).", "Export it again."
        ) from None


def _of_json(shown: str, value: Any) -> ImportedFile:
    if jsonld.is_annotation(value):
        return _of_annotations(shown, value)
    for name in ("rows", "annotations"):
        if isinstance(value, dict) and isinstance(value.get(name), list):
            return _whole(_each(value[name], _one_of_hypothesis), value, len(value[name]))
    if isinstance(value, list):
        reader = next((reader for one in value if (reader := _reader_of(one))), None)
        if reader or not value:
            return _each(value, reader or _one_of_own)
    raise PassageFileError(f"{shown} is JSON without passages.", _KINDS)


def _reader_of(entry: Any) -> Callable[[Mapping[str, Any]], Iterable[ImportedPassage]] | None:
    """Return what reads the entries of a list, by one of them; None if it is of no known kind."""
    if jsonld.is_annotation(entry):
        return _many_of_annotations
    if isinstance(entry, dict) and "quote" in entry:
        return _one_of_own
    if isinstance(entry, dict) and "uri" in entry and "target" in entry:
        return _one_of_hypothesis
    return None


def _one_of_own(entry: Mapping[str, Any]) -> Iterable[ImportedPassage]:
    return [own_json.passage(entry)]


def _one_of_hypothesis(entry: Mapping[str, Any]) -> Iterable[ImportedPassage]:
    return [hypothesis.passage(entry)]


def _many_of_annotations(entry: Mapping[str, Any]) -> Iterable[ImportedPassage]:
    found = list(jsonld.annotations_in(entry))
    if not found:
        raise WrongValueError("it is no annotation")
    return [passage for one in found for passage in jsonld.passages(one)]


def _of_annotations(shown: str, value: Any) -> ImportedFile:
    try:
        found = list(jsonld.annotations_in(value))
    except WrongValueError as error:
        raise PassageFileError(f"{shown} cannot be read: {error}.", _KINDS) from None
    is_collection = any(name in value for name in ("items", "first", "@graph"))
    if not found and not is_collection:
        raise PassageFileError(f"{shown} is JSON-LD without annotations.", _KINDS)
    return _whole(_each(found, _many_of_annotations), value, len(found))


def _whole(file: ImportedFile, value: Mapping[str, Any], count: int) -> ImportedFile:
    """Return a file with a word on what it lacks: services give long lists page by page, and state the `total`."""
    total = value.get("total")
    if not isinstance(total, int) or isinstance(total, bool) or total <= count:
        return file
    rest = RefusedPassage("the rest", f"the file holds {count:,} of {total:,} annotations; fetch the other pages, too")
    return replace(file, refused=(*file.refused, rest))


def _each(entries: Iterable[Any], read: Callable[[Mapping[str, Any]], Iterable[ImportedPassage]]) -> ImportedFile:
    passages: list[ImportedPassage] = []
    refused: list[RefusedPassage] = []
    for number, entry in enumerate(entries, 1):
        try:
            if not isinstance(entry, dict):
                raise WrongValueError("it is no object")
            passages += read(entry)
        except WrongValueError as error:
            refused.append(RefusedPassage(f"entry {number}", str(error)))
    return ImportedFile(tuple(passages), tuple(refused))
