"""What is read off the states: alignment by domain and overall, of words and of deeds, and their gap.

The signal of a domain d and a cost c is x(d, c) = D(t) ± G(t), what an indicator of both reads.
A domain's alignment is the mean of its signals over the costs it has indicators of; overall
alignment is the mean over domains. Words (deeds) are the mean signal of the domains that have
declaratory (material) indicators. Each is divided by its prior standard deviation in a dyad's first
year, so that 1 is one standard deviation among dyads; the gap is words less deeds.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from comity.alignment.structure import DEEDS, WORDS, Layout, Parameters

__all__ = ["DEEDS_NAME", "GAP", "OVERALL", "SHARED", "WORDS_NAME", "reading_names", "readings"]

Array = npt.NDArray[np.float64]

OVERALL, WORDS_NAME, DEEDS_NAME, GAP, SHARED = "overall", "words", "deeds", "gap", "shared"


def readings(layout: Layout, parameters: Parameters) -> tuple[tuple[str, ...], Array]:
    """Names of the readings, and their weights on the common states, (m, common).

    ``shared`` is A: what the domains have in common beyond words and deeds.
    """
    prior = parameters.initial[: layout.common]
    cells = sorted(set(zip(layout.domain.tolist(), layout.cost.tolist(), strict=True)))

    def signal(d: int, c: int) -> Array:
        weights = np.zeros(layout.common)
        side = 1.0 if c == WORDS else -1.0
        weights[0], weights[1 + d], weights[layout.lean] = parameters.overall[d], 1.0, side
        return weights

    def scaled(weights: Array) -> Array:
        unit: Array = weights / np.sqrt(weights**2 @ prior)
        return unit

    def mean(chosen: list[tuple[int, int]]) -> Array:
        average: Array = np.mean([signal(d, c) for d, c in chosen], axis=0)
        return average

    domains = [mean([cell for cell in cells if cell[0] == d]) for d in range(len(layout.domains))]
    words = scaled(mean([cell for cell in cells if cell[1] == WORDS]))
    deeds = scaled(mean([cell for cell in cells if cell[1] == DEEDS]))
    shared = np.zeros(layout.common)
    shared[0] = 1.0
    rows = [
        scaled(np.mean(domains, axis=0)),
        *map(scaled, domains),
        words,
        deeds,
        words - deeds,
        shared,
    ]
    return reading_names(layout), np.stack(rows)


def reading_names(layout: Layout) -> tuple[str, ...]:
    """Names of the readings, in order."""
    return (OVERALL, *layout.domains, WORDS_NAME, DEEDS_NAME, GAP, SHARED)
