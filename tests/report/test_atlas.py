"""The map: what joins two states, where it is drawn, and that it survives any dyad."""

from __future__ import annotations

import math
import re

import numpy as np
import polars as pl
import pytest

from comity.report.brief import brief
from comity.report.evidence import Book
from comity.report.lettering import Box, Lettering, around, text_width, within
from comity.report.model import Chart, Grid, Note, Sentence
from comity.report.outlines import OVERLAID, UNIONS, outlines
from comity.report.projection import View, cross, fit, great_circle, runs
from comity.report.sections.atlas import atlas
from comity.report.sections.atlas_links import links_between
from comity.report.subject import Subject
from comity.states import table
from comity.world.coverage import Coverage
from comity.world.provenance import Source
from comity.world.schema import conform
from comity.world.world import Part, World

COMPILED = Source(
    "compiled_links", "Links", "compiled", "facts", "", "rows",
    (Coverage("links", "*", 1950, 2026, "rows"),),
)  # fmt: skip
GEM = Source("gem_gas", "Tracker", "GEM", "CC BY 4.0", "", "rows")


def link(**given: object) -> dict[str, object]:
    row: dict[str, object] = {
        "id": "line", "name": "Line", "start": "2000", "end": None, "kind": "gas_pipeline",
        "from": "RUS", "to": "CHN.northeast", "via": None, "capacity": 38.0, "unit": "bcm/y",
        "status": "operating", "route": "60.0,118.0 50.2,127.5", "source": "compiled_links",
        "record": "GEM P0001",
    }  # fmt: skip
    return row | given


def world(*rows: dict[str, object]) -> World:
    parts = {}
    for source in (COMPILED, GEM):
        own = [r for r in rows if r["source"] == source.key]
        if own:
            frame = conform(pl.DataFrame(own, infer_schema_length=None), "links")
            parts["links", source.key] = Part(frame.lazy())
    return World(parts, [COMPILED, GEM])


def subject(
    held: World, a: str = "RUS", b: str = "CHN", since: int = 1990, until: int = 2026
) -> Subject:
    return Subject(held, a, b, since, until, (), Book(held))


# ---------------------------------------------------------------------------------- outlines


def test_every_living_state_has_an_outline() -> None:
    shapes = outlines()
    living = table().filter(pl.col("end").is_null())["state"].unique().to_list()
    assert [key for key in living if not shapes.of(key, 2026)] == []


def test_unions_and_cut_outs_are_made_of_land() -> None:
    shapes = outlines()
    for key in (*UNIONS, *OVERLAID):
        assert shapes.of(key, 1950), key
    assert len(shapes.of("RUS", 1980)) > len(shapes.of("RUS", 2020))


def test_neighbours_share_arcs() -> None:
    shapes = outlines()
    arcs = {
        key: {i if i >= 0 else ~i for p in shapes.of(key, 2026) for ring in p.rings for i in ring}
        for key in ("FRA", "DEU", "JPN")
    }
    assert arcs["FRA"] & arcs["DEU"]
    assert not arcs["JPN"] & arcs["DEU"]


def test_land_across_the_date_line_is_one_piece() -> None:
    shapes = outlines()
    main = max(shapes.of("RUS", 2026), key=shapes.area)
    assert shapes.ring(main.rings[0], shapes.points)[:, 0].max() > 185


# -------------------------------------------------------------------------------- projection


def test_place_undoes_project() -> None:
    view = View(100.0, 50.0, 300.0, 470.0, 210.0, 940.0, 420.0)
    for lon, lat in ((100.0, 50.0), (37.6, 55.8), (-170.0, 65.0), (116.4, 39.9)):
        x, y = view.project(np.array([[lon, lat]]))[0]
        back = view.place(float(x), float(y))
        assert back[1] == pytest.approx(lat, abs=1e-6)
        assert math.cos(math.radians(back[0] - lon)) == pytest.approx(1, abs=1e-9)


def test_areas_are_equal() -> None:
    """A cell of ten degrees at 60° north has half the area (in sines) that its latitudes say."""
    view = View(0.0, 45.0, 1000.0, 0.0, 0.0, 1.0, 1.0)

    def area(lon: float, lat: float) -> float:
        t = np.linspace(0, 1, 400)
        edge = np.concatenate([
            np.column_stack([lon + 10 * t, np.full_like(t, lat)]),
            np.column_stack([np.full_like(t, lon + 10), lat + 10 * t]),
            np.column_stack([lon + 10 - 10 * t, np.full_like(t, lat + 10)]),
            np.column_stack([np.full_like(t, lon), lat + 10 - 10 * t]),
        ])  # fmt: skip
        x, y = view.project(edge).T
        return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)

    def true(lat: float) -> float:
        return (
            1e6
            * math.radians(10)
            * (math.sin(math.radians(lat + 10)) - math.sin(math.radians(lat)))
        )

    for lon, lat in ((-5, 40), (40, 10), (-90, 60)):
        assert area(lon, lat) == pytest.approx(true(lat), rel=1e-3)


def test_fit_holds_every_point_even_across_the_date_line() -> None:
    points = np.array([[170.0, -40.0], [-160.0, 20.0], [-175.0, 0.0]])
    view = fit(points, 460, 340, 430)
    xy = view.project(points)
    assert (xy > 0).all()
    assert (xy[:, 0] < 460).all()
    assert (xy[:, 1] < view.height).all()


def test_opposite_points_do_not_break_the_fit() -> None:
    view = fit(np.array([[0.0, 0.0], [180.0, 0.0]]), 460, 340, 430)
    assert np.isfinite(view.project(np.array([[0.0, 0.0], [180.0, 0.0], [90.0, 45.0]]))).all()


def test_clipping_keeps_the_part_inside() -> None:
    square = np.array([[-100.0, 50.0], [50.0, 50.0], [50.0, 150.0], [-100.0, 150.0]])
    inside = cross(square, 200, 200, bleed=0)
    assert inside.min(axis=0).tolist() == [0, 50]
    assert inside.max(axis=0).tolist() == [50, 150]
    assert len(cross(square - 1000, 200, 200)) == 0


def test_a_path_leaving_and_returning_is_two_runs() -> None:
    path = np.array([[10.0, 10.0], [20.0, 10.0], [500.0, 10.0], [500.0, 90.0], [20.0, 90.0]])
    assert len(runs(path, 100, 100)) == 2


def test_great_circle_takes_the_short_way_over_the_date_line() -> None:
    path = great_circle(np.array([[170.0, 60.0], [-170.0, 60.0]]))
    assert len(path) > 9
    assert (np.abs(path[:, 0]) >= 170 - 1e-9).all()


# --------------------------------------------------------------------------------- lettering


def test_names_do_not_overlap() -> None:
    lettering = Lettering(400, 300, np.zeros((0, 2)))
    boxes = [lettering.best(around(200, 150, 80, 14, 4)) for _ in range(12)]
    placed = [b for b in boxes if b is not None]
    assert 1 < len(placed) < 12
    assert not any(a.meets(b) for i, a in enumerate(placed) for b in placed[:i])


def test_a_name_avoids_a_line() -> None:
    line = np.column_stack([np.linspace(100, 300, 50), np.full(50, 150.0)])
    box = Lettering(400, 300, line).best(around(200, 150, 80, 14, 4))
    assert box is not None
    assert box.count(line) == 0


def test_within_knows_holes() -> None:
    outer = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])
    points = np.array([[5.0, 5.0], [1.0, 1.0], [11.0, 5.0]])
    assert within([outer, outer * 0.4 + 3], points).tolist() == [False, True, False]


def test_wider_text_is_wider() -> None:
    assert text_width("ii", 12) < text_width("WW", 12) < text_width("WW", 12, bold=True)
    assert Box(0, 0, 1, 1).count(np.zeros((0, 2))) == 0


# ------------------------------------------------------------------------------------- links


def test_the_status_is_that_of_the_end_of_the_period() -> None:
    held = world(
        link(status="proposed", start="1997", end="2014-05-20"),
        link(status="construction", start="2014-05-21", end="2019-12-01"),
        link(status="operating", start="2019-12-02"),
    )
    assert [k.row["status"] for k in links_between(subject(held, until=2010))] == ["proposed"]
    assert [k.state for k in links_between(subject(held, until=2016))] == ["planned or being built"]
    assert [k.state for k in links_between(subject(held))] == ["in operation"]
    assert links_between(subject(held, until=1995)) == []


def test_a_period_that_ended_is_stopped() -> None:
    held = world(link(end="2022-09-26"))
    (found,) = links_between(subject(held))
    assert (found.state, found.ended) == ("stopped", True)
    assert [k.state for k in links_between(subject(held, until=2020))] == ["in operation"]


def test_states_passed_through_count_and_parts_of_keys_do_not() -> None:
    held = world(link(**{"from": "RUS.yamal", "to": "SVK", "via": "UKR"}))
    assert len(links_between(subject(held, "RUS", "UKR"))) == 1
    assert links_between(subject(held, "RUS", "UK.")) == []  # a key is no pattern
    assert links_between(subject(held, "CHN", "UKR")) == []


def test_a_tracked_line_that_is_compiled_is_left_out() -> None:
    held = world(
        link(),
        link(id="gem:P0001", source="gem_gas", record="P0001, P0002", name="Other name"),
        link(id="gem:P0003", source="gem_gas", record="P0003", name="Same way",
             route="58.0,120.0 50.3,127.4"),
        link(id="gem:P0004", source="gem_gas", record="P0004", name="Elsewhere",
             route="45.0,80.0 47.0,85.0"),
        link(id="gem:P0005", source="gem_gas", record="P0005", name="Given up", status="cancelled",
             route="45.0,80.0 47.0,85.0"),
    )  # fmt: skip
    assert [k.row["name"] for k in links_between(subject(held))] == ["Line", "Elsewhere"]


def test_oil_in_barrels_is_ranked_by_weight() -> None:
    oil = {"kind": "oil_pipeline", "route": "50,100 51,101"}
    held = world(
        link(id="a", name="Barrels", capacity=100.0, unit="kb/d", **oil),
        link(id="b", name="Tonnes", capacity=30.0, unit="Mt/y", **oil),
    )
    assert [k.row["name"] for k in links_between(subject(held))] == ["Tonnes", "Barrels"]


def test_a_broken_route_is_no_route() -> None:
    (found,) = links_between(subject(world(link(route="north,east|999,0"))))
    assert found.paths == ()
    assert isinstance(atlas(subject(world(link(route="x")))).blocks[-1], Grid)


# ----------------------------------------------------------------------------------- section


def test_every_block_cites_evidence() -> None:
    section = atlas(
        subject(world(link(), link(id="b", name="Bridge", kind="bridge", route="50,127")))
    )
    assert {type(b) for b in section.blocks} == {Sentence, Chart, Grid}
    for block in section.blocks:
        if isinstance(block, Grid):
            assert len(block.rows) == len(block.cells) == 2
            assert all(block.cells)
        elif not isinstance(block, Note):
            assert block.evidence


def test_no_links_is_a_note_and_still_a_map() -> None:
    section = atlas(subject(world(link(**{"from": "USA", "to": "MEX"}))))
    assert section.notes()[0].text.startswith("No physical link between them")
    assert any(isinstance(b, Chart) for b in section.blocks)
    assert not any(isinstance(b, Grid) for b in section.blocks)


def test_a_world_without_links_says_so() -> None:
    (note,) = atlas(subject(World({}, []))).notes()
    assert "not covered" in note.text


@pytest.mark.parametrize(
    ("a", "b", "since", "until"),
    [
        ("USA", "AUS", 1990, 2026), ("RUS", "USA", 1990, 2026), ("BRA", "IND", 1990, 2026),
        ("DEU", "DDR", 1949, 1990), ("CSK", "DDR", 1970, 1970), ("YUG", "RUS", 1950, 1990),
        ("BAV", "SAX", 1820, 1860), ("AUH", "ITA", 1890, 1910), ("HKG", "TWN", 1990, 2026),
        ("PSE", "ISR", 1990, 2026), ("MCO", "TUV", 2000, 2026), ("NZL", "ARG", 1990, 2026),
        ("FJI", "KIR", 1990, 2026), ("VDR", "VNM", 1960, 1974), ("NOR", "CAN", 1990, 2026),
        ("SMR", "ITA", 1992, 2026),
    ],
)  # fmt: skip
def test_any_dyad_is_drawn(a: str, b: str, since: int, until: int) -> None:
    chart = next(
        x for x in atlas(subject(World({}, []), a, b, since, until)).blocks if isinstance(x, Chart)
    )
    for svg in (chart.svg, chart.wide):
        assert "nan" not in svg
        assert "inf" not in svg.replace("infinity", "")
        assert svg.count('font-weight="700"') >= 1
        x = [float(n) for n in re.findall(r'<text x="(-?[\d.]+)"', svg)]
        assert all(0 <= n <= 940 for n in x)


def test_names_are_escaped(tmp_path: object) -> None:
    hostile = '<script>alert("1")</script>'
    held = world(link(name=hostile, **{"from": "RUS.<b>", "to": "CHN"}, unit="<i>"))
    made = brief(held, "RUS", "CHN", None)
    text = "".join(b.svg + b.wide for b in atlas(subject(held)).blocks if isinstance(b, Chart))
    assert made.sections
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_maps_are_small_enough_to_send() -> None:
    for a, b in (("USA", "CAN"), ("RUS", "CHN"), ("NOR", "CAN"), ("USA", "AUS")):
        charts = [x for x in atlas(subject(World({}, []), a, b)).blocks if isinstance(x, Chart)]
        assert len(charts[0].svg) + len(charts[0].wide) < 420_000
