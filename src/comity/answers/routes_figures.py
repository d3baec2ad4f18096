"""Published days and costs of a corridor between two ends, and days at sea from length and speed."""

from __future__ import annotations

from dataclasses import dataclass

from comity.answers.routes_links import TONNES_PER_TEU
from comity.answers.routes_paths import CANALS, Path
from comity.answers.routes_tables import Figure, figures

__all__ = ["Estimate", "cost_of", "days_of"]

#: Knots from slow steaming to usual service speed, and days in both ports and at a canal. Assumptions.
KNOTS = (12.0, 18.0)
PORT_DAYS = (2.0, 6.0)
CANAL_DAYS = (0.5, 2.0)
KM_PER_KNOT_DAY = 1.852 * 24
TEU = {"USD/TEU": 1.0, "USD/FEU": 2.0}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A range, what it rests on (``published`` with a year, or ``computed``), and where it stands."""

    low: float | None
    high: float | None
    unit: str
    basis: str
    record: str
    notes: str | None = None


def days_of(path: Path, year: int) -> Estimate | None:
    """Days from end to end: as published, for a way by sea else from its length; None by land."""
    held = _published(path, "days", year)
    if held is not None:
        return Estimate(
            held.low, held.high, "days", f"published {held.year}", held.record, held.notes
        )
    if path.modes != ("sea",):
        return None
    canals = sum(passage in CANALS for passage in path.passages)
    low, high = (path.km / (knots * KM_PER_KNOT_DAY) for knots in reversed(KNOTS))
    return Estimate(
        low + PORT_DAYS[0] + canals * CANAL_DAYS[0],
        high + PORT_DAYS[1] + canals * CANAL_DAYS[1],
        "days", "computed", "length at 12 to 18 knots, days in port and at canals assumed",
    )  # fmt: skip


def cost_of(path: Path, year: int) -> tuple[Estimate, tuple[float, float]] | None:
    """The published cost, and dollars a tonne it comes to; None where none is held."""
    held = _published(path, "cost", year)
    if held is None or held.low is None:
        return None
    high = held.high if held.high is not None else held.low
    boxes = TEU[held.unit]
    estimate = Estimate(
        held.low, high, held.unit, f"published {held.year}", held.record, held.notes
    )
    return estimate, (
        held.low / boxes / TONNES_PER_TEU[1],
        high / boxes / TONNES_PER_TEU[0],
    )


def _published(path: Path, figure: str, year: int) -> Figure | None:
    """The figure of the year nearest to the one asked for, of the narrowest ends that fit."""
    fitting = [f for f in figures() if f.figure == figure and _fits(f, path)]
    return min(fitting, key=lambda f: (-_narrow(f), abs(f.year - year)), default=None)


def _fits(f: Figure, path: Path) -> bool:
    if f.corridor is not None and f.corridor != path.id:
        return False
    if f.corridor is None and (path.modes != ("sea",) or not _goes_by(path, f.link or "open")):
        return False
    start, end = path.legs[0].start, path.legs[-1].end
    one, other = f.ends
    there = _is(one, start) and _is(other, end)
    return there or (_is(other, start) and _is(one, end))


def _goes_by(path: Path, passage: str) -> bool:
    """Whether the way goes by a canal or round a cape; ``open`` where by none of them."""
    choices = ("suez", "cape", "panama", "northern_sea_route", "magellan")
    taken = [p for p in path.passages if p in choices]
    usual = "sunda" not in path.passages and "lombok" not in path.passages
    return taken == ([] if passage == "open" else [passage]) and (usual or passage == "cape")


def _is(end: str, place: str) -> bool:
    return end == place or end == place.partition(".")[0]


def _narrow(f: Figure) -> int:
    return sum("." in end for end in f.ends)
