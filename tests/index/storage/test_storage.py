"""Refusals by disk and system have messages of their own, and a library that cannot be written can still be read."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import pytest

from peaceindex import Library, paths, saved_passages
from peaceindex.errors import (
    DiskFullError,
    JournalError,
    LibraryDamagedError,
    LibraryLockedError,
    ReadOnlyError,
    StorageError,
)
from peaceindex.model.search import Request
from peaceindex.search import updater
from peaceindex.storage import safe_files, sqlite_errors
from peaceindex.storage.write_lock import hold_lock
from tests.index.pages import add, only_id, statuses, write_pages
from tests.index.storage.older_layouts import write_library


def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse all writing from now on, as on a read-only disk, which only root can make."""
    monkeypatch.setattr(os, "access", lambda path, mode, **how: not mode & os.W_OK)


def content(folder: Path) -> dict[Path, bytes]:
    """Return the files of a library, except the journals that SQLite makes where the disk allows it."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm")))
    return {path: path.read_bytes() for path in files}


@pytest.fixture
def full(library: Library, tmp_path: Path) -> Path:
    """Return the folder of a closed library with four articles and two passages."""
    pages = write_pages(tmp_path / "pages", 4)
    id = only_id(add(library, pages[0]))
    add(library, *pages[1:])
    library.search.find(Request("talks"))
    library.annotations.bookmark(library.article(id), 3, 20, "Mine.")
    library.close()
    return library.folder


def with_code(code: int, words: str = "") -> sqlite3.Error:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (sqlite3.SQLITE_FULL, DiskFullError, "is full"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, JournalError, "no space for the journal"),
        (sqlite3.SQLITE_IOERR_FSYNC, StorageError, "does not work as it should"),
        (sqlite3.SQLITE_READONLY, ReadOnlyError, "can only be read"),
        (sqlite3.SQLITE_PERM, ReadOnlyError, "You may not write"),
        (sqlite3.SQLITE_NOMEM, StorageError, "not enough memory"),
        (sqlite3.SQLITE_BUSY, LibraryLockedError, "is busy"),
        (sqlite3.SQLITE_CANTOPEN, StorageError, "no such file"),
        (sqlite3.SQLITE_NOTADB, LibraryDamagedError, "is damaged"),
        (sqlite3.SQLITE_ERROR, LibraryDamagedError, "is damaged"),
    ],
)
def test_each_refusal_is_a_kind_of_its_own(tmp_path: Path, code: int, kind: type[Exception], words: str) -> None:
    told = sqlite_errors.database_error(with_code(code), tmp_path / "library.db", "Move it.")
    assert type(told) is kind
    assert words in told.what
    assert "library.db" in told.what
    assert told.advice
    assert isinstance(told, LibraryDamagedError) == ("Move it." in told.advice)
    assert not list(tmp_path.iterdir()), "what was written to find out is gone"


@pytest.mark.skipif(sys.platform == "win32", reason="limits as POSIX has them")
def test_a_limit_on_the_size_of_files_is_told_as_such(full: Path, tmp_path: Path) -> None:
    write_pages(tmp_path / "more", 40, first=20)
    limit = 120_000
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); "
    code += "from peacereader.cli.program import main; import sys; sys.exit(main(sys.argv[1:]))"
    words = [sys.executable, "-c", code, "--library", str(full), "add", str(tmp_path / "more")]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"library.db would grow past the largest file size of {limit:,} bytes" in done.stderr
    assert "damaged" not in done.stderr
    with Library.open(full) as library:
        assert len(library.annotations.passages()) == 1
        assert library.search.find(Request("")).total == library.count()
        assert {*statuses(add(library, tmp_path / "more"))} <= {"added", "unchanged"}


@pytest.mark.parametrize("way", ["read-only", "a journal left over", "an older layout"])
def test_a_library_that_cannot_be_written_can_be_read(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "an older layout":
        full = write_library(tmp_path / "old", 3, 2)
    if way == "a journal left over":
        with Library.open(full) as library, closing(sqlite3.connect(full / "library.db")) as other:
            other.execute("SELECT count(*) FROM articles").fetchone()  # as long as it is open, the journal stays
            library.annotations.mark_read("x")
            with library.articles.writing() as connection:
                connection.execute("UPDATE articles SET outlet = 'The Journal'")
            full = Path(shutil.copytree(full, tmp_path / "left over"))
        assert (full / "library.db-wal").stat().st_size
    before = content(full)
    refused(monkeypatch)
    with Library.open(full) as library:
        assert library.is_read_only
        assert "open read-only" in library.notices[0]
        results = library.search.find(Request("round"))
        assert results.total == library.count() - (3 if way == "an older layout" else 0)
        hits = library.search.hits(results, 0, 9)
        if way == "a journal left over":
            assert {hit.outlet for hit in hits} == {"The Journal"}
        assert library.annotations.passages()
        assert library.search.saved_searches() == [] or way == "an older layout"
        assert not [problem for problem in library.maintenance.check() if problem.severity == "error"]
        for change in (
            lambda: list(library.ingest.add([tmp_path / "pages"])),
            lambda: list(library.ingest.rebuild()),
            lambda: library.annotations.bookmark(library.article(hits[0].id), 0, 5),
            lambda: library.annotations.mark_read(hits[0].id),
            lambda: library.search.save_search("new", Request("round")),
            lambda: library.annotations.correct_field(hits[0].id, "title", "Other"),
        ):
            with pytest.raises(ReadOnlyError, match=r"Copy the library's folder"):
                change()
    assert saved_passages(full)
    assert content(full) == before


def test_the_index_of_a_library_that_cannot_be_written_is_made_once(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(full / "search")
    refused(monkeypatch)
    for _ in range(2):
        with Library.open(full) as library:
            assert library.search.find(Request("talks")).total == 4
        (made,) = (paths.cache_dir() / "indexes").glob("*-*")
        seal = (made / "seal.json").stat().st_mtime_ns
    assert (made / "seal.json").stat().st_mtime_ns == seal
    assert not (full / "search").exists()


def test_that_index_follows_the_library(full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(full / "search")
    for more in (0, 2):
        if more:
            with Library.open(full) as library:
                add(library, *write_pages(tmp_path / "more", more, first=60))
            shutil.rmtree(full / "search")
        with monkeypatch.context() as patched:
            refused(patched)
            with Library.open(full) as library:
                assert library.search.find(Request("talks")).total == 4 + more
    assert len(list((paths.cache_dir() / "indexes").glob("*-*"))) == 1


def test_a_file_that_may_not_be_read_is_told_as_such(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode, **how: Path(path).name != "library.db")
    with pytest.raises(StorageError, match=r"You may not read .*library\.db"):
        Library.open(full)
    assert saved_passages(full)


@pytest.mark.parametrize("gone", ["state", "cache", "both"])
def test_without_state_and_cache_folders_all_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str) -> None:
    nowhere = tmp_path / "a file"
    nowhere.write_text("and no folder")
    for name, kind in (("XDG_STATE_HOME", "state"), ("XDG_CACHE_HOME", "cache")):
        if gone in (kind, "both"):
            monkeypatch.setenv(name, str(nowhere / "in it"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    write_pages(tmp_path / "pages", 3)
    for times in range(3):
        with Library.open(tmp_path / "library", create=True) as library:
            assert set(statuses(add(library, tmp_path / "pages"))) == {"unchanged" if times else "added"}
            assert library.search.find(Request("talks")).total == 3
    seal = (tmp_path / "library" / "search" / "seal.json").stat().st_mtime_ns
    with Library.open(tmp_path / "library") as library:
        library.search.find(Request("talks"))
    assert (tmp_path / "library" / "search" / "seal.json").stat().st_mtime_ns == seal, "the key was kept elsewhere"
    with monkeypatch.context() as patched:  # nothing can be written but the library itself, or nothing at all
        patched.setattr(tempfile, "tempdir", str(nowhere))
        patched.setenv("XDG_RUNTIME_DIR", str(nowhere))
        with Library.open(tmp_path / "library") as library:
            assert library.search.find(Request("talks")).total == 3


def test_a_stand_in_for_the_state_folder_that_others_can_write_to_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file" / "in it"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    open_to_all = tmp_path / "run" / "peacereader"
    open_to_all.mkdir(parents=True)
    open_to_all.chmod(0o777)
    (tmp_path / f"peacereader-{os.geteuid()}").symlink_to(open_to_all)
    assert list(paths.private_dirs()) == []
    open_to_all.chmod(0o700)
    assert list(paths.private_dirs()) == [open_to_all]


def test_first_searches_at_once_wait_for_one_another(full: Path) -> None:
    shutil.rmtree(full / "search")
    words = [sys.executable, "-m", "peacereader", "--library", str(full), "search", "talks", "--json"]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    told = [(process.communicate(timeout=120), process.returncode) for process in running]
    assert [code for _, code in told] == [0] * 4, told
    assert all('"total": 4' in out for (out, _), _ in told)


def test_files_that_another_program_removes_meanwhile_are_no_error(tmp_path: Path) -> None:
    names = [f"library.db-{number}" for number in range(200)]

    def remove() -> None:
        for name in names:
            (tmp_path / name).unlink()

    for _ in range(20):
        for name in names:
            (tmp_path / name).touch()
        removing = threading.Thread(target=remove)
        removing.start()
        safe_files.check_names(tmp_path, ["library.db"])
        safe_files.check_folder(tmp_path)
        removing.join()


def test_first_openings_at_once_make_one_library(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 2)
    code = "import sys; from pathlib import Path; from peaceindex import Library; "
    code += "library = Library.open(Path(sys.argv[1]), create=True); "
    code += "library.annotations.mark_read(sys.argv[2]); print('well')"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "library"), str(number)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(6)
    ]
    told = [process.communicate(timeout=120) for process in running]
    assert [out.strip() for out, _ in told] == ["well"] * 6, told
    with Library.open(tmp_path / "library") as library:
        assert library.maintenance.stats().read == 6


def test_a_search_does_not_wait_for_an_add_for_ever(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(full / "search")
    monkeypatch.setattr(updater, "_WRITER_WAIT_SECONDS", 0.2)
    locked = pytest.raises(LibraryLockedError, match="being written to by this program")
    with Library.open(full) as library, hold_lock(full / "write.lock"), locked:
        library.search.find(Request("talks"))


def test_a_commit_that_fails_leaves_nothing_open(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(full) as library:
        passage = library.annotations.passages()[0]
        connection = library.annotations.store.file._database.connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFullError, match=r"annotations\.db is full"):
            library.annotations.annotate(passage.id, note="x" * 100_000)
        assert not connection.in_transaction
        connection.execute("PRAGMA max_page_count = 1000000")
        library.annotations.annotate(passage.id, note="Then this.")
    assert saved_passages(full)[0].note == "Then this."


def test_a_disk_that_cannot_be_read_is_no_damage(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = sqlite_errors.database_error(
        with_code(sqlite3.SQLITE_CORRUPT, "malformed"), full / "library.db", "Move it."
    )
    assert type(sound) is StorageError
    (full / "library.db").write_bytes(b"SQLite format 3\0" + bytes(5000))
    damaged = sqlite_errors.database_error(
        with_code(sqlite3.SQLITE_CORRUPT, "malformed"), full / "library.db", "Move it."
    )
    assert type(damaged) is LibraryDamagedError
