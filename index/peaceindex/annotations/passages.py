"""Passages: made, found again in the articles as they are now, and with what the user has corrected there."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from peaceindex.annotations.anchoring import Anchor, anchor, context
from peaceindex.errors import PassageQueryError
from peaceindex.model.passage import Passage
from peaceindex.model.safe_text import one_line
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from peaceindex.model.article import Article
    from peaceindex.model.correction import Correction
    from peaceindex.storage.articles import ArticleStore

_MAX_ANCHORS = 50_000
"""Anchors that are remembered at most."""

_CITED = ("title", "outlet", "date", "authors", "url")
"""The fields of an article that its passages are cited by."""


class AnchorCache:
    """Where passages stand in changed texts, remembered by passage and text: finding one takes about a millisecond."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[str, str], Anchor] = OrderedDict()

    def find(self, passage: Passage, text_hash: str, text: Callable[[], str]) -> Anchor:
        """Return where a passage stands in the text with this hash. `text` is called if that is not known yet."""
        key = passage.id, text_hash
        found = self._found.get(key)
        if found is None:
            found = anchor(text(), passage.quote, passage.prefix, passage.suffix, passage.start, passage.end)
            self._found[key] = found
            if len(self._found) > _MAX_ANCHORS:
                self._found.popitem(last=False)
        return found


def new_passage(article: Article, start: int, end: int, note: str, labels: Iterable[str], annotator: str) -> Passage:
    """Return the passage from `start` to `end` of `article.text`, made now by `annotator`.

    Raise ValueError if that range is not in the text.
    """
    text = article.text
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no stretch of a text of {len(text)} code points: {start} to {end}")
    prefix, suffix = context(text, start, end)
    return Passage(
        id=secrets.token_hex(6),
        article_id=article.id,
        quote=text[start:end],
        prefix=prefix,
        suffix=suffix,
        start=start,
        end=end,
        text_hash=article.text_hash,
        note=note,
        labels=tuple(labels),
        created=timestamp(),
        title=article.title,
        outlet=article.outlet,
        date=article.date,
        authors=article.authors,
        url=article.url,
        source=article.source,
        annotator=one_line(annotator),
    )


def with_positions(articles: ArticleStore, passages: Sequence[Passage], anchors: AnchorCache) -> list[Passage]:
    """Return the passages with their positions, as `with_position` does. The articles are asked for together."""
    hashes = articles.text_hashes({passage.article_id for passage in passages})
    return [
        passage
        if hashes.get(passage.article_id) == passage.text_hash and passage.anchoring == "exact"
        else with_position(articles, passage, anchors)
        for passage in passages
    ]


def with_position(articles: ArticleStore, passage: Passage, anchors: AnchorCache) -> Passage:
    """Return the passage with its position in the present text of its article, and the article's present id."""
    row = articles.find(passage.article_id)
    if row is None:  # the library was made anew: the same source may have another id
        row = articles.sources.find_source(passage.source)
    if row is None:
        return replace(passage, anchoring="lost", removal=articles.bin.removal_of(passage.article_id))
    text_hash, id = articles.text_hash(row), articles.id_of(row)
    if text_hash == passage.text_hash:
        return replace(passage, article_id=id, anchoring="exact")
    found = anchors.find(passage, text_hash, partial(articles.text, row))
    if found.anchoring == "lost":
        return replace(passage, article_id=id, anchoring="lost")
    return replace(
        passage,
        article_id=id,
        start=found.start,
        end=found.end,
        text_hash=text_hash,
        anchoring=found.anchoring,
    )


def with_corrections(passage: Passage, corrections: Iterable[Correction]) -> Passage:
    """Return the passage with what the user has since corrected in its article: nobody wants to cite a wrong date."""
    stated: dict[str, Any] = {c.field: c.value for c in corrections if c.field in _CITED}
    if "authors" in stated:
        stated["authors"] = stated["authors"] or ()
    return replace(passage, **stated) if stated else passage


def saved_passages(
    folder: Path, query: str = "", bad: list[str] | None = None, notices: list[str] | None = None, me: str = ""
) -> list[Passage]:
    """Return the passages of a library whose articles cannot be read, as they were saved, newest first.

    Their anchoring is `lost`. Return an empty list if the folder has no annotations. `bad` receives a line for each
    damaged value, `notices` what was found and repaired when the file was opened. `me` is who `by:me` in the query is.
    Raises PassageQueryError if the query cannot be answered.
    """
    from peaceindex.annotations.passage_query import PassageQuery
    from peaceindex.storage.annotations import Annotations, has_annotations

    if not has_annotations(folder):
        return []
    annotations = Annotations(folder)
    try:
        asked = PassageQuery(query, me=me)
        if asked.refusals:
            raise PassageQueryError(" ".join(asked.refusals))
        return [replace(p, anchoring="lost") for p in asked.matching(annotations.passages.all())]
    finally:
        if bad is not None:
            bad += annotations.file.bad
        if notices is not None:
            notices += annotations.file.notices
        annotations.close()
