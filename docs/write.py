"""Write the tables of README.md and of pages in docs/, the reference and the manual page from the program: `make docs`.

Queries, commands, options, keys and settings are those that the program has,
in the words of its own help. With `--check` nothing is written: the exit code
is 1 if a file is not what would be written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from peaceindex.cleaning.reasons import Reason
from peaceindex.model.query_language import DATE_FIELDS, FIELDS, OWN_FIELDS, STATE_FIELD
from peacereader.cli.exit_codes import MEANINGS
from peacereader.cli.group import group
from peacereader.cli.help_page import GLOBAL_OPTIONS, help_parts, option_rows
from peacereader.cli.manual_page import manual_page
from peacereader.command_help import COMMANDS
from peacereader.config_help import config_fields
from peacereader.environment_help import FILES, VARIABLES
from peacereader.exports.formats import EXTRAS, FORMATS, Format
from peacereader.query_help import DATES_KNOWN_IN_PART, FORMS, PASSAGE_FORMS
from peacereader.tui.command_twins import twin
from peacereader.tui.keys import GROUPS, Action, shown_key
from peacereader.tui.user_keys import PRESETS, preset_keys

TOP = Path(__file__).resolve().parent.parent
DOCS = TOP / "docs"
REFERENCE, MANUAL = DOCS / "reference.md", DOCS / "peacereader.1"

README_KEYS = (
    ("search",),
    ("to-results",),
    ("complete",),
    ("next-pane",),
    ("next-result", "previous-result", "first-result", "last-result", "results-half-down", "results-half-up"),
    ("open-article",),
    ("back",),
    ("facets",),
    ("tick",),
    ("exclude",),
    ("next-hit", "previous-hit"),
    ("next-article", "previous-article"),
    ("select",),
    ("by-words", "by-sentences", "by-paragraphs"),
    ("word-right", "word-left", "sentence-down", "sentence-up"),
    ("bookmark",),
    ("label",),
    ("label-key",),
    ("note", "note-editor"),
    ("fold-notes",),
    ("event",),
    ("passage-events",),
    ("undo", "redo"),
    ("quote",),
    ("quote-style",),
    ("tag", "tag-hits"),
    ("add", "folders"),
    ("remove-article", "remove-hits"),
    ("passages",),
    ("export",),
    ("passage-codes",),
    ("concordance",),
    ("save-search",),
    ("searches",),
    ("mark-seen",),
    ("audit",),
    ("story",),
    ("compare",),
    ("fold-stories",),
    ("sort",),
    ("exact",),
    ("open-address",),
    ("theme",),
    ("palette",),
    ("command-line",),
    ("help",),
    ("quit",),
)
"""The keys that the README shows, by the names of their actions; those of a row share a line."""

PRESET_KEYS = (
    "next-result", "previous-result", "first-result", "last-result", "open-article", "back", "search", "next-hit",
    "previous-hit", "palette",
)  # fmt: skip
"""Actions whose keys show what a preset changes."""

Row = Sequence[str]


def table(header: Row, rows: Iterable[Row]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def queries() -> str:
    """What a query can hold."""
    return table(("query", "finds"), ((f"`{form.example}`", form.meaning) for form in FORMS))


def passage_queries() -> str:
    """What a query of passages can hold."""
    return table(("query of passages", "finds"), ((f"`{form.example}`", form.meaning) for form in PASSAGE_FORMS))


def commands() -> str:
    """The commands, a line for each."""
    rows = [(f"`peacereader {name}`", line) for listed in COMMANDS.values() for name, line in listed.items()]
    return table(("command", "what it does"), rows)


def readme_keys() -> str:
    """The keys that one needs first."""
    actions = {action.name: (heading, action) for heading, listed in GROUPS.values() for action in listed}
    rows = []
    for names in README_KEYS:
        heading, _ = actions[names[0]]
        found = [action for _, action in map(actions.__getitem__, names)]
        rows.append((_keys(*found), heading[:1].lower() + heading[1:], _joined([action.about for action in found])))
    return table(("key", "where", "what it does"), rows)


def formats() -> str:
    """The formats of exports."""
    marks = {True: "yes", False: ""}
    rows = [
        (
            f"`{name}`", f"{form.title}: {form.about}", marks[form.is_for_passages], marks[form.is_for_hits],
            f"`{form.ending}`" if form.ending else "a folder", _extras(form),
        )
        for name, form in FORMATS.items()
    ]  # fmt: skip
    return table(("format", "what it is", "passages", "hits, articles", "file", "on request"), rows)


def _extras(form: Format) -> str:
    """What a format says on request; what is so for hits alone is named."""
    both = [name for name in EXTRAS if name in form.passages_with]
    more = [name for name in EXTRAS if name in form.hits_with - form.passages_with]
    return "; ".join(filter(None, [", ".join(both), f"of hits: {', '.join(more)}" if more else ""]))


def settings() -> str:
    """The fields of config.yaml."""
    rows = [(f"`{row.name}`", row.kind, row.default, row.meaning) for row in config_fields()]
    return table(("setting", "value", "default", "meaning"), rows)


def query_words() -> str:
    """What a query can hold without a field."""
    return _queries_with(())


def query_fields() -> str:
    """The fields of articles that a query can ask for."""
    return _queries_with(FIELDS)


def query_dates() -> str:
    """The dates that a query can ask for."""
    return _queries_with(DATE_FIELDS)


def query_states() -> str:
    """What a query can ask for of the user's own work."""
    return _queries_with((STATE_FIELD, *OWN_FIELDS))


def _queries_with(fields: Iterable[str]) -> str:
    """The ways to search that begin with one of these fields, or with none at all."""
    names = [form.example.partition(":")[0] if ":" in form.example else "" for form in FORMS]
    wanted = set(fields) or {""}
    rows = [(f"`{form.example}`", form.meaning) for form, name in zip(FORMS, names, strict=True) if name in wanted]
    return table(("query", "finds"), rows)


def key_presets() -> str:
    """The keys of the presets for moving, and for what moves with them."""
    actions = {action.name: action for _, listed in GROUPS.values() for action in listed}
    changed = {name: preset_keys(name) for name in PRESETS}
    rows = []
    for name in PRESET_KEYS:
        keys = [changed[preset].get(name, actions[name].keys) for preset in PRESETS]
        shown = [" ".join(f"`{shown_key(key)}`" for key in each.split(",")) for each in keys]
        rows.append((actions[name].about, *shown))
    return table(("what it does", *(f"`{name}`" for name in PRESETS)), rows)


def key_screens() -> str:
    """The screens and panes that have keys, each with its place in the reference."""
    headings = [heading for heading, _ in GROUPS.values() if heading]
    return "".join(f"- [{heading}](reference.md#{_anchor(heading)})\n" for heading in headings)


def _anchor(heading: str) -> str:
    """The anchor of a heading, as the site and the usual hosts of code make it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def correction_keys() -> str:
    """The keys by which a page is corrected where it is shown as it was scraped, with the commands that do the same."""
    _, actions = GROUPS["audit"]
    rows = [(_keys(one), one.about, twin(one.name)) for one in actions]
    rows = [row for row in rows if "corrections " in row[2] and "--help" not in row[2]]
    return table(("key", "what it does", "by command"), rows)


def cut_reasons() -> str:
    """Why a line is cut, in the words that an article shows."""
    return "".join(f"- {reason}\n" for reason in Reason)


def partial_dates() -> str:
    """How dates that are known in part are searched for."""
    return f"{DATES_KNOWN_IN_PART}\n"


Sections = Mapping[str, Callable[[], str]]

SECTIONS: Mapping[Path, Sections] = {
    TOP / "README.md": {"commands": commands, "keys": readme_keys, "queries": queries, "settings": settings},
    DOCS / "keys.md": {"keys": readme_keys, "presets": key_presets, "screens": key_screens},
    DOCS / "queries.md": {
        "words": query_words,
        "fields": query_fields,
        "dates": query_dates,
        "partial dates": partial_dates,
        "states": query_states,
        "passages": passage_queries,
    },
    DOCS / "cleaning.md": {"corrections": correction_keys, "reasons": cut_reasons},
}
"""The sections of each page that are written here, by the name in their marker comment."""


def filled(text: str, page: str, sections: Sections) -> str:
    """A page with its sections as they should be. Raises ValueError if one has no place, or more than one."""
    for name, make in sections.items():
        begin, end = f"<!-- {name}: written by `make docs` -->", f"<!-- end of {name} -->"
        pattern = re.compile(f"(?<={re.escape(begin)}\n).*?(?={re.escape(end)})", re.DOTALL)
        if len(pattern.findall(text)) != 1:
            raise ValueError(f"{page} needs one place between {begin} and {end}")
        made = f"\n{make()}\n"
        text = pattern.sub(lambda _, made=made: made, text)  # type: ignore[misc]
    return text


def reference() -> str:
    """The whole of docs/reference.md."""
    return "\n".join(_reference_parts())


def _reference_parts() -> Iterator[str]:
    yield "# Reference\n"
    yield "All commands, options, keys, queries and settings. Written by `make docs` from the program itself.\n"
    yield "## Queries\n"
    yield queries()
    yield "In the list of passages, and for `peacereader passages`:\n"
    yield passage_queries()
    yield f"{DATES_KNOWN_IN_PART}\n"
    yield "## Commands\n"
    yield "`peacereader [QUERY]` opens the reader. These options may stand before a query or a command:\n"
    yield table(("option", "what it does"), ((f"`{option}`", words) for option, words in GLOBAL_OPTIONS))
    context = click.Context(group, info_name="peacereader", **group.context_settings)
    for title, listed in COMMANDS.items():
        yield f"### {title}\n"
        for name in listed:
            command = group.get_command(context, name)
            assert command is not None, name
            yield from _command_parts(command, click.Context(command, context, name, **command.context_settings))
    yield "## Keys\n"
    yield 'Each action can have other keys: `keys: {next-hit: "n,ctrl+n"}` in `config.yaml`.\n'
    for heading, actions in GROUPS.values():
        if heading:
            yield f"### {heading}\n"
            yield table(
                ("key", "what it does", "action", "by command"),
                ((_keys(one), one.about, f"`{one.name}`", twin(one.name)) for one in actions),
            )
    yield "## Formats of exports\n"
    yield (
        "For `--format` of `passages`, `search` and `show`, and for `x` in the reader. `--with` asks for what a format "
        "says on request; all else that it has a place for it says anyway. `show` always has the texts of articles.\n"
    )
    yield formats()
    yield "## Settings\n"
    yield "`peacereader locate` shows where `config.yaml` belongs. Every setting may be missing.\n"
    yield settings()
    yield "## Environment\n"
    yield table(("variable", "what it is for"), ((f"`{names}`", words) for names, words in VARIABLES))
    yield "## Files\n"
    yield table(("file", "what it holds"), ((f"`{names}`", words) for names, words in FILES))
    yield "## Exit codes\n"
    yield table(("code", "what it means"), ((f"`{code}`", words) for code, words in MEANINGS.items()))


def _command_parts(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"#### `{context.command_path} {usage}`\n"
    for paragraph, code in help_parts(command):
        yield f"{paragraph}\n"
        if code:
            yield f"```\n{code}\n```\n"
    yield table(("option", "what it does"), ((f"`{option}`", words) for option, words in option_rows(command, context)))
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _command_parts(inner, click.Context(inner, context, name, **inner.context_settings))


def _keys(*actions: Action) -> str:
    """All keys of one action, or the first of each of several."""
    keys = [action.keys.split(",") for action in actions]
    shown = keys[0] if len(keys) == 1 else [each[0] for each in keys]
    return " ".join(f"`{shown_key(key)}`" for key in shown)


def _joined(sentences: Sequence[str]) -> str:
    return "; ".join([sentences[0], *(words[:1].lower() + words[1:] for words in sentences[1:])])


def main() -> int:
    """Write the files, or compare them. Return the exit code."""
    pages = {file: filled(file.read_text(encoding="utf-8"), file.name, parts) for file, parts in SECTIONS.items()}
    made = pages | {REFERENCE: reference(), MANUAL: manual_page()}
    old = [file for file, text in made.items() if not file.exists() or file.read_text(encoding="utf-8") != text]
    for file in old:
        name = file.relative_to(TOP)
        if "--check" in sys.argv[1:]:
            print(f"{name} is not what the program says; 'make docs' writes it.", file=sys.stderr)
        else:
            file.write_text(made[file], encoding="utf-8")
            print(name)
    return 1 if old and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
