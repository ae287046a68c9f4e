"""`peacereader codes`"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from peacereader import wording
from peacereader.cli.common import chosen_form, library_option, one_line, open_library, say, to_json, write
from peacereader.cli.counted_by import CountedByParam
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.cli.hit_output import print_table
from peacereader.output import complain

if TYPE_CHECKING:
    from peaceindex import Library
    from peaceindex.model.code_table import CountedBy
    from peacereader.exports.tables import Table

_VALUES = ("description", "color", "key", "memo")


@click.command("codes")
@library_option
@click.option("--add", metavar="NAME", help="Add a code. With --under, below another.")
@click.option("--set", "changed", metavar="NAME", help="Set the values of a code that --description and others give.")
@click.option("--description", metavar="TEXT", help="With --add or --set: what the code means.")
@click.option("--color", metavar="#RRGGBB", help="With --add or --set: its color.")
@click.option("--key", metavar="DIGIT", help="With --add or --set: the key, 1 to 9, that sets it in the reader.")
@click.option("--memo", metavar="TEXT", help="With --add or --set: your notes about the code.")
@click.option("--under", metavar="NAME", help='With --add or --move: the code above it; "" is none.')
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Rename a code, and the label on its passages.")
@click.option("--merge", nargs=2, metavar="OLD INTO", help="Give the passages of OLD the label INTO instead.")
@click.option("--split", nargs=2, metavar="OLD NEW", help="Give some passages of OLD the label NEW instead.")
@click.option("--passages", "ids", metavar="ID,…", multiple=True, help="With --split: the ids of these passages.")
@click.option("--query", metavar="WORDS", help="With --split: the passages that 'passages WORDS' finds.")
@click.option("--move", "moved", metavar="NAME", help="Move a code, with those below it, to where --under says.")
@click.option("--remove", metavar="NAME", help="Take a code out of codes.yaml. Passages keep its label.")
@click.option(
    "--by",
    type=CountedByParam(),
    metavar="OUTLET|MONTH|SIDE",
    help="Count passages by label and outlet, month or side; several with commas, as in outlet,month.",
)
@click.option("--csv", "as_csv", is_flag=True, help="With --by: print CSV; each cell is exactly the name or number.")
@click.option(
    "--spreadsheet",
    "as_spreadsheet",
    is_flag=True,
    help="With --by: print CSV for Excel and others, in which no cell can be taken for a formula.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with an object for each code.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    add: str | None,
    changed: str | None,
    rename: tuple[str, str] | None,
    merge: tuple[str, str] | None,
    split: tuple[str, str] | None,
    ids: tuple[str, ...],
    query: str | None,
    moved: str | None,
    remove: str | None,
    under: str | None,
    by: tuple[CountedBy, ...] | None,
    as_csv: bool,
    as_spreadsheet: bool,
    as_json: bool,
    **values: str | None,
) -> int:
    """List and change the codes by which you label passages.

    The codes are in codes.yaml in the library, which you can edit by hand too.
    A label in use that the file does not name is a code without a description.
    'peacereader annotate' sets labels, and its --undo undoes changes of codes too.

    \b
    Examples:
      peacereader codes --add Violation --under Ceasefire --key 2
      peacereader codes --rename Aid "Humanitarian aid"
      peacereader codes --split Aid "Medical aid" --query "hospital"
      peacereader codes --by month --csv > labels.csv
      peacereader codes --by side,month

    Which outlet speaks for which side is for you to say, under sides in codes.yaml.
    """
    asked = [add, changed, rename, merge, split, moved, remove, by, as_json or None]
    if sum(option is not None for option in asked) > 1:
        raise click.UsageError(
            "Choose one of --add, --set, --rename, --merge, --split, --move, --remove, --by and --json.", ctx
        )
    table = cast("Table | None", chosen_form(ctx, csv=as_csv, spreadsheet=as_spreadsheet))
    given = {name: value for name in _VALUES if (value := values[name]) is not None}
    if bool(ids) + (query is not None) != (split is not None):
        raise click.UsageError("--split takes either --passages ID or --query WORDS, which are for it alone.", ctx)
    _refuse_what_is_not_used(ctx, add, changed, moved, under, by, given, table=table)
    library = open_library(ctx)
    coding = library.annotations.coding
    if add is not None:
        _add(library, add, under, given)
    elif changed is not None:
        coding.change(changed, **given)
    elif rename is not None:
        say(f"renamed on {wording.counted(coding.rename(*rename), 'passage')}")
    elif merge is not None:
        say(f"merged: {wording.counted(coding.merge(*merge), 'passage')} had the label '{one_line(merge[0])}'")
    elif split is not None:
        _split(library, split, ids, query)
    elif moved is not None:
        coding.move(moved, under or None)
    elif remove is not None:
        count = coding.remove(remove)
        kept = f"{wording.counted(count, 'passage')} {'keeps' if count == 1 else 'keep'} the label"
        say(f"removed from codes.yaml; {kept}" if count else "removed")
    elif by is not None:
        _count(library, by, table)
    else:
        _list(library, as_json)
    problems = coding.codebook().problems
    for problem in problems:
        complain(problem)
    return FAILED if problems else DONE


def _refuse_what_is_not_used(
    ctx: click.Context,
    add: str | None,
    changed: str | None,
    moved: str | None,
    under: str | None,
    by: tuple[CountedBy, ...] | None,
    given: dict[str, str],
    *,
    table: Table | None,
) -> None:
    if given and add is None and changed is None:
        raise click.UsageError(f"--{next(iter(given))} is for --add or --set.", ctx)
    if changed is not None and not given:
        raise click.UsageError("--set takes --description, --color, --key or --memo.", ctx)
    if under is not None and add is None and moved is None:
        raise click.UsageError("--under is for --add or --move.", ctx)
    if moved is not None and under is None:
        raise click.UsageError('--move takes --under NAME, or --under "" for the top.', ctx)
    if table is not None and by is None:
        raise click.UsageError(f"--{table} is for --by.", ctx)


def _add(library: Library, name: str, under: str | None, given: dict[str, str]) -> None:
    from peaceindex.model.code import Code

    say(f"added: {one_line(library.annotations.coding.add(Code(name, parent=under or None, **given)).name)}")


def _split(library: Library, split: tuple[str, str], ids: tuple[str, ...], query: str | None) -> None:
    old, new = split
    chosen = [id for part in ids for id in part.replace(",", " ").split()]
    if query is not None:
        chosen = [passage.id for passage in library.annotations.passages(query)]
    count = library.annotations.coding.split(old, new, chosen)
    say(f"split: {wording.counted(count, 'passage')} now with the label '{one_line(new)}'")


def _list(library: Library, as_json: bool) -> None:
    coding = library.annotations.coding
    book, uses = coding.codebook(), coding.uses()
    if as_json:
        fields = ("name", *_VALUES, "parent")
        write(
            to_json(
                [{name: getattr(code, name) for name in fields} | {"passages": uses[code.name]} for code in book.codes],
                indent=1,
            )
        )
        return
    rows = [(f"{'  ' * book.depth(code)}{one_line(code.name)}", code) for code in book.codes]
    width = max((len(name) for name, _ in rows), default=0)
    for name, code in rows:
        about = " · ".join(filter(None, [f"key {code.key}" if code.key else "", one_line(code.description)]))
        write(f"{name:<{width}}  {uses[code.name]:>5}  {about}".rstrip())
    if not rows:
        say("There are no codes yet. 'peacereader codes --add NAME' adds one.")


def _count(library: Library, by: tuple[CountedBy, ...], form: Table | None) -> None:
    """Print the table of counts in a form for programs, or for people if there is none."""
    coding = library.annotations.coding
    table = coding.count(library.annotations.passages(), by).rows()
    if "side" in by and not coding.codebook().sides:
        say("codes.yaml states no sides yet. Under sides it takes a line for each, as in Government: [Amed Post]")
    if form is not None:
        print_table(table, form)
        return
    widths = [max(len(one_line(row[column])) for row in table) for column in range(len(table[0]))]
    for row in table:
        first, *rest = zip(map(one_line, row), widths, strict=True)
        write("  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]).rstrip())
