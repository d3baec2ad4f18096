"""Every spelling in the public data sets is known: a state, another actor, or a label of no state."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from comity import states
from comity.errors import StateError

pytestmark = pytest.mark.data


def column(path: Path, name: str) -> set[str]:
    frame = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy")
    return set(frame[name].drop_nulls())


def listed(values: set[str]) -> set[str]:
    return {name for value in values for name in states.split_names(value)}


def unvotes(shared: Path) -> set[str]:
    return set(pl.read_parquet(shared / "unga-unvotes-1946-2019" / "un_votes.parquet")["country"])


def digital_library(shared: Path) -> set[str]:
    header = pl.read_csv(
        shared / "un-votes-udl-ga-sc-1946-2021" / "un_votes_ga_sc_wide.csv.gz",
        n_rows=1, infer_schema=False, truncate_ragged_lines=True,
    ).columns  # fmt: skip
    return set(header[header.index("token") + 1 :])


def factbook(shared: Path) -> set[str]:
    path = shared / "factbook-trade-partners" / "factbook_partner_shares.csv.gz"
    return column(path, "partner") | column(path, "country")


def sipri_arms(shared: Path) -> set[str]:
    path = shared / "sipri-arms-transfers" / "sipri_trade_register.csv.gz"
    names = column(path, "Recipient") | column(path, "Supplier")
    return {name for name in names if not re.fullmatch(r"[\d.]+", name)}  # two overflow lines


def sipri_spending(shared: Path) -> set[str]:
    return column(shared / "sipri-milex" / "sipri_milex_long.csv.gz", "Country")


def sanctions(shared: Path) -> set[str]:
    path = shared / "gsdb-v3-cases" / "gsdb_v3_subset.csv.gz"
    return listed(column(path, "sanctioned_state") | column(path, "sanctioning_state"))


def gas(shared: Path) -> set[str]:
    frame = pl.read_parquet(shared / "gem-ggit-gas-2024" / "ggit_gas_pipelines_lng_2024-10.parquet")
    return listed(set(frame["areas"].drop_nulls()))


def oil(shared: Path) -> set[str]:
    return listed(
        column(shared / "gem-goit-oil-2024" / "goit_oil_ngl_pipelines_2024-06.csv.gz", "countries")
    )


def exercises(shared: Path) -> set[str]:
    folder = shared / "military-exercises"
    jme = pl.read_csv(folder / "jme_v3_1974_2010.csv.gz", infer_schema=False, encoding="utf8-lossy")
    states_of = [name for name in jme.columns if re.match(r"State [A-Z]+$", name)]
    codes = {code for name in states_of for code in jme[name].drop_nulls()}
    return column(folder / "mme_v7_long_1980_2010.csv.gz", "country") | codes


def organisations(shared: Path) -> set[str]:
    frame = pl.read_parquet(shared / "cow-igo-membership-1815-2014" / "igo_state_year_long.parquet")
    return set(frame["state"].unique()) - {"korea"}  # Korea before 1910: needs the year


def gas_imports(shared: Path) -> set[str]:
    return column(shared / "eurostat-gas-imports-2011-2020" / "eurostat_nrg_ti_gas.csv.gz", "geo")


def energy(shared: Path) -> set[str]:
    names = set[str]()
    for path in (shared / "energy-institute-review-2023").glob("*production*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            names |= {row[0].strip() for row in csv.reader(file) if len(row) > 5 and any(row[1:4])}
    return {name for name in names if re.fullmatch(r"[A-Z][A-Za-z&. ]+", name) and len(name) < 30}


SOURCES = [
    unvotes, digital_library, factbook, sipri_arms, sipri_spending, sanctions, gas, oil, exercises,
    organisations, gas_imports, energy,
]  # fmt: skip
NO_PLACES = {"Thousand barrels daily", "Billion cubic metres"}


def unknown(names: set[str]) -> Iterator[str]:
    for name in sorted(names - NO_PLACES):
        if states.non_state(name) is None:
            try:
                states.resolve_actor(name)
            except StateError:
                yield name


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__name__)
def test_every_spelling_is_known(source, shared: Path):
    names = source(shared)
    assert len(names) > 30
    assert list(unknown(names)) == []


def test_rebels_and_regions_of_the_arms_register_are_no_states(shared: Path):
    for name in sipri_arms(shared):
        if name.endswith("*") and not name.endswith("**"):
            assert states.non_state(name) == "rebel", name
            with pytest.raises(StateError):
                states.resolve_actor(name)


def test_names_and_numbers_agree(shared: Path):
    frame = pl.read_parquet(shared / "cow-igo-membership-1815-2014" / "igo_state_year_long.parquet")
    frame = frame.select("ccode", "state", "year").unique()
    keyed = states.from_cow(frame, when="year", into="by_number")
    keyed, missing = states.from_names(keyed, "state", when="year", into="by_name")
    assert missing == []
    assert keyed.filter(pl.col("by_number") != pl.col("by_name")).is_empty()
