"""``comity weigh``: rival readings against the evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, StateA, StateB, WorldDir, open_world, write_rows
from comity.cli.tables import number, print_table
from comity.errors import UnknownName

if TYPE_CHECKING:
    import polars as pl

    from comity.answers.weighing import Weighing

TABLES = ("readings", "rows", "sensitivity", "mechanisms")


def weigh(
    a: StateA,
    b: StateB,
    year: Annotated[int, typer.Option(help="Evidence up to this year.")] = 2023,
    readings: Annotated[
        Path | None,
        typer.Option(
            help="Readings of your own, in TOML; see the page on weighing.", metavar="FILE"
        ),
    ] = None,
    table: Annotated[
        str,
        typer.Option(help="What --csv and --json write.", metavar="|".join(TABLES)),
    ] = "readings",
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Weigh rival readings of a relation: which one the evidence favours, and what contradicts it.

    Six readings ship, from a full alliance to rivals; each predicts where two states stand among all dyads.
    A share is the chance of a reading if one of them is right and all were equally likely before.

    Examples:  comity weigh RUS CHN
               comity weigh USA IRN --year 2010 --table rows --csv
    """
    from comity.answers.weighing import load_readings
    from comity.answers.weighing import weigh as weigh_dyad

    if table not in TABLES:
        raise UnknownName.among("table", table, TABLES)
    found = weigh_dyad(open_world(world), a, b, year, readings=load_readings(readings))
    if csv or json:
        write_rows(_chosen(found, table), csv=csv, json=json)
        return
    _print_verdict(found)
    _print_rows(found)
    _print_sensitivity(found)
    _print_mechanisms(found)
    if missing := found.not_covered():
        typer.echo(f"not covered in {found.year} or the ten years before: {', '.join(missing)}")


def _chosen(found: Weighing, table: str) -> pl.DataFrame:
    if table == "rows":
        return found.rows()
    if table == "sensitivity":
        return found.sensitivity
    return found.mechanisms() if table == "mechanisms" else found.table()


def _print_verdict(found: Weighing) -> None:
    from comity import states

    rows = [
        (
            r["name"],
            _share(r["share"]),
            f"{_share(r['low'])} … {_share(r['high'])}",
            _times(r["log_ratio"]),
        )
        for r in found.table().iter_rows(named=True)
    ]
    title = f"{states.name(found.a)} – {states.name(found.b)}, {found.year}. {found.readings.title}"
    columns = ("reading", "share", "without any one source", "against any dyad")
    print_table(title, columns, rows, right=(1, 2, 3))
    if found.separated:
        typer.echo(f"The evidence favours: {found.leading_name}.\n")
    else:
        typer.echo("The evidence does not separate these:")
        typer.echo("\n".join(f"  {doubt}" for doubt in found.doubts) + "\n")
    leading = next(r for r in found.readings.readings if r.key == found.leading)
    typer.echo(f"“{leading.name}”: {leading.statement}.")
    if leading.text:
        typer.echo(f"  Comes from: {leading.text}.")
    typer.echo(f"  Would contradict it: {leading.contradicted_by}.\n")
    if found.far:
        typer.echo(f"Less than a twentieth as likely: {'; '.join(found.far)}\n")


def _print_rows(found: Weighing) -> None:
    frame = found.rows()
    columns = ("indicator", "years", "value", "stands", "expected", "weight", "fits best")
    names = {r.key: r.name for r in found.readings.readings}
    for verdict in ("contradicts", "supports"):
        rows = [
            (
                r["indicator"], _years(r["first"], r["last"]), number(r["value"]), r["level"], r["expected"],
                f"{r['weight']:+.2f}", _best(r["rather"].split(";"), names),
            )
            for r in frame.iter_rows(named=True)
            if r["verdict"] == verdict
        ]  # fmt: skip
        title = f"What {verdict} “{found.leading_name}”"
        if rows:
            print_table(title, columns, rows, right=(2, 5))
        else:
            typer.echo(f"{title}: nothing\n")
    silent = frame.filter(frame["verdict"] == "says nothing")["indicator"].to_list()
    if silent:
        typer.echo(f"Says nothing about it: {', '.join(silent)}\n")


def _print_sensitivity(found: Weighing) -> None:
    names = {r.key: r.name for r in found.readings.readings}
    rows = [
        (
            r["change"], names.get(r["leading"], "nothing is left"), _share(r["share"]),
            _times(r["lead"]),
        )
        for r in found.sensitivity.iter_rows(named=True)
    ]  # fmt: skip
    columns = ("change", "leading reading", "share", "ahead of the next")
    print_table("What it hangs on", columns, rows, right=(2, 3))


def _print_mechanisms(found: Weighing) -> None:
    rows = [(r["name"], r["status"], r["said"]) for r in found.mechanisms().iter_rows(named=True)]
    print_table("Mechanisms the texts name", ("mechanism", "here", "because"), rows)


def _best(keys: list[str], names: dict[str, str]) -> str:
    return names[keys[0]] if len(keys) == 1 else f"{len(keys)} readings alike"


def _share(share: float) -> str:
    """Never nothing and never all: a share is as good as the readings weighed."""
    return "< 1%" if share < 0.005 else "> 99%" if share > 0.995 else f"{share:.0%}"


def _times(log_ratio: float) -> str:
    """A likelihood ratio in words that fit a column."""
    from math import exp

    ratio = exp(log_ratio)
    return f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×" if ratio >= 0.1 else "< 0.1 ×"


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
