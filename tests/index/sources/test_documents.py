"""Files become raw documents, or an error that says what to do; folders are gone through with care."""

from __future__ import annotations

import io
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from peaceindex.errors import SourceError
from peaceindex.model.article import RawDocument
from peaceindex.sources import MAX_BYTES, FoundFile, documents, walk

if TYPE_CHECKING:
    from collections.abc import Iterator


def only(path: Path) -> RawDocument | SourceError:
    (found,) = documents(path, str(path))
    return found


def why(path: Path) -> str:
    found = only(path)
    assert isinstance(found, SourceError)
    assert found.advice
    return found.what


def walked(*paths: Path) -> list[str]:
    return [place.path for place in walk(paths) if isinstance(place, FoundFile)]


def test_a_text_file_is_one_document(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes("Київ\r\n\x1b[31mtext\x1b[0m\r\n".encode())
    found = only(page)
    assert isinstance(found, RawDocument)
    assert found.text == "Київ\ntext\n"
    assert found.source == str(page)
    assert found.path == page
    assert found.mtime == page.stat().st_mtime
    assert len(found.sha256) == 64


@pytest.mark.parametrize("name", ["page", "page.text", "page.md", "PAGE.TXT", "page.2025-05-12", "page.csv"])
def test_any_name_will_do_for_text(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Just words.\n")
    assert isinstance(only(tmp_path / name), RawDocument)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.txt", b"", "is empty"),
        ("page.txt", b"  <!DOCTYPE html><html>", "is a page without text"),
        ("report.pdf", b"%PDF-1.7 ...", "a PDF file"),
        ("report.txt", b"%PDF-1.7 ...", "a PDF file"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        ("photo", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("bundle.zip", b"PK\x03\x04....", "broken ZIP"),
        ("page.txt.gz", b"\x1f\x8b\x08", "cut off"),
        ("lines.jsonl", b'{"title": "x"}\n', "no field with a text"),
        ("feed.xml", b"<?xml version='1.0'?><rss/>", "a feed without entries"),
        ("prog", b"\x7fELF\x02\x01\x01\x00", "a program"),
        ("noise.bin", bytes(range(256)) * 8, "is not text"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    message = why(tmp_path / name)
    assert words in message
    assert name in message


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
        file.seek(0)
        file.write(b"Words " * 1000)
    assert "larger than 16 MB" in why(tmp_path / "big.txt")


def test_a_file_just_not_too_large_is_read(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"Words.\n" * (MAX_BYTES // 7))
    assert isinstance(only(tmp_path / "big.txt"), RawDocument)


def test_links_pipes_and_sockets(tmp_path: Path) -> None:
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(tmp_path)  # the name of a socket must be short
        try:
            listener.bind("socket.txt")
        finally:
            os.chdir(here)
        assert "a link to something that is not there" in why(tmp_path / "dangling.txt")
        assert "leads back to itself" in why(tmp_path / "round.txt")
        assert "a named pipe, not a file" in why(tmp_path / "pipe.txt")
        assert "a socket, not a file" in why(tmp_path / "socket.txt")
        assert "a device, not a file" in why(Path("/dev/null"))
        assert "a folder, not a file" in why(tmp_path)


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder that anybody may enter, visited by somebody without rights where the tests run as root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "mine.txt").write_text("secret")
    (folder / "mine.txt").chmod(0)
    (folder / "closed" / "below").mkdir(parents=True)
    (folder / "closed").chmod(0)
    if root := os.geteuid() == 0:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        (folder / "closed").chmod(0o700)
        shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions as POSIX has them")
def test_no_permission(nobody: Path) -> None:
    assert "You may not read" in why(nobody / "mine.txt")
    for place in (nobody / "closed", nobody / "closed" / "below"):
        (error,) = walk([place])
        assert isinstance(error, SourceError)
        assert "You may not read" in error.what


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO("Words from a pipe.".encode("utf-16"))

    monkeypatch.setattr(sys, "stdin", Input())
    found = only(Path("-"))
    assert isinstance(found, RawDocument)
    assert (found.source, found.text, found.path) == ("standard input", "Words from a pipe.", None)


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".hidden.txt", ".git/x.txt", "c/d/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [os.path.relpath(path, tmp_path) for path in walked(tmp_path)]
    assert found == ["a/1.txt", "a/2.txt", "b.txt", "c/d/e.txt"]
    assert walked(tmp_path / ".hidden.txt") == [str(tmp_path / ".hidden.txt")]


def test_a_link_that_leads_back_up_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "page.txt").write_text("x")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "z").symlink_to(tmp_path / "a")
    assert walked(tmp_path) == [str(tmp_path / "a" / "page.txt")]


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    (first,) = walk([tmp_path / "no\nwhere", tmp_path])
    assert isinstance(first, SourceError)
    assert r"no\nwhere" in first.what


def test_text_that_was_decoded_wrongly_is_mended(tmp_path: Path) -> None:
    words = "Çırağan’s hall was quiet – “no document”, they said. Kyiv’s envoys left first."
    page = tmp_path / "mojibake.txt"
    page.write_bytes(words.encode("utf-8").decode("cp1252", "replace").replace("�", "").encode("utf-8"))
    [document] = documents(page, "mojibake.txt")
    assert isinstance(document, RawDocument)
    assert "hall was quiet – “no document" in document.text and "Kyiv’s" in document.text


def test_a_few_odd_letters_are_left_as_they_are(tmp_path: Path) -> None:
    page = tmp_path / "odd.txt"
    page.write_text("The sign â€™ is what an apostrophe looks like when it is decoded wrongly.", encoding="utf-8")
    [document] = documents(page, "odd.txt")
    assert isinstance(document, RawDocument)
    assert "â€™" in document.text
