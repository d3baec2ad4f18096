"""Input–output tables for tests: random ones that balance, and symmetric ones whose answers are known."""

from __future__ import annotations

import numpy as np


def random_flows(states, sectors, seed=0, *, home=0.05, absent=(), unwanted=()):
    """Sales between sectors (N, S, N, S) and to final users (N, S, N), every row equal to its column.

    ``absent`` and ``unwanted`` list (state, sector): made nowhere in the state, used by nobody there.
    """
    random = np.random.default_rng(seed)
    size = random.lognormal(0, 0.7, states)
    near = home * random.lognormal(0, 0.7, (states, states)) + np.eye(states)
    pull = random.lognormal(0, 0.7, (states, sectors))
    for place in absent:
        pull[place] = 0
    share = (size[:, None] * pull)[:, :, None] * near[:, None, :]  # exporter, sector, importer
    share /= share.sum(axis=0)
    wanted = random.dirichlet(np.ones(sectors), size=states) * 1000 * size[:, None]
    for place in unwanted:
        wanted[place] = 0
    final = share * wanted.T
    inputs = random.dirichlet(np.full(sectors, 0.7), size=(states, sectors)).transpose(0, 2, 1)
    inputs *= 1 - random.uniform(0.3, 0.7, (states, 1, sectors))
    for state, sector in unwanted:
        inputs[state, sector] = 0
    output = final.sum(axis=2)
    for _ in range(400):
        use = inputs * output[:, None, :]
        sold = final.sum(axis=2) + np.einsum("isn,nsk->is", share, use)
        if np.abs(sold - output).max() < 1e-15 * output.max():
            break
        output = sold
    intermediate = share[:, :, :, None] * (inputs * output[:, None, :]).transpose(1, 0, 2)[None]
    return intermediate, final


def symmetric_flows(home, value_added, sectors=1):
    """Two equal states; every sector buys the share ``home`` of each input at home."""
    output = 100.0
    spread = np.array([[home, 1 - home], [1 - home, home]])
    use = spread[:, None, :, None] * np.full(
        (1, sectors, 1, sectors), output * (1 - value_added) / sectors
    )
    end = spread[:, None, :] * np.full((1, sectors, 1), output * value_added)
    return use, end


def between(states, sectors, factor, pairs=None):
    """A cost or tariff table that is ``factor`` between states (or in some pairs only) and 1 at home."""
    table = np.ones((sectors, states, states))
    for i in range(states):
        for n in range(states):
            if i != n and (pairs is None or (i, n) in pairs):
                table[:, i, n] = factor
    return table
