"""What the pictures of a study share: sizes in inches, labels that fit, and how levels and figures are written."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, findfont, get_font

from commsim.figures.canvas import FAINT, Picture, new_picture

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 7.2
"""Width of a picture in inches: that of a printed page."""

LABEL_SIZE = 8.5
LONGEST_LABEL = 44


def paper(height: float) -> Picture:
    """Return an empty picture of the width of a page, height in inches."""
    return new_picture(WIDTH, height)


def inches_axes(picture: Picture, left: float, bottom: float, width: float, height: float) -> Axes:
    """Return axes at a place given in inches from the lower left corner."""
    tall = picture.get_figheight()
    return picture.add_axes((left / WIDTH, bottom / tall, width / WIDTH, height / tall))


def text_inches(texts: Iterable[str], size: float = LABEL_SIZE) -> float:
    """Return the width of the widest of some texts in inches, 0 where there are none."""
    return max((_inches(text, size) for text in texts), default=0.0)


@lru_cache(maxsize=4096)
def _inches(text: str, size: float) -> float:
    font = get_font(findfont(FontProperties(family="DejaVu Sans")))
    font.set_size(size, 72)
    font.set_text(text)
    return float(font.get_width_height()[0]) / 64 / 72


def shortened(text: str, longest: int = LONGEST_LABEL) -> str:
    """Return a text, its middle left out where it is longer than a label may be."""
    if len(text) <= longest:
        return text
    left = (longest - 1) // 2
    return f"{text[:left]}…{text[len(text) - (longest - 1 - left) :]}"


def level_text(level: Any) -> str:
    """Return a level of a factor as it is written: numbers short, yes and no for true and false."""
    if isinstance(level, bool):
        return "yes" if level else "no"
    if isinstance(level, float):
        return f"{level:,.4g}" if abs(level) < 1e6 else f"{level:.4g}"
    return str(level)


def is_number(level: Any) -> bool:
    """Return whether a level is a number, which true and false are not."""
    return isinstance(level, int | float) and not isinstance(level, bool)


def rows_of(table: pd.DataFrame, **wanted: Any) -> pd.DataFrame:
    """Return the rows of a table whose columns have the wanted values."""
    for column, value in wanted.items():
        table = table[table[column] == value]
    return table


def axis_text(value: float, _place: object = None) -> str:
    """Return a tick's number: thousands separators, no needless zeros."""
    return f"{value:,.10g}" if math.isfinite(value) else ""


def say_nothing(axes: Axes, words: str) -> None:
    """Write into empty axes why nothing is drawn there."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, words, ha="center", va="center", color=FAINT, fontsize=LABEL_SIZE, transform=axes.transAxes)
