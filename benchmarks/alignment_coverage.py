"""Do 90 % intervals of alignment hold? Data drawn from the fitted model, with parts of them missing."""

from __future__ import annotations

import sys
from statistics import NormalDist

import numpy as np

from benchmarks.timing import report
from comity.alignment.estimation import estimate
from comity.alignment.field import smooth_field
from comity.alignment.model import Model
from comity.alignment.panel import Panel, build_panel
from comity.alignment.reading import readings
from comity.alignment.stored import fitted
from comity.alignment.structure import SCALES, Parameters, state_space
from comity.alignment.years import years_of
from comity.world.world import World

DYADS, SHARES = 800, (0.3, 0.6, 0.9)
REACH = NormalDist().inv_cdf(0.95)


def main() -> None:
    dyads = int(sys.argv[1]) if len(sys.argv) > 1 else DYADS
    world = World.load()
    model, panel = fitted(world), build_panel(world)
    rng = np.random.default_rng(5)
    chosen = rng.choice(panel.dyads.height, dyads, replace=False)
    figures: dict[str, object] = {"dyads": dyads}
    for missing in SHARES:
        states, values, blur = draw(model, panel, chosen, missing, rng)
        known = cover(model, model.parameters, panel, chosen, states, values, blur)
        again, _ = estimate(
            model.layout, years_of(np.isfinite(blur).any(axis=0), model.layout.common), values, blur,
            panel.first[chosen], panel.last[chosen], steps=120,
        )  # fmt: skip
        estimated = cover(model, again, panel, chosen, states, values, blur)
        figures[f"missing_{missing}"] = {"parameters_known": known, "estimated": estimated}
    report(**figures)


def draw(model: Model, panel: Panel, chosen, missing: float, rng):
    """States, values and blurs of dyads with the life spans of some real ones.

    All indicators are observed in all years any dyad has them, blurred as that of some dyad is, but a share
    of cells that is missing at random.
    """
    layout, parameters = model.layout, model.parameters
    space, c, n = state_space(layout, parameters), layout.common, len(chosen)
    steps = np.sqrt(space.scaled(rng.choice(SCALES, n, p=parameters.shares)).step)
    first, last = panel.first[chosen], panel.last[chosen]
    kept = [[e.name for e in panel.entries].index(name) for name in layout.indicators]
    years = len(panel.years)
    state = np.zeros((n, c + layout.n))
    states = np.zeros((n, years, c))
    values = np.zeros((n, years, layout.n), dtype=np.float32)
    blur = np.full(values.shape, np.inf, dtype=np.float32)
    carried = [np.isin(np.arange(c + layout.n), model.years.states(t)) for t in range(years)]
    for t in range(years):
        fresh = rng.normal(size=state.shape) * np.sqrt(space.initial)
        moved = state * space.persistence + rng.normal(size=state.shape) * steps
        enters = (first == t)[:, None] | (carried[t] & ~carried[max(t - 1, 0)])
        state = np.where(enters, fresh, moved)
        states[:, t] = state[:, :c]
        for i, k in enumerate(kept):
            real = panel.blur[:, t, k]
            real = real[np.isfinite(real)]
            if not real.size:
                continue
            mine = rng.choice(real, n)
            seen = (first <= t) & (last >= t) & (rng.random(n) >= missing)
            noise = rng.normal(size=n) * np.sqrt(space.noise[i] + mine)
            read = state[:, :c] @ space.design[i] + state[:, c + i] + noise
            values[seen, t, i], blur[seen, t, i] = read[seen], mine[seen]
    return states, values, blur


def cover(
    model: Model, parameters: Parameters, panel: Panel, chosen, states, values, blur
) -> dict[str, float]:
    """Percent of the true readings inside their interval."""
    first, last = panel.first[chosen], panel.last[chosen]
    names, weights = readings(model.layout, parameters)
    _, true_weights = readings(model.layout, model.parameters)
    span = np.arange(len(panel.years))
    alive = (span >= first[:, None]) & (span <= last[:, None])
    mean, deviation = smooth_field(
        state_space(model.layout, parameters), parameters.shares,
        years_of(np.isfinite(blur).any(axis=0), model.layout.common), weights, values, blur,
        first, last, alive,
    )  # fmt: skip
    inside = np.abs(states @ true_weights.T - mean) <= REACH * deviation
    return {
        name: round(100 * float(inside[..., m][alive].mean()), 1) for m, name in enumerate(names)
    }


if __name__ == "__main__":
    main()
