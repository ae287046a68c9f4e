"""Writes to the index: one commit, after which the engine, the columns and the seal are of the same generation."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import index as engine
from whoosh.writing import SegmentWriter

from peaceindex.errors import LibraryLockedError
from peaceindex.model.article import Article
from peaceindex.private_files import create_private, make_private_folder
from peaceindex.search.codec import FlatCodec
from peaceindex.search.column_collector import ColumnCollector
from peaceindex.search.columns import Columns
from peaceindex.search.files import FORMAT, columns_name
from peaceindex.search.schema import day_of, schema, second_of, tags_of
from peaceindex.search.seal import Seal
from peaceindex.search.segments import Batch, rows_of
from peaceindex.storage.safe_files import check_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = tuple[int, Article]


def write(folder: Path, old: Columns | None, batch: Iterable[Row], removed: Iterable[int]) -> None:
    """Write articles into the index in `folder` and remove others. If `old` is None, begin a new index.

    Raises LibraryLockedError if another process is writing, and LibraryUnsafeError if a link stands in the place of a
    file. A failure before the commit leaves the index as it was. A failure after it leaves an index that is not
    usable, but never one that is half written.
    """
    check_folder(folder)
    make_private_folder(folder)
    repeated = list(_commit(folder, old, batch, removed))
    if repeated:  # articles that are in the batch more than once
        write(folder, load(folder), repeated, ())


def load(folder: Path) -> Columns:
    """Return the columns of the generation that is in the folder now."""
    generation = engine.open_dir(str(folder), schema=schema()).latest_generation()
    return Columns.load(folder / columns_name(generation))


def _commit(folder: Path, old: Columns | None, batch: Iterable[Row], removed: Iterable[int]) -> list[Row]:
    seal = Seal(folder)
    if old is None:
        seal.invalidate()
        index = engine.create_in(str(folder), schema())
        old = Columns.empty()
    else:
        index = engine.open_dir(str(folder), schema=schema())
    collector = ColumnCollector(old)
    writer = _writer(index)
    new = Batch(index.storage, index.schema, index.indexname)
    try:
        seen, repeated = _add(new, collector, batch)
        for number in old.documents(seen.union(removed)).tolist():
            writer.delete_document(number)
        writer.commit(mergetype=new.merge)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        new.discard()
        raise
    _finish(folder, index, collector, seal)
    return repeated


def _writer(index: Any) -> SegmentWriter:
    from whoosh.index import LockError

    with contextlib.suppress(FileExistsError):  # otherwise Whoosh would create its lock readable by everyone
        create_private(Path(index.storage.folder) / f"{index.indexname}_WRITELOCK")
    try:
        return SegmentWriter(index, codec=FlatCodec(), timeout=2.0)
    except LockError as error:
        raise LibraryLockedError(
            "Another program is writing to this library's search index.", "Wait until it is done."
        ) from error


def _add(new: Batch, collector: ColumnCollector, batch: Iterable[Row]) -> tuple[set[int], list[Row]]:
    seen: set[int] = set()
    repeated: dict[int, Row] = {}
    for row, article in batch:
        if row in seen:
            repeated[row] = (row, article)
            continue
        seen.add(row)
        new.add(row, article)
        day, added = day_of(article.date), second_of(article.added)
        collector.add(row, article.outlet, day, added, tags_of(article), article.language, article.authors)
    return seen, list(repeated.values())


def _finish(folder: Path, index: Any, collector: ColumnCollector, seal: Seal) -> None:
    """Write the columns and the seal for what was committed, and remove the files of earlier generations."""
    generation = index.latest_generation()
    with contextlib.closing(index.reader()) as reader:
        columns = _columns(reader, collector)
        stems = {segment.segment_id() for segment in reader.segments() or ()}
    name = columns_name(generation)
    columns.save(folder / name)
    files = [name, f"_{index.indexname}_{generation}.toc"]
    for entry in list(os.scandir(folder)):
        if entry.name.partition(".")[0] in stems:
            files.append(entry.name)
        elif entry.name.startswith("columns-") and entry.name != name:
            (folder / entry.name).unlink(missing_ok=True)
    for file in files:
        if (folder / file).stat().st_mode & 0o077:  # a needless change would make the seal hash the file again
            (folder / file).chmod(0o600)
    seal.write(FORMAT, generation, files)


def _columns(reader: Any, collector: ColumnCollector) -> Columns:
    size = reader.doc_count_all()
    rows, alive = np.zeros(size, np.int32), np.ones(size, bool)
    for leaf, base in reader.leaf_readers():
        count = leaf.doc_count_all()
        if count:
            rows[base : base + count] = rows_of(leaf)
            alive[base : base + count][list(leaf.segment().deleted_docs())] = False
    return collector.columns(rows, alive)
