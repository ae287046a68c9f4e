"""The lines that were cut from an article, as the column `articles.cuts` holds them.

The text of a cut line is a line of the source, which the table `raws` holds. So its number and its reason are stored,
and its text only if it is not just that line. The form is JSON in UTF-8, packed by zlib (RFC 1950):
`{"source": CHECKSUM, "reasons": [REASON, …], "cuts": [[LINE, COUNT or TEXT, REASON], …]}`. The checksum is the Adler-32
of the source's text in UTF-8. A cut is `COUNT` whole lines from `LINE` on, or `TEXT` of the line `LINE`. `LINE` counts
from 1; `REASON` is a place in the list of reasons and counts from 0. Whole lines come in ascending order. Empty bytes
stand for no cuts. NULL stands for an article with its cuts in the table `cuts`, as older versions stored them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from peaceindex.storage.column_kinds import BadValueError, Kind
from peaceindex.storage.packed_text import unpack


class StoredCuts(NamedTuple):
    """The cuts of an article: the checksum of its source, the reasons, and line, extent and reason of each cut.

    The extent of a cut is a count of whole lines, or the text of a part of one line.
    """

    source: int
    reasons: list[str]
    cuts: list[tuple[int, int | str, int]]


_NO_CUTS = StoredCuts(0, [], [])


def pack_cuts(cuts: Sequence[tuple[int, str, str]], source: str) -> bytes:
    """Return cuts (line, text, reason) as they are stored. `source` is the text that they were cut from."""
    if not cuts:
        return b""
    lines = source.split("\n")
    reasons: dict[str, int] = {}
    packed: list[list[Any]] = []
    next_line = 1  # the first that has not been passed by whole lines
    continues = False
    for line, text, reason in cuts:
        place = reasons.setdefault(reason, len(reasons))
        if not next_line <= line <= len(lines) or lines[line - 1] != text:
            packed.append([line, text, place])
            continues = False
            continue
        if continues and line == next_line and packed[-1][2] == place:
            packed[-1][1] += 1
        else:
            packed.append([line, 1, place])
        next_line, continues = line + 1, True
    record = {"source": zlib.adler32(source.encode("utf-8")), "reasons": list(reasons), "cuts": packed}
    # Without the list of phrases, which would make nothing smaller here and takes time to set up.
    return zlib.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def _read(value: Any) -> StoredCuts | None:
    if value is None:
        return None
    if value == b"":
        return _NO_CUTS
    if type(value) is not bytes:
        raise BadValueError("no packed record of lines")
    try:
        record = json.loads(unpack(value))
        cuts = [(line, extent, reason) for line, extent, reason in record["cuts"]]
        found = StoredCuts(record["source"], record["reasons"], cuts)
    except (zlib.error, ValueError, TypeError, KeyError, RecursionError):
        raise BadValueError("no packed record of lines") from None
    if not _is_sound(found):
        raise BadValueError("no record of lines")
    return found


def _is_sound(found: StoredCuts) -> bool:
    if type(found.source) is not int or type(found.reasons) is not list:
        return False
    if not all(type(reason) is str for reason in found.reasons):
        return False
    next_line = 1
    for line, extent, reason in found.cuts:
        if type(line) is not int or type(reason) is not int or not 0 <= reason < len(found.reasons):
            return False
        if type(extent) is int and extent > 0 and line >= next_line:
            next_line = line + extent
        elif type(extent) is not str:
            return False
    return True


PACKED_CUTS = Kind(_read, lambda value: None)
"""The kind of the column. It is read as `StoredCuts`, or None if the cuts are in the table `cuts`."""
