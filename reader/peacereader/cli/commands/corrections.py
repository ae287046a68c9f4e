"""`peacereader corrections`"""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import click

from peacereader import wording
from peacereader.cli.common import library_option, one_line, open_library, record_fields, say, to_json, write
from peacereader.cli.days import WrittenDate
from peacereader.cli.exit_codes import DONE
from peacereader.cli.query_ids import ids_found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from peaceindex import Library
    from peaceindex.model.additions import BinnedArticle
    from peaceindex.model.correction import Correction, Field, Value


@click.command("corrections")
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with an object for each corrected article.")
@click.option("--remove", "unwanted", metavar="ID", help="Withdraw the correction whose id begins with ID.")
@click.option("--undo", is_flag=True, help="Undo your last correction; what it had replaced is in force again.")
@click.option("--redo", is_flag=True, help="Redo the correction that was undone last.")
@click.option("--keep", type=click.IntRange(1), metavar="LINE", multiple=True, help="Keep this line of the source.")
@click.option("--cut", type=click.IntRange(1), metavar="LINE", multiple=True, help="Cut this line of the source.")
@click.option("--title", metavar="TEXT", help='Correct the title; "" says that the page has none.')
@click.option("--outlet", metavar="TEXT", help="Correct the outlet.")
@click.option(
    "--date", type=WrittenDate(), metavar="DATE", help="Correct the date: 2025-05-12, '12 May 2025', 2025-05 or 2025."
)
@click.option("--authors", metavar="NAMES", help="Correct the authors: names, separated by commas.")
@click.option("--url", metavar="ADDRESS", help="Correct the address.")
@click.option("--tags", metavar="NAMES", help="Correct the outlet's tags: names, separated by commas.")
@click.option("--language", metavar="CODE", help="Correct the language: a code such as uk, or its English name.")
@click.option("--query", metavar="QUERY", help="Correct a field of all articles that QUERY finds, in one step.")
@click.option("--encoding", metavar="NAME", help="Read its source in this encoding; auto finds it again.")
@click.argument("article", metavar="[ID]", required=False)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    as_json: bool,
    unwanted: str | None,
    undo: bool,
    redo: bool,
    keep: tuple[int, ...],
    cut: tuple[int, ...],
    encoding: str | None,
    query: str | None,
    article: str | None,
    **fields: str | None,
) -> int:
    """List your corrections of articles, or correct one (key c in the reader).

    With ID, the id of an article or its beginning, correct it. 'peacereader show
    ID --cuts' prints the lines that were cut with their numbers, 'show ID --raw'
    all lines. A correction holds whenever the article is cleaned again.

    With --json, each article comes with the page as it was scraped (raw), the
    metadata that its format stated, the record with your corrections, and the
    corrections themselves: a test case for cleaning.

    \b
    Examples:
      peacereader corrections
      peacereader corrections --json > cases.json
      peacereader corrections --remove 3f9a1c
      peacereader corrections 8c51e0d2a9b4 --date "12 May 2025" --keep 14
      peacereader corrections --query 'outlet:none url:harbor' --outlet "Harbor Times"
    """
    given = {name: value for name, value in fields.items() if value is not None}
    is_correcting = bool(keep or cut or given or encoding is not None)
    if sum([as_json, unwanted is not None, undo, redo, is_correcting]) > 1:
        raise click.UsageError("Choose one of --json, --remove, --undo, --redo and what to correct.", ctx)
    if query is not None and (article is not None or keep or cut or encoding is not None or len(given) != 1):
        raise click.UsageError(
            "--query goes with one field to correct, and without ID, --keep, --cut, --encoding.", ctx
        )
    if is_correcting != (article is not None or query is not None):
        raise click.UsageError("Say what to correct." if article else "Name the article: its ID.", ctx)
    _check_values(ctx, given)
    library = open_library(ctx)
    if query is not None:
        ((field, value),) = given.items()
        say(_correct_all(library, query, cast("Field", field), value))
        return DONE
    if article is not None:
        say(one_line(f"corrected: {_correct(library, article, keep, cut, given, encoding)}"))
        return DONE
    binned = cache(lambda: {article.id: article for article in library.bin.articles()})
    if undo or redo:
        ids = (library.annotations.undo_correction if undo else library.annotations.redo_correction)()
        if not ids:
            say(f"There is nothing to {'undo' if undo else 'redo'}.")
        elif len(ids) > 1:
            say(f"{'Undone' if undo else 'Redone'} in {len(ids):,} articles.")
        else:
            say(one_line(f"{'Undone' if undo else 'Redone'} in: {_title(library, ids[0], binned)}  {ids[0]}"))
        return DONE
    if unwanted is not None:
        say(f"Undone: {_correction_line(library.annotations.remove_correction(unwanted))}")
        return DONE
    by_article: dict[str, list[Correction]] = {}
    for correction in library.annotations.corrections():
        by_article.setdefault(correction.article_id, []).append(correction)
    if as_json:
        write(to_json([_case(library, id, corrections) for id, corrections in by_article.items()], indent=1))
        return DONE
    for id, corrections in by_article.items():
        write(one_line(f"{_title(library, id, binned)}  {id}"))
        for correction in corrections:
            write(f"  {_correction_line(correction)}")
        write()
    return DONE


def _correct(
    library: Library,
    id: str,
    keep: Sequence[int],
    cut: Sequence[int],
    given: Mapping[str, str],
    encoding: str | None,
) -> str:
    """Correct an article, and return its id and title. Raise PeaceindexError at the first that cannot be done."""
    from peaceindex import codec_of

    id = library.article(id).id
    annotations = library.annotations
    if encoding is not None:
        name = "" if encoding.casefold() == "auto" else codec_of(encoding)
        library.ingest.read_again(id, name, record_fields())
    for number in keep:
        annotations.correct_line(id, number, True)
    for number in cut:
        annotations.correct_line(id, number, False)
    for field, value in given.items():
        annotations.correct_field(id, cast("Field", field), value)
    return f"{id}  {library.article(id).title or wording.TITLE_NOT_KNOWN}"


def _check_values(ctx: click.Context, given: Mapping[str, str]) -> None:
    """Raise UsageError for a value that its field cannot have."""
    from peaceindex import checked_value
    from peaceindex.errors import PeaceindexError

    for field, value in given.items():
        try:
            checked_value(cast("Field", field), value)
        except PeaceindexError as error:
            raise click.UsageError(str(error), ctx) from error


def _correct_all(library: Library, query: str, field: Field, value: str) -> str:
    """Correct a field of all articles that a query finds, and return what was done, for people."""
    ids = ids_found(library, query)
    count = library.annotations.correct_fields(ids, field, value)
    words = f"{wording.field_name(field)} corrected in {wording.counted(count, 'article')}"
    same = len(ids) - count
    return f"{words}; {same:,} had it already" if same else words


def _case(library: Library, id: str, corrections: list[Correction]) -> dict[str, Any]:
    """Return an article with everything needed to clean it again and compare; if it is gone, only its corrections."""
    from peaceindex.errors import ArticleNotFoundError

    case: dict[str, Any] = {"article_id": id, "source": corrections[0].source}
    try:
        document = library.document(id)
        case |= {"source": document.source, "raw": document.text, "mtime": document.mtime,
                 "stated": dict(document.stated), "facts": _base64(document.facts),
                 "record": library.article(id).as_record()}  # fmt: skip
    except ArticleNotFoundError:
        case |= {"raw": None, "mtime": None, "stated": {}, "facts": None, "record": None}
    return case | {"corrections": [correction.as_record() for correction in corrections]}


def _base64(facts: object) -> str | None:
    """Return the library's packed facts about the page's markup, in base 64; None for plain text."""
    return base64.b64encode(facts).decode("ascii") if isinstance(facts, bytes) else None


def _title(library: Library, id: str, binned: Callable[[], Mapping[str, BinnedArticle]]) -> str:
    from peaceindex.errors import ArticleNotFoundError

    try:
        return library.article(id).title or wording.TITLE_NOT_KNOWN
    except ArticleNotFoundError:
        article = binned().get(id)
    return f"{article.title or wording.TITLE_NOT_KNOWN} (in the bin)" if article else "(no longer in the library)"


def _correction_line(correction: Correction) -> str:
    """Return a correction as one line for people."""
    from peaceindex import printable

    if correction.field == "line":
        where = f"line {correction.number}" if correction.number else "line"
        verb = "kept" if correction.value == "keep" else "cut"
        words = f"{where} {verb}: {_short(correction.line)}"
    else:
        words = f"{correction.field}: {_value_words(correction.value)} (was: {_value_words(correction.was)})"
    notes = {"in force": "", "waiting": " [not yet in the article]", "lost": " [no longer there]"}
    removals = {"": "", "in the bin": " [its article is in the bin]", "emptied": " [you removed its article]"}
    return printable(f"{correction.id}  {words}{removals[correction.removal] or notes[correction.standing]}")


def _value_words(value: Value) -> str:
    return (value if isinstance(value, str) else ", ".join(value or ())) or "not known"


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else f"{one_line[:59].rstrip()}…"
