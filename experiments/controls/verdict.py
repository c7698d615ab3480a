"""What the controls say: one section each, made by the module of the same name beside this file."""

from __future__ import annotations

from experiments.common import Experiment
from experiments.controls import law, mediation, placebo, regression, rivals, sham

SECTIONS = (sham, mediation, rivals, law, placebo, regression)
"""Modules in the order of the page; each has ``section(runs) -> str``."""


def page(experiment: Experiment) -> str:
    """Return the verdict as Markdown."""
    return "\n\n".join(module.section(experiment.runs(module.__name__.rpartition(".")[2])) for module in SECTIONS)
