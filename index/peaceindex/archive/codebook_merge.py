"""Merges the codebook of another library into `codes.yaml`. Nothing that is written there is changed or lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from peaceindex.annotations.code_merge import CodebookMerge, merge_codes
from peaceindex.annotations.codebook import NAME, read_codebook
from peaceindex.errors import PeaceindexError
from peaceindex.private_files import write_private


def merge_codebook(folder: Path, other: bytes | None) -> CodebookMerge:
    """Merge the content of a `codes.yaml` into that of the library in `folder`.

    A code that is not there is added, with its place in the tree if that is there. Of a code that is there, what it
    lacks is filled in; another description, and another memo, go to the end of its memo.
    """
    if other is None:
        return CodebookMerge()
    path = folder / NAME
    with tempfile.TemporaryDirectory(prefix="peacereader-", ignore_cleanup_errors=True) as place:
        theirs = Path(place) / NAME
        write_private(theirs, other)
        book = read_codebook(theirs)
    problems = tuple(f"of the other library: {problem}" for problem in book.problems)
    if not book.codes:
        return CodebookMerge(problems=problems)
    if not path.exists() and not book.problems:
        write_private(path, other)  # with its comments
        return CodebookMerge(added=len(book.codes))
    try:
        return merge_codes(path, book.codes, problems)
    except PeaceindexError as error:
        return CodebookMerge(problems=(*problems, f"The codes of the other library were not merged. {error}"))
