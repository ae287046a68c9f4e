"""Regular expressions that are compiled when they are first used: many are for texts that a search never meets."""

from __future__ import annotations

import re
from typing import Any, cast


class _LatePattern:
    """Stands for a compiled pattern. Each of its methods is looked up once, so that later calls cost nothing more."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._arguments = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = self.__dict__[name] = getattr(re.compile(*self._arguments), name)
        return value


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` would return, as far as its methods go. The functions of `re` do not accept it.

    A pattern that is wrong raises `re.error` when it is first used.
    """
    return cast("re.Pattern[str]", _LatePattern(pattern, flags))
