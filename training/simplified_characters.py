"""Make the table by which `text/folding` meets traditional and simplified Chinese characters, from OpenCC's.

    python -m training.simplified_characters TSCharacters.txt

The file is `dictionary/TSCharacters.txt` of OpenCC (https://github.com/BYVoid/OpenCC, Apache License 2.0), which its
Python packages carry. Where a traditional character has several simplified ones, OpenCC's first is taken: index and
queries are folded alike, so no reading is lost by it.
"""

from __future__ import annotations

import sys
from pathlib import Path

TABLE = Path(__file__).parents[1] / "index/peaceindex/text/simplified.txt"
_HEADER = """\
# Traditional Chinese characters, each with the simplified one: the one-to-one part of TSCharacters of OpenCC,
# https://github.com/BYVoid/OpenCC, Apache License 2.0. Made by training/simplified_characters.py.
"""
_PAIRS_A_LINE = 30


def pairs(source: str) -> list[str]:
    """Return each traditional character followed by its simplified one, in order."""
    found: dict[str, str] = {}
    for line in source.splitlines():
        traditional, _, simplified = line.partition("\t")
        first = simplified.split()[:1]
        if len(traditional) == 1 and first and len(first[0]) == 1 and first[0] != traditional:
            found[traditional] = first[0]
    for traditional, simplified in found.items():  # no chains: what is folded once stays
        found[traditional] = found.get(simplified, simplified)
    return [traditional + simplified for traditional, simplified in sorted(found.items())]


def main() -> None:
    """Write the table."""
    found = pairs(Path(sys.argv[1]).read_text(encoding="utf-8"))
    lines = (" ".join(found[at : at + _PAIRS_A_LINE]) for at in range(0, len(found), _PAIRS_A_LINE))
    TABLE.write_text(_HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} characters")


if __name__ == "__main__":
    main()
