"""Energy: who sells how much oil and gas to whom, through which pipe, port or strait, at what price.

found = solve(market)                          # prices, flows, shadow prices, rents
calibrated = calibrate(network, observed)      # the market that was at rest in the base year
after = solve(changed, near=found)
"""

from comity.simulate.energy.calibration import Calibration, Observed, calibrate
from comity.simulate.energy.equilibrium import solve
from comity.simulate.energy.market import Equilibrium, Market, check
from comity.simulate.energy.solver import SolveError

__all__ = [
    "Calibration", "Equilibrium", "Market", "Observed", "SolveError", "calibrate", "check", "solve",
]  # fmt: skip
