"""The search log as a methods note: what a reader of an article or a thesis needs to search again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from peaceindex.model.saved_search import LoggedSearch
from peacereader import __version__, wording


def as_record(searches: Sequence[LoggedSearch]) -> dict[str, Any]:
    """The object for JSON: the program, and each search in the order in which they were made."""
    return {"program": "peacereader", "version": __version__, "searches": [search.as_record() for search in searches]}


def markdown(searches: Sequence[LoggedSearch]) -> str:
    """The searches as a table, with what was searched besides the words, and in which state of the library."""
    first, last = searches[0].made[:10], searches[-1].made[:10]
    span = (
        wording.spoken_date(first) if first == last else f"{wording.spoken_date(first)} to {wording.spoken_date(last)}"
    )
    formats = wording.listed([str(number) for number in sorted({search.index_format for search in searches})])
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
            _code(search.request.text) if search.request.text.strip() else "every article",
            _plain("; ".join(wording.filters(search.request))),
            _plain(also),
            f"{search.total:,}",
            f"{search.articles:,}",
            search.newest or "",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _code(text: str) -> str:
    """`text` to the letter, whatever signs are in it."""
    flat = " ".join(text.split()).replace("|", "\\|")
    fence = "`" * (max(map(len, re.findall("`+", flat)), default=0) + 1)
    space = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{space}{flat}{space}{fence}"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>~|])", r"\\\1", " ".join(text.split())).replace("&", "&amp;")
