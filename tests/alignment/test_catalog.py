"""Every indicator of the model says what it is, and rests on registered ones."""

from __future__ import annotations

import polars as pl
import pytest

from comity.alignment.catalog import CATALOG
from comity.alignment.panel import latent_domains
from comity.measures.registry import get

DOMAINS = {
    "diplomatic", "military", "economic", "energy", "finance", "technology", "infrastructure",
}  # fmt: skip


def test_there_are_at_least_eighteen():
    assert len(CATALOG) >= 18


@pytest.mark.parametrize("entry", CATALOG.values(), ids=lambda e: e.name)
def test_an_indicator_is_declared_in_full(entry):
    assert entry.name in CATALOG
    assert entry.domain in DOMAINS
    assert entry.cost in {"declaratory", "material"}
    assert entry.toward in {-1, 1}
    assert entry.unit
    assert entry.direction
    assert entry.of
    for name in entry.of:
        assert get(name).name == name
    assert len(entry.cite) > 10


def test_what_encodes_alliances_is_marked():
    marked = {e.name for e in CATALOG.values() if e.alliances}
    assert marked == {"shared_igos", "alliance_grade", "alliance_kappa", "shared_military_blocs"}


def test_lists_of_facts_chosen_by_hand_never_enter():
    assert not any("ledger" in name for e in CATALOG.values() for name in (e.name, *e.of))


def test_a_domain_is_latent_from_three_indicators_that_cover_fifty_states():
    rows = [
        ("a", "diplomatic", 50), ("b", "diplomatic", 190), ("c", "diplomatic", 60),
        ("d", "energy", 190), ("e", "energy", 60), ("f", "energy", 49),
        ("g", "finance", 190),
    ]  # fmt: skip
    table = pl.DataFrame(rows, schema=["indicator", "domain", "states"], orient="row")
    assert latent_domains(table) == ("diplomatic",)
