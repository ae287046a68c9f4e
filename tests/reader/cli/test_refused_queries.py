"""Queries that cannot mean anything, words in place of a command, and the options that work everywhere."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from peaceindex import Library
from peaceindex.errors import QueryError
from peaceindex.model.search import Request
from peacereader.cli.commands import reader
from peacereader.cli.help_page import QueryCommand
from peacereader.cli.mistyped import question
from peacereader.cli.program import main
from peacereader.command_help import COMMAND_NAMES

if TYPE_CHECKING:
    from pathlib import Path

QUERY_COMMANDS = [
    name
    for name in sorted(COMMAND_NAMES)
    if isinstance(import_module(f"peacereader.cli.commands.{name}").command, QueryCommand)
]

Run = Callable[..., tuple[int, str, str]]

REFUSED = [
    ("date:2025-13", "“2025-13” is not a date; write dates as 2025, 2025-05 or 2025-05-12."),
    ("talks date:2025-05..2024-01", "ends before it begins; write date:2024-01..2025-05."),
    ("foo:bar", "There is no field “foo:”"),
    ("title:", "“title:” waits for a word, such as title:ceasefire."),
    ("talks NOT", "as in talks NOT minsk"),
    ('"unclosed', "A quotation mark is still open"),
    ("(unclosed", "A bracket is still open"),
    ("*", "“*” stands for any letters"),
]


@pytest.fixture(scope="module")
def folder(made_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of these tests alone: queries that are not refused are logged in it."""
    return shutil.copytree(made_library, tmp_path_factory.mktemp("refused") / "library")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], folder: Path) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(["--library", str(folder), *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def logged(folder: Path) -> int:
    with Library.open(folder) as library:
        return len(library.search.search_log())


@pytest.mark.parametrize(("query", "told"), REFUSED)
def test_a_query_that_cannot_mean_anything_is_refused_and_not_logged(
    run: Run, folder: Path, query: str, told: str
) -> None:
    before = logged(folder)
    for words in (["search"], ["search", "--json"], ["concordance"], ["concordance", "--json"]):
        code, out, err = run(*words, query)
        assert (code, out) == (2, "")
        assert told in err and "'peacereader search --help'" in err and err.count("\n") == 1
    code, out, err = run("searches", "--save", "nothing", query)
    assert (code, out) == (2, "") and told in err
    assert logged(folder) == before
    assert json.loads(run("searches", "--json")[1]) == []


@pytest.mark.parametrize("name", QUERY_COMMANDS)
def test_a_mistyped_option_is_no_word_of_a_query(run: Run, folder: Path, name: str) -> None:
    before = logged(folder)
    for words in (["--formt", "talks"], ["talks", "--formt"], ["talks", "--formt=csv"]):
        code, out, err = run(name, *words)
        assert (code, out) == (2, "") and "no such option '--formt" in err and f"peacereader {name} --help" in err
    assert logged(folder) == before


def test_the_library_refuses_what_the_command_line_refuses(folder: Path) -> None:
    with Library.open(folder) as library:
        for call in (
            lambda: library.search.find(Request("foo:bar")),
            lambda: library.search.concordance(Request("foo:bar")),
            lambda: library.search.check(Request("foo:bar")),
            lambda: library.search.log_search(library.search.find(Request("foo:bar"), half_typed=True)),
        ):
            with pytest.raises(QueryError, match="There is no field “foo:”"):
                call()
        typing = library.search.search_page(Request('"prisoner swap'), True, 0, 9)
        assert typing.results.total == library.search.find(Request('"prisoner swap"')).total > 0
        assert typing.results.refusal == typing.results.hint != ""


def test_a_list_of_queries_is_counted_whole_or_not_at_all(run: Run, folder: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text('# words\nistanbul\n"prisoner\n\ndate:2025-13\n')
    before = logged(folder)
    for words in ([], ["--json"]):
        code, out, err = run("search", *words, "--terms", str(terms))
        assert (code, out) == (2, "")
        assert 'line 3: “"prisoner”: A quotation mark' in err
        assert "line 5: “date:2025-13”: “2025-13” is not a date" in err
    assert logged(folder) == before


def test_an_earlier_saved_search_that_cannot_mean_anything_says_so(run: Run, library_folder: Path) -> None:
    with Library.open(library_folder) as library:
        saved = library.search.save_search("old", Request("talks"))
        library.search.restore_search(type(saved)("old", Request("foo:bar"), saved.made, saved.seen))
    assert main(["--library", str(library_folder), "searches"]) == 0
    with Library.open(library_folder) as library:
        (search,) = library.search.saved_searches()
        counts = library.search.news(search)
    assert (counts.total, counts.new) == (0, 0) and "foo:" in counts.refusal


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["serach", "x"], "Did you mean search? To look for the words: peacereader search serach x"),
        (["serach"], "Did you mean search? To look for the word: peacereader search serach"),
        (["serach", "a b"], "peacereader search serach 'a b'"),
        (["shwo", "3f9a1c"], "Did you mean show?"),
        (["concordence", "x"], "Did you mean concordance?"),
        (["passage"], "Did you mean passages?"),
        (["chek"], "Did you mean check?"),
        (["export"], "'peacereader passages --format markdown' exports passages"),
        (["export", "passages"], "'peacereader passages --format markdown'"),
        (["import", "pages/a.csv"], "'peacereader add' adds files"),
        (["import", "a.csv"], "'peacereader add' adds files"),
        (["list"], "lists all articles"),
        (["delete"], "moves articles to the bin"),
        (["open"], "opens the reader"),
        (["quit"], "q leaves"),
        (["version"], "'peacereader --version'"),
        (["Search", "x"], "Did you mean search? To look for the words: peacereader search Search x"),
        (["SEARCH", "x"], "Did you mean search?"),
        (["Show", "3f9a1c"], "Did you mean show?"),
        (["Add", "pages/a.csv"], "Did you mean add?"),
        (["Stats"], "Did you mean stats?"),
        (["Library", "export"], "Did you mean library?"),
        (["Help"], "Did you mean help?"),
        (["hlep"], "Did you mean help?"),
        (["helpp", "search"], "Did you mean help?"),
        (["update"], "'peacereader add' reads"),
        (["config"], "'peacereader locate' shows where config.yaml is"),
        (["settings"], "'peacereader locate' shows where config.yaml is"),
        (["upgrade"], "with which you installed it"),
    ],
)
def test_a_word_that_looks_like_a_command_asks_what_is_meant(run: Run, words: list[str], meant: str) -> None:
    for before in ([], ["--library", "nowhere"]):
        code, out, err = run(*before, *words)
        assert (code, out) == (2, "")
        assert err.startswith(f"peacereader: There is no command “{words[0]}”. ") and meant in err


@pytest.mark.parametrize(
    "query",
    [
        *["ceasefire", "aid", "leg", "Serach", "Export", "export controls", "import ban", "open letter", "help wanted"],
        *["state", "snow in donetsk", "status quo", "research", "restored ties", "messages", "seach* x", "serach:x"],
        *[
            "Mark Rutte",
            "Mark",
            "Bin Laden",
            "Read the room",
            "Clean Air Act",
            "Library of Congress",
            "Names of the dead",
        ],
        *["Events in Gaza", "Restore Britain", "Help wanted", "held", "hell", "heap", "update on gaza", "config leak"],
        *["Show trial", "hemp", "Remove Assad", "Tag der Arbeit", "Log Cabin", "Browse"],
        *["шоу", "list of prisoners", "delete", "title:search", '"serach x"', "xsearch", "adding", "clear"],
    ],
)
def test_other_words_are_a_query(query: str) -> None:
    assert question(query.split() if query != "delete" else ["deleted"]) == ""


@pytest.mark.parametrize(
    "query",
    [
        *[
            "mary",
            "marx",
            "mask",
            "marks",
            "market",
            "mars",
            "mao",
            "company",
            "compared prices",
            "compares",
            "relates",
        ],
        *[
            "relate",
            "released hostages",
            "replaced",
            "rebates",
            "resort",
            "seats",
            "shows",
            "named",
            "founders",
            "manuel",
        ],
        *["packages", "collections", "comes", "checks", "annette", "reed", "flowers", "timezone"],
        *["mart", "clan", "literary", "compete", "retire", "restart", "passes", "agreements", "completions"],
    ],
)
def test_common_words_of_news_near_a_command_are_a_query(query: str) -> None:
    assert question(query.split()) == ""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["bin", "laden"], "ID goes with --restore"),
        (["names", "of", "the dead"], "got unexpected extra arguments (of the dead)."),
        (["log", "fire"], "got unexpected extra argument (fire)."),
        (["compare", "notes"], "missing argument 'ID'."),
        (["rebuild", "gaza"], "got unexpected extra argument (gaza)."),
        (["library", "fire"], "'library' is followed by"),
        (["completion", "date"], "'date' is not one of"),
    ],
)
def test_words_that_a_command_refuses_may_be_a_query(run: Run, words: list[str], found: str) -> None:
    for before in ([], ["--library", "nowhere"]):
        code, out, err = run(*before, *words)
        assert (code, out) == (2, "") and err.count("\n") == 1
        assert err.startswith("peacereader: ") and found in err
        assert err.endswith(f" To look for the words: peacereader search {shlex.join(words)}.\n")


@pytest.mark.parametrize(
    "words",
    [
        *[["bin", "a1", "--json"], ["folders", "pages/a"], ["names", "./x.yaml"], ["compare"], ["show", "--raw"]],
        *[["compare", "3f9a1c"], ["annotate", "3f9a1c"], ["library", "export"], ["timeline", *"abcdef"]],
    ],
)
def test_what_is_no_query_is_not_taken_for_one(run: Run, words: list[str]) -> None:
    code, _, err = run(*words)
    assert code == 2 and "To look for" not in err


def test_an_error_of_usage_is_one_line_that_keeps_its_capitals(run: Run) -> None:
    assert run("folders", "pages")[2].startswith("peacereader: PATH goes with ")
    assert run("compare", "a", "b", "--json", "--differences")[2].startswith("peacereader: JSON says of each row")
    assert "Choose from: bash, zsh, fish." in run("completion")[2]
    for words in (["completion"], ["search", "--sort", "x\ny", "z"], ["stats", "a\nb"]):
        err = run(*words)[2]
        assert err.startswith("peacereader: ") and err.count("\n") == 1 and "\\t" not in err, err


def test_no_command_asks_whether_it_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def open_reader(library: Path | None, query: str, **_: bool) -> int:
        opened.append(query)
        return 0

    monkeypatch.setattr(reader, "open_reader", open_reader)
    assert main(["snow", "falls"]) == main(["--", "serach"]) == 0
    assert opened == ["snow falls", "serach"]


def test_help_and_version_work_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == main(["-h"]) == main(["--help"]) == 0
    page, *others = capsys.readouterr().out.split("peacereader: a reading room")[1:]
    assert others == [page, page]
    for name in sorted(COMMAND_NAMES):
        command = import_module(f"peacereader.cli.commands.{name}").command
        for words in ([name, "-h"], [name, "--help"], ["help", name]):
            assert main(words) == 0
            out = capsys.readouterr().out
            assert out.startswith(f"Usage: peacereader {name} ") and "-h, --help" in out, words
        for option in ("-V", "--version"):
            assert main([name, option]) == 0
            assert capsys.readouterr().out.startswith("peacereader "), command


def test_a_minus_before_other_words_still_belongs_to_the_query(run: Run) -> None:
    everything = json.loads(run("search", "--json", "istanbul")[1])["total"]
    for words in (["istanbul", "-hungary"], ["istanbul", "-Vienna"], ["istanbul", "--", "-h"]):
        code, out, _ = run("search", "--json", *words)
        assert code == 0 and json.loads(out)["total"] <= everything
