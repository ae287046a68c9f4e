"""A library of sample pages for tests of the reader's promises, and the user's own work in it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.errors import PeaceindexError
from peaceindex.model.passage import Passage
from peacereader.tui.app import PeacereaderApp
from tests.reader.pages import write_pages, write_story
from tests.trust.random_input import key_event

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE_SECONDS = 60


def make_library(folder: Path) -> Path:
    """Make a library of eight pages, three of which tell the same story."""
    write_pages(folder / "pages")
    write_story(folder / "story")
    with Library.open(folder / "library", create=True) as library:
        assert {added.status for added in library.ingest.add([folder / "pages", folder / "story"])} == {"added"}
    return folder / "library"


def made_library_of(factory: pytest.TempPathFactory) -> Path:
    """Return the library, made once in a run of the tests; it must not be changed."""
    folder = factory.getbasetemp() / "library for the reader"
    return folder / "library" if folder.exists() else make_library(folder)


def passage_kept(library: Library, id: str) -> Passage:
    """Return a bookmarked passage, restored from the bin if it is there. Raise PeaceindexError if it is lost."""
    try:
        return library.annotations.store.passages.find(id)
    except PeaceindexError:
        return library.annotations.restore_passage(id)


async def at_rest(app: PeacereaderApp) -> None:
    """Wait until everything that was sent has been handled."""
    until = time.monotonic() + PATIENCE_SECONDS
    calm = 0
    while calm < 4 and not app.is_ending:
        assert time.monotonic() < until, f"the reader does not come to rest on {app.screen!r}"
        await asyncio.sleep(0.002)
        begins = app._room.tasks.library is None and not app.failures
        busy = begins or app.has_keys_waiting or app.workers or not app.changes.are_done or _has_messages(app)
        calm = 0 if busy else calm + 1


def _has_messages(app: PeacereaderApp) -> bool:
    pumps = [app, *app.screen_stack, *app.screen.walk_children()]
    return any(pump.message_queue_size for pump in pumps)


async def back_to_the_room(app: PeacereaderApp) -> None:
    """Press Escape until the reading room is shown."""
    for _ in range(12):
        if len(app.screen_stack) == 1:
            return
        app.post_message(key_event("escape"))
        await at_rest(app)
    raise AssertionError(f"there is no way back from {app.screen_stack}")
