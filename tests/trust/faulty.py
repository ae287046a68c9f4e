"""Use a library again and again while something fails, and report the results.

`python -m tests.trust.faulty FOLDER SEED COUNT` runs in a process of its own, which forks for each trial: the fault
affects only the child. Each trial prints a JSON object: fault, deed, exit code, output, and what went wrong. As root in
a mount namespace of its own (`unshare --mount`) it also fills a small disk and makes it read-only.
"""

from __future__ import annotations

import builtins
import ctypes
import errno
import io
import json
import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peaceindex import Library, saved_passages
from peaceindex.model.search import Request
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.cli.program import _report, main
from tests.index.pages import page, write_pages
from tests.index.storage.older_layouts import write_library
from tests.trust.libraries import copied, make_library

DISK = 3 * 1024 * 1024
"""Size of the small disk in bytes."""
ERRORS = ("ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE", "EFBIG")
READ = 3
"""The number by which failing.c knows calls that read."""
CALLS = ("open", "write", "replace", "rename", "truncate", "mkdir", "unlink", "link")


@dataclass(frozen=True)
class Trial:
    """One operation with one fault. `library` and `pages` are in `folder`."""

    folder: Path
    rng: random.Random

    @property
    def library(self) -> Path:
        return self.folder / "library"

    @property
    def pages(self) -> Path:
        return self.folder / "pages"


# --- what is done

Deed = Callable[[Trial], int]


def _command(*words: str) -> Deed:
    def deed(trial: Trial) -> int:
        named = [str(trial.pages) if word == "PAGES" else word for word in words]
        return main(["--library", str(trial.library), *named])

    return deed


def _with_library(work: Callable[[Library, str], object]) -> Deed:
    """Return a deed that does something as the reader does; an error is reported as the command line reports it."""

    def deed(trial: Trial) -> int:
        try:
            with Library.open(trial.library) as library:
                work(library, next(iter(library.articles.ids().values())))
                return DONE
        except Exception as error:
            return _report(error, "reader")

    return deed


def _without_index(trial: Trial) -> int:
    shutil.rmtree(trial.library / "search", ignore_errors=True)
    return _command("search", "talks")(trial)


def _search(library: Library, id: str) -> None:
    library.search.hits(library.search.find(Request("talks is:bookmarked")), 0, 10)


def _mark(library: Library, id: str) -> None:
    for number in range(40):
        library.annotations.mark_read(f"{number}")


DEEDS: dict[str, Deed] = {
    "add": _command("add", "PAGES"),
    "search": _command("search", "talks"),
    "search without an index": _without_index,
    "passages": _command("passages"),
    "rebuild": _command("rebuild"),
    "check": _command("check"),
    "save a search": _command("searches", "--save", "more", "delegations"),
    "stats": _command("stats"),
    "log": _command("log"),
    "bookmark": _with_library(
        lambda library, id: library.annotations.bookmark(library.article(id), 5, 25, "New.", ("new",))
    ),
    "note": _with_library(
        lambda library, id: library.annotations.annotate(
            library.annotations.passages()[0].id, note="Other words. " * 300
        )
    ),
    "remove": _with_library(
        lambda library, id: library.annotations.remove_passage(library.annotations.passages()[0].id)
    ),
    "mark": _with_library(_mark),
    "correct": _with_library(
        lambda library, id: library.annotations.correct_field(id, "title", "A title that is right")
    ),
    "find": _with_library(_search),
    "migrate": _command("search", "geneva"),
}


# --- what fails

Fault = Callable[[Trial], None]


def file_limit(trial: Trial) -> None:
    """Set a limit that no file may grow beyond."""
    most = trial.rng.choice((0, 1, 4096, 20_000, 60_000, trial.rng.randrange(300_000)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def few_pages(trial: Trial) -> None:
    """Let SQLite find the disk full when a database grows by a few pages."""
    most = trial.rng.randrange(3)
    connect = sqlite3.connect

    def connected(*values: Any, **named: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(*values, **named)
        try:
            pages = made.execute("PRAGMA page_count").fetchone()[0]
            made.execute(f"PRAGMA max_page_count = {max(1, pages + most)}")
        except sqlite3.Error:
            pass
        return made

    sqlite3.connect = connected  # type: ignore[assignment]


def failing_call(trial: Trial) -> None:
    """Let one of the system calls on files fail, once or from then on."""
    name = trial.rng.choice(CALLS)
    number = getattr(errno, trial.rng.choice(ERRORS))
    left, lasting = trial.rng.randrange(10 if name == "open" else 3), trial.rng.random() < 0.5

    def failing(function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*values: Any, **named: Any) -> Any:
            nonlocal left
            path = values[0] if values else ""
            ours = isinstance(path, int) or str(trial.folder) in os.fsdecode(os.fspath(path))
            if ours and (function is not builtins_open or (values[1:] or ["r"])[0][:1] != "r"):
                left -= 1
                if left < 0 and (lasting or left == -1):
                    named_path = None if isinstance(path, int) else os.fspath(path)
                    raise OSError(number, os.strerror(number), named_path)
            return function(*values, **named)

        return called

    builtins_open = builtins.open
    setattr(os, name, failing(getattr(os, name)))
    if name == "open":
        builtins.open = failing(builtins_open)
        io.open = builtins.open


def failing_write(trial: Trial) -> None:
    """Let a write of SQLite or of anything else fail, in whole or in part; or a read; or let the disk store nothing."""
    kind = trial.rng.choice((0, 0, 0, 1, 2, 3))
    numbers = (errno.EIO,) if kind == READ else (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG, errno.EROFS)
    after = trial.rng.randrange(trial.rng.choice((3, 20, 100)))
    library = ctypes.CDLL(None)
    library.fail(kind, after, trial.rng.choice(numbers), trial.rng.random() < 0.5, trial.rng.random() < 0.5)


def full_disk(trial: Trial) -> None:
    """Leave little or no space on the disk."""
    spare = trial.rng.choice((0, 0, 4096, 8192, 40_000, trial.rng.randrange(400_000)))
    try:
        with (trial.folder / "fill").open("wb") as file:
            while True:
                file.write(bytes(4096))
                file.flush()
    except OSError:
        size = (trial.folder / "fill").stat().st_size
        os.truncate(trial.folder / "fill", max(0, size - spare) // 4096 * 4096)


def read_only_disk(trial: Trial) -> None:
    """Make the disk read-only. In half of the cases the last writer was interrupted first."""
    if trial.rng.random() < 0.5:
        _leave_a_journal(trial.library / trial.rng.choice(("library.db", "annotations.db")))
    _mount(trial.folder.parent, "remount,ro")


def _leave_a_journal(path: Path) -> None:
    """Leave the last change only in the journal, as after a crash."""
    files = [path.with_name(path.name + ending) for ending in ("", "-wal")]
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("CREATE TABLE IF NOT EXISTS strange (a)")
        database.commit()
        left = [file.read_bytes() for file in files]
    for file, content in zip(files, left, strict=True):
        file.write_bytes(content)


def damaged_page(trial: Trial) -> None:
    """Fill a page of a file with zeros or random bytes."""
    files = [trial.library / "library.db", trial.library / "annotations.db"]
    files += [file for file in (trial.library / "search").glob("*") if file.stat().st_size]
    path = trial.rng.choice([*files[:2] * len(files), *files])
    content = bytearray(path.read_bytes())
    start = trial.rng.randrange(len(content)) // 4096 * 4096
    some = len(content[start : start + 4096])
    content[start : start + some] = trial.rng.choice((bytes(some), trial.rng.randbytes(some)))
    path.write_bytes(content)


def cut_off(trial: Trial) -> None:
    """Cut a file off in the middle."""
    path = trial.library / trial.rng.choice(("library.db", "annotations.db"))
    os.truncate(path, trial.rng.randrange(1, path.stat().st_size))


FAULTS: dict[str, tuple[Fault, int]] = {
    "file limit": (file_limit, 3),
    "few pages": (few_pages, 2),
    "failing call": (failing_call, 2),
    "failing write": (failing_write, 4),
    "damaged page": (damaged_page, 2),
    "cut off": (cut_off, 1),
    "full disk": (full_disk, 3),
    "read-only disk": (read_only_disk, 1),
}
"""The faults, each with its weight."""
ON_A_DISK = ("full disk", "read-only disk")
DAMAGE = ("damaged page", "cut off")


# --- what must be there afterwards


def kept(library: Path) -> dict[str, list[str]]:
    """Return the user's own work and the articles, each entry as text."""
    found: dict[str, list[str]] = {}
    queries = {
        "passages": "SELECT id, quote, note, labels FROM passages",
        "bin": "SELECT id, quote FROM bin",
        "read": "SELECT article_id FROM read_marks",
        "searches": "SELECT name FROM saved_searches",
        "corrections": "SELECT id, value FROM corrections",
    }
    with closing(sqlite3.connect(library / "annotations.db")) as database:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
        for name, query in queries.items():
            if query.rpartition(" ")[2] in tables:
                found[name] = [repr(row) for row in database.execute(query)]
    with closing(sqlite3.connect(library / "library.db")) as database:
        found["articles"] = [repr(row) for row in database.execute("SELECT id FROM articles WHERE indexed <> 2")]
    return found


def lost(before: dict[str, list[str]], after: dict[str, list[str]], deed: str) -> list[str]:
    """Return what was there before and is gone, except for what the deed itself removes or changes."""
    gone = []
    for name, entries in before.items():
        missing = set(entries) - set(after.get(name, ()))
        allowed = {"note": 1, "remove": 2}.get(deed, 0) if name == "passages" else 0
        if len(missing) > allowed:
            gone.append(f"{name}: {sorted(missing)[:3]}")
    return gone


WRITING = ("add", "rebuild", "search without an index", "correct", "migrate", "bookmark", "note", "mark", "find")
"""The deeds in which Python itself, or SQLite, writes most."""


def follow_the_advice(trial: Trial) -> None:
    """Do what the user is told to do about a damaged library.db: move it aside and add the sources again."""
    for ending in ("", "-wal", "-shm"):
        path = trial.library / f"library.db{ending}"
        if path.exists():
            path.rename(trial.folder / path.name)
    assert main(["--library", str(trial.library), "add", str(trial.pages)]) == DONE


def wrong_after(trial: Trial, fault: str, deed: str, code: int, told: str, before: dict[str, list[str]]) -> list[str]:
    """Return everything that is wrong once the fault is over."""
    wrong = []
    if code not in (DONE, FAILED):
        wrong.append(f"exit code {code}")
    if "Traceback" in told or "went wrong unexpectedly" in told:
        wrong.append("no words for a person")
    if code == FAILED and "peacereader: " not in told and deed != "check":
        wrong.append("failed in silence")
    if fault not in DAMAGE and list(trial.library.glob("*.damaged-*")):
        wrong.append("something was moved")
    if fault not in DAMAGE and re.search(r"\.db (is|was) damaged", told):
        wrong.append("called damage")
    if any(path.name.endswith((".part", ".scratch")) for path in trial.library.rglob("*")) and code == DONE:
        wrong.append("something unfinished lies about")
    if fault in DAMAGE:
        own = {passage.id for passage in saved_passages(trial.library)}
        if len(own) < len(before["passages"]) - 2:
            wrong.append("passages gone")
        if any(main(["--library", str(trial.library), word]) != DONE for word in ("stats", "rebuild", "check")):
            follow_the_advice(trial)
    if (again := DEEDS[deed](trial)) not in (DONE, FAILED if deed in ("check", "remove") else DONE):
        wrong.append(f"does not work afterwards: {again}")
    with Library.open(trial.library) as library:
        library.annotations.passages()
        if library.search.find(Request("")).total != library.count():
            wrong.append("index not in step")
        wrong += [f"check: {problem.what}" for problem in library.maintenance.check() if problem.severity == "error"]
    if fault not in DAMAGE:
        wrong += lost(before, kept(trial.library), deed)
    return wrong


# --- the trials


def _mount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)


def _in_child(work: Callable[[], Any]) -> tuple[int, str]:
    """Run something in a process of its own; return its exit code and all its output."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        code = 99
        try:
            sys.stdout = os.fdopen(told, "w", encoding="utf-8")
            sys.stderr = os.fdopen(os.dup(told), "w", encoding="utf-8")
            code = work()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    os.close(told)
    with os.fdopen(heard, encoding="utf-8", errors="replace") as words:
        said = words.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def one(base: Path, place: Path, number: int, fault: str, deed: str, rng: random.Random) -> dict[str, Any]:
    """Run one trial; `place` is the folder for its library."""
    folder = place / f"{number}"
    folder.mkdir()
    trial = Trial(folder, rng)
    if deed == "migrate":
        write_library(trial.library, rng.randrange(1, 7), rng.randrange(1, 3))
        trial.pages.mkdir()
    else:
        copied(base / "library", trial.library)
        shutil.copytree(base / "pages", trial.pages)
        write_pages(trial.pages, 3, first=50)
        (trial.pages / "page-00001.txt").write_text(page(1, " With more."))
    before = kept(trial.library)
    answer = base / "answer"

    def breaking() -> int:
        FAULTS[fault][0](trial)
        return DEEDS[deed](trial)

    def looking() -> int:
        answer.write_text(json.dumps(wrong_after(trial, fault, deed, code, told, before)))
        return DONE

    code, told = _in_child(breaking)
    if fault == "read-only disk":
        _mount(place, "remount,rw")
    (folder / "fill").unlink(missing_ok=True)
    answer.unlink(missing_ok=True)
    looked, more = _in_child(looking)
    wrong = json.loads(answer.read_text()) if answer.exists() else [f"cannot be looked at: {looked} {more}"]
    if wrong and os.environ.get("KEEP_FAULTS"):
        shutil.copytree(folder, Path(os.environ["KEEP_FAULTS"]) / f"{number}")
    shutil.rmtree(folder)
    return {"number": number, "fault": fault, "deed": deed, "code": code, "told": told[-600:], "wrong": wrong}


def run(base: Path, seed: int, count: int) -> None:
    """Make the library, run `count` trials and print the result of each."""
    make_library(base / "library", base / "pages")
    list(
        Library.open(base / "library").ingest.rebuild(processes=1)
    )  # what is loaded now need not be loaded in each child
    disk = base / "disk"
    disk.mkdir()
    faults = [name for name, (_, weight) in FAULTS.items() for _ in range(weight)]
    if os.environ.get("OWN_MOUNTS"):
        _mount(disk, f"size={DISK}")
    else:
        faults = [name for name in faults if name not in ON_A_DISK]
    if not hasattr(ctypes.CDLL(None), "has_fired"):
        faults = [name for name in faults if name != "failing write"]
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        fault = faults[number % len(faults)]
        deed = rng.choice(WRITING if fault.startswith("failing") else list(DEEDS))
        place = disk if fault in ON_A_DISK else base
        print(json.dumps(one(base, place, number, fault, deed, rng)), flush=True)


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
