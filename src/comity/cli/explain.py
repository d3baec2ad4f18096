"""``comity explain``: what moved an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, StateA, StateB, WorldDir, open_world, write_rows
from comity.cli.readings import pair
from comity.cli.tables import number, print_table

if TYPE_CHECKING:
    import polars as pl

    from comity.alignment import Alignment


def explain(
    a: StateA,
    b: StateB,
    start: Annotated[int, typer.Argument(metavar="FROM", help="First year.")],
    end: Annotated[int, typer.Argument(metavar="TO", help="Second year.")],
    domain: Annotated[
        str, typer.Option(help="overall, a domain, words, deeds or gap.")
    ] = "overall",
    rows: Annotated[
        bool, typer.Option("--rows", help="Print the rows behind the indicators.")
    ] = False,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Which indicators moved the answer between two years, and by how much.

    The parts add up exactly to the change. --csv writes one line per observation, in every year that
    weighs on either end.

    Example:  comity explain RUS CHN 2013 2023
    """
    from comity.alignment import alignment as align
    from comity.alignment import explain as explain_change

    found = align(open_world(world), a, b)
    parts = explain_change(found, start, end, domain)
    if write_rows(parts, csv=csv, json=json):
        return
    _print_explanation(parts, found, start, end, domain)
    if rows:
        _print_rows(parts, found, start, end)


def _print_explanation(
    parts: pl.DataFrame, found: Alignment, start: int, end: int, domain: str
) -> None:
    import polars as pl

    total = parts["part"].sum()
    by = (
        parts.group_by("indicator")
        .agg(pl.col("part").sum(), pl.col("year").n_unique().alias("years"))
        .sort(pl.col("part").abs(), descending=True)
    )
    at = {
        year: {
            r["indicator"]: r["value"]
            for r in parts.filter(pl.col("year") == year).iter_rows(named=True)
        }
        for year in (start, end)
    }
    lines = [
        (
            r["indicator"], number(at[start].get(r["indicator"])), number(at[end].get(r["indicator"])),
            f"{r['part']:+.3f}", str(r["years"]),
        )
        for r in by.iter_rows(named=True)
    ]  # fmt: skip
    columns = ("indicator", str(start), str(end), "part", "years observed")
    print_table(
        f"{pair(found)}, {domain}: {start} to {end}, {total:+.3f}",
        columns,
        lines,
        right=(1, 2, 3, 4),
    )
    typer.echo("An empty cell is a year without an observation: other years speak for it.")


def _print_rows(parts: pl.DataFrame, found: Alignment, start: int, end: int) -> None:
    import polars as pl

    from comity.alignment.catalog import CATALOG
    from comity.measures.registry import get
    from comity.measures.scope import Scope

    scope = Scope.dyad(found.dyad.a, found.dyad.b, min(start, end), max(start, end))
    leading = (
        parts.group_by("indicator")
        .agg(pl.col("part").sum().abs())
        .sort("part", descending=True)["indicator"]
        .head(5)
    )
    for name in leading:
        for of in CATALOG[name].of:
            for table, held in get(of).evidence(found.world, scope):
                if held.is_empty():
                    continue
                typer.echo(f"\n{name}: {held.height} row(s) of {table}")
                shown = held.tail(5).select(
                    c for c in held.columns if held[c].null_count() < held.height
                )
                typer.echo(shown.write_csv(), nl=False)
