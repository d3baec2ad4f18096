"""``comity ensemble``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world
from comity.cli.tables import number, print_table
from comity.errors import ComityError

if TYPE_CHECKING:
    from comity.simulate.ensemble import Ensemble

__all__ = ["ensemble"]

#: Rows of each table on the terminal.
SHOWN = 8
Draws = Annotated[int, typer.Option(help="How many times the parameters are drawn.")]
Seed = Annotated[int, typer.Option(help="Same seed, same figures, on any number of cores.")]
Cournot = Annotated[
    bool,
    typer.Option(
        "--cournot", help="Large gas exporters hold back abroad, to a degree that is drawn."
    ),
]
Baseline = Annotated[
    int | None, typer.Option(help="Year whose market is changed. Default: the scenario's.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", help="Folder the draws are kept in. Default: FILE-ensemble.", metavar="FOLDER"
    ),
]
Anew = Annotated[bool, typer.Option("--anew", help="Throw away the draws that are there.")]
Workers = Annotated[int | None, typer.Option(help="Processes. Default: one per core.", metavar="N")]
Listed = Annotated[
    bool, typer.Option("--parameters", help="List what is drawn, from which range; draw nothing.")
]


def ensemble(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="A scenario.")],
    draws: Draws = 1000,
    seed: Seed = 7,
    cournot: Cournot = False,
    baseline: Baseline = None,
    out: Out = None,
    anew: Anew = False,
    workers: Workers = None,
    parameters: Listed = False,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """How sure is a scenario's answer: parameters drawn from their ranges, 90 % intervals on every output.

    Energy: costs of carriage, elasticities and (with --cournot) the conduct of large
    exporters of gas are drawn. Trade: the trade matrix, the elasticity of trade and the
    estimated costs of sanctions and agreements. Both sides of a draw have the same.
    Draws are written to a folder as they finish: a run that was stopped goes on where
    it was.

    Examples:  comity ensemble power-of-siberia-2.toml --draws 1000 --seed 7
               comity ensemble hormuz-closed.toml --draws 200 --cournot --csv
               comity ensemble power-of-siberia-2.toml --parameters
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from comity.simulate.ensemble import ensemble as run
    from comity.simulate.scenario import Scenario

    if csv and json:
        raise ComityError("--csv and --json exclude each other: choose one")
    scenario = Scenario.read(file)
    if parameters:
        _list(cournot=cournot, csv=csv, json=json)
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    folder = out or Path(f"{file.stem}-ensemble")
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("calibrating", total=draws)

        def progress(done: int, total: int) -> None:
            bar.update(task, description="drawing", completed=done, total=total)

        found = run(
            open_world(world), scenario, draws=draws, seed=seed, cournot=cournot, baseline=baseline,
            folder=folder, anew=anew, workers=workers, progress=progress,
        )  # fmt: skip
    if csv:
        typer.echo(found.table().write_csv(), nl=False)
    elif json:
        from json import dumps

        typer.echo(dumps(_as_object(found), ensure_ascii=False, allow_nan=False))
    else:
        _print(found)


def _list(*, cournot: bool, csv: bool, json: bool) -> None:
    from dataclasses import asdict

    import polars as pl

    from comity.cli.options import write_rows
    from comity.simulate.distributions import parameters

    found = pl.DataFrame(
        [asdict(each) for each in parameters(("gas", "crude_oil"), cournot=cournot)]
    )
    if write_rows(found, csv=csv, json=json):
        return
    lines = [
        (r["name"], number(r["low"]), number(r["value"]), number(r["high"]), r["unit"], r["record"])
        for r in found.iter_rows(named=True)
    ]
    columns = ("parameter", "low", "mode", "high", "unit", "from")
    print_table("Drawn from triangular distributions", columns, lines, right=(1, 2, 3))


def _as_object(found: Ensemble) -> dict[str, Any]:
    """One object: what was asked, what was drawn, and the figures by table."""
    from dataclasses import asdict

    tables: dict[str, list[dict[str, Any]]] = {}
    for row in found.table().iter_rows(named=True):
        tables.setdefault(row["table"], []).append(row)
    return {
        "name": found.scenario.name, "year": found.year, "seed": found.seed, "cournot": found.cournot,
        "draws": found.draws, "failed": [{"draw": d, "reason": why} for d, why in found.failed],
        "interval": 0.9, "parameters": [asdict(each) for each in found.parameters], **tables,
    }  # fmt: skip


def _print(found: Ensemble) -> None:
    import polars as pl

    rows = found.table()
    for table, measure, title in (
        ("flows", "value", "Flows"), ("prices", "price", "Prices"),
        ("links", "shadow_price", "What one more unit of a link would be worth"),
        ("dependence", "of_supply", "Share of a buyer's supply"),
        ("trade_welfare", "percent", "Welfare: real expenditure"),
        ("trade", "value", "Trade"),
        ("trade_diversion", "value", "Who replaces whom"),
        ("trade_dependence", "of_imports", "Share of a seller in a buyer's imports"),
    ):  # fmt: skip
        mine = rows.filter((pl.col("table") == table) & (pl.col("measure") == measure))
        lines = [
            (
                r["name"] or r["what"].replace(">", " → "), r["commodity"],
                *(_interval(r, side) for side in ("baseline", "scenario", "change")),
                f"{100 * max(r['rises'], r['falls']):.0f} %", r["unit"] or "",
            )
            for r in mine.filter(pl.col("change").abs() > 0).head(SHOWN).iter_rows(named=True)
        ]  # fmt: skip
        if lines:
            columns = ("", "commodity", "baseline", "scenario", "change", "one way", "unit")
            print_table(title, columns, lines, right=(5,))
    model = (
        "large exporters of gas between price taking and Cournot abroad"
        if found.cournot
        else "all take prices as given"
    )
    lost = f"; {len(found.failed)} draws had no equilibrium" if found.failed else ""
    typer.echo(
        f"{found.draws} draws, seed {found.seed}, {model}{lost}. Median and 90 % interval; one way: share of "
        f"draws in which the change has the same sign. Draws: {found.folder}"
    )


def _interval(row: dict[str, Any], side: str) -> str:
    if row[side] is None:
        return ""
    low, high = number(row[f"{side}_low"]), number(row[f"{side}_high"])
    return f"{number(row[side])} ({low} to {high})"
