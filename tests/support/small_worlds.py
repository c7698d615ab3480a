"""Small worlds in which, between them, everything a scenario can say has something to act on.

Each is a story of two years in an estate of about forty households (``main``) beside a tiny one (``elsewhere``): small,
so that hundreds of changed worlds can be run in a test. Where two years are too short for something to happen by the
default behaviour, such as a company that gives up, a world makes it more likely by parameters of its own.
"""

from __future__ import annotations

from pathlib import Path

from commsim.scenario import Scenario, parse_scenario

_PLACE = """
schema_version: 1
name: small-world
title: {en: A small world, zh: 小世界}
months: 25
first_year: 2021
estates:
  main:
    homes: 33
    shops: 3
    buildings: 3
    stairwells_per_building: 2
    floors: 4
    company: {present: true, effort: suit, cash_yuan: 500}
    common: {parking_spaces: 20, parking_let: 15, parking_yuan_per_space_day: 4, adverts_yuan_per_year: 6000,
             other_yuan_per_year: 2000, operator: company, repair_share: 0.25, service_share: 0.15, dividend_share: 0.2}
    street: {mediation_hours: 4, street_hours: 2, fallback_service: 0.2}
    maintenance_fund_yuan: 60000
  elsewhere:
    homes: 8
    floors: 3
    residents: {member_share: 0.5, retired_share: 0.5}
network: {kind: blocks, mean_degree: 6}
"""

_START = """
residents: {member_share: 0.25, retired_share: 0.4, private_gain_share: 0.15}
start: {fee_rate: 0.45, arrears_months: 10, service: 0.45, condition: 0.5, trust_payee: 0.3, trust_self: 0.2,
        belonging: 0.3, tie: 0.15, legacy_share: 0.15}
"""

CONFLICT = f"""{_PLACE}{_START}
mechanisms: {{argument: true}}
timeline:
  - {{event: conflict, month: 2, share: 0.4, months: 3, trust_loss: 0.4}}
  - {{event: found_branch, month: 4, staff_hours: 8, bench: 0.5}}
  - {{event: leader_arrives, month: 4, quality: 0.9}}
  - {{event: activate, month: 5, share: 0.4, strategy: degree}}
  - {{event: elect, month: 5, months_open: 3, attempts: 5, legal_personality: true}}
  - {{event: convention, month: 8, locality: 0.8}}
  - {{event: meeting, month: 9, invited_share: 0.8, support_share: 0.6, speakers: 1, expert_plan: true}}
  - {{event: subsidy, month: 10, yuan_per_month: 500, months: 6}}
  - {{event: subsidy, id: repair_subsidy, month: 10, yuan_per_month: 900, months: 6, to: repair}}
  - {{event: change_support, month: 10, rota: false, service_file: false, recognition: false}}
  - {{event: run_revenue, month: 11, operator: committee, repair_share: 0.2, service_share: 0.1, dividend_share: 0.3}}
  - {{event: enforce, month: 12, effort: letter}}
  - {{event: renovate, month: 13, yuan: 20000}}
  - {{event: call_assembly, month: 14, matter: use_fund, yuan: 20000, months_open: 2}}
  - {{event: advance, month: 15, yuan: 4000, instalment_months: 8, by: company}}
  - {{event: leader_leaves, month: 16}}
  - {{event: mechanism, month: 19, name: visits, on: false}}
  - {{event: withdraw, month: 21, share: 0.5}}
  - {{event: dissolve, month: 23, body: committee}}
"""
"""A conflict, a branch, an elected committee with dividends, a leader who comes and goes."""

VACUUM = f"""{_PLACE}{_START}
behaviour:
  volunteering: {{upkeep_hours: 6, recruit: 0.5}}
mechanisms: {{quorum: false}}
timeline:
  - {{event: company_leaves, month: 3}}
  - {{event: run_revenue, month: 3, operator: nobody}}
  - {{event: activate, month: 5, count: 2, who: retired, by: community, visits: false}}
  - {{event: found_branch, month: 8, rota: false, service_file: false, recognition: false}}
  - {{event: activate, id: second, month: 9, share: 0.6, who: in_service}}
  - {{event: appoint, month: 9, run_revenue: true}}
  - {{event: change_support, month: 11, rota: true, service_file: true, recognition: false}}
  - {{event: company_enters, month: 12, vote: true, months_open: 2, attempts: 2, full_service_months: 2,
      effort: letter, entry_cost_yuan: 20000, instalment_months: 30}}
  - {{event: dissolve, month: 22, body: branch}}
"""
"""The company leaves, members wear themselves out doing its work, an appointed committee brings another one in."""

SELF_RULE = f"""{_PLACE}{_START}
behaviour:
  committee: {{capture: 0.2}}
mechanisms: {{quorum: false}}
timeline:
  - {{event: leader_arrives, month: 1, quality: 0.2}}
  - {{event: appoint, month: 1, hold_quality: 0.7, legal_personality: true}}
  - {{event: activate, month: 2, share: 0.5, by: community}}
  - {{event: self_run, month: 3}}
  - {{event: call_assembly, month: 4, matter: let_common_parts, operator: group, months_open: 3}}
  - {{event: call_assembly, id: fund, month: 8, matter: raise_fund, yuan: 900, months_open: 3}}
  - {{event: activate, id: paper, month: 12, share: 1.0, by: community, work: paperwork}}
"""
"""A committee by decree whose quality is held, and owners who run the estate themselves."""

LOSS = f"""{_PLACE}
residents: {{member_share: 0.2, private_gain_share: 0.6}}
start: {{fee_rate: 0.1, service: 0.2, condition: 0.3, trust_payee: 0.1, trust_self: 0.1, legacy_share: 0.4}}
behaviour:
  fees: {{a: -6, a_free_rider: -6}}
  company: {{patience: 4, committed: 0.3, letter_after: 1, suit_after: 2, suit_rate: 0.5}}
  assembly: {{a: 8, answered: 1, absent: 1}}
timeline:
  - {{event: company_enters, month: 2, full_service_months: 2, effort: suit}}
  - {{event: found_branch, month: 6, staff_hours: 4.25}}
  - {{event: elect, month: 7, months_open: 1, attempts: 2, run_revenue: true}}
  - {{event: company_enters, id: wanted, month: 10, vote: true, months_open: 1, attempts: 2}}
"""
"""A poor estate in which a company loses money and leaves.

Votes there bring in ballots of about six tenths of the owners, nearly all in favour: enough before 2021, not since.
"""

QUARREL = f"""{_PLACE}{_START}
behaviour:
  disputes: {{a_payee: 0.3, a_neighbour: 0.2, report: 0.02, reach: 0.9, patience: 1, sue: 1.0, court_months: 1}}
timeline:
  - {{event: activate, month: 2, count: 1, by: community, visits: false}}
  - {{event: advance, month: 3, yuan: 3000, instalment_months: 12}}
""".replace("operator: company", "operator: committee").replace(
    "company: {present: true, effort: suit",
    "committee: {exists: true, quality: 0.6}\n    company: {present: true, effort: none",
)
"""Many disputes, one member, and a committee from the start that runs the common parts."""

RINGS = """
schema_version: 1
name: rings
title: {en: Rings, zh: 环}
months: 14
estates:
  main:
    homes: 40
    buildings: 2
    stairwells_per_building: 2
    maintenance_fund_yuan: 60000
    committee: {exists: true, quality: 0.5}
    common: {other_yuan_per_year: 20000, dividend_share: 0.5}
residents: {private_gain_share: 0.6}
mechanisms: {quorum: false}
network: {kind: watts_strogatz, mean_degree: 4, rewiring: 0.2}
start: {tie: 0.3}
timeline:
  - {event: call_assembly, month: 2, matter: use_fund, yuan: 30000, months_open: 2}
  - {event: meeting, month: 6, speakers: 1}
"""
"""A small-world network, owners of whom many gain from disorder, and a company that runs the common parts under the
eyes of a committee."""

OUTSIDERS = f"""{_PLACE}{_START}
timeline:
  - {{event: paid_callers, month: 2, months: 9, callers: 2, hours: 4, yuan_per_hour: 25}}
  - {{event: work_unit_pressure, month: 4, months: 5, share: 0.4, strength: 0.6}}
  - {{event: activate, month: 14, share: 0.5, by: community, who: non_members}}
"""
"""Paid callers, pressure by work units, and then households without a member who do what members do elsewhere."""

FILES = (
    RINGS.replace("{kind: watts_strogatz, mean_degree: 4, rewiring: 0.2}", "{kind: file, file: ties.txt}")
    .replace("private_gain_share: 0.6", "private_gain_share: 0.05")
    .replace("speakers: 1", "speakers: 1, support_share: 0.7")
)
"""A network from a file."""

WORLDS = {
    "rings": RINGS,
    "files": FILES,
    "conflict": CONFLICT,
    "self-rule": SELF_RULE,
    "quarrel": QUARREL,
    "loss": LOSS,
    "vacuum": VACUUM,
    "outsiders": OUTSIDERS,
}

ACTS_IN = {
    "estates.*.shop": "conflict",
    "estates.*.buildings": "conflict",
    "estates.*.stairwells": "conflict",
    "estates.*.street.fallback": "vacuum",
    "residents.retired": "conflict",
    "estates.*.residents.retired": "conflict",
    "network.building_share": "conflict",
    "behaviour.fees.b_": "conflict",
    "behaviour.fees.b_W": "outsiders",
    "behaviour.trust.pressure": "outsiders",
    "behaviour.belonging.pressure": "outsiders",
    "behaviour.service.fallback": "vacuum",
    "behaviour.company": "loss",
    "behaviour.trust.members": "conflict",
    "behaviour.trust.newcomer": "vacuum",
    "behaviour.trust.chosen": "vacuum",
    "behaviour.ties.court": "quarrel",
    "behaviour.ties.missed": "conflict",
    "behaviour.volunteering": "vacuum",
    "behaviour.participation.b_v": "conflict",
    "behaviour.assembly": "conflict",
    "behaviour.voice": "files",
    "behaviour.voice.convince": "conflict",
    "behaviour.committee.capture": "self-rule",
    "behaviour.revenue.leak_group": "self-rule",
    "behaviour.revenue.leak_committee": "quarrel",
    "behaviour.disputes": "quarrel",
    "behaviour.leader": "conflict",
    "mechanisms.company_exit": "loss",
    "timeline[call_assembly].operator": "self-rule",
    "timeline[company_enters]": "vacuum",
}
"""World in which a field is likeliest to act, by the beginning of its label; it is only tried first, to save time."""

TIES = {"ties.txt": 1, "other.txt": 3}
"""Network files: everybody knows the household so many doors further on."""


def small_worlds(folder: Path) -> dict[str, Scenario]:
    """Return the small worlds by name; network files are written to a folder."""
    for name, doors in TIES.items():
        lines = "".join(f"{home} {(home + doors) % 40} 0.5\n" for home in range(40))
        (folder / name).write_text(lines, encoding="utf-8")
    return {name: parse_scenario(text, f"{name}.yaml", folder) for name, text in WORLDS.items()}
