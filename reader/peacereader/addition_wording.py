"""Words for what was added: folders, sources that failed or look doubtful, and what to do about each."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from peacereader import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from peaceindex.model.additions import AddedFolder, SourceNote

_ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "no date": "State its date where the article is corrected.",
        "future date": "See whether the date is that of the article; it can be corrected.",
        "tiny body": "See whether the page holds more than this; a page that needs a login often does not.",
        "characters that could not be read": "See in which encoding it was read, and choose another one.",
        "only a summary": "The source holds no more; fetch the page itself.",
        "beginning cut": "See the lines that were cut, and bring back those that belong to the article.",
        "words cut": "See the lines that were cut, and bring back those that belong to the article.",
    }
)
"""What to do about each doubt of `AddReport.doubts`."""


def doubt_words(name: str) -> str:
    """Return a doubt of `AddReport.doubts` as it stands after "has": `no date`, `a future date`."""
    return name if name.startswith(("no ", "only ", "characters ")) else f"a {name}"


def advice_of(note: SourceNote) -> str:
    """Return what to do about a source that failed or looks doubtful. A reason that has its advice needs no more."""
    if note.reason:
        return "" if note.reason.rstrip(".").count(". ") else "Correct or remove the file, then add its folder again."
    return " ".join(dict.fromkeys(_ADVICE[doubt] for doubt in note.doubts if doubt in _ADVICE))


def removed_summary(count: int, in_bin: int) -> str:
    """Return how many sources were left out since the user removed their articles, `in_bin` of them to the bin."""
    if in_bin == count:
        return f"{count:,} in the bin {'was' if count == 1 else 'were'} left out"
    gone = f"{count - in_bin:,} that you removed {'was' if count - in_bin == 1 else 'were'} left out"
    return f"{removed_summary(in_bin, in_bin)}, {gone}" if in_bin else gone


def folder_counts(folder: AddedFolder) -> str:
    """Return what there is of a folder: `12 articles, 3 removed, 1 failed`."""
    parts = [wording.counted(folder.articles, "article")]
    parts += [
        f"{number:,} {word}"
        for number, word in ((folder.removed, "removed"), (folder.failed, "failed"), (folder.doubtful, "doubtful"))
        if number
    ]
    return ", ".join(parts)


def folder_line(folder: AddedFolder) -> str:
    """Return a folder on one line: its path, when it was added last, and what there is of it."""
    when = f"added {wording.local_time(folder.last)}"
    if not folder.is_finished:
        when += ", stopped before its end"
    gone = "" if folder.exists else "; it is not there any more"
    return f"{folder.path}  {when}; {folder_counts(folder)}{gone}"
