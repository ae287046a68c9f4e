"""The encoding of a source is stored with its article. The user can choose another encoding, and the choice lasts."""

from __future__ import annotations

import json
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.errors import PeaceindexError
from peaceindex.model.search import Request
from tests.index.pages import add, only_id, statuses

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "Переговоры о прекращении огня продолжились в Женеве после трёхнедельного перерыва."
SECOND = "Жители приграничных сёл рассказали, что впервые за полгода смогли вернуться домой и проверить имущество."
PAGE = f"Встреча в Женеве\n\n{FIRST}\n\n{SECOND}\n"


def write(path: Path, text: str, encoding: str, age: int = 60) -> Path:
    """Write a file that is old enough to be recognised by its modification time."""
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(text.encode(encoding))
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))
    return path


def test_the_audit_says_what_a_source_was_read_as(library: Library, tmp_path: Path) -> None:
    old, new = write(tmp_path / "old.txt", PAGE, "koi8_r"), write(tmp_path / "new.txt", PAGE + SECOND, "utf-8")
    page = library.annotations.audit(only_id(add(library, old)))
    assert page.encoding == "KOI8-R" and not page.is_encoding_chosen and page.unreadable_count == 0
    assert page.encoding_confidence is not None and page.encoding_confidence > 0.9
    plain = library.annotations.audit(only_id(add(library, new)))
    assert (plain.encoding, plain.encoding_confidence) == ("", None)
    assert library.document(page.article.id).encoding == "koi8-r"


def test_a_file_that_cannot_be_told_is_reported_and_the_rest_goes_on(library: Library, tmp_path: Path) -> None:
    write(tmp_path / "pages" / "a.txt", PAGE, "cp1251")
    (tmp_path / "pages" / "b.txt").write_bytes(bytes(range(0xA1, 0xFF)) * 20)
    added = list(library.ingest.add([tmp_path / "pages"]))
    assert [one.status for one in added] == ["added", "failed"]
    assert "b.txt" in added[1].reason and "--encoding" in added[1].reason


def test_what_is_added_in_another_encoding_is_read_again_and_stays_so(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "page.txt", PAGE, "koi8_r")
    id = only_id(add(library, path))
    assert statuses(list(library.ingest.add([path], encoding="windows-1251"))) == ["changed"]
    assert FIRST not in library.article(id).text
    assert library.annotations.audit(id).encoding == "windows-1251" and library.annotations.audit(id).is_encoding_chosen
    assert statuses(list(library.ingest.add([path]))) == ["unchanged"]
    assert statuses(list(library.ingest.rebuild())) == ["changed"]
    assert library.annotations.audit(id).encoding == "windows-1251" and library.annotations.audit(id).is_encoding_chosen
    write(path, f"{PAGE}\n{FIRST}\n", "koi8_r", age=30)
    assert statuses(list(library.ingest.add([path]))) == ["changed"]
    assert library.annotations.audit(id).encoding == "windows-1251"
    assert statuses(list(library.ingest.add([path], encoding="KOI8-R"))) == ["changed"]
    assert SECOND in library.article(id).text


def test_no_encoding_of_that_name(library: Library, tmp_path: Path) -> None:
    with pytest.raises(PeaceindexError, match="KOI8-R"):
        list(library.ingest.add([tmp_path], encoding="koi-8r"))


def test_a_page_read_again_keeps_id_passages_and_corrections(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "page.txt", PAGE, "koi8_r")
    id = only_id(list(library.ingest.add([path], encoding="mac-cyrillic")))
    library.annotations.correct_field(id, "outlet", "Женевский листок")
    choices = library.ingest.encodings(id)
    assert choices[0].encoding == "KOI8-R" and any(word in choices[0].preview for word in FIRST.split())
    assert [c.encoding for c in choices if c.current] == ["MacCyrillic"]
    article = library.ingest.read_again(id, choices[0].encoding)
    assert (article.id, article.outlet) == (id, "Женевский листок")
    start = article.text.index("прекращении огня")
    passage = library.annotations.bookmark(article, start, start + 16)
    library.ingest.read_again(id, "windows-1251")
    assert library.annotations.passages()[0].anchoring == "lost"
    library.ingest.read_again(id, "")
    assert (library.annotations.passages()[0].id, library.annotations.passages()[0].anchoring) == (passage.id, "exact")
    assert not library.annotations.audit(id).is_encoding_chosen
    assert library.search.find(Request("прекращении")).total == 1


def test_a_source_that_is_gone_cannot_be_read_again(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "page.txt", PAGE, "koi8_r")
    id = only_id(add(library, path))
    path.unlink()
    for attempt in (lambda: library.ingest.encodings(id), lambda: library.ingest.read_again(id, "windows-1251")):
        with pytest.raises(PeaceindexError, match="not there any more"):
            attempt()
    assert library.annotations.audit(id).encoding == "KOI8-R"


def test_only_that_page_of_an_archive_is_read_again(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", PAGE.encode("koi8_r"))
        archive.writestr("two.txt", f"{PAGE}\n{FIRST}".encode("koi8_r"))
    one, two = (added.article_id or "" for added in library.ingest.add([path]))
    library.ingest.read_again(one, "MacCyrillic")
    assert [library.annotations.audit(id).encoding for id in (one, two)] == ["MacCyrillic", "KOI8-R"]
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("three.txt", f"{PAGE}\n{SECOND}".encode("koi8_r"))
    assert sorted(statuses(list(library.ingest.add([path])))) == ["added", "unchanged", "unchanged"]
    assert [library.annotations.audit(id).encoding for id in (one, two)] == ["MacCyrillic", "KOI8-R"]


def test_records_of_one_file_are_read_again_together(library: Library, tmp_path: Path) -> None:
    records = [
        {"url": f"https://a.example/{n}", "title": f"Номер {n}", "text": f"{FIRST} {n}\n\n{SECOND}"} for n in (1, 2)
    ]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    one, two = (
        added.article_id or "" for added in library.ingest.add([write(tmp_path / "news.jsonl", lines, "cp1251")])
    )
    library.ingest.read_again(one, "MacCyrillic")
    assert [library.annotations.audit(id).encoding for id in (one, two)] == ["MacCyrillic", "MacCyrillic"]


def test_signs_that_could_not_be_read_are_told_of(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    path.write_bytes(PAGE.encode() + "Жители".encode()[:-1])
    (added,) = library.ingest.add([path])
    assert "characters that could not be read" in added.doubts
    assert any(problem.kind == "unreadable" for problem in library.maintenance.check())
    assert library.annotations.audit(added.article_id or "").unreadable_count == 1
