"""The commands as scripts and people use them: results on standard output, messages on standard error."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from peaceindex import Library
from peaceindex.paths import config_dir
from peacereader.cli.program import main
from peacereader.command_help import COMMAND_NAMES
from tests.index.siblings import APPEAL, write
from tests.index.siblings import page as outlet_page

Run = Callable[..., tuple[int, str, str]]

PAGE = (
    " date 2025-06-03 https://bosphoruswire.example/20250603/envoys-meet-again.html\n\n"
    "Envoys meet again as lists of prisoners are exchanged\n\n"
    "The envoys met for two hours and exchanged lists of prisoners, said an official who was in the room. "
    "He would not say how many names were on them, and left without taking further questions.\n\n"
    "A second meeting is expected within the month, if both capitals agree on who is to speak for them. "
    "Until then the telephone has to do, and the exchange of prisoners goes on as planned.\n"
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_records_are_read_by_the_names_in_the_config(run: Run, tmp_path: Path) -> None:
    config_dir().mkdir(parents=True)
    (config_dir() / "config.yaml").write_text("fields: {text: Inhalt, title: Titel, published: Tag}\n")
    text = PAGE.split("\n\n", 2)[2]
    (tmp_path / "x.jsonl").write_text(json.dumps({"Titel": "Envoys meet", "Inhalt": text, "Tag": "2025-06-03"}))
    code, out, err = run("clean", "--json", tmp_path / "x.jsonl")
    assert (code, err) == (0, "")
    cleaned = json.loads(out)
    assert (cleaned["title"], cleaned["date"]) == ("Envoys meet", "2025-06-03")
    assert run("--library", tmp_path / "library", "add", tmp_path / "x.jsonl")[0] == 0
    assert json.loads(run("--library", tmp_path / "library", "search", "--json", "envoys")[1])["total"] == 1


def test_lines_that_a_comment_hides_are_told(run: Run, tmp_path: Path) -> None:
    entry = "@misc{%s, title={%s},\n abstract={They spoke of a ceasefire, and of the ferry to the islands.}}\n"
    bib = f"@comment{{ open\n{entry % ('A', 'A')}}}\n{entry % ('B', 'B')}"
    (tmp_path / "refs.bib").write_text(bib)
    code, _, err = run("--library", tmp_path / "library", "add", tmp_path / "refs.bib")
    assert code == 0 and "1 added, 1 skipped (comments with entries in them: 1)" in err
    assert "Lines 1 to 4 of" in err and "refs.bib are a comment with an entry in it." in err


def test_what_holds_no_articles_is_counted_by_kind(run: Run, page: Path, tmp_path: Path) -> None:
    for name, data in {"a.png": b"\x89PNG", "b.jpg": b"\xff\xd8\xff", "c.db": b"SQLite format 3\0"}.items():
        (page.parent / name).write_bytes(data)
    code, _, err = run("--library", tmp_path / "library", "add", page.parent)
    assert (code, err.splitlines()[0].partition(";")[0]) == (0, "1 added, 3 skipped (pictures: 2, databases: 1)")
    code, _, err = run("--library", tmp_path / "library", "add", page.parent / "c.db")
    assert code == 1
    assert "c.db is a database. Leave it out." in err
    code, out, err = run("clean", "--json", page.parent)
    assert (code, out.count("\n"), err) == (0, 1, "3 skipped (pictures: 2, databases: 1)\n")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "pages" / "page.txt"
    path.parent.mkdir()
    path.write_text(PAGE)
    return path


@pytest.fixture
def folder(tmp_path: Path, page: Path, run: Run) -> Path:
    assert run("--library", tmp_path / "library", "add", page)[0] == 0
    return tmp_path / "library"


@pytest.fixture
def id(folder: Path, run: Run) -> str:
    return str(json.loads(run("--library", folder, "search", "--json", "envoys")[1])["hits"][0]["id"])


def test_help_teaches(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert out.index("Examples:") < out.index("Options:")
    for words in ("Queries:", "Exit codes:", "--library", "PEACEREADER_LIBRARY", "locate", *COMMAND_NAMES):
        assert words in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("name", sorted(COMMAND_NAMES))
def test_every_command_explains_itself(run: Run, name: str) -> None:
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "")
    assert f"peacereader {name}" in out
    assert "--library" in out or name in ("clean", "completion", "manual")


def test_version(run: Run) -> None:
    from peacereader import __version__

    assert run("--version") == (0, f"peacereader {__version__}\n", "")


def test_add_tells_what_it_did(run: Run, page: Path, tmp_path: Path) -> None:
    (page.parent / "copy.txt").write_text(PAGE)
    library = tmp_path / "library"
    code, out, err = run("add", page.parent, "--library", library)
    assert (code, out) == (0, "")
    assert err == f"1 added, 1 the same as another; 1 article in {library}\n"
    code, out, err = run("--library", library, "add", page.parent)
    assert (code, err) == (0, f"2 unchanged; 1 article in {library}\n")


def test_add_names_what_failed_and_does_the_rest(run: Run, page: Path, tmp_path: Path) -> None:
    (page.parent / "a\x1b[31m\n.txt").write_bytes(b"%PDF-")
    code, _, err = run("--library", tmp_path / "library", "add", page.parent, tmp_path / "nowhere")
    assert code == 1
    first, second, last = err.splitlines()
    assert first.startswith("peacereader: ")
    assert r"a\x1b[31m\n.txt is a PDF file" in first
    assert "There is no file or folder" in second
    assert last.startswith("1 added, 2 failed; 1 article in ")
    assert "\x1b" not in err


def test_a_first_add_that_finds_nothing_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _, err = run("--library", tmp_path / "library", "add", tmp_path / "nowhere")
    assert code == 1
    assert err.endswith("1 failed; no library was created\n")
    assert run("--library", tmp_path / "library", "add", tmp_path / "empty")[0] == 0
    assert not (tmp_path / "library").exists()


def test_add_reads_standard_input(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for status in ("1 added", "1 unchanged"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
        code, _, err = run("--library", tmp_path / "library", "add", "-")
        assert code == 0
        assert err.startswith(f"{status}; 1 article in ")


def test_clean_prints_a_record_a_line_in_order(run: Run, page: Path) -> None:
    (page.parent / "another.txt").write_text(PAGE.replace("Envoys", "Delegates"))
    (page.parent / "bad.txt").write_bytes(b"")
    code, out, err = run("clean", "--json", page, page.parent)
    assert code == 1
    assert err == f"peacereader: {page.parent / 'bad.txt'} is empty. Leave it out.\n"
    records = [json.loads(line) for line in out.splitlines()]
    assert [Path(r["source"]).name for r in records] == ["page.txt", "another.txt", "page.txt"]
    assert list(records[0]) == [
        "source", "id", "title", "outlet", "date", "published", "modified", "authors", "tags", "topics", "url",
        "language", "lead", "paragraphs", "cuts", "provenance", "details", "evidence",
    ]  # fmt: skip
    assert records[0]["date"] == "2025-06-03"
    assert records[0]["title"] == "Envoys meet again as lists of prisoners are exchanged"


def test_clean_with_siblings_cuts_what_repeats_in_the_order_of_the_paths(run: Run, tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", {n: outlet_page(n) for n in range(4)})
    (pages / "0002.txt").write_bytes(b"")
    paths = [pages / "0003.txt", pages]
    for siblings in ([], ["--siblings"]):
        code, out, err = run("clean", "--json", *siblings, *paths)
        assert code == 1
        assert err == f"peacereader: {pages / '0002.txt'} is empty. Leave it out.\n"
        records = [json.loads(line) for line in out.splitlines()]
        assert [Path(r["source"]).stem for r in records] == ["0003", "0000", "0001", "0003"]
        assert {APPEAL in r["paragraphs"] for r in records} == {not siblings}
        reasons = {cut["reason"] for r in records for cut in r["cuts"] if cut["text"] == APPEAL}
        assert reasons == ({"repeats on other pages of this outlet"} if siblings else set())


def test_clean_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode("utf-16"))))
    code, out, _ = run("clean", "-")
    assert code == 0
    assert out.startswith("Envoys meet again")
    assert "standard input" in out


def test_show(run: Run, folder: Path, page: Path, id: str) -> None:
    code, out, err = run("--library", folder, "show", id[:5])
    assert (code, err) == (0, "")
    assert out.startswith("Envoys meet again as lists of prisoners are exchanged\n")
    assert id in out
    assert "2025-06-03" in out
    assert "(derived)" in out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 200
    record = json.loads(run("--library", folder, "show", id, "--json")[1])
    assert record["source"] == str(page)
    assert record["paragraphs"][0].startswith("The envoys met")
    assert run("--library", folder, "show", "--raw", id)[1] == PAGE + "\n"
    cuts = run("--library", folder, "show", id, "--cuts")[1].splitlines()
    assert [int(line.split()[0]) for line in cuts] == [cut["line"] for cut in record["cuts"]]


def test_show_of_an_article_that_is_not_there(run: Run, folder: Path) -> None:
    code, out, err = run("--library", folder, "show", "000000")
    assert (code, out) == (1, "")
    assert err == "peacereader: There is no article 000000 in this library. A search shows the ids.\n"


@pytest.fixture
def bookmarked(folder: Path, id: str) -> Path:
    with Library.open(folder) as library:
        article = library.article(id)
        start = article.text.index("A second meeting")
        library.annotations.bookmark(article, start, start + 50, note="*Ask* them", labels=["talks", "<b>"])
    return folder


def test_passages_as_json(run: Run, bookmarked: Path, id: str) -> None:
    code, out, err = run("--library", bookmarked, "passages", "--json")
    assert (code, err) == (0, "")
    (record,) = json.loads(out)
    assert record["article_id"] == id
    assert record["quote"] == "A second meeting is expected within the month, if "
    assert (record["note"], record["labels"], record["anchoring"]) == ("*Ask* them", ["talks", "<b>"], "exact")
    assert record["date"] == "2025-06-03"
    assert json.loads(run("--library", bookmarked, "passages", "--json", "second", "TALKS")[1]) == [record]
    assert json.loads(run("--library", bookmarked, "passages", "--json", "nothing of the kind")[1]) == []


def test_passages_as_markdown(run: Run, bookmarked: Path, id: str) -> None:
    code, out, _ = run("--library", bookmarked, "passages", "--format", "markdown")
    assert code == 0
    assert out.startswith("> A second meeting is expected within the month, if\n\n— “Envoys meet again")
    assert "3 June 2025" in out
    assert "<https://bosphoruswire.example/20250603/envoys-meet-again.html>" in out
    assert f"article {id}" in out
    assert r"Note: \*Ask\* them" in out
    assert r"Labels: talks, \<b\>" in out


def test_passages_for_people(run: Run, bookmarked: Path, id: str) -> None:
    out = run("--library", bookmarked, "passages")[1]
    assert "“A second meeting is expected within the month, if”" in out
    assert id in out
    assert "Note: *Ask* them" in out


def test_the_lines_of_a_note_are_shown_as_they_are(run: Run, bookmarked: Path, id: str) -> None:
    note = "ask them\n\nسلام \x1b[31mred\t𝔊\n" + "a long line " * 9
    with Library.open(bookmarked) as library:
        (passage,) = library.annotations.passages()
        library.annotations.annotate(passage.id, note=note)
    shown = "  Note: ask them\n\n  سلام "
    out = run("--library", bookmarked, "passages")[1]
    assert shown in out and "𝔊\n  a long line" in out and "\x1b[31m" not in out
    assert all(len(line) <= 80 for line in out.splitlines())
    plain = run("--library", bookmarked, "read", id)[1]
    assert shown in plain and f"𝔊\n  {('a long line ' * 9).strip()}\n" in plain


def test_passages_when_the_articles_are_damaged_or_gone(run: Run, bookmarked: Path) -> None:
    (bookmarked / "library.db").write_bytes(b"Nonsense " * 999)
    code, out, err = run("--library", bookmarked, "passages", "--json")
    assert code == 1
    assert "library.db is damaged" in err
    assert json.loads(out)[0]["quote"].startswith("A second meeting")
    (bookmarked / "library.db").unlink()
    code, out, err = run("--library", bookmarked, "passages", "--json")
    assert code == 1
    assert json.loads(out)[0]["quote"].startswith("A second meeting")


def test_stats(run: Run, folder: Path) -> None:
    record = json.loads(run("--library", folder, "stats", "--json")[1])
    assert (record["articles"], record["sources"], record["first_date"]) == (1, 1, "2025-06-03")
    code, out, err = run("--library", folder, "stats")
    assert (code, err) == (0, "")
    assert "Articles:" in out
    assert "3 June 2025" in out


def test_check(run: Run, folder: Path, page: Path) -> None:
    code, out, err = run("--library", folder, "check")
    assert (code, out, err) == (0, "No problems found.\n", "")
    page.unlink()
    (finding,) = json.loads(run("--library", folder, "check", "--json")[1])
    assert (finding["kind"], finding["severity"]) == ("source gone", "note")
    (folder / "library.db").write_bytes(b"Nonsense " * 999)
    code, out, _ = run("--library", folder, "check")
    assert code == 1
    assert out.startswith("error: ")


def test_rebuild(run: Run, folder: Path, page: Path, id: str) -> None:
    page.unlink()
    code, out, err = run("--library", folder, "rebuild")
    assert (code, out, err) == (0, "", "1 article cleaned again and indexed\n")
    assert json.loads(run("--library", folder, "search", "--json", "envoys")[1])["hits"][0]["id"] == id


def test_locate(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path) -> None:
    places: dict[str, Any] = json.loads(run("locate", "--json")[1])
    assert set(places) == {"library", "samples", "config", "names", "packs", "outlets", "themes", "state"}
    assert all(Path(place).is_relative_to(own_home) for place in places.values())
    monkeypatch.setenv("PEACEREADER_LIBRARY", str(tmp_path / "mine"))
    monkeypatch.setenv("PEACEREADER_CONFIG", str(tmp_path / "config"))
    places = json.loads(run("locate", "--json")[1])
    assert places["library"] == str(tmp_path / "mine")
    assert places["config"] == str(tmp_path / "config" / "config.yaml")
    assert str(tmp_path / "other") in run("--library", tmp_path / "other", "locate")[1]


def test_add_sums_up_what_is_suspicious(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Talks in Geneva have begun\n\nThe talks of the two delegations have begun in Geneva on Monday, an official "
        "of the host country told reporters there.\n"
    )
    (tmp_path / "c.txt").write_text(PAGE)
    code, _, err = run("--library", tmp_path / "library", "add", tmp_path / "a.txt", tmp_path / "c.txt")
    assert code == 0
    assert "2 added" in err
    assert "suspicious: 1 with no date, 1 with a tiny body; 'peacereader check' lists them" in err
    code, out, _ = run("--library", tmp_path / "library", "check")
    line = next(line for line in out.splitlines() if "has no date" in line)
    assert code == 0 and "'peacereader search date:none' finds" in line
    found = json.loads(run("--library", tmp_path / "library", "search", "date:none", "--json")[1])
    assert [hit["id"] in line for hit in found["hits"]] == [True]  # what is advised finds just what is meant


def test_the_pace_of_work_and_the_time_that_is_left() -> None:
    from peacereader.cli.common import ProgressRate

    now = 0.0
    pace = ProgressRate(lambda: now)
    assert pace.words("Cleaning", 0, 1000) == ""
    now = 2.0
    assert pace.words("Cleaning", 200, 1000) == "100/s, 8 s left"
    assert pace.words("Cleaning", 200, 0) == "100/s"
    now = 4.0
    assert pace.words("Cleaning", 400, 100_000) == "100/s, 17 min left"
    assert pace.words("Indexing", 0, 10) == ""  # other work begins anew
    now = 124.0
    assert pace.words("Indexing", 0, 10) == ""
    now = 144.0
    assert pace.words("Indexing", 10, 10) == "30/min"


def test_a_story_is_named_wherever_its_articles_are(run: Run, tmp_path: Path) -> None:
    for host in ("bosphoruswire", "danubepost"):
        (tmp_path / f"{host}.txt").write_text(PAGE.replace("bosphoruswire", host))
    (tmp_path / "other.txt").write_text(
        "A quiet day at the river\n\n" + "Nothing of note was said of envoys there. " * 9
    )
    library = tmp_path / "library"
    assert run("--library", library, "add", *sorted(tmp_path.glob("*.txt")))[0] == 0
    found = json.loads(run("--library", library, "search", "--json", "envoys")[1])
    assert found["total"] == 3
    stories = {hit["id"]: hit["story"] for hit in found["hits"]}
    twins = [id for id, story in stories.items() if story == {"articles": 2, "outlets": 2}]
    assert len(twins) == 2
    assert list(stories.values()).count(None) == 1
    assert run("--library", library, "search", "envoys")[1].count("in 2 outlets") == 2
    one, other = twins
    assert f"· {other}" in run("--library", library, "show", one)[1]
    assert "1 in more than one article; 2 articles belong to them" in run("--library", library, "stats")[1]
    assert json.loads(run("--library", library, "stats", "--json")[1])["stories"] == 1


def test_corrections_are_listed_exported_as_test_cases_and_taken_back(run: Run, folder: Path, id: str) -> None:
    from peaceindex.cleaning.cleaner import Cleaner
    from peaceindex.model.article import RawDocument

    assert run("--library", folder, "corrections") == (0, "", "")
    assert run("--library", folder, "corrections", "--json") == (0, "[]\n", "")
    with Library.open(folder) as library:
        raw = library.raw(id)
        number = next(n for n, text in enumerate(raw.split("\n"), 1) if text.startswith("A second meeting"))
        library.annotations.correct_line(id, number, keep=False)
        library.annotations.correct_field(id, "authors", "Ada Stone, Bo Li")
    code, out, err = run("--library", folder, "corrections")
    assert (code, err) == (0, "")
    assert f"line {number} cut: A second meeting is expected" in out
    assert "authors: Ada Stone, Bo Li (was: not known)" in out
    (case,) = json.loads(run("--library", folder, "corrections", "--json")[1])
    assert (case["raw"], case["article_id"], case["facts"]) == (raw, id, None)
    marks = {"mine": [], "read": False, "starred": False, "later": False}
    assert case["record"] | marks == json.loads(run("--library", folder, "show", id, "--json")[1])
    assert case["record"]["authors"] == ["Ada Stone", "Bo Li"]
    # Such a case is all that a test of cleaning needs: a page, and how far cleaning is from what it should make of it.
    cleaned = Cleaner().clean(RawDocument.of(case["source"], case["raw"], mtime=case["mtime"], says=case["stated"]))
    assert [p for p in cleaned.paragraphs if p not in case["record"]["paragraphs"]] == [cleaned.paragraphs[-1]]
    line, authors = case["corrections"]
    assert (line["field"], line["value"], line["was"], line["standing"]) == ("line", "cut", "kept", "in force")
    assert (authors["value"], authors["was"]) == (["Ada Stone", "Bo Li"], [])
    code, out, err = run("--library", folder, "corrections", "--remove", authors["id"])
    assert (code, out) == (0, "") and "Undone" in err
    assert json.loads(run("--library", folder, "show", id, "--json")[1])["authors"] == []
    assert run("--library", folder, "corrections", "--remove", authors["id"])[0] == 1
    assert run("--library", folder, "corrections", "--json", "--remove", line["id"])[0] == 2


def test_a_correction_without_its_line_is_told_by_check_and_list(run: Run, folder: Path, id: str, page: Path) -> None:
    with Library.open(folder) as library:
        raw = library.raw(id)
        number = next(n for n, text in enumerate(raw.split("\n"), 1) if text.startswith("A second meeting"))
        library.annotations.correct_line(id, number, keep=False)
    page.write_text(PAGE.replace("A second meeting", "Another meeting"))
    assert run("--library", folder, "add", page)[0] == 0
    code, out, _ = run("--library", folder, "check")
    assert code == 0 and "finds its line no more" in out and "A second meeting" in out
    assert "[no longer there]" in run("--library", folder, "corrections")[1]


def test_passages_say_how_surely_they_stand(run: Run, folder: Path, id: str, page: Path) -> None:
    with Library.open(folder) as library:
        article = library.article(id)
        start = article.text.index("Until then the telephone")
        library.annotations.bookmark(article, start, start + 30)
    assert "found at another place" not in run("--library", folder, "passages")[1]
    page.write_text(PAGE.replace("The envoys met for two hours", "The envoys met for two long hours"))
    assert run("--library", folder, "add", page)[0] == 0
    assert "moved: the text has changed: found in another place" in run("--library", folder, "passages")[1]


RUSSIAN = (
    "Письмо из Женевы\n\nПереговоры о прекращении огня продолжились в Женеве после трёхнедельного перерыва.\n\n"
    "Жители приграничных сёл рассказали, что впервые за полгода смогли вернуться домой и проверить имущество.\n\n"
    "Следующая встреча намечена на двадцать шестое число, и в ней примут участие посредники из трёх стран.\n"
)


def test_a_page_is_cleaned_in_the_encoding_that_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.txt").write_bytes(RUSSIAN.encode("koi8_r"))
    assert main(["clean", "--json", str(tmp_path / "page.txt")]) == 0
    assert "прекращении огня" in capsys.readouterr().out
    assert main(["clean", "--json", "--encoding", "windows-1251", str(tmp_path / "page.txt")]) == 0
    assert "прекращении огня" not in capsys.readouterr().out


def test_what_could_not_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.txt").write_bytes(RUSSIAN.encode() + "и".encode()[:1])
    assert main(["clean", str(tmp_path / "page.txt")]) == 0
    assert "1 sign could not be read" in capsys.readouterr().err
