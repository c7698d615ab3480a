"""The real model brought to a limit that has a closed form: a scenario with weights at 0 and mechanisms off.

Runs are made by the compiled engine, which gives the bits of the Mesa model (``tests/docking``) in the time that many
seeds and large estates need; what looks inside a month is tested on the Mesa model.

What a test needs is switched on again by name. Homes only, all owner-occupied, no members, no ties, no taste; so every
difference between households is one that the test asks for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from commsim.engine.run import simulate_compiled
from commsim.scenario import MECHANISMS, Scenario, parse_scenario

NO_WEIGHTS = dict.fromkeys(
    ("a_absent", "taste_sd", "J_free_rider", "b_S", "b_c", "b_beta", "b_E", "b_lambda", "b_v", "b_G", "b_L"), 0.0
)
SURE = 20.0  # logit of a choice as good as certain: 2e-9 from 1


def limit(
    *,
    homes: int,
    months: int = 1,
    estates: int = 1,
    on: Iterable[str] = (),
    behaviour: Mapping[str, Mapping[str, float]] | None = None,
    committed: float = 0.0,
    residents: Mapping[str, Any] | None = None,
    start: Mapping[str, float] | None = None,
    network: Mapping[str, Any] | None = None,
    timeline: Sequence[Mapping[str, Any]] = (),
    folder: Path | None = None,
) -> Scenario:
    """Return a scenario in which nothing acts but what is named.

    Args:
        homes: households of each estate.
        months: length of a run.
        estates: equal estates, with luck of their own each.
        on: mechanisms that act.
        behaviour: parameters by group; the weights of the fee choice are 0 where not named.
        committed: households of the type that pays whatever others do (share); all others are conditional.
        residents, start, network, timeline: as in a scenario file.
        folder: where a network file lies.
    """
    groups = {name: dict(values) for name, values in (behaviour or {}).items()}
    groups["fees"] = NO_WEIGHTS | {"a_unconditional": SURE, "revise": 1.0} | groups.get("fees", {})
    types = {"conditional": 1.0 - committed, "free_rider": 0.0, "hump": 0.0, "unconditional": committed}
    people = {
        "tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0},
        "types": types,
        "member_share": 0.0,
        "private_gain_share": 0.0,
    }
    content = {
        "schema_version": 1,
        "name": "limit",
        "title": {"en": "A limit", "zh": "极限"},
        "months": months,
        "estates": {f"e{i}": {"homes": homes, "company": {"effort": "none"}} for i in range(estates)},
        "residents": people | dict(residents or {}),
        "network": dict(network or {"kind": "empty"}),
        "start": dict(start or {}),
        "behaviour": groups,
        "mechanisms": {name: name in set(on) for name in MECHANISMS},
        "timeline": [dict(event) for event in timeline],
    }
    return parse_scenario(json.dumps(content, indent=1), "limit.yaml", folder)


def mean_field(a: float, weight: float, committed: float = 0.0, **options: Any) -> Scenario:
    """Return a scenario in which the perceived norm is the true rate: nobody knows anybody, accounts are disclosed.

    Args:
        a: intercept h of the conditional households, logit.
        weight: weight J of the norm, logit.
        committed: share of households that pay whatever others do.
        options: as for :func:`limit`; ``behaviour["fees"]`` may change what is set here.
    """
    given = options.pop("behaviour", {})
    fees = {"a": a, "J": weight} | given.get("fees", {})
    norms = {"disclosure_base": 1.0} | given.get("norms", {})
    on = ("norms", "fees", *options.pop("on", ()))
    start = {"fee_rate": 0.0} | options.pop("start", {})
    behaviour = {**given, "fees": fees, "norms": norms}
    return limit(behaviour=behaviour, committed=committed, on=on, start=start, **options)


def payers_by_month(scenario: Scenario, seed: int) -> list[list[int]]:
    """Return the households that paid each month's bill within three months, shape (months, estates)."""
    months = scenario.data.months
    paid = simulate_compiled(scenario, seed).monthly["bills_in_time"]
    by_estate = [paid[first : first + months] for first in range(0, len(paid), months)]
    return [list(month) for month in zip(*by_estate, strict=True)]


def payers_by_seed(scenario: Scenario, seeds: Iterable[int]) -> list[list[int]]:
    """Return the households of the only estate that paid, shape (seeds, months)."""
    return [[month for (month,) in payers_by_month(scenario, seed)] for seed in seeds]


def paying_homes(scenario: Scenario, seed: int) -> npt.NDArray[np.bool_]:
    """Return which homes pay, month by month; the estates are of one size. Shape (estates, months, homes)."""
    history = simulate_compiled(scenario.set("record.households", True), seed).history
    assert history is not None
    return np.array(history["pays"]).reshape(len(scenario.estate_names), scenario.data.months, -1)
