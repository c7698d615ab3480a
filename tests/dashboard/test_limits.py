"""What one visitor may ask of the server."""

from __future__ import annotations

import pytest

from commsim.dashboard import limits
from commsim.errors import InputError
from commsim.scenario import library_names, load_scenario, parse_scenario

PLAIN = """
name: plain
title: {{en: Plain, zh: 普通}}
months: {months}
estates:
{estates}
network: {{kind: {kind}, mean_degree: {degree}}}
timeline:
{timeline}
"""


def scenario(homes=(100,), months=12, kind="blocks", degree=8, events=0):
    estates = "\n".join(f"  e{place}: {{homes: {size}}}" for place, size in enumerate(homes))
    timeline = (
        "\n".join(f"  - {{id: c{place}, event: renovate, month: 1, yuan: 1}}" for place in range(events)) or "  []"
    )
    text = PLAIN.format(months=months, estates=estates, kind=kind, degree=degree, timeline=timeline)
    return parse_scenario(text, "plain.yaml")


@pytest.mark.parametrize("name", library_names())
def test_every_shipped_scenario_is_taken(name):
    limits.check(load_scenario(name))


@pytest.mark.parametrize(
    "taken",
    [
        {"homes": (5000,), "months": 240},
        {"homes": (2500, 2500), "months": 240},
        {"months": 600},
        {"homes": (10,) * 20},
        {"homes": (5000,), "degree": 200},
        {"homes": (1000,), "kind": "complete"},
        {"events": 500},
    ],
)
def test_what_lies_at_the_limit_is_taken(taken):
    limits.check(scenario(**taken))


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        ({"homes": (5001,)}, "plain: 5,001 homes and shops in all; allowed here: at most 5,000"),
        ({"homes": (2500, 2501)}, "plain: 5,001 homes and shops in all; allowed here: at most 5,000"),
        ({"months": 601}, "plain: 601 months; allowed here: at most 600"),
        (
            {"homes": (5000,), "months": 241},
            "plain: 1,205,000 households times months; allowed here: at most 1,200,000",
        ),
        ({"homes": (10,) * 21, "degree": 2}, "plain: 21 estates; allowed here: at most 20"),
        (
            {"homes": (1200,), "kind": "complete"},
            "plain: 719,400 pairs of acquaintances; allowed here: at most 600,000",
        ),
        ({"events": 501}, "plain: 501 events; allowed here: at most 500"),
    ],
)
def test_what_lies_beyond_is_refused_with_what_came_what_is_allowed_and_the_way_out(refused, said):
    with pytest.raises(InputError) as error:
        limits.check(scenario(**refused))
    assert str(error.value).startswith(said)
    assert "the command line has no such limit" in str(error.value)


def test_shops_count_too():
    with pytest.raises(InputError, match="5,020 homes and shops"):
        limits.check(load_scenario("tianhu-garden").set("estates.main.homes", 5000))


def test_a_network_file_is_refused_and_never_read():
    named = load_scenario("tianhu-garden").set_many({"network.kind": "file", "network.file": "ties.graphml"})
    with pytest.raises(InputError, match="the dashboard reads no network files"):
        limits.check(named)


@pytest.mark.parametrize("seeds", [0, -1, 501])
def test_too_many_runs_are_refused(seeds):
    with pytest.raises(InputError, match=f"seeds: {seeds} runs are asked for; allowed here: 1 to 500"):
        limits.check_seeds(seeds)
