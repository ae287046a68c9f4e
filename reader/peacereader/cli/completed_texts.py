"""What completes a text that is given to a command: names of the library in use, or what a query can hold.

The shell waits for this at every Tab, so that it never opens a library: `peaceindex.names_for_shell` reads names from
its files.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import click

    from peaceindex.model.shell_names import ShellNames

COMPLETED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agreement --label": "label",
        "agreement --articles": "",
        "agreement first": "",
        "agreement second": "",
        "annotate --label": "label",
        "annotate --unlabel": "label",
        "annotate ids": "passage",
        "bin ids": "",
        "browse query": "query",
        "codes --set": "label",
        "codes --under": "label",
        "codes --rename": "label",
        "codes --merge": "label",
        "codes --split": "label",
        "codes --move": "label",
        "codes --remove": "label",
        "compare left": "article",
        "compare right": "article",
        "concordance query": "query",
        "corrections --outlet": "outlet",
        "corrections --language": "lang",
        "corrections --query": "query",
        "corrections article": "article",
        "events query": "passage query",
        "mark --query": "query",
        "mark ids": "article",
        "passages query": "passage query",
        "read ids": "article",
        "related id": "article",
        "remove --query": "query",
        "remove ids": "article",
        "search --saved": "saved search",
        "search query": "query",
        "searches --seen": "saved search",
        "searches --rename": "saved search",
        "searches --remove": "saved search",
        "searches query": "query",
        "show ids": "article",
        "tag --add": "mine",
        "tag --remove": "mine",
        "tag --query": "query",
        "tag ids": "article",
        "timeline queries": "query",
    }
)
"""What completes a text, by the command and the option or argument: names of the library, or a query."""

_QUERY_NAMES: Final[Mapping[str, ShellNames]] = MappingProxyType(
    {"outlet": "outlet", "tag": "tag", "author": "author", "lang": "lang", "label": "label", "mine": "mine"}
)
"""The fields of a query whose values can be listed."""


def text_items(ctx: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return what may complete a text that is given to an option or an argument of a command."""
    name = next((one for one in parameter.opts if one.startswith("--")), parameter.name)
    what = COMPLETED.get(f"{ctx.command.name} {name}", "")
    if what in ("query", "passage query"):
        return list(_query_items(ctx, typed, is_of_passages=what == "passage query"))
    if not what:
        return []
    return [CompletionItem(name, help=words) for name, words in _names(ctx, what, typed)]  # type: ignore[arg-type]


def _query_items(ctx: click.Context, typed: str, *, is_of_passages: bool) -> Iterator[CompletionItem]:
    """Yield how the last word of a query may go on: its fields, or the values of its field."""
    from peaceindex.model.query_language import FIELD_NAMES, FIELDS, PASSAGE_FIELDS, STATE_FIELD, STATES

    head, space, last = typed.rpartition(" ")
    minus = "-" if last.startswith("-") else ""
    field, colon, value = last[len(minus) :].partition(":")
    before = f"{head}{space}{minus}"
    if not colon:
        for name in PASSAGE_FIELDS if is_of_passages else FIELD_NAMES:
            if name.startswith(field.lower()):
                yield CompletionItem(f"{before}{name}:")
        return
    if field == STATE_FIELD and not is_of_passages:
        yield from (CompletionItem(f"{before}{field}:{one}") for one in STATES if one.startswith(value))
        return
    if what := _QUERY_NAMES.get(FIELDS.get(field, field)):
        for name, _ in _names(ctx, what, value.lstrip('"')):
            if '"' not in name:
                shown = name if name.isalnum() and '"' not in value else f'"{name}"'
                yield CompletionItem(f"{before}{field}:{shown}")


def _names(ctx: click.Context, what: ShellNames, typed: str) -> list[tuple[str, str]]:
    from peaceindex import names_for_shell

    return names_for_shell(_folder(ctx), what, typed)


def _folder(ctx: click.Context) -> Path:
    """Return the library that the command would use; that of the samples if there is no other yet."""
    from peaceindex.paths import default_library, samples_library

    chosen = next((one.params.get("library") for one in (ctx, ctx.parent) if one and one.params.get("library")), None)
    if isinstance(chosen, Path):
        return chosen.expanduser()
    if getattr(ctx.obj, "library", None):
        return Path(ctx.obj.library)
    folder = default_library()
    if not (folder / "library.db").is_file() and not os.environ.get("PEACEREADER_LIBRARY"):
        return samples_library()
    return folder
