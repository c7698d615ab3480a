"""The shipped scenarios: names and texts of the files in ``library/``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_LIBRARY = files("commsim.scenario").joinpath("library")


@cache
def library_names() -> tuple[str, ...]:
    """Return the names of the shipped scenarios, sorted."""
    names = (entry.name for entry in _LIBRARY.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def library_text(name: str) -> str:
    """Return the file of a shipped scenario as it is written, comments included.

    Args:
        name: one of :func:`library_names`.
    """
    return _LIBRARY.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
