"""Parquet files, read in small groups of rows. The package that reads them is an extra, since it is large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from peaceindex.errors import SourceError
from peaceindex.model.safe_text import printable
from peaceindex.sources.registry import Format, SourceItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peaceindex.sources.source import Source

_ROWS_AT_ONCE: Final = 64
_BUFFER_BYTES: Final = 1024 * 1024
_MAX_COLUMNS: Final = 10_000


def _documents(source: Source) -> Iterator[SourceItem]:
    from peaceindex.sources.decompression import seekable_stream
    from peaceindex.sources.tables.documents import documents_of_table
    from peaceindex.sources.tables.row import Row, Rows

    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise SourceError(
            f"{source.shown} is a Parquet file, and the package that reads these is not installed.",
            'Install it with: pip install "peacereader[parquet]"',
        ) from error
    trouble = (pyarrow.ArrowException, OSError, ValueError, NotImplementedError)

    def broken(error: Exception) -> SourceError:
        what = f"{source.shown} is a broken Parquet file ({printable(str(error))[:100]})."
        return SourceError(what, "Fetch it again, or save it as CSV.")

    try:
        file = parquet.ParquetFile(seekable_stream(source), buffer_size=_BUFFER_BYTES, pre_buffer=False)
        header = [str(name) for name in file.schema_arrow.names]
    except trouble as error:
        raise broken(error) from error
    if len(header) > _MAX_COLUMNS:
        raise SourceError(f"{source.shown} has more than {_MAX_COLUMNS:,} columns.", "Leave it out.")

    def rows() -> Rows:
        number = 0
        try:
            for batch in file.iter_batches(_ROWS_AT_ONCE, use_threads=False):
                columns: list[list[Any]] = [_values(column) for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    number += 1
                    yield Row(number, list(cells))
        except trouble as error:
            yield broken(error)

    yield from documents_of_table(source, rows(), header=header)


def _values(column: Any) -> list[Any]:
    """Return the values of a column as Python has them; those that Python cannot have as None."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError, UnicodeDecodeError):  # a date beyond the year 9999, bytes that are no text
        return [None] * len(column)


FORMAT = Format(
    name="Parquet",
    suffixes=(".parquet", ".pq"),
    sniff=lambda head: head.startswith(b"PAR1"),
    documents=_documents,
)
