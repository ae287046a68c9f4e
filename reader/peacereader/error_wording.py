"""The words for errors that are not the program's own: what the system refuses, and what nobody foresaw."""

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
"""What the machine may refuse without any mistake of ours."""


def refusal(error: Exception) -> str:
    """The words for what the machine refuses without any mistake of ours; "" for any other error."""
    if not isinstance(error, OSError) or error.errno not in _REFUSALS:
        return ""
    where = f" ({error.filename})" if error.filename else ""
    return f"the system says: {os.strerror(error.errno or 0).lower()}{where}. Mend that, then try again."


def where_reported(report: Path | None) -> str:
    """What to do after an error that nobody foresaw, whose report is in this file; None: it could not be written."""
    if report is None:
        return "No report could be written; --debug shows more."
    return f"A report is in {report}. It holds nothing of your texts: please send it to those who make peacereader."
