"""What a study file says, as validated data.

A study is one YAML file: the scenario it starts from, what it changes for all runs, the factors it varies, the design
that says which combinations are run, how often and under which seeds, and what is measured of each run. The fields of
events are those of a scenario's timeline.

Concepts:
    change: events left out, events added, values set, in this order.
    factor: one thing that differs between points: a value at a path, or one of several named changes.
    point: one combination of the factors' values; points are numbered from 0.
    replicate: one run of a point; replicates are numbered from 0 and differ in their seed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from commsim.rules.columns import MONTHLY_NAMES
from commsim.scenario.base import EventId, Strict, Text
from commsim.scenario.events import Event
from commsim.scenario.schema import Title
from commsim.study.distributions import Distribution, Range
from commsim.study.values import OptionalValue, Value

MOST_FACTORS = 50
MOST_POINTS = 1_000_000
MOST_REPLICATES = 1_000_000
MOST_RUNS = 10**9
MOST_LEVELS = 10_000
RESERVED = ("point", "replicate", "seed", "status", "cause", "estate", "month", "twin", "run")
"""Columns of the results that no factor or measure may be named like."""

WINDOW = (
    r"^(whole run|last month|last [1-9][0-9]{0,3} months|month [1-9][0-9]{0,3}|"
    r"months? [1-9][0-9]{0,3}\.\.[1-9][0-9]{0,3}|years [1-9][0-9]{0,2}\.\.[1-9][0-9]{0,2} from first dividend)$"
)
WINDOW_WORDS = "'whole run', 'last month', 'last N months', 'month N', 'month A..B', 'years A..B from first dividend'"

ColumnName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,59}$")]
Seed = Annotated[int, Field(ge=0, lt=2**64)]
Points = Annotated[int, Field(ge=2, le=MOST_POINTS)]
Window = Annotated[str, Field(pattern=WINDOW, json_schema_extra={"patternErrorMessage": WINDOW_WORDS})]


class Change(Strict):
    """What differs: events left out, then events added, then values set."""

    set: dict[Text, OptionalValue] = Field(
        {}, description="new values by dotted path, as for `--set`; null takes an optional value away"
    )
    without: tuple[Text, ...] = Field((), description="ids of events left out; a final * stands for any ending")
    add: tuple[Event, ...] = Field((), description="events added, written like those of a timeline")


class Level(Change):
    """One level of a factor: a change, or another scenario."""

    scenario: Text | None = Field(None, description="a shipped scenario, or a file relative to the study file")


class Factor(Strict):
    """One thing that differs between points: values at a path, or named levels."""

    path: Text | None = Field(None, description="dotted path of the value that differs, as for `--set`")
    paths: tuple[Text, ...] | None = Field(None, min_length=1, description="several paths that all get the value")
    values: tuple[Value, ...] | None = Field(
        None, min_length=1, max_length=MOST_LEVELS, description="the values: numbers, words, or true and false"
    )
    range: Range | None = Field(None, description="evenly spaced numbers, or in designs that sample any between")
    distribution: Distribution | None = Field(None, description="designs that sample: how the value is distributed")
    levels: dict[EventId, Level] | None = Field(
        None, min_length=1, max_length=MOST_LEVELS, description="named changes, one of which each point gets"
    )


class Grid(Strict):
    """Every combination of the factors' values, the last factor fastest."""

    kind: Literal["grid"]


class Factorial(Strict):
    """Every combination of factors with two values each; a factor with more gives blocks."""

    kind: Literal["factorial"]


class LatinHypercube(Strict):
    """Latin hypercube: each factor's range is cut into as many strata as points, and each stratum holds one point."""

    kind: Literal["latin_hypercube"]
    points: Points = Field(description="points of the design")
    seed: Seed = Field(1, description="seed of the design, not of the runs")
    optimisation: Literal["none", "random_cd"] = Field(
        "none", description="random_cd: coordinates are exchanged until the points fill the space more evenly"
    )


class Sobol(Strict):
    """Scrambled Sobol sequence: points that fill the space evenly."""

    kind: Literal["sobol"]
    points: Points = Field(description="points of the design, a power of two")
    seed: Seed = Field(1, description="seed of the scrambling, not of the runs")


class Morris(Strict):
    """Morris' trajectories: each changes one factor after the other, for elementary effects. Needs SALib."""

    kind: Literal["morris"]
    trajectories: int = Field(
        ge=2, le=100_000, description="trajectories; each has one point more than there are factors"
    )
    levels: int = Field(4, ge=4, le=1000, description="levels of each factor, an even number")
    seed: Seed = Field(1, description="seed of the design, not of the runs")


class Saltelli(Strict):
    """Saltelli's scheme on a Sobol sequence, for Sobol indices. Needs SALib."""

    kind: Literal["saltelli"]
    points: Points = Field(description="base points, a power of two; the scheme makes k + 2 or 2k + 2 of each")
    second_order: bool = Field(True, description="also for second-order indices: 2k + 2 points of each base point")
    seed: Seed = Field(1, description="seed of the scrambling, not of the runs")


class CsvDesign(Strict):
    """Points from a CSV file: a column for each factor, a line for each point."""

    kind: Literal["csv"]
    file: Text = Field(description="CSV file, relative to the study file")


Design = Annotated[
    Grid | Factorial | LatinHypercube | Sobol | Morris | Saltelli | CsvDesign, Field(discriminator="kind")
]


class Seeds(Strict):
    """The seeds of the runs."""

    first: Seed = Field(1, description="seed of the first replicate")
    kind: Literal["common", "independent"] = Field(
        "common",
        description="common: replicate r has seed first + r in every point, so that points are compared on twins; "
        "independent: every run has a seed of its own, first + point x replicates + r",
    )


class MeasureWanted(Strict):
    """One figure of each run."""

    measure: Text | None = Field(None, description="the measure; by default the name it has here")
    window: Window | None = Field(None, description="months of a monthly measure; by default the last 12 months")
    relative_to: Window | None = Field(None, description="divide by the same measure in this window")
    estate: Text | None = Field(None, description="the estate; by default the first")
    group: Literal["all", "members", "visited", "never_visited"] | None = Field(
        None, description="households of a household measure; by default all"
    )
    difference: bool = Field(False, description="the figure less that of the run's untreated twin")


def _kept_months(given: Any) -> Any:
    """Return the names that true and false stand for: all columns, or none."""
    if isinstance(given, bool):
        return MONTHLY_NAMES if given else ()
    return given


KeptMonths = Annotated[
    tuple[Text, ...],
    BeforeValidator(_kept_months),
    WithJsonSchema({"type": ["array", "boolean"], "items": {"type": "string", "maxLength": 2000}}),
]


class StudyData(Strict):
    """A whole study, as read from its file."""

    schema_version: int = Field(1, ge=1, le=1, description="version of this format")
    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,59}$", description="short name: lower case, digits, hyphens")
    title: Title
    question: Title | None = Field(None, description="the question the study answers")
    notes: Text = Field("", description="what is assumed and why")
    sources: tuple[Text, ...] = Field((), description="casebook ids of what the sources report")
    scenario: Text | None = Field(
        None, description="a shipped scenario, or a file relative to the study file; not where levels name scenarios"
    )
    set: dict[Text, OptionalValue] = Field(
        {}, description="new values for all points by dotted path, as for `--set`; null takes an optional value away"
    )
    without: tuple[Text, ...] = Field(
        (), description="ids of events left out in all points; a final * stands for any ending"
    )
    add: tuple[Event, ...] = Field((), description="events added to all points, written like those of a timeline")
    twin: Change | None = Field(None, description="what makes a point's untreated twin, run under the same seed")
    factors: dict[ColumnName, Factor] = Field(min_length=1, max_length=MOST_FACTORS)
    design: Design = Field(Grid(kind="grid"), description="which combinations of the factors are run")
    replicates: int = Field(1, ge=1, le=MOST_REPLICATES, description="runs of each point")
    seeds: Seeds = Field(default_factory=Seeds)
    measures: dict[ColumnName, MeasureWanted] = Field(min_length=1, max_length=500)
    monthly: KeptMonths = Field((), description="columns kept month by month; true keeps all, by default none is kept")

    @property
    def change(self) -> Change:
        """What all points change in the scenario."""
        return Change(set=self.set, without=self.without, add=self.add)
