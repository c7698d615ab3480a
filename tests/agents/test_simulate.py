"""One run of the Mesa model; what every engine's runs satisfy stands in ``tests/docking``."""

from tests.agents.districts import district, run


def test_progress_is_told_every_month_and_not_after_the_end():
    told = []
    run(district(4, estates=2), progress=lambda *done: told.append(done))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
