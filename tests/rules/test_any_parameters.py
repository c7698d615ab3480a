from hypothesis import given

from commsim.rules import GROUPS
from commsim.rules.parameters import declared
from tests.rules.any_parameters import any_parameters, rises


@given(any_parameters("trust", up=0.25))
def test_parameters_lie_in_their_declared_ranges_and_fixed_ones_stay(p):
    assert p.up == 0.25
    for entry in declared("trust", GROUPS["trust"]):
        assert entry.parameter.low <= getattr(p, entry.name) <= entry.parameter.high


def test_a_function_that_falls_does_not_rise():
    assert rises(lambda x: 2.0 * x, 3.0, 1.0)
    assert rises(lambda x: 0.0 * x, 0.0, 1.0)
    assert not rises(lambda x: -x, 0.0, 1.0)
