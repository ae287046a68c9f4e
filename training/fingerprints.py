"""Fingerprints of the word lists that models are trained with: other lists want other models.

A model sees a line through word lists, patterns and lists of features. Each model file carries a digest of all of
them as they were when it was trained; a test compares it with what they are now. Whatever stands in one of these
modules as a plain value counts, so that a list that is added is not forgotten.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Final

from peaceindex.cleaning import cues, dates, looks, tones
from peaceindex.cleaning.features import candidate_rows, line_rows, surroundings, tallies, title_rows
from peaceindex.cleaning.html import features as html_features
from peaceindex.cleaning.html import places as html_places
from peaceindex.cleaning.metadata import authors, labels
from peaceindex.sources.html import markup_words as html_words
from peaceindex.text import language, lines

NAME: Final = "fingerprint"
"""What the digest is called in a model file."""
TEXT: Final = (
    authors, cues, line_rows, labels, language, lines, looks, candidate_rows, surroundings, tallies, title_rows, tones,
)  # fmt: skip
"""What shapes the features of lines of text, and of candidates for title, date and author."""
FILES: Final = tuple(Path(dates.__file__).with_name(name) for name in ("words.json", "beside.txt"))
"""The words of dates: a line that holds a date looks other than one that does not."""
HTML: Final = (html_words, html_features, html_places, cues, language, lines, looks, tallies)
"""What shapes the features of lines of markup."""


def of_text() -> str:
    """The fingerprint of the models for text: lines, ends, titles, dates, authors."""
    return fingerprint(TEXT, FILES)


def of_html() -> str:
    """The fingerprint of the model for markup."""
    return fingerprint(HTML)


def fingerprint(modules: Iterable[ModuleType], files: Iterable[Path] = ()) -> str:
    """16 hex digits of a SHA-256 over the plain values in these modules, by module and name, and over these files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    for module in modules:
        for name, value in sorted(vars(module).items()):
            plain = None if name.startswith("__") else _plain(value)
            if plain is not None:
                digest.update(f"{module.__name__}.{name} = {plain}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def _plain(value: object) -> str | None:
    """A value in words that are the same in every run: sets in order, patterns by their text; None if it is not plain.

    Functions, classes and modules are not plain, nor are arrays: those are made of other values.
    """
    if isinstance(value, str | bytes | bool | int | float):
        return repr(value)
    if isinstance(value, re.Pattern):
        return f"pattern {value.pattern!r} {int(value.flags)}"
    if isinstance(value, Mapping):
        parts = [(_plain(key), _plain(item)) for key, item in value.items()]
        return None if any(None in pair for pair in parts) else f"{{{', '.join(f'{k}: {v}' for k, v in parts)}}}"
    if isinstance(value, list | tuple | set | frozenset):
        items = [_plain(item) for item in value]
        found = [item for item in items if item is not None]
        if len(found) < len(items):
            return None
        return f"[{', '.join(sorted(found) if isinstance(value, set | frozenset) else found)}]"
    return None
