"""Which articles have a label on one of their passages, or a tag of the user's: what `label:` and `mine:` ask for."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from peaceindex.annotations.codebook import NAME, Codebook, code_key, read_codebook
from peaceindex.errors import QueryError
from peaceindex.storage.passage_labels import labels_by_article
from peaceindex.text.query_signs import without_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peaceindex.storage.stores import Stores

_MAX_NEAR = 3
"""The names that are offered instead of one that is not known."""
_ALIKE = 0.7
"""How much alike two names are, by `difflib`, of which one may be meant by the other."""

_MAX_KEPT = 200
"""The names whose articles are kept."""
_NO_CODES = Codebook()

Ids = frozenset[str]
_Having = Mapping[str, tuple[str, Ids]]
"""The spelling and the articles of each label or tag, by its key."""


class ArticleNames:
    """The ids of the articles that have each label and each tag. Any method may be called from any thread.

    Ids may be those that an article had formerly. What was read is kept until the file that holds it changes.
    """

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._lock = threading.Lock()
        self._kept: tuple[int, dict[str, _Having]] = 0, {}
        self._book: tuple[object, Codebook] = None, Codebook()
        self._ids: dict[tuple[str, str], tuple[_Having, Codebook, Ids]] = {}

    def ids(self, field: str, name: str) -> Ids:
        """Return the ids of the articles with this label or one below it, or with this tag; an empty name is any.

        Raise QueryError, which offers other names, if there is no such label or tag.
        """
        having = self._having(field)
        book = self._codebook() if field == "label" else _NO_CODES
        kept = self._ids.get((field, name))
        if kept is None or kept[0] is not having or kept[1] is not book:
            if len(self._ids) >= _MAX_KEPT:
                self._ids = {}
            kept = self._ids[field, name] = having, book, self._find(field, name, having, book)
        return kept[2]

    def _find(self, field: str, name: str, having: _Having, book: Codebook) -> Ids:
        if not name:
            return frozenset().union(*(ids for _, ids in having.values()))
        known = [*(spelled for spelled, _ in having.values()), *(code.name for code in book.codes)]
        meant = {queried_key(each): each for each in known}.get(queried_key(name))
        if meant is None:
            raise QueryError(_not_known(field, name, known))
        wanted = {code_key(meant), *(code_key(code.name) for code in book.below(meant))}
        return frozenset().union(*(having[key][1] for key in wanted if key in having))

    def names(self, field: str) -> list[tuple[str, int]]:
        """Return the labels or the tags that `ids` finds articles by, each with the number of these."""
        names = {code_key(spelled): spelled for spelled, _ in self._having(field).values()}
        if field == "label":
            names |= {code_key(code.name): code.name for code in self._codebook().codes}
        return [(name, count) for name in names.values() if (count := len(self.ids(field, name)))]

    def _having(self, field: str) -> _Having:
        """Return the spelling and the articles of each label or tag, by its key."""
        if not self._stores.has_annotations():
            return {}
        annotations = self._stores.annotations
        with annotations.file.using() as connection:
            state = annotations.file.state(connection)
        with self._lock:
            if self._kept[0] != state:
                self._kept = state, {}
            found = self._kept[1]
            if field not in found:
                is_label = field == "label"
                by_article: Mapping[str, Iterable[str]]
                by_article = labels_by_article(annotations.file) if is_label else annotations.article_tags.all()
                found[field] = _by_name(by_article)
            return found[field]

    def _codebook(self) -> Codebook:
        path = self._stores.folder / NAME
        try:
            status = path.stat()
            state: object = status.st_mtime_ns, status.st_size, status.st_ino
        except OSError:
            state = None
        with self._lock:
            if self._book[0] != state:
                self._book = state, read_codebook(path)
            return self._book[1]


@lru_cache(maxsize=4096)
def queried_key(name: str) -> str:
    """Return the key of a name, by which one with quotation marks is found too: a query cannot hold them in a name."""
    return code_key(without_quotes(name))


def _by_name(by_article: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, Ids]]:
    found: dict[str, tuple[str, set[str]]] = {}
    for id, names in by_article.items():
        for name in names:
            found.setdefault(code_key(name), (name, set()))[1].add(id)
    return {key: (name, frozenset(ids)) for key, (name, ids) in found.items()}


def _not_known(field: str, name: str, known: Iterable[str]) -> str:
    """Return the refusal of a name that nothing has, with names that may be meant."""
    import difflib

    what = "label" if field == "label" else "tag of yours"
    names = {code_key(each): each for each in known}
    if not names:
        how = "l in an article labels a passage" if field == "label" else "'peacereader tag' sets one"
        return f"There is no {what} “{name}”, nor any other yet; {how}."
    key = code_key(name)
    near = [each for each in names if key in each]
    near += difflib.get_close_matches(key, [each for each in names if each not in near], _MAX_NEAR, _ALIKE)
    if near:
        alike = " or ".join(f"“{names[each]}”" for each in near[:_MAX_NEAR])
        return f"There is no {what} “{name}”. Is it {alike}?"
    first = ", ".join(f"“{each}”" for each in list(names.values())[:_MAX_NEAR])
    more = f" and {len(names) - _MAX_NEAR:,} more" if len(names) > _MAX_NEAR else ""
    return f"There is no {what} “{name}”, but {first}{more}."
