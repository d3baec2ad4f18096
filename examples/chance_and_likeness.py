"""Why S alone misleads: Russia and China, 1950–2018, with and without a correction for chance."""

import polars as pl

import comity

world = comity.World.load()
pair = comity.measure(
    world, "RUS", "CHN", ["alliance_s", "alliance_a", "alliance_kappa"], since=1950
)
years = pair.known().pivot("indicator", index="year", values="value")
with pl.Config(tbl_rows=20, float_precision=3):
    print(years.filter(pl.col("year") % 5 == 0))
