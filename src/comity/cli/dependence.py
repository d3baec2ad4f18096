"""``comity dependence``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.options import (
    Csv,
    Json,
    Since,
    Until,
    WorldDir,
    open_world,
    write_rows,
)
from comity.cli.plots import Plot, save_chart
from comity.cli.tables import print_table
from comity.cli.trade_options import progress
from comity.errors import ComityError

if TYPE_CHECKING:
    import polars as pl

    from comity.answers.dependence import Dependence

__all__ = ["dependence"]

A = Annotated[
    str | None, typer.Argument(metavar="A", help="A state: key, code or name (RUS, Russia).")
]
B = Annotated[str | None, typer.Argument(metavar="B", help="Another state.")]
Model = Annotated[
    bool,
    typer.Option(help="Also what each would lose without the other, by the model of world trade."),
]


def dependence(
    a: A = None,
    b: B = None,
    since: Since = None,
    until: Until = None,
    model: Model = True,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Who needs whom: what each of two states would lose without the other, and weighs in its trade.

    The loss is of real expenditure if trade between the two stopped, in a
    model of world trade, for years with a trade matrix; --no-model leaves it
    out, and answers sooner. Dependence of A on B is the mean of B's share in A's exports and in A's
    imports. Most shares come from listings of the largest partners: a partner
    that is not named has a share between none and the smallest named, so that
    only low and high are known. Empty is not covered, never zero; basis says
    why.

    Examples:  comity dependence RUS CHN
               comity dependence DEU RUS --since 2014 --csv
               comity dependence IND RUS --plot dependence.html
    """
    from comity.answers.dependence import dependence as measure_dependence

    if a is None or b is None:
        raise ComityError(
            f"who needs whom is asked of two states\n  name both, as  comity dependence {a or 'RUS'} "
            f"{'CHN' if a != 'CHN' else 'RUS'}"
        )
    found = measure_dependence(open_world(world), a, b, since=since, until=until)
    if plot is not None:
        save_chart(found.plot(), plot)
    if csv and json:
        raise ComityError("--csv and --json exclude each other: choose one")
    if plot is not None and not (csv or json):
        return
    losses = None
    if model:
        with progress("years", found.sides["year"].n_unique()) as tell:
            losses = found.modelled(progress=tell)
    if write_rows(found.table() if losses is None else losses, csv=csv, json=json):
        return
    if losses is not None:
        _print_losses(found, losses)
    _print_years(found)
    _print_concentration(found)
    _print_traded(found)
    if losses is not None:
        from comity.answers.dependence_loss import headline

        typer.echo(headline(found, losses))
    typer.echo(found.verdict())


def _print_losses(found: Dependence, losses: pl.DataFrame) -> None:
    from comity.states import name

    known = losses.drop_nulls("loss")
    theirs = {r["year"]: r for r in known.filter(a=found.b).iter_rows(named=True)}
    lines = [
        (
            str(r["year"]), *_loss(r), *_loss(theirs[r["year"]]),
            _times(r["loss"], theirs[r["year"]]["loss"], found),
        )
        for r in known.filter(a=found.a).sort("year").iter_rows(named=True)
    ]  # fmt: skip
    columns = ("year", f"{found.a} loses", "90 %", f"{found.b} loses", "90 %", "loses more")
    if not lines:
        return
    title = (
        f"{name(found.a)} and {name(found.b)}: lost real expenditure if their trade stopped (model)"
    )
    print_table(title, columns, lines, right=(1, 2, 3, 4))
    typer.echo(
        f"What takes its place, and what that rests on: comity sever {found.a} {found.b} --year "
        f"{lines[-1][0]}\n"
    )


def _loss(row: dict[str, Any]) -> tuple[str, str]:
    low, high = row["loss_low"], row["loss_high"]
    between = "" if low is None else f"{100 * low:.2f}–{100 * high:.2f}"
    return f"{100 * row['loss']:.2f} %", between


def _times(one: float, other: float, found: Dependence) -> str:
    if min(one, other) <= 0:
        return found.a if one > other else found.b
    return f"{found.a if one > other else found.b}, {max(one, other) / min(one, other):.1f} times"


def _share(row: dict[str, object] | None) -> str:
    """A share with its rank, a bound, or an empty text."""
    if row is None:
        return ""
    if row["share"] is not None:
        rank = f" (no. {row['rank']})" if row["rank"] is not None else ""
        return f"{100 * float(str(row['share'])):.1f} %{rank}"
    return f"≤ {100 * float(str(row['high'])):.1f} %" if row["high"] is not None else "?"


def _print_years(found: Dependence) -> None:
    import polars as pl

    from comity.answers.dependence_words import amount
    from comity.states import name

    sides = {(r["a"], r["year"], r["side"]): r for r in found.sides.iter_rows(named=True)}
    lean = {r["year"]: r for r in found.asymmetry().iter_rows(named=True)}
    words = {"a": found.a, "b": found.b, "even": "about equal", "open": "not known"}
    mine, theirs = (
        {
            r["year"]: r
            for r in found.frame.filter(
                (pl.col("a") == x) & pl.col("year").is_in(found.sides["year"].unique().to_list())
            ).iter_rows(named=True)
        }
        for x in (found.a, found.b)
    )
    lines = [
        (
            str(year), amount(mine[year]),
            *(_share(sides.get((found.a, year, s))) for s in ("export", "import")),
            amount(theirs[year]), *(_share(sides.get((found.b, year, s))) for s in ("export", "import")),
            words[lean[year]["more"]] if year in lean else "",
        )
        for year in sorted(mine)
    ]  # fmt: skip
    columns = (
        "year", f"{found.a} on {found.b}", "exports to", "imports from",
        f"{found.b} on {found.a}", "exports to", "imports from", "needs the other more",
    )  # fmt: skip
    print_table(f"{name(found.a)} and {name(found.b)}: share in the other's trade", columns, lines)
    if any("?" in line for line in lines):
        typer.echo("?: a listing that leaves out a partner which was large the year before.\n")


def _print_concentration(found: Dependence) -> None:
    from comity.states import name

    lines = []
    for (a, side), years in found.concentration().group_by("a", "side", maintain_order=True):
        first, last = years.row(0, named=True), years.row(-1, named=True)
        cells = [
            f"{r['value']:.2f}" if r["value"] is not None else f"{r['low']:.2f} … {r['high']:.2f}"
            for r in (first, last)
        ]
        ends = (str(first["year"]), cells[0], str(last["year"]), cells[1])
        lines.append((name(str(a)), f"{side}s", *ends))
    if lines:
        columns = ("whose", "of", "first", "Herfindahl", "last", "Herfindahl")
        print_table("Concentration on partners, 0 to 1 (bounds where only the largest are known)",
                    columns, lines)  # fmt: skip


def _print_traded(found: Dependence) -> None:
    from comity.report.sections.trade_levels import amount

    lines = []
    latest = ["commodity", "measure", "from", "to", "directed", "owner"]
    rows = found.traded().sort("year", descending=True, maintain_order=True)
    rows = rows.unique(latest, keep="first", maintain_order=True)
    for r in rows.sort("from", "directed", maintain_order=True).iter_rows(named=True):
        when = str(r["year"]) if r["start"] is None else f"{r['start']} to {r['end'] or r['start']}"
        said = " (said)" if r["commitment"] == "word" else ""
        what = r["commodity"].replace("_", " ")
        if r["measure"] == "share":
            what += f", share in {r['owner'] or 'total'}’s"
        lines.append(
            (f"{r['from']} {'→' if r['directed'] else '+'} {r['to']}", what,
             amount(r["value"], r["unit"] or "").replace("\u00a0", " "), f"{when}{said}", r["name"] or "")
        )  # fmt: skip
    if lines:
        columns = ("way", "commodity", "figure", "when", "as stated")
        print_table("What is traded, latest figures held", columns, lines, right=(2,))
    typer.echo(
        "What is traded comes from dated facts chosen by hand: what they lack is not covered.\n"
    )
