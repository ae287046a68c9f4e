"""A small library for the tests of the promises, with something of everything that a user can have in one."""

from __future__ import annotations

import shutil
from pathlib import Path

from peaceindex import Library
from peaceindex.model.search import Request
from tests.index.pages import write_pages


def make_library(folder: Path, pages: Path) -> Path:
    """Make a library of three pages with passages (one in the bin), marks, a saved search, a log and corrections."""
    write_pages(pages, 3)
    with Library.open(folder, create=True) as library:
        assert {added.status for added in library.ingest.add([pages])} == {"added"}
        results = library.search.find(Request("talks"))
        for number, hit in enumerate(library.search.hits(results, 0, 3)):
            article = library.article(hit.id)
            for start in (0, 20, 40):
                library.annotations.bookmark(
                    article, start, start + 15, f"Note {number} {start}", ("mine", f"label {start}")
                )
            library.annotations.mark_read(article.id)
            library.annotations.remember_position(article.id, 10 + number)
            library.annotations.correct_field(article.id, "outlet", f"Fjord Mail {number}")
        library.annotations.remove_passage(library.annotations.passages()[0].id)
        library.search.save_search("swaps", Request("prisoners"))
        library.search.log_search(results)
        library.ingest.catch_up()
    with Library.open(folder) as library:
        library.annotations.passages()  # makes a backup of the user's own work
    return folder


def copied(folder: Path, target: Path) -> Path:
    """Copy a closed library, with the modification times of its files, so that its index is recognised."""
    return Path(shutil.copytree(folder, target))
