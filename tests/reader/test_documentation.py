"""Queries, commands, options, keys and settings are documented: in the program's own help, README and reference."""

from __future__ import annotations

import json
import re
import shlex
import string
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
import pytest

from peaceindex import Library
from peaceindex.annotations.passage_query import PassageQuery
from peaceindex.cleaning.reasons import AFTER_ARTICLE, BEFORE_ARTICLE, Reason
from peaceindex.model.query_language import (
    CONNECTIVES,
    DATE_FIELDS,
    FIELD_NAMES,
    FIELDS,
    PASSAGE_FIELDS,
    SIGNS,
    STATE_FIELD,
    STATES,
)
from peaceindex.model.search import Request
from peaceindex.search.query.syntax import parse_query
from peacereader.cli import commands
from peacereader.cli.group import group
from peacereader.cli.help_page import GLOBAL_OPTIONS
from peacereader.cli.program import main
from peacereader.command_help import COMMAND_NAMES, COMMANDS
from peacereader.config import Config
from peacereader.query_help import DATES_KNOWN_IN_PART, FORMS, PASSAGE_FORMS
from peacereader.tui.keys import GROUPS, shown_key
from peacereader.tui.screens.help import help_rows
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
REFERENCE = (REPOSITORY / "docs" / "reference.md").read_text(encoding="utf-8")
QUERIES = (REPOSITORY / "docs" / "queries.md").read_text(encoding="utf-8")
CLEANING = (REPOSITORY / "docs" / "cleaning.md").read_text(encoding="utf-8")
HELP_SCREEN = "\n".join(first + second for _, first, second in help_rows({}, 200))

ARTICLES = [
    {
        "title": "Ceasefire talks in Istanbul",
        "text": "A ceasefire was on the table in Istanbul. The Kiev talks of April went no further than Riyadh, a "
        "US envoy said.\n\nBoth sides negotiate over a prisoner swap and may exchange a thousand prisoners.\n\n"
        "Zelensky spoke of gas and oil, and of the winter that is coming.",
        "outlet": "Amed Post",
        "published": "2025-05-16",
        "language": "en",
        "authors": ["Ann Stone"],
        "tags": ["prisoner swap", "gas"],
        "url": "https://www.bbc.co.uk/news/1",
    },
    {
        "title": "The road to Minsk",
        "text": "Talks in Minsk ended on Friday without a word to the reporters who had waited since the morning.",
        "outlet": "Harbour Dispatch",
        "published": "2024-03-01",
        "language": "en",
    },
    {
        "title": "Зима в місті",
        "text": "Уранці в місті було тихо, і люди знову вийшли на вулиці. Увечері почався сніг, і трамваї стали.",
        "outlet": "Harbour Dispatch",
        "language": "uk",
    },
]


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


def test_readme_and_reference_are_what_the_program_says() -> None:
    script = REPOSITORY / "docs" / "write.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_each_example_of_a_query_finds_something_and_not_everything(tmp_path: Path) -> None:
    (tmp_path / "articles.jsonl").write_text("".join(json.dumps(article) + "\n" for article in ARTICLES))
    with Library.open(tmp_path / "library", create=True) as library:
        library.search.save_search("gas", Request("сніг"))
        added = list(library.ingest.add([tmp_path / "articles.jsonl"]))
        assert [one.status for one in added] == ["added"] * len(ARTICLES), added
        article = library.article(str(added[0].article_id))
        library.annotations.bookmark(article, 0, 9, labels=["Ceasefire"])
        library.stores.annotations.article_tags.change([article.id], ["to cite"])
        library.annotations.marking.change([article.id], {"read": True, "starred": True, "later": True})
        with library.articles.writing() as connection:
            connection.execute("UPDATE articles SET added = '2025-05-16T10:00:00Z' WHERE id = ?", (article.id,))
        library.articles.index_queue.requeue_all()
        for form in FORMS:
            results = library.search.find(Request(form.example))
            assert not results.hint or form.example.startswith(("after:", "before:")), (form, results.hint)
            if form.example != "is:cut":  # there is nothing cut in these articles
                assert 0 < results.total < len(ARTICLES), form


def test_each_field_state_and_connective_is_documented() -> None:
    examples = [form.example for form in FORMS]
    words = " ".join(f"{form.example} {form.meaning}" for form in FORMS)
    for field in FIELD_NAMES:
        assert any(example.startswith(f"{field}:") for example in examples), field
    for name in FIELDS:
        assert f"{name}:" in words, name
    for state in STATES:
        assert f"{STATE_FIELD}:{state}" in examples
    for name in CONNECTIVES:
        assert name in words.split(), name


def test_each_field_of_passages_is_documented_and_each_example_can_be_answered() -> None:
    examples = [form.example for form in PASSAGE_FORMS]
    for field in PASSAGE_FIELDS:
        assert any(example.startswith(f"{field}:") for example in examples), field
    for example in examples:
        assert not PassageQuery(example).refusals, example
        assert example in HELP_SCREEN and all(f"`{example}`" in page for page in (REFERENCE, QUERIES))


@pytest.mark.parametrize(
    ("known", "found", "passages"),
    [
        ("2025", {"date:2025", "date:2025-01", "before:2025-05", "date:2025-01..2025-06"}, {"date:2025"}),
        ("2025-05", {"date:2025", "date:2025-05", "date:2025-05-01", "date:2025-01..2025-06"},
         {"date:2025", "date:2025-05", "date:2025-01..2025-06"}),
    ],
)  # fmt: skip
def test_dates_known_in_part_count_as_the_pages_say(
    tmp_path: Path, known: str, found: set[str], passages: set[str]
) -> None:
    assert DATES_KNOWN_IN_PART in REFERENCE and DATES_KNOWN_IN_PART in QUERIES
    assert "is found by `date:2025` and `date:2025-01`" in DATES_KNOWN_IN_PART
    one = {
        "title": "Talks",
        "text": "A ceasefire was on the table, and both sides spoke of it.",
        "published": "2020-02-02",
    }
    (tmp_path / "articles.jsonl").write_text(json.dumps(one))
    asked = ("date:2025", "date:2025-01", "date:2025-05", "date:2025-05-01", "date:2025-01..2025-06", "before:2025-05",
             "after:2025-05-02")  # fmt: skip
    with Library.open(tmp_path / "library", create=True) as library:
        (added,) = library.ingest.add([tmp_path / "articles.jsonl"])
        article = library.annotations.correct_field(str(added.article_id), "date", known)
        passage = library.annotations.bookmark(article, 0, 9)
        assert {text for text in asked if library.search.find(Request(text)).total} == found
        assert {text for text in asked if PassageQuery(text).matching([passage])} == passages


def test_each_sign_is_documented_and_no_other_sign_acts() -> None:
    examples = "".join(form.example for form in FORMS)
    assert set(SIGNS) <= set(examples)
    plain = parse_query("talks gas", None)
    for sign in set(string.punctuation) - set(SIGNS):
        for text in (f"talks {sign}gas", f"talks gas{sign}", f"talks {sign} gas"):
            assert parse_query(text, None) == plain, text


def test_the_parser_knows_what_is_documented() -> None:
    for field in FIELDS:
        assert (
            parse_query(f"{field}:gas", None) == parse_query(f"{FIELDS[field]}:gas", None) != parse_query("gas", None)
        )
    for field in DATE_FIELDS:
        assert "waits for a date" in parse_query(f"{field}:", None).hint
    assert all(not parse_query(f"{STATE_FIELD}:{state}", None).hint.startswith("“is:”") for state in STATES)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("talks -minsk", "talks NOT minsk"),
        ("gas oil OR talks", "gas (oil OR talks)"),
        ("gas AND oil OR talks", "(gas oil) OR talks"),
        ("tag:(ceasefire OR gas)", "tag:ceasefire OR tag:gas"),
        ("url:bbc.co.uk", "https://www.bbc.co.uk"),
    ],
)
def test_queries_mean_what_the_table_says(written: str, same: str) -> None:
    assert written in {form.example for form in FORMS}
    assert parse_query(written, None) == parse_query(same, None)


def test_each_form_of_a_query_is_in_all_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    pages = [README, REFERENCE, QUERIES, HELP_SCREEN, printed(capsys, "--help"), printed(capsys, "search", "--help")]
    for page in pages:
        for form in FORMS:
            assert form.example in page and form.meaning in page, form


def test_each_command_is_listed_and_explains_all_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    files = {path.stem for path in Path(str(commands.__file__)).parent.glob("[a-z]*.py")}
    assert files == {*COMMAND_NAMES, "reader"}
    listing = printed(capsys, "--help")
    context = click.Context(group, info_name="peacereader", **group.context_settings)
    for name, line in [pair for listed in COMMANDS.values() for pair in listed.items()]:
        for page in (README, REFERENCE, HELP_SCREEN, listing):
            assert name in page and (line in page or page is REFERENCE), name
        command = group.get_command(context, name)
        assert command is not None and command.help, name
        _, _, section = REFERENCE.partition(f"#### `peacereader {name} ")
        section = section.partition("\n#")[0]
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help and option.help in section, (name, option.opts)
                assert all(opt in section for opt in option.opts), (name, option.opts)


def test_the_options_before_a_command_are_those_that_are_known() -> None:
    documented = {flag for option, _ in GLOBAL_OPTIONS for flag in option.removesuffix(" DIR").split(", ")}
    known = {
        flag for option in group.get_params(click.Context(group, **group.context_settings)) for flag in option.opts
    }
    assert documented == known | {"--debug"}  # which is taken out before click sees it
    assert main(["--debug", "--version"]) == 0


def test_each_key_is_in_the_reference_and_on_the_help_screen() -> None:
    for _, actions in GROUPS.values():
        for action in actions:
            assert action.name in HELP_SCREEN and action.about in HELP_SCREEN, action
            if action.name != "help-back":  # how to leave the help stands at its foot
                keys = " ".join(f"`{shown_key(key)}`" for key in action.keys.split(","))
                assert f"| {keys} | {action.about} | `{action.name}` |" in REFERENCE, action


def test_each_reason_of_a_cut_is_documented() -> None:
    assert all(f"\n- {reason}\n" in CLEANING for reason in Reason)
    assert all(f"`{prefix.strip()}`" in CLEANING for prefix in (BEFORE_ARTICLE, AFTER_ARTICLE))


COMMAND_LINE = re.compile(r"^(?:\$ )?peacereader( .*)?$", re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{path.name}" for path in (REPOSITORY / "docs").glob("*.md"))])
def test_each_command_line_that_a_page_shows_can_be_given(page: str) -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```", (REPOSITORY / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for line in COMMAND_LINE.findall("\n".join(blocks)):
        words = shlex.split(re.split(r" [|>] | &&", line)[0], comments=True)
        while words and words[0] in ("--library", "--"):
            del words[: 1 + (words[0] == "--library")]
        if not words or words[0] not in COMMAND_NAMES:
            continue  # it opens the reader, on a query if there is one
        command = group.get_command(click.Context(group), words[0])
        assert command is not None
        known = {
            opt
            for one in _with_inner(command)
            for option in one.params
            for opt in (*option.opts, *option.secondary_opts)
        } | {"-h", "--help"}
        asked = {word.partition("=")[0] for word in words if re.fullmatch(r"--\w[\w-]*(=.*)?|-[a-z]", word)}
        assert asked <= known, (line, asked - known)


def _with_inner(command: click.Command) -> list[click.Command]:
    return [command, *(command.commands.values() if isinstance(command, click.Group) else ())]


def test_each_setting_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    def names(struct: type[msgspec.Struct], within: str = "") -> Iterator[str]:
        for field in msgspec.structs.fields(struct):
            yield f"{within}{field.name}"
            default = field.default
            if isinstance(default, msgspec.Struct):
                yield from names(type(default), f"{within}{field.name}.")

    found = list(names(Config))
    assert "measure" in found and "fields.tags" in found
    pages = [README, REFERENCE, HELP_SCREEN, printed(capsys, "locate", "--help")]
    for name in found:
        assert f"| `{name}` |" in README
        assert all(name in page for page in pages), name
