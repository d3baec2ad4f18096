"""Columns of the energy tables of an outcome, for a scenario that leaves the energy market alone."""

from __future__ import annotations

import polars as pl

__all__ = ["SCHEMAS"]

T, N = pl.String(), pl.Float64()

SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "flows": {"from": T, "to": T, "commodity": T, "value": N, "unit": T},
    "prices": {"state": T, "commodity": T, "price": N, "unit": T},
    "links": {"id": T, "name": T, "commodity": T, "capacity": N, "flow": N, "shadow_price": N, "unit": T},
    "netbacks": {"place": T, "commodity": T, "netback": N, "production": N, "unit": T},
    "revenue": {"state": T, "commodity": T, "exports": N, "revenue": N},
    "consumers": {"state": T, "commodity": T, "quantity": N, "price": N, "cost": N, "duties": N},
    "dependence": {"buyer": T, "seller": T, "commodity": T, "value": N, "of_supply": N, "of_sales": N},
}  # fmt: skip
