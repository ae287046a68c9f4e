"""A small library for the tests of the promises, with something of everything that a user may have in one."""

from __future__ import annotations

import shutil
from pathlib import Path

from peaceindex import Library
from peaceindex.model.search import Request
from tests.index.library.pages import write_pages


def make_library(folder: Path, pages: Path) -> Path:
    """A library of three pages, with passages, one in the bin, marks, a saved search, a log and corrections."""
    write_pages(pages, 3)
    with Library.open(folder, create=True) as library:
        assert {added.status for added in library.add([pages])} == {"added"}
        results = library.search(Request("talks"))
        for number, hit in enumerate(library.hits(results, 0, 3)):
            article = library.article(hit.id)
            for start in (0, 20, 40):
                library.bookmark(article, start, start + 15, f"Note {number} {start}", ("mine", f"label {start}"))
            library.mark_read(article.id)
            library.remember_position(article.id, 10 + number)
            library.correct_field(article.id, "outlet", f"Fjord Mail {number}")
        library.remove_passage(library.passages()[0].id)
        library.save_search("swaps", Request("prisoners"))
        library.log_search(results)
        library.catch_up()
    with Library.open(folder) as library:
        library.passages()  # makes a copy of the user's own work
    return folder


def copied(folder: Path, target: Path) -> Path:
    """A copy of a closed library, with the times of its files, so that its index is known again."""
    return Path(shutil.copytree(folder, target))
