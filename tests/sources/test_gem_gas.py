"""Gas pipelines and terminals: doubles, phases, borders, ends, absurd capacities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from comity.errors import DataError
from comity.sources._geometry import read_pairs, read_wkt, route_text, thin
from comity.sources.gem_gas import COLUMNS
from comity.sources.reader import READERS, read_source
from comity.world.world import World

LINE = "LINESTRING (100 50, 101 50.5, 110 50)"
ABROAD = "LINESTRING (110.2 50, 115 45)"


def row(**given: Any) -> dict[str, Any]:
    plain: dict[str, Any] = dict.fromkeys(COLUMNS)
    plain |= {
        "name": "Somewhere Gas Pipeline",
        "status": "operating",
        "areas": "Russia",
        "capacity": 38.0,
    }
    plain |= {
        "capacity-table": "38.0 bcm/y of gas",
        "start-year": "2019",
        "geometry": LINE,
        "tracker-acro": "GGIT",
    }
    return plain | {k.replace("_", "-"): v for k, v in given.items()}


def world(folder: Path, *rows: dict[str, Any]) -> tuple[World, tuple[str, ...]]:
    rows = tuple(r | {"id": r["id"] or f"P{i:04}"} for i, r in enumerate(rows))
    schema = {
        c: pl.Float64 if c in ("capacity", "Latitude", "Longitude") else pl.String for c in COLUMNS
    }
    pl.DataFrame(rows, schema=schema).write_parquet(folder / "ggit_gas_pipelines_lng_test.parquet")
    return read_source(READERS["gem_gas"], folder)


def test_phases_of_one_line_are_one_link(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        row(unit_name="Phase I"),
        row(unit_name="Phase II", geometry="LINESTRING (90 55, 95 56)", start_year="2022"),
        row(unit_name="Phase I Expansion", geometry="LINESTRING (130 49, 128 50)"),
    )
    rows = found.links.select("id", "name", "capacity", "start", "record").rows()
    assert rows == [
        ("gem:P0000", "Somewhere Gas Pipeline", 38.0, "2019", "P0000, P0001"),
        ("gem:P0002", "Somewhere Gas Pipeline, Phase I Expansion", 38.0, "2019", "P0002"),
    ]
    assert (
        found.links["route"][0] == "50.00,100.00 50.50,101.00 50.00,110.00|55.00,90.00 56.00,95.00"
    )
    assert any(note.startswith("1 rows are phases") for note in notes)


def test_parallel_lines_on_one_route_stay_apart_by_their_names(tmp_path: Path) -> None:
    found, _ = world(tmp_path, row(unit_name="Line A"), row(unit_name="Line B"))
    assert found.links["capacity"].to_list() == [38.0, 38.0]


def test_a_repeated_row_without_a_name_is_kept_once(tmp_path: Path) -> None:
    found, _ = world(tmp_path, row(), row())
    assert found.links.height == 1


def test_a_line_under_one_state_reaches_the_next_line_of_equal_capacity(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        row(),
        row(name="Other Gas Pipeline", areas="China", geometry=ABROAD),
        row(name="Third Gas Pipeline", areas="China", geometry=ABROAD, capacity=5.0),
    )
    assert found.links.select("from", "to").rows() == [
        ("RUS", "CHN"),
        ("CHN", "CHN"),
        ("CHN", "CHN"),
    ]
    assert any("continue over its border" in note for note in notes)


def test_ends_come_from_the_geometry_and_the_order_from_the_publisher(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        row(name="Russian", geometry="LINESTRING (35 57, 36 56)", capacity=1.0),
        row(name="Polish", areas="Poland", geometry="LINESTRING (20 52, 21 53)", capacity=2.0),
        row(name="German", areas="Germany", geometry="LINESTRING (14 52, 13 52)", capacity=3.0),
        row(
            name="Yamal",
            areas="Russia, Belarus, Germany, Poland",
            geometry="LINESTRING (14.4 52.4, 24 52.5, 35 57)",
        ),
    )
    link = found.links.row(3, named=True)
    assert (link["from"], link["to"], link["via"]) == ("RUS", "DEU", "BLR;POL")


def test_a_line_without_a_state_is_placed_by_its_neighbours_or_left_out(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        row(name="Known", unit_name="A"),
        row(name="Near", areas=None, geometry="LINESTRING (100.1 50, 110.1 50)", capacity=1.0),
        row(name="Far", areas=None, geometry="LINESTRING (-30 -50, -31 -50)", capacity=1.0),
    )
    assert found.links.select("name", "from", "confidence").rows() == [
        ("Known, A", "RUS", None),
        ("Near", "RUS", "low"),
    ]
    assert any(note.startswith("1 lines without a state, and none within") for note in notes)


def test_an_absurd_capacity_and_a_missing_one_are_null(tmp_path: Path) -> None:
    found, notes = world(
        tmp_path,
        row(capacity=101_358.74, unit_name="A"),
        row(capacity=None, capacity_table=None, unit_name="B"),
    )
    assert found.links.select("capacity", "unit").rows() == [(None, None), (None, None)]
    assert "1 capacities above 200 bcm/y left out: no line carries that much" in notes
    assert "2 of 2 lines have no capacity" in notes


def test_a_planned_year_is_no_start(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        row(status="proposed", start_year="2030", unit_name="A"),
        row(start_year="--", unit_name="B"),
        row(start_year="1", unit_name="C"),
    )
    assert found.links["start"].to_list() == [None, None, None]
    assert found.links["notes"][0] == "status of 2024-10; start year 2030"


def test_terminals_are_in_tonnes_and_say_which_way(tmp_path: Path) -> None:
    found, _ = world(
        tmp_path,
        row(
            id="T0518", name="Yamal LNG Terminal", unit_name="T1", capacity=5.5, start_year="2017",
            capacity_table="5.5 mtpa of LNG", tracker_acro="GGIT-lng", tracker_custom="GGIT - export",
            Latitude=71.27, Longitude=72.05, geometry="POINT (72.05 71.27)",
        ),
    )  # fmt: skip
    link = found.links.row(0, named=True)
    assert (link["kind"], link["from"], link["to"], link["unit"]) == (
        "lng_terminal",
        "RUS",
        "RUS",
        "Mt/y",
    )
    assert link["notes"] == "export; status of 2024-10"
    assert (link["name"], link["route"], link["start"]) == (
        "Yamal LNG Terminal, T1",
        "71.27,72.05",
        "2017",
    )


def test_wrong_units_ids_and_states_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="another unit"):
        world(tmp_path, row(capacity_table="38 mmcf/d"))
    with pytest.raises(DataError, match="used twice"):
        world(tmp_path, row(id="P1"), row(id="P1"))
    with pytest.raises(DataError, match="Ruritania"):
        world(tmp_path, row(areas="Russia, Ruritania"))


def test_paths_are_read_and_thinned() -> None:
    assert read_wkt("MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))")[1].tolist() == [[6, 5], [8, 7]]
    assert read_pairs("1,2:3,4;5,6")[0].tolist() == [[1, 2], [3, 4]]
    assert read_wkt("LINESTRING (1 2, nonsense 4)") == []
    assert read_wkt("LINESTRING (1 200, 1 2)")[0].tolist() == [[2, 1]]
    corner = np.array([[0, 0], [0, 1], [0, 2], [0, 3], [5, 3], [6, 3]], dtype=float)
    assert thin(corner, 3).tolist() == [[0, 0], [0, 3], [6, 3]]
    assert thin(corner, 20) is corner
    assert route_text([]) is None


def test_the_tracker(shared: Path) -> None:
    found, notes = read_source(READERS["gem_gas"], shared / "gem-ggit-gas-2024")
    links = found.links
    assert links.filter(kind="lng_terminal").height == 1291
    assert links.filter(kind="gas_pipeline").height > 3030
    siberia = links.filter(name="Power of Siberia Gas Pipeline")
    assert siberia.select("from", "to", "capacity", "record").rows() == [
        ("RUS", "CHN", 38.0, "P2352, P2353")
    ]
    second = links.filter(pl.col("name").str.starts_with("Power of Siberia 2"), status="proposed")
    assert second.filter(to="CHN")["capacity"].to_list() == [50.0]
    assert links.filter(name="Nord Stream 2 Gas Pipeline").select(
        "from", "to", "status"
    ).rows() == [("RUS", "DEU", "mothballed")]
    assert links.filter(pl.col("name").str.starts_with("TurkStream"))["capacity"].sum() == 31.5
    assert links.filter(pl.col("capacity") > 200).is_empty()
    assert (
        links["route"]
        .str.split("|")
        .list.eval(pl.element().str.count_matches(" ").max())
        .explode()
        .max()
        <= 19
    )
    assert any("Power of Siberia" in note for note in notes)
