"""What goes wrong while files are added: folders vanish, links form circles, the user presses Ctrl-C."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from peaceindex import Library
from peaceindex.model.search import Request
from peaceindex.search.index import SearchIndex
from peaceindex.storage.stories import StoryStore
from tests.index.pages import add, page, statuses, write_pages


def test_a_folder_that_vanishes_costs_what_was_in_it(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", 4)
    write_pages(tmp_path / "b", 2, 10)
    work = library.ingest.add([tmp_path / "a", tmp_path / "b"])
    first = next(work)
    shutil.rmtree(tmp_path / "a")
    rest = list(work)
    assert (first.status, statuses(rest)) == ("added", ["failed"] * 3 + ["added"] * 2)
    assert "There is no file or folder" in rest[0].reason
    assert library.search.find(Request("")).total == 3


def test_a_page_that_turns_into_something_else_while_it_waits(library: Library, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "in", 5)
    work = library.ingest.add([tmp_path / "in"])
    next(work)
    for path in pages[1:4]:
        path.unlink()
    pages[1].mkdir()
    os.mkfifo(pages[2])
    pages[3].write_text(page(30))
    rest = list(work)
    assert statuses(rest) == ["failed", "failed", "added", "added"]
    assert "is a folder, not a file" in rest[0].reason
    assert "is a named pipe, not a file" in rest[1].reason
    # A file that replaced the scanned one is scanned once more.
    assert statuses(add(library, pages[3])) == ["unchanged"]
    pages[3].write_text(page(31))
    assert statuses(add(library, pages[3])) == ["changed"]


def test_links_in_circles_cost_nothing_but_themselves(library: Library, tmp_path: Path) -> None:
    write_pages(tmp_path / "in", 2)
    (tmp_path / "in" / "round").symlink_to("round")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "gone.txt").symlink_to("nowhere")
    added = add(library, tmp_path / "in")
    assert sorted(statuses(added)) == ["added", "added", "failed", "failed"]
    reasons = " ".join(one.reason for one in added)
    assert "a link that leads back to itself" in reasons
    assert "a link to something that is not there" in reasons


def test_folders_may_lie_deeper_than_calls_may(library: Library, tmp_path: Path) -> None:
    here = os.getcwd()
    (tmp_path / "in").mkdir()
    os.chdir(tmp_path / "in")
    try:
        for _ in range(1300):
            os.mkdir("d")
            os.chdir("d")
        Path("page.txt").write_text(page(1))
        os.chdir(tmp_path / "in")
        assert statuses(add(library, Path("d"))) == ["added"]
    finally:
        os.chdir(here)
        subprocess.run(["rm", "-rf", str(tmp_path / "in")], check=True)  # deeper than `shutil.rmtree` can go


@pytest.mark.parametrize(
    ("place", "method"), [(StoryStore, "mark_done"), (StoryStore, "add_prints"), (SearchIndex, "write")]
)
def test_stopped_after_the_last_page_nothing_is_lost(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: type, method: str
) -> None:
    write_pages(tmp_path / "in", 3)
    (tmp_path / "in" / "twin.txt").write_text("Another title\n\n" + page(1).partition("\n\n")[2])

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(place, method, stop)
        with pytest.raises(KeyboardInterrupt):
            add(library, tmp_path / "in")
    again = add(library, tmp_path / "in")
    assert statuses(again) == ["unchanged"] * 4
    assert library.search.find(Request("")).total == 4
    assert library.stories.of(str(again[1].article_id)) is not None
    assert not [problem for problem in library.maintenance.check() if problem.severity == "error"]
