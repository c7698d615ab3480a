"""The draws of households that make their ties one after another, compiled: the bits of ``commsim.world.tie_luck``.

Concepts:
    attempt: the number of a household's draw for one purpose, which keys it.
    common: attempts most households need. They are computed for a tile of households at once, which is quick; later
        ones are computed alone.
    tile: float64 ``(common, 4, TILE)``, for one block of streams; entry ``[attempt, stream & 3, household % TILE]``.
"""

from __future__ import annotations

from commsim.engine.jit import kernel
from commsim.engine.luck import fill_block

TILE = 128  # the tiles of one generator fit into the first-level cache


@kernel
def fill_tile(tile, first, households, seed, estate, block):
    """Compute the common attempts of the next households.

    Args:
        tile: float64 ``(common, 4, TILE)``, overwritten.
        first: id of the tile's first household.
        households: n.
        seed: uint64.
        estate: number of the estate.
        block: ``stream // 4``.
    """
    for attempt in range(tile.shape[0]):
        fill_block(tile[attempt], first, min(TILE, households - first), seed, attempt, estate, block)
