"""Tasks are measured in turns, by a clock that these tests make up: nothing here depends on the machine's speed."""

import pytest

from benchmarks import timing
from benchmarks.timing import Effort, Spread, measure, ratios, spread


class Clock:
    """A clock that only tasks move."""

    def __init__(self):
        self.now = 0.0
        self.called = []

    def task(self, name, seconds):
        def work():
            self.called.append(name)
            self.now += seconds

        return work


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(timing, "perf_counter", lambda: made.now)
    return made


def test_a_slow_task_is_called_once_a_measurement(clock):
    times = measure({"slow": clock.task("slow", 3.0)}, Effort(4, 0.5))
    assert times == {"slow": [3.0] * 4}
    assert len(clock.called) == 1 + 1 + 4  # a warm-up, one call to see how long it takes, four measurements


def test_a_fast_task_is_called_until_a_measurement_lasts_long_enough(clock):
    times = measure({"fast": clock.task("fast", 0.001)}, Effort(1, 0.5))
    assert times["fast"] == [pytest.approx(0.001)]
    last = len(clock.called) - 1
    assert last - _calls_before_the_last_measurement(clock, last) >= 500


def _calls_before_the_last_measurement(clock, last):
    # Trials grow from one call to the number that lasts long enough, and the measurement repeats that number.
    calls, so_far = 1, 0
    while so_far + 2 * calls < last:
        so_far += calls
        calls = max(2 * calls, min(100 * calls, int(1.2 * calls * 0.5 / (calls * 0.001))))
    return so_far + calls


def test_each_repetition_begins_with_another_task(clock):
    tasks = {name: clock.task(name, 1.0) for name in "abc"}
    measure(tasks, Effort(4, 0.0))
    assert "".join(clock.called[6:]) == "abc" + "bca" + "cab" + "abc"


def test_what_goes_on_is_told(clock):
    told = []
    measure({"a": clock.task("a", 1.0)}, Effort(2, 0.0), told.append)
    assert told == ["warming up: a", "repetition 1 of 2", "repetition 2 of 2"]


def test_a_ratio_is_taken_within_a_repetition():
    assert ratios([4.0, 9.0], [2.0, 3.0]) == [2.0, 3.0]
    assert spread([3.0, 1.0, 2.0]) == Spread(1.0, 2.0, 3.0)
