"""The names of people in the byline of a page of markup."""

from __future__ import annotations

import re

from peaceindex.sources.html.markup_words import words_in
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text.lines import normalise

_BY = late_pattern(
    r"^(?:(?:written|reported|posted|published|story|words|text|edited|reviewed)\s+)?(?:by|von|par|por|di|door|av|af|"
    r"autor(?:in)?|auteur|author|автор|yazar|texto?)\s*:?\s+",
    re.IGNORECASE,
)
_SEPARATORS = late_pattern(
    r"\s*(?:[,;|/&\n]|\band\b|\bund\b|\bet\b|\by\b|\be\b|\boch\b|\bog\b|\bve\b|\bта\b|\bи\b|\bі\b|\bwith\b)\s+|\s*[;|]\s*|,(?=\S)"
)
_NOT_AUTHORS = words_in(
    "admin administrator editor editors staff author unknown none null guest user redaktion redacción redaccion "
    "rédaction redazione redakcja redaktor newsroom webmaster news team contributor anonymous test super root "
    "online editorial web posted published updated share follow writer reporter correspondent"
)
_ROLES = late_pattern(
    r",?\s*\b(?:senior|staff|chief|special|contributing|political|deputy|associate|managing|digital|freelance)?\s*"
    r"(?:reporter|writer|editor|correspondent|columnist|contributor|producer|journalist|author|photographer|critic)s?\b.*$",
    re.IGNORECASE,
)


def people_in(text: str, site: set[str]) -> list[str]:
    """Return the names in the text of a byline, without roles and without what only names a team or a tool.

    `site` holds the normalised names of the site (see `normalise`): an outlet is not an author.
    """
    text = _BY.sub("", " ".join(text.split()))
    if "://" in text or "@" in text[:1] or len(text) > 160:
        return []
    text = re.sub(r"\s*[(<\[].*?[)>\]]", "", text)
    found = []
    for part in _SEPARATORS.split(text):
        name = _ROLES.sub("", _BY.sub("", part)).strip(" .,:;|–—-•·\"'")
        key = normalise(name)
        if not key or key in site or len(name) > 48 or len(name.split()) > 6 or any(map(str.isdigit, name)):
            continue
        if (
            key in _NOT_AUTHORS
            or all(w in _NOT_AUTHORS for w in key.split())
            or "@" in name
            or ("." in name[-5:-1] and " " not in name)
        ):
            continue
        found.append(name)
    return found


def is_like_name(name: str) -> bool:
    """Return whether a name has two to four words: capitalised, with letters beyond ASCII, or short and lower case."""
    parts = name.split()
    return 2 <= len(parts) <= 4 and all(
        p[0].isupper() or not p.isascii() or (p.islower() and len(p) < 4) for p in parts
    )
