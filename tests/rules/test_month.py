from commsim.rules.month import MONTH


def test_every_stage_has_a_name_of_its_own_a_title_and_a_reason():
    assert len({stage.name for stage in MONTH}) == len(MONTH)
    for stage in MONTH:
        assert stage.name.isidentifier()
        assert stage.title
        assert stage.reason


def test_what_a_stage_needs_comes_before_it():
    place = {stage.name: number for number, stage in enumerate(MONTH)}
    for earlier, later in [
        ("events_happen", "bills_go_out"),
        ("bills_go_out", "households_decide"),
        ("members_serve", "households_decide"),
        ("payee_presses", "households_decide"),
        ("households_decide", "households_pay"),
        ("households_pay", "service_is_given"),
        ("common_parts_earn", "service_is_given"),
        ("residents_take_part", "owners_vote"),
        ("grievances_arise", "disputes_are_mediated"),
        ("residents_take_part", "committee_works"),
        ("service_is_given", "trust_moves"),
        ("trust_moves", "ties_move"),
    ]:
        assert place[earlier] < place[later]
    assert MONTH[-1].name == "month_is_recorded"
