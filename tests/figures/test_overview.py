import io

import matplotlib as mpl
import pytest
from matplotlib.image import imread

from commsim.api import simulate
from commsim.errors import InputError
from commsim.figures import draw_runs, picture_bytes
from commsim.figures.canvas import TWIN, chinese_font
from commsim.figures.overview import target_line
from commsim.scenario import load_scenario, parse_scenario
from tests.small_estate import SMALL


def texts(picture) -> list[str]:
    found = [text.get_text() for text in picture.texts]
    return found + [text.get_text() for axes in picture.axes for text in axes.texts]


def test_a_picture_shows_title_events_and_targets(small_runs) -> None:
    picture = draw_runs(small_runs)
    shown = texts(picture)
    assert any(text.startswith("A small estate") for text in shown)
    assert "3 seeds: median, band from 5 % to 95 %" in shown
    assert {"conflict with the payee", "50 % of members activated", "committee by decree"} <= set(shown)
    assert "target: above 99.99 % ✗" in shown
    assert any(text.startswith("service between 0 and 1 in each year") for text in shown)
    assert len(picture.axes) == 5


def test_a_picture_is_never_cut_and_labels_stay_inside(small_run) -> None:
    picture = draw_runs(small_run)
    picture.canvas.draw()
    for text in [*picture.texts, *(text for axes in picture.axes for text in axes.texts)]:
        box = text.get_window_extent()
        inside = box.x0 >= 0 and box.x1 <= picture.bbox.x1 and box.y0 >= 0 and box.y1 <= picture.bbox.y1
        assert inside, text.get_text()


def test_no_two_labels_of_events_overlap() -> None:
    run = simulate("tianhu-garden", months=63)
    picture = draw_runs(run)
    picture.canvas.draw()
    boxes = [text.get_window_extent() for text in picture.axes[0].texts]
    assert len(boxes) >= 4
    for place, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[place + 1 :])


def test_the_twin_is_grey_and_named(small_run, small) -> None:
    twin = simulate(small.without("activate"))
    fees = draw_runs(small_run, twin).axes[0]
    assert (
        next(line.get_ydata().tolist() for line in fees.lines if line.get_color() == TWIN)
        == twin.monthly["fee_rate"].tolist()
    )
    assert any("grey: A small estate" in text for text in texts(draw_runs(small_run, twin)))
    assert not any("grey" in text for text in texts(draw_runs(small_run)))


def test_the_same_runs_give_the_same_bytes(small_run) -> None:
    for kind in ("png", "svg"):
        first, second = (picture_bytes(draw_runs(small_run), kind) for _ in range(2))
        assert first == second


def test_drawing_leaves_matplotlibs_settings_alone(small_run) -> None:
    with mpl.rc_context({"font.size": 3.0, "svg.hashsalt": "mine"}):
        picture_bytes(draw_runs(small_run), "png")
        assert mpl.rcParams["font.size"] == 3.0
        assert mpl.rcParams["svg.hashsalt"] == "mine"


def test_somebody_elses_settings_do_not_change_the_picture(small_run) -> None:
    usual = picture_bytes(draw_runs(small_run), "png")
    with mpl.rc_context({"lines.linewidth": 9, "axes.facecolor": "black", "font.size": 30}):
        assert picture_bytes(draw_runs(small_run), "png") == usual


def test_a_png_is_large_enough_to_read_and_has_no_clock(small_run) -> None:
    content = picture_bytes(draw_runs(small_run), "png")
    height, width = imread(io.BytesIO(content), format="png").shape[:2]
    assert width >= 1600
    assert height >= 1200
    assert b"<dc:date>" not in picture_bytes(draw_runs(small_run), "svg")


def test_another_kind_of_file_is_refused(small_run) -> None:
    with pytest.raises(InputError, match="a picture is written as png, svg, pdf; got 'gif'"):
        picture_bytes(draw_runs(small_run), "gif")


def test_months_in_which_nobody_bills_are_marked(small) -> None:
    nobody = {"estates.main.company.present": False, "estates.main.common.operator": "nobody"}
    picture = draw_runs(simulate(small.without("conflict").set_many(nobody), months=12))
    assert "nobody bills" in texts(picture)


def test_a_meeting_has_a_panel_of_its_own() -> None:
    picture = draw_runs(simulate(load_scenario("parking-meeting"), months=12))
    assert [axes.get_title(loc="left") for axes in picture.axes][-1] == "Residents' meeting"


def test_each_of_up_to_three_estates_has_a_block() -> None:
    words = [line for line in SMALL.splitlines() if "event:" not in line and "timeline" not in line]
    start, end = words.index("  main:"), words.index("residents: {member_share: 0.2}")
    estates = [line.replace("main", name) for name in "abcd" for line in words[start:end]]
    picture = draw_runs(simulate(parse_scenario("\n".join([*words[:start], *estates, *words[end:]])), months=3))
    assert len(picture.axes) == 15
    assert "seed 1 · 3 of 4 estates" in texts(picture)
    assert {"a: fee rate", "b: fee rate", "c: fee rate"} <= set(texts(picture))


def test_a_target_in_a_line_has_figure_interval_and_source(small_runs) -> None:
    line = target_line(small_runs.targets()[1])
    assert line.startswith("fee rate above 0.9999 in months 13..24: 0.")
    assert line.endswith("held by 0 % of seeds)  [assumed]")


def test_a_chinese_title_needs_a_chinese_font(small_run) -> None:
    title = draw_runs(small_run).texts[0].get_text()
    assert ("小小区" in title) is (chinese_font() is not None)
