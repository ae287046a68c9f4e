"""Our reader of SQLite's pages and logs reads what SQLite wrote, and nothing that it did not."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peaceindex.storage.sqlite_pages import INNER_ROWS, Image, schema_of, varint
from peaceindex.storage.wal import Log
from tests.trials import examples

if TYPE_CHECKING:
    from pathlib import Path

LAYOUT = """
    CREATE TABLE numbered (number INTEGER PRIMARY KEY, a, b);
    CREATE TABLE keyed (id TEXT PRIMARY KEY, a, b) WITHOUT ROWID;
    CREATE INDEX keyed_by_a ON keyed (a);
"""

text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
values = st.one_of(
    st.none(),
    st.integers(-(1 << 63), (1 << 63) - 1),
    st.floats(allow_nan=False),
    st.builds(lambda one, times: one * times, text, st.sampled_from([1, 60, 700])),
    st.builds(lambda one, times: one * times, st.binary(max_size=40), st.sampled_from([1, 200])),
)
numbered = st.dictionaries(st.integers(-(1 << 63), (1 << 63) - 1), st.tuples(values, values), max_size=40)
keyed = st.dictionaries(text, st.tuples(values, values), max_size=40)


def rows(image: Image, table: str) -> dict[Any, tuple[Any, ...]]:
    """The rows of a table by its key."""
    found: dict[Any, tuple[Any, ...]] = {}
    waiting = [schema_of(image).roots[table]]
    while waiting:
        page = image.b_tree(waiting.pop())
        assert page is not None
        assert not page.broken
        waiting += page.children
        if page.kind == INNER_ROWS:
            continue
        for cell in page.cells:
            assert cell.state == "whole"
            key = cell.values[0] if cell.rowid is None else cell.rowid
            assert key not in found
            found[key] = cell.values[1:]
    return found


def exactly(found: dict[Any, tuple[Any, ...]]) -> dict[Any, list[tuple[type, Any]]]:
    """The same with the types, since 1 equals 1.0; SQLite keeps 1.0 as 1 in the file, and gives a float again."""
    return {
        key: [
            (float, v) if isinstance(v, float) or (isinstance(v, int) and abs(v) < 1 << 53) else (type(v), v)
            for v in row
        ]
        for key, row in found.items()
    }


@given(st.sampled_from([512, 1024, 4096, 65536]), numbered, keyed)
@settings(max_examples=examples(40))
def test_every_row_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, size: int, numbers: dict[int, Any], keys: dict[str, Any]
) -> None:
    path = tmp_path_factory.mktemp("pages") / "a.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA page_size = {size}")
        database.executescript(LAYOUT)
        database.executemany("INSERT INTO numbered VALUES (?, ?, ?)", [(k, *v) for k, v in numbers.items()])
        database.executemany("INSERT INTO keyed VALUES (?, ?, ?)", [(k, *v) for k, v in keys.items()])
        for table, name in (("numbered", "number"), ("keyed", "id")):
            database.execute(
                f"DELETE FROM {table} WHERE {name} IN (SELECT {name} FROM {table} WHERE abs(random()) % 4 = 0)"
            )
        database.commit()
        there = {
            table: {row[0]: row[1:] for row in database.execute(f"SELECT * FROM {table}")}
            for table in ("numbered", "keyed")
        }
    image = Image(path)
    for table, expected in there.items():
        assert exactly(rows(image, table)) == exactly(expected)
    image.close()


@given(st.integers(0, (1 << 64) - 1))
def test_numbers_of_variable_length(number: int) -> None:
    data = bytearray()
    if number >= 1 << 56:
        data.append(number & 0xFF)
        rest = number >> 8
        data[:0] = bytes((rest >> 7 * i) & 0x7F | 0x80 for i in range(7, -1, -1))
    else:
        parts = [number >> 7 * i & 0x7F for i in range(max(1, -(-number.bit_length() // 7)) - 1, -1, -1)]
        data += bytes(part | 0x80 for part in parts[:-1]) + bytes(parts[-1:])
    assert varint(bytes(data) + b"\xff", 0) == (number, len(data))


@given(
    st.binary(max_size=600),
    st.lists(st.tuples(st.integers(0, 1 << 14), st.binary(min_size=1, max_size=60)), max_size=9),
)
@settings(max_examples=examples(60))
def test_nonsense_is_read_without_an_error(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes, writes: list[tuple[int, bytes]]
) -> None:
    path = tmp_path_factory.mktemp("pages") / "a.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA page_size = 512")
        database.executescript(LAYOUT)
        database.executemany("INSERT INTO keyed VALUES (?, ?, ?)", [(f"{n}", "x" * 40 * n, n) for n in range(30)])
        database.commit()
    data = bytearray(path.read_bytes())
    for at, new in writes:
        at %= len(data)
        data[at : at + len(new)] = new
    path.write_bytes(data + tail)
    image = Image(path)
    schema_of(image)
    image.free_pages()
    for number in range(image.count + 2):
        image.b_tree(number)
    image.close()


def written(folder: Path, seed: int, transactions: int = 12) -> tuple[Path, Path]:
    """A database with a log, copied while it was open; how it was, closed, is the second one."""
    chance = random.Random(seed)
    path = folder / "a.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript(LAYOUT)
        if chance.random() < 0.5:
            database.execute("PRAGMA wal_checkpoint(RESTART)")
        for n in range(transactions):
            database.execute("BEGIN")
            for i in range(chance.randrange(1, 6)):
                database.execute("INSERT INTO keyed VALUES (?, ?, ?)", (f"{n}-{i}", "x" * chance.randrange(6000), n))
            database.execute("COMMIT")
        copy = folder / "copy"
        copy.mkdir()
        for name in ("a.db", "a.db-wal"):
            shutil.copy(folder / name, copy / name)
    return copy / "a.db", path


@pytest.mark.parametrize("seed", range(12))
def test_a_log_is_laid_over_the_file(tmp_path: Path, seed: int) -> None:
    path, whole = written(tmp_path, seed)
    log = Log(path.with_name("a.db-wal"))
    assert log.newest
    assert not log.is_flawed
    with_log, closed = Image(path, log), Image(whole)
    assert rows(with_log, "keyed") == rows(closed, "keyed")
    path.unlink()
    alone = Image(path, log)  # the file is gone, and its log is not
    assert alone.page(max(log.newest)) == closed.page(max(log.newest))
    for one in (with_log, closed, alone, log):
        one.close()


@pytest.mark.parametrize("seed", range(12))
def test_a_frame_that_is_overwritten_is_noticed_and_costs_itself_alone(tmp_path: Path, seed: int) -> None:
    path, _ = written(tmp_path, seed)
    file = path.with_name("a.db-wal")
    data = bytearray(file.read_bytes())
    frames = (len(data) - 32) // 4120
    before = Log(file)
    chosen = random.Random(seed).randrange(frames - 8)
    at = 32 + chosen * 4120 + 24 + 100
    data[at : at + 50] = bytes(byte ^ 1 for byte in data[at : at + 50])
    file.write_bytes(data)
    after = Log(file)
    assert after.is_flawed
    assert len(before.newest) - 1 <= len(after.newest) <= len(before.newest)
    data[:32] = bytes(32)  # and its head
    file.write_bytes(data)
    assert Log(file).is_flawed
    assert len(Log(file).newest) >= len(before.newest) - 2


def test_what_was_not_committed_is_no_damage(tmp_path: Path) -> None:
    path, _ = written(tmp_path, 1)
    file = path.with_name("a.db-wal")
    before = Log(file)
    with file.open("ab") as log:
        log.write(file.read_bytes()[32 + 4120 : 32 + 4120 + 24] + bytes(range(256)) * 16)  # torn while it was written
    after = Log(file)
    assert not after.is_flawed
    assert after.newest == before.newest
