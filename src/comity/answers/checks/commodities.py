"""What flows are called in prose, and in the flows of a world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["COMMODITIES", "Commodity", "commodity_of", "convert", "mentioned"]


@dataclass(frozen=True, slots=True)
class Commodity:
    """One thing that flows.

    Attributes
    ----------
    name
        In a sentence.
    words
        How prose writes it.
    flows
        Commodities of the ``flows`` table it stands for.
    cubic_metres
        Per tonne: how mass and volume are converted; 0 where they are not.
    """

    name: str
    words: re.Pattern[str]
    flows: tuple[str, ...]
    cubic_metres: float = 0.0


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


#: Of crude: 7.33 barrels to the tonne. Of liquefied gas: 1,360 cubic metres of gas to the tonne.
CRUDE, LIQUEFIED = 7.33 * 0.158987294928, 1360.0

#: From the particular to the general: a narrower name wins at the same place.
COMMODITIES = (
    Commodity(
        "oil output", _words(r"(crude|oil) (output|production)"), ("crude_oil_output",), CRUDE
    ),
    Commodity("LNG", _words(r"LNG|liquefied (natural )?gas"), ("lng",), LIQUEFIED),
    Commodity(
        "pipeline gas", _words(r"pipeline gas|gas (through|by|via) pipelines?"), ("pipeline_gas", "gas"),
    ),
    Commodity("gas", _words(r"(natural )?gas"), ("pipeline_gas", "gas", "lng", "pipeline_flow"), LIQUEFIED),
    Commodity("crude oil", _words(r"crude( oil)?|oil"), ("crude_oil", "oil"), CRUDE),
    Commodity("coal", _words(r"coal"), ("coal",)),
    Commodity("machine tools", _words(r"machine tools"), ("machine_tools",)),
    Commodity(
        "semiconductors", _words(r"semiconductors?|micro-?(chips|electronics)"), ("semiconductors",)
    ),
    Commodity("dual-use goods", _words(r"dual-use (goods|items|equipment)"), ("dual_use_goods",)),
    Commodity(
        "payments in national currencies",
        _words(r"(national|local) currenc(y|ies)|yuan|roubles?|rubles?"), ("settlement_currency",),
    ),
    Commodity(
        "arms",
        _words(r"arms|weapons?|fighters?|jets|aircraft|drones?|missiles?|munitions|shells"),
        ("arms", "arms_cumulative", "arms_backlog"),
    ),
    Commodity("energy", _words(r"energy"), ("energy", "energy_in_exports")),
    Commodity(
        "goods trade", _words(r"trade|turnover|commerc(e|ial)|exports?|imports?|goods"),
        ("goods", "goods_trade"),
    ),
)  # fmt: skip


def mentioned(text: str) -> Iterator[tuple[int, int, Commodity]]:
    """Where commodities are named in a text: start, end, which; none inside another."""
    taken: list[tuple[int, int]] = []
    found = []
    for commodity in COMMODITIES:
        for match in commodity.words.finditer(text):
            start, end = match.span()
            if not any(s < end and start < e for s, e in taken):
                taken.append((start, end))
                found.append((start, end, commodity))
    return iter(sorted(found, key=lambda f: f[0]))


#: Characters by which trade in general gives way to a named commodity.
GENERAL = 25


def commodity_of(span: str, around: str, before: str) -> Commodity | None:
    """The commodity a figure is of: named in its span, else nearest in the sentence, else last before it.

    Trade in general gives way to what is named close by.
    """
    inside = [c for _, _, c in mentioned(span)]
    if inside:
        return inside[0]
    at = max(around.find(span), 0)
    after = around[at + len(span) : at + len(span) + 30]
    if after.startswith(" of ") and (of := list(mentioned(after))):
        return of[0][2]
    near = sorted(
        mentioned(around),
        key=lambda f: (f[0] > at, abs(f[0] - at) + GENERAL * (f[2].flows[0] == "goods")),
    )
    if near:
        return near[0][2]
    earlier = list(mentioned(before))
    return earlier[-1][2] if earlier else None


def convert(value: float, dimension: str, to: str, commodity: Commodity) -> float | None:
    """A figure in another dimension of the same commodity; None where there is no way."""
    if dimension == to:
        return value
    if commodity.cubic_metres and (dimension, to) == ("mass", "volume"):
        return value * commodity.cubic_metres
    if commodity.cubic_metres and (dimension, to) == ("volume", "mass"):
        return value / commodity.cubic_metres
    return None
