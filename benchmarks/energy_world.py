"""Made-up energy markets of the size of the world's, for timing: regions of pipes, and LNG between coasts."""

from __future__ import annotations

import numpy as np

from comity.simulate.energy import Market

__all__ = ["made_up_world"]


def made_up_world(
    *, nodes: int = 130, sellers: int = 60, arcs: int = 900, power: float = 1.0, seed: int = 5
) -> Market:
    """Pipes between near neighbours both ways, and LNG from every third producer to every coast.

    Parameters
    ----------
    power
        Share of sellers with market power (Cournot); the others take prices.
    """
    rng = np.random.default_rng(seed)
    where = rng.uniform(size=(nodes, 2)) * (2.0, 1.0)
    distance = np.linalg.norm(where[:, None] - where[None], axis=2)
    near = np.argsort(distance, axis=1)[:, 1:4]
    pipes = {(min(n, m), max(n, m)) for n in range(nodes) for m in near[n]}
    pipes |= {(n, n + 1) for n in range(0, nodes - 1, 4)}
    both = np.array(sorted(pipes))
    both = np.concatenate([both, both[:, ::-1]])
    site_node = rng.permutation(nodes)[:sellers]
    coasts = rng.permutation(nodes)[: nodes // 3]
    lng = np.array([(n, m) for n in site_node[:20] for m in coasts if n != m])
    lng = lng[rng.permutation(len(lng))[: arcs - len(both)]]
    ends = np.concatenate([both, lng])
    far = distance[ends[:, 0], ends[:, 1]]
    piped = np.arange(len(ends)) < len(both)
    arc_cost = np.where(piped, 10 + 120 * far, 60 + 40 * far)
    capacity = np.where(piped, rng.lognormal(3.0, 0.8, len(ends)), np.inf)
    reference = rng.uniform(150, 450, nodes)
    used = rng.lognormal(2.5, 1.2, nodes)
    elasticity = rng.uniform(0.2, 0.5, nodes)
    no_demand = rng.uniform(size=nodes) < 0.15
    slope = np.where(no_demand, np.nan, reference / (elasticity * used))
    made = rng.lognormal(3.3, 1.1, sellers)
    made *= used[~no_demand].sum() / made.sum()
    return Market(
        demand_intercept=reference + slope * used,
        demand_slope=slope,
        site_node=site_node,
        site_seller=np.arange(sellers),
        cost_intercept=rng.uniform(10, 80, sellers),
        cost_slope=100 / made,
        site_capacity=1.3 * made,
        tail=ends[:, 0],
        head=ends[:, 1],
        arc_cost=arc_cost,
        loss=np.where(piped, 0.01, 0.08),
        arc_capacity=capacity,
        conduct=np.where(rng.uniform(size=sellers) < power, 1.0, 0.0),
    )
