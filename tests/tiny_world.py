"""A world of a few rows in six tables, for tests that need one but no particular one."""

from __future__ import annotations

import datetime as dt

import polars as pl

from comity.world import Coverage, Part, Source, World
from comity.world.provenance import Shipping

CODES = pl.DataFrame(
    {
        "year": pl.Series([2020, 2020, 2020, 2020], dtype=pl.Int32),
        "resolution": ["1", "1", "2", "2"],
        "date": [dt.date(2020, 3, 1)] * 2 + [dt.date(2020, 11, 5)] * 2,
        "state": ["CHN", "RUS", "CHN", "RUS"],
        "vote": pl.Series([1, 1, 2, 3], dtype=pl.Int8),
        "topics": ["nuclear", "nuclear", None, None],
    }
)
TIES = pl.DataFrame(
    {
        "a": ["CHN", "ARM"], "b": ["RUS", "RUS"], "kind": ["alliance", "alliance"],
        "start": ["2001-07-16", "1997"], "end": [None, "2024-02"], "depth": [1.0, 3.0],
        "name": ["Treaty of Good-Neighbourliness", "Treaty of Friendship"], "record": ["line 2", "line 3"],
    }
)  # fmt: skip
FLOWS = pl.DataFrame(
    {
        "a": ["RUS", "CHN"], "b": ["CHN", "RUS"], "year": pl.Series([2020, 2020], dtype=pl.Int32),
        "commodity": ["goods", "goods"], "measure": ["share", "share"], "value": [0.146, 0.02],
        "unit": ["share", "share"], "directed": [True, True], "record": ["p. 4", "p. 5"],
    }
)  # fmt: skip
EVENTS = pl.DataFrame(
    {
        "date": ["2014-05-21"], "a": ["CHN"], "b": ["RUS"], "action": ["CONSULT"], "mode": ["summit"],
        "parties": ["CHN;RUS"], "record": ["row 7"],
    }
)  # fmt: skip
LINKS = pl.DataFrame(
    {
        "id": ["P0761"], "name": ["Power of Siberia"], "start": ["2019-12-02"], "kind": ["gas_pipeline"],
        "commodity": ["gas"], "from": ["RUS.chayanda"], "to": ["CHN"], "via": [None],
        "capacity": [38.0], "unit": ["bcm/y"], "status": ["operating"], "record": ["P0761"],
    },
    schema_overrides={"via": pl.String},
)  # fmt: skip


def source(key: str, *coverage: Coverage, ships: Shipping = "rows", title: str = "") -> Source:
    """A source with something in every field."""
    return Source(
        key=key, title=title or f"The {key} data", cite="Nobody (2020)", licence="CC0 1.0",
        url="https://example.org", coverage=coverage, ships=ships,
    )  # fmt: skip


def tiny_world() -> World:
    """Votes, ties, flows, events and links between China, Russia and Armenia."""
    votes = Part(
        CODES.lazy(), {"source": "unga", "body": "UNGA", "record": "rcid {resolution} of {year}"}
    )
    world = World(
        {("votes", "unga"): votes},
        [source("unga", Coverage("votes", "UNGA", 1946, 2024, "rows"), ships="aggregates")],
        name="tiny",
    )
    ties = Coverage("ties", "alliance", 1816, 2024, "system")
    world = world.with_rows("ties", TIES, source("atop", ties))
    world = world.with_rows(
        "flows", FLOWS, source("shares", Coverage("flows", "goods", 2020, 2020, "rows"))
    )
    world = world.with_rows(
        "events", EVENTS, source("ledger", Coverage("events", "*", 2014, 2014, "rows"))
    )
    return world.with_rows(
        "links", LINKS, source("pipes", Coverage("links", "*", 2019, 2024, "rows"))
    )
