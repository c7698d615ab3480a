"""What a scenario says, as validated data.

A scenario is one YAML file: estates and who lives there, the network, the starting condition, the behaviour of
people, the mechanisms that are on, a timeline of events, and the targets the sources report. Every field has a unit
in its name or description. Shares lie in [0, 1]; money is in yuan here and becomes whole fen inside the model.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from commsim.scenario.base import Share, Strict, Text
from commsim.scenario.behaviour_schema import BehaviourOverrides
from commsim.scenario.events import Event
from commsim.scenario.mechanisms import Mechanisms
from commsim.scenario.targets import Target


class Title(Strict):
    """A text in both languages."""

    en: str = Field(min_length=1, max_length=200, description="English text")
    zh: str = Field(min_length=1, max_length=200, description="Chinese text")


class Tenure(Strict):
    """Who lives in the homes; the three shares add up to 1."""

    owner: Share = Field(0.78, description="owner-occupied homes (share)")
    tenant: Share = Field(0.14, description="homes let to tenants, who pay the fee but do not vote (share)")
    absent: Share = Field(0.08, description="vacant homes, whose owner pays and votes from afar (share)")


class Ages(Strict):
    """Age group of the head of the household; the three shares add up to 1."""

    young: Share = Field(0.25, description="under 35 years (share)")
    middle: Share = Field(0.50, description="35 to 60 years (share)")
    old: Share = Field(0.25, description="over 60 years (share)")


class Types(Strict):
    """Conditional-cooperation types; the four shares add up to 1 (Fischbacher & Gächter 2010)."""

    conditional: Share = Field(0.55, description="pays the more, the more others pay (share)")
    free_rider: Share = Field(0.23, description="answers others little (share)")
    hump: Share = Field(0.12, description="answers others up to a half, then less (share)")
    unconditional: Share = Field(0.10, description="pays whatever others do (share)")


class Residents(Strict):
    """Who the residents are."""

    member_share: Share = Field(0.06, description="households with a party member (share of occupied homes)")
    retired_share: Share = Field(0.30, description="of these members, the retired (share)")
    tenure: Tenure = Field(default_factory=Tenure)
    ages: Ages = Field(default_factory=Ages)
    types: Types = Field(default_factory=Types)
    private_gain_share: Share = Field(0.08, description="households that gain from disorder, say park free (share)")
    income_yuan: float = Field(8000.0, ge=500, le=1_000_000, description="median household income, yuan a month")
    income_sigma: float = Field(0.5, ge=0, le=2, description="spread of log income (standard deviation)")


class Company(Strict):
    """The property company at the start."""

    present: bool = Field(True, description="a company serves the estate at the start")
    effort: Literal["none", "reminder", "letter", "suit"] = Field(
        "reminder", description="hardest step it takes against arrears"
    )
    cash_yuan: float = Field(0.0, ge=0, le=1e9, description="its cash for this estate at the start, yuan")


class CommonParts(Strict):
    """What the owners' common parts earn, and who runs them."""

    parking_spaces: int = Field(0, ge=0, le=100_000, description="parking spaces on common land")
    parking_let: int = Field(0, ge=0, le=100_000, description="spaces let, on average; not above parking_spaces")
    parking_yuan_per_space_day: float = Field(0.0, ge=0, le=1000, description="yuan a let space a day")
    adverts_yuan_per_year: float = Field(0.0, ge=0, le=1e8, description="adverts, yuan a year")
    other_yuan_per_year: float = Field(0.0, ge=0, le=1e8, description="other income of common parts, yuan a year")
    operator: Literal["company", "group", "committee", "nobody"] = Field(
        "company", description="who runs the common parts at the start"
    )
    repair_share: Share = Field(0.30, description="of the owners' income: repair (share)")
    service_share: Share = Field(0.20, description="of the owners' income: topping up service (share)")
    dividend_share: Share = Field(0.0, description="of the owners' income: yearly dividend (share); rest: reserve")


class Committee(Strict):
    """The owners' committee at the start."""

    exists: bool = Field(False, description="a committee exists at the start")
    quality: Share = Field(0.0, description="its quality at the start; 0 is in name only (share of its work done)")


class Street(Strict):
    """What the street office and the community give one estate."""

    mediation_hours: float = Field(8.0, ge=0, le=100_000, description="community mediators, hours a month")
    street_hours: float = Field(4.0, ge=0, le=100_000, description="street mediators, hours a month")
    fallback_service: Share = Field(0.10, description="upkeep the street does where there is no payee (share)")


class Network(Strict):
    """The trust network between households."""

    kind: Literal["blocks", "watts_strogatz", "barabasi_albert", "erdos_renyi", "complete", "empty", "file"] = Field(
        "blocks", description="generator of the acquaintances"
    )
    mean_degree: float = Field(8.0, ge=0, le=200, description="mean number of acquaintances a household")
    stairwell_share: Share = Field(0.50, description="blocks: ties drawn in the stairwell (share)")
    building_share: Share = Field(0.25, description="blocks: ties drawn in the building (share); the rest lie anywhere")
    rewiring: Share = Field(0.10, description="watts_strogatz: chance that a tie is rewired (share)")
    file: Text | None = Field(None, description="file: GraphML or edge list, relative to the scenario file")


class Start(Strict):
    """The condition of an estate when a run begins."""

    fee_rate: Share = Field(0.80, description="households that pay (share)")
    arrears_months: int = Field(0, ge=0, le=240, description="months owed by those who do not pay")
    service: Share = Field(0.75, description="service (0 none, 1 as agreed)")
    condition: Share = Field(0.80, description="condition of buildings and grounds (0 ruined, 1 new)")
    trust_payee: Share = Field(0.50, description="mean trust in the payee")
    trust_self: Share = Field(0.20, description="mean trust in self-government")
    trust_spread: Share = Field(0.10, description="standard deviation of first trust between households")
    belonging: Share = Field(0.20, description="mean belonging")
    tie: Share = Field(0.05, description="mean trust on a tie; near 0 in a new estate")
    legacy_share: Share = Field(0.0, description="households with an unrepaired developer defect (share)")


class EstateResidents(Strict):
    """What differs from ``residents`` in one estate; a field left out is taken from there."""

    member_share: Share | None = Field(None, description="households with a party member (share of occupied homes)")
    retired_share: Share | None = Field(None, description="of these members, the retired (share)")
    tenure: Tenure | None = None
    ages: Ages | None = None
    types: Types | None = None
    private_gain_share: Share | None = Field(None, description="households that gain from disorder (share)")
    income_yuan: float | None = Field(None, ge=500, le=1_000_000, description="median income, yuan a month")
    income_sigma: float | None = Field(None, ge=0, le=2, description="spread of log income (standard deviation)")


class Estate(Strict):
    """One residential estate."""

    homes: int = Field(ge=1, le=100_000, description="homes")
    shops: int = Field(0, ge=0, le=10_000, description="shops")
    buildings: int = Field(1, ge=1, le=10_000, description="buildings; at most one a home")
    stairwells_per_building: int = Field(2, ge=1, le=100, description="stairwells a building")
    floors: int = Field(6, ge=1, le=120, description="floors a building")
    home_area_m2: float = Field(95.0, ge=10, le=1000, description="mean area of a home, m²")
    shop_area_m2: float = Field(60.0, ge=5, le=5000, description="mean area of a shop, m²")
    fee_yuan_per_m2: float = Field(1.5, ge=0, le=100, description="fee of homes, yuan a m² a month")
    shop_fee_yuan_per_m2: float = Field(3.0, ge=0, le=200, description="fee of shops, yuan a m² a month")
    fee_yuan_per_household: float = Field(0.0, ge=0, le=10_000, description="flat fee, yuan a household a month")
    company: Company = Field(default_factory=Company)
    committee: Committee = Field(default_factory=Committee)
    common: CommonParts = Field(default_factory=CommonParts)
    street: Street = Field(default_factory=Street)
    maintenance_fund_yuan: float = Field(0.0, ge=0, le=1e10, description="maintenance fund at the start, yuan")
    residents: EstateResidents = Field(default_factory=EstateResidents)


class Record(Strict):
    """What a run keeps beside the monthly series."""

    households: bool = Field(False, description="keep every household's own history, month by month")


EstateName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class ScenarioData(Strict):
    """A whole scenario, as read from its file (after ``extend`` has been applied)."""

    schema_version: int = Field(1, ge=1, le=1, description="version of this format")
    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,59}$", description="short name: lower case, digits, hyphens")
    title: Title
    question: Title | None = Field(None, description="the question the scenario answers")
    notes: Text = Field("", description="what is assumed and why")
    sources: tuple[Text, ...] = Field((), description="casebook ids of what the sources report")
    twin: Text | None = Field(None, description="shipped scenario drawn as the grey line beside this one")
    months: int = Field(ge=1, le=1200, description="months a run lasts")
    first_year: int = Field(2021, ge=1990, le=2100, description="calendar year of month 1 (January)")
    world_seed: int | None = Field(None, ge=0, lt=2**64, description="seed of world building; default: the run's seed")
    estates: dict[EstateName, Estate] = Field(min_length=1, max_length=1000)
    residents: Residents = Field(default_factory=Residents)
    network: Network = Field(default_factory=Network)
    start: Start = Field(default_factory=Start)
    behaviour: BehaviourOverrides = Field(default_factory=BehaviourOverrides)
    mechanisms: Mechanisms = Field(default_factory=Mechanisms)
    timeline: tuple[Event, ...] = ()
    record: Record = Field(default_factory=Record)
    targets: tuple[Target, ...] = ()
