"""A loaded scenario: one thing changed at a time, safely."""

import hashlib
import json
import os
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commsim.errors import InputError, NetworkFileError, ScenarioError, UnknownNameError
from commsim.rules import default_behaviour
from commsim.scenario import MECHANISMS, load_scenario, parse_scenario
from tests.scenario.bad_files import GOOD
from tests.scenario.leaves import leaves

TIANHU = load_scenario("tianhu-garden")
LEAVES = leaves(TIANHU)
FREE = [leaf for leaf in LEAVES if leaf.path.startswith(("start.", "behaviour.", "mechanisms.", "record."))]


def said(act, *given_values):
    """Return the message of what a call refuses."""
    with pytest.raises(InputError) as caught:
        act(*given_values)
    return str(caught.value)


def test_a_value_is_changed_and_nothing_else():
    changed = TIANHU.set("timeline.activate.share", 0.3)
    assert changed.to_dict()["timeline"][2] == TIANHU.to_dict()["timeline"][2] | {"share": 0.3}
    assert changed.set("timeline.activate.share", 0.6) == TIANHU
    assert TIANHU.data.timeline[2].share == 0.6


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("months", 100, lambda scenario: scenario.data.months),
        ("estates.main.homes", 500, lambda scenario: scenario.data.estates["main"].homes),
        ("estates.main.common.parking_let", 0, lambda scenario: scenario.data.estates["main"].common.parking_let),
        ("estates.main.residents.member_share", 0.1, lambda scenario: scenario.residents("main").member_share),
        ("residents.member_share", 0.02, lambda scenario: scenario.residents("main").member_share),
        ("behaviour.fees.b_S", 3.0, lambda scenario: scenario.behaviour.fees.b_S),
        ("mechanisms.quorum", False, lambda scenario: scenario.data.mechanisms.quorum),
        ("start.legacy_share", 0.2, lambda scenario: scenario.data.start.legacy_share),
        ("network.kind", "empty", lambda scenario: scenario.data.network.kind),
        ("targets.surplus.value", 5.0, lambda scenario: scenario.data.targets[3].value),
        ("record.households", True, lambda scenario: scenario.data.record.households),
        ("world_seed", 2**64 - 1, lambda scenario: scenario.data.world_seed),
        ("title.zh", "小区", lambda scenario: scenario.data.title.zh),
        ("question.en", "Why?", lambda scenario: scenario.data.question.en),
    ],
)
def test_a_path_leads_to_its_value(path, value, read):
    scenario = TIANHU.without("found_branch", "activate", "elect", "run_revenue")
    scenario = TIANHU if path.startswith("targets") else scenario.with_months(60).set("months", 144)
    assert read(scenario) != value
    assert read(scenario.set(path, value)) == value


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("timeline.activate.share", "0.3", 0.3),
        ("timeline.activate.share", " 1 ", 1.0),
        ("estates.main.homes", "700", 700),
        ("mechanisms.norms", "false", False),
        ("network.kind", "complete", "complete"),
        ("notes", "0.3", "0.3"),
        ("notes", "null", "null"),
    ],
)
def test_a_text_from_a_command_line_is_read_as_the_path_wants_it(path, text, value):
    assert TIANHU.set(path, text) == TIANHU.set(path, value)


def test_an_optional_value_is_taken_back_by_null():
    changed = TIANHU.set_many({"timeline.activate.share": "null", "timeline.activate.count": "9"})
    assert (changed.data.timeline[2].share, changed.data.timeline[2].count) == (None, 9)
    assert TIANHU.set("twin", "null").data.twin is None


def test_numpy_numbers_are_numbers():
    assert TIANHU.set("timeline.activate.share", np.float64(0.3)) == TIANHU.set("timeline.activate.share", 0.3)
    assert TIANHU.set("estates.main.homes", np.int64(700)).data.estates["main"].homes == 700


def test_changes_that_only_fit_together_are_made_together():
    shares = {"residents.tenure.owner": 0.5, "residents.tenure.tenant": 0.42}
    assert TIANHU.set_many(shares).data.residents.tenure.tenant == 0.42
    assert said(TIANHU.set, "residents.tenure.owner", 0.5) == (
        "tianhu-garden: residents.tenure: the shares add up to 0.72 (0.5 + 0.14 + 0.08); "
        "allowed: owner, tenant, absent that add up to 1"
    )


def test_shares_an_estate_leaves_out_are_those_of_all_residents():
    shared = {"residents.tenure.owner": 0.5, "residents.tenure.tenant": 0.3, "residents.tenure.absent": 0.2}
    own = {"estates.main.residents.tenure.owner": 0.6, "estates.main.residents.tenure.tenant": 0.2}
    assert TIANHU.set_many(shared | own).residents("main").tenure.absent == 0.2
    assert "residents.tenure: the shares add up to 0.88 (0.6 + 0.2 + 0.08)" in said(TIANHU.set_many, own)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "month",
            "'month': no field 'month' in tianhu-garden; did you mean 'months'?; fields there: schema_version, name,",
        ),
        ("", "'': no field '' in tianhu-garden; fields there: schema_version,"),
        ("start.", "'start.': no field '' in tianhu-garden; fields there: fee_rate,"),
        ("start.fee", "'start.fee': no field 'fee' in tianhu-garden; fields there: fee_rate,"),
        ("start.fee_rate.x", "'start.fee_rate.x': no field 'fee_rate' in tianhu-garden; did you mean"),
        (
            "timeline.activat.share",
            "'timeline.activat.share': no event 'activat' in tianhu-garden; did you mean 'activate'?; events there: c",
        ),
        ("timeline.withdraw", "'timeline.withdraw': no event 'withdraw' in tianhu-garden; events there: conflict,"),
        ("timeline.activate.shre", "'timeline.activate.shre': no field 'shre' in tianhu-garden; did you mean 'share'?"),
        ("timeline.2.share", "'timeline.2.share': no event '2' in tianhu-garden; events there: conflict,"),
        ("estates.mian.homes", "'estates.mian.homes': no estate 'mian' in tianhu-garden; did you mean 'main'?"),
        ("estates.other", "'estates.other': no estate 'other' in tianhu-garden; estates there: main"),
        ("targets.fee.value", "'targets.fee.value': no target 'fee' in tianhu-garden"),
        ("behaviour.fee.b_S", "'behaviour.fee.b_S': no field 'fee' in tianhu-garden; did you mean 'fees'?"),
        ("extend", "'extend': no field 'extend' in tianhu-garden; fields there: schema_version,"),
    ],
)
def test_a_path_that_does_not_exist_is_named_with_the_nearest(path, message):
    with pytest.raises(UnknownNameError) as caught:
        TIANHU.set(path, 1)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("timeline.activate.share", 1.3, "timeline.activate.share: 1.3 is too large; allowed: a number from 0 to 1"),
        (
            "timeline.activate.share",
            "30%",
            "timeline.activate.share: '30%' is text, not a number; write 0.3; allowed: a",
        ),
        (
            "timeline.activate.share",
            True,
            "timeline.activate.share: true is a yes/no value; allowed: a number from 0 to 1",
        ),
        (
            "timeline.activate.share",
            [0.1, 0.2],
            "timeline.activate.share: a list where one number is wanted: no numeric",
        ),
        (
            "timeline.activate.share",
            None,
            "timeline.activate: neither 'share' nor 'count' given; allowed: one of the two",
        ),
        ("timeline.activate.count", 5, "timeline.activate: both 'share' and 'count' given; allowed: one of the two"),
        (
            "estates.main.homes",
            600.0,
            "estates.main.homes: 600.0 is not a whole number; allowed: a whole number from 1",
        ),
        (
            "estates.main.common.parking_let",
            241,
            "estates.main.common.parking_let: 241 spaces are let, but there are 240",
        ),
        ("behaviour.fees.b_S", 21, "behaviour.fees.b_S: 21 is too large; allowed: a number from 0 to 20"),
        (
            "months",
            50,
            "timeline.found_branch.month: month 61 lies after the end (the run lasts 50 months); allowed: 1 to",
        ),
        (
            "network.kind",
            "block",
            "network.kind: unknown value 'block'; did you mean 'blocks'?; allowed: one of blocks,",
        ),
        ("title.en", "\x1b[31m", "title.en: control character U+001B in the text; allowed: printable text"),
        ("start", 1, "start: is no single value; set one below it; allowed: a group with fee_rate,"),
        ("timeline", [], "timeline: is no single value; set one below it; allowed: a list"),
        ("timeline.activate", 1, "timeline.activate: is no single value; set one below it; allowed: a group with id,"),
        ("sources", "x", "sources: is no single value; set one below it; allowed: a list"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_as_in_a_file(path, value, message):
    with pytest.raises(ScenarioError) as caught:
        TIANHU.set(path, value)
    assert f"\ntianhu-garden: {message}" in f"\n{caught.value}"


def test_nothing_of_a_scenario_can_be_assigned():
    with pytest.raises(FrozenInstanceError):
        TIANHU.origin = "x"
    with pytest.raises(ValueError, match="frozen"):
        TIANHU.data.months = 3


def test_an_event_is_left_out():
    left = [event.key for event in TIANHU.without("activate").data.timeline]
    assert left == ["conflict", "found_branch", "elect", "run_revenue"]
    assert TIANHU.without() == TIANHU


def test_all_that_was_done_left_out_is_the_scenario_without():
    bare = TIANHU.without("found_branch", "activate", "elect", "run_revenue")
    twin = load_scenario("tianhu-garden-without")
    texts = {"name": twin.name, "title.en": twin.data.title.en, "title.zh": twin.data.title.zh, "twin": None}
    questions = {"question.en": twin.data.question.en, "question.zh": twin.data.question.zh}
    assert bare.set_many(texts | questions).data.model_copy(update={"targets": ()}) == twin.data.model_copy(
        update={"targets": ()}
    )


def test_an_unknown_event_cannot_be_left_out():
    assert said(TIANHU.without, "activat") == (
        "no event 'activat' in tianhu-garden; did you mean 'activate'?; "
        "events: conflict, found_branch, activate, elect, run_revenue"
    )
    assert said(load_scenario("typical-estate").without, "activate") == (
        "no event 'activate' in typical-estate; it has no events"
    )


def test_an_event_another_needs_cannot_be_left_out_alone():
    assert said(TIANHU.without, "found_branch").startswith(
        "tianhu-garden: timeline.activate: activation by a branch that has not been founded"
    )


def test_a_shorter_run_drops_what_lies_after_its_end():
    short = TIANHU.with_months(61)
    assert (short.data.months, [event.key for event in short.data.timeline]) == (
        61,
        ["conflict", "found_branch", "activate"],
    )
    assert [target.id for target in short.data.targets] == ["fee-before", "dividends", "surplus", "disputes-halved"]
    assert [target.id for target in TIANHU.with_months(12).data.targets] == ["dividends", "surplus"]
    assert TIANHU.with_months(144) == TIANHU


@pytest.mark.parametrize("months", [0, 1201, 2.5, "12", True])
def test_months_are_a_whole_number(months):
    assert "tianhu-garden: months: " in said(TIANHU.with_months, months)


def test_a_longer_run_keeps_everything():
    assert TIANHU.with_months(200) == TIANHU.set("months", 200)


def test_the_timeline_is_in_order_of_month_then_as_written():
    timeline = "timeline:\n  - {id: b, event: convention, month: 5}\n  - {id: a, event: convention, month: 5}\n"
    early = "  - {id: c, event: convention, month: 2}\n"
    text = GOOD[: GOOD.index("timeline:")] + timeline + early
    assert [event.key for event in parse_scenario(text).data.timeline] == ["c", "b", "a"]


def test_the_behaviour_is_the_default_with_changes():
    changed = parse_scenario(GOOD + "behaviour: {fees: {b_S: 3}, ties: {cap: 4.5}}\n").behaviour
    assert (changed.fees.b_S, changed.ties.cap) == (3.0, 4.5)
    default = default_behaviour()
    assert changed._replace(fees=default.fees, ties=default.ties) == default
    assert changed.fees._replace(b_S=default.fees.b_S) == default.fees
    assert TIANHU.behaviour == default


def test_residents_of_an_estate_are_those_of_all_with_its_own_changes():
    text = GOOD.replace("residents:", "  rich: {homes: 30, residents: {income_yuan: 20000}}\nresidents:")
    scenario = parse_scenario(text)
    assert scenario.residents("main") == scenario.data.residents
    assert scenario.residents("rich") == scenario.data.residents.model_copy(update={"income_yuan": 20000.0})
    assert said(scenario.residents, "rch") == "no estate 'rch' in my-estate; did you mean 'rich'?; estates: main, rich"


def test_the_digest_is_that_of_the_canonical_text():
    canonical = json.dumps(TIANHU.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert TIANHU.digest() == hashlib.sha256(canonical.encode()).hexdigest()


def test_the_digest_is_the_same_in_another_process():
    code = "from commsim.scenario import load_scenario; print(load_scenario('tianhu-garden').digest())"
    for hash_seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == TIANHU.digest()


def test_the_digest_follows_what_is_said_not_how():
    scenario = parse_scenario(GOOD)
    again = GOOD.replace("fee_rate: 0.8", "fee_rate: 8e-1").replace("months: 24", "months: 0x18").replace("0.5", ".5")
    assert parse_scenario(f"# comment\n{again}").digest() == scenario.digest()
    assert scenario.set("start.fee_rate", 0.81).digest() != scenario.digest()
    assert scenario.set("behaviour.fees.b_S", 3).digest() != scenario.digest()


def test_a_whole_number_for_a_share_is_the_same_as_a_decimal_one():
    assert TIANHU.set("start.fee_rate", 1) == TIANHU.set("start.fee_rate", 1.0)
    assert TIANHU.set("start.fee_rate", 1).digest() == TIANHU.set("start.fee_rate", 1.0).digest()


def test_the_digest_covers_the_network_file(tmp_path):
    (tmp_path / "estate.yaml").write_text(GOOD.replace("kind: blocks", "kind: file, file: net.txt"), encoding="utf-8")
    (tmp_path / "net.txt").write_text("0 1\n")
    scenario = load_scenario(tmp_path / "estate.yaml")
    before = scenario.digest()
    (tmp_path / "net.txt").write_text("0 2\n")
    assert scenario.digest() != before


def test_a_network_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "estate.yaml").write_text(GOOD.replace("kind: blocks", "kind: file, file: net.txt"), encoding="utf-8")
    (tmp_path / "net.txt").write_bytes(b"0 \xff\n")
    scenario = load_scenario(tmp_path / "estate.yaml")
    with pytest.raises(NetworkFileError, match=r"net.txt: byte 2 is not UTF-8; allowed: UTF-8 text"):
        scenario.file_text("net.txt")
    with pytest.raises(NetworkFileError, match=r"none.txt: the file cannot be read: No such file or directory"):
        scenario.file_text("none.txt")
    with (tmp_path / "net.txt").open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(
        NetworkFileError, match=r"net.txt: the file has 1099511627776 bytes; allowed: at most 268435456"
    ):
        scenario.file_text("net.txt")
    with pytest.raises(NetworkFileError, match="'tianhu-garden' has no folder"):
        TIANHU.file_text("net.txt")


def test_a_scenario_travels_to_another_process():
    changed = TIANHU.set("behaviour.fees.b_S", 3)
    there = pickle.loads(pickle.dumps(changed))
    assert (there, there.digest(), there.behaviour) == (changed, changed.digest(), changed.behaviour)


def test_lines_are_those_of_the_file():
    scenario = parse_scenario(GOOD, "estate.yaml")
    assert (scenario.origin, scenario.lines["timeline.activate.share"], scenario.lines["estates.main"]) == (
        "estate.yaml",
        20,
        5,
    )
    assert scenario.set("months", 25).lines == {}


def test_plain_data_is_in_the_order_of_the_schema_without_empty_fields():
    content = parse_scenario(GOOD).to_dict()
    assert list(content)[:5] == ["schema_version", "name", "title", "notes", "sources"]
    assert list(content["timeline"][1]) == [
        "month",
        "estate",
        "event",
        "share",
        "who",
        "strategy",
        "by",
        "work",
        "visits",
    ]
    assert content["behaviour"] == {}


def test_the_mechanisms_are_named():
    assert MECHANISMS[:2] == ("norms", "fees")
    assert set(MECHANISMS) == set(TIANHU.to_dict()["mechanisms"])


@settings(deadline=None)
@given(st.sampled_from(FREE).flatmap(lambda leaf: st.tuples(st.just(leaf), leaf.values())))
def test_a_value_that_stands_alone_can_always_be_set_and_survives_the_file(chosen):
    leaf, value = chosen
    changed = TIANHU.set(leaf.path, value)
    again = parse_scenario(changed.to_yaml())
    assert (again.data, again.digest(), again.behaviour) == (changed.data, changed.digest(), changed.behaviour)
    assert TIANHU.set(leaf.path, str(value).lower()).data == changed.data


@settings(deadline=None)
@given(st.data())
def test_any_value_is_set_and_survives_the_file_or_is_refused_with_its_reason(data):
    leaf = data.draw(st.sampled_from(LEAVES))
    value = data.draw(leaf.values() | st.sampled_from([None, "x", -1, 10**30, [1], {"a": 1}, float("nan"), ""]))
    try:
        changed = TIANHU.set(leaf.path, value)
    except ScenarioError as refused:
        message = str(refused)
    else:
        message = "tianhu-garden: set"
        assert parse_scenario(changed.to_yaml()).digest() == changed.digest()
    assert message.startswith("tianhu-garden: ")


def test_the_leaves_are_all_there_is():
    paths = {leaf.path for leaf in LEAVES}
    assert {"months", "estates.main.common.parking_let", "timeline.activate.count", "targets.surplus.high"} <= paths
    assert {"behaviour.ties.cap", "estates.main.residents.tenure.owner", "question.zh", "world_seed"} <= paths
    assert len(paths) == len(LEAVES) > 200
