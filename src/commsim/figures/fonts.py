"""The font with Chinese characters that comes with the package, made known to matplotlib.

Pictures must not depend on which fonts a machine has, so they are drawn with two that are always there: matplotlib's
own DejaVu Sans, and Commsim Sans for the characters DejaVu Sans lacks. Matplotlib chooses character by character. A
character that neither has (a rare or traditional hanzi) becomes an empty box, and matplotlib warns of it.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from matplotlib import font_manager

LATIN, CHINESE = "DejaVu Sans", "Commsim Sans"
FAMILIES = (LATIN, CHINESE)
"""The families of every text of a picture, in the order they are asked for a character."""

FONT_FILE = Path(__file__).resolve().parent.parent / "dashboard" / "static" / "fonts" / "commsim-sans.ttf"
BOLD = 700
_LOCK = threading.Lock()


def register() -> None:
    """Make Commsim Sans known to matplotlib; does nothing where it is known already.

    Only the list of known fonts grows, in this process; no setting of matplotlib changes. A font of the same name that
    the machine has elsewhere is passed over, so that pictures are the same everywhere.
    """
    known = font_manager.fontManager
    with _LOCK:
        entries = [font for font in known.ttflist if font.name == CHINESE]
        if entries and all(font.fname == str(FONT_FILE) for font in entries):
            return
        known.ttflist = [font for font in known.ttflist if font.name != CHINESE]
        known.addfont(FONT_FILE)
        # Bold texts take the same outlines; without an entry of this weight matplotlib logs a complaint about each.
        known.ttflist.append(replace(known.ttflist[-1], weight=BOLD))
