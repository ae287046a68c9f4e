"""Web addresses compared: what differs between copies of one address is left out."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_TRACKING: Final = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|yclid|msclkid|mc_[ce]id|igshid|cmpid|ocid|smid|smtyp|xtor|wt_mc|ref_src|icid|at_\w+"
    r"|ns_\w+|__twitter_impression|guccounter)=[^&]*",
    re.IGNORECASE,
)


def address_key(url: str) -> str:
    """Return an address without what differs between copies of it: scheme, `www`, tracking, fragment, last slash."""
    try:
        parts = urlsplit(url.strip() if "://" in url else f"https://{url.strip()}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    query = "&".join(sorted(part for part in parts.query.split("&") if part and not _TRACKING.fullmatch(part)))
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}" if "." in host else ""
