"""Energy: who sells how much oil and gas to whom, through which pipe, port or strait, at what price.

market = Market(...)                  # arrays: demand, sites, sellers, arcs
found = solve(market)                 # prices, flows, shadow prices, rents
calibrated = calibrate(market, observed)
"""

from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Equilibrium, Market, check
from comity.simulate.energy.solver import SolveError

__all__ = ["Equilibrium", "Market", "SolveError", "check", "solve"]
