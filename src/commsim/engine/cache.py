"""Compiled entry points, kept on disk between starts and never older than the sources they are compiled from.

The compiler's own cache looks at the file of a function only, and not at the rules the function calls from other files;
here every source file counts, see ``commsim.engine.kept``.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numba
from numba.core import config
from numba.core.caching import _Cache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from commsim.engine import kept
from commsim.engine.compiling import Watch, ready
from commsim.engine.jit import OPTIONS
from commsim.engine.kept import compile_estimate, is_warm

__all__ = ["cached", "compile_estimate", "is_warm"]

_watch = Watch()
_SETTINGS = ("OPT", "LOOP_VECTORIZE", "SLP_VECTORIZE", "BOUNDSCHECK", "DEBUGINFO_DEFAULT", "USING_SVML")
"""Settings of the compiler that change what it makes; a user may set them for other code."""


def cached(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make an entry point of a plain Python function: compiled when first called, or loaded where that was done before.

    Args:
        function: of a module of the package; what it calls are kernels and rules. Its name stands in
            ``kept.COMPILE_SECONDS``.

    Returns:
        the compiled function, called in the same way. Compiling and loading are safe in several threads and processes.
    """
    assert function.__module__.startswith("commsim."), "what other code is compiled from is not known here"
    entry_point = function.__name__.strip("_")
    assert entry_point in kept.COMPILE_SECONDS, "all entry points must be known without loading the compiler"
    dispatcher: Any = numba.njit(**OPTIONS)(function)
    if not getattr(config, "DISABLE_JIT", 0):  # NUMBA_DISABLE_JIT=1, for debugging: the function itself comes back
        dispatcher._cache = _Kept(entry_point)
    compiled: Callable[..., Any] = dispatcher
    return compiled


class _Kept(_Cache):
    """Where the compiler looks before it compiles an entry point, and puts the result."""

    def __init__(self, entry_point: str) -> None:
        self.entry_point = entry_point
        self.began = 0.0
        self.why_not_kept: str | None = None

    @property
    def cache_path(self) -> str:
        """Folder of the compiled code."""
        return str(kept.folder())

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the code kept for argument types, or None; then it is about to be compiled."""
        target_context.refresh()
        self.why_not_kept = kept.why_unknown()
        if self.why_not_kept is None:
            found = self._load(sig, target_context)
            if found is not None:
                return found
            self.why_not_kept = kept.why_unwritable()
        self.began = _now()
        missing = kept.missing_entry_points()
        seconds = compile_estimate([*dict.fromkeys([self.entry_point, *missing])])
        _watch.begins(self.entry_point, missing, seconds, self.why_not_kept)
        return None

    def _load(self, sig: Any, target_context: Any) -> Any:
        made_for = _made_for(sig, target_context.codegen())
        try:
            content = kept.read(kept.file_of(self.entry_point, repr(made_for)))
        except OSError:
            return None  # there is no place for a cache; why_unwritable says why
        if content is None:
            return None
        types, reduced = pickle.loads(content)
        if types != made_for:
            return None
        with suppress(OSError):  # a cache that is only read may be somebody else's
            kept.mark_used()
        rebuilt = CompileResult._rebuild(target_context, *reduced)
        ready.add(self.entry_point)
        return rebuilt

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled."""
        assert not data.library.has_dynamic_globals, "an entry point uses something that exists in this process only"
        if self.why_not_kept is None:
            made_for = _made_for(sig, data.codegen)
            with suppress(OSError):  # the disk became full meanwhile: the next start compiles again
                kept.write(kept.file_of(self.entry_point, repr(made_for)), dumps((made_for, data._reduce())))
                kept.remember_time(self.entry_point, _now() - self.began)
            kept.prune()
        ready.add(self.entry_point)
        _watch.ends(self.entry_point)

    def enable(self) -> None:
        """Do nothing: what is kept is always used."""

    def disable(self) -> None:
        """Do nothing: what is kept is always used."""

    def flush(self) -> None:
        """Do nothing: other sources have another folder."""


def _now() -> float:
    return time.perf_counter()  # lint: allow wall-clock because it times the compiler, and no run


def _made_for(sig: Any, codegen: Any) -> tuple[Any, ...]:
    """Return what code is made for: types of the arguments, the processor, and the compiler's settings."""
    return sig, codegen.magic_tuple(), tuple(str(getattr(config, name, None)) for name in _SETTINGS)
