import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.figures.timeline import EVENT_KINDS, event_label, labels, place_flags
from commsim.scenario import library_names, load_scenario
from commsim.scenario.events import Event

KINDS = [
    typing.get_args(kind.model_fields["event"].annotation)[0] for kind in typing.get_args(typing.get_args(Event)[0])
]


def test_every_kind_of_event_has_a_label() -> None:
    assert sorted(EVENT_KINDS) == sorted(KINDS)


@pytest.mark.parametrize("name", library_names())
def test_every_event_of_the_shipped_scenarios_is_labelled_in_few_words(name: str) -> None:
    for event in load_scenario(name).data.timeline:
        assert 3 < len(event_label(event)) < 45


def test_labels_say_what_is_done_and_how_much(small) -> None:
    assert labels(small, "main") == [
        (2, "conflict with the payee"),
        (5, "party branch founded"),
        (6, "50 % of members activated"),
        (8, "committee by decree"),
    ]
    assert labels(small.set("timeline.activate.share", 0.3), "main")[2] == (6, "30 % of members activated")


def test_those_asked_in_the_members_place_are_called_by_what_they_are(small) -> None:
    others = small.set("timeline.activate.who", "non_members")
    assert labels(others, "main")[2] == (6, "50 % of members' number in non-members activated")


def test_events_of_another_estate_have_no_label_here(small) -> None:
    changed = small.set("timeline.appoint.estate", "main")
    assert len(labels(changed, "main")) == 4
    assert len(labels(changed, "other")) == 3


EVENTS = st.lists(st.tuples(st.integers(1, 144), st.text("abc ", min_size=1, max_size=30)), max_size=12)


@given(EVENTS)
def test_no_label_covers_another_and_no_pole_crosses_a_label(events: list[tuple[int, str]]) -> None:
    flags = place_flags(sorted(events, key=lambda event: event[0]), width=len)
    assert [(flag.month, flag.text) for flag in flags] == sorted(events, key=lambda event: event[0])
    for place, flag in enumerate(flags):
        for later in flags[place + 1 :]:
            if later.month < flag.month + len(flag.text):
                assert flag.row > later.row


def test_flags_that_are_far_apart_stand_low() -> None:
    assert [flag.row for flag in place_flags([(1, "one"), (50, "two"), (51, "three")], width=len)] == [0, 1, 0]
