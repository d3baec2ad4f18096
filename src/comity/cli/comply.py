"""``comity comply``."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

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
from comity.errors import ComityError, shown

if TYPE_CHECKING:
    from comity.answers.comply_result import Compliance

__all__ = ["comply"]

#: Third states and hubs shown on the terminal.
SHOWN = 20
HUBS = 8
Secondary = Annotated[
    str,
    typer.Option(
        help="Cost that senders put on trade with those who do not comply: 0.1 or 10%.",
        metavar="SHARE",
    ),
]
Margin = Annotated[
    str,
    typer.Option(
        help="What a hub adds to the price of goods it lets pass: 0.24 or 24%.", metavar="SHARE"
    ),
]


def comply(
    target: Target,
    senders: Senders,
    secondary: Secondary = "0.1",
    year: Year = 2023,
    cost: Cost = "complete",
    elasticity: Theta = None,
    margin: Margin = "0.24",
    draws: Draws = 50,
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
    move. The path shows who turns as the threat tightens, and what goes
    through those between.

    Examples:  comity comply RUS --senders G7,EU --secondary 0.1
               comity comply RUS --senders G7,EU --secondary 0.02 --json
               comity comply IRN --senders USA --cost embargo --plot iran.html
    """
    from comity.answers.comply import comply as find

    if csv and json:
        raise ComityError("--csv and --json exclude each other: choose one")
    threat, added = _share("--secondary", secondary), _share("--margin", margin)
    with progress("draws after the path", max(draws, 1)) as tell:
        found = find(
            open_world(world), target, names(senders), secondary=threat, year=year,
            cost=cost, theta=elasticity, margin=added, draws=draws, progress=tell,
        )  # fmt: skip
    if not written(found, plot, csv=csv, json=json):
        _print(found)


def _share(option: str, text: str) -> float:
    """A share as typed: 0.1, or 10%; a bare number above one is refused, since either could be meant."""
    body = text.strip()
    percent = body.endswith("%")
    try:
        number = float(body.removesuffix("%"))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise ComityError(
            f"{option} {shown(text)}: expected a share, as  {option} 0.1  or  {option} 10%"
        )
    if not percent and number > 1:
        raise ComityError(
            f"{option} {number:g} is a share of more than one\n"
            f"  for {number:g} % write  {option} {number / 100:g}  or  {option} {number:g}% ; "
            f"for {100 * number:g} %  {option} {100 * number:g}%"
        )
    return number / 100 if percent else number


def _print(found: Compliance) -> None:
    from comity.answers.comply_words import ASSUMES
    from comity.states import name

    lines = [
        (
            r["key"], r["name"], number(r["trade_target_musd"]), number(r["trade_senders_musd"]),
            _choice(r), "" if r["share_of_draws"] is None else f"{100 * r['share_of_draws']:.0f} %",
            _gain(r), *_turns(r, float(found.path["threat"][-1]), drawn=found.draws > 0),
        )
        for r in found.states.head(SHOWN).iter_rows(named=True)
    ]  # fmt: skip
    by, threat = ", ".join(found.party.named), f"{100 * found.threat:g} %"
    title = f"Sanctions on {name(found.target)} by {by}, {found.year}; secondary cost {threat}"
    columns = ("", "third state", "with target", "with senders", "complies", "of draws", "gains by it, %",
               "turns at", "90 %")  # fmt: skip
    print_table(title, columns, lines, right=(2, 3, 5, 6, 7, 8))
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


def _choice(row: dict[str, Any]) -> str:
    from comity.answers.comply_already import WAR

    if row["already"] is not None:
        return "at war" if row["already"] == WAR else "already"
    return "yes" if row["complies"] else "no"


def _gain(row: dict[str, Any]) -> str:
    text = f"{100 * row['gain']:+.2f}"
    if row["gain_low"] is None:
        return text
    return f"{text} ({100 * row['gain_low']:+.2f} {100 * row['gain_high']:+.2f})"


def _turns(row: dict[str, Any], largest: float, *, drawn: bool) -> tuple[str, str]:
    """The threat at which a state turns, and between which it does in nine draws of ten."""
    beyond = f"> {100 * largest:g} %"
    at = beyond if row["threshold"] is None else f"{100 * row['threshold']:.1f} %"
    if not drawn:
        return at, ""
    low, high = row["threshold_low"], row["threshold_high"]
    if low is None:
        return at, beyond
    return at, f"{100 * low:.1f} to " + ("never" if high is None else f"{100 * high:.1f}")


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
    columns = ("", "state", "from senders", "more", "to target", "more", "of it passing")
    if lines:
        print_table(f"Between senders and target at a threat of {100 * level:g} %, USD m", columns, lines,
                    right=range(2, 7))  # fmt: skip


def _few(keys: str) -> str:
    each = keys.split()
    return " ".join(each[:8]) + (f" and {len(each) - 8} more" if len(each) > 8 else "")
