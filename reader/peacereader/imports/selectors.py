"""Selectors of the W3C Web Annotation Data Model, section 4.2, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from peacereader.imports.values import WrongValueError, objects, text


class TextQuote(NamedTuple):
    """A TextQuoteSelector (section 4.2.4)."""

    exact: str
    prefix: str
    suffix: str


def text_quote(target: Mapping[str, Any]) -> TextQuote | None:
    """Return the first TextQuoteSelector of a target with words in it; None if it has none.

    Raise WrongValueError if one has a value that is no text.
    """
    for selector in selectors(target.get("selector")):
        if has_type(selector, "TextQuoteSelector") and (exact := text(selector, "exact")).strip():
            return TextQuote(exact, text(selector, "prefix"), text(selector, "suffix"))
    return None


def selectors(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield selectors, those of a choice and those that refine another included."""
    if depth > 20:
        raise WrongValueError("its selectors refine each other too often")
    for selector in objects(value):
        yield selector
        for name in ("items", "refinedBy"):
            if name in selector:
                yield from selectors(selector[name], depth + 1)


def has_type(entry: Mapping[str, Any], name: str) -> bool:
    """Return whether an object has a type, with or without the prefix `oa:`."""
    value = entry.get("type", entry.get("@type"))
    return any(isinstance(one, str) and one.removeprefix("oa:") == name for one in _list(value))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
