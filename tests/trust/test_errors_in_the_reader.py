"""An unexpected error anywhere in the reader costs only the requested action; its report holds no text."""

from __future__ import annotations

import importlib
import pkgutil
import random
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect  # type: ignore[import-untyped]
import pytest

import peacereader.tui.dialogs
import peacereader.tui.screens
import peacereader.tui.widgets
from peaceindex import Library
from peaceindex.annotations.service import AnnotationService
from peaceindex.ingest.service import Ingest
from peaceindex.near_duplicates.service import Stories
from peaceindex.paths import state_dir
from peaceindex.search.service import Search
from peacereader.error_reports import MAX_REPORTS
from peacereader.tui import clipboard
from peacereader.tui.app import PeacereaderApp
from tests.trials import SOAK
from tests.trust.random_input import key_event, resize
from tests.trust.reading import at_rest, back_to_the_room, made_library_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

pytestmark = pytest.mark.usefixtures("styles_parsed_once")

SECRET = "geheime Notiz über Istanbul"

TOUR = (
    "enter", "v b", "e", "x ctrl+s", "y", "c", "n space", "u", "t", "z enter", "e", "enter", "escape escape escape",
    "B", "d u", "e", "escape", "l", "a enter escape", "slash z enter", "escape escape",
    "w", "enter", "W", "r", "2 enter", "s", "escape escape",
    "C", "s", "enter", "J", "y", "escape escape", "slash o u t l e t colon", "tab tab enter", "f j enter x",
    "m", "escape",
    "t", "j", "escape", "f1", "pagedown", "escape", "escape escape", "z", "J", "K", "n", "s",
)  # fmt: skip
"""Keys that lead through all screens, step by step."""
SHORT_TOUR = ("enter", "v b", "e", "x ctrl+s", "c", "escape", "B", "escape", "C", "enter", "escape escape", "W",
              "escape", "f1", "escape", "slash o", "tab enter", "j")  # fmt: skip


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(PeacereaderApp, "open_url", lambda self, url, **_: None)
    monkeypatch.setattr(clipboard, "copy", lambda text: None)
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(made_library_of(tmp_path_factory), tmp_path / "library"))


def handlers() -> Iterator[tuple[type, str]]:
    """Yield everything that handles a message, a key or a paint, in all screens and widgets."""
    for package in (peacereader.tui.screens, peacereader.tui.dialogs, peacereader.tui.widgets):
        for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            for thing in vars(importlib.import_module(info.name)).values():
                if isinstance(thing, type) and thing.__module__ == info.name:
                    for name in vars(thing):
                        if name.startswith(("on_", "action_", "draw_line", "render_line", "line_style")):
                            yield thing, name


def fail(*_: Any, **__: Any) -> None:
    raise RuntimeError(SECRET)


def reports() -> list[str]:
    folder = state_dir() / "errors"
    if not folder.is_dir():
        return []
    paths = list(folder.iterdir())
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in paths)
    assert len(paths) <= MAX_REPORTS
    return [path.read_text(encoding="utf-8") for path in paths]


async def take_the_tour(folder: Path, tour: Sequence[str]) -> PeacereaderApp:
    """Return a reader that was led through screens and still answers at the end, unless it has ended."""
    app = PeacereaderApp(folder, "prisoner")
    try:
        async with app.run_test(size=(80, 24), notifications=True):
            await at_rest(app)
            for step in tour:
                for key in step.split():
                    app.post_message(key_event(key))
                await at_rest(app)
            app.post_message(resize(app, 60, 20))
            await at_rest(app)
            if not app.is_ending:
                await back_to_the_room(app)
    except RuntimeError as error:
        assert error is app.ended_by
    return app


def nothing_of_the_texts(folder: Path) -> None:
    text = "\n".join(reports())
    for secret in (SECRET, "Istanbul", "prisoner", str(folder), str(Path.home())):
        assert secret not in text


async def test_the_tour_itself_has_no_errors(folder: Path) -> None:
    app = await take_the_tour(folder, TOUR if SOAK else SHORT_TOUR)
    assert app.failures == [] and not app.is_ending
    assert reports() == []
    with Library.open(folder) as library:
        assert [passage.note for passage in library.annotations.passages()] == ["x"]


ALL = sorted(handlers(), key=lambda one: (one[0].__name__, one[1]))


async def test_an_error_in_any_handler_costs_one_thing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, trials: Callable[[int, int], int]
) -> None:
    failed = 0
    for number, (where, name) in enumerate(random.Random("handlers").sample(ALL, trials(1, len(ALL)))):
        copy = Path(shutil.copytree(folder, folder.with_name(f"copy{number}")))
        with monkeypatch.context() as patched:
            patched.setattr(where, name, fail)
            app = await take_the_tour(copy, TOUR if SOAK else SHORT_TOUR)
        assert app.ended_by is None or name == "on_mount", (where, name)
        assert all(str(error) == SECRET for error in app.failures), (where, name, app.failures)
        failed += bool(app.failures)
        nothing_of_the_texts(copy)
    assert bool(failed) == bool(reports())


LIBRARY = tuple(
    (where, name)
    for where, names in (
        (Library, "article"),
        (Search, "search_page page hits article_id sentence_of_hit find complete matches concordance saved_searches "
                 "save_search rename_search news mark_search_seen log_search search_log"),
        (AnnotationService, "passages bookmark annotate remove_passage restore_passage audit correct_line "
                            "correct_field remove_correction mark_read position remember_position"),
        (Ingest, "encodings read_again"),
        (Stories, "of changes"),
    )
    for name in names.split()
)  # fmt: skip


async def test_an_error_behind_the_screen_costs_one_thing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, trials: Callable[[int, int], int]
) -> None:
    for number, (where, name) in enumerate(random.Random("library").sample(LIBRARY, trials(1, len(LIBRARY)))):
        copy = Path(shutil.copytree(folder, folder.with_name(f"copy{number}")))
        with monkeypatch.context() as patched:
            patched.setattr(where, name, fail)
            app = await take_the_tour(copy, TOUR if SOAK else SHORT_TOUR)
        assert not app.is_ending, name
        assert all(str(error) == SECRET for error in app.failures), (name, app.failures)
        nothing_of_the_texts(copy)


async def test_errors_are_said_in_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnnotationService, "bookmark", fail)
    app = PeacereaderApp(folder)
    said = []
    monkeypatch.setattr(app, "notify", lambda words, **_: said.append(words))
    async with app.run_test(size=(120, 40)):
        await at_rest(app)
        for step in ("enter", "v b", "v b"):
            for key in step.split():
                app.post_message(key_event(key))
            await at_rest(app)
    assert len(reports()) == 1
    for words in said:
        assert "RuntimeError" in words and str(state_dir() / "errors") in words and SECRET not in words
    assert len(said) == 2, said


async def test_errors_without_end_end_the_reader(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = PeacereaderApp(folder)
    with pytest.raises(RuntimeError):
        async with app.run_test(size=(120, 40)):
            await at_rest(app)
            for _ in range(100):
                app.call_later(fail)
            await at_rest(app)
    assert app.is_ending and app.return_code == 1
    assert len(reports()) == 1


CRASHING = """
import sys
from peacereader.tui.screens import reading_room
from peacereader.cli.program import main

def fail(*_):
    raise RuntimeError({secret!r})

reading_room.ReadingRoom.compose = fail
sys.exit(main(["--library", {folder!r}, *{options!r}]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize("options", [[], ["--debug"]])
def test_a_reader_that_must_end_says_so_in_one_line(folder: Path, options: list[str]) -> None:
    script = CRASHING.format(secret=SECRET, folder=str(folder), options=options)
    child = pexpect.spawn(sys.executable, ["-c", script], encoding="utf-8", dimensions=(40, 120), timeout=60)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1
    assert child.before is not None
    _, _, after = child.before.rpartition("\x1b[?1049l")
    lines = [line for line in after.splitlines() if "peacereader" in line or "Traceback" in line]
    assert lines[-1].lstrip("\x1b[?0123456789lh<u").startswith("peacereader: the reader had to stop: RuntimeError.")
    assert ("Traceback" in after) == bool(options)
    assert (SECRET in after) == bool(options)
    (report,) = reports()
    assert SECRET not in report
