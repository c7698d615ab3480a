"""The block that the browser reads: its layout, and that it says what the run's tables say."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

from commsim.dashboard import pack
from commsim.dashboard.pack import ALIGN, as_bytes, pack_bytes, pack_estate, unpack
from commsim.dashboard.running import LiveRun, make_run, with_histories
from commsim.errors import InputError
from commsim.scenario import Scenario, load_scenario


@pytest.fixture(scope="module")
def run(small: Scenario) -> LiveRun:
    return make_run(small, 1, "key")


@pytest.fixture(scope="module")
def arrays(run: LiveRun) -> dict[str, np.ndarray]:
    return unpack(run.packs[0])[1]


def test_arrays_come_back_as_they_were() -> None:
    given = {
        "a": np.arange(3, dtype=np.uint8),
        "b": np.array([[1.5, -2.0], [np.nan, 4.0]]),
        "c": np.array([70_000], np.int32),
        "d": np.zeros((0, 4), np.float32),
    }
    header, found = unpack(pack_bytes({"key": "小区"}, given))
    assert header["key"] == "小区"
    assert header["version"] == 1
    assert list(found) == list(given)
    for name, array in given.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


def test_every_array_starts_at_a_multiple_of_eight(run: LiveRun) -> None:
    blob = run.packs[0]
    (length,) = struct.unpack_from("<I", blob)
    assert (4 + length) % ALIGN == 0
    header = json.loads(blob[4 : 4 + length])
    assert {entry["offset"] % ALIGN for entry in header["arrays"].values()} == {0}


def test_big_endian_arrays_are_turned() -> None:
    _, found = unpack(pack_bytes({}, {"a": np.array([1, 2], ">u2")}))
    assert found["a"].tolist() == [1, 2]


def test_a_type_the_browser_does_not_know_is_refused() -> None:
    with pytest.raises(InputError, match="array 'a' has the type i8; allowed: u1, u2"):
        pack_bytes({}, {"a": np.zeros(2, np.int64)})


@pytest.mark.parametrize(
    ("blob", "message"),
    [
        (b"", "at least 4 bytes; got 0"),
        (struct.pack("<I", 20) + b"nonsense", "no header of a pack"),
        (struct.pack("<I", 12) + b'{"version":2', "no header of a pack"),
        (pack_bytes({}, {"a": np.zeros(40)})[:-8], "array 'a' ends at byte"),
        (pack_bytes({}, {}).replace(b'"version":1', b'"version":9'), "version 9; allowed: 1"),
    ],
)
def test_a_broken_block_is_refused(blob: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        unpack(blob)


def test_shares_are_rounded_to_bytes() -> None:
    assert as_bytes(np.array([0.0, 1.0, 0.5, np.nan, 0.001])).tolist() == [0, 255, 128, 0, 0]


def test_the_header_describes_the_estate(run: LiveRun, small: Scenario) -> None:
    header, _ = unpack(run.packs[0])
    del header["arrays"]
    assert header == {
        "version": 1,
        "key": "key",
        "seed": 1,
        "n": 42,
        "months": 26,
        "first_year": 2021,
        "estate": "main",
        "buildings": 2,
        "stairwells": 2,
        "floors": 5,
    }


def test_the_last_month_is_the_final_state_of_the_tables(run: LiveRun, arrays: dict[str, np.ndarray]) -> None:
    final = run.raw.households
    bits = {"pays": 1, "active": 2, "dispute_payee": 4, "dispute_neighbour": 8, "ever_visited": 16}
    for name, bit in bits.items():
        assert ((arrays["flags"][-1] & bit) != 0).tolist() == [bool(value) for value in final[name]], name
        assert arrays["flags"].any(), name
    for name, column in {
        "trust": "trust_payee",
        "self": "trust_self",
        "belonging": "belonging",
        "norm": "norm",
    }.items():
        assert arrays[name][-1].tolist() == [round(255 * value) for value in final[column]], name
    assert arrays["arrears"][-1].tolist() == [min(255, round(months)) for months in final["arrears_months"]]
    assert arrays["voice"][-1].tolist() == final["voice"]


def test_every_month_is_that_of_the_recorded_history(small_run, arrays: dict[str, np.ndarray]) -> None:
    history = small_run.history
    for name, array in (("pays", arrays["flags"] & 1), ("active", (arrays["flags"] & 2) >> 1)):
        assert array.ravel().tolist() == history[name].astype(int).tolist(), name
    assert arrays["trust"].ravel().tolist() == [round(255 * value) for value in history["trust_payee"]]


def test_homes_are_those_of_the_tables(run: LiveRun, arrays: dict[str, np.ndarray]) -> None:
    final = run.raw.households
    for name, column in {
        "kind": "type",
        **{name: name for name in ("building", "stairwell", "floor", "tenure")},
    }.items():
        assert arrays[name].tolist() == final[column], name
    assert arrays["shop"].tolist() == [int(shop) for shop in final["shop"]]
    assert (arrays["member"] > 0).tolist() == [bool(member) for member in final["member"]]
    retired = arrays["member"] == pack.RETIRED
    assert (arrays["age"][retired] == 2).all()
    assert retired.any()


def test_ties_are_seen_from_both_ends(arrays: dict[str, np.ndarray]) -> None:
    start, other, trust = arrays["tie_start"], arrays["tie_other"], arrays["tie_trust"]
    seen = {}
    for home in range(len(start) - 1):
        for slot in range(start[home], start[home + 1]):
            seen[home, int(other[slot])] = float(trust[slot])
    assert len(seen) == len(other) > 0
    assert all(seen[b, a] == weight for (a, b), weight in seen.items())


def test_monthly_levels_are_those_of_the_tables(run: LiveRun, arrays: dict[str, np.ndarray]) -> None:
    for name in ("service", "condition"):
        np.testing.assert_array_equal(arrays[name], np.array(run.raw.monthly[name], np.float32))
    assert arrays["committee"].tolist() == run.raw.monthly["committee"]


def test_who_is_paid_follows_the_events(small: Scenario) -> None:
    content = small.to_dict()
    for month, event in ((3, "company_leaves"), (6, "self_run"), (14, "company_enters")):
        content["timeline"].append({"event": event, "month": month})
    for month, event in ((18, "self_run"), (20, "company_enters"), (22, "company_leaves")):
        content["timeline"].append({"event": event, "month": month, "id": f"later_{event}"})
    content["timeline"] = [entry for entry in content["timeline"] if entry["event"] != "conflict"]
    content["timeline"].sort(key=lambda entry: entry["month"])
    run = make_run(small._validated(content), 1, "k")
    payee = unpack(run.packs[0])[1]["payee"].tolist()
    expected = [1] * 2 + [0] * 3 + [2] * 8 + [1] * 4 + [2] * 2 + [1] * 2 + [0] * 5
    assert payee == expected
    # Bills come exactly in the months in which somebody is paid.
    assert [bills > 0 for bills in run.raw.monthly["bills"]] == [who > 0 for who in payee]
    assert run.raw.monthly["company"] == [int(who == 1) for who in payee]


def test_a_company_that_gives_up_is_paid_no_more(small: Scenario) -> None:
    types = ("a", "a_free_rider", "a_unconditional")
    poor = small.set_many({"behaviour.company.patience": 3, **{f"behaviour.fees.{name}": -20 for name in types}})
    run = make_run(poor, 1, "k")
    assert "the company leaves after too many months of loss" in [event["text"] for event in run.raw.events]
    assert unpack(run.packs[0])[1]["payee"].tolist() == run.raw.monthly["company"]


def test_voices_are_kept_from_the_meeting_on() -> None:
    scenario = load_scenario("parking-meeting")
    run = make_run(scenario, 1, "k")
    voice = unpack(run.packs[0])[1]["voice"]
    month = next(event["month"] for event in run.raw.events if event["text"].startswith("a meeting of"))
    assert not voice[: month - 1].any()
    assert voice[month - 1].any()
    assert set(np.unique(voice)) <= {0, 1, 2, 3, 4}
    attended = np.count_nonzero(voice[month - 1])
    spoke_for = np.count_nonzero(voice[month - 1] == 3)
    assert spoke_for / attended == run.raw.monthly["meeting_voiced"][month - 1]


def test_a_pack_needs_the_history(small: Scenario) -> None:
    (run,) = with_histories(small, 1)
    with pytest.raises(InputError, match="needs the history of 26 months; got 0"):
        pack_estate(run._replace(history_whole=run.history_whole[:0]), "k", 1)


def test_more_stairwells_than_two_bytes_hold_are_refused(small: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    (run,) = with_histories(small, 1)
    assert np.iinfo(np.uint16).max == pack.MOST_STAIRWELLS
    monkeypatch.setattr(pack, "MOST_STAIRWELLS", 3)
    with pytest.raises(InputError, match="has 4 stairwells; at most 3 can be shown"):
        pack_estate(run, "k", 1)
