"""Passages from files of this and other programs: what `passages --import` does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli.common import one_line, open_own_work, say, standard_input, to_json, write
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.output import complain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from peaceindex.model.code import Code
    from peaceindex.model.imported_passage import ImportOutcome, ImportReport

_MOST_NAMED = 50


def import_file(
    ctx: click.Context, path: Path, as_json: bool, maker: str | None = None, with_codes: bool = False
) -> int:
    """Import the passages of a file (`-` for standard input), report on each, and return the exit code.

    `maker` is who made the passages of which the file does not say; with `with_codes` its codebook is taken over, too.
    Raise UsageError if `maker` is no name, PeaceindexError if the file or codes.yaml cannot be used.
    """
    from peaceindex.model.imported_passage import ImportOutcome, ImportReport
    from peaceindex.model.safe_text import neutralise
    from peacereader.imports.reading import read_passages

    if maker is not None and not neutralise(maker).strip():
        raise click.UsageError("--as needs a name.", ctx)
    file = read_passages(str(path), _data(path))
    library = open_own_work(ctx)
    if maker is not None and maker.strip().casefold() == "me":
        maker = library.annotations.annotator
    if with_codes:  # first, so that labels are spelled as this codebook spells them
        merged = library.annotations.coding.take_over(file.codes)
        say(f"codes.yaml: {wording.counted(merged.added + merged.filled, 'code')} added or filled in")
        if merged.described_twice:
            names = one_line(", ".join(merged.described_twice))
            say(f"described in two ways, both kept in the memo: {names}")
    passages = [replace(one, user=one.user or maker or "") for one in file.passages]
    done = library.annotations.import_passages(passages)
    refused = [ImportOutcome("refused", "", reason=f"{one.where}: {one.reason}") for one in file.refused]
    report = ImportReport([*done.outcomes, *refused])
    if as_json:
        write(to_json(report.as_record(), indent=1))
    else:
        _print_report(report, () if with_codes else file.codes)
        if maker and (others := sorted({one_line(one.user) for one in file.passages if one.user})):
            say(f"The file says itself who made some of them ({', '.join(others)}); that was kept.")
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
        return standard_input().buffer.read(MAX_BYTES + 1)
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise PassageFileError(f"There is no file {printable(str(path))}.") from None
    except IsADirectoryError:
        raise PassageFileError(f"{printable(str(path))} is a folder.", "Name the file in it.") from None


def _print_report(report: ImportReport, codes: Sequence[Code]) -> None:
    """Tell what became of the passages, and of `codes`, which were not taken over."""
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
    described = sum(bool(code.description or code.memo) for code in codes)
    if described:
        say(
            f"The file's codebook describes {wording.counted(described, 'code')}. Labels were taken over; descriptions "
            "and memos were not: they stay in the file. --codes takes them over, too."
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
