"""Whatever is pressed, typed, pasted and clicked, however fast: the reader goes on, and the user's work is kept."""

from __future__ import annotations

import asyncio
import gc
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.screen import Screen

from peaceindex import Library
from peaceindex.annotations.service import AnnotationService
from peaceindex.model.article import Article
from peaceindex.model.passage import Passage
from peaceindex.model.passage_change import PassageChange
from peaceindex.paths import state_dir
from peacereader.tui import clipboard
from peacereader.tui.app import PeacereaderApp
from peacereader.tui.dialogs import add_dialog
from peacereader.tui.screens.help import HelpScreen
from peacereader.tui.typed_paths import read_paths
from tests.trials import SOAK
from tests.trust.random_input import key_event, random_events, resize
from tests.trust.reading import at_rest, back_to_the_room, made_library_of, passage_kept

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("styles_parsed_once")

OF_THE_USER = frozenset({"passage uncertain", "passage lost", "passage removed", "no date"})
"""Problems that keys may cause rightly: a user who cuts the line of a passage is warned of it, and
one who states that a date is unknown."""


@dataclass
class Done:
    """The changes to the library made by keys: every passage that was bookmarked, with its last note."""

    notes: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Done:
    """Return the changes that keys make to any library; keys have no effect outside it."""
    done = Done()
    bookmark, annotate = AnnotationService.bookmark, AnnotationService.annotate

    def noting(self: AnnotationService, article: Article, start: int, end: int) -> Passage:
        passage = bookmark(self, article, start, end)
        done.notes[passage.id] = ""
        return passage

    def annotating(self: AnnotationService, passage_id: str, **changes: Any) -> Passage:
        passage = annotate(self, passage_id, **changes)
        done.notes[passage_id] = passage.note
        return passage

    undo, redo = AnnotationService.undo, AnnotationService.redo

    def stepping(step: Callable[[AnnotationService], list[PassageChange]]) -> Callable[[AnnotationService], Any]:
        def step_and_note(self: AnnotationService) -> list[PassageChange]:
            changes = step(self)
            done.notes.update((change.passage_id, self.find_passage(change.passage_id).note) for change in changes)
            return changes

        return step_and_note

    monkeypatch.setattr(AnnotationService, "undo", stepping(undo))
    monkeypatch.setattr(AnnotationService, "redo", stepping(redo))
    monkeypatch.setattr(AnnotationService, "bookmark", noting)
    monkeypatch.setattr(AnnotationService, "annotate", annotating)
    monkeypatch.setattr(PeacereaderApp, "open_url", lambda self, url, **_: None)
    monkeypatch.setattr(clipboard, "copy", lambda text: None)

    def paths_here(text: str) -> list[str]:
        return [path for path in read_paths(text) if Path(path).absolute().is_relative_to(tmp_path)]

    monkeypatch.setattr(add_dialog, "read_paths", paths_here)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return done


async def answers(app: PeacereaderApp) -> None:
    """Check that the reader, once back in the reading room, shows the help on request."""
    app.post_message(resize(app, 120, 40))
    await at_rest(app)
    await back_to_the_room(app)
    app.post_message(key_event("f1"))
    await at_rest(app)
    assert isinstance(app.screen, HelpScreen)
    app.post_message(key_event("escape"))
    await at_rest(app)


async def press_at_random(library: Path, seed: int, count: int) -> int:
    """Send `count` events in bursts to one reader after the other; return how many readers it took.

    More than one is needed because some keys quit.
    """
    chance = random.Random(seed)
    readers = sent = 0
    while sent < count:
        app = PeacereaderApp(library, chance.choice(("", "ceasefire", "prisoner*", "nothing at all")))
        async with app.run_test(size=(120, 40), notifications=True):
            readers += 1
            burst = 0
            for event in random_events(chance.getrandbits(32), count - sent, app):
                if app.is_ending:
                    break
                app.post_message(event)
                sent += 1
                burst -= 1
                if burst <= 0:
                    burst = chance.choice((1, 2, 3, 5, 8, 20, 100))
                    if chance.random() < 0.2:
                        await at_rest(app)
                    else:
                        await asyncio.sleep(chance.choice((0, 0, 0.001, 0.01, 0.05)))
            await at_rest(app)
            if not app.is_ending:
                await answers(app)
        assert not app.failures, app.failures
        assert app.return_code in (0, None)
    return readers


def no_screens_are_left() -> bool:
    gc.collect()
    return sum(isinstance(thing, Screen) for thing in gc.get_objects()) < 20


@pytest.mark.parametrize("seed", range(10 if SOAK else 2))
async def test_random_keys(
    seed: int,
    trials: Callable[[int, int], int],
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    done: Done,
) -> None:
    folder = Path(shutil.copytree(made_library_of(tmp_path_factory), tmp_path / "library"))
    await press_at_random(folder, seed, trials(80, 10_000))
    assert not (state_dir() / "errors").exists()
    with Library.open(folder) as library:
        library.ingest.catch_up()  # the index was made in another home, with another key
        problems = [problem for problem in library.maintenance.check() if problem.kind not in OF_THE_USER]
        assert problems == []
        for id, note in done.notes.items():
            assert passage_kept(library, id).note == note
    assert no_screens_are_left()
