"""An estate as columns of numbers: what every driver starts from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from commsim.world.households import ABSENT

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
Ids = npt.NDArray[np.int32]
Wholes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class World(NamedTuple):
    """The households of one estate and their trust network at the start; n households, e ties.

    Columns of households have shape ``(n,)``, entry i belongs to id i; homes come first, then shops. A driver copies
    what it changes.

    Attributes:
        building: int32, from 0.
        stairwell: int32, from 0, numbered through the estate.
        floor: int32, 1 to the floors of a building.
        shop: bool.
        area: int64, 0.01 m².
        tenure: int8, 0 owner, 1 tenant, 2 absent (a vacant home; shops are never absent).
        age: int8, 0 young, 1 middle, 2 old.
        member: bool, a home with a party member; never a vacant one.
        retired: bool, of the members; they are old.
        kind: int8, 0 conditional, 1 free rider, 2 hump-shaped, 3 unconditional.
        income_fen: int64, fen a month, at least 1.
        gain: bool, gains from disorder; never a vacant home.
        taste: float64, standard normal; the fee rule multiplies it by its spread.
        threshold_u: float64, uniform; the voice rule makes a threshold of it.
        trust_payee: float64, 0 to 1.
        trust_self: float64, 0 to 1.
        belonging: float64, 0 to 1.
        pays: bool, pays at the start.
        legacy: bool, has an unrepaired developer defect.
        fee_fen: int64, fen a month.
        hours_u: float64, uniform; the volunteering rule makes hours of it.
        motivation_u: float64, uniform; the volunteering rule makes a first motivation of it.
        tie_break: float64, uniform; who comes first among equals, for the whole run.
        edge_a: int32 ``(e,)``, the lower id of each tie; ties are sorted by (edge_a, edge_b).
        edge_b: int32 ``(e,)``, the higher id.
        weight: float64 ``(e,)``, trust on the tie, 0 to 1.
        indptr: int64 ``(n + 1,)``; household i has the slots ``indptr[i]`` to ``indptr[i + 1] - 1``.
        neighbours: int32 ``(2 e,)``, the neighbour in each slot, ascending within a household.
        edge_of: int32 ``(2 e,)``, the tie in each slot.
    """

    building: Ids
    stairwell: Ids
    floor: Ids
    shop: Bools
    area: Wholes
    tenure: Codes
    age: Codes
    member: Bools
    retired: Bools
    kind: Codes
    income_fen: Wholes
    gain: Bools
    taste: Floats
    threshold_u: Floats
    trust_payee: Floats
    trust_self: Floats
    belonging: Floats
    pays: Bools
    legacy: Bools
    fee_fen: Wholes
    hours_u: Floats
    motivation_u: Floats
    tie_break: Floats
    edge_a: Ids
    edge_b: Ids
    weight: Floats
    indptr: Wholes
    neighbours: Ids
    edge_of: Ids

    @property
    def households(self) -> int:
        """Number of homes and shops."""
        return int(self.building.shape[0])

    @property
    def occupied(self) -> Bools:
        """Homes and shops somebody lives or works in, bool of shape ``(n,)``."""
        occupied: Bools = self.tenure != ABSENT
        return occupied
