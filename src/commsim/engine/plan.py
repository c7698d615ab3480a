"""From a scenario to the columns a run starts with: everything but the seed is worked out once, in a plan."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from commsim.engine import columns as c
from commsim.engine.building_plan import WorldPlan, plan_world
from commsim.engine.event_rows import event_rows, most_lines
from commsim.engine.standing import WATCHED_ROWS
from commsim.rules import Behaviour
from commsim.rules.arithmetic import FEN_PER_YUAN, to_fen
from commsim.rules.company import EFFORTS
from commsim.rules.fees import IN_TIME_MONTHS, LIMITATION_MONTHS
from commsim.rules.revenue import OPERATORS
from commsim.scenario import MECHANISMS, Scenario
from commsim.world import World
from commsim.world.households import ABSENT
from commsim.world.volunteers import non_members


class EstatePlan(NamedTuple):
    """What is the same for every seed of one estate of a scenario.

    Attributes:
        scenario: what is run; estate: number of the estate.
        world: plan of its world.
        behaviour: the behaviour of all, see :func:`parameter_record`.
        level, count: as the estate begins, without what the world decides.
        event, event_real: rows of the timeline that concern the estate; numbers of the events in the scenario.
        strategies: structural rankings that events ask for, in the order of ``rank``.
        lines: most lines the log can have.
        buildings: number of buildings; norm: first perceived norm; arrears: months owed by non-payers at the start.
    """

    scenario: Scenario
    estate: int
    world: WorldPlan
    behaviour: Any
    level: Any
    count: Any
    event: Any
    event_real: Any
    strategies: tuple[str, ...]
    lines: int
    buildings: int
    norm: float
    arrears: int


def parameter_record(behaviour: Behaviour) -> Any:
    """Return the behaviour as one record of shape ``(1,)``, a field a group and in it a field a parameter.

    Rules read ``p.name`` of a group from it as they do from a ``NamedTuple``; compiled code passes it as one address,
    where a hundred numbers would be passed one by one.
    """
    groups = [(name, [(field, np.float64) for field in group._fields]) for name, group in behaviour._asdict().items()]
    return np.array([tuple(tuple(group) for group in behaviour)], np.dtype(groups))


def plan_estate(scenario: Scenario, index: int) -> EstatePlan:
    """Return the plan of one estate.

    Args:
        scenario: what is to be run.
        index: number of the estate in the scenario, from 0.
    """
    data = scenario.data
    settings = data.estates[scenario.estate_names[index]]
    event, event_real, strategies = event_rows(scenario, index)
    return EstatePlan(
        scenario=scenario,
        estate=index,
        world=plan_world(scenario, index),
        behaviour=parameter_record(scenario.behaviour),
        level=_levels(scenario, settings),
        count=_counts(scenario, index, settings),
        event=event,
        event_real=event_real,
        strategies=strategies,
        lines=most_lines(event),
        buildings=settings.buildings,
        norm=data.start.fee_rate,
        arrears=min(data.start.arrears_months, LIMITATION_MONTHS - 1) if settings.company.present else 0,
    )


def _levels(scenario: Scenario, settings: Any) -> Any:
    start, common = scenario.data.start, settings.common
    level = np.zeros(c.LEVELS)
    level[c.SERVICE], level[c.CONDITION] = start.service, start.condition
    level[c.SERVICE_YEAR :] = start.service
    level[c.TRUE_RATE] = level[c.SIGNAL] = start.fee_rate
    level[c.UPKEEP_DONE] = level[c.TURNOUT] = level[c.LOAD] = level[c.HELD_QUALITY] = np.nan
    if settings.committee.exists and scenario.data.mechanisms.committee:
        level[c.QUALITY] = settings.committee.quality
    level[c.REPAIR_SHARE], level[c.SERVICE_SHARE] = common.repair_share, common.service_share
    level[c.DIVIDEND_SHARE] = common.dividend_share
    level[c.YUAN_A_DAY] = common.parking_yuan_per_space_day
    level[c.YUAN_A_YEAR] = common.adverts_yuan_per_year + common.other_yuan_per_year
    level[c.FALLBACK] = settings.street.fallback_service
    return level


def _counts(scenario: Scenario, index: int, settings: Any) -> Any:
    data = scenario.data
    count = np.zeros(c.COUNTS, np.int64)
    count[c.ESTATE], count[c.MONTHS], count[c.FIRST_YEAR] = index, data.months, data.first_year
    switches = data.mechanisms.model_dump()
    for place, name in enumerate(MECHANISMS):
        count[c.ON + place] = switches[name]
    count[c.COMPANY_PRESENT] = settings.company.present
    count[c.COMPANY_EFFORT] = EFFORTS.index(settings.company.effort)
    count[c.PAYEE] = c.COMPANY_PAYEE if settings.company.present else c.NO_PAYEE
    count[c.COMMITTEE_EXISTS] = settings.committee.exists and data.mechanisms.committee
    count[c.OPERATOR] = OPERATORS.index(settings.common.operator)
    count[c.PARKING_LET] = settings.common.parking_let
    count[c.COMMUNITY_MINUTES] = int(settings.street.mediation_hours * 60)
    count[c.STREET_MINUTES] = int(settings.street.street_hours * 60)
    cash, fund = (
        to_fen(settings.company.cash_yuan * FEN_PER_YUAN),
        to_fen(settings.maintenance_fund_yuan * FEN_PER_YUAN),
    )
    count[c.BALANCE + c.COMPANY], count[c.BALANCE + c.FUND] = cash, fund
    count[c.BALANCE + c.OUTSIDE] = -cash - fund
    return count


def begin(plan: EstatePlan, world: World, seed: int, rank: Any, watched: int = -1) -> tuple[c.Homes, c.Estate]:
    """Return the columns of an estate before month 1.

    Args:
        plan: of the estate.
        world: its homes and network, not changed.
        seed: of the run, 0 to 2**64 - 1.
        rank: float64 ``(rankings, n)``, for the plan's strategies.
        watched: the home whose choices are kept, or -1.
    """
    homes = _homes(plan, world)
    count, months = plan.count.copy(), plan.scenario.data.months + IN_TIME_MONTHS
    count[c.SEED] = np.uint64(seed).astype(np.int64)
    count[c.SIZE], count[c.WATCHED] = world.households, watched
    count[c.SIZE_OCCUPIED] = np.count_nonzero(homes.flag[c.OCCUPIED])
    count[c.INHERITED_MONTHS] = plan.arrears
    count[c.HOMES] = np.count_nonzero(~world.shop)
    count[c.MEMBERS] = np.count_nonzero(world.member)
    member = _volunteers(plan, world, seed)
    count[c.VOLUNTEERS] = member.shape[1]
    estate = c.Estate(
        level=plan.level.copy(),
        count=count,
        member=member,
        motivation=np.zeros(member.shape[1]),
        promise=np.zeros((3, plan.event.shape[0] + 1, 4), np.int64),
        event=plan.event,
        event_real=plan.event_real,
        rank=rank,
        served=np.zeros(plan.buildings, np.uint8),
        duration=np.zeros((c.YEAR + 1, months), np.int32),
        in_time=np.zeros((months, 4), np.int64),
        line=np.zeros((plan.lines, c.LINE_ROWS), np.int64),
        whole_out=np.zeros((plan.scenario.data.months, len(c.WHOLE_NAMES)), np.int64),
        real_out=np.zeros((plan.scenario.data.months, len(c.REAL_NAMES))),
        watched=np.empty((0 if watched < 0 else plan.scenario.data.months, WATCHED_ROWS)),
    )
    return homes, estate


def _volunteers(plan: EstatePlan, world: World, seed: int) -> Any:
    """Return who may be asked to serve, int32 ``(MEMBER_ROWS, m)``, by id: members, and others where they are asked."""
    others = non_members(plan.scenario, plan.estate, world, seed)
    retired = world.retired.copy()
    retired[others.homes[others.retired]] = True
    asked = world.member.copy()
    asked[others.homes] = True
    homes = np.flatnonzero(asked)
    member = np.zeros((c.MEMBER_ROWS, homes.shape[0]), np.int32)
    member[c.MEMBER_HOME], member[c.RETIRED] = homes, retired[homes]
    member[c.NO_MEMBER] = ~world.member[homes]
    return member


def _homes(plan: EstatePlan, world: World) -> c.Homes:
    n = world.households
    real = np.zeros((c.REALS, n))
    real[c.TRUST_PAYEE] = real[c.FIRST_PAYEE] = world.trust_payee
    real[c.TRUST_SELF] = real[c.FIRST_SELF] = world.trust_self
    real[c.BELONGING], real[c.TASTE], real[c.NORM] = world.belonging, world.taste, plan.norm
    whole = np.zeros((c.WHOLES, n), np.int32)
    whole[c.FEE], whole[c.AREA] = world.fee_fen, world.area
    whole[c.VISITOR] = whole[c.VISITOR_SLOT] = c.NOBODY
    counter = np.zeros((c.COUNTERS, n), np.int16)
    counter[c.SINCE_VISIT] = counter[c.SINCE_SUIT] = c.NEVER
    counter[c.BUILDING] = world.building
    flag = np.zeros((c.FLAGS, n), np.uint8)
    flag[c.PAYS], flag[c.LEGACY], flag[c.GAIN] = world.pays, world.legacy, world.gain
    flag[c.AGE], flag[c.TENURE], flag[c.KIND] = world.age, world.tenure, world.kind
    flag[c.OCCUPIED] = world.tenure != ABSENT
    open_bills = np.zeros(n, np.uint64)
    if plan.arrears:
        flag[c.INHERITED] = ~world.pays
        open_bills[~world.pays & (world.fee_fen > 0)] = (1 << plan.arrears) - 1
    return c.Homes(
        real=real,
        whole=whole,
        counter=counter,
        flag=flag,
        open=open_bills,
        income=world.income_fen,
        start=world.indptr.astype(np.int32),
        neighbour=world.neighbours.astype(np.uint32),
        weight=world.weight[world.edge_of],
        tile=np.empty((8, c.TILE)),
    )
