"""The way to a cluster: its address, its scheduler, and who works for it.

Dask speaks through loggers while workers come and go; what of it matters is told here in our own words, so the loggers
are kept quiet as long as a connection is open. ``COMMSIM_DEBUG=1`` lets them speak.
"""

from __future__ import annotations

import logging
import os
import re
import warnings
from contextlib import suppress
from types import ModuleType
from typing import Any, NamedTuple

from commsim.errors import InputError
from commsim.study.cluster_errors import ClusterError
from commsim.study.cluster_local import LOCAL_HOST, LocalWorkers

CONNECT_SECONDS = 5.0
"""How long a scheduler may take to answer, and how long a lost one is called again."""

CLOSE_SECONDS = 1.0
"""How long leaving may take."""

MOST_LOCAL = 1_000
"""Most worker processes on this machine."""

_LOCAL = re.compile(r"local:([0-9]{1,9})")
_SCHEDULER = re.compile(r"(?:tcp|tls|ucx|ws|wss)://(?:\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+):([0-9]{1,5})")
_ALLOWED = "the address of a Dask scheduler such as tcp://192.0.2.7:8786, or local:N for N worker processes here"

_CANNOT_CONNECT = (OSError, ImportError, ValueError, TypeError, RuntimeError)
"""What Dask raises where nobody answers, another program does, or its version or a certificate does not fit."""


class Place(NamedTuple):
    """Where a cluster is.

    Attributes:
        scheduler: address of an existing scheduler; empty where one is to be started here.
        workers: worker processes to start here.
    """

    scheduler: str
    workers: int


def parse_place(text: str) -> Place:
    """Return where a cluster is, from what the user wrote.

    Args:
        text: ``local:N``, or ``tcp://host:port`` (also ``tls``, ``ucx``, ``ws``, ``wss``).

    Raises:
        InputError: neither.
    """
    local = _LOCAL.fullmatch(text)
    if local is not None:
        count = int(local.group(1))
        if not 1 <= count <= MOST_LOCAL:
            raise InputError(f"cluster local:N starts N worker processes, N from 1 to {MOST_LOCAL}; got {text!r}")
        return Place("", count)
    scheduler = _SCHEDULER.fullmatch(text)
    if scheduler is None or not 1 <= int(scheduler.group(1)) <= 65_535:
        raise InputError(f"cluster is {_ALLOWED}; got {text!r}")
    return Place(text, 0)


def load_dask() -> ModuleType:
    """Return Dask's ``distributed``, which is an extra and takes a moment to load.

    Raises:
        InputError: it is not installed.
    """
    try:
        import distributed  # noqa: PLC0415 (see above)
    except ImportError as error:
        raise InputError(
            f"cluster needs Dask, and {error.name or 'a part of it'} is not installed: pip install 'commsim[cluster]'"
        ) from error
    return distributed


class Connection:
    """A client of a scheduler, and the scheduler and workers themselves where they were started here.

    Attributes:
        client: Dask's client.
        name: of the cluster, for messages.
    """

    def __init__(self, place: Place) -> None:
        """Connect, starting what is to be started.

        Raises:
            InputError: Dask is not installed, or no scheduler answers.
            ClusterError: worker processes do not start.
        """
        self._dask = load_dask()
        self._quiet = _Quiet()
        self._cluster: Any = None
        self._local: LocalWorkers | None = None
        self.client: Any = None
        self.name = f"local:{place.workers}" if place.workers else place.scheduler
        try:
            if place.workers:
                self._begin_here(place.workers)
            else:
                self._join(place.scheduler)
        except BaseException:
            self.close()
            raise

    @property
    def is_lost(self) -> bool:
        """The scheduler is gone and does not answer any more."""
        return self.client is None or self.client.status in {"closing", "closed"}

    @property
    def processes(self) -> list[int]:
        """The ids of the worker processes started here."""
        return self._local.processes if self._local is not None else []

    def workers(self) -> dict[str, int]:
        """Return the threads of each worker by its address; none while the scheduler does not answer.

        Raises:
            ClusterError: the scheduler is gone, or worker processes started here end as soon as they are started.
        """
        found: dict[str, int] = {}
        if self.client is not None and self.client.status == "running":
            with suppress(OSError, AttributeError):  # it is lost at this moment
                found = dict(self.client.nthreads())
        if self.is_lost:
            raise ClusterError(
                f"the scheduler {self.name} is gone; what was done is saved: go on with --resume when it is back"
            )
        if self._local is not None:
            self._local.tend()
        return found

    def without_workers(self, patience: float) -> str:
        """Return what to tell the user while nobody works.

        Args:
            patience: seconds that others are waited for.
        """
        if self._local is not None:
            return "all worker processes have ended; new ones are being started"
        return f"{self.name} has no workers; waiting for some, at most {patience:.0f} s"

    def progressed(self) -> None:
        """Note that work was done, so that worker processes that end are worth another start."""
        if self._local is not None:
            self._local.progressed()

    def close(self) -> None:
        """Leave, and end what was started here; never raises."""
        if self._local is not None:
            self._local.close()
        for part in (self.client, self._cluster):
            if part is not None:
                with suppress(OSError, RuntimeError, AttributeError, AssertionError):
                    part.close(timeout=CLOSE_SECONDS)
        self.client = self._cluster = self._local = None
        self._quiet.end()

    def _begin_here(self, workers: int) -> None:
        self._cluster = self._dask.LocalCluster(
            n_workers=0,
            processes=True,
            host=LOCAL_HOST,
            dashboard_address=None,
            silence_logs=False,
            # Dask's pages are not wanted, but are served even so: at a free port, since the usual one may be taken.
            scheduler_kwargs={"allowed_failures": 1, "dashboard": False, "dashboard_address": f"{LOCAL_HOST}:0"},
            asynchronous=False,
        )
        self._join(self._cluster.scheduler_address)
        self._local = LocalWorkers(self._cluster.scheduler_address, workers)
        self._local.wait(self.client)

    def _join(self, scheduler: str) -> None:
        try:
            with warnings.catch_warnings():
                # Libraries that decide figures are compared with each worker's, and then it is an error.
                warnings.filterwarnings("ignore", category=self._dask.versions.VersionMismatchWarning)
                self.client = self._dask.Client(
                    scheduler, timeout=CONNECT_SECONDS, set_as_default=False, asynchronous=False, name="commsim"
                )
        except _CANNOT_CONNECT as error:
            raise InputError(
                f"no Dask scheduler answers at {scheduler} within {CONNECT_SECONDS:g} s; cluster is {_ALLOWED}"
            ) from error


class _Quiet:
    """Keeps Dask's loggers quiet until it ends."""

    _HANDLED = ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application", "bokeh")
    _UNHANDLED = ("asyncio", "tornado.application")

    def __init__(self) -> None:
        self._muted: list[logging.Filterer] = []
        if os.environ.get("COMMSIM_DEBUG") == "1":
            return
        for name in self._HANDLED:
            self._muted += logging.getLogger(name).handlers
        self._muted += [logging.getLogger(name) for name in self._UNHANDLED]
        for one in self._muted:
            one.addFilter(_says_nothing)

    def end(self) -> None:
        for one in self._muted:
            one.removeFilter(_says_nothing)
        self._muted.clear()


def _says_nothing(_record: logging.LogRecord) -> bool:
    """Let no record through."""
    return False
