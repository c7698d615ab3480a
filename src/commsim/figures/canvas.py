"""The paper a picture is drawn on: its style, its colours, and how it becomes a file.

Colours are those of Okabe & Ito (2008), which people with colour blindness can tell apart; every line also has a
dash pattern of its own and its name at its end. Nothing here touches matplotlib's global state.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from commsim.errors import InputError
from commsim.figures import fonts
from commsim.results.store import disk_errors

BLUE, VERMILLION, GREEN = "#0072B2", "#D55E00", "#009E73"
ORANGE, SKY, PURPLE = "#E69F00", "#56B4E9", "#CC79A7"
INK, FAINT, GRID, TWIN = "#222222", "#6b6b6b", "#e3e3e3", "#8c8c8c"
DASHES = ("-", (0, (5, 1.6)), (0, (1.2, 1.4)), (0, (5, 1.4, 1.2, 1.4)))
KINDS = ("png", "svg", "pdf")
_STYLE: dict[Any, Any] = {
    "font.family": list(fonts.FAMILIES),
    "font.size": 9,
    "axes.edgecolor": "#9a9a9a",
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlecolor": INK,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "text.color": INK,
    "lines.solid_capstyle": "round",
    "svg.hashsalt": "commsim",
    "svg.fonttype": "path",
}


class Picture(Figure):
    """A matplotlib figure that a notebook shows without pyplot."""

    def _repr_png_(self) -> bytes:
        return picture_bytes(self, "png")


@contextmanager
def style() -> Iterator[None]:
    """Draw in the style of these pictures; afterwards matplotlib's settings are as before."""
    fonts.register()
    with mpl.rc_context():
        mpl.rcdefaults()
        for name, value in _STYLE.items():
            mpl.rcParams[name] = value
        yield


def new_picture(width: float, height: float) -> Picture:
    """Return an empty picture, width and height in inches."""
    picture = Picture(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(picture)
    return picture


def chinese_font() -> str:
    """Return the name of the font with Chinese characters, the one that comes with the package."""
    fonts.register()
    return fonts.CHINESE


def picture_bytes(picture: Figure, kind: str) -> bytes:
    """Return a picture as a file.

    Args:
        picture: what was drawn.
        kind: ``png`` (160 dots an inch), ``svg`` or ``pdf``.

    Raises:
        InputError: another kind.
    """
    if kind not in KINDS:
        raise InputError(f"a picture is written as {', '.join(KINDS)}; got '{kind}'")
    metadata: dict[str, dict[str, Any]] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    sink = io.BytesIO()
    with style():
        picture.savefig(sink, format=kind, dpi=160, metadata=metadata.get(kind))
    return sink.getvalue()


def save_picture(picture: Figure, path: Path) -> None:
    """Write a picture to a file; its ending says the kind.

    Raises:
        InputError: another ending than those of :data:`KINDS`.
        StorageError: the file cannot be written.
    """
    content = picture_bytes(picture, path.suffix.removeprefix(".").lower())
    with disk_errors(path, "the picture"):
        path.write_bytes(content)
