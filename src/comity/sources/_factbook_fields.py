"""Where the World Factbook prints each figure, and the unit it is kept in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["FIELDS", "PARTNERS", "Field"]


@dataclass(frozen=True, slots=True)
class Field:
    """A figure's place on the page, and how its printed unit becomes the unit kept.

    Attributes
    ----------
    attribute, unit
        As in the states table.
    units
        Factor by printed unit; a text in another unit is not read.
    section, name, item
        Headings of the page; ``item`` is empty where the field has one figure a year.
    """

    attribute: str
    unit: str
    units: Mapping[str, float]
    section: str
    name: str
    item: str = ""


_DOLLARS = {"$": 1.0}
_TWH = {"kWh": 1e-9}
_MT = {"metric tons": 1e-6}
_KBD = {"bbl/day": 1e-3}
_BCM = {"cubic meters": 1e-9, "cu m": 1e-9}
_BALANCE = ("production", "consumption", "exports", "imports")


def _energy(attribute: str, unit: str, units: Mapping[str, float], name: str, item: str) -> Field:
    return Field(attribute, unit, units, "Energy", name, item)


def _own(stem: str, name: str, unit: str, units: Mapping[str, float], item: str) -> Field:
    return Field(f"{stem}_{item}", unit, units, "Energy", f"{name} - {item}")


#: The figures read, the present layout before the older one.
FIELDS: tuple[Field, ...] = (
    # Real: in dollars of the base year that the page names in a note, which the unit then bears.
    Field("gdp_ppp", "USD", _DOLLARS, "Economy", "Real GDP (purchasing power parity)"),
    Field("gdp", "USD", _DOLLARS, "Economy", "GDP (official exchange rate)"),
    Field("exports_goods_services", "USD", _DOLLARS, "Economy", "Exports"),
    Field("imports_goods_services", "USD", _DOLLARS, "Economy", "Imports"),
    Field("population", "persons", {"": 1.0}, "People and Society", "Population", "total"),
    Field(
        "military_expenditure_share", "percent of GDP", {"% of GDP": 1.0}, "Military and Security",
        "Military expenditures",
    ),
    _energy("electricity_capacity", "GW", {"kW": 1e-6}, "Electricity", "installed generating capacity"),
    *(_energy(f"electricity_{i}", "TWh", _TWH, "Electricity", i) for i in _BALANCE[1:]),
    *(_energy(f"coal_{i}", "Mt", _MT, "Coal", i) for i in _BALANCE),
    _energy("coal_reserves", "Mt", _MT, "Coal", "proven reserves"),
    _energy("oil_production", "kb/d", _KBD, "Petroleum", "total petroleum production"),
    _energy("oil_consumption", "kb/d", _KBD, "Petroleum", "refined petroleum consumption"),
    _energy("oil_reserves", "million bbl", {"barrels": 1e-6}, "Petroleum", "crude oil estimated reserves"),
    *(_energy(f"gas_{i}", "bcm", _BCM, "Natural gas", i) for i in _BALANCE),
    _energy("gas_reserves", "bcm", _BCM, "Natural gas", "proven reserves"),
    # Editions before 2021 print each of these as a field of its own.
    *(_own("crude_oil", "Crude oil", "kb/d", _KBD, i) for i in ("production", *_BALANCE[2:])),
    *(_own("oil_products", "Refined petroleum products", "kb/d", _KBD, i) for i in _BALANCE),
    *(_own("gas", "Natural gas", "bcm", _BCM, i) for i in _BALANCE),
    *(_own("electricity", "Electricity", "TWh", _TWH, i) for i in _BALANCE[1:]),
)  # fmt: skip

#: Top partners, by direction of trade.
PARTNERS = {
    "export": Field("export partners", "percent", {}, "Economy", "Exports - partners"),
    "import": Field("import partners", "percent", {}, "Economy", "Imports - partners"),
}
