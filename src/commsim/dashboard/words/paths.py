"""How a dotted path of a scenario is said: step by step, so that names from a user's file stand in it as they are."""

from __future__ import annotations

from commsim.dashboard.words.saying import Say

BETWEEN = " › "


def said_path(path: str, say: Say) -> str:
    """Return a dotted path such as ``behaviour.fees`` in words: ``behaviour › fees``.

    Args:
        path: a path, or the group of a setting.
        say: the language; a step without a translation keeps its name, with spaces for underscores.
    """
    return BETWEEN.join(said_step(step, say) for step in path.split("."))


def said_step(step: str, say: Say) -> str:
    """Return one step of a path in words."""
    said = say.plain(step)
    return step.replace("_", " ") if said == step else said
