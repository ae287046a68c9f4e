"""The wording of errors that are not the program's own: refusals by the system, and unexpected errors."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_REFUSALS = frozenset(
    {
        *(errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.ENFILE, errno.EIO, errno.ENOMEM),
        *(errno.EFBIG, errno.ELOOP, errno.ENOTDIR, errno.EISDIR, getattr(errno, "EDQUOT", errno.ENOSPC)),
    }
)
"""Refusals by the system that are not caused by a mistake in this program."""


def refusal(error: Exception) -> str:
    """Return the wording of a refusal by the system that no mistake in this program causes; "" for any other error."""
    if not isinstance(error, OSError) or error.errno not in _REFUSALS:
        return ""
    where = f" ({error.filename})" if error.filename else ""
    return f"the system says: {os.strerror(error.errno or 0).lower()}{where}. Fix that, then try again."


def report_advice(report: Path | None) -> str:
    """Return advice after an unexpected error. `report` is the file of its report; None if it could not be written."""
    if report is None:
        return "No report could be written; --debug shows more."
    return f"A report is in {report}. It contains none of your texts; please send it to the makers of peacereader."
