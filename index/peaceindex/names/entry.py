"""One entry of a pack of names, and the form of the files."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["person", "place", "organisation", "weapon", "subject"]


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry: its canonical name, its kind, and its other spellings.

    `forms` are spellings of the same word or phrase. `phrases` also indicate
    the topic, but a search for the name does not look for them. If there are
    words in `only_near`, the forms in `homonyms` (or all forms, if none are
    listed) mean this name only near one of these words. Those that are also in
    `common_words` mean something else in small letters only, as `Turkey` does: a
    capital is a sign as good as such a word, in a text where it stands within a
    sentence.
    """

    name: str
    kind: Kind = "subject"
    forms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    only_near: tuple[str, ...] = ()
    homonyms: tuple[str, ...] = ()
    common_words: tuple[str, ...] = ()


class NamesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The user's own `names.yaml`."""

    names: tuple[Name, ...] = ()


class PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pack of names. `signals` are words and phrases whose presence shows that the pack belongs to a text."""

    pack: str
    title: str
    names: tuple[Name, ...]
    signals: tuple[str, ...] = ()
