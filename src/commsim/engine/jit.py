"""How the engine compiles: one set of options, and the rules made callable from compiled code.

The rules stay plain Python: registering one changes nothing in it, it only tells the compiler that it may be called.
Options keep the bits of plain Python: no fused multiply-add, no reordering of sums (``fastmath`` is off). A division by
zero would give inf instead of an exception; the rules guard every division, so that it never happens.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import getmembers, isfunction
from types import ModuleType
from typing import Any

import numba
from numba.extending import register_jitable

from commsim import draws
from commsim.engine.lean import InnerCompiler
from commsim.rules import (
    arithmetic,
    assembly,
    belonging,
    committee,
    company,
    disputes,
    fees,
    leader,
    measures,
    norms,
    participation,
    revenue,
    service,
    ties,
    trust,
    voice,
    volunteering,
)
from commsim.world import households

RULES: tuple[ModuleType, ...] = (
    arithmetic,
    norms,
    fees,
    service,
    company,
    trust,
    belonging,
    ties,
    volunteering,
    participation,
    assembly,
    voice,
    committee,
    revenue,
    disputes,
    leader,
    measures,
    households,
)
"""Modules whose functions compiled code may call."""

DRAW_FUNCTIONS: tuple[Callable[..., Any], ...] = (
    draws.bernoulli,
    draws.below,
    draws.normal,
    draws._normal_tail,  # called by normal, so that the compiler must know it too
    draws.lognormal,
    draws.share_to_count,
)

OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": False}
"""Of an entry point, which Python calls; see ``commsim.engine.cache.cached``."""

_INNER = OPTIONS | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "pipeline_class": InnerCompiler}

kernel = numba.njit(**_INNER)
"""Decorator of functions that only compiled code calls: nothing is compiled to call them from Python."""

inlined = numba.njit(**_INNER, forceinline=True)
"""The same for small functions in the innermost loops, which are to become part of the loop in any case."""


def register() -> None:
    """Tell the compiler of every rule and of the scalar functions of a draw."""
    for module in RULES:
        for _, function in getmembers(module, isfunction):
            if function.__module__ == module.__name__:
                register_jitable(error_model="numpy", forceinline=True, pipeline_class=InnerCompiler)(function)
    for draw in DRAW_FUNCTIONS:
        register_jitable(error_model="numpy", forceinline=True, pipeline_class=InnerCompiler)(draw)


register()
