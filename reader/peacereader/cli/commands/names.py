"""`peacereader names`"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli.common import library_option, one_line, open_library, progress_bar, to_json, write
from peacereader.config import load_config
from peacereader.output import complain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.model.missing_names import MissingName, MissingNames
    from peaceindex.model.name_packs import PackState


@click.command("names")
@library_option
@click.option("--missing", is_flag=True, help="List frequent names that no pack knows, as YAML to start a pack from.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=100, show_default=True, metavar="N", help="List at most N names."
)
@click.pass_context
def command(ctx: click.Context, missing: bool, limit: int) -> None:
    """List the packs of names, and which of them your library uses.

    A pack knows the spellings of the names of one conflict or process. It is on
    if your articles contain its words, or if names_packs in config.yaml lists
    it. With --missing, all articles are read for names of one to three words
    with capitals; those in German are left out, since all its nouns have them.
    """
    from peaceindex import pack_problems

    library = open_library(ctx)
    for problem in (*load_config()[1], *pack_problems()):
        complain(problem)
    if not missing:
        states = library.search.packs()
        width = max(len(state.pack) for state in states)
        write("\n".join(_line(state, width) for state in states))
        return
    with progress_bar() as step:
        found = library.maintenance.missing_names(limit, partial(step, "Reading"))
    write("\n".join(_pack(found)))


def _line(state: PackState, width: int) -> str:
    number = wording.counted(state.names, "name")
    switch = "on" if state.is_on else "off"
    return f"{state.pack:<{width}}  {switch:<3}  {number:>11}  {one_line(state.title)}  ({_why(state)})"


def _why(state: PackState) -> str:
    match state.reason:
        case "always":
            return "always on"
        case "setting":
            return "listed in config.yaml"
        case "not in setting":
            return "not listed in config.yaml"
        case "words":
            return f"\u201c{one_line(state.signal)}\u201d is in {wording.counted(state.articles, 'article')}"
        case "no words" if state.articles:
            few = wording.counted(state.articles, "article")
            return f"\u201c{one_line(state.signal)}\u201d is only in {few}"
    return "none of its words is in your articles"


def _pack(found: MissingNames) -> Iterator[str]:
    """Yield the lines of a pack to start from. Every name is quoted, so that none of them can mean anything in YAML."""
    yield "# Frequent names that no pack knows, each with its number of articles. Delete what is no name, correct the"
    yield "# kinds (person, place, organisation, weapon, subject), and add the other spellings to forms and words that"
    yield "# show what the pack is about to signals."
    if found.left_out:
        yield f"# Left out: {wording.counted(found.left_out, 'article')} in languages that give all nouns capitals."
    yield "pack: my-pack"
    yield "title: My pack"
    yield "signals: []"
    if not found.names:
        yield "names: []"
        return
    yield "names:"
    for name in found.names:
        yield from _entry(name)


def _entry(name: MissingName) -> Iterator[str]:
    yield f"  - name: {_quoted(name.name)}  # in {wording.counted(name.articles, 'article')}"
    yield "    kind: subject"
    if name.form:
        yield f"    forms: [{_quoted(name.name)}, {_quoted(name.form)}]"
        yield f"    # the second form alone: in {wording.counted(name.form_articles, 'article')}"
    else:
        yield f"    forms: [{_quoted(name.name)}]"


def _quoted(text: str) -> str:

    return to_json(one_line(text))
