"""The measures written out case by case, as the papers define them: slow, and nothing to get wrong."""

from __future__ import annotations

from itertools import combinations, product
from math import sqrt

import numpy as np

from comity.measures.similarity import similarities


def distance(i: int, j: int, k: int, kind: str) -> float:
    if kind == "nominal":
        return float(i != j)
    step = abs(i - j) / (k - 1)
    return step if kind == "absolute" else step**2


def observed(a: list[int], b: list[int], k: int, kind: str) -> float:
    return sum(distance(i, j, k, kind) for i, j in zip(a, b, strict=True)) / len(a)


def expected(a: list[int], b: list[int], k: int, kind: str) -> float:
    """Mean distance over all pairings of a's choices with b's."""
    return sum(distance(i, j, k, kind) for i, j in product(a, b)) / (len(a) * len(b))


def agreement(a: list[int], b: list[int], k: int) -> float:
    return 1 - observed(a, b, k, "absolute")


def s(a: list[int], b: list[int], k: int) -> float:
    return 1 - 2 * observed(a, b, k, "absolute")


def s_squared(a: list[int], b: list[int], k: int) -> float:
    return 1 - 2 * observed(a, b, k, "squared")


def a_score(a: list[int], b: list[int], k: int) -> float:
    return s(a, b, k) - (1 - 2 * expected(a, b, k, "absolute"))


def kappa(a: list[int], b: list[int], k: int) -> float | None:
    chance = expected(a, b, k, "squared")
    return 1 - observed(a, b, k, "squared") / chance if chance else None


def pi(a: list[int], b: list[int], k: int, kind: str = "squared") -> float | None:
    chance = expected(a + b, a + b, k, kind)
    return 1 - observed(a, b, k, kind) / chance if chance else None


def pi_nominal(a: list[int], b: list[int], k: int) -> float | None:
    return pi(a, b, k, "nominal")


def tau_b(a: list[int], b: list[int], k: int) -> float | None:
    concordant = tied_a = tied_b = pairs = 0
    for (i, j), (x, y) in combinations(zip(a, b, strict=True), 2):
        pairs += 1
        tied_a += i == x
        tied_b += j == y
        concordant += ((i > x) - (i < x)) * ((j > y) - (j < y))
    bottom = sqrt((pairs - tied_a) * (pairs - tied_b))
    return concordant / bottom if bottom else None


MEASURES = {
    "agreement": agreement, "s": s, "s_squared": s_squared, "a": a_score, "pi": pi, "pi_nominal": pi_nominal,
    "kappa": kappa, "tau_b": tau_b,
}  # fmt: skip


def fast(name: str, counts: np.ndarray) -> np.ndarray:
    """The product's own value of one measure, for tallies of any leading shape."""
    k = counts.shape[-1]
    return similarities(counts.reshape(-1, k, k), [name])[name].reshape(counts.shape[:-2])
