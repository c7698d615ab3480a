"""What one visitor sees: one object a page load, made inside the page's component, never shared.

All of it is one immutable value, :class:`Shown`; every change makes a new one. Runs are no part of it: a run is a pure
function of the settings, so that a reload, a link or a step back shows the same run again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import solara

from commsim.dashboard.links import Place, place_of, query_of
from commsim.dashboard.pool import Owner
from commsim.dashboard.running import LiveRun, live
from commsim.dashboard.settings import Settings, Source, scenario_of, twin_scenario
from commsim.dashboard.words import Say
from commsim.errors import CommsimError
from commsim.scenario import Scenario


@dataclass(frozen=True)
class Picked:
    """A window that was clicked: household, month, and whether in the twin's world."""

    household: int
    month: int
    in_twin: bool = False


@dataclass(frozen=True)
class Shown:
    """All that one visitor's page shows.

    Attributes:
        place: settings and view, as in the address.
        problem: what could not be done last, in words; empty where all is well.
        serial: number of changes dealt with.
        picked: the window whose story is told, if any.
    """

    place: Place
    problem: str = ""
    serial: int = 0
    picked: Picked | None = None


class Visitor:
    """One visitor's page: what it shows, and the ways to change that."""

    def __init__(self, query: str = "", language: str = "en") -> None:
        """Begin at the place a link names; what is wrong with the link is said on the page."""
        place, problems = place_of(query, language)
        self.shown: solara.Reactive[Shown] = solara.reactive(Shown(place, "\n".join(problems)))
        self.owner = Owner()
        """Of the many runs asked for on this page; when the page goes, they are cancelled."""

    @property
    def place(self) -> Place:
        """Settings and view."""
        place: Place = self.shown.value.place
        return place

    @property
    def settings(self) -> Settings:
        """All that decides the run."""
        return self.place.settings

    @property
    def say(self) -> Say:
        """The visitor's language."""
        return Say(self.place.language)

    @property
    def query(self) -> str:
        """The address of what is shown."""
        return query_of(self.place)

    # --- changes ------------------------------------------------------------------------------------------------------

    def show(self, **parts: Any) -> None:
        """Change parts of the place, but not the settings: view, language, colour, estate, twin, lesson."""
        place = replace(self.place, **parts)
        moved = (place.estate, place.twin) != (self.place.estate, self.place.twin)
        self._put(place=place, problem="", picked=None if moved else self.shown.value.picked)

    def tell(self, problem: str) -> None:
        """Say on the page what could not be done."""
        self._put(problem=problem)

    def pick_window(self, picked: Picked | None) -> None:
        """Tell the story of a window, or of none."""
        self._put(picked=picked)

    def try_settings(self, settings: Settings, **parts: Any) -> bool:
        """Take new settings if they can be run, else say why not and stay as it is.

        Args:
            settings: what is to decide the run.
            parts: other parts of the place to change with it.

        Returns:
            whether they were taken.
        """
        try:
            scenario = scenario_of(settings)
        except CommsimError as error:
            self._put(problem=str(error))
            return False
        estate = self.place.estate if self.place.estate in scenario.estate_names else ""
        place = replace(self.place, **{"settings": settings, "estate": estate, **parts})
        self._put(place=place, problem="", picked=self._still_there(scenario))
        return True

    def set_lever(self, name: str, value: str) -> None:
        """Move one of the first levers."""
        try:
            settings = self.settings.with_lever(name, value)
        except CommsimError as error:
            self.tell(str(error))
        else:
            self.try_settings(settings)

    def set_field(self, path: str, value: str | None) -> None:
        """Change any other value, or take its change back."""
        self.try_settings(self.settings.with_change(path, value))

    def open_source(self, source: Source, seed: int = 1, **parts: Any) -> bool:
        """Show another scenario, as it comes."""
        return self.try_settings(Settings(source=source, seed=seed), **{"view": "estate", "lesson": 0, **parts})

    def _put(self, **parts: Any) -> None:
        shown = self.shown.value
        self.shown.value = replace(shown, serial=shown.serial + 1, **parts)

    def _still_there(self, scenario: Scenario) -> Picked | None:
        picked = self.shown.value.picked
        if picked is None or picked.month > scenario.data.months:
            return None
        name = self.place.estate or scenario.estate_names[0]
        estate = scenario.data.estates.get(name)
        return picked if estate is not None and picked.household < estate.homes + estate.shops else None

    # --- runs ---------------------------------------------------------------------------------------------------------

    def run(self) -> LiveRun:
        """Return the run of what is shown.

        Raises:
            CommsimError: it cannot be run.
        """
        return live(scenario_of(self.settings), self.settings.seed)

    def twin(self) -> LiveRun | None:
        """Return the run of the other world under the same seed; None where there is none.

        Raises:
            CommsimError: it cannot be run.
        """
        scenario = twin_scenario(self.settings, self.place.twin)
        return None if scenario is None else live(scenario, self.settings.seed)

    def estate_index(self, run: LiveRun) -> int:
        """Return the place of the estate that is shown among the run's estates."""
        return run.estates.index(self.place.estate) if self.place.estate in run.estates else 0
