"""Tagging: the user's own tags on whole articles."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from peaceindex.annotations.codebook import code_key
from peaceindex.errors import PeaceindexError
from peaceindex.model.safe_text import neutralise
from peaceindex.storage.reading_progress import former_ids, with_current_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from peaceindex.storage.stores import Stores

_MAX_NAME = 200
_QUOTES = frozenset('"“”„‟«»')


class Tagging:
    """The user's tags on the articles of one library. Any method may be called from any thread."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._articles = stores.articles

    def all(self) -> Mapping[str, tuple[str, ...]]:
        """Return the tags of each article that has some, by its present id.

        An article that took the place of another has that one's tags too.
        """
        if not self._stores.has_annotations():
            return {}
        return with_current_ids(self._stores.annotations.article_tags.all(), self._articles.aliases())

    def of(self, article_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the tags of articles, by their present ids; an empty tuple for one that has none."""
        tags, aliases = self.all(), self._articles.aliases()
        present = [aliases.get(id, id) for id in article_ids]
        return {id: tags.get(id, ()) for id in present}

    def uses(self) -> Counter[str]:
        """Return how many articles have each tag."""
        return Counter(chain.from_iterable(self.all().values()))

    def change(self, article_ids: Sequence[str], add: Iterable[str] = (), remove: Iterable[str] = ()) -> int:
        """Add tags to articles and take others off, in one step that can be undone.

        A tag that another article has is spelled as it is there, whatever its case. Return the number of articles that
        changed. Raise PeaceindexError if a tag is empty, too long, or has quotation marks, by which it could not be
        searched for; nothing has changed then.
        """
        used = {code_key(tag): tag for tag in self.uses()}
        wanted: dict[str, str] = {}
        for name in map(_clean_name, add):
            wanted.setdefault(code_key(name), used.get(code_key(name), name))
        unwanted = {code_key(neutralise(name)) for name in remove}
        removed = [tag for tag in self.uses() if code_key(tag) in unwanted]
        aliases = self._articles.aliases()
        present = [aliases.get(id, id) for id in article_ids]
        return self._stores.annotations.article_tags.change(
            present, list(wanted.values()), removed, former_ids(aliases)
        )


def _clean_name(name: str) -> str:
    clean = " ".join(neutralise(name).split())
    if not clean:
        raise PeaceindexError("A tag needs a name.", "Type one.")
    if len(clean) > _MAX_NAME:
        raise PeaceindexError(f"A tag has at most {_MAX_NAME} characters.", "Choose a shorter name.")
    if _QUOTES & set(clean):
        raise PeaceindexError(f"The tag {clean} has quotation marks.", "Leave them out.")
    return clean
