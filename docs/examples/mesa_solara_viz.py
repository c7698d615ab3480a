"""The model in Mesa's own viewer, for those who know Mesa: step it, play it, change a parameter, start anew.

Run it with: solara run docs/examples/mesa_solara_viz.py --production
It needs: pip install "commsim[dashboard]" altair

``CommunityModel`` is a plain Mesa model, so ``SolaraViz`` works on it as on any other. Three things to know:

- Every visitor gets a model of their own: it is made inside ``Page``. A model made at the top of the file would be one
  for all, and visitors would step each other's.
- Mesa's command console is left out. It is a component (``CommandConsole``) that runs any Python a visitor types, with
  the rights of this process. It appears only if it is put among the components, and it should not be on a server.
- Pictures are drawn with matplotlib, which needs no internet. Mesa imports Altair whether it is used or not; charts
  drawn with it would be loaded by the browser from elsewhere.

A slider takes effect with the button "Reset", which is Mesa's way. For pictures to explore, twins and many seeds, use
``commsim dashboard``; this file is a start for a viewer of your own.
"""

import solara
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from commsim.agents.model import CommunityModel
from commsim.scenario import load_scenario

SCENARIO = "tianhu-garden"
LIT, DARK, RING = "#F6C445", "#2F3B4C", "#D55E00"
BUILDINGS_A_ROW = 6
WIDE, TALL = 0.7, 0.62  # of a window, where the next one stands 1 further


class EstateModel(CommunityModel):
    """The main scenario with the parameters that the sliders change."""

    def __init__(self, luck: int = 1, share: float = 0.6, months: int = 144) -> None:
        """Build the estate.

        Args:
            luck: seed of the run.
            share: share of the party members who are activated.
            months: months to live, after which stepping has no effect.
        """
        scenario = load_scenario(SCENARIO).set("timeline.activate.share", share).with_months(months)
        super().__init__(scenario, luck)

    def step(self) -> None:
        """Live one month, as long as there are months left."""
        if self.month < self.months:
            super().step()
        self.running = self.month < self.months


PARAMETERS = {
    "luck": {"type": "SliderInt", "label": "Seed", "value": 1, "min": 1, "max": 50, "step": 1},
    "share": {"type": "SliderFloat", "label": "Members activated", "value": 0.6, "min": 0.0, "max": 1.0, "step": 0.1},
    "months": {"type": "SliderInt", "label": "Months", "value": 144, "min": 72, "max": 240, "step": 12},
}


def window_places(model: CommunityModel) -> list[tuple[float, float]]:
    """Return the lower left corner of every household's window, buildings in rows, as seen from the front."""
    estate = model.estates[0]
    there: dict[tuple[int, int], int] = {}
    spots = []
    for resident in estate.residents:  # beside each other on a floor of a building, in the order of their numbers
        floor = (resident.building, 0 if resident.shop else resident.floor)
        spots.append((*floor, there.setdefault(floor, 0)))
        there[floor] += 1
    wide, tall = max(there.values()) + 1.5, max(floor for _, floor in there) + 3
    return [
        (building % BUILDINGS_A_ROW * wide + column, floor - building // BUILDINGS_A_ROW * tall)
        for building, floor, column in spots
    ]


def draw_estate(model: CommunityModel) -> Figure:
    """Draw the estate from the front: a lit window is a household that pays, a ring one whose member serves."""
    residents = model.estates[0].residents
    places = window_places(model)
    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.subplots()
    corners = [[(x, y), (x + WIDE, y), (x + WIDE, y + TALL), (x, y + TALL)] for x, y in places]
    colours = [LIT if resident.pays else DARK for resident in residents]
    axes.add_collection(PolyCollection(corners, facecolors=colours))
    serving = [place for place, resident in zip(places, residents, strict=True) if resident.is_active]
    across, up = [x + WIDE / 2 for x, _ in serving], [y + TALL / 2 for _, y in serving]
    axes.scatter(across, up, s=34, facecolors="none", edgecolors=RING, linewidths=1.1)
    paying = sum(resident.pays for resident in residents)
    axes.set_title(f"Month {model.month}: {paying} of {len(residents)} households pay, {len(serving)} members serve")
    axes.autoscale_view()
    axes.set_aspect("equal")
    axes.set_axis_off()
    return figure


@solara.component
def EstatePicture(model: CommunityModel) -> None:
    """Show the estate, drawn anew at every step."""
    update_counter.get()
    solara.FigureMatplotlib(draw_estate(model), format="png", bbox_inches="tight")


def fee_rate_axes(axes: Axes) -> None:
    """Give the plot of the fee rate its scale and words."""
    axes.set_ylim(0, 1)
    axes.set_ylabel("fee rate")
    axes.set_title("Share of the fees billed that are paid in time")


@solara.component
def Page() -> None:
    """Show the viewer on a model of this visitor's own."""
    model = solara.use_memo(EstateModel, [])
    SolaraViz(
        model,
        components=[(EstatePicture, 0), make_plot_component("fee_rate", post_process=fee_rate_axes)],
        model_params=PARAMETERS,
        name="commsim in Mesa's viewer",
        play_interval=1,
    )
