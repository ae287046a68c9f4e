"""Users at work on a library, each in a process that is killed at a random moment.

Run as a program, it reads `[ACTIVITY, FOLDER, SOURCES, REPORT, SEED, UNTIL]` on each line. It runs this activity in a
fork of itself for UNTIL seconds (a float), or until REPORT has UNTIL more lines (an int). Then it kills the fork and
answers `killed`. Once the library has confirmed that something is done, the activity writes it into REPORT, one JSON
list a line.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from peaceindex import Library, clean
from peaceindex.model.search import Request
from tests.index.pages import page

Tell = Callable[..., None]


def adding(folder: Path, sources: Path, tell: Tell, draw: random.Random) -> None:
    """Add pages as they come in, a few at a time."""
    with Library.open(folder, create=True) as library:
        while True:
            number = draw.randrange(10**9)
            for more in range(draw.choice((1, 3, 30))):
                (sources / f"{number}-{more}.txt").write_text(page(number * 100 + more))
            for added in library.ingest.add([sources], processes=1):
                if added.status == "added":
                    tell("article", added.article_id)


def indexing(folder: Path, sources: Path, tell: Tell, draw: random.Random) -> None:
    """Search while the index has to be rewritten."""
    with Library.open(folder) as library:
        while True:
            library.articles.index_queue.requeue_all()
            library.search.find(Request("talks"))


def rebuilding(folder: Path, sources: Path, tell: Tell, draw: random.Random) -> None:
    """Clean everything again."""
    with Library.open(folder) as library:
        while True:
            for added in library.ingest.rebuild(processes=1):
                tell("article", added.article_id)


def marking(folder: Path, sources: Path, tell: Tell, draw: random.Random) -> None:
    """Bookmark passages, mark articles as read, save and log searches."""
    with Library.open(folder) as library:
        ids = list(library.articles.ids().values())
        while True:
            article = library.article(draw.choice(ids))
            start = draw.randrange(len(article.text) - 50)
            passage = library.annotations.bookmark(article, start, start + 40, note="new", labels=["mine"])
            tell("passage", passage.id, passage.quote)
            library.annotations.mark_read(article.id)
            tell("read", article.id)
            name = f"search {draw.randrange(10**9)}"
            library.search.save_search(name, Request("talks"))
            tell("search", name)
            library.search.log_search(library.search.find(Request(name)))
            tell("log", name)


def editing(folder: Path, sources: Path, tell: Tell, draw: random.Random) -> None:
    """Change notes, bin and restore passages, correct articles. The numbers in the notes increase."""
    with Library.open(folder) as library:
        passages = library.annotations.passages()
        ids = list(library.articles.ids().values())
        for number in itertools.count(time.time_ns()):
            if passages:
                passage = draw.choice(passages)
                library.annotations.annotate(passage.id, note=f"note {number}")
                tell("note", passage.id, number)
                library.annotations.remove_passage(passage.id)
                library.annotations.restore_passage(passage.id)
            made = library.annotations.correct_field(draw.choice(ids), "outlet", f"Outlet {number}")
            tell("outlet", made.id, number)


def opening(folder: Path, sources: Path, tell: Tell, draw: random.Random) -> None:
    """Open a library written by an older version, over and over."""
    while True:
        with Library.open(folder) as library:
            library.annotations.passages()
            tell("opened", library.count())


def backing_up(folder: Path, sources: Path, tell: Tell, draw: random.Random) -> None:
    """Have backups made, over and over."""
    while True:
        for copy in (folder / "backups").glob("*.db"):
            os.utime(copy, (10**9, 10**9))
        with Library.open(folder) as library:
            article = draw.choice(list(library.articles.ids().values()))
            library.annotations.mark_read(article)
            tell("read", article)


ACTIVITIES = {
    activity.__name__: activity for activity in (adding, indexing, rebuilding, marking, editing, opening, backing_up)
}


def main() -> None:
    """Answer one line after the other."""
    list(clean([Path(__file__)]))  # loads what cleaning needs, for all forks
    print("ready", flush=True)
    for line in sys.stdin:
        name, folder, sources, report, seed, until = json.loads(line)
        _run_and_kill(ACTIVITIES[name], Path(folder), Path(sources), Path(report), seed, until)
        print("killed", flush=True)


def _run_and_kill(
    activity: Callable[..., None], folder: Path, sources: Path, report: Path, seed: str, until: float
) -> None:
    enough = _lines(report) + until
    begun, begin = os.pipe()
    child = os.fork()
    if not child:
        try:
            with report.open("a", buffering=1) as out:

                def tell(*what: object) -> None:
                    out.write(json.dumps(what) + "\n")

                os.write(begin, b".")
                activity(folder, sources, tell, random.Random(seed))
        except BaseException:
            import traceback

            report.with_suffix(".failed").write_text(traceback.format_exc())
        finally:
            os._exit(1)
    os.read(begun, 1)
    if isinstance(until, int):
        while _lines(report) < enough and os.waitpid(child, os.WNOHANG) == (0, 0):
            time.sleep(0.002)
    else:
        time.sleep(until)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(begun)
    os.close(begin)


def _lines(report: Path) -> int:
    return report.read_bytes().count(b"\n")


if __name__ == "__main__":
    main()
