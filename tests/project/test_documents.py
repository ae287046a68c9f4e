"""What stands in the documents and settings of the project holds: examples run, versions and lock files agree."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.version import Version

import peacereader
from peaceindex import Library
from peaceindex.annotations.agreement.coefficients import alpha_of_two, cohens_kappa, percent_agreement
from peaceindex.model.search import Request
from peacereader.cli.program import main
from tests.reader.pages import write_pages

TOP = Path(__file__).parents[2]
SETTINGS = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))


def test_the_examples_of_the_library_run(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (TOP / "docs" / "library.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) >= 7
    (tmp_path / "seeds").symlink_to(TOP / "seeds")
    code = "print('-- next')\n".join(blocks)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    first, *rest = done.stdout.split("-- next\n")
    lines = first.splitlines()
    assert sum(line.startswith("added ") for line in lines) >= 24
    assert int(lines[-1].partition(" hits; ")[0]) > 0 and lines[-1].partition(" hits; ")[2]
    assert len(rest) == len(blocks) - 1
    assert all(said.strip() and "[]" not in said and "()" not in said for said in rest), rest  # each finds something
    assert "Harbor Times stated\n" in rest


@pytest.mark.parametrize(
    ("page", "files"),
    [
        ("citing.md", {"talks.ris", "talks.bib", "talks.json", "talks.csv", "talks.html", "talks.xlsx", "talks.docx",
                       "articles.html", "article.md", "evidence.txt"}),
        ("coding.md", {"talks.qdpx", "desk.qdpx", "desk.qdc", "codebook.csv", "desk.jsonld"}),
    ],
)  # fmt: skip
def test_all_commands_of_a_page_run_one_after_the_other_as_they_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], page: str, files: set[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").symlink_to(TOP / "seeds")
    text = (TOP / "docs" / page).read_text("utf-8")
    blocks = re.findall(r"```(console|sh)\n(.*?)```", text, re.DOTALL)
    sign = {"console": "$ ", "sh": ""}
    lines = [(line, sign[kind]) for kind, block in blocks for line in block.splitlines()]
    commands = [shlex.split(line.removeprefix(start)) for line, start in lines if line.startswith(start)]
    assert len(commands) >= 14 and {words[0] for words in commands} == {"peacereader"}
    for words in commands:
        assert main(words[1:]) == 0, (words, capsys.readouterr().err)
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == files
    if page == "coding.md":
        with Library.open(tmp_path / "other") as library:
            found = {(passage.labels, passage.note, passage.anchoring) for passage in library.annotations.passages()}
        assert found == {
            (("Ceasefire",), "The first meeting since 2022.", "exact"),
            (("Full ceasefire", "Demands"), "", "exact"),
        }


def test_the_page_on_two_coders_says_what_the_program_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (TOP / "docs" / "agreement.md").read_text("utf-8")
    (block,) = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    with Library.open(tmp_path / "talks", create=True) as library:
        assert all(one.status == "added" for one in library.ingest.add(write_pages(tmp_path / "pages")))
    shutil.copytree(tmp_path / "talks", tmp_path / "of-bo")
    for name in ("talks", "of-bo"):
        with Library.open(tmp_path / name) as library:
            (hit,) = library.search.hits(library.search.find(Request("alaska")), 0, 1)
            library.annotations.bookmark(library.article(hit.id), 0, 50, labels=["summit"])
    monkeypatch.chdir(tmp_path)
    assert main(["--library", "of-bo", "passages", "--format", "jsonld", "--output", "bo.jsonld"]) == 0
    for line in block.splitlines():
        assert main(shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        "bo.jsonld", "agreement.json", "differences.csv",
    }  # fmt: skip
    table = {(True, True): 20, (True, False): 5, (False, True): 10, (False, False): 65}
    assert percent_agreement(table) == 85 and cohens_kappa(table).value == pytest.approx(0.625)
    assert alpha_of_two(table).value == pytest.approx(0.626, abs=0.0005)


@pytest.mark.parametrize(
    ("page", "files"),
    [
        ("citing.md", {"talks.ris", "talks.bib", "talks.csv", "talks.html", "talks.xlsx", "talks.docx", "vault"}),
        ("coding.md", {"talks.qdpx"}),
    ],
)
def test_each_command_of_a_worked_example_prints_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], page: str, files: set[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").symlink_to(TOP / "seeds")
    blocks = re.findall(r"```console\n(.*?)```", (TOP / "docs" / page).read_text("utf-8"), re.DOTALL)
    commands = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", "".join(blocks), re.MULTILINE)
    assert len(commands) >= 8
    for command, shown in commands:
        program, *words = shlex.split(command)
        assert program == "peacereader" and main(words) == 0, capsys.readouterr().err
        assert capsys.readouterr().out == shown, command
    assert {path.name for path in tmp_path.iterdir()} >= files


def test_each_picture_and_page_that_a_document_shows_is_there() -> None:
    for page in (TOP / "README.md", *(TOP / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)


def test_each_picture_of_the_documents_is_made_from_the_program() -> None:
    made = (TOP / "docs" / "pictures.py").read_text("utf-8")
    for picture in (TOP / "docs").glob("*.svg"):
        assert f'"{picture.stem}": (' in made, picture.name


def test_the_version_stands_in_one_place_and_in_the_changelog() -> None:
    assert SETTINGS["project"]["dynamic"] == ["version"] and "version" not in SETTINGS["project"]
    headings = re.findall(r"^## \[(.+?)\](.*)$", (TOP / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    released = [(name, rest) for name, rest in headings if name != "Unreleased"]
    assert headings[0][0] == "Unreleased"
    assert all(re.fullmatch(r" - \d{4}-\d\d-\d\d", rest) for _, rest in released)
    versions = [Version(name) for name, _ in released]
    assert versions == sorted(versions, reverse=True)
    assert all(Version(peacereader.__version__) >= version for version in versions)


def locked(name: str) -> dict[str, list[Requirement]]:
    """The requirements of a lock file by project; each has a hash."""
    found: dict[str, list[Requirement]] = {}
    text = (TOP / "requirements" / name).read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.lstrip().startswith("#"):
            requirement, *hashes = line.split(" --hash=sha256:")
            assert hashes and all(re.fullmatch(r"[0-9a-f]{64} *", one) for one in hashes), line
            one = Requirement(requirement.strip())
            found.setdefault(key(one.name), []).append(one)
    return found


def key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_the_lock_files_hold_what_the_project_asks_for(python: str, system: str) -> None:
    project = SETTINGS["project"]
    run = [*project["dependencies"], *SETTINGS["dependency-groups"]["build"]]
    environment = {
        **{name: str(value) for name, value in default_environment().items()},
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": system,
        "platform_system": system.capitalize(),
    }
    dev, site = project["optional-dependencies"]["dev"], SETTINGS["dependency-groups"]["site"]
    for name, asked in (("run.txt", run), ("dev.txt", run + dev), ("site.txt", site)):
        lock = locked(name)
        for line in asked:
            wanted = Requirement(line)
            pins = [p for p in lock[key(wanted.name)] if p.marker is None or p.marker.evaluate(environment)]
            assert len(pins) == 1, f"{line} in {name}: run make lock"
            (pin,) = pins[0].specifier
            assert pin.operator == "==" and pin.version in wanted.specifier, f"{line} in {name}: run make lock"


def test_the_lock_files_agree_and_name_no_registry() -> None:
    small, large = locked("run.txt"), locked("dev.txt")
    assert {name: [str(one) for one in small[name]] for name in small} == {
        name: [str(one) for one in large[name]] for name in small
    }
    for path in (TOP / "requirements").iterdir():
        assert "://" not in path.read_text("utf-8"), path


def test_no_test_patches_a_module_by_a_string() -> None:
    # Such a patch misses its aim in silence once the module has moved.
    by_string = re.compile(r"(setattr|patch)\(\s*f?[\"'][\w.{}]+[\"']")
    found = [str(path) for path in (TOP / "tests").rglob("*.py") if by_string.search(path.read_text("utf-8"))]
    assert found == []
