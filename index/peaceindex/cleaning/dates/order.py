"""Which of two numbers in a date is the month, told by the language and region that a page states or shows."""

from __future__ import annotations

from typing import Final

_MONTH_FIRST: Final = frozenset(
    ("en-us", "en-ph", "en-pr", "en-gu", "en-as", "en-mp", "en-vi", "en-um", "en-mh", "en-pw", "en-fm", "es-us",
     "es-pr", "fil", "haw", "chr")
)  # fmt: skip
"""Where 03/04/2025 is the fourth of March: CLDR's short dates begin with the month."""
_UNSURE: Final = frozenset(
    ("en", "en-ca", "zh", "ja", "ko", "zu", "so", "om", "ti", "ak", "ee", "ks", "mi", "ckb", "sd", "bal", "to")
)
"""Languages in which both orders are read, or neither is usual."""
_REGIONS: Final = {"uk": "gb", "gov": "us", "mil": "us", "edu": "us"}
_NO_REGIONS: Final = frozenset(
    ("ac", "ai", "cc", "co", "eu", "fm", "gg", "im", "io", "la", "me", "nu", "sh", "st", "tk", "to", "tv", "vc", "ws")
)
"""Domains of countries that anybody takes."""


def month_first(language: str | None, host: str = "") -> bool | None:
    """Whether the month comes first in dates in digits: True, False, or None where it is not known.

    `language` is a tag such as `en-US` or `en_GB`, or `en` alone; then the
    country that the address's `host` belongs to is taken for the region.
    """
    if not language:
        return None
    tag = language.lower().replace("_", "-")
    code, _, rest = tag.partition("-")
    region = rest.rpartition("-")[2]
    if len(region) != 2 or not region.isalpha():
        region = _region(host)
    for name in (f"{code}-{region}", code):
        if name in _MONTH_FIRST:
            return True
        if name in _UNSURE:
            return None
        if region and code == "en":
            return False
    return False


def _region(host: str) -> str:
    domain = host.lower().rstrip(".").rpartition(".")[2]
    if domain in _REGIONS:
        return _REGIONS[domain]
    return domain if len(domain) == 2 and domain not in _NO_REGIONS else ""
