import pytest

from commsim.errors import InputError
from commsim.study.plan import duration, outline
from commsim.study.sweep import run_study
from tests.support.studies import SMALL_STUDY, small_study


def test_an_outline_says_what_will_be_run(tmp_path):
    found = outline(small_study(tmp_path), jobs=2, engine="compiled")
    assert (found.points, found.replicates, found.runs) == (6, 4, 24)
    assert (found.blocks, found.runs_a_block, found.household_months) == (1, 24, 42 * 16)
    assert (found.engine, found.threads) == ("compiled", 2)
    assert found.lines()[:3] == [
        "Study:     small-study: grid over share, committee",
        "Measures:  fee_rate, free_riders, members_active",
        "Runs:      24 = 6 points x 4 replicates",
    ]
    assert found.lines()[-1] == "Nothing was run and nothing was written."


@pytest.mark.parametrize("kept", ["", "monthly: [fee_rate, service, condition]\n"])
def test_the_size_on_the_disk_is_right_within_a_factor_of_two(tmp_path, kept):
    text = SMALL_STUDY.replace("replicates: 4", "replicates: 200").replace("members_active", "trust_self") + kept
    text = text.replace("free_riders", "condition").replace("fee_rate: {window", "belonging: {window")
    study = small_study(tmp_path, text)
    run_study(study, tmp_path / "out", jobs=2)
    bytes_ = sum(path.stat().st_size for path in (tmp_path / "out").rglob("*.parquet"))
    assert 0.5 < outline(study).megabytes * 1e6 / bytes_ < 2


def test_more_threads_promise_less_time_and_the_agents_use_one(tmp_path):
    study = small_study(tmp_path)
    assert outline(study, 2, "compiled").seconds == pytest.approx(outline(study, 1, "compiled").seconds / 2)
    assert outline(study, 4, "agents").threads == 1
    assert outline(study, 4, "agents").seconds > outline(study, 1, "compiled").seconds


def test_an_outline_of_nonsense_is_refused(tmp_path):
    with pytest.raises(InputError, match="jobs must be a whole number from 1; got 0"):
        outline(small_study(tmp_path), jobs=0)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.01, "1 s"), (89, "89 s"), (91, "2 min"), (5300, "88 min"), (7200, "2.0 h")]
)
def test_durations_in_words(seconds, words):
    assert duration(seconds) == words
