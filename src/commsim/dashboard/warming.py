"""The engine made ready while the first visitors already look at the page.

Compiling takes most of a minute, once. It is done in a process of its own, since a compiling thread would hold the
interpreter and with it every visitor; this process then only loads what was kept. Where nothing can be kept, it has to
be done here.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable

_LOAD = "from commsim.dashboard.warming import load_engine; load_engine()"
_ready = threading.Event()


def ready() -> bool:
    """Return whether the engine of this process is loaded, so that a run takes no compiling."""
    return _ready.is_set()


def load_engine() -> None:
    """Load the compiled engine, compiling what is not kept from earlier, and note that it is ready."""
    # Loaded here: numba takes a second to load, which the page need not wait for.
    from commsim.engine.choice import COMPILED  # noqa: PLC0415
    from commsim.study.runs import warm_up  # noqa: PLC0415

    warm_up(COMPILED)
    _ready.set()


class Warming:
    """Makes the engine ready in a thread.

    Attributes:
        tell: told in a line what takes long, and when it is done.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Begin; returns at once."""
        threading.Thread(target=self.work, name="commsim-warming", daemon=True).start()

    def work(self) -> None:
        """Make the engine ready and return when it is."""
        from commsim.engine.compiling import SILENT, told_by  # noqa: PLC0415 (as above)
        from commsim.engine.kept import compile_estimate, is_warm, why_unwritable  # noqa: PLC0415

        cold = not is_warm()
        if cold:
            seconds = max(1, round(compile_estimate()))
            self.tell(f"Compiling the engine, about {seconds} s, once; the page can be opened meanwhile.")
            if why_unwritable() is None:
                self._compile_elsewhere()
        if self._stopped:
            return
        with told_by(SILENT):  # said above already
            load_engine()
        if cold:
            self.tell("The engine is ready.")

    def _compile_elsewhere(self) -> None:
        with self._lock:
            if self._stopped:
                return
            self._child = subprocess.Popen(
                [sys.executable, "-c", _LOAD],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        # How it ends does not matter: what it has not kept is compiled here.
        self._child.wait()

    def stop(self) -> None:
        """End what is under way."""
        with self._lock:
            self._stopped = True
            if self._child is not None and self._child.poll() is None:
                self._child.kill()
                self._child.wait()
