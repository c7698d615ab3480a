import pickle

import pytest

from commsim.errors import InputError
from commsim.study import cluster_work
from commsim.study.blocks import Block
from commsim.study.cluster_check import refuse_another
from commsim.study.cluster_work import Answer, code, do_block, load_engine, parcel_of
from commsim.study.measuring import Measuring
from commsim.study.runs import block_rows
from tests.support.studies import small_study


@pytest.fixture
def parts(tmp_path):
    study = small_study(tmp_path)
    return study, Measuring(study.data.measures, study.estate_names)


def test_a_block_from_a_parcel_is_the_block_itself(parts) -> None:
    study, measuring = parts
    name, content = parcel_of(study, measuring, "agents")
    answer = pickle.loads(pickle.dumps(do_block(code(), name, content, 3, 4)))
    assert answer == Answer(code(), tuple(block_rows(study, measuring, Block(3, 4), "agents")))


def test_a_parcel_is_opened_once(parts, monkeypatch) -> None:
    opened = []
    plain = pickle.loads

    def counted(content):
        opened.append(len(content))
        return plain(content)

    monkeypatch.setattr(cluster_work.pickle, "loads", counted)
    parcel = parcel_of(*parts, "agents")
    other = parcel_of(parts[0].with_replicates(2), parts[1], "agents")
    for name, content in (parcel, parcel, other, other, parcel):
        do_block(code(), name, content, 0, 1)
    assert opened == [len(parcel.content), len(other.content), len(parcel.content)]


def test_another_commsim_does_nothing(parts, monkeypatch) -> None:
    monkeypatch.setattr(cluster_work, "block_rows", None)
    monkeypatch.setattr(cluster_work, "warm_up", None)
    expected = {**code(), "sources": "0" * 64}
    assert do_block(expected, *parcel_of(*parts, "agents"), 0, 1) == Answer(code())
    load_engine(expected, "compiled")


def test_the_code_is_the_version_the_sources_and_what_decides_figures() -> None:
    assert {"commsim", "sources", "python", "system", "libm", "numpy", "scipy", "numba", "mesa"} <= code().keys()
    assert not {"pandas", "matplotlib", "pyarrow", "SALib"} & code().keys()
    assert len(code()["sources"]) == 64


def test_the_code_stays_what_it_was_when_sources_are_edited(monkeypatch) -> None:
    before = code()
    monkeypatch.setattr(cluster_work, "code_digest", lambda: "f" * 64)
    assert code() == before


@pytest.mark.parametrize("part", ["commsim", "sources", "numpy", "libm"])
def test_every_part_of_the_code_must_agree(part) -> None:
    refuse_another("a worker", code())
    with pytest.raises(InputError, match=r"a worker runs commsim .*Both must be the same"):
        refuse_another("a worker", {**code(), part: "0.0"})
