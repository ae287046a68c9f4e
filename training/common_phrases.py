"""Make the list of phrases with which library.db packs its texts: what news pages of many sites say again and again.

    python -m training.common_phrases ../shared/cleaning

A phrase has one to four words and stands on pages of at least `_SITES` sites, so no page's own sentence is in the list.
The most useful phrases stand last, since zlib refers to what is nearest with the fewest bits. After them come the words
of the JSON in which sources state what they know of their articles.

Texts that were packed with a list cannot be read without it. So the lists in `index/peaceindex/storage` stay for good:
another one gets a name of its own there.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

LIST = Path(__file__).parents[1] / "index/peaceindex/storage/common_phrases_2.txt"
_SITES = 8
_MOST_WORDS = 4
_SIZE_BYTES = 32_000
"""zlib looks back over 32,768 bytes. The list and a short text are to fit into them."""
_STATED = (
    '{"url": "http://", "language": "en", "text": "", "day": "", "details": {"edition": "", "page": "", "section": "'
    '", "extent": "only a summary"}, "body_lines": [[1, 2]], "settled": true, "modified": "202", "authors": ["By '
    '{"title": "", "outlet": "", "published": "202", "url": "https://www.", "tags": ["", "", "body_stated": true}'
)
_REFERENCE_BYTES = 3
"""What a phrase costs where it is packed: the space that it saves is that of its further bytes."""


def phrases(pages: list[dict[str, str]]) -> list[str]:
    """Return the phrases in order, the most useful last, each with the space in front of it."""
    sites: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for page in pages:
        words = re.findall(r"\s*\S+", page["body"])
        for length in range(1, _MOST_WORDS + 1):
            for start in range(len(words) - length + 1):
                phrase = "".join(words[start : start + length])
                if len(phrase) > _REFERENCE_BYTES and "\n" not in phrase:
                    counts[phrase] += 1
                    sites[phrase].add(page["site"])
    useful = [phrase for phrase in counts if len(sites[phrase]) >= _SITES]
    useful.sort(key=lambda phrase: (-(len(phrase.encode()) - _REFERENCE_BYTES) * counts[phrase], phrase))
    chosen: list[str] = []
    joined = ""
    for phrase in useful:
        if phrase not in joined and len(joined.encode()) + len(phrase.encode()) <= _SIZE_BYTES - len(_STATED):
            chosen.append(phrase)
            joined += phrase
    return chosen[::-1]


def main() -> None:
    """Write the list."""
    with gzip.open(Path(sys.argv[1]) / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        found = phrases([json.loads(line) for line in file])
    LIST.write_bytes(
        "".join([*found, _STATED, "\n"]).encode()
    )  # as tools expect a file to end, which must never touch it
    print(f"{len(found)} phrases, {LIST.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
