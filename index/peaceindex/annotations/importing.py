"""Passages from a file made passages of this library: placed, compared with what is there, and added at once."""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from peaceindex.annotations.anchoring import context
from peaceindex.annotations.codebook import code_key
from peaceindex.annotations.passages import AnchorCache, with_position
from peaceindex.annotations.placing import Placer
from peaceindex.model.event import Event
from peaceindex.model.imported_passage import ImportOutcome, ImportReport
from peaceindex.model.passage import Passage
from peaceindex.model.safe_text import neutralise, one_line
from peaceindex.storage.serialization import timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peaceindex.annotations.codebook import Codebook
    from peaceindex.annotations.placing import Place
    from peaceindex.model.imported_passage import ImportedPassage
    from peaceindex.storage.articles import ArticleStore
    from peaceindex.storage.passages import PassageStore

_ID = re.compile(r"[0-9a-f]{6,64}")
_ID_LENGTH = 12
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MAX_POSITION = 2**40
_NO_SOURCE = "not known (imported)"
"""The source of a passage whose file names none. It may not be empty: that is standard input."""


def import_passages(
    articles: ArticleStore, store: PassageStore, imported: Sequence[ImportedPassage], codebook: Codebook, me: str = ""
) -> ImportReport:
    """Add imported passages to a library and tell what became of each. Nothing is added if any cannot be written.

    Labels are spelled as the codebook spells them. `me` is the name of who works in the library: what others made is
    kept beside it.
    """
    spelled = {code_key(code.name): code.name for code in codebook.codes}
    safe = [_spelled(_safe(one), spelled) for one in imported]
    importer = _Importer(articles, store, me)
    outcomes = [
        importer.take(one, place) if one.quote.strip() else ImportOutcome("refused", "", reason="it has no words")
        for one, place in zip(safe, Placer(articles).places(safe), strict=True)
    ]
    store.add_all(importer.added, importer.placed)
    return ImportReport(outcomes)


class _Importer:
    """Decides for one passage after the other whether it is new."""

    def __init__(self, articles: ArticleStore, store: PassageStore, me: str) -> None:
        self._articles = articles
        self._me = one_line(me)
        self._aliases = articles.aliases()
        self._anchors = AnchorCache()
        self._by_id: dict[str, Passage] = {}
        self._by_words: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
        for passage in store.all():
            self._remember(passage)
        self._in_bin = store.annotators_in_bin()
        self.added: list[Passage] = []
        self.placed: list[Passage] = []
        """Passages that were lost here, since their page was added only after them."""

    def take(self, one: ImportedPassage, place: Place) -> ImportOutcome:
        """Add a passage to `added` unless the library has it."""
        passage = _passage(one, place)
        known = self._by_id.get(passage.id)
        maker = known.annotator if known else self._in_bin.get(passage.id)
        if maker is not None and passage.annotator and (maker or self._me) != passage.annotator:
            # Two coded the same passages, each in a copy of the library: what each of them made is kept.
            passage = replace(passage, id=_derived_id(passage.id, "by", passage.annotator))
            known = self._by_id.get(passage.id)
        if known and known.quote != one.quote and known.quote != passage.quote:  # another passage with the same id
            passage = replace(passage, id=_derived_id(passage.id, passage.quote, passage.url or ""))
            known = self._by_id.get(passage.id)
        if known:
            return self._placed(known, passage, place) or _already_there(known, one)
        if passage.id in self._in_bin:
            return ImportOutcome(
                "already there", passage.quote, passage.id, passage.article_id, reason="you moved it to the bin"
            )
        if known := self._same(passage, one):
            return _already_there(known, one)
        self._remember(passage)
        self.added.append(passage)
        reasons = [place.reason] if place.reason else []
        if one.date and not passage.date:
            reasons.append(f"its date ({one.date[:40]}) is no day and was left out")
        means = place.means if place.article else ""
        return ImportOutcome(
            passage.anchoring, passage.quote, passage.id, passage.article_id, means, "; ".join(reasons)
        )

    def _placed(self, known: Passage, passage: Passage, place: Place) -> ImportOutcome | None:
        """Give a passage that is here, but lost, the place that was found now. Return None if it needs none."""
        if passage.anchoring == "lost":
            return None
        if with_position(self._articles, known, self._anchors).anchoring != "lost":
            return None
        self.placed.append(replace(passage, id=known.id, annotator=known.annotator, event=known.event))
        reason = "it was lost, and has its place now"
        return ImportOutcome(passage.anchoring, passage.quote, known.id, passage.article_id, place.means, reason)

    def _remember(self, passage: Passage) -> None:
        self._by_id[passage.id] = passage
        self._by_words[self._words(passage)].append(passage)

    def _words(self, passage: Passage) -> tuple[str, ...]:
        id = self._aliases.get(passage.article_id, passage.article_id)
        return id, passage.quote, passage.note, self._maker(passage)

    def _maker(self, passage: Passage) -> str:
        """Return who made a passage. If it was not said, it counts as made by who works in the library."""
        return passage.annotator or self._me

    def _same(self, passage: Passage, one: ImportedPassage) -> Passage | None:
        """Return a passage of the same maker, words, note and place, with at least the same labels, or None."""
        for known in self._by_words[self._words(passage)]:
            if not set(one.labels) <= set(known.labels):
                continue
            if passage.anchoring == "lost":
                if known.url == passage.url and (known.prefix, known.suffix) == (passage.prefix, passage.suffix):
                    return known
                continue
            now = with_position(self._articles, known, self._anchors)
            if now.anchoring != "lost" and (now.start, now.end) == (passage.start, passage.end):
                return known
        return None


def _already_there(known: Passage, one: ImportedPassage) -> ImportOutcome:
    """Return the outcome for a passage that the library has, with what the file says otherwise and was not taken."""
    other = []
    if known.note != one.note:
        other.append(f"its note in the file is another: “{one.note}”" if one.note else "it has no note in the file")
    if missing := [label for label in one.labels if label not in known.labels]:
        other.append(f"it bears other labels in the file: {', '.join(missing)}")
    if one.event and one.event != known.event:
        other.append("the file tells another event of it" if known.event else "the file tells an event of it")
    return ImportOutcome("already there", known.quote, known.id, known.article_id, reason="; ".join(other))


def _passage(one: ImportedPassage, place: Place) -> Passage:
    """Return the passage as it is stored, with `anchoring` as it stands now.

    The hash of the article's text is stored only with a place at which exactly the quote stands, so that any other is
    looked for whenever the passage is listed.
    """
    article, found = place.article, place.anchor
    passage = Passage(
        id=one.id if _ID.fullmatch(one.id) else _derived_id(*_identity(one)),
        article_id=one.article_id,
        quote=one.quote,
        prefix=one.prefix,
        suffix=one.suffix,
        start=one.start or 0,
        end=one.end or 0,
        text_hash=one.text_hash,
        note=one.note,
        labels=one.labels,
        created=one.created or timestamp(),
        title=one.title,
        outlet=one.outlet,
        date=one.date if one.date and _is_day(one.date) else None,
        authors=one.authors,
        url=one.url,
        source=one.source or _NO_SOURCE,
        annotator=one.user,
        event=one.event,
        anchoring="lost",
    )
    if article is None or found is None:
        return passage
    passage = _with_facts(passage, one, place)
    if found.anchoring == "lost":
        return replace(passage, text_hash="" if one.text_hash == article.text_hash else one.text_hash)
    stands = article.text[found.start : found.end]
    if (place.means != "id" or one.start is None) and stands.split() == one.quote.split():
        passage = replace(passage, quote=stands)  # a page in a browser has other white space than its article here
    is_exact = stands == passage.quote
    if is_exact and one.start is None:
        prefix, suffix = context(article.text, found.start, found.end)
        passage = replace(passage, prefix=prefix, suffix=suffix)
    return replace(
        passage,
        start=found.start,
        end=found.end,
        text_hash=article.text_hash if is_exact else "",
        anchoring=found.anchoring,
    )


def _with_facts(passage: Passage, one: ImportedPassage, place: Place) -> Passage:
    """Return the passage with what is known of its article.

    A file of this program, which has an article's id, tells it as it was when the passage was bookmarked. What other
    programs know is the title of a page in a browser, so the article here comes first. It does, too, if the words were
    found in it although it is none that the file names: they must not be cited from elsewhere.
    """
    article = place.article
    if article is None:
        return passage
    if place.means == "id" or (one.article_id and place.means != "words"):
        title, outlet, day = one.title or article.title, one.outlet or article.outlet, passage.date or article.date
        authors, url = one.authors or article.authors, one.url or article.url
    else:
        title, outlet, day = article.title or one.title, article.outlet or one.outlet, article.date or passage.date
        authors, url = article.authors or one.authors, article.url or one.url
    return replace(
        passage, article_id=article.id, title=title, outlet=outlet, date=day, authors=authors, url=url,
        source=article.source,
    )  # fmt: skip


def _spelled(one: ImportedPassage, names: Mapping[str, str]) -> ImportedPassage:
    return replace(one, labels=tuple(dict.fromkeys(names.get(code_key(label), label) for label in one.labels)))


def _safe(one: ImportedPassage) -> ImportedPassage:
    """Return a passage with nothing in it that could act on a terminal, and no value that cannot be stored."""
    labels = dict.fromkeys(one_line(label) if "\n" in label else neutralise(label) for label in one.labels)
    has_place = one.start is not None and one.end is not None and 0 <= one.start < one.end < _MAX_POSITION
    return replace(
        one,
        quote=neutralise(one.quote),
        id=one.id.strip().lower(),
        article_id=neutralise(one.article_id),
        prefix=neutralise(one.prefix),
        suffix=neutralise(one.suffix),
        start=one.start if has_place else None,
        end=one.end if has_place else None,
        text_hash=one.text_hash.lower(),
        source_hash=one.source_hash.lower(),
        note=neutralise(one.note),
        labels=tuple(label for label in labels if label.strip()),
        created=_time(one.created),
        title=one_line(one.title) or None,
        outlet=one_line(one.outlet) or None,
        date=one_line(one.date) or None,
        authors=tuple(name for author in one.authors if (name := one_line(author))),
        url=one_line(one.url) or None,
        source=_file_name(one.source),
        user=one_line(one.user),
        event=_safe_event(one.event) if one.event else None,
    )


def _safe_event(event: Event) -> Event | None:
    safe = replace(
        event,
        place=one_line(event.place),
        actors=tuple(name for actor in event.actors if (name := one_line(actor).strip())),
        type=one_line(event.type),
        subtype=one_line(event.subtype),
    )
    return None if safe == Event() else safe


def _identity(one: ImportedPassage) -> tuple[str, ...]:
    """Return what tells an imported passage without an id of this program from others."""
    return (one.origin,) if one.origin else (one.url or one.article_id, one.quote, one.note, str(one.start))


def _derived_id(*parts: str) -> str:
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:_ID_LENGTH]


def _time(text: str) -> str:
    """Return a time in UTC, in the form in which this program writes it; "" for what is no time."""
    try:
        moment = datetime.fromisoformat(text)
        if text.endswith("Z") and "T" in text and text.isascii():
            return text
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return ""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _file_name(text: str) -> str:
    """Return the name of a source, which may have bytes that are not UTF-8; made safe if it cannot be a name."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return neutralise(text)
    return text.replace("\0", "")
