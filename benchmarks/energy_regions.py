"""Regions of the Energy Institute's review, and its trade matrices of 2022 added up to them."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

from comity.states import resolve

__all__ = [
    "CRUDE_FROM",
    "CRUDE_TO",
    "GAS",
    "Cells",
    "gas_region",
    "matrices",
    "oil_region",
    "totals",
]

Cells = dict[tuple[str, str], float]


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


EUROPE = _codes(
    "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN ISL IRL ITA LVA LTU LUX MLT NLD NOR POL "
    "PRT ROU SVK SVN ESP SWE CHE TUR GBR ALB BIH GEO GIB MNE MKD SRB XKX UKR"
)
CIS = _codes("ARM AZE BLR KAZ KGZ MDA TJK TKM UZB")
MIDDLE_EAST = _codes("IRN IRQ ISR KWT OMN QAT SAU SYR ARE YEM JOR LBN BHR PSE")
NORTH_AFRICA = _codes("DZA EGY LBY MAR TUN ESH")
EAST_AFRICA = _codes(
    "SDN SSD ZAF KEN ETH ERI DJI SOM UGA TZA RWA BDI MOZ MDG ZMB ZWE MWI BWA NAM LSO SWZ MUS SYC "
    "COM REU"
)
WEST_AFRICA = _codes(
    "AGO BEN BFA CMR CPV CAF TCD COG COD GNQ GAB GMB GHA GIN GNB CIV LBR MLI MRT NER NGA STP SEN "
    "SLE TGO"
)
SOUTH_AMERICA = _codes(
    "ARG BOL CHL COL ECU PER PRY URY VEN GUY SUR TTO CUB DOM HTI JAM PRI PAN CRI NIC HND SLV GTM "
    "BLZ BRB BHS ABW VIR CUW ATG GRD LCA VCT DMA KNA"
)
OECD_ASIA = {"JPN", "KOR", "AUS", "NZL"}
#: Regions of the review's table of inter-regional gas trade.
GAS = (
    "US", "Other North America", "Brazil", "Other S&C America", "Europe", "Russia", "Other CIS",
    "Middle East", "Africa", "China", "India", "OECD Asia", "Other Asia",
)  # fmt: skip
#: Areas of the review's table of crude movements, as sellers and as buyers.
CRUDE_FROM = (
    "Canada", "Mexico", "US", "S. & Cent. America", "Europe", "Russia", "Other CIS", "Iraq", "Kuwait",
    "Saudi Arabia", "UAE", "Other Middle East", "North Africa", "West Africa", "East & S. Africa",
    "Australasia", "China", "India", "Japan", "Singapore", "Other Asia Pacific",
)  # fmt: skip
CRUDE_TO = (
    "Canada", "Mexico", "US", "S. & Cent. America", "Europe", "Russia", "Other CIS", "Middle East",
    "Africa", "Australasia", "China", "India", "Japan", "Singapore", "Other Asia Pacific",
)  # fmt: skip
#: Groups of the gas matrices, and the region most of each is in.
GROUPS = {
    "Other S. & Cent. America": "Other S&C America", "Other Americas": "Other S&C America", "EU": "Europe",
    "Rest of Europe": "Europe", "Other Europe": "Europe", "Other EU": "Europe", "Other CIS": "Other CIS",
    "Other Middle East": "Middle East", "Other Middle East & Africa": "Middle East", "Other Africa": "Africa",
    "Africa": "Africa", "Other Asia Pacific": "Other Asia", "Asia Pacific": "Other Asia",
    "Russian Federation": "Russia", "Trinidad & Tobago": "Other S&C America", "Arab Emirates": "Middle East",
}  # fmt: skip


def gas_region(state: str) -> str:
    """Region of a state in the table of inter-regional gas trade."""
    for region, there in (
        ("US", {"USA"}), ("Other North America", {"CAN", "MEX"}), ("Brazil", {"BRA"}), ("Russia", {"RUS"}),
        ("China", {"CHN"}), ("India", {"IND"}), ("OECD Asia", OECD_ASIA), ("Europe", EUROPE),
        ("Other CIS", CIS),
        ("Middle East", MIDDLE_EAST), ("Africa", NORTH_AFRICA | EAST_AFRICA | WEST_AFRICA),
        ("Other S&C America", SOUTH_AMERICA),
    ):  # fmt: skip
        if state in there:
            return region
    return "Other Asia"


def oil_region(state: str, *, buys: bool) -> str:
    """Area of a state in the table of crude movements; buyers are in fewer areas than sellers."""
    single = {
        "CAN": "Canada", "MEX": "Mexico", "USA": "US", "RUS": "Russia", "CHN": "China", "IND": "India",
        "JPN": "Japan", "SGP": "Singapore", "AUS": "Australasia", "NZL": "Australasia", "PNG": "Australasia",
    }  # fmt: skip
    sellers = {"IRQ": "Iraq", "KWT": "Kuwait", "SAU": "Saudi Arabia", "ARE": "UAE"}
    if state in single:
        return single[state]
    if not buys and state in sellers:
        return sellers[state]
    for area, there in (
        ("Europe", EUROPE), ("Other CIS", CIS), ("S. & Cent. America", SOUTH_AMERICA | {"BRA"}),
        ("Middle East" if buys else "Other Middle East", MIDDLE_EAST),
        ("Africa" if buys else "North Africa", NORTH_AFRICA),
        ("Africa" if buys else "East & S. Africa", EAST_AFRICA),
        ("Africa" if buys else "West Africa", WEST_AFRICA),
    ):  # fmt: skip
        if state in there:
            return area
    return "Other Asia Pacific"


def matrices(folder: Path) -> dict[str, Cells]:
    """Trade between regions, without that inside one: ``pipeline_gas``, ``lng`` (bcm), ``crude_oil`` (Mt)."""
    return {
        "pipeline_gas": _gas(folder / "gas_trade_movts_pipeline.csv"),
        "lng": _gas(folder / "gas_trade_movts_lng.csv"),
        "crude_oil": _crude(folder / "oil_inter_area_movements.csv"),
    }


def totals(folder: Path, year: int) -> dict[str, float]:
    """Europe's pipeline gas from Russia and its LNG in a year, in bcm."""
    rows = _rows(folder / "gas_inter_regional_trade.csv")
    column = [cell.removesuffix(".0") for cell in rows[2]].index(str(year))
    start = next(i for i, row in enumerate(rows) if row[0].strip() == "Europe")
    found = {row[0].strip(): float(row[column]) for row in rows[start + 1 : start + 8]}
    return {"pipeline": found["of which: Russia"], "lng": found["LNG imports"]}


def _rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def _value(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return 0.0


def _gas(path: Path) -> Cells:
    rows = _rows(path)
    at = next(i for i, row in enumerate(rows) if row and row[0].strip() == "To")
    above = rows[at - 1] if "From" not in rows[at - 1] else [""] * len(rows[at])
    plain = [
        " ".join(re.sub(r"[*#]", "", f"{top} {name}").split())
        for top, name in zip(above, rows[at], strict=True)
    ]

    def region(name: str) -> str:
        return GROUPS[name] if name in GROUPS else gas_region(resolve(name))

    skip = {
        "North America",
        "S. & Cent. America",
        "Europe",
        "CIS",
        "Middle East",
        "Middle East & Africa",
    }
    cells: Cells = defaultdict(float)
    for row in rows[at + 1 :]:
        name = row[0].strip() if row else ""
        if name.startswith("Total"):
            break
        # in a column "Africa" is a group of small exporters, in a line it is the sum of the lines above
        if not name or name in skip | {"Africa", "Asia Pacific"}:
            continue
        for seller, cell in zip(plain[1:-1], row[1:], strict=False):
            pair = region(seller), region(name)
            if pair[0] != pair[1]:
                cells[pair] += _value(cell)
    return dict(cells)


def _crude(path: Path) -> Cells:
    rows = _rows(path)
    to = [cell.strip() for cell in rows[2]][1:-1]
    cells: Cells = {}
    for row in rows[4:]:
        if row[0].startswith("Total"):
            break
        for buyer, cell in zip(to, row[1:], strict=False):
            if row[0].strip() != buyer:
                cells[row[0].strip(), buyer] = _value(cell)
    return cells
