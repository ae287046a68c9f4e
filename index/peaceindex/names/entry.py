"""One entry of the names file."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["person", "place", "organisation", "weapon", "subject"]


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the names file: its canonical name, its kind, and its other spellings.

    `forms` are spellings of the same word or phrase. `phrases` also indicate
    the topic, but a search for the name does not look for them.
    """

    name: str
    kind: Kind = "subject"
    forms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
