"""Any values a scenario may give the parameters of a rule, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from commsim.rules import GROUPS
from commsim.rules.parameters import declared

SHARE = st.floats(0.0, 1.0)


def any_parameters(group, **fixed):
    """Return a strategy for the parameters of a group: any values in their declared ranges, but for those fixed."""
    ranges = {
        entry.name: st.floats(entry.parameter.low, entry.parameter.high) for entry in declared(group, GROUPS[group])
    }
    return st.builds(GROUPS[group], **(ranges | {name: st.just(value) for name, value in fixed.items()}))


def rises(function, low, high, slack=1e-12):
    """Return whether a function of one number does not fall from the lower to the higher of two numbers."""
    return function(min(low, high)) <= function(max(low, high)) + slack
