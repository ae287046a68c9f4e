"""Values that library.db stores in few bytes. Each is also read in the form in which older versions stored it.

- `text_hash`, `source_hash`, `sha256`: the 32 bytes of a SHA-256. Before: its hex digits.
- `provenance`: the first letter of stated, found, derived or none for each of `_FIELDS`. Before: JSON, field -> word.
- `lead`: bytes, the decimal digits of how many characters of the text it is; text if the text does not begin with it.
  Before: always text.
- `evidence`: a JSON list of retrieved, retrieved_by, sha256, record, page and line, without the empty ones at its end.
  Its sha256 is Base64 without padding, or "=" if it is that of the row. Before: a JSON object.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from peaceindex.model.evidence import NO_EVIDENCE, Evidence
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.storage.bad_text import as_text
from peaceindex.storage.column_kinds import JSON, TEXT, TEXT_MAP, TEXT_OR_NONE, BadValueError, Kind

_HASH = late_pattern(r"[0-9a-f]{64}", re.ASCII)
_FIELDS = ("title", "outlet", "date", "authors", "tags", "url", "language", "lead")
"""The order of the letters of a stored provenance. It may never change. Other fields than these are stored as JSON."""
_WORDS = {"s": "stated", "f": "found", "d": "derived", "n": "none"}
_LETTERS = {word: letter for letter, word in _WORDS.items()}
_CODE = late_pattern(f"[{''.join(_WORDS)}]{{{len(_FIELDS)}}}", re.ASCII)
_MAX_LENGTH_DIGITS = 9
_EVIDENCE_FIELDS = ("retrieved", "retrieved_by", "sha256", "record", "page", "line")
_SAME = "="


def hash_value(hash: str) -> bytes | str:
    """Return a SHA-256 in hex digits as it is stored. What is none stays as it is."""
    return bytes.fromhex(hash) if _HASH.fullmatch(hash) else hash


def hash_of(value: Any) -> str:
    """Return the hex digits of a stored SHA-256."""
    return value.hex() if type(value) is bytes else as_text(value)


def _read_hash(value: Any) -> str:
    return value.hex() if type(value) is bytes and len(value) == 32 else str(TEXT.read(value))


HASH = Kind(_read_hash, as_text)


def provenance_value(provenance: Mapping[str, str]) -> str:
    """Return the provenance of fields as it is stored."""
    if tuple(provenance) == _FIELDS and _LETTERS.keys() >= set(provenance.values()):
        return "".join(_LETTERS[word] for word in provenance.values())
    return json.dumps(dict(provenance))


@lru_cache(maxsize=1000)
def _decoded(code: str) -> Mapping[str, str] | None:
    """Return the provenance of fields that a code states; None if it is no code."""
    if not _CODE.fullmatch(code):
        return None
    words = (_WORDS[letter] for letter in code)
    return MappingProxyType(dict(zip(_FIELDS, words, strict=True)))


def _read_provenance(value: Any) -> Mapping[str, str]:
    if type(value) is str and len(value) == len(_FIELDS) and (decoded := _decoded(value)) is not None:
        return decoded
    found: dict[str, str] = TEXT_MAP.read(value)
    return found


PROVENANCE = Kind(_read_provenance, lambda value: {})


def lead_value(lead: str | None, text: str) -> str | bytes | None:
    """Return the lead of an article with this text as it is stored."""
    return str(len(lead)).encode() if lead and text.startswith(lead) else lead


def _read_lead(value: Any) -> str | int | None:
    if type(value) is bytes and value.isdigit() and len(value) <= _MAX_LENGTH_DIGITS:
        return int(value)
    found: str | None = TEXT_OR_NONE.read(value)
    return found


LEAD = Kind(_read_lead, as_text)
"""It is read as the text of the lead, or as the number of characters of the article's text that it is."""


def evidence_value(evidence: Evidence, sha256: str) -> str:
    """Return the evidence of a source with this SHA-256 as the table `sources` stores it."""
    if evidence == NO_EVIDENCE:
        return "{}"
    hash = _SAME if evidence.sha256 == sha256 and sha256 else _base64(evidence.sha256)
    values = [evidence.retrieved, evidence.retrieved_by, hash, evidence.record, evidence.page, evidence.line]
    while not values[-1]:
        values.pop()
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def evidence_of(record: Mapping[str, Any], sha256: str) -> Evidence:
    """Return the evidence that a column of kind `EVIDENCE` was read as, of a source with this SHA-256."""
    hash = record.get("sha256")
    return Evidence.from_record({**record, "sha256": sha256 if hash == _SAME else _hex(str(hash or ""))})


def _base64(hash: str) -> str:
    value = hash_value(hash)
    return base64.b64encode(value).decode().rstrip("=") if type(value) is bytes else hash


def _hex(hash: str) -> str:
    if len(hash) != 43:
        return hash
    try:
        return base64.b64decode(f"{hash}=", validate=True).hex()
    except ValueError:
        return hash


def _read_evidence(value: Any) -> dict[str, Any]:
    found = JSON.read(value)
    if isinstance(found, list) and len(found) <= len(_EVIDENCE_FIELDS):
        return dict(zip(_EVIDENCE_FIELDS, found, strict=False))
    if isinstance(found, dict):
        return found
    raise BadValueError("no record")


EVIDENCE = Kind(_read_evidence, lambda value: {})
"""It is read as an object in the form of `Evidence.as_record`, but for its `sha256`: see `evidence_of`."""
