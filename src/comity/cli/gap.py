"""``comity gap``: words against deeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, Since, Until, WorldDir, open_world, write_rows
from comity.cli.plots import Plot, save_chart
from comity.cli.readings import between, in_period, pair, signed
from comity.cli.tables import print_table
from comity.errors import ComityError

if TYPE_CHECKING:
    import polars as pl

    from comity.alignment import Alignment
    from comity.world.world import World


def gap(
    a: Annotated[str | None, typer.Argument(metavar="[A]", help="A state.")] = None,
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="Another state.")] = None,
    since: Since = None,
    until: Until = None,
    year: Annotated[int | None, typer.Option(help="Year of the ranking of all dyads.")] = None,
    top: Annotated[int, typer.Option(help="Dyads to rank at either end.", min=1)] = 20,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Words against deeds: declaratory less material alignment, per year or among all dyads.

    With two states: both sides and their difference by year, with 90 % intervals and the indicators of
    each side. With --year: the dyads whose words outrun their deeds most, and the reverse, among those
    with at least two indicators observed on both sides.

    Examples:  comity gap RUS CHN
               comity gap --year 2022 --top 20
    """
    opened = open_world(world)
    if a is None or b is None:
        if a is not None or year is None:
            raise ComityError(
                "gap needs two states (comity gap RUS CHN) or a year (comity gap --year 2022)"
            )
        _rank_gaps(opened, year, top, csv=csv, json=json)
        return
    import polars as pl

    from comity.alignment import alignment as align

    found = align(opened, a, b)
    rows = in_period(found.gap(), since, until)
    if year is not None:
        rows = rows.filter(pl.col("year") == year)
    if plot is not None:
        save_chart(found.plot_gap(since=since, until=until), plot)
    plain = rows.select(
        "a", "b", "year", "words", "deeds", "gap", low="gap_low", high="gap_high"
    )  # fmt: skip
    if write_rows(plain, csv=csv, json=json) or plot is not None:
        return
    _print_gap(rows, found)


def _print_gap(rows: pl.DataFrame, found: Alignment) -> None:
    import polars as pl

    from comity.alignment.structure import WORDS
    from comity.answers.verdict import about_gap

    known = rows.filter(pl.col("gap").is_not_null())
    layout = found.model.layout
    sides = [
        ", ".join(
            n for n, c in zip(layout.indicators, layout.cost, strict=True) if (c == WORDS) == w
        )
        for w in (True, False)
    ]
    if known.is_empty():
        typer.echo(
            f"{pair(found)}: {about_gap(None, None)} (at least two indicators a year are needed of words "
            f"and of deeds)"
        )
    else:
        step = max(1, known.height // 15)
        lines = [
            (
                str(r["year"]), signed(r["words"]), signed(r["deeds"]), signed(r["gap"]),
                between(r["gap_low"], r["gap_high"]), f"{r['words_indicators']}/{r['deeds_indicators']}",
            )
            for r in known[::-1][::step][::-1].iter_rows(named=True)
        ]  # fmt: skip
        columns = ("year", "words", "deeds", "gap", "90 % interval", "observed")
        print_table(f"{pair(found)}: words against deeds", columns, lines, right=(1, 2, 3, 5))
        last = known.row(-1, named=True)
        typer.echo(f"In {last['year']} {about_gap(last['gap_low'], last['gap_high'])}.")
    typer.echo(f"Words: {sides[0]}\nDeeds: {sides[1]}")


def _rank_gaps(world: World, year: int, top: int, *, csv: bool, json: bool) -> None:
    from comity.alignment.gaps import rank_gaps

    table, ranked = rank_gaps(world, year, top)
    if write_rows(table, csv=csv, json=json):
        return
    for side, title in (("words", "words outrun deeds"), ("deeds", "deeds outrun words")):
        import polars as pl

        lines = [
            (f"{r['a']}-{r['b']}", signed(r["words"]), signed(r["deeds"]), signed(r["gap"]),
             between(r["low"], r["high"]))
            for r in table.filter(pl.col("outruns") == side).iter_rows(named=True)
        ]  # fmt: skip
        columns = ("dyad", "words", "deeds", "gap", "90 % interval")
        print_table(f"{year}: {title} most", columns, lines, right=(1, 2, 3))
    typer.echo(f"Among {ranked:,} dyads with at least two indicators of words and two of deeds.")
