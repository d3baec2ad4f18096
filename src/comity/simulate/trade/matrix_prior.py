"""The gravity prior: what trade between two economies would be before anything of the year is known.

log prior_ij = β · x_ij + u_i · v_j, up to effects of exporters and importers, which the totals of a year
decide. β and the traits u, v are estimates of the project on Correlates of War trade
(:mod:`comity.simulate.trade.matrix_estimation`), shipped with their errors.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.simulate.trade.matrix_errors import CellErrors
from comity.simulate.trade.matrix_factors import from_neighbours
from comity.simulate.trade.matrix_features import FEATURES, distances, pair_features
from comity.world.world import World

__all__ = ["GravityPrior", "shipped_prior"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GravityPrior:
    """Coefficients, traits and errors.

    Attributes
    ----------
    coefficients, errors
        By regressor: estimate, and its standard error clustered by pair.
    states
        Economies with traits.
    exporter, importer : (S, k)
        Their traits.
    cells
        How far flows lie from what the whole procedure makes of them.
    sample
        Years, numbers of flows, fit, source.
    """

    coefficients: Mapping[str, float]
    errors: Mapping[str, float]
    states: tuple[str, ...]
    exporter: Array
    importer: Array
    cells: CellErrors
    sample: Mapping[str, Any]

    def of(self, world: World, states: tuple[str, ...], year: int, size: Array) -> Array:
        """(N, N) log prior between economies whose log of total trade is ``size``."""
        features = pair_features(world, states, year)
        made = self.from_features(features)
        u, v = self.traits(states, size, features["language"] + features["common_ruler"])
        return made + u @ v.T

    def from_features(self, features: Mapping[str, Array]) -> Array:
        """(N, N) the part that the regressors give."""
        return np.sum([self.coefficients[name] * features[name] for name in FEATURES], axis=0)

    def traits(self, states: tuple[str, ...], size: Array, near: Array) -> tuple[Array, Array]:
        """(N, k) twice: traits of exporters and importers; those of neighbours where none were estimated."""
        place = {state: n for n, state in enumerate(self.states)}
        known = np.array([state in place for state in states])
        at = [place.get(state, 0) for state in states]
        far = distances(states)
        u, v = (
            from_neighbours(t[at], known, far, size, near) for t in (self.exporter, self.importer)
        )
        return u, v

    def as_object(self) -> dict[str, Any]:
        """As numbers and texts that JSON holds."""
        return {
            "sample": dict(self.sample),
            "coefficients": {
                name: [round(self.coefficients[name], 4), round(self.errors[name], 4)]
                for name in FEATURES
            },
            "cells": self.cells.as_object(),
            "traits": {
                state: [self.exporter[n].round(3).tolist(), self.importer[n].round(3).tolist()]
                for n, state in enumerate(self.states)
            },
        }

    @classmethod
    def from_object(cls, told: Mapping[str, Any]) -> GravityPrior:
        """From what :meth:`as_object` gave."""
        traits = told["traits"]
        return cls(
            {name: pair[0] for name, pair in told["coefficients"].items()},
            {name: pair[1] for name, pair in told["coefficients"].items()},
            tuple(traits),
            np.array([pair[0] for pair in traits.values()]),
            np.array([pair[1] for pair in traits.values()]),
            CellErrors.from_object(told["cells"]),
            told["sample"],
        )


@cache
def shipped_prior() -> GravityPrior:
    """The estimates that come with the package."""
    text = files("comity").joinpath("data/trade/gravity_prior.json").read_text(encoding="utf-8")
    return GravityPrior.from_object(json.loads(text))
