"""`peacereader stats`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peacereader import wording
from peacereader.cli.common import library_option, one_line, open_library, to_json, write

if TYPE_CHECKING:
    from peaceindex.model.reports import Stats


@click.command("stats")
@library_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Print the library in figures."""
    stats = open_library(ctx).maintenance.stats()
    write(to_json(stats.as_record(), indent=1) if as_json else _table(stats))


def _table(stats: Stats) -> str:
    span = f"{wording.long_date(stats.first_date)} to {wording.long_date(stats.last_date)}"
    languages = ", ".join(f"{code or 'not known'} {count:,}" for code, count in stats.languages.items())
    rows = (
        ("Library", stats.folder),
        ("Articles", f"{stats.articles:,} from {wording.counted(stats.sources, 'source')}"),
        ("Stories", f"{stats.stories:,} in more than one article; {stats.in_stories:,} articles belong to them"),
        ("Words", f"{stats.words:,}"),
        ("Outlets", f"{stats.outlets:,}"),
        ("Dates", span if stats.first_date else wording.DATE_NOT_KNOWN),
        ("Languages", languages),
        ("Without a date", f"{stats.without_date:,}"),
        ("Without an outlet", f"{stats.without_outlet:,}"),
        ("Without a title", f"{stats.without_title:,}; title derived: {stats.derived_titles:,}"),
        ("Passages", f"{stats.passages:,}"),
        ("Tagged by you", f"{stats.tagged:,}" if stats.tagged else ""),
        ("Read", f"{stats.read:,}"),
        ("On disk", f"articles {_size(stats.library_size)}, search index {_size(stats.index_size)},"
                    f" your own work {_size(stats.annotations_size)}"),
        ("Search index", stats.index),
    )  # fmt: skip
    return "\n".join(f"{label + ':':<19}{one_line(value)}" for label, value in rows if value)


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == "bytes" or size >= 10 else f"{size:.1f} {unit}"
