"""Passages in their present state: found again in the articles, and searched by their content."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from peaceindex.annotations.anchoring import Anchor, anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from peaceindex.model.correction import Correction
    from peaceindex.model.passage import Passage
    from peaceindex.storage.articles import ArticleStore

_MAX_ANCHORS = 50_000
"""Anchors that are remembered at most."""


class FoldedTexts:
    """What is searched of each passage, folded, remembered for as long as the passage is the same object."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Passage, str]] = {}

    def of(self, passage: Passage) -> str:
        """Return quote, note, labels, event, title, outlet and date, folded."""
        from peaceindex.annotations.event_filter import event_texts
        from peaceindex.text.folding import fold

        found = self._found.get(passage.id)
        if found is None or found[0] is not passage:
            fields = (passage.quote, passage.note, *passage.labels, passage.title, passage.outlet, passage.date,
                      *event_texts(passage.event))  # fmt: skip
            found = passage, fold("\n".join(text for text in fields if text))
            self._found[passage.id] = found
        return found[1]


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
        return replace(passage, anchoring="lost")
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
    stated: dict[str, Any] = {c.field: c.value for c in corrections if c.field != "line"}
    if "authors" in stated:
        stated["authors"] = stated["authors"] or ()
    return replace(passage, **stated) if stated else passage


_LABEL = re.compile(r"(?<!\S)(-?)label:(?:\"([^\"]*)\"?|(\S+))", re.IGNORECASE)


def matching(
    passages: Iterable[Passage],
    query: str,
    labels_below: Callable[[str], Iterable[str]] = lambda label: [label],
    texts: FoldedTexts | None = None,
) -> Iterator[Passage]:
    """Yield the passages that contain all words of `query`, regardless of accents and case.

    `label:NAME` (in quotes if it has spaces) requires one of the labels that `labels_below` returns for the name: the
    label itself and those of the codes below it. `-label:NAME` excludes them. `event:TYPE` requires an event of this
    type or sub-type, `event:any` any event, `event:none` none; `-event:` the contrary. `texts` remembers what was
    folded.
    """
    from peaceindex.annotations.codebook import code_key
    from peaceindex.annotations.event_filter import event_filter
    from peaceindex.text.folding import fold

    wanted = [
        (found[1] == "-", {code_key(label) for label in labels_below(found[2] or found[3] or "")})
        for found in _LABEL.finditer(query)
    ]
    has_event, query = event_filter(query)
    words = fold(_LABEL.sub(" ", query)).split()
    texts = texts or FoldedTexts()
    for passage in passages:
        own = {code_key(label) for label in passage.labels} if wanted else set()
        if any(own.isdisjoint(labels) != is_excluded for is_excluded, labels in wanted):
            continue
        if not has_event(passage.event):
            continue
        searched = texts.of(passage) if words else ""
        if all(word in searched for word in words):
            yield passage


def saved_passages(
    folder: Path, query: str = "", bad: list[str] | None = None, notices: list[str] | None = None
) -> list[Passage]:
    """Return the passages of a library whose articles cannot be read, as they were saved, newest first.

    Their anchoring is `lost`. Return an empty list if the folder has no annotations. `bad` receives a line for each
    damaged value, `notices` what was found and repaired when the file was opened.
    """
    from peaceindex.storage.annotations import Annotations, has_annotations

    if not has_annotations(folder):
        return []
    annotations = Annotations(folder)
    try:
        return [replace(p, anchoring="lost") for p in matching(annotations.passages.all(), query)]
    finally:
        if bad is not None:
            bad += annotations.file.bad
        if notices is not None:
            notices += annotations.file.notices
        annotations.close()
