"""One change of many articles: what keeps it from one of them does not keep it from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from peaceindex.errors import LibraryError, PeaceindexError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Item = TypeVar("_Item")
_MOST_NAMED = 3


def change_each(
    items: Iterable[_Item], change: Callable[[_Item], bool], name: Callable[[_Item], str], done: str
) -> int:
    """Call `change` for each item, which stands for an article, and return for how many it returned True.

    `done` says what it does, such as "Corrected". If it fails for some, it is called for the others all the same, and
    then PeaceindexError tells the `name` of those; of a single item it is the error itself. If the library can no
    longer be read or written, LibraryError is raised at once, and says how many articles were changed before.
    """
    count = tried = 0
    failed: list[tuple[_Item, PeaceindexError]] = []
    for item in items:
        tried += 1
        try:
            count += change(item)
        except LibraryError as error:  # the rest would fail as well
            if not count:
                raise
            before = f"{done} in {_articles(count)} before that, and in no more."
            raise type(error)(f"{error.what} {before}", error.advice) from error
        except PeaceindexError as error:
            failed.append((item, error))
    if failed and tried == 1:
        raise failed[0][1]
    if failed:
        reasons = " ".join(f"{name(item)}: {error.what}" for item, error in failed[:_MOST_NAMED])
        more = f" And {len(failed) - _MOST_NAMED:,} more." if len(failed) > _MOST_NAMED else ""
        what = f"{done} in {_articles(count)}, but not in {len(failed):,}. {reasons}{more}"
        raise PeaceindexError(what, failed[0][1].advice) from failed[0][1]
    return count


def _articles(count: int) -> str:
    return f"{count:,} article{'' if count == 1 else 's'}"
