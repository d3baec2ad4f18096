"""The table of estimated effects: what is estimated writes it, what uses the estimates reads it."""

from __future__ import annotations

import polars as pl

__all__ = ["SCHEMA"]

#: ``variant`` is empty for the estimate to use; the other rows show what hangs on a choice.
SCHEMA = {
    "name": pl.String, "variant": pl.String, "coefficient": pl.Float64, "se": pl.Float64,
    "observations": pl.Int64, "clusters": pl.Int64, "separated": pl.Int64, "alone": pl.Int64,
    "treated": pl.Int64, "switching": pl.Int64, "first": pl.Int64, "last": pl.Int64,
    "sample": pl.String, "specification": pl.String, "source": pl.String,
}  # fmt: skip
