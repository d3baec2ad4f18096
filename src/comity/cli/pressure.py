"""``comity pressure``."""

from __future__ import annotations

import json as as_json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world
from comity.cli.plots import Plot, save_chart
from comity.cli.tables import print_table
from comity.errors import ComityError

if TYPE_CHECKING:
    from comity.answers.pressure import Pressure

__all__ = ["pressure"]

Target = Annotated[
    str, typer.Argument(metavar="TARGET", help="A state under pressure: key, code or name.")
]
On = Annotated[str | None, typer.Option(help="A dyad of the target, as RUS-CHN.", metavar="DYAD")]
Cases = Annotated[
    Path | None,
    typer.Option(help="A GSDB file of cases to use instead of the counts held.", metavar="FILE"),
]
Senders = Annotated[
    str, typer.Option(help="Whose sanctions count: states or blocs.", metavar="LIST")
]

#: Columns of a terminal that holds three figures with intervals beside a name.
WIDE = 98
SHOWN = ("overall", "diplomatic", "military", "economic", "words", "deeds")
NAMES = {
    "third": "great powers standing aside", "co_target": "fellow targets", "sender": "senders (G7)",
    "bystander": "all others standing aside",
}  # fmt: skip


def pressure(
    target: Target,
    on: On = None,
    cases: Cases = None,
    senders: Senders = "WEST",
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Does outside pressure draw states together? What alignment did after past onsets of sanctions.

    Onsets of sanctions by five or more states of the West, each set against
    states under no pressure in the same years: by year since the onset, with
    the years before it, placebo dates and targets, and what the estimate owes
    to single cases. Sanctions themselves are left out of alignment. The target's
    own course stands beside the average. A file of cases, or other senders, is
    estimated anew: about half a minute.

    Examples:  comity pressure RUS --on RUS-CHN
               comity pressure IRN --on IRN-RUS --plot pressure.html
               comity pressure RUS --cases GSDB_V3.csv --json
    """
    from comity.alignment.progress import Progress as Told

    if csv and json:
        raise ComityError("--csv and --json exclude each other: choose one")
    from rich.console import Console

    from comity.answers.pressure import pressure as find

    with Console(stderr=True).status("reading past cases …") as status:
        told: Told = lambda what, share: status.update(f"{what}: {share:.0%}")  # noqa: E731
        found = find(
            open_world(world), target, on, cases=cases, progress=told,
            senders=[each.strip() for each in senders.split(",") if each.strip()],
        )  # fmt: skip
    if plot is not None:
        save_chart(found.plot(), plot)
    if csv:
        typer.echo(found.table().write_csv(), nl=False)
    elif json:
        typer.echo(as_json.dumps(_object(found), ensure_ascii=False))
    elif plot is None:
        _print(found)


def _object(found: Pressure) -> dict[str, Any]:
    """Everything, for a script."""
    return {
        "target": found.target,
        "on": None if found.partner is None else f"{found.target}-{found.partner}",
        "relation": found.relation,
        "answer": found.verdict()[0],
        "said": found.verdict(),
        "sample": found.found.sample,
        "senders": list(found.senders),
        "effects": found.found.effects.to_dicts(),
        "summary": found.found.summary.to_dicts(),
        "tests": found.found.tests.to_dicts(),
        "onsets": found.found.onsets.to_dicts(),
        "own": found.own.to_dicts(),
        "threats": found.threats,
    }


def _print(found: Pressure) -> None:
    from rich.console import Console
    from rich.text import Text

    from comity.cli.tables import printable

    said = found.verdict()
    console = Console()
    console.print(Text(printable(said[0]), style="bold"))
    console.print()
    _print_relations(found)
    _print_years(found)
    _print_coverage(found)
    _print_course(found)
    _print_checks(found)
    for text in said[1:]:
        console.print(Text(printable(text)))


def _cell(row: dict[str, Any]) -> str:
    if row["value"] is None:
        return ""
    mark = " *" if row["low"] > 0 or row["high"] < 0 else ""
    return f"{row['value']:+z.2f} ({row['low']:+.2f} {row['high']:+.2f}){mark}"


def _print_relations(found: Pressure) -> None:
    from rich.console import Console

    held = found.found.summary["relation"].unique().to_list()
    names = [name for name in NAMES if name in held]
    # as many side by side as the terminal holds
    size = 3 if Console().width >= WIDE else 2
    for part in (SHOWN[i : i + size] for i in range(0, len(SHOWN), size)):
        lines = [
            (NAMES[name], *(_cell(found.figure(of, relation=name)) for of in part))
            for name in names
        ]
        title = "A target and …, years 1 to 5: sd among dyads (90 %; * without zero)"
        print_table(
            title if part[0] == "overall" else "", ("and", *part), lines, right=range(1, size + 1)
        )


def _print_years(found: Pressure) -> None:
    from comity.answers.pressure_effects import HORIZONS

    rows = {
        (r["outcome"], r["horizon"], r["method"]): r
        for r in found.found.effects.iter_rows(named=True)
        if r["relation"] == found.relation
    }
    own = {
        (r["partner"], r["onset"], r["horizon"]): r["value"]
        for r in found.own.iter_rows(named=True)
        if r["outcome"] == "overall"
    }
    singles = sorted({key[:2] for key in own}, key=lambda key: (key[1], key[0]))[-3:]
    lines = []
    for horizon in HORIZONS:
        if horizon == -1:
            lines.append(("-1", "0", "0", "0", *("0" for _ in singles)))
            continue
        cells = [
            _cell(rows[of, horizon, method]) if (of, horizon, method) in rows else ""
            for of, method in (("overall", "event_study"), ("overall", "projection"))
        ]
        number = rows.get(("overall", horizon, "event_study"), {}).get("targets")
        mine = [
            f"{own[(*key, horizon)]:+z.2f}" if (*key, horizon) in own else "" for key in singles
        ]
        lines.append((f"{horizon:+d}", *cells, "" if number is None else str(number), *mine))
    columns = (
        "year", "event study", "local projection", "targets",
        *(f"{found.target}–{partner} {onset}" for partner, onset in singles),
    )  # fmt: skip
    title = f"Overall alignment by year since the onset: a target and {NAMES[found.relation]}"
    print_table(title, columns, lines, right=range(len(columns)))


def _print_coverage(found: Pressure) -> None:
    """How many onsets each figure of each year averages: what is not observed is in none."""
    import polars as pl

    from comity.answers.pressure_effects import HORIZONS

    rows = found.found.effects.filter(
        (pl.col("relation") == found.relation) & (pl.col("method") == "event_study")
    )
    number = {(r["horizon"], r["outcome"]): r["onsets"] for r in rows.iter_rows(named=True)}
    lines = [
        (f"{horizon:+d}", *(str(number.get((horizon, of), 0)) for of in SHOWN))
        for horizon in HORIZONS
        if horizon != -1
    ]
    title = "Onsets in which a change to that year is observed"
    print_table(title, ("year", *SHOWN), lines, right=range(len(SHOWN) + 1))


def _print_course(found: Pressure) -> None:
    """The dyad asked about, by domain; empty where nothing is observed."""
    if found.partner is None or found.own.is_empty():
        return
    from comity.answers.pressure_effects import HORIZONS

    own = {
        (r["onset"], r["horizon"], r["outcome"]): r["value"]
        for r in found.own.iter_rows(named=True)
    }
    for onset in sorted({key[0] for key in own})[-2:]:
        lines = [
            (f"{horizon:+d}", *(
                f"{own[onset, horizon, of]:+z.2f}" if (onset, horizon, of) in own else "" for of in SHOWN
            ))
            for horizon in HORIZONS
            if any((onset, horizon, of) in own for of in SHOWN)
        ]  # fmt: skip
        title = f"{found.target}–{found.partner} since {onset}, by domain (empty: not observed)"
        print_table(title, ("year", *SHOWN), lines, right=range(len(SHOWN) + 1))


def _print_checks(found: Pressure) -> None:
    import polars as pl

    rows = found.found.summary.filter(
        (pl.col("relation") == found.relation) & (pl.col("outcome") == "overall")
    )
    lines = [
        (
            f"{r['variant'].replace('_', ' ')}"
            + (", years -5 to -2" if r["window"] == "before" else ""),
            _cell(r), str(r["onsets"]), str(r["targets"]),
        )
        for r in rows.iter_rows(named=True)
    ]  # fmt: skip
    print_table("What it owes to choices (overall, years 1 to 5)", ("", "effect", "onsets", "targets"),
                lines, right=(1, 2, 3))  # fmt: skip
