"""Positions as rows of the ``states`` table, so that a world can hold them and answer at once."""

from __future__ import annotations

import polars as pl

from comity.measures.positions.result import POSITIONS, Positions
from comity.measures.positions.sessions import FIRST_YEAR
from comity.measures.uncertainty import REACH
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import conform
from comity.world.world import Part, World

__all__ = ["ATTRIBUTE", "SOURCE", "stored_positions", "with_positions"]

#: Attribute of the mean on all votes; ``.sd`` and ``.votes`` follow it, and ``:issue`` where there is one.
ATTRIBUTE = "unga_position"
SOURCE = Source(
    key="positions",
    title="Comity's ideal points in the UN General Assembly",
    cite="fitted to the votes of Voeten, Strezhnev & Bailey by the model in docs/explanation/positions.md",
    licence="CC0 1.0 (estimates from CC0 data)",
    url="https://doi.org/10.7910/DVN/LEJUQZ",
    ships="rows",
)


def _names(issue: str) -> tuple[str, str, str]:
    about = "" if issue == "all" else f":{issue}"
    return ATTRIBUTE + about, f"{ATTRIBUTE}.sd{about}", f"{ATTRIBUTE}.votes{about}"


def with_positions(world: World, *fitted: Positions) -> World:
    """A world that also holds fitted positions."""
    frames = []
    for positions in fitted:
        mean, sd, votes = _names(positions.issue)
        table = (
            positions.table()
            .rename({"mean": mean, "sd": sd})
            .with_columns(pl.col("votes").cast(pl.Float64).alias(votes))
        )
        long = table.unpivot(
            [mean, sd, votes], index=["state", "year", "session"], variable_name="attribute"
        )
        frames.append(
            long.with_columns(
                unit=pl.when(pl.col("attribute") == votes)
                .then(pl.lit("votes"))
                .otherwise(pl.lit("standard deviations")),
                record=pl.format(
                    "fit on {} votes, session {}",
                    pl.lit(positions.issue.replace("_", " ")),
                    "session",
                ),
                source=pl.lit(SOURCE.key),
            ).drop("session")
        )
    rows = conform(pl.concat(frames), "states").sort("attribute", "state", "year")
    years = rows["year"].sort()
    coverage = Coverage(
        "states",
        "*",
        years[0],
        years[-1],
        "rows",
        note="members that voted in the session; covariances between states are not kept",
    )
    source = Source(
        **{**{f: getattr(SOURCE, f) for f in SOURCE.__slots__}, "coverage": (coverage,)}
    )
    part = World(
        {("states", SOURCE.key): Part(rows.drop("source").lazy(), {"source": SOURCE.key})}, [source]
    )
    return part.over(world)


def stored_positions(world: World, issue: str = "all") -> pl.DataFrame:
    """The table of positions a world holds, in the columns of :data:`POSITIONS`; empty if it holds none."""
    mean, sd, votes = _names(issue)
    rows = world.rows("states", of=[mean, sd, votes])
    if rows.is_empty():
        return pl.DataFrame(schema=POSITIONS)
    wide = rows.pivot("attribute", index=["state", "year"], values="value", maintain_order=True)
    return wide.select(
        "state", "year",
        session=pl.col("year") - FIRST_YEAR,
        mean=pl.col(mean), sd=pl.col(sd),
        q05=pl.col(mean) - REACH * pl.col(sd),
        q95=pl.col(mean) + REACH * pl.col(sd),
        votes=pl.col(votes),
    ).select([pl.col(c).cast(t) for c, t in POSITIONS.items()])  # fmt: skip
