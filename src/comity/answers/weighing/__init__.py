"""Which of several readings of a relation the evidence favours, if any.

found = weigh(world, "RUS", "CHN", 2023)
found.table(), found.separated, found.rows(), found.sensitivity, found.evidence()
"""

from comity.answers.weighing.readings import Reading, Readings, load_readings
from comity.answers.weighing.result import LEAD, OVER, Weighing
from comity.answers.weighing.weighing import weigh

__all__ = ["LEAD", "OVER", "Reading", "Readings", "Weighing", "load_readings", "weigh"]
