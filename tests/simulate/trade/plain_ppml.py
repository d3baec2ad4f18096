"""Poisson regression with a dummy for every level, by reweighted least squares: slow and beyond doubt."""

from __future__ import annotations

import numpy as np
import polars as pl


def plain_ppml(
    frame: pl.DataFrame,
    outcome: str,
    regressors: list[str],
    effects: list[list[str]],
    cluster: list[str],
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and clustered errors (G / (G − 1)); ``frame`` has no separated rows.

    The normal equations have a null space, for dummies of two effects add up to the same; its pseudo-inverse
    leaves the coefficients of the regressors as they are.
    """
    y = frame[outcome].to_numpy().astype(float)
    x = frame.select(regressors).to_numpy().astype(float)
    dummies = [
        frame.select(pl.concat_str(e, separator="|")).to_series().to_dummies() for e in effects
    ]
    z = np.hstack([x, *(d.to_numpy().astype(float) for d in dummies)])
    mean = (y + y.mean()) / 2
    beta = np.zeros(z.shape[1])
    for _ in range(300):
        eta = np.log(mean)
        work = eta + (y - mean) / mean
        root = np.sqrt(mean)
        new = np.linalg.lstsq(z * root[:, None], work * root, rcond=1e-12)[0]
        mean = np.exp(np.clip(z @ new, -300, 300))
        moved = np.abs((z @ new) - eta).max()
        beta = new
        if moved < 1e-11:
            break
    bread = np.linalg.pinv((z * mean[:, None]).T @ z, rcond=1e-12, hermitian=True)
    labels = frame.select(pl.concat_str(cluster, separator="|")).to_series().to_list()
    scores = (y - mean)[:, None] * z
    groups = {g: n for n, g in enumerate(dict.fromkeys(labels))}
    summed = np.zeros((len(groups), z.shape[1]))
    np.add.at(summed, [groups[g] for g in labels], scores)
    meat = summed.T @ summed * len(groups) / (len(groups) - 1)
    covariance = bread @ meat @ bread
    k = len(regressors)
    return beta[:k], np.sqrt(np.diag(covariance)[:k])
