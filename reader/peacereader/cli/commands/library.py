"""`peacereader library export FILE`, `import FILE` and `merge OTHER`"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peacereader import __version__, wording
from peacereader.cli.common import (
    library_folder,
    library_option,
    one_line,
    open_library,
    progress_bar,
    say,
    to_json,
    write,
)
from peacereader.cli.exit_codes import DONE, FAILED, INTERRUPTED
from peacereader.output import complain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex import Merged

_MOST_NAMED = 50
_PATH = click.Path(path_type=Path)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object that says what was done.")


class _Library(click.Group):
    """The group, for which a word that is none of its commands may be part of a query."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that `args` begin with."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(f"'library' is followed by export, import or merge, not by '{args[0]}'.", ctx)
        return super().resolve_command(ctx, args)


@click.group("library", cls=_Library, invoke_without_command=True)
@library_option
@click.pass_context
def command(ctx: click.Context) -> None:
    """Put the whole library into one file, make a library of such a file, or merge two.

    An archive holds everything: articles with their sources, passages, notes,
    labels, codes, corrections, saved searches, the search log, reading marks.
    It can be read without this program: a README.txt in it says how.

    \b
    Examples:
      peacereader library export talks.zip
      peacereader --library ~/copy library import talks.zip
      peacereader library merge ~/shared/library
    """
    if ctx.invoked_subcommand is None:
        raise click.UsageError("Choose export, import or merge.", ctx)


@command.command("export", short_help="Write the whole library to a new file.")
@library_option
@_json_option
@click.argument("file", type=_PATH, metavar="FILE")
@click.pass_context
def export(ctx: click.Context, file: Path, as_json: bool) -> int:
    """Write the whole library to FILE, which must not exist yet.

    FILE is a ZIP file of JSON with a README and a manifest in it. The library
    can be in use meanwhile. What is damaged is named, and all else is written.
    """
    from peaceindex.model.entry_counts import listed

    if str(file) == "-":
        raise click.UsageError("An archive cannot go to standard output: name a file.", ctx)
    library = open_library(ctx)
    with progress_bar() as step:
        done = library.archives.export(file, __version__, partial(step, "Writing"))
    library.clear_bad_values()  # they are among the problems
    if as_json:
        write(to_json(done.as_record(), indent=1))
    else:
        articles = wording.counted(done.articles, "article")
        say(f"exported {articles}, {listed(done.counts)} to {one_line(str(done.path))} ({_size(done.bytes)})")
    if done.problems:
        _name(done.problems)
        complain("all else was exported. 'peacereader check --repair' repairs what is damaged or sets it aside.")
    return FAILED if done.problems else DONE


@command.command("import", short_help="Make a library of an archive.")
@library_option
@_json_option
@click.argument("file", type=_PATH, metavar="FILE")
@click.pass_context
def import_(ctx: click.Context, file: Path, as_json: bool) -> int:
    """Make a library of the archive FILE, where there is none yet.

    The library is made where --library says, or at its default place. All is
    as it was: ids, passages, what can be undone, what is new in saved searches.
    The search index is made anew. An archive that is damaged or was made to do
    harm is refused as a whole. To add one to a library that holds something,
    use 'library merge'.
    """
    from peaceindex import import_archive
    from peaceindex.model.entry_counts import listed

    folder = library_folder(ctx)
    with progress_bar() as step:
        done = import_archive(file, folder, checking=partial(step, "Checking"), adding=partial(step, "Adding"))
        library = open_library(ctx)
        library.ingest.catch_up(partial(step, "Indexing"))
    if as_json:
        write(to_json(done.as_record(), indent=1))
        return DONE
    articles = wording.counted(done.articles, "article")
    say(f"imported {articles}, {listed(done.counts)} into {one_line(str(folder))}")
    if done.settings:
        say(f"The archive has copies of settings, which stay in it: {one_line(', '.join(done.settings))}.")
    if done.problems:
        complain("when the archive was made, some of the library could not be read:")
        _name(done.problems)
    return DONE


@command.command("merge", short_help="Add another library, or an archive, to this one.")
@library_option
@click.option(
    "--passages-only",
    is_flag=True,
    help="Take along passages with labels, notes, codes and their articles; no other articles, searches or marks.",
)
@_json_option
@click.argument("other", type=_PATH, metavar="OTHER")
@click.pass_context
def merge(ctx: click.Context, passages_only: bool, as_json: bool, other: Path) -> int:
    """Add what OTHER holds, the folder of a library or an archive, to this library.

    OTHER is only read. No article is doubled; one that is in both stays as it
    is here. Of two versions of an entry the later one is taken, and the other
    version of a note stays in its history. Two saved searches of one name are
    both kept, and so are two descriptions of one code. Your notes are backed up
    first; the merge is one step, which 'peacereader annotate --undo' takes back
    for passages. To merge the same again changes nothing.
    """
    library = open_library(ctx, create=True)
    created = not library.count()
    try:
        with progress_bar() as step:
            steps: dict[str, Any] = {"checking": "Checking", "adding": "Adding", "indexing": "Indexing"}
            options = {name: partial(step, words) for name, words in steps.items()}
            done = library.archives.merge(other, passages_only=passages_only, **options)
    except KeyboardInterrupt:
        say("stopped; the articles that were added stay, and the same command continues from here")
        return INTERRUPTED
    except BaseException:
        if created and not library.count():
            library.abandon()
        raise
    if as_json:
        write(to_json(done.as_record(), indent=1))
    else:
        _report(done)
    _name(done.problems)
    return FAILED if done.problems else DONE


def _report(done: Merged) -> None:
    from peaceindex.model.entry_counts import listed

    added = listed(done.added) if done.added else "no entries"
    say(f"added {wording.counted(done.articles, 'article')}, {added}; {done.present:,} articles were there already")
    if done.changed:
        say(f"later versions taken: {listed(done.changed)}")
    if done.other_texts:
        shown = ", ".join(done.other_texts[:5]) + (" …" if len(done.other_texts) > 5 else "")
        what = wording.counted(len(done.other_texts), "article")
        say(f"{what} with another text there; the text here stays: {shown}")
    for old, new in done.renamed_searches.items():
        say(f"another search is saved as “{one_line(old)}” here; that of the other library is now “{one_line(new)}”")
    for what, tags in (
        ("joined with those here", done.tags_joined),
        ("taken off there later, and here now", done.tags_taken_off),
    ):
        if tags:
            listed_tags = [f"{', '.join(names)} ({id})" for id, names in tags.items()]
            shown = "; ".join(listed_tags[:_MOST_NAMED]) + (" …" if len(listed_tags) > _MOST_NAMED else "")
            say(one_line(f"your tags on {wording.counted(len(tags), 'article')}, {what}: {shown}"))
    if done.codes:
        say(f"codes.yaml: {wording.counted(done.codes, 'code')} added or filled in")
    if done.codes_described_twice:
        names = one_line(", ".join(done.codes_described_twice))
        say(f"described in two ways, both kept in the memo of the code: {names}")
    if done.backup:
        say(f"your notes before the merge: {one_line(done.backup.stem)}, in {one_line(str(done.backup.parent))}")


def _name(problems: Sequence[str]) -> None:
    for problem in problems[:_MOST_NAMED]:
        complain(problem)
    if len(problems) > _MOST_NAMED:
        complain(f"there are {len(problems) - _MOST_NAMED:,} more of these.")


def _size(number: int) -> str:
    return f"{number / 1_000_000:,.1f} MB" if number >= 100_000 else f"{number:,} bytes"
