"""Tables that list articles by their addresses, without texts: what their rows state about articles elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

ADDRESS_TABLES: Final = "tables of addresses without texts"
"""The kind of such a table, in the plural (`NoSourceError.kind`)."""


@dataclass(frozen=True, slots=True)
class AddressRow:
    """What a row states about the article at an address; "" for what it does not state. No text is safe yet."""

    url: str
    title: str = ""
    outlet: str = ""
    published: str = ""


TakeAddress = Callable[[AddressRow], None]
