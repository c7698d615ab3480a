"""The example for those who know Mesa: the model in Mesa's own viewer, without its console."""

import functools
import importlib.util
import io
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "mesa_solara_viz.py"
solara = pytest.importorskip("solara", reason='the dashboard is not installed: pip install "commsim[dashboard]"')
widgets = pytest.importorskip("ipywidgets", reason="it comes with Solara")
vuetify = pytest.importorskip("ipyvuetify", reason="it comes with Solara")
pytest.importorskip("altair", reason="Mesa's viewer imports it: pip install altair")


@pytest.fixture(scope="module")
def example():
    with warnings.catch_warnings():
        # Solara finds fault with the order of hooks in a component of Mesa 3.3.
        warnings.filterwarnings("ignore", message="(?s).*ComponentsView.*early return", category=UserWarning)
        spec = importlib.util.spec_from_file_location("mesa_solara_viz", EXAMPLE)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module


def inside(value):
    """Yield the widgets and texts in a widget's traits, however deep."""
    if isinstance(value, widgets.Widget):
        yield value
        for name in value.keys:
            yield from inside(getattr(value, name))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from inside(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from inside(part)


class Viewer:
    """The viewer as one visitor has it, without a browser."""

    def __init__(self, page) -> None:
        self.box, self.context = solara.render(solara.AppLayout(children=[page]), handle_error=False)

    def found(self, kind):
        return [part for part in inside(self.box) if isinstance(part, kind)]

    def press(self, label) -> None:
        button = next(button for button in self.found(vuetify.Btn) if label in button.children)
        assert not button.disabled
        button.click()

    def pictures(self):
        """Return the pictures on the page as PNG files: the estate, then the fee rate."""
        return [bytes(picture.value) for picture in self.found(widgets.Image)]

    def texts(self):
        return self.found(str)

    def steps(self) -> float:
        """Return how far the page says the model is; Mesa 3.4 and later call it time."""
        shown = next(text for text in self.texts() if text.startswith(("Step: ", "Time: ")))
        return float(shown.partition(": ")[2])

    def sliders(self):
        return {slider.label: slider for slider in self.found(vuetify.Slider)}

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def open_viewer(example):
    opened = []

    def open_one(page=None) -> Viewer:
        opened.append(Viewer(page or example.Page()))
        return opened[-1]

    yield open_one
    for viewer in opened:
        viewer.close()


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).reshape(-1, 3)


def test_steps_change_the_pictures(open_viewer) -> None:
    viewer = open_viewer()
    before = viewer.pictures()
    assert len(before) == 2
    viewer.press("Step")
    viewer.press("Step")  # a line needs two months
    assert viewer.steps() == 2
    assert all(one != other for one, other in zip(before, viewer.pictures(), strict=True))


def test_two_visitors_do_not_step_each_other(open_viewer) -> None:
    first, second = open_viewer(), open_viewer()
    untouched = second.pictures()
    first.press("Step")
    assert (first.steps(), second.steps()) == (1, 0)
    assert second.pictures() == untouched


def test_reset_makes_a_model_with_what_the_sliders_say(open_viewer, example, monkeypatch) -> None:
    made, build = [], example.EstateModel.__init__

    @functools.wraps(build)  # Mesa looks at the names of the arguments
    def noted(self, **said) -> None:
        made.append(said)
        build(self, **said)

    monkeypatch.setattr(example.EstateModel, "__init__", noted)
    viewer = open_viewer()
    viewer.press("Step")
    viewer.sliders()["Seed"].v_model = 7
    viewer.sliders()["Members activated"].v_model = 0.2
    viewer.press("Reset")
    assert viewer.steps() == 0
    assert made == [{}, {"luck": 7, "share": 0.2, "months": 144}]


def test_there_is_no_command_console(open_viewer, example) -> None:
    assert not [text for text in open_viewer().texts() if "Console" in text]


def test_the_console_would_be_found_if_it_were_there(open_viewer, example) -> None:
    from mesa.visualization import CommandConsole  # noqa: PLC0415 - after the fixture, which mutes a warning of Mesa's

    shown = open_viewer(example.SolaraViz(example.EstateModel(), components=[CommandConsole]))
    assert [text for text in shown.texts() if "Console" in text]


def test_the_model_is_the_shipped_one_with_three_values_of_its_own(example) -> None:
    from commsim.agents.model import CommunityModel  # noqa: PLC0415 - heavy, like the example that brings it

    model, shipped = example.EstateModel(luck=3, share=0.6, months=144), CommunityModel("tianhu-garden", 3)
    for _ in range(8):
        model.step()
        shipped.step()
    assert model.datacollector.get_model_vars_dataframe().equals(shipped.datacollector.get_model_vars_dataframe())
    changed = example.EstateModel(share=0.1, months=72)
    assert changed.case.data.months == 72
    assert next(event.share for event in changed.case.data.timeline if event.event == "activate") == 0.1


@pytest.mark.parametrize("name", ["luck", "share", "months"])
@pytest.mark.parametrize("end", ["min", "max"])
def test_every_end_of_a_slider_is_a_model(example, name, end) -> None:
    example.EstateModel(**{name: example.PARAMETERS[name][end]}).step()


def test_it_stops_after_its_months(example) -> None:
    model = example.EstateModel(months=72)
    model.month = 71
    model.step()
    assert not model.running
    model.step()
    assert model.month == 72


def test_no_window_covers_another(example) -> None:
    places = example.window_places(example.EstateModel())
    assert len(set(places)) == len(places) == 620


def test_the_windows_show_who_pays(example) -> None:
    model = example.EstateModel()

    def lit(paying) -> int:
        for resident in model.estates[0].residents:
            resident.pays = paying
        canvas = io.BytesIO()
        example.draw_estate(model).savefig(canvas, format="png")
        return int((pixels(canvas.getvalue()) == (0xF6, 0xC4, 0x45)).all(axis=1).sum())

    assert lit(paying=False) == 0
    assert lit(paying=True) > 10_000
