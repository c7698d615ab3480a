"""Short stories in which what is rare in a random district happens for sure: votes carried, burnout, suits, dividends.

A story is part of a scenario's content, and ``estate`` is what it says of every estate. The fixed sample of the docking
tests tells each story by itself in a district of two estates; ``any_district`` mixes them into random ones, where they
meet other events, other people and another law.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commsim.scenario import MECHANISMS, Scenario
from commsim.scenario.validation import refuse_findings, validate

Content = Mapping[str, Any]

OWNERS = {"tenure": {"owner": 1.0, "tenant": 0.0, "absent": 0.0}, "private_gain_share": 0.0}
ALL_VOTE = {"assembly": {"a": 20.0, "answered": 1.0, "absent": 1.0}, "participation": {"a": 20.0}}
NOBODY_VOTES = {"assembly": {"answered": 0.0, "absent": 0.0}, "participation": {"a": -20.0}}
NOBODY_PAYS = {"a": -20.0, "a_free_rider": -20.0, "a_unconditional": -20.0}
RICH = {"parking_spaces": 40, "parking_let": 37, "parking_yuan_per_space_day": 9.0, "adverts_yuan_per_year": 7001.0}

PLACE: Content = {
    "name": "story",
    "title": {"en": "A story", "zh": "故事"},
    "months": 26,
    "estates": {
        "main": {
            "homes": 37,
            "shops": 3,
            "buildings": 3,
            "stairwells_per_building": 2,
            "company": {"present": True, "effort": "reminder", "cash_yuan": 500.0},
            "common": {"parking_spaces": 20, "parking_let": 15, "parking_yuan_per_space_day": 5.0},
        },
        "second": {"homes": 12, "floors": 3},
    },
    "residents": {"member_share": 0.25, "retired_share": 0.4},
    "start": {"tie": 0.2},
}
"""Where the stories of the fixed sample happen."""

STORIES: dict[str, Content] = {
    "votes": {
        "residents": OWNERS,
        "behaviour": ALL_VOTE,
        "estate": {"maintenance_fund_yuan": 9000.0},
        "timeline": [
            {"event": "elect", "month": 2, "months_open": 2},
            {"event": "call_assembly", "month": 2, "matter": "use_fund", "yuan": 4000.0, "months_open": 1},
            {"event": "call_assembly", "month": 5, "matter": "raise_fund", "yuan": 812.5, "months_open": 2},
            {"event": "call_assembly", "month": 6, "matter": "use_fund", "yuan": 1e6, "months_open": 1},
            {"event": "call_assembly", "month": 8, "matter": "let_common_parts", "operator": "group"},
            {"event": "company_enters", "month": 9, "vote": True, "entry_cost_yuan": 777.77, "instalment_months": 7},
        ],
    },
    "failing votes": {
        "behaviour": NOBODY_VOTES,
        "timeline": [
            {"event": "elect", "month": 3, "months_open": 2, "attempts": 3},
            {"event": "company_enters", "month": 4, "vote": True, "months_open": 1, "attempts": 2},
        ],
    },
    "close votes": {
        "first_year": 2020,
        "mechanisms": {"quorum": False},
        "behaviour": {"assembly": {"a": 0.3, "answered": 0.6}, "participation": {"a": -1.0}},
        "timeline": [
            {"event": "found_branch", "month": 1},
            {"event": "activate", "month": 1, "share": 0.5},
            {"event": "elect", "month": 2, "months_open": 2, "attempts": 8},
            {"event": "call_assembly", "month": 4, "matter": "raise_fund", "yuan": 300.0, "months_open": 1},
            {"event": "call_assembly", "month": 14, "matter": "let_common_parts", "operator": "committee"},
        ],
    },
    "loss": {
        "start": {"fee_rate": 0.0, "arrears_months": 3},
        "estate": {
            "common": RICH | {"dividend_share": 0.3, "operator": "committee"},
            "committee": {"exists": True, "quality": 1.0},
        },
        "behaviour": {"fees": NOBODY_PAYS, "company": {"patience": 3.0, "committed": 1.0}},
        "timeline": [
            {"event": "found_branch", "month": 1},
            {"event": "activate", "month": 2, "share": 0.5},
            {"event": "company_enters", "month": 8, "full_service_months": 2, "entry_cost_yuan": 900.0},
        ],
    },
    "overwork": {
        "behaviour": {"volunteering": {"recruit": 0.4, "hours_in_service": 2.0, "upkeep_hours": 6.0}},
        "timeline": [
            {"event": "company_leaves", "month": 2},
            {"event": "activate", "month": 3, "count": 2, "by": "community"},
            {"event": "found_branch", "month": 6, "rota": False, "service_file": False, "recognition": False},
            {"event": "activate", "month": 6, "share": 0.6},
            {"event": "change_support", "month": 12},
            {"event": "company_enters", "month": 16},
        ],
    },
    "burnout": {
        "behaviour": {"volunteering": {"hours_in_service": 1.0, "hours_retired": 1.0, "upkeep_hours": 8.0}},
        "timeline": [
            {"event": "company_leaves", "month": 1},
            {"event": "activate", "month": 2, "count": 2, "by": "community"},
        ],
    },
    "few visitors": {
        "behaviour": {"volunteering": {"most_households": 5.0, "visit_interval": 2.0}, "ties": {"missed": 0.3}},
        "residents": {"member_share": 0.4, "tenure": {"owner": 0.5, "tenant": 0.2, "absent": 0.3}},
        "timeline": [
            {"event": "found_branch", "month": 2, "staff_hours": 4.25},
            {"event": "activate", "month": 2, "share": 0.3, "strategy": "betweenness"},
            {"event": "activate", "month": 5, "share": 0.7, "strategy": "pagerank", "who": "in_service"},
            {"event": "withdraw", "month": 9, "share": 0.5},
            {"event": "activate", "month": 12, "share": 1.0, "strategy": "k_core", "who": "retired"},
            {"event": "withdraw", "month": 20},
        ],
    },
    "quarrels": {
        "start": {"legacy_share": 0.3, "service": 0.3, "condition": 0.3, "tie": 0.6},
        "behaviour": {
            "disputes": {
                "a_neighbour": 0.3,
                "a_other": 0.1,
                "report": 0.3,
                "sue": 0.6,
                "patience": 2,
                "court_months": 2,
            }
        },
        "timeline": [
            {"event": "appoint", "month": 2, "hold_quality": 0.7},
            {"event": "found_branch", "month": 6},
            {"event": "activate", "month": 7, "share": 0.3},
            {"event": "convention", "month": 12},
        ],
    },
    "suits": {
        "start": {"fee_rate": 0.3, "arrears_months": 35},
        "estate": {"company": {"present": True, "effort": "suit"}},
        "behaviour": {
            "fees": {"a": -3.0, "a_free_rider": -5.0, "catch_up": 0.7},
            "company": {"suit_rate": 0.3, "suit_felt": 5.0},
        },
        "timeline": [{"event": "enforce", "month": 20, "effort": "letter"}],
    },
    "income": {
        "estate": {
            "common": RICH
            | {"operator": "committee", "repair_share": 0.2, "service_share": 0.3, "dividend_share": 0.4},
            "committee": {"exists": True, "quality": 0.9},
        },
        "start": {"fee_rate": 0.7, "arrears_months": 2},
        "timeline": [
            {"event": "appoint", "month": 1, "legal_personality": True, "hold_quality": 0.9},
            {"event": "advance", "month": 2, "yuan": 5000.0, "instalment_months": 7},
            {"event": "advance", "month": 3, "yuan": 90000.0, "instalment_months": 30, "by": "lender"},
            {"event": "run_revenue", "month": 15, "operator": "group", "dividend_share": 0.0},
        ],
    },
    "faction": {
        "behaviour": {"committee": {"capture": 1.0}, "participation": {"a": -5.0}},
        "estate": {"common": RICH, "committee": {"exists": True, "quality": 0.5}},
        "timeline": [
            {"event": "found_branch", "month": 3},
            {"event": "activate", "month": 3, "share": 1.0},
            {"event": "appoint", "month": 6},
            {"event": "dissolve", "month": 15, "body": "committee"},
            {"event": "elect", "month": 18, "months_open": 6},
            {"event": "run_revenue", "month": 19, "operator": "committee"},
        ],
    },
    "self-run": {
        "estate": {"common": RICH | {"operator": "group"}, "company": {"present": True, "effort": "letter"}},
        "start": {"service": 0.1, "legacy_share": 0.5},
        "behaviour": {"disputes": {"a_payee": 0.5}},
        "timeline": [
            {"event": "self_run", "month": 4},
            {"event": "conflict", "month": 2, "share": 0.5, "months": 20},
            {"event": "enforce", "month": 6, "effort": "suit"},
            {"event": "subsidy", "month": 7, "yuan_per_month": 333.33, "months": 5},
            {"event": "subsidy", "month": 8, "yuan_per_month": 100.0, "months": 40, "to": "repair"},
            {"event": "company_enters", "month": 18},
        ],
    },
    "refusals": {
        "mechanisms": {"committee": False},
        "timeline": [
            {"event": "company_leaves", "month": 1},
            {"event": "elect", "month": 2, "legal_personality": True},
            {"event": "appoint", "month": 3, "legal_personality": True},
            {"event": "company_enters", "month": 3, "vote": True, "months_open": 24},
            {"event": "advance", "month": 4, "yuan": 100.0},
            {"event": "conflict", "month": 4, "share": 0.5, "months": 12},
            {"event": "subsidy", "month": 4, "yuan_per_month": 100.0, "months": 3},
            {"event": "advance", "month": 5, "yuan": 100.0, "by": "lender"},
            {"event": "renovate", "month": 6, "yuan": 1234.56},
            {"event": "mechanism", "month": 7, "name": "committee", "on": True},
            {"event": "run_revenue", "month": 8, "operator": "committee"},
            {"event": "appoint", "month": 9},
        ],
    },
    "conflict": {
        "start": {"fee_rate": 0.5},
        "timeline": [
            {"event": "conflict", "month": 2, "share": 0.6, "months": 4, "trust_loss": 0.7},
            {"event": "found_branch", "month": 3, "bench": 0.4},
            {"event": "leader_arrives", "month": 4, "quality": 0.9},
            {"event": "activate", "month": 4, "share": 0.7, "strategy": "degree"},
            {"event": "change_support", "month": 8, "rota": False},
            {"event": "leader_leaves", "month": 12},
            {"event": "dissolve", "month": 20, "body": "branch"},
        ],
    },
    "meetings": {
        "residents": {"private_gain_share": 0.3},
        "behaviour": {"voice": {"threshold": 0.25, "threshold_sd": 0.15, "kappa0": 3.0, "pi0": 0.15}},
        "mechanisms": {"argument": True},
        "timeline": [
            {"event": "meeting", "month": 2, "support_share": 0.8},
            {"event": "meeting", "month": 3, "support_share": 0.9, "speakers": 3},
            {"event": "meeting", "month": 5, "support_share": 0.3, "expert_plan": True, "invited_share": 0.5},
            {"event": "meeting", "month": 5, "support_share": 1.0, "speakers": 3},
            {"event": "mechanism", "month": 6, "name": "voice", "on": False},
            {"event": "meeting", "month": 7, "support_share": 0.95, "invited_share": 0.9},
            {"event": "mechanism", "month": 8, "name": "voice", "on": True},
        ],
    },
    "old law": {
        "first_year": 2012,
        "residents": OWNERS,
        "behaviour": ALL_VOTE,
        "timeline": [
            {"event": "elect", "month": 1, "months_open": 1},
            {"event": "call_assembly", "month": 2, "matter": "raise_fund", "yuan": 90.0, "months_open": 1},
            {"event": "call_assembly", "month": 3, "matter": "let_common_parts", "operator": "nobody"},
        ],
    },
    "no body": {
        "mechanisms": {"assembly": False, "mediation": False},
        "residents": {"private_gain_share": 0.0},
        "network": {"kind": "empty"},
        "behaviour": {
            **ALL_VOTE,
            "disputes": {"a_other": 0.3, "a_neighbour": 0.3, "report": 0.9, "sue": 0.5, "patience": 1.0},
            "voice": {"kappa0": 0.0, "attend": 0.5},
        },
        "timeline": [
            {"event": "elect", "month": 2, "attempts": 2, "months_open": 1},
            {"event": "meeting", "month": 6},
        ],
    },
    "no fee": {
        "estate": {
            "shops": 4,
            "fee_yuan_per_m2": 0.0,
            "company": {"present": True, "effort": "suit"},
            "common": RICH | {"dividend_share": 0.5, "operator": "committee"},
            "committee": {"exists": True, "quality": 1.0},
        },
        "start": {"fee_rate": 0.0, "arrears_months": 20},
        "behaviour": {
            "fees": NOBODY_PAYS,
            "company": {"suit_rate": 1.0, "suit_felt": 1.0},
            "service": {"efficiency": 1.0, "oversight": 0.5},
        },
    },
    "empty meeting": {
        "residents": {"private_gain_share": 0.0},
        "timeline": [{"event": "meeting", "month": 4, "invited_share": 0.0}],
    },
    "paperwork": {
        "timeline": [
            {"event": "found_branch", "month": 2},
            {"event": "activate", "month": 3, "share": 1.0, "work": "paperwork"},
            {"event": "meeting", "month": 5},
            {"event": "activate", "month": 8, "share": 0.5},
        ],
    },
    "in the members' place": {
        "world_seed": 4,
        "residents": {"retired_share": 0.6},
        "behaviour": {"volunteering": {"recruit": 0.5, "hours_in_service": 1.0, "hours_retired": 3.0}},
        "timeline": [
            {"event": "found_branch", "month": 1, "rota": False},
            {"event": "activate", "month": 2, "share": 0.5, "who": "non_members"},
            {"event": "meeting", "month": 4, "speakers": 2},
            {"event": "activate", "month": 5, "share": 0.4},
            {"event": "activate", "month": 9, "count": 9, "who": "non_members", "strategy": "degree"},
            {"event": "company_leaves", "month": 11},
            {"event": "withdraw", "month": 14, "share": 0.3},
            {"event": "activate", "month": 16, "count": 9, "who": "non_members", "work": "paperwork"},
            {"event": "withdraw", "month": 22},
        ],
    },
    "paid callers": {
        "behaviour": {"volunteering": {"most_households": 7.0, "visit_interval": 2.0}, "ties": {"missed": 0.2}},
        "start": {"service": 0.3, "condition": 0.3},
        "timeline": [
            {"event": "paid_callers", "month": 2, "months": 9, "callers": 3, "hours": 2.75, "yuan_per_hour": 33.33},
            {"event": "found_branch", "month": 4},
            {"event": "activate", "month": 4, "share": 0.3},
            {"event": "withdraw", "month": 7, "share": 0.5},
            {"event": "mechanism", "month": 9, "name": "visits", "on": False},
            {"event": "mechanism", "month": 10, "name": "visits", "on": True},
            {"event": "paid_callers", "month": 11, "months": 4, "callers": 6},
            {"event": "paid_callers", "month": 13, "months": 3, "callers": 2, "hours": 40.0},
            {"event": "paid_callers", "month": 19, "months": 2, "callers": 0},
            {"event": "paid_callers", "month": 20, "months": 20, "callers": 1, "estate": "main"},
        ],
    },
    "pressed to pay": {
        "behaviour": {"trust": {"pressure": 0.04}, "belonging": {"pressure": -0.01}, "fees": {"b_W": 3.3}},
        "timeline": [
            {"event": "work_unit_pressure", "month": 2, "months": 6, "share": 0.5, "strength": 0.7},
            {"event": "conflict", "month": 5, "share": 0.5, "months": 3},
            {"event": "work_unit_pressure", "month": 6, "months": 4, "share": 0.3, "strength": 1.0},
            {"event": "work_unit_pressure", "month": 12, "months": 30, "share": 0.8, "strength": 0.2},
        ],
    },
    "long arrears": {
        "months": 42,
        "start": {"fee_rate": 0.2, "arrears_months": 30},
        "behaviour": {"fees": {"a": -4.0, "a_free_rider": -7.0, "catch_up": 2.0}},
        "mechanisms": {"company_exit": False},
        "timeline": [
            {"event": "enforce", "month": 10, "effort": "none"},
            {"event": "found_branch", "month": 34},
            {"event": "activate", "month": 34, "share": 1.0},
        ],
    },
    "crowded calendar": {
        "start": {"legacy_share": 0.6, "service": 0.1, "condition": 0.1},
        "residents": {"member_share": 0.4},
        "behaviour": {
            "disputes": {
                "a_payee": 0.9,
                "a_neighbour": 0.9,
                "a_other": 0.9,
                "report": 1.0,
                "sue": 1.0,
                "court_months": 60,
            }
        },
        "timeline": [
            {"event": "appoint", "month": 1, "legal_personality": True},
            *(
                {"event": "advance", "month": 1 + n % 3, "yuan": 10.0 * n, "instalment_months": 1 + n}
                for n in range(40)
            ),
            *({"event": "subsidy", "month": 1 + n % 9, "yuan_per_month": 3.3 * n, "months": 1 + n} for n in range(30)),
            *({"event": "elect", "month": 2, "months_open": 1, "attempts": 20} for _ in range(6)),
            *({"event": "meeting", "month": 4} for _ in range(12)),
            *({"event": "company_enters", "month": 5, "entry_cost_yuan": 70.0} for _ in range(8)),
            *({"event": "conflict", "month": n, "share": 1.0, "months": 9} for n in (2, 3, 12)),
            *({"event": "activate", "month": n, "count": 2, "by": "community"} for n in range(3, 20)),
        ],
    },
    "riches": {
        "estate": {
            "shop_area_m2": 5000.0,
            "home_area_m2": 1000.0,
            "fee_yuan_per_m2": 100.0,
            "shop_fee_yuan_per_m2": 200.0,
            "fee_yuan_per_household": 10_000.0,
            "maintenance_fund_yuan": 1e10,
            "company": {"present": True, "cash_yuan": 1e9, "effort": "suit"},
            "committee": {"exists": True, "quality": 1.0},
            "common": {
                "parking_spaces": 100_000,
                "parking_let": 100_000,
                "parking_yuan_per_space_day": 1000.0,
                "adverts_yuan_per_year": 1e8,
                "other_yuan_per_year": 1e8,
                "operator": "committee",
                "repair_share": 0.0,
                "service_share": 0.0,
                "dividend_share": 1.0,
            },
        },
        "residents": {"income_yuan": 1e6, "income_sigma": 2.0},
        "timeline": [
            {"event": "appoint", "month": 1, "legal_personality": True, "hold_quality": 1.0},
            {"event": "advance", "month": 2, "yuan": 1e9, "instalment_months": 1, "by": "lender"},
            {"event": "subsidy", "month": 2, "yuan_per_month": 1e8, "months": 20},
            {"event": "renovate", "month": 3, "yuan": 1e9},
        ],
    },
    "switches": {
        "estate": {"common": RICH | {"dividend_share": 0.3}, "committee": {"exists": True, "quality": 0.6}},
        "timeline": [
            {"event": "found_branch", "month": 1},
            {"event": "activate", "month": 1, "share": 0.6},
            *(
                {"event": "mechanism", "month": 2 + place % 12 + 12 * back, "name": name, "on": bool(back)}
                for back in (0, 1)
                for place, name in enumerate(MECHANISMS)
            ),
        ],
    },
}
"""The stories by name."""


def merged(content: Content, more: Content) -> dict[str, Any]:
    """Return the content with more of it; events are added, anything else said twice is as ``more`` says."""
    found = dict(content)
    for key, value in more.items():
        before = found.get(key)
        if key == "timeline":
            found[key] = [*(before or ()), *value]
        elif isinstance(before, Mapping) and isinstance(value, Mapping):
            found[key] = merged(before, value)
        else:
            found[key] = value
    return found


def told(content: Content, story: Content) -> dict[str, Any]:
    """Return a scenario's content with a story told in every estate; each event gets an id of its own."""
    whole = merged(content, {key: value for key, value in story.items() if key != "estate"})
    estates = {name: merged(estate, story.get("estate", {})) for name, estate in whole["estates"].items()}
    timeline = [dict(event) | {"id": f"e{place}"} for place, event in enumerate(whole.get("timeline", ()))]
    return whole | {"estates": estates, "timeline": timeline}


def story_scenarios() -> dict[str, Scenario]:
    """Return the fixed sample: every story by itself, with every household's history."""
    found = {}
    for name, story in STORIES.items():
        content = told(merged(PLACE, {"record": {"households": True}}), story)
        data, findings = validate(content)
        refuse_findings(findings, content, {}, name)
        found[name] = Scenario(data)
    return found
