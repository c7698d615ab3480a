"""Pictures of runs, drawn with matplotlib and no display: same runs, same bytes (for equal matplotlib versions)."""

from commsim.figures.canvas import Picture, picture_bytes, save_picture
from commsim.figures.overview import draw_runs
from commsim.figures.study_effects import draw_study

__all__ = ["Picture", "draw_runs", "draw_study", "picture_bytes", "save_picture"]
