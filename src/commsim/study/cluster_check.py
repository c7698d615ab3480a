"""Whether a worker runs the commsim of this process: its rows count only if it does."""

from __future__ import annotations

from typing import NoReturn

from commsim.errors import InputError
from commsim.study.cluster_work import Code
from commsim.study.cluster_work import code as code_here


def refuse_another(worker: str, code: Code) -> None:
    """Check that a worker runs the commsim of this process.

    Args:
        worker: who it is, for the message.
        code: what it runs.

    Raises:
        InputError: it is another one.
    """
    here = code_here()
    if code == here:
        return
    names = [name for name in here if name not in {"commsim", "sources"} and here[name] != code.get(name)]
    differing = "".join(f"; {name} {code.get(name)}, here {here[name]}" for name in names)
    raise InputError(_strange(worker, _named(code), differing))


def refuse_unknown(worker: str, error: Exception) -> NoReturn:
    """Say that a worker cannot even be asked which commsim it runs.

    Args:
        worker: who it is, for the message.
        error: what asking gave.

    Raises:
        InputError: always.
    """
    reason = " ".join(str(error).split())
    raise InputError(_strange(worker, "another commsim, or none", f": {reason}"))


def _strange(worker: str, runs: str, more: str) -> str:
    return (
        f"{worker} runs {runs}, and this process {_named(code_here())}{more}. Both must be the same: install "
        "one version here and there, and start the workers again"
    )


def _named(code: Code) -> str:
    return f"commsim {code.get('commsim')} (sources {code.get('sources', '')[:12]})"
