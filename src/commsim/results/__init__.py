"""How a run is kept: tidy tables, measures, targets, and results folders that are whole or absent."""

from commsim.results.measures import MEASURES, Measure, measure, measure_each_year
from commsim.results.targets import TargetResult, evaluate_targets

__all__ = ["MEASURES", "Measure", "TargetResult", "evaluate_targets", "measure", "measure_each_year"]
