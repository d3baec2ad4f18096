"""Lines once each, by year and status; chains, floors and passages; and the market it makes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from comity.errors import CoverageError, UnknownName
from comity.simulate.energy.lines import open_share
from comity.simulate.energy.network import EnergyNetwork, energy_network
from comity.world.world import World
from tests.simulate.energy.energy_world import energy_world


@pytest.fixture(scope="module")
def gas() -> EnergyNetwork:
    return energy_network(energy_world(), "gas", 2023)


@pytest.fixture(scope="module")
def crude() -> EnergyNetwork:
    return energy_network(energy_world(), "crude_oil", 2023)


def _link(network: EnergyNetwork, link: str) -> pl.DataFrame:
    return network.arcs.filter(link=link)


def test_size_and_labels(gas: EnergyNetwork, crude: EnergyNetwork) -> None:
    for network in (gas, crude):
        assert network.nodes.filter(pl.col("consumption") > 0)["state"].n_unique() >= 70
        assert network.nodes.filter(pl.col("production") > 0)["state"].n_unique() >= 40
        assert network.arcs["id"].is_unique().all()
        assert network.arcs["record"].null_count() == 0
        assert network.arcs["source"].null_count() == 0
        assert set(network.arcs["from"]) | set(network.arcs["to"]) <= set(network.nodes["key"])
        assert (network.arcs["capacity"] > 0).all()
        assert (network.arcs["floor"] <= network.arcs["capacity"]).all()
        assert "left out" in network.coverage()


def test_power_of_siberia_is_one_line_of_38(gas: EnergyNetwork) -> None:
    to_china = gas.arcs.filter(
        (pl.col("kind") == "pipeline")
        & pl.col("from").str.starts_with("RUS")
        & (pl.col("to") == "CHN")
    )
    assert to_china["id"].to_list() == ["power_of_siberia"]
    assert to_china["capacity"][0] == 38
    assert to_china["from"][0] == "RUS.eastsiberia"
    assert 15 < to_china["floor"][0] < 38


def test_what_was_lost_in_2022_is_not_there(gas: EnergyNetwork) -> None:
    for link in ("nord_stream_1", "nord_stream_2", "yamal_europe", "power_of_siberia_2", "soyuz"):
        assert _link(gas, link).is_empty()
    assert _link(gas, "ukraine_transit").height > 1


def test_a_line_through_other_states_is_a_chain_with_draws(gas: EnergyNetwork) -> None:
    chain = _link(gas, "tap")
    legs = chain.filter(kind="pipeline").sort("id")
    assert legs["from"].to_list() == ["AZE", "tap@TUR", "tap@GRC", "tap@ALB"]
    assert legs["to"].to_list()[-1] == "ITA"
    draws = chain.filter(kind="draw")["to"].to_list()
    assert "GRC" in draws
    assert "TUR" not in draws


def test_no_two_sources_for_a_pair_with_compiled_interconnections(gas: EnergyNetwork) -> None:
    pipes = gas.arcs.filter(kind="pipeline").group_by("from", "to").agg("link")
    for row in pipes.iter_rows(named=True):
        if any(link.startswith("ip_") for link in row["link"]):
            assert not any(link.startswith("gem:") for link in row["link"])


def test_the_lng_chain(gas: EnergyNetwork) -> None:
    plants = gas.arcs.filter(kind="liquefaction")
    assert plants["from"].str.starts_with("RUS.").any()
    assert "RUS" not in plants["from"].to_list()
    voyage = gas.arcs.filter(id="lng:QAT>JPN")
    assert voyage["from"].item() == "QAT:lng"
    assert voyage["to"].item() == "JPN:regas"
    assert "hormuz" in voyage["passages"].item()


def test_embargoes_and_ports(crude: EnergyNetwork) -> None:
    russian = crude.arcs.filter((pl.col("kind") == "sea") & pl.col("from").str.starts_with("RUS"))
    assert {"DEU", "NLD", "USA", "GBR"}.isdisjoint(set(russian["to"]))
    assert {"IND", "CHN", "TUR"} <= set(russian["to"])
    iranian = crude.arcs.filter((pl.col("kind") == "sea") & pl.col("from").str.starts_with("IRN"))
    assert set(iranian["to"]) <= {"CHN", "SYR", "VEN"}


def test_a_closed_strait_leaves_the_way_round_it(crude: EnergyNetwork) -> None:
    shut = energy_network(energy_world(), "crude_oil", 2023, closed=["hormuz", "malacca"])
    assert shut.arcs.filter(pl.col("passages").str.contains("hormuz|malacca")).is_empty()
    assert shut.arcs.filter(id="crude:SAU.yanbu>CHN").height == 1
    assert shut.arcs.filter(id="crude:SAU>CHN").is_empty()
    before = crude.arcs.filter(id="crude:NGA>CHN")["km"].item()
    assert shut.arcs.filter(id="crude:NGA>CHN")["km"].item() >= before - 1e-6


def test_prices_are_those_of_markers_or_made_from_them(gas: EnergyNetwork) -> None:
    price = dict(gas.nodes.select("key", "price").iter_rows())
    basis = dict(gas.nodes.select("key", "price_basis").iter_rows())
    assert basis["DEU"] == "TTF"
    assert price["DEU"] == pytest.approx(13.11 * 36.6, rel=1e-6)
    assert basis["NOR"] == "netback"
    assert price["NOR"] < price["DEU"]
    assert np.isfinite(gas.nodes["price"].to_numpy()).all()


def test_arrays_are_the_frames(gas: EnergyNetwork) -> None:
    arrays = gas.arrays()
    assert len(arrays.production) == gas.nodes.height
    assert arrays.tail.max() < gas.nodes.height
    assert arrays.production.sum() == pytest.approx(gas.nodes["production"].sum())
    assert all(arrays.seller[arrays.production > 0] >= 0)
    assert arrays.sellers.count("RUS") == 1


@pytest.mark.parametrize(
    ("status", "start", "end", "share"),
    [
        ("operating", "2019-12-02", None, 1.0), ("operating", None, "2023-03-24", 83 / 365),
        ("operating", "2023-10", None, 92 / 365), ("suspended", None, None, 0.0),
        ("operating", "2024", None, 0.0), ("operating", "2023-02", "2023-02", 28 / 365),
    ],
)  # fmt: skip
def test_a_line_counts_for_the_share_of_the_year_it_operated(status, start, end, share) -> None:
    assert open_share(status, start, end, 2023) == pytest.approx(share)


def test_what_is_not_covered_is_refused() -> None:
    with pytest.raises(UnknownName, match="gas"):
        energy_network(energy_world(), "gass", 2023)  # type: ignore[arg-type]
    with pytest.raises(CoverageError):
        energy_network(World({}, []), "gas", 2023)
