"""Small files that would fill any memory are reported, or read to their end, in less than 400 MB."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from peaceindex import Library
from peaceindex.ingest import prefetch, worker_pool
from peaceindex.ingest.memory_limit import limit_memory
from peaceindex.ingest.worker_messages import MAX_PENDING_BYTES, Inbox, write_message
from peaceindex.sources import bounds, documents
from tests.index.pages import add, page, write_pages
from tests.trials import SOAK
from tests.trust.bombs import BOMBS, MB

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST = 400
"""Peak memory for one bomb, in megabytes."""
MOST_IN_A_ROW = 480
"""The same where one process reads all bombs, one after the other: some of what each takes stays."""
SHORT = (
    "one-letter-lines.txt", "nested.html", "attributes.html", "records.json", "elements.xml", "parts.eml", "map.tar.gz",
    "name.tar.gz", "members.zip", "zeros.gz.gz", "length.warc", "elements.docx", "laughs.odt",
    "groups.rtf", "zeros.pdf",
)  # fmt: skip
"""The bombs of the short form: one or two of each kind."""
RUN = """
import json, os, subprocess, sys
done = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
said = done.stderr.read().decode()
_, status, used = os.wait4(done.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_maxrss * (1 if sys.platform == "darwin" else 1024), said]))
"""
"""A small program between the tests and the measured process: a process inherits the peak of the one that starts it."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="peaks of memory are asked for as POSIX has them")


def run(*words: object) -> tuple[int, int, str]:
    """Run the program; return its exit code, the peak of itself and its workers in megabytes, and its error output."""
    command = [sys.executable, "-c", RUN, sys.executable, "-m", "peacereader", *map(str, words)]
    code, peak, said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert "Traceback" not in said and "report it" not in said, said
    return code, peak // MB, said


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("bombs")

    def made(name: str) -> Path:
        path = folder / name
        if not path.exists():
            path.write_bytes(BOMBS[name]())
            assert path.stat().st_size < 20 * MB
        return path

    return made


@pytest.mark.parametrize("names", [[name] for name in BOMBS] if SOAK else [SHORT], ids=lambda names: names[0])
def test_cleaning_a_bomb_takes_little_memory(make: Callable[[str], Path], names: list[str]) -> None:
    code, peak, said = run("clean", "--json", *map(make, names))
    assert peak < MOST
    assert code in (0, 1)
    for name in names:
        if name not in READ:
            assert name in said, "neither read nor reported"


READ = frozenset(
    ("nested.html", "number.json", "keys.json", "most-lines.txt", "one-paragraph.txt", "one-word.txt",
     "one-foreign-word.txt", "characters.txt", "most-elements.html", "addresses.warc.gz", "records.warc.gz", "links.md")
)  # fmt: skip
"""Bombs whose content stays within the bounds, or that hold no article."""


def test_adding_bombs_leaves_the_library_with_what_is_good(make: Callable[[str], Path], tmp_path: Path) -> None:
    """With workers, next to good pages: each bomb fails alone, and the peak of any process stays in bounds."""
    write_pages(tmp_path / "pages", 70)
    names = list(BOMBS) if SOAK else SHORT[::3]
    bombs = [make(name) for name in names]
    code, peak, said = run("--library", tmp_path / "library", "add", "--processes", "2", tmp_path / "pages", *bombs)
    assert code == 1
    assert peak < MOST_IN_A_ROW
    with Library.open(tmp_path / "library") as library:
        assert library.count() >= 70
    for name in names:
        assert name in READ or name in said


def test_stored_sources_that_grow_without_end_fail_alone(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", 3)
    with Library.open(tmp_path / "library", create=True) as library:
        add(library, tmp_path / "pages")
    packer = zlib.compressobj(1)
    bomb = b"".join(packer.compress(b" " * MB) for _ in range(3072 if SOAK else 256)) + packer.flush()
    database = sqlite3.connect(tmp_path / "library" / "library.db")
    with database:
        database.execute("UPDATE raws SET packed = ? WHERE article_row = 2", (bomb,))
    database.close()
    command = [sys.executable, "-c", RUN, sys.executable, "-m", "peacereader", "--library"]
    done = subprocess.run([*command, str(tmp_path / "library"), "rebuild"], capture_output=True, check=True)
    assert json.loads(done.stdout)[1] // MB < MOST


HUNGRY = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from peaceindex.cleaning.cleaner import Cleaner
from peaceindex.ingest.worker import main
clean = Cleaner.clean
def hungry(self, document, *rest):
    return bytes(1 << 31) if "Glutton" in document.text else clean(self, document, *rest)
Cleaner.clean = hungry
main(*sys.argv[2:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not bounded")
def test_a_worker_that_asks_for_too_much_fails_one_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefetch, "SOLO_DOCUMENTS", 0)
    monkeypatch.setattr(worker_pool, "PROGRAM", HUNGRY)
    monkeypatch.setattr(worker_pool.WorkerPool, "is_ready", True)
    write_pages(tmp_path / "pages", 12)
    (tmp_path / "pages" / "page-00005a.txt").write_text(page(5).replace("round", "Glutton"))
    with Library.open(tmp_path / "library", create=True) as library:
        added = list(library.ingest.add([tmp_path / "pages"], processes=2))
    failed = [one.reason for one in added if one.status == "failed"]
    assert len(failed) == 1
    assert "takes too much memory" in failed[0]
    assert len([one for one in added if one.status == "added"]) == 12


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not bounded")
def test_a_bound_on_memory_raises_where_it_is_reached() -> None:
    program = "from peaceindex.ingest.memory_limit import limit_memory\nlimit_memory(64 << 20); bytes(32 << 20)\n"
    program += "try: bytes(256 << 20)\n"
    program += "except MemoryError: print('refused')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "refused"
    assert callable(limit_memory)


def test_answers_wait_at_the_worker_while_many_are_not_taken() -> None:
    """The results of a file with many records must not all wait in this process for their turn."""
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as out, os.fdopen(writer, "wb") as into:
        inbox = Inbox(out)
        got: list[tuple[Any, int]] = []

        def feed() -> None:
            for _ in range(4):
                write_message(into, bytes(MAX_PENDING_BYTES // 2))

        def listen() -> None:
            got.extend(inbox.read() for _ in range(4))

        def came(count: int) -> int:
            """Wait for as many messages, and a little longer; return the number of those that came."""
            until = time.monotonic() + 10
            while len(got) < count and time.monotonic() < until:
                time.sleep(0.005)
            thread.join(0.2)
            return len(got)

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        feeding = threading.Thread(target=feed, daemon=True)
        feeding.start()
        assert came(1) == 1  # the second would be too much
        inbox.mark_taken(got[0][1])
        assert came(2) == 2
        inbox.set_unlimited(True)
        thread.join(10)
        assert len(got) == 4
        feeding.join(10)


def test_texts_at_the_bounds_are_read_and_those_beyond_are_reported(tmp_path: Path) -> None:
    for what, text in (
        ("lines", "One line.\n" * bounds.MAX_LINES),
        ("letters", "x" * (bounds.MAX_CHARACTERS + 1)),
    ):
        path = tmp_path / f"{what}.txt"
        path.write_text(text)
        code, _, said = run("clean", path)
        assert code == 1
        assert what in said
        assert str(path) in said


def test_a_page_nested_without_end_is_read_to_its_end(tmp_path: Path) -> None:
    words = "The two delegations met again on Tuesday to speak about the exchange of prisoners, officials said."
    for number, (before, after) in enumerate(
        [
            ("<div>" * 100_000, "</div>" * 100_000),
            ("<div><span>" * 5000, ""),
            ("".join(f"<font size={n}><b>" for n in range(3000)), ""),
            ("".join(f"<x-{n}>" for n in range(3000)), ""),
        ]
    ):
        path = tmp_path / f"{number}.html"
        path.write_text(f"<html><body>{before}<p>{words}</p>{after}<p>The last words.</p></body></html>")
        (found,) = documents(path, path.name)
        assert getattr(found, "text", "") == f"{words}\n\nThe last words."
