"""Impossible combinations: values that are each allowed, but not together.

Each check names the path to look at, what contradicts what, and what would be possible. What happens on the timeline
is checked in :mod:`commsim.scenario.timeline_checks`, targets in :mod:`commsim.scenario.target_checks`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from commsim.scenario.base import Strict
from commsim.scenario.casebook import casebook
from commsim.scenario.fields import nearest
from commsim.scenario.library import library_names
from commsim.scenario.schema import CommonParts, Estate, Network, ScenarioData
from commsim.scenario.target_checks import check_targets
from commsim.scenario.timeline_checks import check_timeline
from commsim.scenario.yaml_text import Finding, Path, brief

SHARES_TOLERANCE = 1e-6
LARGEST_COMPLETE = 3_000
_CASEBOOK_LIKE = re.compile(r"[a-z0-9_]+\.[a-z0-9_.]+\Z")


def check(scenario: ScenarioData) -> list[Finding]:
    """Return every impossible combination of a scenario whose single values are all allowed.

    Args:
        scenario: the validated scenario, its timeline in written order.
    """
    return [
        *_check_head(scenario),
        *_check_residents(("residents",), scenario.residents),
        *_check_network(scenario),
        *(found for name, estate in scenario.estates.items() for found in _check_estate(name, estate)),
        *check_timeline(scenario),
        *check_targets(scenario),
    ]


def _check_head(scenario: ScenarioData) -> Iterator[Finding]:
    twin = scenario.twin
    if twin is not None and twin == scenario.name:
        yield Finding(("twin",), f"'{twin}' is this scenario itself", "another shipped scenario")
    elif twin is not None and twin not in library_names():
        hint = nearest(twin, library_names())
        yield Finding(("twin",), f"no shipped scenario '{brief(twin)}'{hint}", "one of " + ", ".join(library_names()))
    yield from check_sources(scenario.sources)
    if "all" in scenario.estates:
        yield Finding(("estates", "all"), "'all' means every estate", "another name")


def check_sources(sources: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what looks like a casebook id and is none, under the key ``sources``."""
    for position, source in enumerate(sources):
        if _CASEBOOK_LIKE.match(source) and source not in casebook():
            hint = nearest(source, tuple(casebook()))
            yield Finding(
                ("sources", position), f"no casebook entry '{brief(source)}'{hint}", "a casebook id, or a text"
            )


def _adds_up(path: Path, shares: Strict | None) -> Iterator[Finding]:
    """Shares of a whole add up to 1."""
    if shares is None:
        return
    parts = shares.model_dump()
    total = 0.0
    for value in parts.values():
        total += value
    if abs(total - 1.0) > SHARES_TOLERANCE:
        sum_text = " + ".join(f"{value:g}" for value in parts.values())
        yield Finding(path, f"the shares add up to {total:.6g} ({sum_text})", f"{', '.join(parts)} that add up to 1")


def _check_residents(path: Path, residents: Strict) -> Iterator[Finding]:
    for group in ("tenure", "ages", "types"):
        yield from _adds_up((*path, group), getattr(residents, group))


def _check_estate(name: str, estate: Estate) -> Iterator[Finding]:
    path: Path = ("estates", name)
    if estate.buildings > estate.homes:
        message = f"{estate.buildings} buildings for {estate.homes} homes"
        yield Finding((*path, "buildings"), message, f"1 to {estate.homes}")
    elif estate.buildings * estate.stairwells_per_building > estate.homes:
        stairwells = estate.buildings * estate.stairwells_per_building
        yield Finding(
            (*path, "stairwells_per_building"),
            f"{estate.buildings} buildings make {stairwells} stairwells for {estate.homes} homes",
            f"1 to {estate.homes // estate.buildings}",
        )
    if estate.committee.quality > 0 and not estate.committee.exists:
        message = f"quality {estate.committee.quality:g} of a committee that does not exist"
        yield Finding((*path, "committee", "quality"), message, "0, or 'exists: true'")
    if estate.company.cash_yuan > 0 and not estate.company.present:
        message = f"{estate.company.cash_yuan:g} yuan of a company that is not present"
        yield Finding((*path, "company", "cash_yuan"), message, "0, or 'present: true'")
    yield from _check_common((*path, "common"), estate)
    yield from _check_residents((*path, "residents"), estate.residents)


def _earns(common: CommonParts) -> bool:
    parking = common.parking_let * common.parking_yuan_per_space_day
    return parking > 0 or common.adverts_yuan_per_year > 0 or common.other_yuan_per_year > 0


def _check_common(path: Path, estate: Estate) -> Iterator[Finding]:
    common = estate.common
    if common.parking_let > common.parking_spaces:
        message = f"{common.parking_let} spaces are let, but there are {common.parking_spaces}"
        yield Finding((*path, "parking_let"), message, f"0 to {common.parking_spaces}")
    spent = common.repair_share + common.service_share + common.dividend_share
    if spent > 1 + SHARES_TOLERANCE:
        message = f"repair, service and dividend shares add up to {spent:.6g}"
        yield Finding(path, message, "at most 1 together; the rest is reserve")
    if common.operator == "committee" and not estate.committee.exists:
        message = "a committee runs the common parts, but none exists at the start"
        yield Finding((*path, "operator"), message, "company, group or nobody, or 'committee: {exists: true}'")
    if common.operator == "company" and not estate.company.present and _earns(common):
        message = "a company runs the common parts, but none is present at the start"
        yield Finding((*path, "operator"), message, "group, committee or nobody, or 'company: {present: true}'")


def _check_network(scenario: ScenarioData) -> Iterator[Finding]:
    network = scenario.network
    yield from _check_network_file(network)
    if network.stairwell_share + network.building_share > 1 + SHARES_TOLERANCE:
        total = network.stairwell_share + network.building_share
        yield Finding(
            ("network", "building_share"), f"stairwell and building shares add up to {total:.6g}", "at most 1 together"
        )
    sizes = Counter({name: estate.homes + estate.shops for name, estate in scenario.estates.items()})
    largest, most = sizes.most_common(1)[0]
    smallest, least = sizes.most_common()[-1]
    if network.kind == "complete" and most > LARGEST_COMPLETE:
        message = f"a complete network over the {most} households of estate '{largest}'"
        yield Finding(("network", "kind"), message, f"at most {LARGEST_COMPLETE} households, or another kind")
    drawn = network.kind not in ("complete", "empty", "file")
    if drawn and network.mean_degree > least - 1:
        message = f"{network.mean_degree:g} acquaintances a household, but estate '{smallest}' has {least} households"
        yield Finding(("network", "mean_degree"), message, f"0 to {least - 1}")


def _check_network_file(network: Network) -> Iterator[Finding]:
    if network.kind == "file" and network.file is None:
        yield Finding(("network", "kind"), "'kind: file' without 'file'", "'file' with a file name, or another kind")
    if network.kind != "file" and network.file is not None:
        yield Finding(("network", "file"), f"a file is given, but the kind is '{network.kind}'", "'kind: file'")
    if network.file is not None and (network.file.startswith(("/", "\\", "~")) or network.file[1:2] == ":"):
        yield Finding(
            ("network", "file"), f"'{brief(network.file)}' is no relative name", "a name relative to this file"
        )
