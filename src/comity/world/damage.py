"""What reading a damaged file can raise, in one place: each reader turns it into a clear refusal."""

from __future__ import annotations

import zipfile
import zlib

import polars as pl

__all__ = ["UNREADABLE"]

#: A Parquet file broken in its middle can make Polars panic, which is no ``Exception``.
UNREADABLE: tuple[type[BaseException], ...] = (
    pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, EOFError, UnicodeError,
    zlib.error, zipfile.BadZipFile,
)  # fmt: skip
