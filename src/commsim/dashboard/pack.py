"""One estate of one run as one block of bytes, which the browser reads as typed arrays without copying.

Layout (version 1)::

    uint32, little endian    length of the header in bytes
    header                   JSON in UTF-8, padded with spaces so that the payload starts at a multiple of 8
    payload                  the arrays, little endian; each starts at a multiple of 8, counted from the payload's start

The header names every array with its type (``u1``, ``u2``, ``i2``, ``i4``, ``f4`` or ``f8``), offset and shape. Arrays
of months have the months in front: row t - 1 is month t. What the browser colours homes by is rounded to a byte; exact
figures are in the tables of the run.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from commsim.dashboard.layout import network_layout
from commsim.engine.columns import REAL_NAMES, WHOLE_NAMES
from commsim.engine.run import _REAL_STATE, _WHOLE_STATE, EstateRun
from commsim.errors import InputError
from commsim.scenario.telling import Happening

VERSION = 1
ALIGN = 8
TYPES = ("u1", "u2", "i2", "i4", "f4", "f8")

PAYS, SERVING, DISPUTE_PAYEE, DISPUTE_NEIGHBOUR, EVER_VISITED = (1 << bit for bit in range(5))
"""Bits of the array ``flags``."""

NOBODY_PAID, COMPANY_PAID, OWNERS_PAID = 0, 1, 2
"""Who is paid at the end of a month: the array ``payee``."""

NO_MEMBER, IN_SERVICE, RETIRED = 0, 1, 2
"""The array ``member``."""

MOST_ARREARS = 255
MOST_STAIRWELLS = 65_535

_FLAGS = {
    "pays": PAYS,
    "active": SERVING,
    "dispute_payee": DISPUTE_PAYEE,
    "dispute_neighbour": DISPUTE_NEIGHBOUR,
    "ever_visited": EVER_VISITED,
}
_SHARES = {"trust": "trust_payee", "self": "trust_self", "belonging": "belonging", "norm": "norm"}

# --- the container
# ----------------------------------------------------------------------------------------------


def pack_bytes(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return a header and arrays as one block.

    Args:
        header: plain values for JSON, without ``version`` and ``arrays``, which are added.
        arrays: by name, each of one of ``TYPES``.

    Raises:
        InputError: an array of another type.
    """
    entries, parts, offset = {}, [], 0
    for name, array in arrays.items():
        kind = array.dtype.str[1:]
        if kind not in TYPES:
            raise InputError(f"array '{name}' has the type {kind}; allowed: {', '.join(TYPES)}")
        content = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes()
        entries[name] = {"type": kind, "offset": offset, "shape": list(array.shape)}
        content += bytes(-len(content) % ALIGN)
        parts.append(content)
        offset += len(content)
    text = json.dumps({"version": VERSION, **header, "arrays": entries}, ensure_ascii=False, separators=(",", ":"))
    head = text.encode()
    head += b" " * (-(len(head) + 4) % ALIGN)
    return b"".join([struct.pack("<I", len(head)), head, *parts])


def unpack(blob: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return header and arrays of a block; the arrays look into it and cannot be written.

    Raises:
        InputError: it is no such block, of another version, or cut short.
    """
    if len(blob) < 4:
        raise InputError(f"a pack has at least 4 bytes; got {len(blob)}")
    (length,) = struct.unpack_from("<I", blob)
    start = 4 + length
    try:
        header = json.loads(blob[4:start])
        version, entries = header["version"], header["arrays"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"no header of a pack in {len(blob)} bytes, said to be {length} bytes long") from error
    if version != VERSION:
        raise InputError(f"a pack of version {version}; allowed: {VERSION}")
    arrays = {}
    for name, entry in entries.items():
        count = int(np.prod(entry["shape"], dtype=np.int64))
        kind = np.dtype("<" + entry["type"])
        end = start + entry["offset"] + count * kind.itemsize
        if end > len(blob):
            raise InputError(f"array '{name}' ends at byte {end}; the pack has {len(blob)}")
        array = np.frombuffer(blob, kind, count, start + entry["offset"])
        arrays[name] = array.reshape(entry["shape"])
    return header, arrays


# --- an estate
# ----------------------------------------------------------------------------------------------


def pack_estate(run: EstateRun, key: str, seed: int) -> bytes:
    """Return one estate of a run as a block.

    Args:
        run: of the estate, with its history (``record.households``).
        key: of the run, shown in the header.
        seed: of the run.

    Raises:
        InputError: the history is missing, or there are more stairwells than can be shown.
    """
    months, n = run.whole.shape[0], run.world.households
    if run.history_whole.shape[0] != months:
        raise InputError(f"a pack needs the history of {months} months; got {run.history_whole.shape[0]}")
    scenario = run.plan.scenario
    name = scenario.estate_names[run.plan.estate]
    settings = scenario.data.estates[name]
    stairwells = settings.buildings * settings.stairwells_per_building
    if stairwells > MOST_STAIRWELLS:
        raise InputError(f"estate '{name}' has {stairwells} stairwells; at most {MOST_STAIRWELLS} can be shown")
    header = {
        "key": key,
        "seed": seed,
        "n": n,
        "months": months,
        "first_year": scenario.data.first_year,
        "estate": name,
        "buildings": settings.buildings,
        "stairwells": settings.stairwells_per_building,
        "floors": settings.floors,
    }
    return pack_bytes(header, {**_homes(run), **_months(run)})


def _homes(run: EstateRun) -> dict[str, np.ndarray]:
    world = run.world
    x, y = network_layout(world)
    member = np.where(world.member, np.where(world.retired, RETIRED, IN_SERVICE), NO_MEMBER)
    return {
        "building": world.building.astype(np.uint16),
        "stairwell": world.stairwell.astype(np.uint16),
        "floor": world.floor.astype(np.uint16),
        "shop": world.shop.astype(np.uint8),
        "member": member.astype(np.uint8),
        "tenure": world.tenure.astype(np.uint8),
        "kind": world.kind.astype(np.uint8),
        "age": world.age.astype(np.uint8),
        "net_x": x,
        "net_y": y,
        "tie_start": world.indptr.astype(np.int32),
        "tie_other": world.neighbours.astype(np.int32),
        "tie_trust": world.weight[world.edge_of].astype(np.float32),
    }


def _months(run: EstateRun) -> dict[str, np.ndarray]:
    shape = run.history_whole.shape[0], run.world.households
    flags = np.zeros(shape, np.uint8)
    for name, bit in _FLAGS.items():
        flags |= (run.history_whole[:, _WHOLE_STATE.index(name)] != 0).astype(np.uint8) * np.uint8(bit)
    shares = {name: as_bytes(run.history_real[:, _REAL_STATE.index(state)]) for name, state in _SHARES.items()}
    arrears = np.rint(run.history_real[:, _REAL_STATE.index("arrears_months")])
    return {
        "flags": flags,
        **shares,
        "arrears": np.minimum(arrears, MOST_ARREARS).astype(np.uint8),
        "voice": run.history_whole[:, _WHOLE_STATE.index("voice")].astype(np.uint8),
        "service": month_column(run, "service").astype(np.float32),
        "condition": month_column(run, "condition").astype(np.float32),
        "payee": payees(run),
        "committee": month_column(run, "committee").astype(np.uint8),
    }


def as_bytes(shares: np.ndarray) -> np.ndarray:
    """Return shares in [0, 1] as whole numbers from 0 to 255, NaN as 0, uint8 of the same shape."""
    rounded: np.ndarray = np.rint(np.nan_to_num(shares) * 255).astype(np.uint8)
    return rounded


def month_column(run: EstateRun, name: str) -> np.ndarray:
    """Return a monthly column of one estate of a compiled run, shape ``(t,)``, int64 or float64."""
    if name in WHOLE_NAMES:
        whole: np.ndarray = run.whole[:, WHOLE_NAMES.index(name)]
        return whole
    real: np.ndarray = run.real[:, REAL_NAMES.index(name)]
    return real


def payees(run: EstateRun) -> np.ndarray:
    """Return who is paid at the end of each month, uint8 ``(t,)``: nobody, a company, or the owners themselves."""
    settings = run.plan.scenario.data.estates[run.plan.scenario.estate_names[run.plan.estate]]
    state, lines = COMPANY_PAID if settings.company.present else NOBODY_PAID, run.line[:, :3].tolist()
    found, place = np.empty(run.whole.shape[0], np.uint8), 0
    for month in range(1, len(found) + 1):
        while place < len(lines) and lines[place][0] <= month:
            state = _payee_after(lines[place][2], state)
            place += 1
        found[month - 1] = state
    return found


def _payee_after(happening: int, state: int) -> int:
    if happening == Happening.OWNERS_RUN_IT:
        return OWNERS_PAID
    if happening == Happening.COMPANY_ENTERS:
        return COMPANY_PAID
    if happening in (Happening.COMPANY_LEAVES, Happening.COMPANY_GIVES_UP) and state == COMPANY_PAID:
        return NOBODY_PAID
    return state
