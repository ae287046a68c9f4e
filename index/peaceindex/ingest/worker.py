"""The program of a worker: it reads questions from standard input and writes answers to standard output.

A question is `("file", Place, {member: SHA-256})`, `("document", RawDocument or Markup, SHA-256)` or `("again",
RawDocument, corrections, {line: reason})`. The answer is any number of Prepared and the word "done".
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from peaceindex.ingest.memory_limit import limit
from peaceindex.ingest.prepare import Known, Prepared, prepare, prepare_again, prepare_file
from peaceindex.ingest.worker_messages import write
from peaceindex.model.article import RawDocument
from peaceindex.model.correction import Correction
from peaceindex.model.safe_text import Stated, neutralise
from peaceindex.sources import Fields, Markup, Place

if TYPE_CHECKING:
    from peaceindex.cleaning.cleaner import Cleaner


_ANY = "Talks go on\n\nRead more\n\nThe talks of the two delegations went on all day, officials said.\n\n12 May 2025"


def about_file(place: Place, before: dict[str, str]) -> tuple[Any, ...]:
    """Return the question for the articles in a file."""
    return "file", replace(place, about=None), before


def about_document(document: RawDocument | Markup, before: str | None) -> tuple[Any, ...]:
    """Return the question for the article in a document."""
    return "document", _picklable(document) if isinstance(document, RawDocument) else document, before


def about_again(document: RawDocument, corrections: Sequence[Correction], told: Mapping[int, str]) -> tuple[Any, ...]:
    """Return the question for a document's article, with corrections and without lines that siblings rule out."""
    return "again", _picklable(document), tuple(corrections), dict(told)


def _picklable(document: RawDocument) -> RawDocument:
    return replace(document, stated=Stated(dict(document.stated)))  # a read-only mapping cannot be pickled


def main(database: str, fields: str = "{}") -> None:
    """Answer questions until there are no more. `fields` gives the user's names for the fields of records, as JSON."""
    from peaceindex.cleaning.extract import make_cleaner
    from peaceindex.storage.known import KnownSources

    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # stray output must not disturb the answers
    questions: queue.SimpleQueue[Any] = queue.SimpleQueue()
    # Questions are always read at once: the parent must never wait for this process while this process waits for it.
    threading.Thread(target=_listen, args=(sys.stdin.buffer, questions), daemon=True).start()
    try:
        cleaner = make_cleaner([])
        known = KnownSources(Path(database))
        cleaner.clean(
            RawDocument("", neutralise(_ANY))
        )  # loads the models, whose libraries take memory in proportion to the number of cores
        limit()
        write(out, "ready")
        while (question := questions.get()) is not None:
            for prepared in _answers(cleaner, question, known.__contains__, json.loads(fields)):
                write(out, prepared)
            write(out, "done")
    except BrokenPipeError:
        pass
    os._exit(0)


def _answers(cleaner: Cleaner, question: tuple[Any, ...], known: Known, fields: Fields) -> Iterator[Prepared]:
    if question[0] == "file":
        _, place, before = question
        yield from prepare_file(cleaner, place, before, known, fields)
    elif question[0] == "again":
        yield prepare_again(cleaner, *question[1:])
    else:
        _, document, sha256 = question
        yield prepare(cleaner, document, sha256)


def _listen(stream: BinaryIO, questions: queue.SimpleQueue[Any]) -> None:
    try:
        while True:
            questions.put(pickle.load(stream))  # noqa: S301 - from the parent process
    except BaseException:
        questions.put(None)
