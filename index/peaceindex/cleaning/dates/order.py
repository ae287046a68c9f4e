"""The order of day and month in a date of digits, by the language and region that a page states or shows."""

from __future__ import annotations

from typing import Final

_MONTH_FIRST: Final = frozenset(
    ("en-us", "en-ph", "en-pr", "en-gu", "en-as", "en-mp", "en-vi", "en-um", "en-mh", "en-pw", "en-fm", "es-us",
     "es-pr", "fil", "haw", "chr")
)  # fmt: skip
"""The locales where 03/04/2025 is March 4, because CLDR's short dates begin with the month."""
_EITHER_ORDER: Final = frozenset(
    ("en", "en-ca", "zh", "ja", "ko", "zu", "so", "om", "ti", "ak", "ee", "ks", "mi", "ckb", "sd", "bal", "to")
)
"""The languages in which both orders are read, or neither is usual."""
_REGION_BY_DOMAIN: Final = {"uk": "gb", "gov": "us", "mil": "us", "edu": "us"}
_WORLDWIDE_DOMAINS: Final = frozenset(
    ("ac", "ai", "cc", "co", "eu", "fm", "gg", "im", "io", "la", "me", "nu", "sh", "st", "tk", "to", "tv", "vc", "ws")
)
"""The country domains that anybody can use."""


def month_first(language: str | None, host: str = "") -> bool | None:
    """Return whether the month comes first in dates of digits, or None if that is unknown.

    `language` is a tag such as `en-US` or `en_GB`, or only `en`. If it has no region, the country that the address's
    `host` belongs to is taken as the region.
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
        if name in _EITHER_ORDER:
            return None
        if region and code == "en":
            return False
    return False


def _region(host: str) -> str:
    domain = host.lower().rstrip(".").rpartition(".")[2]
    if domain in _REGION_BY_DOMAIN:
        return _REGION_BY_DOMAIN[domain]
    return domain if len(domain) == 2 and domain not in _WORLDWIDE_DOMAINS else ""
