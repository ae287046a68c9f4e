"""Passages to files of other programs, and from them: what `passages --format` and `passages --import` do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli.common import library_folder, name_bad_values, one_line, open_library, say, to_json, write
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.exports.interchange import BINARY, WRITERS, PassageExport
from peacereader.output import complain, write_bytes, write_new_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from peaceindex import Library
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.imported_passage import ImportedFile, ImportOutcome, ImportReport
    from peaceindex.model.passage import Passage

_MOST_NAMED = 50


def check_target(ctx: click.Context, form: str | None, output: Path | None) -> None:
    """Raise UsageError if a format cannot be written where it is asked for."""
    if output is not None and form is None:
        raise click.UsageError("--output needs --format.", ctx)
    if output is None and form in BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{form} is no text for a terminal: name a file with --output FILE.", ctx)


def export(
    form: str, output: Path | None, library: Library | None, passages: Sequence[Passage],
    evidence: Mapping[str, Evidence],
) -> int:  # fmt: skip
    """Write passages in a format of `WRITERS` to a new file, or to standard output, and return the exit code.

    `library` is None if it cannot be opened; the passages are then written without their articles and the codebook.
    What is wrong with the codebook is told. Raise PassageFileError if the file cannot be written, or the format cannot
    hold what there is.
    """
    from peaceindex.errors import PeaceindexError

    def text(article_id: str) -> str | None:
        if library is None:
            return None
        try:
            return library.article(article_id).text
        except PeaceindexError:
            return None

    book = library.annotations.coding.codebook() if library else None
    problems = book.problems if book else ()
    data = WRITERS[form](PassageExport(passages, evidence, book.codes if book else (), text))
    if output is not None:
        save(output, data)
    elif form in BINARY:
        write_bytes(data)
    else:
        *lines, rest = data.decode().split("\r\n")  # line ends of CSV, which `write` would show
        for line in lines:
            write(line, end="\r\n")
        write(rest, end="")
    for problem in problems:
        complain(problem)
    return FAILED if problems else DONE


def save(output: Path, data: bytes) -> None:
    """Write a new file. Raise PassageFileError if there is one of that name already, or no folder for it."""
    from peaceindex import printable
    from peaceindex.errors import PassageFileError

    shown = printable(str(output))
    try:
        write_new_file(output, data)
    except FileExistsError:
        raise PassageFileError(f"{shown} exists already, and is left as it is.", "Choose another name.") from None
    except FileNotFoundError:
        raise PassageFileError(f"There is no folder for {shown}.", "Make it, or choose another place.") from None
    except ValueError:  # a null character
        raise PassageFileError(f"A file cannot be named {shown}.", "Choose another name.") from None


def saved_without_library(ctx: click.Context, query: str) -> list[Passage]:
    """Return the passages that a query finds in a library whose articles cannot be read, and tell what is damaged."""
    from peaceindex import saved_passages

    bad_values: list[str] = []
    notices: list[str] = []
    try:
        passages = saved_passages(library_folder(ctx), query, bad_values, notices)
    finally:
        for notice in notices:
            complain(notice)
    name_bad_values(ctx, bad_values)
    return passages


def import_file(ctx: click.Context, path: Path, as_json: bool) -> int:
    """Import the passages of a file (`-` for standard input), report on each, and return the exit code."""
    from peaceindex.model.imported_passage import ImportOutcome, ImportReport
    from peacereader.imports.reading import read_passages

    file = read_passages(str(path), _data(path))
    library = open_library(ctx)
    done = library.annotations.import_passages(file.passages)
    refused = [ImportOutcome("refused", "", reason=f"{one.where}: {one.reason}") for one in file.refused]
    report = ImportReport([*done.outcomes, *refused])
    if as_json:
        write(to_json(report.as_record(), indent=1))
    else:
        _print_report(report, file)
    failed = [outcome for outcome in report.outcomes if outcome.status == "refused"]
    for outcome in failed[:_MOST_NAMED]:
        complain(f"not imported: {outcome.reason}.")
    if len(failed) > _MOST_NAMED:
        complain(f"{len(failed) - _MOST_NAMED:,} more were not imported; --json lists all.")
    return FAILED if failed else DONE


def _data(path: Path) -> bytes:
    from peaceindex import printable
    from peaceindex.errors import PassageFileError
    from peacereader.imports.reading import MAX_BYTES

    if str(path) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise PassageFileError(f"There is no file {printable(str(path))}.") from None
    except IsADirectoryError:
        raise PassageFileError(f"{printable(str(path))} is a folder.", "Name the file in it.") from None


def _print_report(report: ImportReport, file: ImportedFile) -> None:
    counts = report.counts()
    new = sum(counts[status] for status in ("exact", "moved", "uncertain", "lost"))
    words = (
        ("exact", "placed exactly"),
        ("moved", "in another place"),
        ("uncertain", "uncertain"),
        ("lost", "lost"),
    )
    placed = ", ".join(f"{counts[status]:,} {text}" for status, text in words if counts[status])  # type: ignore[index]
    parts = [f"{wording.counted(new, 'passage')} imported{f' ({placed})' if placed else ''}"]
    parts += [f"{counts['already there']:,} already there"] if counts["already there"] else []
    parts += [f"{counts['refused']:,} refused"] if counts["refused"] else []
    say("; ".join(parts))
    for outcome in report.outcomes:
        if line := _outcome_line(outcome):
            write(line)
    described = sum(bool(code.description or code.memo) for code in file.codes)
    if described:
        say(
            f"The file's codebook describes {wording.counted(described, 'code')}. Labels were taken over; descriptions "
            "and memos were not: they stay in the file."
        )


def _outcome_line(outcome: ImportOutcome) -> str:
    """Return a line for an entry of which there is something to know: not placed exactly, or otherwise than usual."""
    quote = " ".join(outcome.quote.split())
    about = f"{outcome.passage_id}  {outcome.status}: “{quote[:60]}{'…' if len(quote) > 60 else ''}”"
    match outcome.status:
        case "refused":
            return ""
        case "lost" if not outcome.reason:
            why = "no longer in its article" if outcome.found_by else "its page is not in this library"
        case "uncertain":
            why = outcome.reason or wording.ANCHORING_WORDS["uncertain"]
        case "exact" | "moved" if outcome.found_by == "words":
            why = "; ".join(filter(None, ["its article was found by these words", outcome.reason]))
        case _:
            why = outcome.reason
    return one_line(f"{about} ({why})") if why else ""
