"""Languages that a query names in words: `lang:ukrainian`, `lang:persisch`."""

from __future__ import annotations

from functools import cache
from typing import Final

from peaceindex.text.folding import fold

_MAX_CODE_LETTERS: Final = 3
_OTHER_NAMES: Final = {"bokmal": ("nb",), "farsi": ("fa",), "norwegian": ("nb", "nn", "no"), "nynorsk": ("nn",)}


def codes_of(text: str) -> tuple[str, ...]:
    """Return the codes of a language that is named in English or in one of the other languages of databases.

    Return none for a code, and for what is no name of a language.
    """
    name = fold(text).strip()
    if len(name) <= _MAX_CODE_LETTERS:
        return ()
    if found := _codes().get(name):
        return found
    from peaceindex.sources.database_exports.language_names import code_of_name

    code = code_of_name(text)
    return (code,) if code else ()


def is_no_language(text: str) -> bool:
    """Return whether a text can be neither a code nor the name of a language."""
    return len(text) > _MAX_CODE_LETTERS and text.isalpha() and not codes_of(text)


def begins_name(text: str) -> bool:
    """Return whether the English name of a language begins like this."""
    return any(name.startswith(fold(text)) for name in _codes())


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    from peaceindex.model.languages import LANGUAGES

    return {fold(name): (code,) for code, name in LANGUAGES.items()} | _OTHER_NAMES
