"""Tables from files of unknown honesty: CSV (also gzipped), Parquet; bounded, with clear refusals."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from comity.errors import DataError
from comity.world.damage import UNREADABLE

__all__ = ["read_csv", "read_parquet", "read_table", "text_of"]

#: Uncompressed text of a source file; a gzip that grows past it is a bomb, not data.
LARGEST_TEXT = 2 * 1024**3
#: Rows of a Parquet file, which packs a billion equal ones into a kilobyte.
LARGEST_ROWS = 50_000_000
_CHUNK = 1 << 20


def text_of(path: Path, *, encoding: str = "utf-8") -> str:
    """The text of a file, unpacked if its name ends in ``.gz``; bounded."""
    return _bytes_of(path).decode(encoding, errors="strict" if encoding != "utf-8" else "replace")


def read_csv(
    path: Path,
    *,
    columns: Iterable[str] = (),
    dtypes: Mapping[str, type[pl.DataType]] | None = None,
    encoding: str = "utf-8",
    nulls: Iterable[str] = ("", "NA"),
    separator: str = ",",
) -> pl.DataFrame:
    """A CSV with at least ``columns``; everything not in ``dtypes`` is text.

    Raises
    ------
    DataError
        If the file is damaged, no CSV, or lacks a column (both sides are shown).
    """
    data = _bytes_of(path)
    if encoding != "utf-8":
        data = data.decode(encoding).encode()
    if b"\0" in data[:4096]:
        raise DataError(f"{path.name} is a binary file, not CSV")
    try:
        frame = pl.read_csv(
            io.BytesIO(data.removeprefix(b"\xef\xbb\xbf")),
            infer_schema=False,
            null_values=list(nulls),
            separator=separator,
        ).rechunk()  # text functions of Polars fail on frames with an empty chunk
    except UNREADABLE as error:
        raise DataError(f"{path.name} is not a readable CSV: {error}") from error
    _need(path, columns, frame.columns)
    return _cast(frame, path, dtypes or {})


def read_parquet(path: Path, *, columns: Iterable[str] = ()) -> pl.DataFrame:
    """A Parquet file with at least ``columns``; raises :class:`DataError` as :func:`read_csv`."""
    try:
        rows = pl.scan_parquet(path, glob=False)
        if rows.select(pl.len()).collect().item() > LARGEST_ROWS:  # in the footer: costs nothing
            raise DataError(f"{path.name} has more than {LARGEST_ROWS:,} rows: refused")
        frame = rows.collect()
    except UNREADABLE as error:
        raise DataError(f"{path.name} is not a readable Parquet file: {error}") from error
    _need(path, columns, frame.columns)
    return frame


def read_table(
    path: Path,
    *,
    columns: Iterable[str] = (),
    dtypes: Mapping[str, type[pl.DataType]] | None = None,
) -> pl.DataFrame:
    """A Parquet or CSV file by its name; cast to ``dtypes`` where given."""
    if path.name.endswith(".parquet"):
        return _cast(read_parquet(path, columns=columns), path, dtypes or {})
    return read_csv(path, columns=columns, dtypes=dtypes)


def _need(path: Path, columns: Iterable[str], present: list[str]) -> None:
    missing = set(columns) - set(present)
    if missing:
        raise DataError.missing_columns(path.name, missing, present)


def _cast(frame: pl.DataFrame, path: Path, dtypes: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    for name, dtype in dtypes.items():
        if name not in frame.columns or frame.schema[name] == dtype:
            continue
        before = frame.get_column(name)
        after = before.cast(dtype, strict=False)
        if dtype.is_integer() and before.dtype == pl.String:
            # "2017.0" is how a table with gaps spells an integer
            number = before.cast(pl.Float64, strict=False)
            after = number.cast(dtype, strict=False).set(number != number.round(), None)
        bad = (after.is_null() & before.is_not_null()).arg_true()
        if len(bad):
            i = int(bad[0])
            raise DataError.row(path.name, i + 2, name, before[i], f"of type {dtype.__name__}")
        frame = frame.with_columns(after.alias(name))
    return frame


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_TEXT:
        raise DataError(f"{path.name} is larger than 2 GiB")
    if not path.name.endswith(".gz"):
        return path.read_bytes()
    out = bytearray()
    try:
        with gzip.open(path) as stream:
            while chunk := stream.read(_CHUNK):
                out += chunk
                if len(out) > LARGEST_TEXT or len(out) > 1000 * max(path.stat().st_size, 100_000):
                    raise DataError(f"{path.name} unpacks to far more than it should: refused")
    except UNREADABLE as error:
        raise DataError(f"{path.name} is not a complete gzip file: {error}") from error
    return bytes(out)
