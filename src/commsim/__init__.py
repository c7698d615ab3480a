"""Agent-based simulation of fee compliance and self-governance in residential estates.

``commsim.simulate("tianhu-garden", seed=1)`` runs a scenario; see :mod:`commsim.api`. The names below are loaded when
they are first used, so that ``import commsim`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from time import time
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
LOADED_AT = time()
"""When this process began to load the package, seconds since 1970; see ``commsim.engine.kept``."""

if TYPE_CHECKING:
    from commsim.agents import CommunityModel as CommunityModel
    from commsim.agents import Resident as Resident
    from commsim.api import Results as Results
    from commsim.api import Run as Run
    from commsim.api import Runs as Runs
    from commsim.api import compare as compare
    from commsim.api import simulate as simulate
    from commsim.errors import CommsimError as CommsimError
    from commsim.results.differences import Comparison as Comparison
    from commsim.scenario import Scenario as Scenario
    from commsim.scenario import library_names as library_names
    from commsim.scenario import load_scenario as load_scenario
    from commsim.study.definition import Study as Study
    from commsim.study.loading import load_study as load_study
    from commsim.study.results import StudyResults as StudyResults
    from commsim.study.seeds import simulate_seeds as simulate_seeds
    from commsim.study.sweep import run_study as run_study

_HOMES = {
    "CommsimError": "commsim.errors",
    "CommunityModel": "commsim.agents",
    "Comparison": "commsim.results.differences",
    "Resident": "commsim.agents",
    "Results": "commsim.api",
    "Run": "commsim.api",
    "Runs": "commsim.api",
    "Scenario": "commsim.scenario",
    "Study": "commsim.study.definition",
    "StudyResults": "commsim.study.results",
    "compare": "commsim.api",
    "library_names": "commsim.scenario",
    "load_scenario": "commsim.scenario",
    "load_study": "commsim.study.loading",
    "run_study": "commsim.study.sweep",
    "simulate": "commsim.api",
    "simulate_seeds": "commsim.study.seeds",
}

__all__ = [
    "CommsimError",
    "CommunityModel",
    "Comparison",
    "Resident",
    "Results",
    "Run",
    "Runs",
    "Scenario",
    "Study",
    "StudyResults",
    "__version__",
    "compare",
    "library_names",
    "load_scenario",
    "load_study",
    "run_study",
    "simulate",
    "simulate_seeds",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'commsim' has no attribute '{name}'")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
