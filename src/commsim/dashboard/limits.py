"""What the dashboard refuses, though the model could run it: one server is shared by all its visitors.

The command line has none of these limits; every message says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commsim.errors import InputError
from commsim.scenario import Scenario

MAX_HOUSEHOLDS = 5_000
"""Homes and shops of all estates together."""

MAX_MONTHS = 600
MAX_HOME_MONTHS = 1_200_000
"""Households times months, all estates together."""

MAX_SEEDS = 500
MAX_ESTATES = 20
MAX_TIES = 600_000
"""Acquaintances in the trust networks of all estates together, each pair once."""

MAX_EVENTS = 500
MAX_UPLOAD_BYTES = 256 * 1024
MAX_LINK_CHARS = 8_000
_ELSEWHERE = "the command line has no such limit: commsim run FILE"


def check(scenario: Scenario) -> None:
    """Refuse a scenario that would take too much of the server's time or memory.

    Args:
        scenario: a valid scenario.

    Raises:
        InputError: it is too large, or names a network file, which the dashboard never reads.
    """
    told = scenario.data
    check_counts({"estates": told.estates, "timeline": told.timeline}, scenario.name)
    households = sum(estate.homes + estate.shops for estate in told.estates.values())
    ties = sum(_ties(scenario, estate.homes + estate.shops) for estate in told.estates.values())
    _at_most(MAX_HOUSEHOLDS, households, "homes and shops in all", scenario.name)
    _at_most(MAX_MONTHS, told.months, "months", scenario.name)
    _at_most(MAX_HOME_MONTHS, households * told.months, "households times months", scenario.name)
    _at_most(MAX_TIES, ties, "pairs of acquaintances", scenario.name)
    if told.network.file is not None or told.network.kind == "file":
        raise InputError(
            f"{scenario.name}: network.kind is 'file'; the dashboard reads no network files; allowed here: another "
            f"kind of network; the command line takes one: commsim run FILE"
        )


def check_counts(content: Mapping[str, Any], name: str) -> None:
    """Refuse too many estates or events, before or after the rest is validated.

    Args:
        content: a scenario's plain data, or as much of it as is there; parts that are no group or list are passed over.
        name: how messages name it.

    Raises:
        InputError: there are more than the dashboard takes.
    """
    estates, timeline = content.get("estates"), content.get("timeline")
    if isinstance(estates, Mapping):
        _at_most(MAX_ESTATES, len(estates), "estates", name)
    if isinstance(timeline, list | tuple):
        _at_most(MAX_EVENTS, len(timeline), "events", name)


def check_seeds(seeds: int) -> None:
    """Refuse more runs side by side than a visitor may ask for.

    Raises:
        InputError: not 1 to :data:`MAX_SEEDS`.
    """
    if not 1 <= seeds <= MAX_SEEDS:
        raise InputError(f"seeds: {seeds} runs are asked for; allowed here: 1 to {MAX_SEEDS}; {_ELSEWHERE} --seeds N")


def _at_most(most: int, came: int, what: str, name: str) -> None:
    if came > most:
        raise InputError(f"{name}: {came:,} {what}; allowed here: at most {most:,}; {_ELSEWHERE}")


def _ties(scenario: Scenario, households: int) -> int:
    """Return about how many pairs of acquaintances the network of one estate has."""
    network = scenario.data.network
    if network.kind == "complete":
        return households * (households - 1) // 2
    if network.kind in ("empty", "file"):
        return 0
    return int(households * network.mean_degree / 2)
