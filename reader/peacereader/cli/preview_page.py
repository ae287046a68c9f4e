"""What a file holds, before it is added: the lines of `add --dry-run` and `clean --summary`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from peacereader import wording
from peacereader.cli.common import one_line, say, skipped_summary, to_json, write
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.output import bold, complain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peaceindex.model.reports import FilePreview

_MAX_OUTLETS = 5


def print_previews(previews: Iterable[FilePreview], as_json: bool) -> int:
    """Print what each file holds as it comes, then the sums on standard error. Return the exit code."""
    articles = known = removed = failures = files = 0
    skipped: Counter[str] = Counter()
    for preview in previews:
        for failure in preview.failures:
            complain(failure)
        failures += len(preview.failures)
        if preview.skipped and not preview.articles:
            skipped[preview.skipped] += 1
            continue
        if not preview.path:
            continue
        files += 1
        articles += preview.articles
        known += preview.known
        removed += preview.removed
        if as_json:
            write(to_json(preview.as_record()))
        elif preview.articles or not preview.failures:
            write("\n".join(_lines(preview)))
    parts = [f"{wording.counted(articles, 'article')} in {wording.counted(files, 'file')}"]
    if known:
        parts.append(f"{known:,} of them already there")
    if removed:
        parts.append(f"{removed:,} of them removed by you, and left out")
    if failures:
        parts.append(f"{failures:,} could not be read")
    if skipped:
        parts.append(skipped_summary(skipped))
    say(f"{', '.join(parts)}; nothing was written")
    return FAILED if failures else DONE


def _lines(preview: FilePreview) -> list[str]:
    counts = wording.counted(preview.articles, "article")
    if preview.known:
        counts += f" ({preview.known:,} already there)"
    if preview.removed:
        counts += f" ({preview.removed:,} removed by you)"
    lines = [bold(one_line(preview.path)), f"  {preview.kind or 'no kind that is known'}: {counts}"]
    if preview.outlets:
        named = [f"{one_line(name) or wording.OUTLET_NOT_KNOWN} {count:,}" for name, count in preview.outlets]
        more = len(named) - _MAX_OUTLETS
        lines.append(f"  outlets: {', '.join(named[:_MAX_OUTLETS])}{f' and {more:,} more' if more > 0 else ''}")
    if preview.first_date and preview.last_date:
        first, last = wording.long_date(preview.first_date), wording.long_date(preview.last_date)
        lines.append(f"  dates: {first if first == last else f'{first} to {last}'}")
    if preview.doubts:
        lines.append(f"  doubtful: {', '.join(f'{count:,} with {name}' for name, count in preview.doubts)}")
    return lines
