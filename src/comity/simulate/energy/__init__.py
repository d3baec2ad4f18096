"""Energy: who sells how much oil and gas to whom, through which pipe, port or strait, at what price.

market = Market(...)                  # arrays: demand, sites, sellers, arcs
found = solve(market)                 # prices, flows, shadow prices, rents
calibrated = calibrate(market, observed)
"""

from comity.simulate.energy.equilibrium import SolveError, solve
from comity.simulate.energy.market import Equilibrium, Market, check

__all__ = ["Equilibrium", "Market", "SolveError", "check", "solve"]
