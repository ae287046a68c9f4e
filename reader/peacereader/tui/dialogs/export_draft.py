"""What the dialog for exports remembers while the reader runs: the choices of the last export, and what was left."""

from __future__ import annotations

import msgspec


class ExportDrafts(msgspec.Struct):
    """The choices of the last dialog, and the paths that were typed but not written to, by what was to be exported."""

    form: str = ""
    folder: str = ""
    """The folder of the last file, as it was typed; "" for the present one."""
    extras: frozenset[str] | None = None
    paths: dict[str, str] = {}
    asked: str = ""
    """The path that the user gave with a command, for the next dialog."""
