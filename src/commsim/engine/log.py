"""What happened, as numbers, compiled; the words come later, from ``scenario/telling.py``."""

from __future__ import annotations

from commsim.engine.columns import LINES, MONTH
from commsim.engine.jit import kernel


@kernel
def write_line(estate, event, happening, figure):
    """Write a line of the log: number of the event (-1: none), the happening, and the first number that goes with it.

    Returns:
        int64 ``(LINE_ROWS,)``: the line, to which further numbers can be added.
    """
    line = estate.line[estate.count[LINES]]
    line[0], line[1], line[2], line[3] = estate.count[MONTH], event, happening, figure
    estate.count[LINES] += 1
    return line
