"""The search log as a methods note: what the reader of an article or a thesis needs to repeat the searches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from peacereader import __version__, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peaceindex.model.saved_search import LoggedSearch


def as_record(searches: Sequence[LoggedSearch]) -> dict[str, Any]:
    """Return the object for JSON: the program, and the searches in the order in which they were made."""
    return {"program": "peacereader", "version": __version__, "searches": [search.as_record() for search in searches]}


def markdown(searches: Sequence[LoggedSearch]) -> str:
    """Return the searches as a table, with filters, other matching forms, and the state of the library."""
    first, last = searches[0].made[:10], searches[-1].made[:10]
    span = wording.long_date(first) if first == last else f"{wording.long_date(first)} to {wording.long_date(last)}"
    formats = wording.join_words([str(number) for number in sorted({search.index_format for search in searches})])
    lines = [
        "# Searches",
        "",
        f"{wording.counted(len(searches), 'search', 'searches')} with peacereader {__version__} "
        f"(search index format {formats}), {span}. Words of a query are joined by AND; “also” lists other spellings "
        "and forms that were counted as the same word; hits are ranked by BM25F where the order is by relevance. Times "
        "are UTC. “Articles” is the size of the library when the search was made, “newest” the date of its newest "
        "article.",
        "",
        "| no. | time | query | filters | also | hits | articles | newest |",
        "|---:|---|---|---|---|---:|---:|---|",
    ]
    for number, search in enumerate(searches, 1):
        also = "; ".join(f"{word}: {', '.join(forms)}" for word, forms in search.also_matching.items())
        cells = [
            f"{number}",
            search.made[:16].replace("T", " "),
            _code(search.request.text) if search.request.text.strip() else "all articles",
            _escaped("; ".join(wording.filters(search.request))),
            _escaped(also),
            f"{search.total:,}",
            f"{search.articles:,}",
            search.newest or "",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _code(text: str) -> str:
    """Return `text` as Markdown code, unchanged but for white space and vertical bars."""
    line = " ".join(text.split()).replace("|", "\\|")
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{space}{line}{space}{fence}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>~|])", r"\\\1", " ".join(text.split())).replace("&", "&amp;")
