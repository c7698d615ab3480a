import io
import math

import numpy as np
import pytest
from matplotlib.image import imread

from commsim.errors import InputError
from commsim.figures import draw_study, picture_bytes
from commsim.figures.study_canvas import LONGEST_LABEL, level_text, shortened, text_inches
from commsim.figures.study_curves import draw_curves, draw_interactions, pairs_of
from commsim.figures.study_effects import draw_effects
from commsim.figures.study_maps import draw_maps, map_pairs
from commsim.figures.study_spread import draw_replicates
from commsim.study.curves import response
from commsim.study.effects import effects
from commsim.study.trials import trials
from tests.study.synthetic import synthetic_runs, synthetic_study

LONG = "a_very_long_name_of_a_level_that_would_never_fit_beside_an_axis"
FACTORS = {"place": ["a", LONG, "c"], "x": [0, 1], "money": [False, True]}


def formula(row) -> float:
    return 3.0 * row["x"] * row["money"] - 2.0 * (row["place"] == "c") + 10 * row["x"] * (row["place"] == LONG)


@pytest.fixture(scope="module")
def study():
    return synthetic_study(FACTORS, {"kind": "factorial"}, replicates=4)


@pytest.fixture(scope="module")
def runs(study):
    return synthetic_runs(study, formula)


@pytest.fixture(scope="module")
def pictures(study, runs):
    table, curves = effects(study, runs), response(study, runs)
    return {
        "effects": draw_effects(table, "y", unit="share"),
        "interactions": draw_effects(table, "y", ("interaction",)),
        "curves": draw_curves(curves, "y", "share"),
        "pairs": draw_interactions(curves, "y"),
        "maps": draw_maps(curves, "y"),
        "replicates": draw_replicates(study, trials(study, runs, "y")),
    }


def texts_of(picture):
    found = list(picture.texts)
    for axes in picture.axes:
        found += [*axes.texts, axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label]
        low, high = sorted(axes.get_ylim())
        found += [
            text
            for place, text in zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)
            if low <= place <= high and axes.yaxis.get_visible()
        ]
    return [text for text in found if text.get_text()]


KINDS = ["effects", "interactions", "curves", "pairs", "maps", "replicates"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_label_is_cut(pictures, kind: str) -> None:
    picture = pictures[kind]
    picture.canvas.draw()
    for text in texts_of(picture):
        box = text.get_window_extent()
        across = box.x0 >= -0.5 and box.x1 <= picture.bbox.x1 + 0.5
        upright = box.y0 >= -0.5 and box.y1 <= picture.bbox.y1 + 0.5
        assert across, text.get_text()
        assert upright, text.get_text()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_runs_give_the_same_bytes(pictures, kind: str, study, runs) -> None:
    drawn = {
        "effects": lambda: draw_effects(effects(study, runs), "y", unit="share"),
        "interactions": lambda: draw_effects(effects(study, runs), "y", ("interaction",)),
        "curves": lambda: draw_curves(response(study, runs), "y", "share"),
        "pairs": lambda: draw_interactions(response(study, runs), "y"),
        "maps": lambda: draw_maps(response(study, runs), "y"),
        "replicates": lambda: draw_replicates(study, trials(study, runs, "y")),
    }
    for form in ("png", "svg"):
        first = picture_bytes(pictures[kind], form)
        assert first == picture_bytes(drawn[kind](), form)
        assert len(first) > 3000


def test_every_effect_has_a_line_and_those_told_from_none_are_filled(pictures) -> None:
    axes = pictures["effects"].axes[0]
    labels = [text.get_text() for text in axes.get_yticklabels()]
    assert labels[0].startswith("place: a → a_very_l")
    assert "x: 0 → 1" in labels
    assert "money: no → yes" in labels
    assert len(labels) == 2 + 4 + 4
    filled = {colour for line in axes.lines[1:] if (colour := line.get_markerfacecolor()) != "white"}
    assert {"#0072B2", "#D55E00"} <= filled
    assert any(line.get_markerfacecolor() == "white" for line in axes.lines[1:])


def test_effects_without_an_interval_are_drawn_and_those_without_a_value_are_named() -> None:
    study = synthetic_study({"x": [0, 1], "z": [0, 1]}, {"kind": "grid"}, replicates=1)
    runs = synthetic_runs(study, lambda row: row["x"], noise=0)
    runs.loc[runs["x"] == 1, "y"] = math.nan
    axes = draw_effects(effects(study, runs), "y").axes[0]
    assert [text.get_text().strip() for text in axes.texts] == ["undefined"]
    assert len(axes.get_yticklabels()) == 2


def test_panels_have_one_scale_and_numbers_stand_at_their_value(pictures) -> None:
    axes = pictures["curves"].axes
    assert len(axes) == 3
    assert len({panel.get_ylim() for panel in axes}) == 1
    assert axes[1].lines[0].get_xdata().tolist() == [0.0, 1.0]


def test_pairs_come_with_the_least_parallel_first(study, runs) -> None:
    assert pairs_of(response(study, runs), "y")[0] == ("place", "x")


def test_heat_maps_are_of_pairs_with_three_levels_and_write_their_means(study, runs, pictures) -> None:
    assert map_pairs(response(study, runs), "y") == [("place", "x"), ("place", "money")]
    written = [text.get_text() for text in pictures["maps"].axes[0].texts]
    assert len(written) == 6
    wanted = runs[(runs["place"] == "a") & (runs["x"] == 1)]["y"].mean()
    assert written[0] == f"{wanted:,.3g}"


def test_a_cell_without_figures_says_none() -> None:
    study = synthetic_study({"x": [0, 1], "z": [0, 1, 2]}, {"kind": "grid"}, replicates=2)
    runs = synthetic_runs(study, lambda row: row["x"])
    runs.loc[(runs["x"] == 1) & (runs["z"] == 2), "y"] = math.nan
    picture = draw_maps(response(study, runs), "y")
    assert [text.get_text() for text in picture.axes[0].texts].count("none") == 1


def test_of_many_points_two_histograms_are_drawn() -> None:
    study = synthetic_study({"x": [*range(40)]}, {"kind": "grid"}, replicates=3)
    picture = draw_replicates(study, trials(study, synthetic_runs(study, lambda row: row["x"]), "y"))
    titles = [axes.get_title(loc="left") for axes in picture.axes]
    assert titles == ["means of the points", "runs less the mean of their point"]


def test_a_point_without_figures_is_named_in_the_picture_of_the_replicates() -> None:
    study = synthetic_study({"x": [0, 1]}, {"kind": "grid"}, replicates=3)
    runs = synthetic_runs(study, lambda row: row["x"])
    runs.loc[runs["x"] == 1, "y"] = math.nan
    picture = draw_replicates(study, trials(study, runs, "y"))
    assert [text.get_text() for text in picture.axes[0].texts] == ["no figures"]


def test_a_study_is_drawn_by_the_name_of_a_measure() -> None:
    study = synthetic_study({"x": [0, 1]}, {"kind": "grid"}, measures=("y", "y_end"))
    runs = synthetic_runs(study, lambda row: row["x"])
    assert "y" in [text.get_text() for text in draw_study(study, runs).texts]
    assert "y_end" in [text.get_text() for text in draw_study(study, runs, "y_end").texts]
    with pytest.raises(InputError, match="measures no 'z'"):
        draw_study(study, runs, "z")


def test_names_with_dollars_are_not_taken_for_formulas() -> None:
    study = synthetic_study({"price": ["$5", "$6 \\frac", "5_x"], "x": [0, 1]}, {"kind": "grid"}, replicates=2)
    runs = synthetic_runs(study, lambda row: row["x"])
    for picture in (
        draw_effects(effects(study, runs), "y"),
        draw_curves(response(study, runs), "y"),
        draw_interactions(response(study, runs), "y"),
        draw_maps(response(study, runs), "y"),
        draw_replicates(study, trials(study, runs, "y")),
    ):
        image = imread(io.BytesIO(picture_bytes(picture, "png")))
        assert np.ptp(image) > 0.5


def test_labels_are_written_short() -> None:
    assert [level_text(level) for level in (True, False, 0.30000000000000004, 1234.5, 7, "word")] == [
        "yes",
        "no",
        "0.3",
        "1,234",
        "7",
        "word",
    ]
    assert shortened("short") == "short"
    assert len(shortened("x" * 100)) == LONGEST_LABEL
    assert text_inches(["iii", "WWWW"]) > text_inches(["iii"]) > 0
    assert text_inches([]) == 0
