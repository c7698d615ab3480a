"""What a study may measure, and what is wrong with a wish: names, kinds, windows, groups.

Concepts:
    monthly measure: of the months of a window, see ``commsim parameters measures``.
    outcome measure: of the facts of a whole run.
    household measure: the mean of a household column at the end of the run over the occupied households of a group.
        Some columns have the name of a monthly measure; a ``group`` says that the households are meant.
    group: ``all`` households, ``members``, or non-members ``visited`` or ``never_visited`` by a member during the run.
    difference: the figure of the treated run less that of its untreated twin. Groups are those of the treated run in
        both, so that the same households are compared, each with itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Protocol

from commsim.errors import InputError, UnknownNameError
from commsim.results.measures import MEASURES
from commsim.results.outcomes import OUTCOME_MEASURES
from commsim.results.windows import ALLOWED, EACH_YEAR, window_months
from commsim.rules.columns import HOUSEHOLD_FINAL
from commsim.scenario.fields import nearest
from commsim.scenario.target_checks import window_months as least_months

Kind = Literal["monthly", "outcome", "household"]

GROUPS = ("all", "members", "visited", "never_visited")
DEFAULT_WINDOW = "last 12 months"


class Wanted(Protocol):
    """One measure a study wants; ``definition.MeasureWanted`` is one, with None for what was left out."""

    @property
    def measure(self) -> str | None:
        """Name of the measure, by default the name it has in the study."""

    @property
    def window(self) -> str | None:
        """Window of a monthly measure, by default the last 12 months."""

    @property
    def relative_to(self) -> str | None:
        """Another window; the figure is divided by the same measure there."""

    @property
    def estate(self) -> str | None:
        """Name of the estate, by default the first."""

    @property
    def group(self) -> str | None:
        """Households of a household measure, by default all."""

    @property
    def difference(self) -> bool:
        """The treated run's figure less its twin's."""


class Problem(NamedTuple):
    """What is wrong with a wish.

    Attributes:
        field: field of the wish it is about.
        message: what is wrong.
        allowed: what may stand there.
    """

    field: str
    message: str
    allowed: str


def all_measures() -> dict[str, str]:
    """Return every name a study may measure, with its meaning: monthly, outcome, then household measures."""
    known = {one.name: one.meaning for one in MEASURES.values()}
    known |= {one.name: one.meaning for one in OUTCOME_MEASURES.values()}
    return known | {
        name: f"mean of `{name}` over households at the end" for name in HOUSEHOLD_FINAL if name not in known
    }


def kind_of(name: str, group: str | None = None) -> Kind:
    """Return what kind of measure a name is.

    Args:
        name: a name of :func:`all_measures`.
        group: where one is given, households are meant.

    Raises:
        UnknownNameError: there is no such measure, or, with a group, no such household column.
    """
    if group is not None:
        if name in HOUSEHOLD_FINAL:
            return "household"
        hint = nearest(name, HOUSEHOLD_FINAL)
        raise UnknownNameError(f"a group needs a household column; '{name}' is none{hint}")
    if name in MEASURES:
        return "monthly"
    if name in OUTCOME_MEASURES:
        return "outcome"
    if name in HOUSEHOLD_FINAL:
        return "household"
    raise UnknownNameError(
        f"no measure '{name}'{nearest(name, tuple(all_measures()))}; see `commsim parameters measures`"
    )


def problems_of(
    name: str, wanted: Wanted, estates: Sequence[str], months: int | None = None, has_twin: bool = True
) -> Iterator[Problem]:
    """Yield what is wrong with one wish of a study.

    Args:
        name: its name in the study, which is the measure where none is given.
        wanted: the wish.
        estates: names of the estates of all scenarios of the study.
        months: how long the shortest run lasts; None where that is not known.
        has_twin: the study has twins.
    """
    measure = wanted.measure or name
    kind: Kind | None = None
    if wanted.group is not None and wanted.group not in GROUPS:
        yield Problem(
            "group", f"no group '{wanted.group}'{nearest(wanted.group, GROUPS)}", "one of " + ", ".join(GROUPS)
        )
    elif wanted.group is not None and measure in all_measures() and measure not in HOUSEHOLD_FINAL:
        message = f"'{measure}' is no household column, so it has no groups"
        yield Problem("group", message, "nothing here, or one of the columns " + ", ".join(HOUSEHOLD_FINAL))
    elif measure not in all_measures():
        hint = nearest(measure, tuple(all_measures()))
        yield Problem("measure", f"no measure '{measure}'{hint}", "see `commsim parameters measures`")
    else:
        kind = kind_of(measure, wanted.group)
    if kind == "monthly":
        yield from _window_problems(measure, wanted, months)
    elif kind is not None:
        yield from _no_window(measure, wanted)
    if wanted.estate is not None and wanted.estate not in estates:
        message = f"no estate '{wanted.estate}'{nearest(wanted.estate, tuple(estates))}"
        yield Problem("estate", message, "one of " + ", ".join(estates))
    if wanted.difference and not has_twin:
        yield Problem("difference", "a difference needs a twin, and the study has none", "'twin' in the study")


def _no_window(measure: str, wanted: Wanted) -> Iterator[Problem]:
    for field, window in (("window", wanted.window), ("relative_to", wanted.relative_to)):
        if window is not None:
            yield Problem(field, f"'{measure}' is measured at the end of the run, it has no window", "nothing here")


def _window_problems(measure: str, wanted: Wanted, months: int | None) -> Iterator[Problem]:
    least = MEASURES[measure].least_months
    for field, window in (("window", wanted.window or DEFAULT_WINDOW), ("relative_to", wanted.relative_to)):
        if window is None:
            continue
        if window == EACH_YEAR:
            yield Problem(field, f"'{EACH_YEAR}' gives one figure a year, a study keeps one a run", ALLOWED)
            continue
        try:
            long = months_of(window, months)
        except InputError as error:
            yield Problem(field, str(error), ALLOWED)
            continue
        if months is not None and least_months(window) > months:
            message = f"'{window}' needs {least_months(window)} months, but the run lasts {months}"
            yield Problem(field, message, f"within {months} months")
        elif long is not None and long < least:
            message = f"'{measure}' needs a window of at least {least} months, '{window}' has {long}"
            yield Problem(field, message, f"a window of at least {least} months")


def months_of(window: str, months: int | None) -> int | None:
    """Return how many months a window has, None for the whole of a run whose length is not known.

    Raises:
        InputError: the text is no window, or its end lies before its beginning.
    """
    if window == "whole run":
        return months
    inside = window_months(window, max(least_months(window), 1), first_dividend_month=1)
    return None if inside is None else len(inside)
