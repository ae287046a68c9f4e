"""Values in the records of known services: texts, lists of names, moments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from peaceindex.model.safe_text import neutralise, one_line


def text(record: object, *names: str) -> str:
    """Return the first of these fields that holds words, on one line. `a.b` is the field `b` of the record in `a`."""
    for name in names:
        value = record
        for part in name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and (line := one_line(value)):
            return line
    return ""


def raw(record: object, *names: str) -> str:
    """Return the first of these fields that holds words, as it is."""
    for name in names:
        value = record.get(name) if isinstance(record, Mapping) else None
        if isinstance(value, str) and value.strip():
            return value
    return ""


def mapping(record: object, name: str) -> Mapping[str, Any]:
    """Return the record in a field; an empty one if it holds none."""
    value = record.get(name) if isinstance(record, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def mappings(value: object) -> list[Mapping[str, Any]]:
    """Return the records in a list; an empty list for anything else."""
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []


def texts(value: object, *names: str) -> list[str]:
    """Return the words of each part of a list: the part itself, or the first of these fields of it."""
    parts = value if isinstance(value, list) else [value]
    found = [one_line(part) if isinstance(part, str) else text(part, *names) for part in parts]
    return list(dict.fromkeys(part for part in found if part))


def moment(seconds: object) -> datetime | None:
    """Return the moment in a number of seconds since 1970, or its digits; None for anything else."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float | str):
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(seconds))
    except (ValueError, OverflowError):
        return None


def stamp(seconds: object) -> str:
    """Return such a moment in ISO 8601; "" if there is none."""
    found = moment(seconds)
    return found.isoformat(timespec="seconds") if found else ""


def plain(markup: str) -> str:
    """Return the text of a piece of markup, one paragraph a line."""
    from peaceindex.sources.html.reading import read_fragment

    return neutralise(read_fragment(markup)[0]) if "<" in markup or "&" in markup else neutralise(markup)


def language(code: str) -> str:
    """Return the code of a language in two letters where it is given in three; other codes unchanged."""
    return _THREE_LETTERS.get(code, code)


_THREE_LETTERS = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "rus": "ru",
    "ukr": "uk", "ara": "ar", "zho": "zh", "chi": "zh", "tur": "tr", "nld": "nl", "dut": "nl", "pol": "pl", "heb": "he",
    "hin": "hi", "fas": "fa", "per": "fa", "urd": "ur", "jpn": "ja", "kor": "ko", "swe": "sv", "dan": "da", "nor": "no",
    "fin": "fi", "ces": "cs", "cze": "cs", "ell": "el", "gre": "el", "hun": "hu", "ron": "ro", "rum": "ro", "bul": "bg",
    "hrv": "hr", "srp": "sr", "slv": "sl", "slk": "sk", "slo": "sk", "ind": "id", "vie": "vi", "tha": "th", "kat": "ka",
    "hye": "hy", "aze": "az", "kaz": "kk", "sqi": "sq", "mkd": "mk", "bos": "bs", "cat": "ca", "est": "et", "lav": "lv",
    "lit": "lt", "ben": "bn", "tam": "ta", "swa": "sw", "amh": "am", "som": "so", "kur": "ku", "pus": "ps",
    "ckb": "ku", "kmr": "ku", "prs": "fa", "pes": "fa", "arb": "ar", "cmn": "zh", "khm": "km", "lao": "lo", "mya": "my",
    "bur": "my", "tir": "ti", "orm": "om", "hau": "ha", "uzb": "uz", "tgk": "tg", "bel": "be", "nep": "ne", "eus": "eu",
    "msa": "ms", "gle": "ga", "yid": "yi",
}  # fmt: skip
