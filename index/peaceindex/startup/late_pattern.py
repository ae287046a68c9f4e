"""Regular expressions that are compiled when they are first used: most are for texts that a run never meets."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class LatePattern:
    """A stand-in for a compiled pattern. Each of its methods is looked up once: later calls cost nothing more."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._arguments = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = self.__dict__[name] = getattr(re.compile(*self._arguments), name)
        return value


def late_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` would return, as far as its methods go. The functions of `re` do not accept it,
    and it is not the `re` of a match.

    A pattern that is wrong raises `re.error` when it is first used.
    """
    return cast("re.Pattern[AnyStr]", LatePattern(pattern, flags))
