"""A library of sample pages for tests of the reader's promises, and what of the user's own work is in it."""

from __future__ import annotations

from pathlib import Path

from tests.reader.pages import write_pages, write_story

from peaceindex import Library
from peaceindex.errors import PeaceindexError
from peaceindex.passage import Passage


def make_library(folder: Path) -> Path:
    """A library of eight pages, three of which tell the same copy."""
    write_pages(folder / "pages")
    write_story(folder / "story")
    with Library.open(folder / "library", create=True) as library:
        assert {added.status for added in library.add([folder / "pages", folder / "story"])} == {"added"}
    return folder / "library"


def passage_kept(library: Library, id: str) -> Passage:
    """A passage that was bookmarked, out of the bin if it lies there. Raises PeaceindexError if it is lost."""
    try:
        return library.annotations.passage(id)
    except PeaceindexError:
        return library.restore_passage(id)
