"""``comity trade-effects``."""

from __future__ import annotations

from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, write_rows
from comity.cli.plots import Plot, save_chart
from comity.cli.tables import print_table
from comity.errors import ComityError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["trade_effects"]

Name = Annotated[
    str | None, typer.Argument(metavar="NAME", help="Only this effect, with its variants.")
]
Theta = Annotated[
    float | None, typer.Option(help="Elasticity of trade. Default: 5.03.", metavar="X")
]
Variants = Annotated[
    bool, typer.Option("--variants", help="Also other samples and specifications.")
]
From = Annotated[
    Path | None,
    typer.Option(
        "--from", help="Estimate anew from the source files in this folder.", metavar="FOLDER"
    ),
]
Out = Annotated[
    Path | None, typer.Option(help="With --from: keep the estimates here.", metavar="FILE.csv")
]


def trade_effects(
    name: Name = None,
    theta: Theta = None,
    variants: Variants = False,
    source: From = None,
    out: Out = None,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """What agreements, borders and sanctions do to trade: estimates with clustered errors.

    A coefficient is an effect on the logarithm of trade, estimated by Poisson
    pseudo-maximum likelihood with fixed effects; the tariff equivalent is the
    change of trade costs that has it, at the elasticity used. Scenarios use
    these. With --from, all are estimated anew from source files (two minutes,
    needs the extra "estimation").

    Examples:  comity trade-effects
               comity trade-effects sanctions_trade_complete
               comity trade-effects --theta 4 --csv
    """
    from comity.simulate.trade.cost_effects import (
        cost_effect,
        cost_effects,
        elasticity,
        named,
        unusable,
    )
    from comity.simulate.trade.cost_effects_table import effects_plot, effects_table

    if out is not None and source is None:
        raise ComityError("--out keeps new estimates: name their source files with --from FOLDER")
    if out is not None and not out.absolute().parent.is_dir():
        raise ComityError(f"{out}: no such folder")  # said before two minutes of work, not after
    cost_effect("trade_agreement", theta)  # refuses an elasticity that is none
    more = variants or name is not None
    rows = cost_effects() if name is None else named(name)
    if source is not None:
        rows = _anew(source, out, variants=more or out is not None)
        rows = rows if name is None else rows.filter(rows["name"] == name)
    table = effects_table(rows, theta=theta, variants=more)
    if plot is not None:
        save_chart(effects_plot(table), plot)
    if write_rows(table, csv=csv, json=json):
        return
    _print(table, told=name is not None)
    spread = elasticity()
    said = f"Elasticity of trade {table['theta'].item(0):g}"
    if theta is None:
        said += f", 90 % between {spread.low:.1f} and {spread.high:.1f}: {spread.citation}"
    typer.echo(f"{said}.")
    for effect, reason in unusable().items():
        if effect in table["name"].to_list():
            typer.echo(f"{effect} is shown, not used: {reason}.")


def _anew(folder: Path, out: Path | None, *, variants: bool) -> pl.DataFrame:
    from rich.console import Console

    from comity.simulate.trade.estimation import estimates, write

    with Console(stderr=True).status("estimating …") as status:
        rows, notes = estimates(folder, progress=status.update, variants=variants)
    for note in notes:
        typer.echo(note, err=True)
    if out is not None:
        write(rows, out)
        typer.echo(f"Estimates: {out}", err=True)
    return rows


def _print(table: pl.DataFrame, *, told: bool) -> None:
    # the same sample for several effects is described once, under a letter
    samples = table.select("first", "last", "observations", "sample", "source").unique(
        maintain_order=True
    )
    letters = dict(zip(samples.rows(), ascii_lowercase, strict=False))
    lines = [
        (
            r["name"] if not r["variant"] else f"  {r['variant']}",
            f"{r['coefficient']:.3f} ({r['se']:.3f})", f"{100 * r['trade_change']:+.0f} %",
            f"{100 * r['ad_valorem']:+.1f} %", f"{100 * r['low']:+.1f} … {100 * r['high']:+.1f}",
            letters[r["first"], r["last"], r["observations"], r["sample"], r["source"]],
        )
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("effect", "log trade", "trade", "costs", "90 %", "in")
    print_table("Effects on trade and on its costs", heads, lines, right=(1, 2, 3, 4))
    typer.echo(
        "Log trade: coefficient, with its error clustered by pair. Costs: tariff equivalent."
    )
    for (first, last, rows, sample, source), letter in letters.items():
        years = first if first == last else f"{first}–{last}"
        typer.echo(f"{letter}  {years}, {rows:,} rows: {sample}. {source}.")
    if told:
        typer.echo(
            f"Fitted with {table['specification'].item(0)}; identified by {_switching(table)}."
        )


def _switching(table: pl.DataFrame) -> str:
    pairs = table["switching"].item(0)
    return (
        f"{pairs:,} pairs that come under it or leave it" if pairs else "differences between pairs"
    )
