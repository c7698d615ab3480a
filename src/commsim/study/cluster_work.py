"""What a worker of a cluster does: say which commsim it is, load the engine, and do blocks.

Concepts:
    code: the commsim a process runs: its version, the hash of its sources, and the versions of libraries that decide
        figures. A block is done only by the same code as that of the process that saves it, so that no row comes from
        another model.
    parcel: a study and what is measured of it, as bytes. It is sent to a worker once and opened there once.

The functions are called by name on a worker, whose commsim may be another one, so they take plain values.
"""

from __future__ import annotations

import errno
import hashlib
import pickle
import traceback
from functools import cache
from importlib.metadata import version
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from commsim.engine.kept import is_warm
from commsim.study.blocks import Block
from commsim.study.provenance import code_digest, deciding_versions
from commsim.study.runs import block_rows, warm_up

if TYPE_CHECKING:
    from commsim.study.definition import Study
    from commsim.study.measuring import Measuring

Code = dict[str, str]
"""The commsim of a process: ``commsim`` (its version), ``sources`` (hash), then libraries, each a version."""

_LONGEST_BUG = 4_000

_NOT_IN_RUNS = ("SALib", "pyarrow")
"""Libraries that decide a design or a file, which are made where the study is saved."""


class Answer(NamedTuple):
    """What a worker says of a block.

    Attributes:
        code: the commsim of the worker.
        rows: the fields of the block's rows; None where there are none.
        fault: what the machine lacked, if it did.
        bug: what commsim did wrong, if it did, as a traceback.
    """

    code: Code
    rows: tuple[Any, ...] | None = None
    fault: str = ""
    bug: str = ""


class Parcel(NamedTuple):
    """A study as it is sent.

    Attributes:
        name: hash of the content, by which a worker knows that it has opened it.
        content: study, what is measured, and engine, pickled.
    """

    name: str
    content: bytes


@cache
def _code() -> tuple[tuple[str, str], ...]:
    own = {"commsim": version("commsim"), "sources": code_digest()}
    return tuple((own | {name: text for name, text in deciding_versions().items() if name not in _NOT_IN_RUNS}).items())


def code() -> Code:
    """Return the commsim of this process, as it was when first asked: sources edited since are not what runs."""
    return dict(_code())


def parcel_of(study: Study, measuring: Measuring, engine: str) -> Parcel:
    """Return a study as it is sent to workers."""
    content = pickle.dumps((study, measuring, engine), pickle.HIGHEST_PROTOCOL)
    return Parcel(hashlib.sha256(content).hexdigest(), content)


def introduce() -> tuple[Code, bool]:
    """Return the commsim of this process, and whether its engine is compiled."""
    return code(), is_warm()


def hold(content: bytes) -> bytes:
    """Return a parcel's content: a task whose result workers hand to each other, and make anew where it is lost."""
    return content


def load_engine(expected: Code, engine: str) -> None:
    """Load the engine, compiling it where that is still to be done; another commsim does nothing."""
    if code() == expected:
        warm_up(engine)


def do_block(expected: Code, name: str, content: bytes, first: int, size: int) -> Answer:
    """Do the runs of a block.

    Args:
        expected: the commsim that is to do it; another one does nothing.
        name: of the parcel; content: of the parcel.
        first: number of the first run; size: how many.

    Returns:
        the rows. Nothing is raised: Dask loses an exception with a traceback it cannot send, and waits for it forever.
    """
    if code() != expected:
        return Answer(code())
    try:
        study, measuring, engine = _opened(name, content)
        return Answer(code(), tuple(block_rows(study, measuring, Block(first, size), engine)))
    except MemoryError:
        return Answer(code(), fault="memory ran out")
    except OSError as error:
        return Answer(code(), fault="the disk is full" if error.errno == errno.ENOSPC else str(error))
    except Exception:  # noqa: BLE001 (told where it can be read)
        return Answer(code(), bug=traceback.format_exc()[-_LONGEST_BUG:])


_opening = Lock()
_open: dict[str, tuple[Study, Measuring, str]] = {}


def _opened(name: str, content: bytes) -> tuple[Study, Measuring, str]:
    """Return what a parcel holds; the one opened last is kept."""
    with _opening:
        if name not in _open:
            _open.clear()
            _open[name] = pickle.loads(content)
        return _open[name]
