"""``comity flows``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, StateA, WorldDir, open_world, write_rows
from comity.cli.tables import number, print_table

if TYPE_CHECKING:
    from comity.answers.energy_flows import EnergyFlows

__all__ = ["flows"]

#: Pairs shown for one state.
SHOWN = 40
Other = Annotated[
    str | None, typer.Argument(metavar="[B]", help="Another state. Default: all partners of A.")
]
Commodity = Annotated[str, typer.Option(help="gas, pipeline_gas, lng or oil.", metavar="COMMODITY")]
Year = Annotated[int, typer.Option(help="Year whose market is solved.", metavar="YEAR")]


def flows(
    a: StateA,
    b: Other = None,
    commodity: Commodity = "gas",
    year: Year = 2023,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Who sells how much gas or oil to whom, by which route: estimated, beside what was observed.

    Estimates are those of the market that reproduces production, use and
    known trade of the year; a route is the link that enters the buyer.
    Observed figures (customs, operators) come with their record.

    Examples:  comity flows RUS CHN --commodity oil
               comity flows RUS --commodity lng --csv
    """
    from comity.answers.energy_flows import energy_flows

    found = energy_flows(open_world(world), a, b, commodity=commodity, year=year)
    if write_rows(found.table(), csv=csv, json=json):
        return
    if found.b is None:
        _print_partners(found)
    else:
        _print_routes(found)


def _print_routes(found: EnergyFlows) -> None:
    lines = [
        (
            f"{r['from']} → {r['to']}", r["commodity"], "all routes" if r["route"] == "all" else r["route"],
            r["status"], number(r["value"]), r["unit"], r["period"] or "", r["source"],
        )
        for r in found.table().iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        "",
        "commodity",
        "route, or what was observed",
        "status",
        "value",
        "unit",
        "part of",
        "source",
    )
    print_table(f"{found.a} and {found.b}: flows, {found.year}", columns, lines, right=(4,))
    typer.echo("Estimated: no interval without an ensemble (comity ensemble). Records: --csv.")


def _print_partners(found: EnergyFlows) -> None:
    rows = found.totals()
    lines = [
        (
            f"{r['from']} → {r['to']}", r["commodity"], number(r["estimated"]),
            _range(r["observed_low"], r["observed_high"]), r["unit"],
        )
        for r in rows.head(SHOWN).iter_rows(named=True)
    ]  # fmt: skip
    columns = ("", "commodity", "estimated", "observed", "unit")
    print_table(f"{found.a}: flows, {found.year}", columns, lines, right=(2, 3))
    if rows.height > SHOWN:
        typer.echo(f"{rows.height - SHOWN} more pairs: --csv lists all, with routes and records.")


def _range(low: float | None, high: float | None) -> str:
    first, last = number(low), number(high)
    return first if first == last else f"{first}–{last}"
