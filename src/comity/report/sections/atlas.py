"""Map: the two states and the physical links between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity import states
from comity.report.map_drawing import Drawn, draw
from comity.report.map_names import Side
from comity.report.model import Block, Chart, Cited, Grid, Note, Section, Sentence
from comity.report.outlines import OVERLAID, Outlines, outlines
from comity.report.projection import degrees_apart, fit
from comity.report.sections.atlas_links import ORDER, Link, links_between, size
from comity.report.subject import Subject
from comity.report.wording import listed, period

__all__ = ["atlas"]

Array = NDArray[np.float64]

#: Width, and least and greatest height, of the two drawings.
SIZES = ((940.0, 390.0, 520.0), (400.0, 330.0, 420.0))
#: Pieces of a state smaller than this share of its largest do not widen the view.
CORE = 0.22
#: A state this many times longer than the other is shown only in part.
LOPSIDED = 3.2
NEAR_KM = 1300.0
KM_PER_DEGREE = 111.2
#: Verbs of the present, and of the past where a state has ended.
LIE = ("lie", "lay")
CONTIGUITY = {
    1: (("share", "shared"), "a border on land or along a river"),
    2: (LIE, "within 12 miles of each other across water"),
    3: (LIE, "within 24 miles of each other across water"),
    4: (LIE, "within 150 miles of each other across water"),
    5: (LIE, "within 400 miles of each other across water"),
}


def atlas(subject: Subject) -> Section:
    """Where the two lie, and what physically joins them."""
    links = links_between(subject)
    blocks: list[Block] = []
    if (place := _place(subject)) is not None:
        blocks.append(place)
    blocks.append(_summary(subject, links) if links else _none(subject))
    if (chart := _map(subject, links)) is not None:
        blocks.append(chart)
    if links:
        blocks.append(_table(subject, links))
    return Section("map", "Map", tuple(blocks))


def _cite(subject: Subject, links: Sequence[Link]) -> Cited:
    """All rows of the links."""
    a, b = subject.names
    if not links:
        return ()
    rows = pl.concat([k.rows for k in links])
    return subject.book.cite(f"Links between {a} and {b}", [("links", rows)])


# ---------------------------------------------------------------------------------- sentences


def _place(subject: Subject) -> Sentence | None:
    """Whether they border on each other, or how far apart they lie."""
    a, b = subject.names
    start = f"{a[:1].upper()}{a[1:]} and {b}"
    touching = subject.years("contiguity")
    if not touching.is_empty():
        last = touching.row(-1, named=True)
        if last["value"] in CONTIGUITY:
            cited = subject.cite("Contiguity", "contiguity", (last["year"],) * 2)
            if cited:
                verb, where = CONTIGUITY[int(last["value"])]
                return Sentence(f"{start} {verb[_past(subject)]} {where}.", cited)
    apart = subject.years("min_distance")
    if apart.is_empty():
        return None
    last = apart.row(-1, named=True)
    cited = subject.cite("Distance between borders", "min_distance", (last["year"],) * 2)
    if not cited or last["value"] <= 0:
        return None
    km = round(last["value"], -1) if last["value"] >= 20 else last["value"]
    lie = LIE[_past(subject)]
    return Sentence(f"The nearest points of {a} and {b} {lie} {km:,.0f} km apart.", cited)


def _past(subject: Subject) -> bool:
    """Whether one of the two has ended, so that where they lie is where they lay."""
    standing = set(states.table().filter(pl.col("end").is_null())["state"])
    ended = set(states.table()["state"]) - standing
    return not ended.isdisjoint((subject.a, subject.b))


def _summary(subject: Subject, links: Sequence[Link]) -> Sentence:
    """How many links, in what state, and the largest of each kind in operation."""
    a, b = subject.names
    count = Counter(link.state for link in links)
    parts = [f"{count[s]} {s}" for s in ORDER if count[s]]
    states_of = [s for s in ORDER if count[s]]
    one = len(links) == 1
    text = (
        f"{len(links)} physical link{'' if one else 's'} between {a} and {b} "
        f"{'is' if one else 'are'} listed"
        + (f": {listed(parts)}" if len(parts) > 1 else f", {'' if one else 'all '}{states_of[0]}")
    )
    largest = []
    for group in ("gas", "oil"):
        working = [
            k for k in links if k.group == group and k.state == ORDER[0] and k.row["capacity"]
        ]
        if working:
            row = max(working, key=size).row
            largest.append(f"{row['name']} ({group}, {_capacity(row['capacity'], row['unit'])})")
    if largest:
        text += f". The largest in operation: {listed(largest)}"
    return Sentence(f"{text}.", _cite(subject, links))


def _none(subject: Subject) -> Note:
    if not subject.world.covering("links"):
        return Note(
            "This world holds no table of pipelines, railways, ports or sea lanes, so links between "
            "the two are not covered. The embedded world has one; sources gem_gas and gem_oil add more "
            "(comity data list)."
        )
    return Note(
        "No physical link between them is among the compiled ones "
        f"({period(subject.since, subject.until)}). The list is made by hand and by trackers of "
        "pipelines: what it leaves out is not known."
    )


# ---------------------------------------------------------------------------------------- map


def _map(subject: Subject, links: Sequence[Link]) -> Chart | None:
    """The map in its two sizes; none where neither state has an outline or a place."""
    shapes = outlines()
    lands = [shapes.of(key, subject.until) for key in (subject.a, subject.b)]
    sides = [
        Side(states.name(key, subject.until) if states.exists(key, subject.until) else states.name(key),
             land, _capital(key))
        for key, land in zip((subject.a, subject.b), lands, strict=True)
    ]  # fmt: skip
    extent = _extent(shapes, sides, links)
    if extent is None:
        return None
    drawn = tuple(
        Drawn(
            i, _short(str(k.row["name"])), k.group, k.state, k.paths, k.row["status"] == "destroyed"
        )
        for i, k in enumerate(links, 1)
    )
    wide, narrow = (
        draw(shapes, fit(extent, width, least, most), (sides[0], sides[1]), drawn)
        for width, least, most in SIZES
    )
    a, b = subject.names
    names = listed([str(k.row["name"]) for k in links], most=8)
    cited = _cite(subject, links)
    return Chart(
        f"{a[:1].upper()}{a[1:]} and {b}" + (", and what joins them" if links else ""),
        _subtitle(subject, links),
        narrow,
        f"Map of {a} and {b}" + (f" with {names}." if names else "; no link is listed."),
        cited or _place_evidence(subject),
        wide=wide,
    )


def _place_evidence(subject: Subject) -> Cited:
    place = _place(subject)
    return place.evidence if place is not None else ()


def _short(name: str) -> str:
    """A name for the map: without its parenthesis."""
    return re.sub(r"\s*\(.*?\)", "", name).split(", ")[0].strip() or name


def _subtitle(subject: Subject, links: Sequence[Link]) -> str:
    parts = []
    if links:
        parts.append(
            f"Status at the end of {subject.until}"
            if subject.until < 2026
            else "Status as last known"
        )
        if any(not k.paths for k in links):
            parts.append("links without a known route are in the table only")
    parts.append("today’s borders" + "".join(
        f", {how}" for key in (subject.a, subject.b) if (how := _how_drawn(key, subject.until))
    ))  # fmt: skip
    parts.append("outlines: Natural Earth")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _how_drawn(key: str, until: int) -> str:
    """How a state without borders of today is drawn; empty for others."""
    land = outlines().of(key, until)
    if not land:
        return f"{states.name(key)} as its capital only"
    if key in OVERLAID:
        return f"{states.name(key)} cut out of them roughly"
    if len({p.key for p in land}) > 1:
        return f"{states.name(key, until)} as the states on its land now"
    return ""


def _capital(key: str) -> tuple[str, float, float] | None:
    """Name, longitude and latitude of a state's capital."""
    known = states.table().filter((pl.col("state") == key) & pl.col("lat").is_not_null())
    if known.is_empty():
        return None
    row = known.row(-1, named=True)
    return str(row["capital"]), float(row["lon"]), float(row["lat"])


def _extent(shapes: Outlines, sides: Sequence[Side], links: Sequence[Link]) -> Array | None:
    """Points the view must hold: the main land of both states, and the routes between them.

    Of a state much larger than the other only the part near the smaller one, so that the smaller can
    be seen.
    """
    areas = [[shapes.area(p) for p in side.land] for side in sides]
    cores = [_core(shapes, side, own) for side, own in zip(sides, areas, strict=True)]
    sizes = [float(np.sqrt(sum(own))) if own else 0.5 for own in areas]
    large = int(sizes[1] > sizes[0])
    small = 1 - large
    if len(cores[large]) and len(cores[small]) and sizes[large] > LOPSIDED * sizes[small]:
        middle = cores[small].mean(axis=0)
        away = degrees_apart(cores[large], float(middle[0]), float(middle[1]))
        reach = float(away.min()) + max(NEAR_KM / KM_PER_DEGREE, 2.2 * sizes[small])
        cores[large] = cores[large][away <= reach]
    routes = [path for link in links for path in link.paths]
    points = [p for p in (*cores, *routes) if len(p)]
    return np.concatenate(points) if points else None


def _core(shapes: Outlines, side: Side, areas: Sequence[float]) -> Array:
    """The larger pieces of a state's land, or its capital where none is drawn."""
    if not side.land:
        return np.array([side.capital[1:]]) if side.capital else np.zeros((0, 2))
    least = CORE * max(areas)
    kept = [p for p, area in zip(side.land, areas, strict=True) if area >= least]
    return np.concatenate([shapes.ring(p.rings[0], shapes.points) for p in kept])


# -------------------------------------------------------------------------------------- table


def _table(subject: Subject, links: Sequence[Link]) -> Grid:
    rows = tuple(_row(i, link) for i, link in enumerate(links, 1))
    note = "Numbers are those on the map. Capacity is the nameplate’s."
    return Grid(
        "Links on the map",
        ("", "name", "kind", "course", "capacity", "status", "since"),
        rows,
        (),
        right=(4,),
        cells=tuple(
            subject.book.cite(f"Link: {k.row['name']}", [("links", k.rows)]) for k in links
        ),
        note=note,
        full=True,
    )


def _row(number: int, link: Link) -> tuple[str, ...]:
    row = link.row
    via = [_name(v) for v in (row["via"] or "").split(";") if v]
    course = f"{_name(row['from'])} – {_name(row['to'])}" + (
        f" via {', '.join(via)}" if via else ""
    )
    status = str(row["status"]) + (f" until {row['end']}" if link.ended else "")
    return (
        str(number), str(row["name"]), str(row["kind"]).replace("_", " "), course,
        _capacity(row["capacity"], row["unit"]), status, str(row["start"] or "–")[:4],
    )  # fmt: skip


def _name(place: str) -> str:
    """``RUS.fareast`` as "Russia"; the sea or the world as itself."""
    key, _, part = place.partition(".")
    if key == "WLD":
        return part.replace("_", " ").title() if part else "world"
    try:
        name = states.name(key)
    except KeyError:
        return place
    return {"United States of America": "United States"}.get(name, name)


def _capacity(value: float | None, unit: str | None) -> str:
    return "–" if value is None else f"{value:,.4g} {unit or ''}".strip()
