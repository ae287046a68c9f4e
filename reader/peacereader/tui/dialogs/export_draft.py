"""What the dialog for exports remembers while the reader runs: the choices of the last export, and what was left."""

from __future__ import annotations

import msgspec


class AskedExport(msgspec.Struct, frozen=True):
    """What a command asked for: the format, the path, and whether the screen in view is what offers the export.

    `path` is "" if the command had none.
    """

    form: str
    path: str
    is_offered: bool


class ExportDrafts(msgspec.Struct):
    """The choices of the last dialog, and the paths that were typed but not written to, by what was to be exported."""

    form: str = ""
    folder: str = ""
    """The folder of the last file, as it was typed; "" for the present one."""
    extras: frozenset[str] | None = None
    paths: dict[str, str] = {}
    asked: AskedExport | None = None
    """What the command asked for that is being run; None for an export that no command asked for."""

    def take_asked(self) -> AskedExport | None:
        """Return what the command asked for, which is then no longer there."""
        asked, self.asked = self.asked, None
        return asked
