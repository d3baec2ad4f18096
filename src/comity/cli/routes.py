"""``comity routes``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, StateA, StateB, WorldDir, open_world, write_rows
from comity.cli.plots import Plot, save_chart
from comity.cli.tables import number, print_table

if TYPE_CHECKING:
    from comity.answers.routes import Corridor, Routes

__all__ = ["routes"]

Mode = Annotated[str, typer.Option(help="freight for all, or rail, road, sea.", metavar="MODE")]
Year = Annotated[int | None, typer.Option(help="The year asked about.", metavar="YEAR")]
Amount = Annotated[
    float | None,
    typer.Option("--target", help="Dollars of trade a year to be carried: 100e9.", metavar="USD"),
]
Density = Annotated[
    tuple[float, float] | None,
    typer.Option(help="Dollars a tonne of goods other than oil, from and to.", metavar="LOW HIGH"),
]
Legs = Annotated[bool, typer.Option("--legs", help="List the legs of each corridor.")]


def routes(
    a: StateA,
    b: StateB,
    mode: Mode = "freight",
    year: Year = None,
    target: Amount = None,
    density: Density = None,
    legs: Legs = False,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Corridors between two states: length, days, cost, capacity, use, status.

    Railways and mixed corridors by name, and ways by sea between the ports of
    both with the alternatives to each canal or strait. Capacity is the least
    of the ports, canals, crossings and railways used; ≤ where some of them
    are not known. Empty is not covered, never zero. With --target: whether
    they can carry that trade, and which link binds first; then --csv and
    --json write that answer.

    Examples:  comity routes RUS IND --mode freight
               comity routes RUS IND --target 100e9
               comity routes CHN DEU --mode rail --legs
    """
    from comity.answers.routes import YEAR
    from comity.answers.routes import routes as find_routes

    found = find_routes(
        open_world(world), a, b, mode=mode, year=YEAR if year is None else year, target=target,
        density=density,
    )  # fmt: skip
    if plot is not None:
        save_chart(found.plot(), plot)
    rows = found.target.table() if found.target else found.legs() if legs else found.table()
    if write_rows(rows, csv=csv, json=json) or plot is not None:
        return
    _print_corridors(found)
    if legs:
        _print_legs(found)
    if found.target is not None:
        _print_target(found)
    typer.echo(found.verdict())


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return "" if high is None else f"≤ {number(high)}"
    if high is None:
        return f"≥ {number(low)}"
    first, last = number(low), number(high)
    return first if first == last else f"{first}–{last}"


def _print_corridors(found: Routes) -> None:
    from comity.states import name

    lines = [_line(c) for c in found.corridors]
    columns = ("corridor", "km", "days", "cost", "Mt/y", "binds", "use (year)", "status", "passes")
    title = f"{name(found.a)} and {name(found.b)}: corridors, {found.year}"
    print_table(title, columns, lines, right=(1,))
    typer.echo(
        "days*: computed from length and speed. ≤: some links of the corridor are not covered.\n"
    )


def _line(c: Corridor) -> tuple[str, ...]:
    days = _range(c.days.low, c.days.high) if c.days else ""
    cost = f"{_range(c.cost.low, c.cost.high)} {c.cost.unit}" if c.cost else ""
    most = "≤ " if c.covered == "at most" else ""
    use = ""
    if c.binds is not None and c.binds.used is not None:
        use = f"{_range(*c.binds.used)} ({c.binds.used_in})"
    return (
        c.path.name, f"{c.path.km:,.0f}",
        days + ("*" if c.days and c.days.basis == "computed" else ""), cost,
        most + _range(*c.capacity) if c.capacity else "", c.binds.name if c.binds else "", use,
        c.status, ", ".join((*c.path.via, *(p.replace("_", " ") for p in c.path.passages))),
    )  # fmt: skip


def _print_legs(found: Routes) -> None:
    lines = [
        (r["corridor"], r["mode"], r["from"], r["to"],
         f"{r['km']:,.0f}" + ("*" if r["km_basis"] == "computed" else ""), r["links"] or "",
         r["passages"] or "")
        for r in found.legs().iter_rows(named=True)
    ]  # fmt: skip
    columns = ("corridor", "mode", "from", "to", "km (*computed)", "links", "passages")
    print_table("Legs", columns, lines, right=(4,))


def _print_target(found: Routes) -> None:
    target = found.target
    if target is None:
        return
    lines = []
    for r in target.table().iter_rows(named=True):
        binds = [found.links[x].name for x in (r["binds"] or "").split(";") if x]
        lines.append(
            (r["capacity"], r["corridors"], number(r["goods_density"]), number(r["usd"] / 1e9),
             f"{number(r['need_oil'])} + {number(r['need_goods'])}",
             "not covered" if r["shortfall"] is None
             else f"{number(r['carried_oil'])} + {number(r['carried_goods'])}", number(r["shortfall"]),
             number(r["carries_usd"] / 1e9) if r["carries_usd"] is not None else "", ", ".join(binds))
        )  # fmt: skip
    columns = ("capacity", "corridors", "USD/t", "USD bn", "need, Mt (oil + goods)", "carried",
               "short", "binds at USD bn", "what binds")  # fmt: skip
    title = f"A trade of {target.dollars / 1e9:,.0f} billion dollars a year"
    print_table(title, columns, lines, right=(2, 3, 6, 7))
    trade = target.trade
    if trade.oil_in is not None and trade.oil_density is not None:
        typer.echo(
            f"Crude oil kept at its share of {trade.oil_in}: {100 * trade.oil_share:.0f} % of the trade, "
            f"{trade.oil_density:,.0f} dollars a tonne, by tanker only.\n"
        )
    else:
        typer.echo(
            "No oil of the two is held in dollars and tonnes: all of it is taken as goods.\n"
        )
