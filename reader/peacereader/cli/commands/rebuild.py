"""`peacereader rebuild`"""

from __future__ import annotations

from collections import Counter
from functools import partial

import click

from peacereader import wording
from peacereader.cli.common import library_option, open_library, progress_bar, record_fields, say
from peacereader.cli.exit_codes import DONE, FAILED
from peacereader.output import complain


@click.command("rebuild")
@library_option
@click.pass_context
def command(ctx: click.Context) -> int:
    """Clean everything again and write a fresh search index.

    This works from the source texts stored in the library, so the files are no
    longer needed. Only pages that were read by an older version are read again
    from their files. Ids, passages, notes and read marks stay.
    """
    library = open_library(ctx)
    counts: Counter[str] = Counter()
    with progress_bar() as step:
        for added in library.ingest.rebuild(partial(step, "Rebuilding"), fields=record_fields()):
            counts[added.status] += 1
            counts["outdated"] += added.outdated
            if added.status == "failed":
                complain(added.reason)
    failed = f"; {counts['failed']:,} left as they were" if counts["failed"] else ""
    say(f"{wording.counted(counts['changed'], 'article')} cleaned again and indexed{failed}")
    if counts["outdated"]:
        pages = wording.counted(counts["outdated"], "page")
        say(f"{pages} could not be read again because the file is gone or has changed; the old text stays")
    return FAILED if counts["failed"] else DONE
