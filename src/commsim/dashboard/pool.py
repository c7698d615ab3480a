"""Who does many runs: a few threads of this process, shared fairly between all jobs of all visitors.

Concepts:
    task: one run; it is never interrupted, so that cancelling takes effect within one run.
    job: tasks that give one answer together. It is asked for its answer at any time, for what is done so far.
    owner: whoever asked for jobs, such as a visitor's page; when it goes away, its jobs are cancelled.
    fair: jobs take turns, a task each, so that a long job does not hold up a short one.

The compiled engine holds no lock of the interpreter while a run lives, so threads keep every processor busy.
"""

from __future__ import annotations

import weakref
from collections import Counter, deque
from collections.abc import Callable, Iterable
from threading import Condition, Lock, Thread
from time import monotonic
from typing import Any

from commsim.errors import InputError
from commsim.study.processors import cores

MOST_JOBS_OF_OWNER = 2
MOST_JOBS = 24
MOST_CAUSES = 5
"""Different causes of failed runs that a job remembers."""

WAITING, RUNNING, DONE, CANCELLED, FAILED = "waiting", "running", "done", "cancelled", "failed"

Task = Callable[[], None]
"""Does one run and keeps what is wanted of it; may raise, which counts as a failed run."""


Answering = Callable[[], Callable[[], Any]]
"""Takes down, quickly, what is done so far; what it returns makes the answer of it."""


class Job:
    """Tasks that give one answer together.

    Attributes:
        total: tasks in all.
        done: tasks done, the failed ones included.
        failed: tasks that failed.
        causes: why they failed, and how often each; at most ``MOST_CAUSES`` are told apart.
        state: ``waiting``, ``running``, ``done``, ``cancelled``, or ``failed`` (every task failed).
    """

    def __init__(self, tasks: Iterable[Task], answer: Answering, forget: Callable[[], None]) -> None:
        """Note what is to be done.

        Args:
            tasks: one a run, done in this order, several at a time.
            answer: takes down what is done so far, and returns what makes the answer of it.
            forget: lets go of what the answer is made of, once it cannot change any more or is not wanted.
        """
        self._tasks = deque(tasks)
        self._answer = answer
        self._forget = forget
        self._changed = Condition()
        self._last: Any = None
        self._last_done = -1
        self._final = False
        self.total = len(self._tasks)
        self.done = 0
        self.failed = 0
        self.causes: Counter[str] = Counter()
        self.state = WAITING

    @property
    def finished(self) -> bool:
        """Nothing more will be done."""
        return self.state in (DONE, CANCELLED, FAILED)

    @property
    def error(self) -> str:
        """The most frequent cause of failed runs; empty where none failed."""
        return self.causes.most_common(1)[0][0] if self.causes else ""

    def cancel(self) -> None:
        """Do no further run; those under way end, and count no more. What is done so far stays."""
        with self._changed:
            if not self.finished:
                self._tasks.clear()
                self._end(CANCELLED)

    def close(self) -> None:
        """Cancel, and let go of everything; there is no answer any more."""
        self.cancel()
        with self._changed:
            self._final, self._last = True, None
            self._forget()

    def result(self) -> Any:
        """Return the answer of what is done so far; None after ``close``."""
        with self._changed:
            if self._final or (self._last_done == self.done and not self.finished):
                return self._last
            done, finished, make = self.done, self.finished, self._answer()
        made = make()  # without the lock, so that runs go on meanwhile
        with self._changed:
            if not self._final:
                self._last, self._last_done, self._final = made, done, finished
                if finished:
                    self._forget()
        return made

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until nothing more will be done; returns whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: self.finished, seconds)

    def keep(self, note: Callable[[], None]) -> None:
        """Let a task note what came of it, unless nobody wants it any more."""
        with self._changed:
            if not self.finished:
                note()

    def take(self) -> Task | None:
        """Take the next task, None where there is none left."""
        with self._changed:
            if not self._tasks:
                return None
            if self.state == WAITING:
                self.state = RUNNING
            return self._tasks.popleft()

    def do(self, task: Task) -> None:
        """Do a task that was taken."""
        cause = ""
        try:
            task()
        except Exception as error:  # noqa: BLE001 (a failed run is counted with its cause, and the others go on)
            cause = str(error) or type(error).__name__
        with self._changed:
            if self.finished:
                return
            self.done += 1
            if cause:
                self.failed += 1
                self.causes[cause if cause in self.causes or len(self.causes) < MOST_CAUSES else "other causes"] += 1
            if self.done == self.total:
                self._end(FAILED if self.failed == self.total else DONE)

    def _end(self, state: str) -> None:
        self.state = state
        self._changed.notify_all()


class Owner:
    """Whoever asks for jobs. Its jobs are cancelled when it is closed, or forgotten."""

    def __init__(self) -> None:
        self._jobs: list[Job] = []
        self._end = weakref.finalize(self, _close_all, self._jobs)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Its jobs that are not finished."""
        return tuple(job for job in self._jobs if not job.finished)

    def add(self, job: Job) -> None:
        """Take a job as its own.

        Raises:
            InputError: it is closed, or has ``MOST_JOBS_OF_OWNER`` jobs under way.
        """
        if not self._end.alive:
            raise InputError("the page that asks for runs is closed")
        self._jobs[:] = self.jobs
        if len(self._jobs) >= MOST_JOBS_OF_OWNER:
            raise InputError(f"{len(self._jobs)} series of runs are under way, the most for one page; stop one first")
        self._jobs.append(job)

    def close(self) -> None:
        """Cancel all its jobs and take no more."""
        self._end()


def _close_all(jobs: list[Job]) -> None:
    for job in jobs:
        job.close()
    jobs.clear()


class Pool:
    """Threads that do the tasks of all jobs in turn; they start with the first job."""

    def __init__(self, threads: int | None = None) -> None:
        """Note how many threads there are to be, by default one a processor."""
        self._count = cores() if threads is None else threads
        self._threads: list[Thread] = []
        self._turns: deque[Job] = deque()
        self._under_way: list[Job] = []
        self._work = Condition()
        self._stopped = False

    def submit(self, job: Job, owner: Owner | None = None) -> Job:
        """Put a job in the queue.

        Raises:
            InputError: too many jobs wait, in all or of this owner, or the pool is shut down.
        """
        with self._work:
            if self._stopped:
                raise InputError("the server is closing; no more runs are made")
            self._under_way = [one for one in self._under_way if not one.finished]
            if len(self._under_way) >= MOST_JOBS:
                raise InputError(f"{MOST_JOBS} series of runs wait for this server already; try again in a moment")
            if owner is not None:
                owner.add(job)
            self._under_way.append(job)
            self._turns.append(job)
            for number in range(len(self._threads), self._count):
                thread = Thread(target=self._live, daemon=True, name=f"commsim many runs {number + 1}")
                self._threads.append(thread)
                thread.start()
            self._work.notify_all()
        return job

    def shutdown(self, seconds: float = 10.0) -> bool:
        """Cancel all jobs and end the threads; returns whether all have ended in that time."""
        with self._work:
            self._stopped = True
            jobs, threads = tuple(self._under_way), tuple(self._threads)
            self._under_way.clear()
            self._turns.clear()
            self._work.notify_all()
        for job in jobs:
            job.cancel()
        until = monotonic() + seconds
        for thread in threads:
            thread.join(max(0.0, until - monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _live(self) -> None:
        while (taken := self._next()) is not None:
            job, task = taken
            job.do(task)

    def _next(self) -> tuple[Job, Task] | None:
        """Return the next task, waiting for one; None where there will be none."""
        with self._work:
            while True:
                if self._stopped:
                    return None
                while self._turns:
                    job = self._turns.popleft()
                    task = job.take()
                    if task is not None:
                        self._turns.append(job)
                        return job, task
                self._work.wait()


_lock = Lock()
_shared: list[Pool] = []


def shared_pool() -> Pool:
    """Return the pool of this process, made when first asked for."""
    with _lock:
        if not _shared:
            _shared.append(Pool())
        return _shared[0]


def shutdown() -> None:
    """End the pool of this process; a later job makes a new one."""
    with _lock:
        pools = list(_shared)
        _shared.clear()
    for pool in pools:
        pool.shutdown()
