"""Messages that the tasks post to screens and dialogs which open later. No first paint loads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peacereader.tui.field_message import FieldMessage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from peaceindex.model.additions import AddedFolder, BinnedArticle, SourceNote
    from peaceindex.model.agreement import AgreementReport
    from peaceindex.model.article import Article
    from peaceindex.model.article_marks import ArticleMarks
    from peaceindex.model.audit import Audit, EncodingChoice
    from peaceindex.model.code import Code
    from peaceindex.model.code_table import CodeTable
    from peaceindex.model.coded_passage import CodedPassage
    from peaceindex.model.collocates import Collocates
    from peaceindex.model.comparison import Comparison
    from peaceindex.model.concordance import Concordance
    from peaceindex.model.event import Event
    from peaceindex.model.event_book import EventBook
    from peaceindex.model.evidence import Evidence
    from peaceindex.model.passage import Passage
    from peaceindex.model.saved_search import HitCounts, LoggedSearch, SavedSearch
    from peaceindex.model.search import Request, Span
    from peaceindex.model.search_change import SearchChange
    from peaceindex.model.story import Change, Story
    from peaceindex.model.timeline import FirstArticle, Timeline
    from peacereader.passage_order import Group
    from peacereader.tui.tasks.timeline_request import TimelineRequest
    from peacereader.tui.widgets.article_links import Link, Section


class Spelled(FieldMessage):
    """The other spellings of a text by which values of facets are filtered, folded."""

    text: str
    spellings: tuple[str, ...]


class StoryRead(FieldMessage):
    """The story of an article, or None if no other article shares its copy."""

    story: Story | None


class MarksChanged(FieldMessage):
    """The marks of articles have changed; these are their marks now, by id."""

    marks: Mapping[str, ArticleMarks]


class NeighboursRead(FieldMessage):
    """The names in the text of an article, and other articles: those of its story, and related ones."""

    article_id: str
    names: Sequence[Link]
    sections: Sequence[Section]


class ChangesRead(FieldMessage):
    """The changes that a member of a story made to the copy; None for the member that the others are compared with."""

    article_id: str
    changes: tuple[Change, ...] | None


class Compared(FieldMessage):
    """Two articles were compared; `passages` are those of both, by the ids of the articles."""

    comparison: Comparison
    passages: Mapping[str, Sequence[Passage]]


class PassagesListed(FieldMessage):
    """The passages that match a query were read, sorted and grouped. `hint` and `refusal` are as in `FoundPassages`."""

    query: str
    passages: Sequence[Passage]
    groups: Sequence[Group]
    hint: str
    refusal: str


class PlaceRead(FieldMessage):
    """The article of a passage was read with all its passages.

    If it cannot be read, `article` is None, and `problem` says why in words.
    """

    passage: Passage
    article: Article | None
    passages: Sequence[Passage]
    problem: str = ""


class LabelsRead(FieldMessage):
    """The labels that there are, for these passages. `digits` gives the label that each digit sets."""

    passages: Sequence[Passage]
    codes: Sequence[Code]
    digits: Mapping[str, str]


class CodesRead(FieldMessage):
    """The codebook was read, with the number of passages of each label, and what is wrong with its file.

    `found` are the ids of the passages that the list of passages shows, and `at` is the code to show, or "".
    """

    codes: Sequence[Code]
    uses: Mapping[str, int]
    problems: Sequence[str]
    found: Sequence[str]
    at: str = ""


class CodesCounted(FieldMessage):
    """The passages of each label were counted by other properties."""

    table: CodeTable


class CodersCompared(FieldMessage):
    """Two coders were compared; None if they cannot be, for a reason in `words`. `people` are all who can be chosen."""

    report: AgreementReport | None
    people: Sequence[str]
    words: str = ""


class TagsRead(FieldMessage):
    """The user's tags of these articles were read, and all that are `known`. `about` says which articles they are."""

    about: str
    article_ids: Sequence[str]
    tags: Sequence[Sequence[str]]
    known: Sequence[str]


class TagsChanged(FieldMessage):
    """The user's tags of these articles have changed: what each has now, by its id."""

    tags: Mapping[str, tuple[str, ...]]


class EventRead(FieldMessage):
    """What is needed to ask for the event of a passage: the names that are known, and those of events.yaml.

    `suggested` is an event with what the passage's words say of it.
    """

    passage: Passage
    known: EventBook
    listed: EventBook
    suggested: Event


class EventsListed(FieldMessage):
    """The events that match a query."""

    query: str
    coded: Sequence[CodedPassage]


class AuditRead(FieldMessage):
    """An article was read together with its source; `is_corrected` says whether a correction came before.

    `reanchored` holds the passages whose anchoring differs from before the correction.
    """

    audit: Audit
    is_corrected: bool = False
    reanchored: Sequence[Passage] = ()


class EncodingsRead(FieldMessage):
    """The possible encodings of an article's source were found."""

    choices: Sequence[EncodingChoice]


class ConcordanceMade(FieldMessage):
    """The lines of a request were found, or sorted in another order. `asked` is as in `SearchDone`."""

    asked: Request
    lines: Concordance


class TimelineMade(FieldMessage):
    """The searches of `asked` were counted over time; None if they cannot be, for a reason in `words`.

    `firsts` are the first articles by outlet; None if they were not looked for.
    """

    asked: TimelineRequest
    timeline: Timeline | None
    firsts: tuple[FirstArticle, ...] | None = None
    words: str = ""


class CollocatesCounted(FieldMessage):
    """The words near the hits of a concordance were counted."""

    collocates: Collocates


class SentenceFound(FieldMessage):
    """The sentence of an article that contains a hit was found."""

    article: Article
    span: Span
    choose_style: bool


class EvidenceFound(FieldMessage):
    """The evidence for the article of a passage was read; there is none if the article is gone."""

    passage: Passage
    evidence: Evidence | None
    choose_style: bool


class HistoryRead(FieldMessage):
    """The texts of the searches that were logged, oldest first."""

    texts: Sequence[str]


class SearchesRead(FieldMessage):
    """The stored searches were read: the saved ones by name, the logged ones oldest first.

    `change` is what was undone or redone before; the cursor goes there.
    """

    saved: list[SavedSearch]
    logged: list[LoggedSearch]
    change: SearchChange | None = None


class NewsCounted(FieldMessage):
    """The hits of a saved search were counted."""

    search: SavedSearch
    news: HitCounts


class NamesRead(FieldMessage):
    """A search is to be saved; the names of the `saved` searches are taken."""

    request: Request
    saved: list[SavedSearch]


class ExportProgress(FieldMessage):
    """So many of the hits to export are written."""

    done: int
    total: int


class Exported(FieldMessage):
    """An export was written; `words` say where."""

    words: str


class SamplePassages(FieldMessage):
    """There are passages in the sample pages that this library does not have."""

    count: int


class SamplesTaken(FieldMessage):
    """Passages were taken along from the sample pages; `words` says how many."""

    words: str


class AdditionProgress(FieldMessage):
    """How far an addition is. `stage` is reading, comparing or indexing; `total` is 0 until it is known.

    `tally` counts the outcomes of the sources so far, as `AddReport.status`, and those that are doubtful.
    """

    paths: Sequence[Path]
    stage: str
    done: int
    total: int
    tally: Mapping[str, int]


class AdditionEnded(FieldMessage):
    """An addition has ended, with the outcomes of its sources as in `AdditionProgress`."""

    paths: Sequence[Path]
    tally: Mapping[str, int]
    is_stopped: bool


class WatchFound(FieldMessage):
    """Articles came from a folder that is watched."""

    tally: Mapping[str, int]


class PathsPreviewed(FieldMessage):
    """What adding paths would find, as far as it was looked at. `number` is that of the request."""

    number: int
    files: int
    counts: Mapping[str, int]
    """Of `articles`, `known`, `removed`, `failed` and `doubtful`."""
    kinds: Mapping[str, int]
    """Articles by the name of their format."""
    skipped: Mapping[str, int]
    """Files that hold no articles, by their kind."""
    failures: Sequence[str]
    is_done: bool
    problem: str = ""
    """Why it could not be looked at, in words."""


class PathsCompleted(FieldMessage):
    """What the path that was typed may go on as."""

    text: str
    found: Sequence[str]


class ArticlesRemoved(FieldMessage):
    """Articles were moved to the bin, or came back from it; `words` say so. `ids` are those that were moved there."""

    words: str
    ids: Sequence[str] = ()


class HitsToRemove(FieldMessage):
    """The ids of all hits of a search, of which it is to be asked whether to remove them."""

    ids: Sequence[str]


class BinRead(FieldMessage):
    """The articles in the bin were read."""

    articles: Sequence[BinnedArticle]


class FoldersRead(FieldMessage):
    """The folders that were added were read."""

    folders: Sequence[AddedFolder]


class SourceNotesRead(FieldMessage):
    """The notes about sources that failed or look doubtful were read."""

    notes: Sequence[SourceNote]


class OwnLibraryMade(FieldMessage):
    """The user's own library was made while the sample pages are open; it has so many articles."""

    articles: int


class PaletteRead(FieldMessage):
    """What the palette offers besides actions: the saved searches, the search log, the newest first, and the labels."""

    saved: Sequence[SavedSearch]
    log: Sequence[LoggedSearch]
    labels: Sequence[str]
