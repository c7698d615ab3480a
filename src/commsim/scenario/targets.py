"""Targets: what the sources report, as figures a run can be held against.

A target names a measure, a window, a relation and a value. Each seed holds it or not; over several seeds it is met
if at least 90 % of them hold it. A target points to the casebook entry that reports it, or says it is assumed.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from commsim.scenario.base import EventId, Strict, Text

WINDOW = (
    r"^(whole run|last month|last [1-9][0-9]{0,3} months|month [1-9][0-9]{0,3}|"
    r"months? [1-9][0-9]{0,3}\.\.[1-9][0-9]{0,3}|"
    r"years [1-9][0-9]{0,2}\.\.[1-9][0-9]{0,2} from first dividend|each year)$"
)


class Target(Strict):
    """One reported figure and the window it is for."""

    id: EventId = Field(description="short name of the target")
    measure: Text = Field(description="a measure of the run, see `commsim parameters measures`")
    window: str = Field(
        pattern=WINDOW,
        description="'whole run', 'last month', 'last N months', 'month N', 'months A..B' (or 'month A..B'), "
        "'years A..B from first dividend', or 'each year' (every calendar year must hold it)",
    )
    relation: Literal["below", "above", "at_most", "at_least", "between", "equal"] = Field(
        description="how the measure stands to the value"
    )
    value: float | None = Field(None, description="the value; not for 'between'")
    low: float | None = Field(None, description="'between': least value")
    high: float | None = Field(None, description="'between': greatest value")
    relative_to: str | None = Field(
        None, pattern=WINDOW, description="divide the measure by itself in this window, then compare"
    )
    estate: Text | None = Field(None, description="the estate meant; by default the first")
    source: Text | None = Field(None, description="casebook id of what reports it")
    assumed: bool = Field(False, description="true: the figure is our assumption, no source gives it")
    note: Text = Field("", description="what the reader should know")
