from itertools import islice

import pytest

from commsim.draws import Stream, uniform
from commsim.world import tie_luck
from commsim.world.tie_luck import TieLuck


@pytest.mark.parametrize("common", [0, 2, 9])
@pytest.mark.parametrize("chunk", [1, 3, 4096])
def test_columns_chunks_and_single_draws_have_the_same_bits(common, chunk, monkeypatch):
    monkeypatch.setattr(tie_luck, "CHUNK", chunk)
    order = [4, 0, 3, 1, 2, 5, 6]
    luck = TieLuck(7, 2, order, common)
    for place in [0, 1, 2, 6, 3, 0]:
        found = list(islice(luck.sequence(place, Stream.TIE_FAR), 4))
        assert found == [uniform(7, order[place], attempt, 2, Stream.TIE_FAR) for attempt in range(4)]


def test_streams_are_kept_apart():
    luck = TieLuck(7, 2, range(5), 3)
    for stream in (Stream.TIE_STAIRWELL, Stream.TIE_BUILDING, Stream.TIE_STAIRWELL):
        assert luck.at(3, 1, stream) == uniform(7, 3, 1, 2, stream)
