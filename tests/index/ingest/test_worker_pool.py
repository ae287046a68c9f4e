"""Whatever happens to a worker, each question has its answer, and answers are taken in the order of the questions.

The workers here are small programs that speak as the real ones do, and misbehave where they are asked to.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, cast

import pytest

from peaceindex.ingest import worker_pool
from peaceindex.ingest.prepare import Prepared
from peaceindex.ingest.worker import Question
from peaceindex.ingest.worker_pool import Answer, WorkerPool, usable_cores

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

PLAYING = """
import json, os, pickle, sys, time
sys.path[:] = json.loads(sys.argv[1])
from peaceindex.ingest.prepare import Prepared
from peaceindex.ingest.worker_messages import Signal, write_message
open(f"{sys.argv[2]}.{os.getpid()}", "w").close()
out = os.fdopen(os.dup(1), "wb")
write_message(out, Signal.READY)
while True:
    try:
        what, *about = pickle.load(sys.stdin.buffer)
    except EOFError:
        break
    if what == "die":
        os._exit(7)
    if what == "sleep":
        time.sleep(99)
    if what == "garbage":
        out.write(about.pop())
        out.flush()
        continue
    for name in about:
        write_message(out, Prepared(name))
    write_message(out, Signal.DONE)
"""
NOT_STARTING = "raise SystemExit(3)"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where workers leave their numbers, and have them started as the program above."""
    monkeypatch.setattr(worker_pool, "PROGRAM", PLAYING)
    return tmp_path / "library.db"


@pytest.fixture
def pool(database: Path) -> Iterator[WorkerPool]:
    """Yield a pool of one worker."""
    workers = WorkerPool(1, database, {})
    yield workers
    workers.close()


def processes(database: Path) -> list[int]:
    """Return the numbers of the processes that have started, ended or not."""
    return [int(path.suffix[1:]) for path in database.parent.glob(f"{database.name}.*")]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def ask(pool: WorkerPool, name: str, size: int, *what: object) -> Answer:
    """Ask the program above for something. It unpickles whatever comes."""
    return pool.ask(name, size, cast(Question, what))


def echo(pool: WorkerPool, *names: str) -> Answer:
    """Ask for documents with these names."""
    return ask(pool, names[0], 1, "echo", *names)


def nobody() -> Generator[Prepared, None, None]:
    raise AssertionError("a worker was to answer this")
    yield


def taken(pool: WorkerPool, answer: Answer) -> list[str]:
    """Return the names of the documents, or the reasons why they failed."""
    return [one.failure or one.source for one in pool.take(answer, nobody)]


def test_answers_are_taken_in_the_order_of_the_questions(database: Path) -> None:
    pool = WorkerPool(2, database, {})
    answers = [echo(pool, f"{number}") for number in range(30)]
    several = echo(pool, "a", "b", "c")
    none = ask(pool, "nothing", 1, "echo")
    assert [taken(pool, answer) for answer in answers] == [[f"{number}"] for number in range(30)]
    assert taken(pool, several) == ["a", "b", "c"]
    assert taken(pool, none) == []
    assert pool.is_ready
    assert len(processes(database)) == 2
    pool.close()
    assert not any(map(is_running, processes(database)))


def test_the_last_answer_may_be_taken_first(pool: WorkerPool) -> None:
    answers = [echo(pool, f"{number}") for number in range(5)]
    assert [taken(pool, answer) for answer in reversed(answers)] == [["4"], ["3"], ["2"], ["1"], ["0"]]


def test_an_answer_that_nobody_takes_to_its_end_stops_no_other(pool: WorkerPool) -> None:
    long, next_one = echo(pool, *(f"{number}" for number in range(100))), echo(pool, "next")
    documents = pool.take(long, nobody)
    assert next(documents).source == "0"
    documents.close()
    assert taken(pool, next_one) == ["next"]


def test_a_worker_that_dies_fails_the_one_question_it_was_at(pool: WorkerPool, database: Path) -> None:
    before, deadly, after = echo(pool, "before"), ask(pool, "deadly.txt", 1, "die"), echo(pool, "after")
    assert taken(pool, before) == ["before"]
    (failure,) = taken(pool, deadly)
    assert failure.startswith("deadly.txt could not be cleaned") and "broke off with code 7" in failure
    assert taken(pool, after) == ["after"]
    assert taken(pool, echo(pool, "later")) == ["later"]
    assert len(processes(database)) == 2  # another took its place


@pytest.mark.parametrize("garbage", [b"\xff" * 100, (4).to_bytes(8, "little") + b"nono", (9).to_bytes(8, "little")])
def test_a_worker_that_sends_garbage_fails_the_one_question_it_was_at(pool: WorkerPool, garbage: bytes) -> None:
    # The last begins a message and dies within it.
    odd = ask(pool, "odd.txt", 1, "garbage", garbage)
    deadly = ask(pool, "deadly.txt", 1, "die")
    after = echo(pool, "after")
    assert "odd.txt could not be cleaned" in taken(pool, odd)[0]
    failures = taken(pool, deadly)
    assert not failures or "deadly.txt could not be cleaned" in failures[0]
    assert taken(pool, after) == ["after"]


def test_a_worker_that_comes_to_no_end_is_ended(
    database: Path, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(pool, echo(pool, "ready"))
    monkeypatch.setattr(worker_pool, "_TIMEOUT_SECONDS", 0.5)
    endless, after = ask(pool, "endless.txt", 1, "sleep"), echo(pool, "after")
    assert taken(pool, endless) == ["endless.txt takes more than 0 minutes to be cleaned. Leave it out."]
    monkeypatch.setattr(worker_pool, "_TIMEOUT_SECONDS", 600)
    assert taken(pool, after) == ["after"]
    assert [is_running(process) for process in processes(database)].count(True) == 1


@pytest.mark.parametrize("why", ["they end before they are ready", "the system allows no more processes"])
def test_where_no_worker_can_be_had_the_caller_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError("no more processes")

    def otherwise() -> Generator[Prepared, None, None]:
        yield Prepared("by the caller")

    monkeypatch.setattr(worker_pool, "PROGRAM", NOT_STARTING)
    if "system" in why:
        monkeypatch.setattr(subprocess, "Popen", refuse)
    pool = WorkerPool(2, tmp_path / "library.db", {})
    answers = [ask(pool, "x", 1, "echo", "x") for _ in range(3)]
    assert [[one.source for one in pool.take(answer, otherwise)] for answer in answers] == [["by the caller"]] * 3
    assert pool.has_given_up and not pool.is_ready
    pool.close()


def test_closed_early_it_ends_its_workers(database: Path, pool: WorkerPool) -> None:
    taken(pool, echo(pool, "ready"))
    ask(pool, "endless.txt", 1, "sleep")
    (process,) = processes(database)
    assert is_running(process)
    pool.close()
    assert not is_running(process)
    pool.close()


def test_questions_and_bytes_under_way_are_bounded(pool: WorkerPool) -> None:
    asked = 0
    answers = []
    while not pool.is_full:
        answers.append(echo(pool, "small"))
        asked += 1
        assert asked < 1000
    assert taken(pool, answers.pop(0)) == ["small"]
    assert not pool.is_full
    for answer in answers:
        taken(pool, answer)
    large = ask(pool, "large", 1 << 40, "echo", "large")
    assert pool.is_full
    assert taken(pool, large) == ["large"]
    assert not pool.is_full


def test_at_least_one_core_can_be_used() -> None:
    assert usable_cores() >= 1
