"""What all tests share: a home of their own, and the real documents where they are at hand."""

from __future__ import annotations

import gc
import itertools
import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from peaceindex.cleaning import outlets
from peaceindex.cleaning.outlets import Outlets
from peaceindex.names import Names
from peacereader.resources import themes_dir
from peacereader.tui.themes import load_themes
from tests.trials import examples
from tests.trust.notes import Notes, make_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).resolve().parent.parent
_LONG = 80
_numbers = itertools.count()
PATIENCE_SECONDS = 60

# The tests start hundreds of Pythons. Where a machine is set to keep no compiled modules, each of them would compile
# the whole program again, and so would each process of pytest with the tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

settings.register_profile(
    "peacereader",
    max_examples=examples(100),
    deadline=None,  # a machine may be as slow as it likes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    print_blob=True,  # what failed elsewhere can be repeated here
    derandomize="CI" in os.environ,  # CI judges a change by the same examples each time; elsewhere new ones are tried
)
settings.load_profile("peacereader")


_LONG_FIRST = (
    "tests/trust/test_bombs", "tests/bench", "tests/trust/test_f", "tests/trust/test_two",
    "tests/index/ingest/test_add_with",
    "tests/reader/cli", "tests/index/storage", "tests/index/ingest", "tests/trust", "tests/reader/tui",
)  # fmt: skip
"""Where the tests are that take or wait long: at the end they would leave all but one process without work."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let those tests come first."""

    def place(test: pytest.Item) -> int:
        return next((n for n, start in enumerate(_LONG_FIRST) if test.nodeid.startswith(start)), len(_LONG_FIRST))

    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return three processes for two cores: the tests spend a third of their time waiting, most for the disk."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(2, cores * 3 // 2)


def pytest_collection_finish() -> None:
    """Whatever is loaded now stays: the garbage collector need not go through it again and again. Nor need it look for
    garbage after every few hundred objects, which takes a tenth of the time of a driven reader."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Whole pages and archives have no place in a test's name; one with its time in it would have another name in
    each of the processes that run the tests."""
    return argname if isinstance(val, str | bytes) and len(val) > _LONG else None


@pytest.fixture(scope="session")
def names_ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache with names, outlets and themes of the package made ready, which takes seconds: one process makes it for
    all."""
    own = tmp_path_factory.mktemp("cache")
    ready = (own if "PYTEST_XDIST_WORKER" not in os.environ else own.parent.parent) / "names"
    try:
        ready.with_suffix(".begun").mkdir()
    except FileExistsError:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if ready.exists():
                return ready
            time.sleep(0.05)
        ready = own / "names"  # the process that was to make it has ended
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(own / "making"))
        Names.load()
        for packs in ([], ["russia-ukraine"]):  # what the libraries of most tests use
            Names.load(None, packs)
        outlets._packaged.cache_clear()  # what was read while the tests were collected was kept elsewhere
        Outlets.load()
        load_themes(themes_dir())
    return (own / "making").rename(ready)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for one test, named after it. Pytest's own fixture looks through the folders of all tests before for a
    number that is free, which takes longer than many a test."""
    name = re.sub(r"\W", "_", request.node.name, flags=re.ASCII)[:30]
    folder = tmp_path_factory.getbasetemp() / f"{name}{next(_numbers)}"
    folder.mkdir(mode=0o700)
    return folder


def _contents(folder: Path) -> list[tuple[str, int, int]]:
    """Return each folder within a folder with its mode, and each file with its inode."""
    found = [(str(folder), folder.stat().st_mode, 0)]
    for entry in os.scandir(folder):
        found += (
            _contents(Path(entry.path)) if entry.is_dir(follow_symlinks=False) else [(entry.path, 0, entry.inode())]
        )
    return found


@pytest.fixture(autouse=True)
def own_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, names_ready: Path
) -> Iterator[Path]:
    """Each test has a home folder with nothing in it but what was made ready, and no setting of this machine reaches
    it.

    It is in the same place for all of them, so that the names which are loaded for one need not be loaded for the next;
    afterwards it is moved away, unless the test has left it as it was. Its files are links to files that no test may
    write into; the program never does, it replaces them.
    """
    home = tmp_path_factory.getbasetemp() / "home"
    if not home.exists():
        home.mkdir(mode=0o700)
        shutil.copytree(names_ready, home / ".cache", copy_function=os.link)
    before = _contents(home)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name, place in {
        "XDG_DATA_HOME": ".local/share",
        "XDG_CONFIG_HOME": ".config",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
    }.items():
        monkeypatch.setenv(name, str(home / place))
    settings = (
        "PEACEREADER_LIBRARY",
        "PEACEREADER_CONFIG",
        "NO_COLOR",
        "FORCE_COLOR",
        "COLORTERM",
        "PEACEREADER_PAGER",
        "PAGER",
        "LESS",
    )
    size = ("COLUMNS", "LINES")  # of the terminal that pytest runs in: readline hands them down
    for name in settings + size:
        monkeypatch.delenv(name, raising=False)
    yield home
    if not home.exists() or _contents(home) != before:
        kept = home.with_name("homes")
        kept.mkdir(exist_ok=True)
        home.rename(kept / f"{next(_numbers)}")


@pytest.fixture(scope="session")
def made_notes(tmp_path_factory: pytest.TempPathFactory) -> Notes:
    """Sixty passages with a backup of the first forty, not to be changed by a test."""
    return make_notes(tmp_path_factory.mktemp("made") / "notes", seed=3, copy_at=40, count=60, edits=10)


@pytest.fixture
def notes(made_notes: Notes, tmp_path: Path) -> Notes:
    """A copy of them for one test."""
    return made_notes.copied_to(tmp_path / "notes")


@pytest.fixture
def shared_dir() -> Path:
    """The folder of real documents beside the checkout; where it is not, the test is skipped and says so."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("needs the real documents in ../shared")
    return folder
