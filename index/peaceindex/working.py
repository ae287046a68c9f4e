"""What a worker does: it reads questions from standard input and writes answers to standard output.

A question is `("file", Place, {member: SHA-256})` or `("document", RawDocument or Markup, SHA-256)`. The answer is any
number of Prepared and the word "done".
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from peaceindex.article import RawDocument
from peaceindex.preparing import Known, Prepared, prepare, prepare_file
from peaceindex.sources import Fields, Markup, Place

if TYPE_CHECKING:
    from peaceindex.cleaning import Cleaner


def about_file(place: Place, before: dict[str, str]) -> tuple[Any, ...]:
    """The question what a file holds."""
    return "file", replace(place, about=None), before


def about_document(document: RawDocument | Markup, before: str | None) -> tuple[Any, ...]:
    """The question what article a document holds."""
    if isinstance(document, RawDocument):
        document = replace(document, stated=dict(document.stated))  # a read-only mapping cannot be pickled
    return "document", document, before


def main(database: str, fields: str = "{}") -> None:
    """Answer until there are no more questions. `fields` is what the user calls the fields of records, as JSON."""
    from peaceindex.reading import make_cleaner
    from peaceindex.store.known import KnownSources

    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # a stray word must not disturb the answers
    questions: queue.SimpleQueue[Any] = queue.SimpleQueue()
    # Questions are always taken in at once: whoever asks must never wait for us while we wait to be heard.
    threading.Thread(target=_listen, args=(sys.stdin.buffer, questions), daemon=True).start()
    try:
        cleaner = make_cleaner([])
        known = KnownSources(Path(database))
        _say(out, "ready")
        while (question := questions.get()) is not None:
            for prepared in _answers(cleaner, question, known.__contains__, json.loads(fields)):
                _say(out, prepared)
            _say(out, "done")
    except BrokenPipeError:
        pass
    os._exit(0)


def _answers(cleaner: Cleaner, question: tuple[Any, ...], known: Known, fields: Fields) -> Iterator[Prepared]:
    if question[0] == "file":
        _, place, before = question
        yield from prepare_file(cleaner, place, before, known, fields)
    else:
        _, document, sha256 = question
        yield prepare(cleaner, document, sha256)


def _say(out: BinaryIO, what: Any) -> None:
    pickle.dump(what, out, pickle.HIGHEST_PROTOCOL)
    out.flush()


def _listen(stream: BinaryIO, questions: queue.SimpleQueue[Any]) -> None:
    try:
        while True:
            questions.put(pickle.load(stream))  # noqa: S301 - from the process that started us
    except BaseException:
        questions.put(None)
