"""The names a target's measure may have."""

from commsim.rules.columns import MONTHLY, MONTHLY_NAMES
from commsim.scenario.measure_names import DERIVED, MEASURES, YUAN


def test_every_monthly_column_is_a_measure_and_names_are_unique():
    assert set(MONTHLY_NAMES) < set(MEASURES)
    assert len(set(MEASURES)) == len(MEASURES)


def test_every_sum_of_money_is_a_measure_in_yuan_too():
    in_fen = [column.name for column in MONTHLY if column.name.endswith("_fen")]
    assert list(YUAN) == [name.replace("_fen", "_yuan") for name in in_fen]
    assert YUAN["common_account_yuan"] == "owners' common account, yuan"


def test_derived_measures_say_what_they_are():
    assert {"disputes_reported_per_100", "reported_payee_per_100", "dividend_years", "upkeep_months"} < set(DERIVED)
    assert all(len(meaning) > 20 for meaning in DERIVED.values())
