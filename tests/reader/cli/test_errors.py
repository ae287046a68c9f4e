"""What goes wrong is said in one line, with what to do; the exit code tells what kind of wrong it was."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from peaceindex import Library
from peaceindex.paths import config_dir, state_dir
from peacereader.cli.program import main
from peacereader.error_reports import MAX_REPORTS, report, write_report
from tests.reader.terminals import PROGRAM


@pytest.mark.parametrize(
    "words",
    [
        ["--nonsense"],
        ["--library"],
        ["add"],
        ["clean"],
        ["show"],
        ["search"],
        ["stats", "too", "many"],
        ["passages", "--format", "papyrus"],
        ["passages", "--json", "--format", "markdown"],
        ["show", "--nonsense", "abc"],
        ["add", "--encoding", "koi-8r", "x"],
        ["clean", "--encoding", "windows-9999", "x"],
    ],
)
def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("peacereader: ")
    assert "--help' shows how to use it." in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("words", [["search", "x"], ["show", "abc"], ["stats"], ["check"], ["passages"], ["rebuild"]])
def test_a_library_that_is_not_there_is_1(capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str]) -> None:
    assert main(["--library", str(tmp_path / "none"), *words]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "There is no library in" in err
    assert "peacereader add PATH" in err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "words", [[], ["ceasefire"], ["ceasefire", "istanbul"], ["--", "add"], ["--library", "x", "--", "-y"]]
)
def test_no_interface_without_a_terminal(words: list[str]) -> None:
    done = subprocess.run([*PROGRAM, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal" in done.stderr
    assert "peacereader search" in done.stderr


SECRET = "geheime Notiz"
STRANGE = "a \x1b[31mstrange\n thing"


def fail_with_secrets(*_: object, **__: object) -> None:
    note = SECRET
    try:
        raise KeyError(note)
    except KeyError as error:
        raise RuntimeError(f"{STRANGE}: {note}") from error


def test_what_nobody_foresaw_leaves_a_report_and_no_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "open", fail_with_secrets)
    assert main(["--library", str(tmp_path), "search", SECRET]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "\x1b" not in err and SECRET not in err
    (log,) = (state_dir() / "errors").iterdir()
    assert str(log) in err
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_a_report_says_where_and_holds_no_text(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "open", fail_with_secrets)
    main(["--library", str(tmp_path / "my folder"), "search", SECRET])
    (log,) = (state_dir() / "errors").iterdir()
    text = log.read_text()
    assert SECRET not in text and "strange" not in text and "my folder" not in text and str(Path.home()) not in text
    assert "\nRuntimeError\n" in text and "It was caused by:\nKeyError\n" in text
    assert "doing    search" in text and "peacereader 0." in text and "Python 3." in text and "textual 8." in text
    where = Path("peacereader", "cli", "commands", "search.py")
    assert f"  {where}, line " in text and "in fail_with_secrets" in text


def test_reports_of_another_process_hold_no_text() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        future = pool.submit(int, SECRET)
        with pytest.raises(ValueError) as caught:
            future.result()
    text = report(caught.value, "add")
    assert SECRET not in text
    assert "ValueError" in text and "in _process_worker" in text


def test_the_newest_reports_are_kept(tmp_path: Path) -> None:
    reports = [write_report(ValueError(str(number)), "add") for number in range(MAX_REPORTS + 5)]
    kept = set((state_dir() / "errors").iterdir())
    assert len(kept) == MAX_REPORTS
    assert reports[-1] in kept


def test_a_report_that_cannot_be_written_is_no_further_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state_dir().parent.mkdir(parents=True)
    state_dir().write_text("a file in the place of the folder")
    monkeypatch.setattr(Library, "open", fail_with_secrets)
    assert main(["--library", str(tmp_path), "stats"]) == 1
    assert "No report could be written" in capsys.readouterr().err


def test_debug_shows_tracebacks(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["stats", "--debug", "--library", str(tmp_path / "none")]) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err and err.splitlines()[-1].startswith("peacereader: There is no library")
    assert main(["stats", "--library", str(tmp_path / "none")]) == 1
    assert "Traceback" not in capsys.readouterr().err
    monkeypatch.setattr(Library, "open", fail_with_secrets)
    assert main(["--debug", "--library", str(tmp_path), "stats"]) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err and SECRET in err and "\x1b" not in err


def test_what_the_system_refuses_is_said_plainly(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/disk/file")

    monkeypatch.setattr(Library, "open", fail)
    assert main(["--library", str(tmp_path), "stats"]) == 1
    assert capsys.readouterr().err == (
        "peacereader: the system says: no space left on device (/disk/file). Fix that, then try again.\n"
    )


def test_ctrl_c_is_130_and_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "open", interrupt)
    assert main(["--library", str(tmp_path), "stats"]) == 130
    assert capsys.readouterr() == ("", "peacereader: stopped.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes as POSIX has them")
def test_a_reader_that_stops_listening_is_no_trouble(tmp_path: Path) -> None:
    for number in range(50):
        words = f"Page number {number} speaks of the talks at length, and of nothing else, as was agreed. " * 200
        (tmp_path / f"{number}.txt").write_text(f"The talks, day {number}\n\n{words}")
    command = f"{' '.join(PROGRAM)} clean --json {tmp_path} | head -c 10"
    done = subprocess.run(["bash", "-c", f"{command}; echo; echo ${{PIPESTATUS[0]}}"], capture_output=True, text=True)
    assert done.stdout == '{"source":\n0\n'
    assert done.stderr == ""


@pytest.mark.parametrize("name", ["config.yaml", "names.yaml", "outlets.yaml"])
def test_a_broken_settings_file_does_not_stop_the_command_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    config_dir().mkdir(parents=True)
    (config_dir() / name).write_text("names: [\n  broken: {")
    (tmp_path / "page.txt").write_text("A headline\n\n" + "The delegates met for an hour and parted as friends. " * 5)
    for words in (["clean", str(tmp_path)], ["--library", str(tmp_path / "lib"), "add", str(tmp_path / "page.txt")]):
        assert main(words) == 0
        err = capsys.readouterr().err
        assert "Traceback" not in err
        assert name in err
    assert main(["--library", str(tmp_path / "lib"), "search", "delegates"]) == 0
    assert main(["--library", str(tmp_path / "lib"), "stats"]) == 0


def test_output_is_utf_8_wherever_it_goes(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        "Київ, Çırağan\n\n" + "Die Gespräche über Київ führten in Çırağan zu nichts. " * 5
    )
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([*PROGRAM, "clean", "--json", str(tmp_path)], capture_output=True, env=environment)
    assert done.returncode == 0
    assert "Київ" in done.stdout.decode("utf-8")


def test_a_name_that_is_no_utf_8_is_valid_json(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(name, "w") as file:
        file.write("A headline\n\n" + "The delegates met for an hour and parted as friends. " * 5)
    done = subprocess.run([*PROGRAM, "clean", "--json", name], capture_output=True)
    assert done.returncode == 0
    import json

    assert os.fsencode(json.loads(done.stdout.decode("utf-8"))["source"]) == name
    done = subprocess.run([*PROGRAM, "clean", name], capture_output=True)
    assert rb"\xff.txt" in done.stdout
