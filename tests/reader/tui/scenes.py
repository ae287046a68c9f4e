"""The screens that have their pictures taken, the keys that lead to them, and the libraries that they show."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from peaceindex import Library
from peaceindex.model.event import Event
from peaceindex.model.search import Request
from peaceindex.paths import config_dir, default_library, samples_library
from peaceindex.search import finder
from peacereader.tui.screens import article_controller, search_controller, search_logging
from tests.reader.pages import write_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

SCREENS = {
    "room": "",
    "search": "slash c e a s e f i r e",
    "hits": "slash c e a s e f i r e enter j",
    "completion": "slash t a l k s space c e a s e f",
    "values": "slash o u t l e t colon down down",
    "query-help": "slash f1",
    "article": "slash c e a s e f i r e enter enter n",
    "selection": "slash c e a s e f i r e enter enter v j",
    "facets": "f enter j x",
    "nothing": "slash x y z z y enter",
    "advice": "slash i s t a m b u l space c e a s e f i r e wait enter down",
    "passages": "enter v j b l A i d enter L a w enter escape e n o t e enter enter e n d escape J v b B space",
    "desk": "enter v b l A i d enter L a w enter escape e n o t e enter e n d escape J v b B z z j",
    "place": "enter v b e n o t e enter e n d escape B tab",
    "codebook": "enter v j b l A i d enter L a w enter escape B C 1 e f o o d escape A M e d i c i n e enter k",
    "counts": "enter v j b l A i d enter L a w enter escape B C t",
    "tags": "number_sign d r a f t enter",
    "note": "enter v j b e n o t e",
    "labels": "enter v j b l a i d enter l a w",
    "story": "slash s t r a i t enter m j",
    "compare": "slash s t r a i t enter m j m",
    "cut": "slash i s colon c u t enter enter",
    "audit": "slash c e a s e f i r e enter enter c n space j j space j",
    "field": "enter c d",
    "searches": "slash p r i s o n e r s enter f j enter w enter f slash ctrl+u a l a s k a enter escape W j",
    "news": "W j enter j enter escape",
    "search-name": "slash p r i s o n e r s enter f j enter w",
    "concordance": "slash p r i s o n e r s enter C l j j j",
    "collocates": "slash p r i s o n e r s enter C c j",
    "hit": "slash p r i s o n e r s enter C j j enter",
    "themes": "t",
    "theme-editor": "t e j j j minus minus minus minus minus minus",
    "styles": "slash c e a s e f i r e enter enter v Y j j",
    "help": "question_mark",
}
"""The keys that lead to each screen. Those that are written as pictures one can look at."""

FURTHER = {
    "tagged": "number_sign d r a f t enter escape",
    "tag-hits": "slash c e a s e f i r e enter ctrl+t",
    "find": "enter slash t h e",
    "chips": "f j enter f X",
    "timeline": "T m j",
    "timeline-outlets": "slash c e a s e f i r e enter T y o j",
    "timeline-compared": "T m a a l a s k a enter v l",
    "timeline-add": "T a",
    "timeline-write": "T x",
    "event": "enter v b V",
    "event-completed": "enter v b V down down down P r o",
    "events": "B T j",
    "agreement": "B A j",
    "folders": "A j",
    "no-folders": "A d d",
    "moved": "A m",
    "report": "A j enter j",
    "bin": "A b j",
    "empty-bin": "A b",
    "bin-question": "A b E",
    "remove-question": "D",
    "add": "a",
    "settings": "colon s e t t i n g s enter j",
    "setting": "colon s e t t i n g s enter enter",
    "palette": "ctrl+p s o r t",
    "command-line": "colon s o",
    "export": "slash c e a s e f i r e enter x",
    "export-passages": "B x",
    "searches-write": "slash a l a s k a enter enter escape W s",
    "code-name": "B C a",
    "code-move": "B C v",
    "colour-value": "t e enter",
    "theme-title": "t e minus s",
    "encodings": "slash q u a g g a enter enter c e",
    "field-outlet": "enter c o",
    "field-date-typed": "enter c d ctrl+u m a y space 2 0 2 5",
    "compare-room": "slash s t r a i t enter z equals_sign j equals_sign",
    "compare-folded": "slash s t r a i t enter z equals_sign j equals_sign z n",
    "compare-write": "slash s t r a i t enter z equals_sign j equals_sign w",
    "collocates-write": "slash p r i s o n e r s enter C c w",
    "counts-write": "B C t w",
    "samples": "",
    "no-passages": "B",
    "no-searches": "W",
    "refused": "slash d a t e colon x enter",
    "empty": "",
    "read-only": "d",
    "too-small": "",
}
"""The same of screens whose pictures are written as text alone."""

SCENES = SCREENS | FURTHER

LIBRARIES = {
    **dict.fromkeys(("story", "compare", "compare-room", "compare-folded", "compare-write"), "story_library"),
    "cut": "cut_library",
    "news": "news_library",
}
"""The libraries of screens that need another than most: the names of fixtures."""

_DAY = "2025-11-29T10:00:00.000000Z"
_CODES = """\
codes:
  - name: Ceasefire
    description: any halt to fighting
    color: "#2a6f97"
    key: 1
    codes:
      - Violation
  - Law
"""


def hold_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the same day in the same time zone in each picture, and let nothing be logged meanwhile."""
    monkeypatch.setattr(search_logging, "IDLE_SECONDS", 3600)
    monkeypatch.setattr(finder, "timestamp", lambda: "2025-11-30T16:05:00.000000Z")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def hold_places(scene: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program be started in the same folder in each picture, and its settings be in the same place."""
    monkeypatch.setattr(Path, "cwd", classmethod(lambda cls: cls("/home/ada/work")))
    if scene in ("settings", "setting"):
        monkeypatch.setenv("XDG_CONFIG_HOME", "/home/ada/.config")


def shorten_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put nothing off for long: a picture is taken when nothing is put off any more."""
    monkeypatch.setattr(search_controller, "ADVICE_DELAY", 0.02)
    monkeypatch.setattr(search_controller, "NEWS_DELAY", 0.02)
    monkeypatch.setattr(article_controller, "PREVIEW_NEIGHBOURS_DELAY", 0.02)


def _change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "library.db")) as database, database:
        for statement in statements:
            database.execute(statement)


def _first(folder: Path, count: int) -> list[str]:
    with Library.open(folder) as library:
        return [hit.id for hit in library.search.hits(library.search.find(Request("", sort="oldest")), 0, count)]


def _coded(folder: Path) -> None:
    """Let Ada and Bo have coded two articles each, and differ at two places."""
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / "config.yaml").write_text("annotator: Ada\n")
    (folder / "codes.yaml").write_text(_CODES)
    ids = _first(folder, 2)
    with Library.open(folder) as library:
        for article in map(library.article, ids):
            first, second, *_ = article.paragraphs
            start = article.text.index(second)
            for maker, label in (("Ada", "Ceasefire"), ("Bo", "Law")):
                library.annotations.annotator = maker
                library.annotations.bookmark(article, 0, len(first), labels=["Violation"])
                library.annotations.bookmark(article, start, start + len(second), f"by {maker}", [label])


def _with_events(folder: Path) -> None:
    """Let three passages tell of events."""
    (folder / "events.yaml").write_text(
        "types:\n  - {name: Protests, sub_types: [Peaceful protest]}\n  - {name: Battles, sub_types: [Armed clash]}\n"
    )
    events = (
        Event("2025-05-16", "day", "Istanbul", ("Protesters", "Police Forces"), "Protests", "Peaceful protest", 0),
        Event("2025-05-12", "week", "Kharkiv oblast", (), "Battles", "Armed clash", 1200),
        Event("2025-08-15", "day", "", ("Civilians",), "Protests", "", None),
    )
    ids = _first(folder, len(events))
    with Library.open(folder) as library:
        for article, event in zip(map(library.article, ids), events, strict=True):
            passage = library.annotations.bookmark(article, 0, len(article.paragraphs[0]))
            library.annotations.events.set([passage.id], lambda _, __, event=event: event)  # type: ignore[misc]


def _with_sources(folder: Path) -> None:
    """Let two folders have been added, and some sources of one have failed."""
    (article,) = _first(folder, 1)
    added, odd = "INSERT INTO folders VALUES", "INSERT INTO source_notes VALUES"
    _change(
        folder,
        "DELETE FROM folders",
        f"{added} ('/home/ada/pages', '{_DAY}', '{_DAY}', 1, '')",
        f"{added} ('/home/ada/downloads/a folder with a long name/news of the year', '{_DAY}', '{_DAY}', 0, '')",
        f"{odd} ('/home/ada/pages', '/home/ada/pages/empty.txt', '', 'there is no text in the file', '[]', '{_DAY}')",
        f"{odd} ('/home/ada/pages', '/home/ada/pages/1.html', '{article}', '', '[\"no date was found\"]', '{_DAY}')",
    )


def _with_bin(folder: Path) -> None:
    """Let two articles be in the bin."""
    ids = _first(folder, 2)
    with Library.open(folder) as library:
        library.bin.remove(ids)
    _change(folder, f"UPDATE binned SET removed = '{_DAY}'")


def _in_old_letters(folder: Path) -> None:
    """Let there be a page in KOI8-R, in the library as somebody took it for windows-1251."""
    words = "Переговоры о прекращении огня продолжились после перерыва, а жители сёл впервые вернулись домой."
    said = "The delegates of Quagga said on Monday that the ceasefire had held for nine days, and that they would stay."
    path = folder.parent / "old.txt"
    path.write_bytes(f"Новости\n\n{words}\n\n{said}\n\n{words}\n\n{said}\n".encode("koi8_r"))
    with Library.open(folder) as library:
        assert [one.status for one in library.ingest.add([path], encoding="windows-1251")] == ["added"]


def _without_sources(folder: Path) -> None:
    _change(folder, "DELETE FROM folders")


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    Library.open(folder, create=True).close()


def _with_samples(folder: Path) -> None:
    """Let the library be the user's first one, and a passage be in the sample pages."""
    with Library.open(folder) as library:
        (hit,) = library.search.hits(library.search.find(Request("alaska")), 0, 1)
        library.annotations.bookmark(library.article(hit.id), 0, 50, "From the samples", ["summit"])
    samples_library().parent.mkdir(parents=True, exist_ok=True)
    folder.rename(samples_library())
    pages = write_pages(folder.parent / "own")
    with Library.open(default_library(), create=True) as library:
        assert {one.status for one in library.ingest.add(pages)} == {"added"}
    folder.symlink_to(default_library())


PREPARED: dict[str, Callable[[Path], object]] = {
    "agreement": _coded, "export-passages": _coded, "code-name": _coded, "code-move": _coded, "counts-write": _coded,
    "events": _with_events, "event": _with_events, "event-completed": _with_events,
    "folders": _with_sources, "moved": _with_sources, "report": _with_sources, "no-folders": _without_sources,
    "bin": _with_bin, "bin-question": _with_bin,
    "encodings": _in_old_letters, "samples": _with_samples, "empty": _empty,
}  # fmt: skip
"""What is done to the libraries of some screens first."""

READ_ONLY = ("read-only",)
"""Screens of a library that nothing may be written to."""
