"""Clearing one stubborn world: plain steps until Newton's method holds, or a walk from an open world.

Stubborn are embargoes on states that hardly buy anywhere else, at low elasticities: what a state sells abroad
is then next to nothing, and steps learnt from the last few mislead.
"""

from __future__ import annotations

import numpy as np

from comity.simulate.trade.reach import Array, Closure, earning, net_spending

__all__ = ["settle"]

#: Plain steps before each try of Newton's method, and tries.
PLAIN, TRIES = 100, 6
#: Steps of Newton's method in one try, and the farthest a log price goes in one.
NEWTON, STRIDE = 25, 1.0
#: How much of the open world is left at a step of the walk, and when the walk is given up.
LESS, STUCK = 0.1, 0.97
#: Openness that no longer tells from none.
NONE = 1e-14


def settle(
    table: Array, output: Array, spending: Array, theta: float, closure: Closure, tolerance: float
) -> tuple[Array, Array, int]:
    """Log prices (N,), excess demand (N,) and steps taken, for one world; see :func:`clearing.clear`."""
    earns = earning(closure)
    log_price, steps = np.zeros(len(output)), 0
    excess = _market(table, output, spending, theta, closure, log_price)[0]
    for _ in range(TRIES):
        for _ in range(PLAIN):
            step = np.clip(np.log(np.maximum(excess + 1, 0.01)), -1, 1) / (earns + theta)
            log_price = log_price + step
            log_price -= np.log(output @ np.exp(log_price) / output.sum())
            excess, *_ = _market(table, output, spending, theta, closure, log_price)
            steps += 1
        trial, found, more = _newton(table, output, spending, theta, closure, tolerance, log_price)
        steps += more
        if np.abs(found).max() <= tolerance:
            return trial, found, steps
        if np.abs(found).max() < np.abs(excess).max():
            log_price, excess = trial, found
    walked, found, more = _walk(table, output, spending, theta, closure, tolerance)
    if np.abs(found).max() < np.abs(excess).max():
        log_price, excess = walked, found
    return log_price, excess, steps + more


def _walk(
    table: Array, output: Array, spending: Array, theta: float, closure: Closure, tolerance: float
) -> tuple[Array, Array, int]:
    """Equilibria of worlds ever less open, followed from one whose prices are known to this one.

    Where each state's share is the same everywhere, Y_i / Σ Y, prices are 1 whatever is spent.
    """
    table = table / table.sum(axis=0)
    everywhere = (output / output.sum())[:, None]
    log_price, openness, less, steps = np.zeros(len(output)), 1e3, LESS, 0
    while True:
        here, excess, more = _newton(table, output, spending, theta, closure, tolerance, log_price)
        steps += more
        if np.abs(excess).max() <= tolerance or less > STUCK or openness < NONE:
            return here, excess, steps
        nearer, off, more = _newton(
            table + less * openness * everywhere, output, spending, theta, closure, 1e-9, log_price
        )
        steps += more
        if np.abs(off).max() <= 1e-9:
            log_price, openness, less = nearer, less * openness, max(less**1.5, LESS)
        else:
            less = less**0.5


def _newton(
    table: Array,
    output: Array,
    spending: Array,
    theta: float,
    closure: Closure,
    tolerance: float,
    log_price: Array,
) -> tuple[Array, Array, int]:
    """Newton's method from ``log_price``, for as long as the excess shrinks."""
    earns = earning(closure)
    excess, bought, sold, net, worth = _market(table, output, spending, theta, closure, log_price)
    step = 0
    while step < NEWTON:
        worst = np.abs(excess).max()
        if worst <= tolerance:
            break
        shares = sold / sold.sum(axis=1, keepdims=True)
        slope = theta * shares @ bought.T
        world = worth / worth.sum()
        if closure == "proportional":  # the factor that closes the world moves with all prices
            slope += shares + (world - net / net.sum())
        elif closure == "additive":
            slope += shares * (worth / net) + np.outer(shares @ ((net - worth) / net), world)
        slope[np.diag_indices_from(slope)] -= earns + theta
        slope -= world  # prices are free up to one level: it stays
        with np.errstate(all="ignore"):
            if not np.isfinite(slope).all() or (excess <= -1).any():
                break
            try:
                move = np.linalg.solve(slope, -np.log1p(excess))
            except np.linalg.LinAlgError:
                break
        move *= min(1.0, STRIDE / max(np.abs(move).max(), STRIDE))
        trial = log_price + move
        state = _market(table, output, spending, theta, closure, trial)
        if not np.abs(state[0]).max() < worst:
            break
        log_price, (excess, bought, sold, net, worth) = trial, state
        step += 1
    return log_price, excess, step


def _market(
    table: Array, output: Array, spending: Array, theta: float, closure: Closure, log_price: Array
) -> tuple[Array, Array, Array, Array, Array]:
    """Excess demand, shares bought (N, N), sales (N, N), spending and output at these prices."""
    with np.errstate(all="ignore"):  # a world that leaves the numbers is caught by its excess
        price, power = np.exp(log_price), np.exp(-theta * log_price)
        net = net_spending(closure, output, spending, price)
        worth = output * price if earning(closure) else output
        bought = table * power[:, None]
        bought = np.where(bought > 0, bought / bought.sum(axis=0), 0.0)
        sold = bought * net
        return sold.sum(axis=1) / worth - 1, bought, sold, net, worth
