"""Compiling an inner function only as far as the entry point it becomes part of needs it.

The compiler makes finished machine code of every function by itself, callees included, and optimises it again as part
of each of its callers. Nobody calls the engine's inner functions from Python; they are typed and translated, and left
to the optimiser of the entry point. This saves a third of the time to compile and changes no result: the entry point is
optimised as ever, by the same passes.
"""

from __future__ import annotations

import copy
from typing import Any

from numba import _dynfunc  # type: ignore[attr-defined]  # published without type information
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.typed_passes import NativeLowering


class _InnerLibrary(JITCodeLibrary):
    """The code of one inner function, to be linked into others and never run by itself."""

    def _optimize_final_module(self) -> None:
        """Leave it to the entry point."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:  # noqa: ARG002 (the compiler's interface)
        """Return 0: there is no machine code."""
        self._ensure_finalized()
        return 0


def _no_executable(library: Any, description: Any, environment: Any) -> Any:
    """Return what stands for the function where others call it; Python cannot call it."""
    library._ensure_finalized()
    name = description.qualname.split(".")[-1]
    return _dynfunc.make_function(description.lookup_module(), name, "inner function", 0, environment, (library,))


@register_pass(mutates_CFG=True, analysis_only=False)
class _InnerLowering(NativeLowering):
    """Translates a typed function without making machine code of it."""

    _name = "commsim_inner_lowering"

    def run_pass(self, state: Any) -> bool:
        """Translate the function of ``state``."""
        context = state.targetctx
        state.library = _InnerLibrary(context.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        state.targetctx = copy.copy(context)
        state.targetctx.get_executable = _no_executable
        try:
            return bool(super().run_pass(state))
        finally:
            state.targetctx = context


class InnerCompiler(CompilerBase):
    """The compiler's own pipeline, but for the last step."""

    def define_pipelines(self) -> list[PassManager]:
        """Return the one pipeline."""
        passes = PassManager("commsim inner")
        for part in (
            DefaultPassBuilder.define_untyped_pipeline(self.state),
            DefaultPassBuilder.define_typed_pipeline(self.state),
            DefaultPassBuilder.define_nopython_lowering_pipeline(self.state),
        ):
            for step, description in part.passes:
                passes.add_pass(_InnerLowering if step is NativeLowering else step, description)
        passes.finalize()
        return [passes]
