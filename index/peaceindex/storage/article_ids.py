"""Articles by the beginning of their id, and what is wrong with one by which none is found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peaceindex.errors import ArticleNotFoundError
from peaceindex.model.safe_text import printable
from peaceindex.storage.bad_text import as_text
from peaceindex.storage.index_queue import IndexState

if TYPE_CHECKING:
    from peaceindex.storage.database import Database


def row_beginning_with(database: Database, wanted: str) -> int:
    """Return the row of the one article whose present or former id begins with these characters.

    Raise ArticleNotFoundError if there is none, or several.
    """
    if not re.fullmatch("[0-9a-f]+", wanted):
        raise ArticleNotFoundError(
            f"'{printable(wanted)}' is no article id.", "Ids are hex digits; a search shows them."
        )
    id_range = (wanted, wanted + "g")
    found = database.ask(
        """SELECT id, row FROM articles WHERE id >= ? AND id < ? AND indexed NOT BETWEEN 2 AND 5
           UNION SELECT articles.id, row FROM aliases JOIN articles ON articles.id = aliases.id
           WHERE old_id >= ? AND old_id < ? AND indexed NOT BETWEEN 2 AND 5 LIMIT 4""",
        (*id_range, *id_range),
    )
    if len(found) == 1:
        return int(found[0]["row"])
    if found:
        some = ", ".join(row["id"] for row in found[:3]) + (" …" if len(found) > 3 else "")
        raise ArticleNotFoundError(f"Several articles begin with {wanted}: {some}.", "Give more digits.")
    for id, state in database.ask(
        "SELECT id, indexed FROM articles WHERE id >= ? AND id < ? AND indexed IN (3, 4, 5) LIMIT 1", id_range
    ):
        shown = as_text(id)
        if state == IndexState.EMPTIED:
            again = "'peacereader add --with-removed PATH' adds its source again."
            raise ArticleNotFoundError(f"Article {shown} was removed, and the bin emptied.", again)
        raise ArticleNotFoundError(
            f"Article {shown} is in the bin.", f"'peacereader bin --restore {shown}' restores it."
        )
    raise ArticleNotFoundError(f"There is no article {wanted} in this library.", "A search shows the ids.")
