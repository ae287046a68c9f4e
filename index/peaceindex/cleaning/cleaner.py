"""The cleaner, which turns the text of a scraped page into an article.

The article's metadata states where each value comes from, and the article carries every line that was cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from peaceindex import paths
from peaceindex.cleaning import verdicts
from peaceindex.cleaning.losses import losses
from peaceindex.cleaning.metadata import machine_fields, titles
from peaceindex.cleaning.metadata.gather import gather
from peaceindex.cleaning.metadata.stated import stated_alone
from peaceindex.cleaning.models.registry import Models, default_models
from peaceindex.cleaning.outlets import Outlets, host_of
from peaceindex.cleaning.page import Page
from peaceindex.cleaning.paragraphs import paragraphs
from peaceindex.cleaning.reasons import Reason
from peaceindex.cleaning.retrieval import dated
from peaceindex.cleaning.selection import LONG_TITLE_WORDS, Selection, select, stated_body
from peaceindex.model.article import (
    ALREADY_CLEAN,
    BODY_LINES,
    BODY_STATED,
    DETAILS,
    RUNNING_LINES,
    Article,
    Cut,
    Provenance,
    RawDocument,
    article_id,
)
from peaceindex.model.safe_text import neutralise_all, neutralise_optional, parts
from peaceindex.startup.late_pattern import late_pattern
from peaceindex.text import language
from peaceindex.text.lines import Line, is_sentence_like, tidy

if TYPE_CHECKING:
    from peaceindex.cleaning.metadata.article_metadata import Metadata

Topics = Callable[[str], tuple[str, ...]]

_DASHES = "–—-"
_SENTENCE_END = late_pattern(r"[^\W\d]{2}[.!?]['\"”’»]?(?:\s|$)|[。！？]")


class Cleaner:
    """Turns raw documents into articles.

    `outlets` is the register of outlets. By default it is the package's register with the user's `outlets.yaml` on top.
    DataFileError is raised if that file is broken, and says where.

    `topics` returns the names and subjects that a text mentions. `models` replaces the package's models, as training
    requires.
    """

    def __init__(
        self, outlets: Outlets | None = None, topics: Topics | None = None, models: Models | None = None
    ) -> None:
        self._outlets = outlets if outlets is not None else Outlets.load(paths.config_dir() / "outlets.yaml")
        self._topics = topics
        self._models = models or default_models()

    def clean(
        self,
        document: RawDocument,
        choices: Mapping[int, bool] = MappingProxyType({}),
        sibling_cuts: Mapping[int, str] = MappingProxyType({}),
    ) -> Article:
        """Return the article in a document; without an article there are no paragraphs. Never raises for any text.

        `choices` maps line numbers to True for lines that the user wants kept and False for lines that the user wants
        cut, whatever they look like. All other lines are judged as if there were no choices.

        `sibling_cuts` maps the numbers of lines that sibling pages show to be no part of the article to the reason (see
        `siblings`).
        """
        if document.facts is not None:
            from peaceindex.cleaning.html.page import judged as judged_markup

            document = judged_markup(document, self._models.markup)
        page = Page(document.text)
        judged = verdicts.selection(document.stated, page) if document.stated else None
        body_stated = bool(document.stated.get(BODY_STATED))
        fields = machine_fields.Fields() if judged or body_stated else machine_fields.read(page.lines, self._outlets)
        page.locale = _text(document.stated.get("locale") or document.stated.get("language") or fields.language)
        page.host = host_of(_text(document.stated.get("url")) or fields.url)
        if body_stated:
            selection = stated_body(page, judged)
        else:
            selection = select(page, fields, self._models.lines) if judged is None else judged
        if running := _running_lines(document):
            selection.leave_out({i: Reason.RUNNING_HEAD for i, line in enumerate(page.lines) if line.number in running})
        if sibling_cuts:
            selection.leave_out(
                {i: sibling_cuts[line.number] for i, line in enumerate(page.lines) if line.number in sibling_cuts}
            )
        if judged is not None and (document.stated.get(ALREADY_CLEAN) or BODY_LINES in document.stated):
            meta = stated_alone(document)
        else:
            meta = gather(page, fields, selection, document, self._outlets, self._models)
        if judged is not None:
            verdicts.apply_page_facts(meta, document.stated, judged)
        if selection.clean:
            _restore_text_lines(page, selection, meta)
        texts: list[str] = []
        cuts: dict[int, Cut] = {}
        raw = parts(document.text, "\n")
        kept = set(selection.kept) - meta.used.keys()
        if not kept and selection.kept:  # there is no article without text
            kept = set(selection.kept)
            if meta.provenance["title"] == "found":
                meta.title, meta.provenance["title"] = None, "none"
        for i, line in enumerate(page.lines):
            choice = choices.get(line.number)
            is_cut = choice is False or (choice is None and line.number in sibling_cuts)
            if is_cut and meta.lead and _contains(line.text, meta.lead):
                meta.lead = None  # otherwise it would come back as the lead
                meta.provenance["lead"] = "none"
            if choice or (choice is None and i in kept):
                text, bullet = _whole_line(line)
                if texts and _continues(texts[-1], text) and _is_after_print_head(page, i, selection.reasons):
                    text = f"{texts.pop()} {text}"
                texts.extend(paragraphs(text, bullet=bullet))
            else:
                reason = meta.used.get(i) or selection.reasons.get(i, Reason.NOT_OF_ARTICLE)
                cuts[i] = Cut(line.number, raw[line.number - 1], str(Reason.CUT_BY_USER if choice is False else reason))
        return self._article(document, page, meta, texts, cuts, kept)

    def topics(self, title: str | None, text: str) -> tuple[str, ...]:
        """Return the names and subjects that an article with this title and text mentions; none without a text."""
        return self._topics(f"{title or ''}\n\n{text}") if self._topics and text else ()

    def _article(
        self, document: RawDocument, page: Page, meta: Metadata, texts: list[str], cuts: dict[int, Cut], kept: set[int]
    ) -> Article:
        lead = meta.lead
        if lead and texts and _starts_with(texts[0], lead):
            lead = texts[0]
        elif lead:
            texts.insert(0, lead)
        provenance: dict[str, Provenance] = dict(meta.provenance)
        if not lead and texts:
            lead, provenance["lead"] = texts[0], "found"
        title = meta.title
        if not title and texts:
            title = titles.derive(texts[0])
            provenance["title"] = "derived" if title else "none"
        code = meta.language
        if not code and kept.issuperset(page.longest):
            code = page.language  # already detected
        elif not code:
            code = language.detect("\n".join(texts[:12]) or document.text[:4000])
        if code and not meta.language:
            provenance["language"] = "derived"
        text = "\n\n".join(texts)
        return Article(
            source=document.source,
            id=article_id(document.text),
            title=neutralise_optional(title),
            outlet=neutralise_optional(meta.outlet),
            date=neutralise_optional(meta.date),
            published=neutralise_optional(meta.published),
            modified=neutralise_optional(meta.modified),
            authors=neutralise_all(meta.authors),
            tags=neutralise_all(meta.tags),
            topics=neutralise_all(self.topics(title, text)),
            url=neutralise_optional(meta.url),
            language=neutralise_optional(code),
            lead=neutralise_optional(lead),
            paragraphs=neutralise_all(texts),
            cuts=tuple(cuts.values()),
            provenance=MappingProxyType(provenance),
            losses=losses(page.lines, {i: cut.reason for i, cut in cuts.items()}, title, texts, page.repeats),
            details=MappingProxyType(dict(document.stated.get(DETAILS) or {})),
            evidence=dated(document.evidence),
        )


def _restore_text_lines(page: Page, selection: Selection, meta: Metadata) -> None:
    """Put lines that metadata was taken from back into a clean text, except the title and short bylines and dates.

    A line that a model took for the title also stays in the text if it is long and a sentence ends in it: it may be the
    first paragraph.
    """
    provenance = meta.provenance["title"]
    for i in list(meta.used):
        if not meta.used[i].startswith("title") or provenance not in ("stated", "found"):
            if i in selection.kept and (page.sizes[i] > LONG_TITLE_WORDS or is_sentence_like(page.lines[i])):
                del meta.used[i]
        elif provenance == "found" and page.sizes[i] > LONG_TITLE_WORDS and _has_sentence(page.lines[i]):
            del meta.used[i]
            selection.kept = sorted({*selection.kept, i})


def _has_sentence(line: Line) -> bool:
    """Return whether a sentence ends in a line that is not the beginning of a text used as a title."""
    return line.end != "…" and _SENTENCE_END.search(line.text) is not None


def _whole_line(line: Line) -> tuple[str, bool]:
    """Return the text of a line, and whether it is a list item.

    A dash before the line stays, because quoted speech may begin with one.
    """
    dashed = line.bullet and line.raw.lstrip()[:1] in _DASHES
    return (tidy(line.raw), False) if dashed else (line.text, line.bullet)


def _running_lines(document: RawDocument) -> frozenset[int]:
    stated = document.stated.get(RUNNING_LINES)
    return frozenset(n for n in stated if isinstance(n, int)) if isinstance(stated, list | tuple) else frozenset()


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _contains(text: str, lead: str) -> bool:
    return re.sub(r"\W+", "", lead)[:80] in re.sub(r"\W+", "", text)


def _starts_with(text: str, lead: str) -> bool:
    return re.sub(r"\W+", "", text).startswith(re.sub(r"\W+", "", lead)[:80])


def _continues(before: str, text: str) -> bool:
    return text[:1].islower() and before[-1:] not in '.!?…:”"»'


def _is_after_print_head(page: Page, i: int, reasons: Mapping[int, str]) -> bool:
    """Return whether the line before this one is the head or foot of a printed page, which splits paragraphs in two."""
    return reasons.get(i - 1, "").endswith(Reason.RUNNING_HEAD) and not page.lines[i].bullet
