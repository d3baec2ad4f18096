"""``comity measure``, ``comity rank`` and ``comity indicators``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.options import (
    Csv,
    Json,
    Since,
    StateA,
    StateB,
    Until,
    WorldDir,
    open_world,
    write_rows,
)
from comity.cli.tables import number, print_table

if TYPE_CHECKING:
    import polars as pl

Indicators = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator", "-i", metavar="NAME", help="Indicator; may be repeated. Default: all."
    ),
]


def measure(
    a: StateA,
    b: StateB,
    indicator: Indicators = None,
    since: Since = None,
    until: Until = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Measure one dyad: similarity, shares and counts by year.

    A directed indicator is A's towards B (export_share: B's share in A's exports); swap the two for
    the reverse. An empty value is not covered by any source, which is not the same as zero.

    Examples:  comity measure RUS CHN --since 2000
               comity measure IND RUS -i export_share -i import_share --csv
    """
    from comity.measures.measurement import measure as measure_dyad

    result = measure_dyad(open_world(world), a, b, indicator, since=since, until=until)
    if write_rows(result.table(), csv=csv, json=json):
        return
    known, missing = result.known(), result.not_covered()
    if not known.is_empty():
        _print_measurement(known, f"{result.a} – {result.b}")
    if missing:
        typer.echo(f"not covered: {', '.join(missing)}")


def _print_measurement(known: pl.DataFrame, title: str) -> None:
    rows = []
    for (name,), values in known.group_by("indicator", maintain_order=True):
        last = values.row(-1, named=True)
        rows.append(
            (
                str(name),
                f"{values['year'][0]}–{last['year']}",
                number(last["value"]),
                _interval(last),
                _count(last),
                sparkline(values["value"].to_list()),
            )
        )
    columns = ("indicator", "years", "last", "interval", "n", "over time")
    print_table(title, columns, rows, right=(2, 4))


def _interval(row: dict[str, Any]) -> str:
    return "" if row["low"] is None else f"{number(row['low'])} … {number(row['high'])}"


def _count(row: dict[str, Any]) -> str:
    return "" if row["n"] is None else f"{row['n']:,}"


def sparkline(values: list[float], width: int = 8) -> str:
    """A line of bars for a series, thinned to ``width`` values."""
    if not values:
        return ""
    step = max(1, -(-len(values) // width))
    thin = values[::-step][::-1]
    low, high = min(thin), max(thin)
    bars = "▁▂▃▄▅▆▇█"
    span = high - low
    return "".join(bars[int((v - low) / span * 7)] if span else bars[3] for v in thin)


def rank(
    state: Annotated[str, typer.Argument(metavar="STATE", help="A state: key, code or name.")],
    year: Annotated[int, typer.Option(help="Calendar year.")],
    indicator: Annotated[
        str, typer.Option("--indicator", "-i", help="Indicator to rank by.")
    ] = "unga_agreement",
    top: Annotated[int, typer.Option(help="Rows to print; 0 for all.", min=0)] = 20,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Rank all others by how close they are to a state in a year.

    Example:  comity rank RUS --year 2020 --indicator unga_agreement
    """
    from comity.measures.measurement import rank as rank_states

    frame = rank_states(open_world(world), state, indicator, year)
    if write_rows(frame, csv=csv, json=json):
        return
    shown = frame.head(top) if top else frame
    rows = [
        (str(r["rank"]), r["b"], r["name"], number(r["value"]), _interval(r), _count(r))
        for r in shown.iter_rows(named=True)
    ]
    columns = ("rank", "key", "state", "value", "interval", "n")
    print_table(f"{state}: {indicator}, {year}", columns, rows, right=(0, 3, 5))
    if shown.height < frame.height:
        typer.echo(f"{frame.height} in all; --top 0 prints them")


def indicators(csv: Csv = False, json: Json = False, world: WorldDir = None) -> None:
    """List the indicators, with the dyads and years each really covers."""
    from rich.console import Console

    from comity.measures.table import indicators as table

    with Console(stderr=True).status("measuring every dyad and year …"):
        frame = table(open_world(world))
    if write_rows(frame, csv=csv, json=json):
        return
    for (domain, cost), group in frame.group_by("domain", "cost", maintain_order=True):
        rows = [
            (
                r["indicator"] + (" →" if r["directed"] else ""), r["unit"], f"{r['dyads']:,}",
                f"{r['dyad_years']:,}", f"{r['first']}–{r['last']}" if r["first"] else "not covered",
            )
            for r in group.iter_rows(named=True)
        ]  # fmt: skip
        columns = ("indicator", "unit", "dyads", "dyad-years", "years")
        print_table(f"{str(domain).capitalize()}, {cost}", columns, rows, right=(2, 3))
    typer.echo("→ is directed: a's towards b. --csv adds labels and citations.")
