"""``comity coalition``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world
from comity.cli.plots import Plot
from comity.cli.tables import number, print_table
from comity.cli.trade_options import (
    Cost,
    Draws,
    Senders,
    Target,
    Theta,
    Year,
    names,
    progress,
    written,
)
from comity.errors import ComityError

if TYPE_CHECKING:
    from comity.answers.coalition import Coalition

__all__ = ["coalition"]

#: Outsiders shown on the terminal.
NEXT = 8
Add = Annotated[
    str | None,
    typer.Option(help="Who joins them, separated by commas: IND,TUR.", metavar="NAMES"),
]
Sectors = Annotated[
    str | None, typer.Option(help="Only trade of these sectors; needs --table.", metavar="NAMES")
]
Table = Annotated[
    Path | None,
    typer.Option(help="An input-output table: the model has its sectors.", metavar="PATH"),
]


def coalition(  # noqa: PLR0913, PLR0917  # one argument for each option of the command
    target: Target,
    senders: Senders,
    add: Add = None,
    sectors: Sectors = None,
    table: Table = None,
    year: Year = 2023,
    cost: Cost = "complete",
    elasticity: Theta = None,
    draws: Draws = 40,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """What sanctions by a coalition cost the target and the members, and who matters in it.

    Losses are of real expenditure in a model of world trade. What a member
    adds to the target's loss is its Shapley value: its contribution averaged
    over all orders of joining, exact up to 12 members, sampled above. The
    share of the world-wide loss says how much the coalition leaves open.
    Trade of the year bears the sanctions then in force: where there are
    some, the same coalition is shown on trade before them, too. With a
    table the losses have intervals, each draw worth some tenths of a
    second on a large one; --draws 0 for none.

    Examples:  comity coalition RUS --senders G7,EU
               comity coalition RUS --senders G7,EU --add IND,TUR --json
               comity coalition IRN --senders WEST --cost embargo --plot iran.html
               comity coalition RUS --senders G7 --sectors C19 --table icio.csv
    """
    from comity.answers.coalition import coalition as find

    if csv and json:
        raise ComityError("--csv and --json exclude each other: choose one")
    with progress("draws" if table is None else "economies", draws) as tell:
        found = find(
            open_world(world), target, names(senders), add=names(add), sectors=_sectors(sectors), table=table,
            year=year, cost=cost, theta=elasticity, draws=draws, progress=tell,
        )  # fmt: skip
    if not written(found, plot, csv=csv, json=json):
        _print(found)


def _print(found: Coalition) -> None:
    exact = bool(found.members["exact"].all())
    lines = [
        (
            r["key"], r["name"], points(r["shapley"]), between(r["shapley_low"], r["shapley_high"]),
            f"{100 * r['share']:.0f} %", points(r["loss"]),
            between(r["loss_low"], r["loss_high"]), number(r["loss_musd"]),
        )
        for r in found.members.iter_rows(named=True)
    ]  # fmt: skip
    columns = ("", "member", "adds", "90 %", "of loss", "own loss", "90 %", "USD m")
    print_table(f"{found.against}; % of real expenditure", columns, lines, right=range(2, 8))
    more = [
        (
            r["key"], r["name"], points(r["adds"]), between(r["adds_low"], r["adds_high"]),
            points(r["loss"]), number(r["loss_musd"]), number(r["trade_musd"]),
        )
        for r in found.outsiders.head(NEXT).iter_rows(named=True)
    ]  # fmt: skip
    heads = ("", "next member", "would add", "90 %", "own loss", "USD m", "trade, USD m")
    if more:
        print_table("Who would add most by joining", heads, more, right=range(2, 7))
    typer.echo(found.verdict())
    typer.echo("")
    how = "exact" if exact else "sampled (its error is in the interval)"
    typer.echo(
        f"adds: Shapley value, {how}, in points of the target's real expenditure.\n"
        "own loss: per cent of the member's real expenditure, and million USD a year."
    )
    for line in found.ground.sentences(found.draws):
        typer.echo(line)
    if found.party.left_out:
        typer.echo(f"Left out, not in the matrix: {', '.join(found.party.left_out)}.")


def _sectors(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def points(value: float | None) -> str:
    """A share in per cent, three decimals."""
    return "" if value is None else f"{100 * value:.3f}"


def between(low: float | None, high: float | None) -> str:
    """Two shares in per cent; empty where nothing was drawn."""
    return "" if low is None or high is None else f"{100 * low:.3f}–{100 * high:.3f}"
