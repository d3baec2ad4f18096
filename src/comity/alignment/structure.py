"""The state-space model of one dyad: which states there are and how indicators read them.

States of a dyad, in this order:

    A(t)                  overall alignment, a local level
    d(t), one per domain  what the domain has of its own; D(t) = β A(t) + d(t) is alignment in the domain
    G(t)                  by how much words say more than the middle of words and deeds; a local level
    g(t), one per family  what measures read off the same records share by that alone; autoregression
    u(t), one per indicator   what is sticky and peculiar to it; a first-order autoregression

An indicator i of domain D and family g, if any, reads

    y(i, t) = λ(i) [D(t) ± G(t)] + g(t) + u(i, t) + e(i, t) + c(i, t),   e ~ N(0, r(i)),  c ~ N(0, b(i, t)),

with + for words and − for deeds, and b known: how blurred the observation is
(:mod:`comity.alignment.scores`). All states start from mean zero. A and D have variance 1 in a dyad's
first year, which fixes their scale; indicators point towards closeness and λ and β are not negative,
which fixes their sign. Indicators of a domain share one λ, and domains one β
(:mod:`comity.alignment.maximisation` says why). Every transition is diagonal, so a dyad is a linear
Gaussian model that differs from another only by what is observed and by its class of volatility, which
scales the steps of A, d and G (:mod:`comity.alignment.volatility`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

__all__ = [
    "DEEDS",
    "NONE",
    "SCALES",
    "WORDS",
    "Layout",
    "Parameters",
    "StateSpace",
    "layout_of",
    "state_space",
]

Array = npt.NDArray[np.floating]
Index = npt.NDArray[np.intp]

WORDS, DEEDS = 0, 1
NONE = -1
#: What the classes of volatility multiply the variances of steps with.
SCALES = (0.1, 1.0, 10.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which indicator belongs where.

    Attributes
    ----------
    indicators, domains
        Names.
    domain : (n,)
        Place of each indicator's domain.
    cost : (n,)
        ``WORDS`` or ``DEEDS``.
    families
        Names.
    family : (n,)
        Place of each indicator's family; ``NONE`` where it is read off records of its own.
    """

    indicators: tuple[str, ...]
    domains: tuple[str, ...]
    domain: Index
    cost: Index
    families: tuple[str, ...]
    family: Index

    @property
    def n(self) -> int:
        """Number of indicators."""
        return len(self.indicators)

    @property
    def common(self) -> int:
        """Number of states that indicators share."""
        return 2 + len(self.domains) + len(self.families)

    @property
    def lean(self) -> int:
        """Place of G."""
        return 1 + len(self.domains)

    @property
    def side(self) -> Array:
        """1 for an indicator of words, -1 for one of deeds; (n,)."""
        return np.where(self.cost == WORDS, 1.0, -1.0)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is estimated on all dyads together (symbols of the module's docstring).

    Attributes
    ----------
    loading, noise : (n,)
        λ and r.
    overall : (domains,)
        β.
    persistence, step, initial : (common + n,)
        Of each state: its coefficient on its value a year before (1 for a local level), the variance of
        a year's step (in the class of scale 1), and the variance in the first year.
    shares : (classes,)
        Share of dyads in each class of volatility.
    """

    loading: Array
    noise: Array
    overall: Array
    persistence: Array
    step: Array
    initial: Array
    shares: Array


@dataclass(frozen=True, slots=True)
class StateSpace:
    """The matrices of dyads.

    Attributes
    ----------
    design : (n, common)
        What each indicator reads of the common states; it reads its own state with weight 1.
    reads : (n, common)
        The part of it that its loading multiplies, for a loading of 1.
    noise : (n,)
    persistence, initial : (common + n,)
    step : (1 or d, common + n)
        One row for all dyads, or one for each.
    moving : (common + n,)
        1 for a state whose steps a class of volatility scales, else 0.
    """

    design: Array
    reads: Array
    noise: Array
    persistence: Array
    step: Array
    initial: Array
    moving: Array

    def scaled(self, scales: Array) -> StateSpace:
        """The matrices of d dyads whose classes scale steps so; scales (d,)."""
        by = 1.0 + self.moving * (scales[:, None] - 1.0)
        return replace(self, step=(self.step * by).astype(self.step.dtype))

    def narrowed(self) -> StateSpace:
        """The same in single precision."""
        return StateSpace(*(getattr(self, f.name).astype(np.float32) for f in fields(self)))


def state_space(layout: Layout, parameters: Parameters) -> StateSpace:
    """The matrices of a dyad, from parameters."""
    rows = np.arange(layout.n)
    reads = np.zeros((layout.n, layout.common))
    reads[:, 0] = parameters.overall[layout.domain]
    reads[rows, 1 + layout.domain] = 1.0
    reads[:, layout.lean] = layout.side
    design = parameters.loading[:, None] * reads
    of_family = layout.family != NONE
    design[rows[of_family], 2 + len(layout.domains) + layout.family[of_family]] = 1.0
    moving = (np.arange(len(parameters.step)) <= layout.lean).astype(float)
    return StateSpace(
        design, reads, parameters.noise, parameters.persistence,
        parameters.step[None], parameters.initial, moving,
    )  # fmt: skip


class Described(Protocol):
    """What a layout needs to know of an indicator (:class:`~comity.alignment.catalog.Entry`)."""

    @property
    def name(self) -> str: ...
    @property
    def domain(self) -> str: ...
    @property
    def cost(self) -> str: ...
    @property
    def family(self) -> str: ...


def layout_of(entries: Sequence[Described], domains: Sequence[str]) -> Layout:
    """Which indicator belongs where."""
    families = tuple(dict.fromkeys(e.family for e in entries if e.family))
    return Layout(
        tuple(e.name for e in entries), tuple(domains),
        np.array([list(domains).index(e.domain) for e in entries], dtype=np.intp),
        np.array([WORDS if e.cost == "declaratory" else DEEDS for e in entries], dtype=np.intp),
        families,
        np.array([families.index(e.family) if e.family else NONE for e in entries], dtype=np.intp),
    )  # fmt: skip
