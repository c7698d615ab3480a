"""What a household-month takes is worked out from a whole run and a run of one month."""

import pytest

from benchmarks.lives import Contestant, Lives, Ratio, lives_table, measure_lives, ratio_table, singles, world_line
from benchmarks.report import number
from benchmarks.timing import Effort

US = 1e-6


def lives(month=1.0, before=0.0, settles=False, repetitions=1):
    """Return the times of a contestant that needs ``month`` ns a household-month and ``before`` ms before month 1."""
    extra = 2 if settles else 0
    whole = before / 1e3 + (120 + extra) * 1000 * month / 1e9
    short = before / 1e3 + (1 + extra) * 1000 * month / 1e9
    return Lives(1000, 120, settles, [whole] * repetitions, [short] * repetitions)


def contestant(name):
    return Contestant(name, name.title(), lambda _: None)


@pytest.mark.parametrize("settles", [True, False])
def test_months_and_what_came_before_them_are_told_apart(settles):
    its = lives(month=50.0, before=6.0, settles=settles)
    assert its.month_ns() == [pytest.approx(50.0)]
    assert its.before_ms() == [pytest.approx(6.0)]
    assert its.before_months() == [pytest.approx(120.0)]
    assert its.whole_ns() == [pytest.approx(50.0 * (120 + 2 * settles) / 120 + 50.0)]


def test_a_contestant_without_set_up_has_months_only():
    asked = []
    floor = Contestant("floor", "Floor", asked.append, sets_up=False)
    its = measure_lives([floor], 10, 6, Effort(2, 0.0), lambda _: None)["floor"]
    assert set(asked) == {6}
    assert its.month_ns() == pytest.approx(its.whole_ns())


def test_the_short_run_lives_one_month():
    asked = []
    measure_lives([Contestant("a", "A", asked.append)], 10, 6, Effort(1, 0.0), lambda _: None)
    assert set(asked) == {6, 1}


def test_a_row_tells_least_median_and_spread():
    field = [contestant("mesa"), Contestant("floor", "Floor", lambda _: None, sets_up=False)]
    text = lives_table(field, {"mesa": lives(2000.0, 1.2), "floor": lives(8.0)})
    mesa, floor = text.splitlines()[2:]
    assert mesa == ("| Mesa | 2,010 | 2,010 (2,010 to 2,010) | 0.498 | 1.20 | 0.6 | 2,000 | 2,000 (2,000 to 2,000) |")
    assert floor == "| Floor | 8.00 | 8.00 (8.00 to 8.00) | 125 | – | – | 8.00 | 8.00 (8.00 to 8.00) |"


@pytest.mark.parametrize(("ratio", "met"), [(150.0, "yes"), (90.0, "no")])
def test_a_budget_is_held_against_whole_runs(ratio, met):
    wanted = [Ratio("mesa", "ours", "at least 100", least=100.0)]
    text = ratio_table(wanted, [contestant("mesa"), contestant("ours")], {"mesa": lives(ratio), "ours": lives(1.0)})
    assert text.splitlines()[2].endswith(f"| at least 100 | {met} |")
    assert text.splitlines()[2].startswith("| Mesa over Ours | ")


def test_a_ratio_without_budget_is_neither_met_nor_missed():
    text = ratio_table([Ratio("a", "b")], [contestant("a"), contestant("b")], {"a": lives(3.0), "b": lives(1.0)})
    assert text.splitlines()[2].endswith("|  |  |")


def test_a_ratio_with_somebody_missing_is_left_out():
    assert len(ratio_table([Ratio("a", "b")], [contestant("a")], {"a": lives()}).splitlines()) == 2


@pytest.mark.parametrize(("before", "met"), [(0.4, "yes"), (0.7, "no")])
def test_world_building_is_held_against_twelve_months(before, met):
    told = number(20 * before)
    line = world_line(contestant("ours"), {"ours": lives(50.0, before, settles=True)})
    assert line == (
        f"World building of Ours takes as long as {told} ({told} to {told}) months; "
        f"asked for: at most 12; met: {met}.\n"
    )


def test_every_measurement_is_kept():
    rows = singles("core 1000", {"a": lives(repetitions=3)})
    assert [(row.measure, row.repetition) for row in rows] == [
        (name, repetition) for name in ("whole run", "run of one month") for repetition in (1, 2, 3)
    ]
