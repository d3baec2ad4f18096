"""Small markets whose answers are known, for the tests."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from comity.simulate.energy import Market

NONE = np.nan


def market(**changed: Any) -> Market:
    """One seller at node 0 (marginal cost 2), users at node 1 (price = 20 − q), a pipe that costs 1."""
    made: dict[str, Any] = {
        "demand_intercept": [NONE, 20.0],
        "demand_slope": [NONE, 1.0],
        "site_node": [0],
        "site_seller": [0],
        "cost_intercept": [2.0],
        "cost_slope": [0.0],
        "site_capacity": [100.0],
        "tail": [0],
        "head": [1],
        "arc_cost": [1.0],
        "conduct": [0.0],
        "node_names": ("Norway", "Germany"),
    }
    made.update(changed)
    return Market(**made)


def two_regions(**changed: Any) -> Market:
    """Samuelson's two regions: supply q and demand 10 − p in one, 20 − p in the other."""
    return market(
        **{
            "demand_intercept": [10.0, 20.0], "demand_slope": [1.0, 1.0],
            "site_node": [0, 1], "site_seller": [0, 1], "cost_intercept": [0.0, 0.0],
            "cost_slope": [1.0, 1.0], "site_capacity": [100.0, 100.0], "conduct": [0.0, 0.0],
            **changed,
        }
    )  # fmt: skip


@st.composite
def networks(draw: st.DrawFn, *, power: bool = False) -> Market:
    """Random connected networks: a ring of pipes one way, chords, sites, users; some pipes tight or leaky."""
    seed = draw(st.integers(0, 2**32 - 1))
    n, chords, sites = draw(st.integers(2, 6)), draw(st.integers(0, 6)), draw(st.integers(1, 4))
    rng = np.random.default_rng(seed)
    tail = np.concatenate([np.arange(n), rng.integers(n, size=chords)])
    head = np.concatenate([(np.arange(n) + 1) % n, rng.integers(n, size=chords)])
    tail, head = tail[tail != head], head[tail != head]
    arcs = len(tail)
    without = rng.uniform(size=n) < 0.3
    without[0] = False
    capacity = np.where(rng.uniform(size=arcs) < 0.6, rng.uniform(0.5, 8.0, arcs), np.inf)
    sellers = draw(st.integers(1, sites))
    return Market(
        demand_intercept=np.where(without, np.nan, rng.uniform(10, 40, n)),
        demand_slope=np.where(without, np.nan, rng.uniform(0.3, 3.0, n)),
        site_node=rng.integers(n, size=sites),
        site_seller=rng.integers(sellers, size=sites),
        cost_intercept=rng.uniform(0, 8, sites),
        cost_slope=rng.uniform(0.1, 2.0, sites),
        site_capacity=rng.uniform(2, 20, sites),
        tail=tail,
        head=head,
        arc_cost=rng.uniform(0.1, 3.0, arcs),
        loss=np.where(rng.uniform(size=arcs) < 0.4, rng.uniform(0, 0.2, arcs), 0.0),
        arc_capacity=capacity,
        tariff=rng.uniform(0, 0.5, arcs),
        conduct=rng.uniform(size=sellers).round(1) if power else np.zeros(sellers),
    )
