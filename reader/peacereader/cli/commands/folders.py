"""`peacereader folders`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.addition_wording import advice_of, folder_line
from peacereader.cli.common import library_option, one_line, open_library, say, to_json, write
from peacereader.cli.exit_codes import DONE, FAILED, INTERRUPTED
from peacereader.output import complain

if TYPE_CHECKING:
    from peaceindex import Library
    from peaceindex.model.additions import AddedFolder

NOTHING_ADDED = "Nothing is in the list yet. 'peacereader add PATH' adds a file or folder, and keeps it in the list."
_PATH = click.Path(path_type=Path)


@click.command("folders")
@library_option
@click.option("--again", is_flag=True, help="Add what is new or has changed in all of them, or in PATH.")
@click.option("--notes", is_flag=True, help="Print which sources failed or look doubtful, and what to do about each.")
@click.option("--forget", type=_PATH, metavar="PATH", help="Take PATH from the list. Its articles stay.")
@click.option(
    "--moved",
    type=_PATH,
    nargs=2,
    metavar="OLD NEW",
    help="Say that what lay in OLD is in NEW now, so that nothing is added twice.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the list, or with --notes the sources, as JSON.")
@click.argument("paths", nargs=-1, type=_PATH, metavar="[PATH]...")
@click.pass_context
def command(
    ctx: click.Context,
    again: bool,
    notes: bool,
    forget: Path | None,
    moved: tuple[Path, Path] | None,
    as_json: bool,
    paths: tuple[Path, ...],
) -> int:
    """List the files and folders that you added, with their articles.

    Each line says when it was added last, how many articles have a source
    there, and how many sources failed or look doubtful.

    \b
    Examples:
      peacereader folders
      peacereader folders --again
      peacereader folders --notes ~/archive
      peacereader folders --moved ~/archive /media/disk/archive
      peacereader folders --forget ~/inbox
    """
    if again + notes + (forget is not None) + (moved is not None) > 1:
        raise click.UsageError("Choose one of --again, --notes, --forget and --moved.", ctx)
    if paths and not (again or notes):
        raise click.UsageError("PATH goes with --again or --notes.", ctx)
    if as_json and (again or forget or moved):
        raise click.UsageError("--json prints the list, or with --notes the sources.", ctx)
    library = open_library(ctx)
    if forget is not None:
        library.folders.forget(forget)
        say(f"{one_line(str(forget))} is not in the list any more; its articles stay")
    elif moved is not None:
        count = library.folders.moved(*moved)
        say(f"{wording.counted(count, 'source')} of {one_line(str(moved[0]))} known in {one_line(str(moved[1]))} now")
    elif again:
        return _add_again(ctx, _chosen(library, paths))
    elif notes:
        _print_notes(library, _chosen(library, paths), as_json)
    elif as_json:
        write(to_json([folder.as_record() for folder in library.folders.all()], indent=1))
    else:
        folders = library.folders.all()
        for folder in folders:
            write(one_line(folder_line(folder)))
        if not folders:
            say(NOTHING_ADDED)
    return DONE


def _chosen(library: Library, paths: tuple[Path, ...]) -> list[AddedFolder]:
    """Return the folders in the list with these paths, all if there are none. Raise UsageError if one is not there."""
    folders = library.folders.all()
    if not paths:
        return folders
    known = {folder.path: folder for folder in folders}
    chosen = []
    for path in paths:
        folder = known.get(str(path.expanduser().absolute()))
        if folder is None:
            raise click.UsageError(f"{one_line(str(path))} is not in the list; 'peacereader folders' prints it.")
        chosen.append(folder)
    return chosen


def _add_again(ctx: click.Context, folders: list[AddedFolder]) -> int:
    from peacereader.cli.commands.add import command as add

    code = DONE
    if not folders:
        say(NOTHING_ADDED)
    by_encoding: dict[str, list[Path]] = {}
    for folder in folders:
        if folder.exists:
            by_encoding.setdefault(folder.encoding, []).append(Path(folder.path))
        else:
            complain(f"{folder.path} is not there; --moved says where it is now")
            code = FAILED
    for encoding, paths in by_encoding.items():
        code = max(code, ctx.invoke(add, paths=tuple(paths), encoding=encoding))
        if code == INTERRUPTED:
            break
    return code


def _print_notes(library: Library, folders: list[AddedFolder], as_json: bool) -> None:
    notes = [note for folder in folders for note in library.folders.notes(folder.path)]
    if as_json:
        write(to_json([note.as_record() | {"advice": advice_of(note)} for note in notes], indent=1))
        return
    for note in notes:
        what = note.reason or f"{note.source}: {wording.join_words(note.doubts)}"
        write(one_line(f"{what} {advice_of(note)}" if note.reason else f"{what}. {advice_of(note)}"))
    if not notes:
        say("No source failed, and none looks doubtful.")
