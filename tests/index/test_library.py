"""Closing a library while other threads are using it: they receive an error, and nothing crashes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BUSY = """
import sys, threading
from pathlib import Path
from peaceindex import Library
from peaceindex.errors import PeaceindexError
from peaceindex.model.search import Request

folder = Path(sys.argv[1])
for _ in range(25):
    library = Library.open(folder, create=True)
    started = threading.Barrier(4)

    def work():
        started.wait()
        try:
            while True:
                library.count()
                library.search.hits(library.search.find(Request("talks")), 0, 10)
                library.annotations.passages()
        except PeaceindexError as error:
            assert "closed" in str(error), error

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    started.wait()
    library.close()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
print("well")
"""


def test_closing_under_work_crashes_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    words = "The talks went on until the evening, and nobody could say what would come of them. "
    page.write_text("A day of talks\n\n" + words * 4 + "\n\n" + words * 3, encoding="utf-8")
    program = [sys.executable, "-m", "peacereader", "--library", str(tmp_path / "library"), "add", str(page)]
    assert subprocess.run(program, capture_output=True).returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", BUSY, str(tmp_path / "library")], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "well"
