"""``comity comply``."""

from __future__ import annotations

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
    from comity.answers.comply import Compliance

__all__ = ["comply"]

#: Third states and hubs shown on the terminal.
SHOWN = 20
HUBS = 8
Secondary = Annotated[
    float,
    typer.Option(
        help="Cost that senders put on trade with those who do not comply, a share.",
        metavar="SHARE",
    ),
]
Margin = Annotated[
    float, typer.Option(help="What a hub adds to the price of goods it lets pass.", metavar="SHARE")
]


def comply(
    target: Target,
    senders: Senders,
    secondary: Secondary = 0.1,
    year: Year = 2023,
    cost: Cost = "complete",
    elasticity: Theta = None,
    margin: Margin = 0.24,
    draws: Draws = 20,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Which third states would comply with sanctions under the threat of secondary ones.

    Each state that neither sanctions nor is the target chooses what leaves it
    with more real expenditure: to take part in the sanctions, or to trade on,
    earn a margin on goods that pass through it, and bear the secondary cost on
    its trade with the senders. All answer each other until nobody wants to
    move. The path shows who turns as the threat tightens, and which re-export
    hubs appear.

    Examples:  comity comply RUS --senders G7,EU --secondary 0.1
               comity comply RUS --senders G7,EU --secondary 0.02 --json
               comity comply IRN --senders USA --cost embargo --plot iran.html
    """
    from comity.answers.comply import comply as find

    if csv and json:
        raise ComityError("--csv and --json exclude each other: choose one")
    with progress("draws after the path", max(draws, 1)) as tell:
        found = find(
            open_world(world), target, names(senders), secondary=secondary, year=year,
            cost=cost, theta=elasticity, margin=margin, draws=draws, progress=tell,
        )  # fmt: skip
    if not written(found, plot, csv=csv, json=json):
        _print(found)


def _print(found: Compliance) -> None:
    from comity.answers.comply_words import ASSUMES
    from comity.states import name

    largest = found.path["threat"][-1]
    lines = [
        (
            r["key"], r["name"], number(r["trade_target_musd"]), number(r["trade_senders_musd"]),
            "yes" if r["complies"] else "no",
            "" if r["share_of_draws"] is None else f"{100 * r['share_of_draws']:.0f} %",
            f"{100 * r['gain']:+.2f} %",
            f"> {100 * largest:g} %" if r["threshold"] is None else f"{100 * r['threshold']:.1f} %",
        )
        for r in found.states.head(SHOWN).iter_rows(named=True)
    ]  # fmt: skip
    by, threat = ", ".join(found.party.named), f"{100 * found.threat:g} %"
    title = f"Sanctions on {name(found.target)} by {by}, {found.year}; secondary cost {threat}"
    columns = ("", "third state", "with target", "with senders", "complies", "of draws", "gains by it",
               "turns at")  # fmt: skip
    print_table(title, columns, lines, right=(2, 3, 5, 6, 7))
    if found.states.height > SHOWN:
        typer.echo(f"{found.states.height - SHOWN} more with less trade: --csv lists all.\n")
    path = [
        (
            f"{100 * r['threat']:g} %", str(r["compliers"]), f"{100 * r['trade_left']:.0f} %",
            f"{100 * r['target_loss']:.2f} %", number(r["removed_musd"]), _few(r["turned"]),
        )
        for r in found.path.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("threat", "comply", "trade left", "target loses", "removed, USD m", "turn here")
    print_table("As the threat tightens", heads, path, right=(0, 1, 2, 3, 4))
    for level in sorted({0.0, found.threat}):
        _print_hubs(found, level)
    typer.echo(found.verdict())
    typer.echo("")
    typer.echo(ASSUMES)
    for line in found.ground.sentences(found.draws):
        typer.echo(line)


def _print_hubs(found: Compliance, level: float) -> None:
    hubs = found.hubs.filter(threat=level)
    lines = [
        (
            r["key"], r["name"], number(r["imports_from_senders_musd"]),
            f"+{number(r['imports_change_musd'])}", number(r["exports_to_target_musd"]),
            f"+{number(r['exports_change_musd'])}", number(r["passed_musd"]),
        )
        for r in hubs.head(HUBS).iter_rows(named=True)
    ]  # fmt: skip
    columns = ("", "hub", "from senders", "more", "to target", "more", "passing through")
    if lines:
        print_table(f"Re-export hubs at a threat of {100 * level:g} %, USD m", columns, lines,
                    right=range(2, 7))  # fmt: skip


def _few(keys: str) -> str:
    each = keys.split()
    return " ".join(each[:8]) + (f" and {len(each) - 8} more" if len(each) > 8 else "")
