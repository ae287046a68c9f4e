"""Comparing coders in a library, and settling their differences: `Library.annotations.comparison`."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from peaceindex.annotations.anchoring import context
from peaceindex.annotations.annotators import ME
from peaceindex.errors import PeaceindexError
from peaceindex.model.agreement import CONSENSUS
from peaceindex.model.safe_text import one_line
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from peaceindex.annotations.agreement.choosing import Chosen
    from peaceindex.annotations.coding import Coding
    from peaceindex.model.agreement import AgreementReport, Difference, Unit
    from peaceindex.model.article import Article
    from peaceindex.model.passage import Passage
    from peaceindex.storage.passages import PassageStore


class CoderComparison:
    """Compares coders by their passages. Any method may be called from any thread."""

    def __init__(
        self,
        store: PassageStore,
        coding: Coding,
        passages: Callable[[], list[Passage]],
        articles: Callable[[Iterable[str]], list[Article]],
        all_ids: Callable[[], Collection[str]],
        me: Callable[[], str],
    ) -> None:
        """`passages` returns all passages where they stand now, `articles` the articles with these ids that exist."""
        self._store = store
        self._coding = coding
        self._passages = passages
        self._articles = articles
        self._all_ids = all_ids
        self._me = me

    def people(self) -> list[str]:
        """Return who can be compared: `me` first, if there are such passages, then others by their number of passages.

        The consensus is none of them.
        """
        counts = Counter(passage.annotator for passage in self._store.all())
        mine = counts.keys() & {"", one_line(self._me())}
        others = sorted(counts.keys() - mine - {CONSENSUS}, key=lambda name: (-counts[name], name))
        return [ME, *others] if mine else others

    def compare(
        self,
        first: str,
        second: str,
        unit: Unit = "sentence",
        articles: Chosen | Collection[str] = "both",
        label: str | None = None,
        *,
        with_intervals: bool = False,
    ) -> AgreementReport:
        """Return how far two annotators agree, and where they differ.

        `me` is who works in the library now, together with the passages of which it was not said who made them.
        `articles` says which are compared, by a word or by ids; one in which only one of the two found something is
        compared only if that is asked for. With `label`, only that label and those of the codes below it count.

        Raises PeaceindexError, with advice, if one of the two has no passages here, if they are the same, if there is
        no article to compare, or if nobody uses the label.
        """
        from peaceindex.annotations.agreement.choosing import Chooser
        from peaceindex.annotations.agreement.comparing import report

        codes = self._coding.codebook().codes
        chooser = Chooser(self._passages(), self._me(), codes, self._coding.labels_below, self._articles, self._all_ids)
        return report(chooser.chosen(first, second, unit, articles, label), with_intervals=with_intervals)

    def settle(self, difference: Difference, side: Literal["first", "second"], name: str) -> list[Passage]:
        """Take one coder's coding of a place for the consensus, and return the passages that this adds.

        They have the labels of that coder's passages there and stand at the same places, by the annotator `CONSENSUS`.
        If the coder has nothing there, it is a passage of the whole place without a label. `name` is the coder's, for
        the note. What the two coded stays. All is one step that can be undone. Raises PeaceindexError if the text of
        the article has changed since the comparison.
        """
        own = difference.first if side == "first" else difference.second
        article = self._article(difference)
        note = f"As {name} coded it."
        taken = [_consensus(article, one, one.start, one.end, note, one.labels) for one in own]
        return self._add(taken or [self._whole(difference, f"As {name} coded it: nothing here.")])

    def settle_otherwise(self, difference: Difference, note: str, labels: Sequence[str] = ()) -> list[Passage]:
        """Settle a place by a passage of the consensus with a note, and labels if there are any; as `settle`."""
        book = self._coding.codebook()
        return self._add([self._whole(difference, note, [book.spelled(label) for label in labels])])

    def _add(self, passages: list[Passage]) -> list[Passage]:
        self._store.add_all(passages)
        return passages

    def _whole(self, difference: Difference, note: str, labels: Sequence[str] = ()) -> Passage:
        like = replace((*difference.first, *difference.second)[0], event=None)
        return _consensus(self._article(difference), like, difference.start, difference.end, note, labels)

    def _article(self, difference: Difference) -> Article:
        (article,) = self._articles([difference.article_id])
        if article.text[difference.start : difference.end] != difference.quote:
            raise PeaceindexError("The text of this article has changed meanwhile.", "Compare again, then settle it.")
        return article


def _consensus(article: Article, like: Passage, start: int, end: int, note: str, labels: Sequence[str]) -> Passage:
    """Return a passage of the consensus in an article, with the facts of another passage of it."""
    prefix, suffix = context(article.text, start, end)
    return replace(
        like, id=secrets.token_hex(6), article_id=article.id, quote=article.text[start:end], prefix=prefix,
        suffix=suffix, start=start, end=end, text_hash=article.text_hash, note=note, labels=tuple(labels),
        created=timestamp(), annotator=CONSENSUS, anchoring="exact",
    )  # fmt: skip
