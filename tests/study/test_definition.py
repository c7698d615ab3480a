"""A study ready to run: scenarios of points, twins, seeds, copies."""

import json
import pickle
import re

import pytest

from commsim.errors import InputError, ScenarioError
from commsim.scenario import load_scenario
from commsim.study.loading import load_study, parse_study, study_from_dict
from tests.study.bad_studies import GOOD

STUDY = parse_study(GOOD)


def ids(scenario):
    return [event.key for event in scenario.data.timeline]


def point_of(**values):
    """Return the number of the point with these values."""
    (point,) = [number for number in range(len(STUDY.points)) if STUDY.points.row(number) == values]
    return point


def test_a_point_has_what_all_points_change_and_its_own_values():
    scenario = STUDY.scenario(point_of(share=0.1, J=4.5, committee="as_is"))
    assert scenario.data.months == 120
    assert ids(scenario) == ["found_branch", "activate", "elect", "convention", "run_revenue"]
    assert next(event.share for event in scenario.data.timeline if event.key == "activate") == 0.1
    assert scenario.behaviour.fees.J == 4.5
    assert scenario.data.mechanisms.committee is True


def test_a_level_leaves_out_adds_and_sets():
    given = STUDY.scenario(point_of(share=0.1, J=3.0, committee="given"))
    assert ids(given) == ["found_branch", "activate", "appoint", "convention", "run_revenue"]
    barred = STUDY.scenario(point_of(share=0.1, J=3.0, committee="barred"))
    assert barred.data.mechanisms.committee is False
    assert next(event.operator for event in barred.data.timeline if event.key == "run_revenue") == "company"


def test_a_scenario_of_a_point_is_valid_like_any_other():
    changed = STUDY.scenario(0)
    by_hand = load_scenario("tianhu-garden").set_many(
        {"months": 120, "timeline.activate.share": 0.0, "behaviour.fees.J": 3.0}
    )
    assert changed.data.start == by_hand.data.start
    assert changed.set("months", 121).data.months == 121


def test_a_twin_is_its_point_without_what_is_studied():
    assert [name for name in ids(STUDY.scenario(7)) if name != "activate"] == ids(STUDY.twin(7))
    assert STUDY.twin(7).behaviour.fees.J == STUDY.scenario(7).behaviour.fees.J
    assert parse_study(without_twin()).twin(0) is None


def without_twin():
    """Return the good study without twins and what needs them."""
    text = GOOD.replace("twin: {without: [activate]}\n", "")
    return text.replace("  pays_visited: {measure: pays, group: visited, difference: true}\n", "")


def test_events_that_a_level_has_left_out_already_are_no_mistake_of_the_twin():
    text = GOOD.replace("      as_is: {}", "      as_is: {without: [activate]}").replace(
        "    path: timeline.activate.share\n    values: [0.0, 0.1, 0.2]", "    path: start.fee_rate\n    values: [0.2]"
    )
    study = parse_study(text)
    assert study.scenario(0).data == study.twin(0).data


def test_a_pattern_leaves_out_every_event_that_begins_so():
    study = parse_study(GOOD.replace("without: [conflict]", "without: ['conf*', 'con*']"))
    assert ids(study.scenario(0)) == ["found_branch", "activate", "elect", "convention", "run_revenue"]


def test_null_takes_an_optional_value_away():
    text = GOOD.replace("path: timeline.activate.share", "path: timeline.activate.count").replace(
        "values: [0.0, 0.1, 0.2]", "values: [1, 2, 3]"
    )
    study = parse_study(text.replace("set: {months: 120}", "set: {months: 120, timeline.activate.share: null}"))
    activate = next(event for event in study.scenario(44).data.timeline if event.key == "activate")
    assert (activate.share, activate.count) == (None, 3)


def test_several_paths_get_the_same_value():
    study = parse_study(GOOD.replace("path: behaviour.fees.J\n", "paths: [behaviour.fees.J, behaviour.fees.b_S]\n"))
    fees = study.scenario(44).behaviour.fees
    assert (fees.J, fees.b_S) == (5.0, 5.0)


def several_scenarios(folder):
    """Return a study over two scenarios, one of them a file."""
    (folder / "mine.yaml").write_text("extend: tianhu-garden\nname: mine\nresidents: {member_share: 0.2}\n", "utf-8")
    levels = "      as_is: {}\n      mine: {scenario: mine.yaml, set: {start.service: 0.1}}\n"
    start = GOOD[: GOOD.index("      as_is: {}")]
    return start + levels + GOOD[GOOD.index("design: ") :]


def test_a_level_can_be_another_scenario(tmp_path):
    (tmp_path / "study.yaml").write_text(several_scenarios(tmp_path), encoding="utf-8")
    study = load_study(tmp_path / "study.yaml")
    assert list(study.bases) == ["tianhu-garden", "mine.yaml"]
    assert [study.scenario(point).name for point in (0, 1)] == ["tianhu-garden", "mine"]
    assert study.scenario(1).data.start.service == 0.1
    assert study.estate_names == ("main",)


def test_common_seeds_are_the_same_in_every_point():
    assert [STUDY.seed(point, 3) for point in (0, 1, 44)] == [4, 4, 4]


def test_independent_seeds_are_all_different():
    study = parse_study(GOOD.replace("kind: common", "kind: independent").replace("first: 1", "first: 0"))
    seeds = [study.seed(point, replicate) for point in range(45) for replicate in range(10)]
    assert seeds == list(range(450))


def test_runs_are_points_times_replicates():
    assert (len(STUDY.points), STUDY.replicates, STUDY.runs) == (45, 10, 450)
    assert STUDY.with_replicates(3).runs == 135
    assert STUDY.with_replicates(3).points == STUDY.points


@pytest.mark.parametrize("wrong", [0, -1, 1.5, True, 10**6 + 1])
def test_a_number_of_replicates_that_is_none_is_refused(wrong):
    with pytest.raises(
        InputError, match=re.escape(f"replicates must be a whole number from 1 to 1000000; got {wrong!r}")
    ):
        STUDY.with_replicates(wrong)


def test_more_replicates_than_runs_or_seeds_allow_are_refused():
    text = GOOD.replace("levels: 5}", "levels: 500}").replace("first: 1", f"first: {2**64 - 20}")
    with pytest.raises(InputError, match="4500 points x 1000000 replicates are 4500000000 runs; at most 1000000000"):
        parse_study(text).with_replicates(1_000_000)
    with pytest.raises(InputError, match="21 replicates need seeds beyond 18446744073709551615"):
        parse_study(text).with_replicates(21)


@pytest.mark.parametrize("point", [-1, 45])
def test_a_point_that_is_none_is_refused(point):
    with pytest.raises(InputError, match=f"the study has no point {point}; its points are 0 to 44"):
        STUDY.scenario(point)


def test_a_study_survives_json_that_sorts_its_keys():
    plain = json.loads(json.dumps(STUDY.to_dict(), sort_keys=True))
    again = study_from_dict(plain)
    assert again.data == STUDY.data
    assert list(again.data.factors) == ["share", "J", "committee"]
    assert list(again.data.factors["committee"].levels) == ["as_is", "given", "barred"]
    assert again.points == STUDY.points
    assert [again.scenario(point).data for point in (0, 44)] == [STUDY.scenario(point).data for point in (0, 44)]
    assert again.digest() == STUDY.digest()


def test_a_study_of_several_scenarios_needs_no_file_once_loaded(tmp_path):
    study = parse_study(several_scenarios(tmp_path), "study.yaml", tmp_path)
    again = study_from_dict(json.loads(json.dumps(study.to_dict(), sort_keys=True)))
    assert [again.scenario(point).name for point in (0, 1)] == ["tianhu-garden", "mine"]
    assert str(tmp_path) not in json.dumps(study.to_dict())


def test_the_text_of_a_network_file_goes_with_the_study(tmp_path):
    ties = tmp_path / "ties.csv"
    ties.write_text("0 1\n1 2\n", encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(
        "extend: typical-estate\nname: mine\nnetwork: {kind: file, file: ties.csv}\n", encoding="utf-8"
    )
    text = "name: x\ntitle: {en: a, zh: b}\nscenario: mine.yaml\nmeasures: {fee_rate: {}}\n"
    text += "factors: {J: {path: behaviour.fees.J, values: [3, 4]}}\n"
    study = parse_study(text, "study.yaml", tmp_path)
    digest = study.digest()
    again = pickle.loads(pickle.dumps(study))
    ties.unlink()
    for one in (again, study_from_dict(study.to_dict())):
        assert one.scenario(1).file_text("ties.csv") == "0 1\n1 2\n"
        assert one.digest() == digest
    ties.write_text("0 1\n1 3\n", encoding="utf-8")
    assert parse_study(text, "study.yaml", tmp_path).digest() != digest


def test_a_study_can_be_sent_to_another_process_with_its_points(monkeypatch):
    sent = pickle.dumps(STUDY)
    monkeypatch.setattr("commsim.study.definition.make_points", lambda _: pytest.fail("made anew"))
    again = pickle.loads(sent)
    assert again == STUDY
    assert again.points == STUDY.points
    assert again.scenario(7).data == STUDY.scenario(7).data


def test_any_change_of_the_file_changes_the_digest():
    changes = {"[0.0, 0.1, 0.2]": "[0.0, 0.1, 0.3]", "replicates: 10": "replicates: 11", "month: 70": "month: 71"}
    changes |= {"first: 1": "first: 0", "60..72": "60..71", "[fee_rate, service]": "[service, fee_rate]"}
    digests = {parse_study(GOOD.replace(old, new)).digest() for old, new in changes.items()}
    assert len(digests | {STUDY.digest()}) == len(changes) + 1


def test_the_order_of_factors_belongs_to_the_study():
    text = GOOD.replace("  share:\n    path: timeline.activate.share\n    values: [0.0, 0.1, 0.2]\n", "")
    moved = text.replace("design: ", "  share: {path: timeline.activate.share, values: [0.0, 0.1, 0.2]}\ndesign: ")
    assert parse_study(moved).digest() != STUDY.digest()


def test_monthly_true_keeps_every_column_and_false_none():
    assert len(parse_study(GOOD.replace("monthly: [fee_rate, service]", "monthly: true")).kept_months) > 50
    assert parse_study(GOOD.replace("monthly: [fee_rate, service]", "monthly: false")).kept_months == ()
    assert STUDY.kept_months == ("fee_rate", "service")


@pytest.mark.parametrize("content", [{}, {"order": 3}, {"study": {}, "order": {}, "scenarios": {}}])
def test_plain_data_that_is_no_study_is_refused(content):
    with pytest.raises(InputError, match="this is no study as plain data"):
        study_from_dict(content)


def test_values_that_are_not_valid_are_refused_in_plain_data_too():
    content = STUDY.to_dict()
    content["study"]["replicates"] = 0
    with pytest.raises(InputError, match="its values are not valid"):
        study_from_dict(content)


def test_a_point_whose_values_contradict_each_other_is_refused():
    study = parse_study(GOOD.replace("      as_is: {}", "      as_is: {without: [found_branch]}"))
    with pytest.raises(ScenarioError, match="activation by a branch that has not been founded"):
        study.scenario(0)
