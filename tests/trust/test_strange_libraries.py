"""A stranger's library overwrites nothing: whatever is not a file of its own is refused at once, with a message."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.errors import LibraryUnsafeError
from peaceindex.model.search import Request
from peacereader.cli.program import main
from tests.index.pages import write_pages
from tests.trust.libraries import copied, make_library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")

PRECIOUS = b"The only copy of my thesis.\n"
NAMES = (
    *("library.db", "library.db-wal", "library.db-shm", "library.db-journal"),
    *("annotations.db", "annotations.db-wal", "annotations.db-shm", "annotations.db-journal", "annotations.lock"),
    *("write.lock", "backups", "backups/annotations-20250102-030405.db", "search", "search/seal.json"),
    *("search/seal.json.part", "search/columns-2.npz", "search/MAIN_WRITELOCK", "search/_MAIN_2.toc"),
    *("search/MAIN.tmp", "search/MAIN.tmp/any", "SEARCH FILES", "BACKUPS"),
)
"""Every name under which a library stores something; in capitals, the files that are already there."""
COMMANDS = ("search talks", "add PAGES", "passages", "rebuild", "check", "stats", "searches --save new talks", "log")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("strange")
    return make_library(folder / "library", folder / "pages")


def to_a_file(path: Path, precious: Path) -> None:
    path.symlink_to(precious)


def to_a_folder(path: Path, precious: Path) -> None:
    path.symlink_to(precious.parent)


def to_nothing(path: Path, precious: Path) -> None:
    path.symlink_to(precious.with_name("not there yet"))


def hard_link(path: Path, precious: Path) -> None:
    os.link(precious, path)


def pipe(path: Path, precious: Path) -> None:
    os.mkfifo(path)


def plug(path: Path, precious: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def folder(path: Path, precious: Path) -> None:
    path.mkdir()


def device(path: Path, precious: Path) -> None:
    try:
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only root makes devices")


KINDS = (to_a_file, to_a_folder, to_nothing, hard_link, pipe, plug, folder, device)


@contextmanager
def in_time(seconds: int = 60) -> Iterator[None]:
    """Raise TimeoutError if something waits for what never comes."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def content(place: Path) -> dict[str, bytes]:
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def paths_of(library: Path, name: str) -> list[Path]:
    """Return the path of a name in a library, or the paths of all files in a folder that the name stands for."""
    groups = {"SEARCH FILES": "search", "BACKUPS": "backups"}
    if name in groups:
        return sorted(path for path in (library / groups[name]).iterdir() if path.is_file())
    return [library / name]


def put(path: Path, kind: Callable[[Path, Path], None], precious: Path) -> None:
    """Put something of this kind in the place of a file or folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    kind(path, precious)


def cases() -> list[tuple[str, Callable[[Path, Path], None]]]:
    """Return every kind in every place, except a folder where one belongs, and a hard link in place of a backup."""
    inapplicable = {
        *(("backups", folder), ("search", folder), ("search/MAIN.tmp", folder)),
        *(("BACKUPS", hard_link), ("backups/annotations-20250102-030405.db", hard_link)),
    }
    return [(name, kind) for name in NAMES for kind in KINDS if (name, kind) not in inapplicable]


def test_nothing_in_a_strangers_library_reaches_out_of_it(
    tmp_path: Path, made: Path, capfd: pytest.CaptureFixture[str], trials: Callable[[int, int], int]
) -> None:
    write_pages(tmp_path / "pages", 1, first=7)
    precious = tmp_path / "mine" / "thesis.txt"
    precious.parent.mkdir()
    rng = random.Random(trials(0, 1))
    everything = [(name, kind, command) for name, kind in cases() for command in COMMANDS]
    for number, (name, kind, command) in enumerate(rng.sample(everything, trials(60, len(everything)))):
        precious.write_bytes(PRECIOUS)
        library = copied(made, tmp_path / f"{number}")
        path = rng.choice(paths_of(library, name))
        put(path, kind, precious)
        words = [str(tmp_path / "pages") if word == "PAGES" else word for word in command.split()]
        with in_time():
            code = main(["--library", str(library), *words])
        told = capfd.readouterr().err
        case = f"{kind.__name__} as {path.relative_to(library)}, {command}: {code} {told}"
        assert content(precious.parent) == {"thesis.txt": PRECIOUS}, case
        assert "went wrong unexpectedly" not in told and "Traceback" not in told, case
        assert code in (0, 1), case
        if code == 1 and command != "check":
            assert str(path) in told or path.parent.name in ("search", "backups", "MAIN.tmp"), case
        shutil.rmtree(library)


@pytest.mark.parametrize(("name", "kind"), cases())
def test_each_is_refused_in_words(tmp_path: Path, made: Path, name: str, kind: Callable[[Path, Path], None]) -> None:
    precious = tmp_path / "mine" / "thesis.txt"
    precious.parent.mkdir()
    precious.write_bytes(PRECIOUS)
    library = copied(made, tmp_path / "library")
    path = paths_of(library, name)[0]
    put(path, kind, precious)
    with in_time(), pytest.raises(LibraryUnsafeError) as raised, Library.open(library) as opened:
        opened.annotations.passages()
    assert str(path) in raised.value.what
    assert raised.value.advice
    assert content(precious.parent) == {"thesis.txt": PRECIOUS}


def test_a_file_of_another_user_is_refused(tmp_path: Path, made: Path) -> None:
    library = copied(made, tmp_path / "library")
    try:
        os.chown(library / "annotations.db", 54321, -1)
    except PermissionError:
        pytest.skip("only root gives files away")
    with pytest.raises(LibraryUnsafeError, match=r"annotations\.db belongs to another user"):
        Library.open(library)


def test_a_lock_that_holds_something_else_is_left_alone(tmp_path: Path, made: Path) -> None:
    library = copied(made, tmp_path / "library")
    (library / "write.lock").write_bytes(PRECIOUS)
    with Library.open(library) as opened, pytest.raises(LibraryUnsafeError, match="holds something else"):
        list(opened.ingest.add([tmp_path]))
    assert (library / "write.lock").read_bytes() == PRECIOUS


def test_the_folder_that_was_named_may_be_a_link(tmp_path: Path, made: Path) -> None:
    library = copied(made, tmp_path / "library")
    (tmp_path / "link").symlink_to(library)
    with Library.open(tmp_path / "link") as opened:
        assert opened.search.find(Request("talks")).total == 3
        assert len(opened.annotations.passages()) == 8
