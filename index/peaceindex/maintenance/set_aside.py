"""The file that keeps the old state of every row that a repair changes or removes."""

from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING, Any

from peaceindex.errors import LibraryDamagedError
from peaceindex.storage.bad_text import BadText
from peaceindex.storage.database import PRIVATE_FILE_MODE
from peaceindex.storage.serialization import timestamp
from peaceindex.text.decoding import printable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "set-aside.jsonl"
"""The name of the file, in the library's folder.

Each line is the old state of one row: `{"time", "file", "table", "why": {column: reason}, "row": {column: value}}`.
Bytes are stored as `{"base64": ...}`, and text that is not valid UTF-8 as `{"text_base64": ...}`.
"""


class SetAside:
    """The file of one library. When `put` returns, the row is on the disk."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def put(self, file: str, table: str, row: Mapping[str, Any], reasons: Mapping[str, str]) -> None:
        """Append a row of a table of the database `file`. Raises LibraryDamagedError if that fails."""
        record = {
            "time": timestamp(),
            "file": file,
            "table": table,
            "why": dict(reasons),
            "row": {name: _json_value(value) for name, value in row.items()},
        }
        line = json.dumps(record, ensure_ascii=True) + "\n"
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            handle = os.open(self.path, flags, PRIVATE_FILE_MODE)
            with os.fdopen(handle, "rb+", buffering=0) as out:
                if out.seek(0, os.SEEK_END):
                    out.seek(-1, os.SEEK_END)
                    if out.read(1) != b"\n":  # the last line was cut off
                        line = "\n" + line
                out.write(line.encode())
                os.fsync(out.fileno())
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise LibraryDamagedError(
                f"Nothing was repaired: {printable(str(self.path))} cannot be written ({reason}).",
                "Damaged rows are kept there. Make that possible, then try again.",
            ) from error


def _json_value(value: Any) -> Any:
    if isinstance(value, BadText):
        return {"text_base64": base64.b64encode(value.data).decode()}
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    return value
