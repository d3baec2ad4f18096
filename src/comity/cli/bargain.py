"""``comity bargain``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world, write_rows
from comity.cli.tables import number, print_table

if TYPE_CHECKING:
    from comity.answers.bargain import Bargain

__all__ = ["bargain"]

Seller = Annotated[str, typer.Argument(metavar="SELLER", help="A state: key, code or name.")]
Buyer = Annotated[str, typer.Argument(metavar="BUYER", help="Another state.")]
Commodity = Annotated[str, typer.Option(help="gas, pipeline_gas, lng or oil.", metavar="COMMODITY")]
Patience = Annotated[
    float,
    typer.Option(help="The seller's share of the gain: 0.5 where both can wait as long.", metavar="X"),
]  # fmt: skip
Year = Annotated[int, typer.Option(help="Year whose market is solved.", metavar="YEAR")]


def bargain(
    seller: Seller,
    buyer: Buyer,
    commodity: Commodity = "gas",
    patience: Patience = 0.5,
    year: Year = 2023,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """What price two states would come to, from what each would have without the other.

    The seller's fallback is the netback of its next-best market, the buyer's
    the cost of its next-best supply: the year's market solved without their
    direct trade. Between them lies the Nash-bargaining price, for the patience
    asked for and a range of it, with its discount against the European and
    Asian reference prices, and the observed price beside it.

    Examples:  comity bargain RUS CHN --commodity gas
               comity bargain RUS CHN --commodity pipeline_gas --patience 0.3
    """
    from comity.answers.bargain import bargain as find

    found = find(
        open_world(world), seller, buyer, commodity=commodity, patience=patience, year=year
    )
    if write_rows(found.table(), csv=csv, json=json):
        return
    _print(found)


def _print(found: Bargain) -> None:
    fall = found.fallbacks
    facts = [
        ("seller's fallback, at the buyer's gate", number(fall.seller)),
        ("  of it carriage there", number(fall.carriage)),
        ("buyer's fallback", number(fall.buyer)),
        ("market price, with the trade", number(fall.market)),
        *((f"{region} reference, {name}", number(price))
          for region, (name, price) in found.references.items()),
    ]  # fmt: skip
    title = f"{found.seller} sells {found.commodity} to {found.buyer}, {found.year} ({found.unit})"
    print_table(title, ("", "price"), facts, right=(1,))
    rows = found.table()
    lines = [
        (
            _named(r),
            "none" if r["price"] is None else number(r["price"]), _percent(r["seller_share"]),
            _percent(r["discount_european"]), _percent(r["discount_asian"]), r["status"],
        )
        for r in rows.iter_rows(named=True)
    ]  # fmt: skip
    columns = ("", "price", "seller's share", "below European", "below Asian", "status")
    print_table("Prices", columns, lines, right=(1, 2, 3, 4))
    typer.echo(found.verdict())
    typer.echo("No interval without an ensemble: parameters are at their central values.")


def _named(row: dict[str, Any]) -> str:
    if row["patience"] is None:
        return str(row["what"])
    _, over, trade = row["what"].partition(" over ")
    return f"patience {row['patience']:g}" + (f", {trade.replace('_', ' ')}" if over else "")


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.0f} %"
