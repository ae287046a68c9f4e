"""The program of a worker: it reads questions from standard input and writes answers to standard output.

The worker writes `Signal.READY` when it can begin. A question is a pickled `Question`; the answer to it is any number
of Prepared and `Signal.DONE`.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pickle
import queue
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from peaceindex.ingest.memory_limit import FreedMemory, limit_memory
from peaceindex.ingest.prepare import IsKnown, Prepared, prepare, prepare_again, prepare_file
from peaceindex.ingest.worker_messages import Signal, write_message
from peaceindex.model.article import RawDocument
from peaceindex.model.safe_text import Stated, neutralise
from peaceindex.startup.stand_ins import NUMPY, stand_ins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.correction import Correction
    from peaceindex.sources import Fields, FoundFile, Markup


_WARM_UP_TEXT = (
    "Talks go on\n\nRead more\n\nThe talks of the two delegations went on all day, officials said.\n\n12 May 2025"
)


class Question(Protocol):
    """A question to a worker. It must be picklable."""

    def answer(self, cleaner: Cleaner, is_known: IsKnown, fields: Fields) -> Iterator[Prepared]:
        """Yield the documents asked for. Called in the worker."""


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """The question for the articles in a file. `previous_hashes` maps its members to their SHA-256 when last read."""

    place: FoundFile
    previous_hashes: dict[str, str]

    @classmethod
    def of(cls, place: FoundFile, previous_hashes: dict[str, str]) -> FileQuestion:
        """Return the question in a picklable form."""
        return cls(replace(place, status=None), previous_hashes)

    def answer(self, cleaner: Cleaner, is_known: IsKnown, fields: Fields) -> Iterator[Prepared]:
        """Yield the documents of the file."""
        return prepare_file(cleaner, self.place, self.previous_hashes, is_known, fields)


@dataclass(frozen=True, slots=True)
class DocumentQuestion:
    """The question for the article in a document, unless its bytes have the SHA-256 `previous_sha256`."""

    document: RawDocument | Markup
    previous_sha256: str | None

    @classmethod
    def of(cls, document: RawDocument | Markup, previous_sha256: str | None) -> DocumentQuestion:
        """Return the question in a picklable form."""
        return cls(_picklable(document) if isinstance(document, RawDocument) else document, previous_sha256)

    def answer(self, cleaner: Cleaner, is_known: IsKnown, fields: Fields) -> Iterator[Prepared]:
        """Yield the document."""
        yield prepare(cleaner, self.document, self.previous_sha256)


@dataclass(frozen=True, slots=True)
class RecleaningQuestion:
    """The question for a document's article, with corrections and without lines that siblings rule out."""

    document: RawDocument
    corrections: tuple[Correction, ...]
    sibling_cuts: dict[int, str]

    @classmethod
    def of(
        cls, document: RawDocument, corrections: Sequence[Correction], sibling_cuts: Mapping[int, str]
    ) -> RecleaningQuestion:
        """Return the question in a picklable form."""
        return cls(_picklable(document), tuple(corrections), dict(sibling_cuts))

    def answer(self, cleaner: Cleaner, is_known: IsKnown, fields: Fields) -> Iterator[Prepared]:
        """Yield the document."""
        yield prepare_again(cleaner, self.document, self.corrections, self.sibling_cuts)


def _picklable(document: RawDocument) -> RawDocument:
    return replace(document, stated=Stated(dict(document.stated)))  # a read-only mapping cannot be pickled


def main(database: str, fields: str = "{}") -> None:
    """Answer questions until there are no more. `fields` gives the user's names for the fields of records, as JSON."""
    with stand_ins(NUMPY):
        importlib.import_module("numpy")
    from peaceindex.cleaning.extract import make_cleaner
    from peaceindex.storage.known import KnownSources

    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # stray output must not disturb the answers
    questions: queue.SimpleQueue[Question | None] = queue.SimpleQueue()
    # Questions are always read at once: the parent must never wait for this process while this process waits for it.
    threading.Thread(target=_read_questions, args=(sys.stdin.buffer, questions), daemon=True).start()
    try:
        cleaner = make_cleaner([])
        known = KnownSources(Path(database))
        # This loads the models, whose libraries take memory in proportion to the number of cores.
        cleaner.clean(RawDocument("", neutralise(_WARM_UP_TEXT)))
        limit_memory()
        gc.freeze()
        gc.enable()  # `PROGRAM` has turned it off
        freed_memory = FreedMemory()
        write_message(output, Signal.READY)
        while (question := questions.get()) is not None:
            for prepared in question.answer(cleaner, known.__contains__, json.loads(fields)):
                write_message(output, prepared)
                del prepared
            write_message(output, Signal.DONE)
            question = None
            freed_memory.release()
    except BrokenPipeError:
        pass
    os._exit(0)


def _read_questions(stream: BinaryIO, questions: queue.SimpleQueue[Question | None]) -> None:
    try:
        while True:
            questions.put(pickle.load(stream))  # noqa: S301 - from the parent process
    except BaseException:
        questions.put(None)
