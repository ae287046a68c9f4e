"""What surrounds a search, side by side: the shell, the first paint of the reader, and the room on disk.

A search from the shell is compared with notmuch, which searches mail with Xapian, where it is installed. Each article
is a mail of its own there. Both are asked the same questions one after the other, in processes of their own, of which
all CPU time counts: starting, opening, searching, printing the first 20 hits. notmuch prints a line a hit, the newest
first; ours ranks, counts and prints snippets too. The first paint is compared with that of a bare Textual app.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from tests.bench.engines import SHOWN, Item
from tests.bench.reader import first_paints
from tests.bench.whoosh_engines import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

KINDS = {"rare", "mid", "common", "and2", "or2", "phrase", "prefix", "date", "outlet"}
"""The kinds of questions that both programs know; notmuch knows no words with mistakes."""
MOST_OF_A_KIND = 3
"""So many questions of each kind are asked from the shell, so that it takes half a minute."""


class Notmuch:
    """notmuch with a mail for each article, and a configuration of its own."""

    name = "notmuch"

    def __init__(self, folder: Path, items: Iterable[Item]) -> None:
        """Write the mails, and let notmuch index them. Raise FileNotFoundError if it is not installed."""
        if shutil.which("notmuch") is None:
            raise FileNotFoundError("notmuch")
        mails = folder / "mail" / "cur"
        for part in ("new", "tmp", "cur"):
            mails.with_name(part).mkdir(parents=True)
        for item in items:
            (mails / f"{item['id']}:2,S").write_bytes(_mail_of(item))
        config = folder / "notmuch-config"
        config.write_text(
            f"[database]\npath={folder / 'mail'}\n[user]\nname=Reader\nprimary_email=reader@example.org\n"
        )
        self._environment = {**os.environ, "NOTMUCH_CONFIG": str(config)}
        subprocess.run(["notmuch", "new", "--quiet"], env=self._environment, check=True, stdout=subprocess.DEVNULL)

    def ask(self, question: Item) -> float:
        """The CPU seconds that a search takes."""
        command = ["notmuch", "search", f"--limit={SHOWN}", *_typed_for_mail(question)]
        return _cpu_seconds(command, self._environment)


def _mail_of(item: Item) -> bytes:
    """An article as a mail. Python's own mails would take a minute for 20,000."""
    head = {
        "Message-ID": f"<{item['id']}@example.org>",
        "From": f'"{item["outlet"]}" <news@example.org>',
        "Date": format_datetime(datetime.fromisoformat(f"{item['date']}T12:00:00+00:00")),
        "Subject": " ".join((item["title"] or "").split()),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return "\n".join([*(f"{name}: {value}" for name, value in head.items()), "", item["body"], ""]).encode()


def _typed_for_mail(question: Item) -> list[str]:
    """The question as a person types it for notmuch."""
    match question["kind"]:
        case "or2":
            return [" or ".join(question["words"])]
        case "date":
            return [question["words"][0], f"date:{question['d0']}..{question['d1']}"]
        case "outlet":
            return [question["words"][0], f'from:"{question["outlet"]}"']
    return [typed(question)]


def _cpu_seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """The CPU time of a whole process, its start included."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    with process.stdout:
        while process.stdout.read(1 << 16):
            pass
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def from_the_shell(
    library: Path, notmuch: Notmuch | None, asked: Sequence[Item], rounds: int
) -> dict[str, list[float]]:
    """For each program the time of each question, the median of the rounds."""

    def ours(question: Item) -> float:
        words = ["--library", str(library), "search", typed(question), "--limit", str(SHOWN)]
        return _cpu_seconds([sys.executable, "-m", "peacereader", *words], environment)

    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    programs: dict[str, Callable[[Item], float]] = {"peacereader": ours}
    if notmuch is not None:
        programs[notmuch.name] = notmuch.ask
    chosen = [question for place, question in enumerate(asked) if _is_chosen(asked, place, rounds)]
    times: dict[str, list[list[float]]] = {name: [[] for _ in chosen] for name in programs}
    for ask in programs.values():
        ask(chosen[0])  # compiles the modules, and makes what is kept for the next time
    for _ in range(rounds):
        for place, question in enumerate(chosen):
            for name, ask in programs.items():
                times[name][place].append(ask(question))
    return {name: [statistics.median(of) for of in found] for name, found in times.items()}


def _is_chosen(asked: Sequence[Item], place: int, rounds: int) -> bool:
    """Whether a question is among the first of a kind that both know."""
    kind: str = asked[place]["kind"]
    before = [question for question in asked[:place] if question["kind"] == kind]
    return kind in KINDS and len(before) < min(MOST_OF_A_KIND, rounds)


def report(library: Path, items: Sequence[Item], asked: Sequence[Item], folder: Path, rounds: int) -> str:
    """The table: a figure of ours, and beside it that of its peer."""
    try:
        notmuch = Notmuch(folder, items)
    except FileNotFoundError:
        notmuch = None
        print("notmuch is not installed, so the search from the shell has no peer", file=sys.stderr)
    shell = from_the_shell(library, notmuch, asked, rounds)
    bare, paint = first_paints(library, rounds)
    on_disk = (library / "library.db").stat().st_size / len(items)
    text = sum(len(f"{item['title']}\n\n{item['body']}".encode()) for item in items) / len(items)
    lines = [
        f"| {len(items):,} articles | peacereader | peer | times as much |",
        "|---|---|---|---|",
        _row("search from the shell, ms of CPU (p50 / p95)", shell["peacereader"], "notmuch", shell.get("notmuch")),
        _row("first paint, ms of CPU (p50 / p95)", paint, "a bare Textual app", bare),
        f"| library.db, bytes an article | {on_disk:,.0f} | {text:,.0f}, its text | {on_disk / text:.2f} |",
    ]
    return "\n".join(lines)


def _row(title: str, ours: Sequence[float], peer: str, theirs: Sequence[float] | None) -> str:
    if not theirs:
        return f"| {title} | {_cell(ours)} | {peer} is not installed | – |"
    ratio = statistics.median(ours) / max(statistics.median(theirs), 1e-6)
    return f"| {title} | {_cell(ours)} | {_cell(theirs)}, {peer} | {ratio:.2f} |"


def _cell(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"{1000 * statistics.median(ordered):.0f} / {1000 * p95:.0f}"
