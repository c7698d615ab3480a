"""What happened, in words: every kind of happening has one sentence, and the Mesa model says it in no other words."""

from types import SimpleNamespace

import pytest

from commsim.scenario.telling import Happening, Told, tell

EVENT = SimpleNamespace(
    operator="group", yuan=1234.5, effort="letter", yuan_per_month=2500.0, months=3, name="ties", on=False, callers=4
)
SENTENCES = [
    (Happening.BRANCH_FOUNDED, (), "a party branch is founded", True),
    (Happening.SUPPORT_CHANGED, (), "support for active members changes", True),
    (Happening.MEMBERS_BEGIN, (7,), "7 members begin to serve", True),
    (Happening.MEMBERS_STOP, (2,), "2 members stop serving", True),
    (Happening.LEADER_ARRIVES, (), "a leader arrives", True),
    (Happening.LEADER_GOES, (), "the leader goes", True),
    (Happening.BALLOTS_GO_OUT, (), "ballots go out", True),
    (Happening.ASSEMBLY_CALLED, (), "an assembly is called", True),
    (Happening.FUND_USED, (5000,), "the owners use 5000 yuan of the fund", True),
    (Happening.FUND_RAISED, (4000,), "the owners raise the fund by 4000 yuan", True),
    (Happening.PARTS_LET, (), "the owners let the common parts be run by: group", True),
    (Happening.COMMITTEE_BARRED, (), "no committee may be set up", False),
    (Happening.COMMITTEE_ELECTED, (), "a committee is elected", True),
    (Happening.COMMITTEE_DECREED, (), "a committee is set up by decree", True),
    (Happening.COMMITTEE_DISSOLVED, (), "the committee is dissolved", True),
    (Happening.BRANCH_DISSOLVED, (), "the branch is dissolved", True),
    (Happening.REVENUE_RUN, (0,), "the common parts are run by: group", True),
    (Happening.REVENUE_RUN, (1,), "the common parts are run by: group (there is no committee yet)", True),
    (Happening.CONVENTION_AGREED, (), "a residents' convention is agreed", True),
    (Happening.MEETING_HELD, (31, 1), "a meeting of 31 carries the plan", True),
    (Happening.MEETING_HELD, (31, 0), "a meeting of 31 does not carry the plan", False),
    (Happening.COMPANY_ENTERS, (), "a property company takes over", True),
    (Happening.NOBODY_ADVANCES, (), "nobody is there to advance money", False),
    (Happening.NOBODY_LENDS, (), "nobody lends to a body without legal personality", False),
    (Happening.MONEY_ADVANCED, (), "1234.5 yuan are advanced for works", True),
    (Happening.COMPANY_LEAVES, (), "the property company leaves", True),
    (Happening.OWNERS_RUN_IT, (), "the owners run the estate themselves", True),
    (Happening.EFFORT_CHANGED, (), "hardest step against arrears: letter", True),
    (Happening.SUBSIDY_PROMISED, (), "the street pays 2500 yuan a month for 3 months", True),
    (Happening.RENOVATED, (), "renovation for 1234.5 yuan", True),
    (Happening.CONFLICT, (12,), "12 households are in open conflict with the payee", True),
    (Happening.MECHANISM_SWITCHED, (), "mechanism ties is switched off", True),
    (Happening.VOTE_FAILED, (3, 9, 40), "the vote failed (3 for, 9 of 40 took part)", False),
    (Happening.NON_MEMBERS_BEGIN, (5,), "5 households without a member begin to serve", True),
    (Happening.NON_MEMBERS_STOP, (2,), "2 of those who serve without being members stop", True),
    (Happening.CALLERS_COME, (31,), "4 paid callers come, for 31 households", True),
    (Happening.PRESSURE_BEGINS, (9,), "work units press 9 households to pay, for 3 months", True),
    (Happening.NOBODY_TO_QUARREL, (), "no conflict breaks out: nobody collects the fee", False),
    (Happening.COMPANY_GIVES_UP, (), "the company leaves after too many months of loss", False),
]


@pytest.mark.parametrize(("happening", "numbers", "text", "ok"), SENTENCES)
def test_every_happening_is_told_in_one_sentence(happening, numbers, text, ok) -> None:
    assert tell(happening, EVENT, *numbers) == Told(text, ok)


def test_every_happening_has_a_sentence_here() -> None:
    assert {happening for happening, *_ in SENTENCES} == set(Happening)


def test_what_comes_about_by_itself_needs_no_event() -> None:
    assert tell(Happening.COMPANY_GIVES_UP).ok is False
    assert tell(Happening.VOTE_FAILED, None, 1, 2, 3).text == "the vote failed (1 for, 2 of 3 took part)"


def test_a_plain_number_from_a_compiled_run_is_told_like_its_happening() -> None:
    assert tell(Happening(2), None, 5) == Told("5 members begin to serve", ok=True)
    assert [int(happening) for happening in Happening] == list(range(len(Happening)))


def test_a_mechanism_is_switched_on_or_off() -> None:
    switched_on = SimpleNamespace(name="norms", on=True)
    assert tell(Happening.MECHANISM_SWITCHED, switched_on).text == "mechanism norms is switched on"
