"""Which links stand between two states, each at the last period of its life that the brief sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.report.projection import EARTH_KM, great_circle
from comity.report.subject import Subject

__all__ = ["GROUPS", "ORDER", "Link", "links_between", "size"]

Array = NDArray[np.float64]

#: How a kind of link is drawn.
GROUPS = {
    "gas_pipeline": "gas", "lng_terminal": "gas", "lng_route": "gas", "oil_pipeline": "oil",
    "power_line": "power", "rail": "rail, road", "road": "rail, road", "bridge": "rail, road",
    "corridor": "rail, road", "port": "sea", "sea_lane": "sea", "strait": "sea", "canal": "sea",
}  # fmt: skip
STATES = {
    "operating": "in operation", "construction": "planned or being built",
    "proposed": "planned or being built",
}  # fmt: skip
ORDER = ("in operation", "planned or being built", "stopped")
#: Plans given up, of which a tracker lists many; a compiled one is shown.
GIVEN_UP = ("cancelled", "shelved", "retired")
#: The year a tracker of pipelines describes: an undated line is known to exist only from then on.
TRACKED = 2024
#: A tracked line this near to a compiled one along its whole length is that one, or a part of it.
SAME_KM = 45.0
SHOWN = 40
#: A thousand barrels of crude oil a day, 7.33 barrels to the tonne.
MT_A_YEAR = {"kb/d": 0.365 / 7.33}
COMPILED = "compiled_links"


@dataclass(frozen=True, slots=True)
class Link:
    """One link between two states.

    Attributes
    ----------
    row
        The row of its last period that starts by the end of the brief.
    rows
        All its rows, as evidence.
    group, state
        How it is drawn: what it carries, and whether it works.
    ended
        Whether that period ended before the brief does.
    paths
        Longitude and latitude of its routes; empty if not known.
    """

    row: dict[str, Any]
    rows: pl.DataFrame
    group: str
    state: str
    ended: bool
    paths: tuple[Array, ...]

    def through(self, a: str, b: str) -> bool:
        """Whether one of the two is only passed through."""
        ends = {str(self.row["from"]).split(".")[0], str(self.row["to"]).split(".")[0]}
        return not {a, b} <= ends


def links_between(subject: Subject) -> list[Link]:
    """Links with both states among their ends or the states passed through, the important first.

    Trackers repeat what is compiled: their lines along a compiled one are left out. Quoted facts
    about links (no route) belong to other sections.
    """
    rows = subject.world.rows("links", _touches(subject.a) & _touches(subject.b))
    rows = rows.filter(
        (pl.col("source") == COMPILED) | pl.col("route").is_not_null(),
        pl.col("start").is_null() | (pl.col("start").str.head(4).cast(pl.Int32) <= subject.until),
    )
    tracked = pl.col("source").str.starts_with("gem_")
    undated = pl.col("start").is_null() & (pl.lit(subject.until) < TRACKED)
    rows = rows.filter(~(tracked & (pl.col("status").is_in(GIVEN_UP) | undated)))
    found = [
        _link(group.sort("start", nulls_last=False), subject.until)
        for _, group in rows.group_by("source", "id", maintain_order=True)
    ]
    known = [k for k in found if not str(k.row["source"]).startswith("gem_")]
    extra = [k for k in found if k not in known and not any(_same(k, c) for c in known)]
    return sorted(known + extra, key=_importance)[:SHOWN]


def _touches(state: str) -> pl.Expr:
    """Whether a state is an end of a link or lies between its ends."""
    inside = rf"(^|;){re.escape(state)}(\.[^;]*)?(;|$)"
    return pl.any_horizontal(
        pl.col(c).str.contains(inside).fill_null(value=False) for c in ("from", "to", "via")
    )


def _link(rows: pl.DataFrame, until: int) -> Link:
    row = rows.row(-1, named=True)
    today = date.today().isoformat()  # noqa: DTZ011
    ended = row["end"] is not None and row["end"] < min(today, f"{until:04d}-12-31")
    state = "stopped" if ended else STATES.get(row["status"], "stopped")
    return Link(
        row, rows, GROUPS.get(row["kind"], "rail, road"), state, ended, _paths(row["route"])
    )


def _paths(route: str | None) -> tuple[Array, ...]:
    """``lat,lon lat,lon|…`` as arrays of longitude and latitude; what is no pair of numbers is left out."""
    found = []
    for path in (route or "").split("|"):
        pairs = [p.split(",") for p in path.split()]
        try:
            points = [(float(lon), float(lat)) for lat, lon in pairs]
        except ValueError:
            continue
        kept = [p for p in points if abs(p[0]) <= 360 and abs(p[1]) <= 90]
        if kept:
            found.append(np.array(kept))
    return tuple(found)


def _same(tracked: Link, compiled: Link) -> bool:
    """Whether a tracked line is a compiled one: by the record, the name, or the route."""
    record = str(tracked.row["record"])
    ids = re.findall(r"P\d{4}", record)
    if any(i in str(compiled.row["record"]) for i in ids):
        return True
    if tracked.group != compiled.group:
        return False
    names = {_plain(str(tracked.row["name"])), _plain(str(compiled.row["name"]))}
    if len(names) == 1 or any(x and y.startswith(f"{x} ") for x in names for y in names):
        return True
    if not tracked.paths or not compiled.paths:
        return False
    line = np.concatenate([great_circle(p, 0.2) for p in compiled.paths])
    mine = np.concatenate([great_circle(p, 0.5) for p in tracked.paths])
    return bool((_km_to(mine, line) < SAME_KM).mean() > 0.8)


def _plain(name: str) -> str:
    words = re.findall(r"\w+", name.lower())
    return " ".join(w for w in words if w not in {"gas", "oil", "crude", "natural", "pipeline"})


def _km_to(points: Array, line: Array) -> Array:
    """Distance of each point (n, 2) from the nearest of a line (m, 2), km; for short distances."""
    mean = np.cos(np.radians(points[:, 1]))[:, None]
    east = (points[:, 0][:, None] - line[:, 0] + 180) % 360 - 180
    north = points[:, 1][:, None] - line[:, 1]
    return np.asarray(np.radians(np.hypot(east * mean, north)).min(axis=1) * EARTH_KM)


def size(link: Link) -> float:
    """Capacity for comparison within a group, oil in Mt a year; 0 where it is not known."""
    return float(link.row["capacity"] or 0.0) * MT_A_YEAR.get(link.row["unit"], 1.0)


def _importance(link: Link) -> tuple[Any, ...]:
    """In operation first, then by what it carries, compiled before tracked, by capacity and name."""
    groups = list(dict.fromkeys(GROUPS.values()))
    return (
        ORDER.index(link.state), groups.index(link.group), link.row["source"] != COMPILED,
        -size(link), link.row["name"],
    )  # fmt: skip
