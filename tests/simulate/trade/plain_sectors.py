"""The equations of Caliendo & Parro (2015) as they stand, solved by a general root finder.

Slow, and written without a thought for speed: loops over states and sectors, levels instead of hats where the
paper has levels. It shares no line with the package.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import fsolve


def solve_plainly(  # noqa: C901
    use, end, theta, cost, tariff_before, tariff_after, *, deficit="additive", coalition=()
):
    """Welfare (N,), wages (N,), prices (S, N) and sales (S, N, N); world value added is the numeraire."""
    N, S = end.shape[0], end.shape[1]
    X = np.zeros((S, N))
    M = np.zeros((S, N, N))
    for s in range(S):
        for i in range(N):
            for n in range(N):
                M[s, i, n] = use[i, s, n, :].sum() + end[i, s, n]
                X[s, n] += M[s, i, n] * tariff_before[s, i, n]
    Y = M.sum(axis=2)
    g = np.zeros((N, S, S))
    a = np.zeros((S, N))
    income = np.zeros(N)
    V = np.zeros(N)
    R = np.zeros(N)
    for n in range(N):
        for k in range(S):
            for s in range(S):
                g[n, s, k] = (
                    sum(use[i, s, n, k] * tariff_before[s, i, n] for i in range(N)) / Y[k, n]
                )
            V[n] += (1 - g[n, :, k].sum()) * Y[k, n]
        for s in range(S):
            a[s, n] = sum(end[i, s, n] * tariff_before[s, i, n] for i in range(N))
            R[n] += sum(M[s, i, n] * (tariff_before[s, i, n] - 1) for i in range(N))
        income[n] = a[:, n].sum()
        a[:, n] /= income[n]
    D = income - V - R

    def world(unknown):  # noqa: C901
        w = np.exp(unknown[:N])
        P = np.exp(unknown[N : N + S * N]).reshape(S, N)
        Xn = np.exp(unknown[N + S * N :]).reshape(S, N) * X
        c = np.ones((S, N))
        for s in range(S):
            for i in range(N):
                c[s, i] = w[i] ** (1 - g[i, :, s].sum())
                for k in range(S):
                    c[s, i] *= P[k, i] ** g[i, k, s]
        pi = np.zeros((S, N, N))
        for s in range(S):
            for n in range(N):
                for i in range(N):
                    if np.isfinite(cost[s, i, n]):
                        d = cost[s, i, n] * tariff_after[s, i, n] / tariff_before[s, i, n]
                        pi[s, i, n] = (
                            M[s, i, n]
                            * tariff_before[s, i, n]
                            / X[s, n]
                            * (d * c[s, i]) ** -theta[s]
                        )
        Pn = pi.sum(axis=1) ** (-1 / theta[:, None])
        pi = pi / pi.sum(axis=1, keepdims=True)
        Mn = pi * Xn[:, None, :] / tariff_after
        Yn = Mn.sum(axis=2)
        Rn = (Mn * (tariff_after - 1)).sum(axis=(0, 1))
        own = w * V + Rn + D * (w * V).sum() / V.sum()
        if deficit == "proportional":
            own = (income - R) / V * w * V
            own = own * (w * V).sum() / own.sum() + Rn
        index = np.array([np.prod([P[s, n] ** a[s, n] for s in range(S)]) for n in range(N)])
        In = own.copy()
        members = list(coalition)
        if members:
            kept = income * index
            for n in members:
                In[n] = kept[n] * own[members].sum() / kept[members].sum()
        Xm = np.zeros((S, N))
        for n in range(N):
            for s in range(S):
                Xm[s, n] = sum(g[n, s, k] * Yn[k, n] for k in range(S)) + a[s, n] * In[n]
        paid = np.array(
            [sum((1 - g[n, :, s].sum()) * Yn[s, n] for s in range(S)) for n in range(N)]
        )
        gap = np.log(paid / (w * V))
        gap[0] = np.log((w * V).sum() / V.sum())  # one market clears if all others do
        found = In / income / index, w, P, Mn
        return np.concatenate([gap, np.log(Pn / P).ravel(), np.log(Xm / Xn).ravel()]), found

    start = np.zeros(N + 2 * S * N)
    root, _, ok, why = fsolve(lambda u: world(u)[0], start, xtol=1e-14, full_output=True)
    assert ok == 1 or np.abs(world(root)[0]).max() < 1e-10, why
    return world(root)[1]
