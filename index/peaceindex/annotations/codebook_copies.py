"""Copies of `codes.yaml` beside the backups of annotations.db: one before each change that the program makes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from peaceindex.private_files import make_private_folder, write_private
from peaceindex.storage.backups import date_label, made_at
from peaceindex.storage.safe_files import BACKUPS
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from pathlib import Path

_NEWEST = 30
"""How many copies are kept whatever their age; of those before, the last one of each day."""


def copies(path: Path) -> list[Path]:
    """Return the copies of a codebook, newest first."""
    found = (path.parent / BACKUPS).glob(f"{path.stem}-*{path.suffix}")
    return sorted((copy for copy in found if copy.is_file() and made_at(copy)), reverse=True)


def keep_copy(path: Path) -> None:
    """Copy a codebook as it is now, unless the last copy is the same, and remove copies that are old. Raise OSError."""
    if not path.is_file():
        return
    content = path.read_bytes()
    kept = copies(path)
    if kept and kept[0].read_bytes() == content:
        return
    backups = path.parent / BACKUPS
    make_private_folder(backups)
    write_private(_name(path, backups, kept), content)
    days = set()
    for copy in copies(path)[_NEWEST:]:
        made = made_at(copy)
        day = made.date() if made else None
        if day in days:
            copy.unlink(missing_ok=True)
        days.add(day)


def _name(path: Path, backups: Path, kept: list[Path]) -> Path:
    """Return a name that is later than those of all copies, even of those made within the same second."""
    time_in_name = datetime.now()
    if kept and (last := made_at(kept[0])):
        time_in_name = max(time_in_name, last + timedelta(seconds=1))
    return backups / f"{path.stem}-{time_in_name:%Y%m%d-%H%M%S}{path.suffix}"


def missing_codebook(path: Path) -> str:
    """Return what to say of a codebook that is gone, though there are copies of it; "" without any."""
    kept = copies(path)
    if not kept:
        return ""
    return (
        f"There is no {path.name} any more. Your passages keep their labels, but descriptions and order are in it. "
        f"The copy of {date_label(kept[0])} is {printable(str(kept[0]))}: copy it to {printable(str(path))}."
    )
