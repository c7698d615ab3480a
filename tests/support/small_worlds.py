"""Small worlds in which, between them, everything a scenario can say has something to act on.

Each is a story of two or three years in an estate of about fifty households (``main``) beside a tiny one
(``elsewhere``): small, so that hundreds of changed worlds can be run in a test.
"""

from __future__ import annotations

from pathlib import Path

from commsim.scenario import Scenario, parse_scenario

_HEAD = """
schema_version: 1
name: small-world
title: {en: A small world, zh: 小世界}
months: 28
first_year: 2021
estates:
  main:
    homes: 48
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
    homes: 12
    buildings: 1
    stairwells_per_building: 2
    floors: 3
    residents: {member_share: 0.5, retired_share: 0.5}
residents: {member_share: 0.25, retired_share: 0.4, private_gain_share: 0.15}
network: {kind: blocks, mean_degree: 6}
start: {fee_rate: 0.45, arrears_months: 10, service: 0.45, condition: 0.5, trust_payee: 0.3, trust_self: 0.2,
        belonging: 0.3, tie: 0.15, legacy_share: 0.15}
"""

CONFLICT = f"""{_HEAD}
mechanisms: {{argument: true}}
timeline:
  - {{event: conflict, month: 2, share: 0.4, months: 3, trust_loss: 0.4}}
  - {{event: found_branch, month: 4, staff_hours: 6, bench: 0.5}}
  - {{event: leader_arrives, month: 4, quality: 0.9}}
  - {{event: activate, month: 5, share: 0.5, strategy: degree}}
  - {{event: elect, month: 6, months_open: 2, attempts: 2, legal_personality: true}}
  - {{event: convention, month: 8, locality: 0.8}}
  - {{event: meeting, month: 9, invited_share: 0.8, support_share: 0.6, speakers: 1, expert_plan: true}}
  - {{event: subsidy, month: 10, yuan_per_month: 500, months: 6}}
  - {{event: subsidy, id: repair_subsidy, month: 10, yuan_per_month: 900, months: 6, to: repair}}
  - {{event: run_revenue, month: 11, operator: committee, repair_share: 0.2, service_share: 0.1, dividend_share: 0.3}}
  - {{event: enforce, month: 12, effort: letter}}
  - {{event: renovate, month: 13, yuan: 20000}}
  - {{event: call_assembly, month: 14, matter: use_fund, yuan: 20000, months_open: 2}}
  - {{event: leader_leaves, month: 16}}
  - {{event: change_support, month: 17, rota: false, service_file: false, recognition: false}}
  - {{event: mechanism, month: 20, name: visits, on: false}}
  - {{event: withdraw, month: 22, share: 0.5}}
  - {{event: dissolve, month: 24, body: committee}}
"""
"""A conflict, a branch, an elected committee with dividends, a leader who comes and goes."""

VACUUM = f"""{_HEAD}
timeline:
  - {{event: company_leaves, month: 3}}
  - {{event: run_revenue, month: 3, operator: nobody}}
  - {{event: activate, month: 5, count: 3, who: retired, by: community, visits: false}}
  - {{event: found_branch, month: 8, rota: false, service_file: false, recognition: false}}
  - {{event: activate, id: second, month: 9, share: 0.6, who: in_service}}
  - {{event: appoint, month: 9, run_revenue: true}}
  - {{event: company_enters, month: 11, vote: true, months_open: 2, attempts: 2, full_service_months: 2,
      effort: letter, entry_cost_yuan: 20000, instalment_months: 9}}
  - {{event: dissolve, month: 23, body: branch}}
  - {{event: company_enters, id: second_company, month: 25, full_service_months: 2}}
"""
"""The company leaves, pensioners wear themselves out, members with a branch bring another one in."""

SELF_RULE = f"""{_HEAD}
timeline:
  - {{event: appoint, month: 1, hold_quality: 0.7, legal_personality: true}}
  - {{event: activate, month: 2, share: 0.5, by: community}}
  - {{event: self_run, month: 3}}
  - {{event: call_assembly, month: 4, matter: let_common_parts, operator: group, months_open: 3}}
  - {{event: call_assembly, id: fund, month: 8, matter: raise_fund, yuan: 900, months_open: 3}}
  - {{event: activate, id: paper, month: 12, share: 1.0, by: community, work: paperwork}}
"""
"""A committee by decree whose quality is held, and owners who run the estate themselves."""

RINGS = """
schema_version: 1
name: rings
title: {en: Rings, zh: 环}
months: 12
estates:
  main: {homes: 40, buildings: 2, stairwells_per_building: 2, committee: {exists: true, quality: 0.5}}
network: {kind: watts_strogatz, mean_degree: 4, rewiring: 0.2}
start: {tie: 0.3}
timeline:
  - {event: meeting, month: 6, speakers: 1}
"""
"""A small-world network and a committee from the start."""

FILES = RINGS.replace("{kind: watts_strogatz, mean_degree: 4, rewiring: 0.2}", "{kind: file, file: ties.txt}")
"""A network from a file."""

TIES = {"ties.txt": 1, "other.txt": 3}
"""Network files: everybody knows the household so many doors further on."""


def small_worlds(folder: Path) -> dict[str, Scenario]:
    """Return the small worlds by name; network files are written to a folder."""
    for name, doors in TIES.items():
        lines = "".join(f"{home} {(home + doors) % 40} 0.5\n" for home in range(40))
        (folder / name).write_text(lines, encoding="utf-8")
    texts = {"conflict": CONFLICT, "vacuum": VACUUM, "self-rule": SELF_RULE, "rings": RINGS, "files": FILES}
    return {name: parse_scenario(text, f"{name}.yaml", folder) for name, text in texts.items()}
