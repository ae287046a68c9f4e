"""Fingerprints of the word lists that models are trained with: changed lists require retrained models.

A model sees a line through word lists, patterns and lists of features. Each model file carries a digest of all of them
as of its training, and a test compares it with their present state. Every plain value in one of these modules counts,
so that a new list cannot be forgotten.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peaceindex.cleaning import cues, dates, line_patterns, speech_words
from peaceindex.cleaning.features import candidate_rows, line_rows, surroundings, tallies, title_rows
from peaceindex.cleaning.html import features as html_features
from peaceindex.cleaning.html import places as html_places
from peaceindex.cleaning.metadata import authors
from peaceindex.sources import field_labels
from peaceindex.sources.html import markup_words as html_words
from peaceindex.startup.late_pattern import LatePattern
from peaceindex.text import language, lines

if TYPE_CHECKING:
    from types import ModuleType

NAME: Final = "fingerprint"
"""The name of the digest in a model file."""
TEXT_MODULES: Final = (
    authors, cues, line_rows, field_labels, language, lines, line_patterns, candidate_rows, surroundings, tallies,
    title_rows, speech_words,
)  # fmt: skip
"""The modules that shape the features of lines of text, and of candidates for title, date and author."""
DATE_WORD_FILES: Final = tuple(Path(dates.__file__).with_name(name) for name in ("words.json", "beside.txt"))
"""The words of dates: a line with a date looks different from one without."""
HTML_MODULES: Final = (html_words, html_features, html_places, cues, language, lines, line_patterns, tallies)
"""The modules that shape the features of lines of markup."""


def of_text() -> str:
    """Return the fingerprint of the models for text: lines, ends, titles, dates, authors."""
    return fingerprint(TEXT_MODULES, DATE_WORD_FILES)


def of_html() -> str:
    """Return the fingerprint of the model for markup."""
    return fingerprint(HTML_MODULES)


def fingerprint(modules: Iterable[ModuleType], files: Iterable[Path] = ()) -> str:
    """Return 16 hex digits of a SHA-256 over these files and over the plain values in these modules, by name."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    for module in modules:
        for name, value in sorted(vars(module).items()):
            plain = None if name.startswith("__") or name == "TYPE_CHECKING" else _plain(value)
            if plain is not None:
                digest.update(f"{module.__name__}.{name} = {plain}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def _plain(value: object) -> str | None:
    """Return a value as text that is the same in every run: sets sorted, patterns by their source; None if not plain.

    Functions, classes and modules are not plain. Neither are arrays, which are made from other values.
    """
    if isinstance(value, str | bytes | bool | int | float):
        return repr(value)
    if isinstance(value, re.Pattern | LatePattern):
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
