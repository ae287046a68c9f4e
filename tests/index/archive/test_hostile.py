"""An archive that is damaged, or was made to do harm, is refused in words, and nothing has changed."""

from __future__ import annotations

import hashlib
import json
import stat
import struct
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex import Library, import_archive
from peaceindex.errors import ArchiveError, LibraryNewerError, PeaceindexError
from tests.index.archive.made import fill
from tests.trials import examples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    with Library.open(place / "library", create=True) as library:
        fill(library, place / "pages")
        library.archives.export(place / "talks.zip", "")
    return place / "talks.zip"


def members(archive: Path) -> Members:
    with zipfile.ZipFile(archive) as file:
        return {name: file.read(name) for name in file.namelist()}


def write(path: Path, content: Members, manifest: Callable[[dict[str, Any]], object] | None = None) -> Path:
    """Write an archive with these members. Their hashes in the manifest are right, unless `manifest` changes them."""
    stated = json.loads(content["manifest.json"])
    for member in stated["members"]:
        data = content.get(member["name"], b"")
        member |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        if "records" in member:
            member["records"] = data.count(b"\n")
    if manifest:
        manifest(stated)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in content.items():
            file.writestr(name, json.dumps(stated) if name == "manifest.json" else data)
    return path


def refused(path: Path, tmp_path: Path, words: str, kind: type[PeaceindexError] = ArchiveError) -> None:
    """The archive is refused by an import and by a merge, and leaves nothing behind."""
    with pytest.raises(kind, match=words):
        import_archive(path, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    with Library.open(tmp_path / "mine", create=True) as library:
        with pytest.raises(kind, match=words):
            library.archives.merge(path)
        assert library.count() == 0 and library.annotations.passages() == []


@pytest.mark.parametrize(
    "name",
    ["../../evil.txt", "/etc/evil", "annotations/../../x.jsonl", "settings/../codes.yaml", "settings/packs/../../x",
     "settings/..", "annotations\\x.jsonl", "library.db", "annotations/sqlite_master.jsonl", "settings/a\\b"],
)  # fmt: skip
def test_names_that_climb_or_do_not_belong(archive: Path, tmp_path: Path, name: str) -> None:
    def state_it(manifest: dict[str, Any]) -> None:
        manifest["members"].append({"name": name, "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest(), "records": 0})

    content = members(archive)
    refused(write(tmp_path / "bad.zip", content | {name: b"x"}, state_it), tmp_path, "belongs in no archive")


def test_links_locks_and_members_of_one_name(archive: Path, tmp_path: Path) -> None:
    write(tmp_path / "link.zip", members(archive))
    with zipfile.ZipFile(tmp_path / "link.zip", "a") as file:
        link = zipfile.ZipInfo("settings/names.yaml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    refused(tmp_path / "link.zip", tmp_path, "is a link")
    write(tmp_path / "twice.zip", members(archive))
    with warnings.catch_warnings(), zipfile.ZipFile(tmp_path / "twice.zip", "a") as file:
        warnings.simplefilter("ignore")
        file.writestr("codes.yaml", "codes: []")
    refused(tmp_path / "twice.zip", tmp_path, "two members of the name")
    data = bytearray(archive.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(data)
    refused(tmp_path / "locked.zip", tmp_path, "password")


def test_bombs(archive: Path, tmp_path: Path) -> None:
    content = members(archive)
    bomb = write(tmp_path / "bomb.zip", content | {"annotations/positions.jsonl": b"[" * 90_000_000})
    refused(bomb, tmp_path, "grow without end")
    # One that states a small size, and unpacks to more.
    data = bytearray(write(tmp_path / "lie.zip", content | {"codes.yaml": bytes(5_000_000)}).read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            if b"codes.yaml" in data[at : at + 60]:
                data[at + offset : at + offset + 4] = struct.pack("<I", 40)
    (tmp_path / "lie.zip").write_bytes(data)
    refused(tmp_path / "lie.zip", tmp_path, "damaged|grow without end")
    deep = content | {"annotations/positions.jsonl": b"[" * 200_000 + b"\n"}
    refused(write(tmp_path / "deep.zip", deep), tmp_path, "line 1 of annotations/positions.jsonl: it is not JSON")


def test_wrong_hashes_and_missing_members(archive: Path, tmp_path: Path) -> None:
    content = members(archive)
    changed = content["articles.jsonl"].replace(b"Geneva", b"Genoa!", 1)

    def restore(manifest: dict[str, Any]) -> None:
        manifest["members"] = json.loads(content["manifest.json"])["members"]

    refused(write(tmp_path / "hash.zip", content | {"articles.jsonl": changed}, restore), tmp_path, "SHA-256")
    without = {name: data for name, data in content.items() if name != "annotations/passages.jsonl"}
    refused(write(tmp_path / "less.zip", without), tmp_path, "lacks annotations/passages")
    refused(write(tmp_path / "more.zip", content | {"settings/names.yaml": b""}), tmp_path, "does not name")
    no_end = content | {"articles.jsonl": content["articles.jsonl"][:-9]}
    refused(write(tmp_path / "end.zip", no_end), tmp_path, "cut off in articles|lines in articles")


def test_files_that_are_no_archive(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("hello")
    refused(tmp_path / "text.zip", tmp_path, "is no archive of a library, or it is cut off")
    (tmp_path / "cut.zip").write_bytes(archive.read_bytes()[:-400])
    refused(tmp_path / "cut.zip", tmp_path, "cut off")
    refused(tmp_path / "none.zip", tmp_path, "There is no file|There is nothing at", PeaceindexError)
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as file:
        file.writestr("README.txt", "x")
    refused(tmp_path / "other.zip", tmp_path, "no manifest")
    content = members(archive)
    for number, manifest in enumerate((b"[]", b"{", b"{}", b'{"format": "x", "version": 1}', b"\xff", b"[" * 90_000)):
        with zipfile.ZipFile(tmp_path / f"{number}.zip", "w") as file:
            for name, data in (content | {"manifest.json": manifest}).items():
                file.writestr(name, data)
        refused(tmp_path / f"{number}.zip", tmp_path, "is no archive of a library|cannot be read")


def test_newer_ones_are_told_from_damaged_ones(archive: Path, tmp_path: Path) -> None:
    for number, change in enumerate(
        (
            lambda manifest: manifest.update(version=2),
            lambda manifest: manifest["layouts"].update({"annotations.db": 99}),
            lambda manifest: manifest["layouts"].update({"library.db": 99}),
        )
    ):
        path = write(tmp_path / f"{number}.zip", members(archive), change)
        refused(path, tmp_path, "newer peacereader", LibraryNewerError)


@pytest.mark.parametrize(
    ("member", "field", "value", "words"),
    [
        ("articles.jsonl", "id", "../../x", "its id is none"),
        ("articles.jsonl", "text", "nul \0", "characters that no text has"),
        ("articles.jsonl", "text", None, "a text is none"),
        ("articles.jsonl", "words", 2**70, "too large"),
        ("articles.jsonl", "indexed", 1, "which is not known"),
        ("articles.jsonl", "authors", "x", "no list of texts"),
        ("articles.jsonl", "cuts", [{"line": "x"}], "not the record of an article"),
        ("articles.jsonl", "source", [], "not the record of an article"),
        ("annotations/passages.jsonl", "start", "0; DROP TABLE passages", "no whole number"),
        ("annotations/passages.jsonl", 'id", "x', "x", "which is not known"),
        ("annotations/passages.jsonl", "labels", {"a": 1}, "no list of texts"),
        ("annotations/passages.jsonl", "labels", ["\0"], "characters that no text has"),
        ("annotations/passages.jsonl", "note", "\ud800", "characters that no text has"),
        ("annotations/passages.jsonl", "source", {"base64": "?"}, "Base64"),
        ("annotations/passages.jsonl", "note", True, "wrong kind"),
        ("annotations/saved_searches.jsonl", "known", "x", "list of known articles"),
        ("annotations/history.jsonl", "state", "sung", "none of the words"),
        ("annotations/history.jsonl", "step", 2**63 - 1, "too large"),
    ],
)
def test_values_that_no_library_has(
    archive: Path, tmp_path: Path, member: str, field: str, value: object, words: str
) -> None:
    content = members(archive)
    first, *rest = content[member].splitlines(keepends=True)
    bad = json.dumps(json.loads(first) | {field: value}).encode() + b"\n"
    refused(write(tmp_path / "bad.zip", content | {member: bad + b"".join(rest)}), tmp_path, words)


@pytest.mark.parametrize(
    ("member", "field"),
    [("articles.jsonl", "id"), ("articles.jsonl", "authors"), ("annotations/passages.jsonl", "quote")],
)
def test_values_that_are_missing(archive: Path, tmp_path: Path, member: str, field: str) -> None:
    content = members(archive)
    record = json.loads(content[member].splitlines()[0])
    del record[field]
    bad = json.dumps(record).encode() + b"\n"
    refused(write(tmp_path / "bad.zip", content | {member: bad}), tmp_path, "it lacks the field|not the record")


def test_two_entries_of_one_key(archive: Path, tmp_path: Path) -> None:
    content = members(archive)
    for member in ("articles.jsonl", "annotations/passages.jsonl"):
        line = content[member].splitlines(keepends=True)[0]
        refused(
            write(tmp_path / "two.zip", content | {member: content[member] + line}), tmp_path, "another article|one"
        )


@settings(max_examples=examples(200))
@given(st.data())
def test_any_damage_is_refused_in_words_or_does_no_harm(
    archive: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    place = tmp_path_factory.mktemp("any")
    damaged = bytearray(archive.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.just(len(damaged)), st.integers(0, len(damaged))))
    (place / "bad.zip").write_bytes(damaged[:end])
    try:
        done = import_archive(place / "bad.zip", place / "new")
    except PeaceindexError as error:
        assert not (place / "new").exists() and "bad.zip" in str(error)
    else:
        assert (done.articles, done.counts["passages"]) == (3, 3)
