"""What each agent does where a mechanism is off; what a run then gives stands in ``tests/docking``."""

from tests.agents.districts import column, district, lived, run

MEMBERS = [{"event": "found_branch", "month": 3}, {"event": "activate", "month": 3, "share": 1.0}]


def test_without_fee_choice_the_first_choice_is_repeated():
    scenario = district(12, start={"fee_rate": 0.4}, mechanisms={"fees": False})
    _, estate = lived(scenario)
    assert [resident.pays for resident in estate.residents] == estate.world.pays.tolist()
    assert len(set(column(run(scenario), "collected_fen"))) == 1


def test_without_enforcement_nobody_is_pressed():
    suing = {"company": {"present": True, "effort": "suit"}}
    _, estate = lived(district(6, estate=suing, mechanisms={"enforcement": False}), 3)
    assert {resident.step_felt for resident in estate.residents} == {0.0}


def test_without_participation_only_those_who_serve_take_part():
    parts = {"timeline": MEMBERS, "behaviour": {"participation": {"a": 20.0}}, "mechanisms": {"participation": False}}
    _, estate = lived(district(12, **parts))
    assert [resident.took_part for resident in estate.residents] == [
        resident.is_active for resident in estate.residents
    ]
